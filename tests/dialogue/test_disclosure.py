"""What leaves a channel, or comes into it, is an act in its record."""

import hashlib

import pytest
from tests.dialogue.talk import Talk, digest

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms.dis import Carried, Disclosed
from detente.dialogue.forms.msg import Message

HELLO = Message(subject=Text("Count"), text=Text("Fourteen this week."))
PROOF = b"a proof file"
SHA256 = hashlib.sha256(PROOF).digest()


def test_a_disclosure_stands_in_the_case_of_what_it_discloses() -> None:
    """The other side sees it where it looks, and need not acknowledge it."""
    talk = Talk()
    said = talk.say("SOUTH", HELLO)
    body = Disclosed(to_whom="The mediator", sha256=SHA256)
    told = talk.say("NORTH", body, answers=[said])
    case = talk.case_of(said)
    assert [each.id for each in case.statements] == [said.id, told.id]
    assert told.id not in {each.id for each in case.waiting}
    assert talk.clauses(told) == []


@pytest.mark.parametrize(
    ("body", "clause"),
    [
        (Disclosed(to_whom=" ", sha256=SHA256), "25.2"),
        (Disclosed(to_whom="Press", sha256=b"short"), "25.2"),
        (Disclosed(to_whom="Press", sha256=SHA256, channel=b"x"), "25.2"),
    ],
)
def test_a_disclosure_says_to_whom_and_of_which_file(body: Body, clause: str) -> None:
    """Else nobody could check it."""
    talk = Talk()
    said = talk.say("SOUTH", HELLO)
    assert talk.clauses(talk.say("NORTH", body, answers=[said])) == [clause]


def test_a_statement_of_another_channel_is_carried_as_its_proof() -> None:
    """It opens a thread of its own."""
    talk = Talk()
    body = Carried(
        reference="EAST/2026/0001/MSG/1/O",
        channel=digest("elsewhere"),
        sha256=SHA256,
        proof=PROOF,
    )
    assert talk.clauses(talk.say("NORTH", body)) == []


def test_what_is_carried_comes_from_elsewhere_and_is_the_file_it_names() -> None:
    """A digest that does not fit, or the channel itself, is marked."""
    talk = Talk()
    own = Carried(
        reference="NORTH/2026/0001/MSG/1/O",
        channel=talk.founding.channel,
        sha256=SHA256,
    )
    other = Carried(
        reference="EAST/2026/0001/MSG/1/O",
        channel=digest("elsewhere"),
        sha256=SHA256,
        proof=b"another file",
    )
    assert talk.clauses(talk.say("NORTH", own)) == ["25.4"]
    assert talk.clauses(talk.say("NORTH", other)) == ["25.4"]
