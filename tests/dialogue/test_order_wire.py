"""The order wire is chat, and can pass for nothing else."""

import pytest
from tests.dialogue.talk import START_S, Talk

from detente.dialogue.cases.thread import Thread
from detente.dialogue.forms import con
from detente.dialogue.forms.ord import OrderWire
from detente.dialogue.outcome import Outcome
from detente.record.statement import Attachment

LINE = OrderWire(text="Your last page is garbled; we go to the folder.")
FILE = Attachment("note.pdf", "application/pdf", 1, bytes(32))


def test_a_line_of_chat_is_unmarked_and_waits_for_nobody() -> None:
    """On one signature, also where the charter asks two keys for it."""
    talk = Talk(two_key_forms=("ORD",))
    said = talk.say("NORTH", LINE)
    case = talk.case_of(said)
    assert talk.clauses(said) == []
    assert isinstance(case, Thread)
    assert not case.live


@pytest.mark.parametrize("precedence", ["Z", "O", "P"])
def test_no_precedence_is_honoured_on_the_order_wire(precedence: str) -> None:
    """What is urgent is no chat."""
    talk = Talk()
    said = talk.say("NORTH", LINE, precedence=precedence)
    assert talk.clauses(said) == ["14.4"]


@pytest.mark.parametrize(
    ("length", "clauses"), [(0, ["16.8"]), (280, []), (281, ["16.8"])]
)
def test_chat_is_short(length: int, clauses: list[str]) -> None:
    """What needs more is a message."""
    talk = Talk()
    assert talk.clauses(talk.say("NORTH", OrderWire(text="中" * length))) == clauses


@pytest.mark.parametrize(
    "fields",
    [
        {"attachments": (FILE,)},
        {"reply_by": START_S},
        {"valid_from": START_S},
        {"valid_until": START_S},
    ],
)
def test_chat_carries_no_file_and_sets_no_time(fields: dict[str, object]) -> None:
    """An official statement would not fit in, nor hang on to it."""
    talk = Talk()
    assert talk.clauses(talk.say("NORTH", LINE, **fields)) == ["16.8"]  # type: ignore[arg-type]


def test_chat_answers_no_contact_request() -> None:
    """It is no refusal, and no sign that a person has read the request."""
    talk = Talk()
    asked = talk.request()
    said = talk.say("SOUTH", LINE, answers=[asked])
    assert talk.clauses(said) == ["11.11"]
    assert talk.contact(asked).outcome is Outcome.PENDING
    assert [each.id for each in talk.contact(asked).waiting] == [asked.id]


def test_chat_is_answered_by_chat_in_one_thread() -> None:
    """As operators talk."""
    talk = Talk()
    first = talk.say("NORTH", LINE)
    second = talk.say("SOUTH", OrderWire(text="Folder is up."), answers=[first])
    assert talk.entered(second).case == first.id
    assert talk.clauses(second) == []


def test_no_answer_to_a_request_hangs_on_chat() -> None:
    """Who says yes says it to the request."""
    talk = Talk()
    first = talk.say("NORTH", LINE)
    assert talk.clauses(talk.say("SOUTH", con.Accepted(), answers=[first])) == ["11.11"]
