"""What is personal is told from the rest, and can be left out by itself."""

import msgspec
from hypothesis import given
from tests.dialogue.bodies import bodies
from tests.dialogue.talk import Talk
from tests.scenarios.humanitarian import clinic, convoy

from detente.dialogue import personal
from detente.dialogue.fields import Text
from detente.dialogue.form import Body, encode
from detente.dialogue.forms.msg import Message

MARK = "WITHHELD"


def test_contacts_plates_and_persons_are_left_out_and_nothing_else() -> None:
    """Where it goes and what its lorries look like is for all who must know."""
    notified = convoy(Talk())
    assert notified.personal is not None
    left = personal.without(notified, MARK)
    for word in ("RELIEF 1", "+1 555 0101"):
        assert word.encode() in encode(notified)
        assert word.encode() not in encode(left)
    assert msgspec.structs.replace(left, personal=notified.personal) == notified


def test_only_a_body_with_contacts_is_personal() -> None:
    """Else every message would have to be asked for."""
    assert personal.bears(clinic(Talk()))
    assert not personal.bears(clinic(Talk(), personal=None))
    assert not personal.bears(Message(subject=Text("Hour"), text=Text("Noon.")))


@given(bodies())
def test_a_body_without_its_personal_part_bears_no_word_of_it(body: Body) -> None:
    """Whatever the form: what stands there is the mark, or nothing."""
    left = personal.without(body, MARK)
    assert type(left) is type(body)
    assert personal.without(left, MARK) == left
    assert (left == body) or personal.bears(body)
