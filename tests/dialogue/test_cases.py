"""Who has read what, what crossed, and the small cases: checks, preconditions."""

import pytest
from tests.dialogue.talk import Talk

from detente.dialogue.cases.line_check import LineCheck
from detente.dialogue.cases.precondition import Precondition
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import con
from detente.dialogue.forms.ack import Acknowledged, Delivered, Opened, Reviewed
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.pre import Disputed, Met, Stated, Withdrawn

HELLO = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
READ = Acknowledged(read_back=Text("It begins at noon."))
FOX = Challenge(path="https", text="The quick brown fox")
LIFT = Stated(number=1, text=Text("Lift the sanctions."))


# ------------------------------------------------------------- receipts by persons


def test_a_statement_waits_for_a_person() -> None:
    """A node's receipt acknowledges nothing."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    assert [each.id for each in talk.case_of(said).waiting] == [said.id]


@pytest.mark.parametrize("body", [READ, HELLO, con.Accepted()])
def test_an_acknowledgement_or_an_answer_shows_that_it_was_read(body: Body) -> None:
    """Whoever answers has read; any officer on watch may."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", body, answers=[asked], post="Minister")
    assert asked.id not in {each.id for each in talk.case_of(asked).waiting}


@pytest.mark.parametrize("body", [Opened(), Delivered(principal="Minister", at=1)])
def test_opened_and_delivered_are_not_acknowledged(body: Body) -> None:
    """Four receipts, never confused."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    talk.say("SOUTH", body, answers=[said])
    found = talk.case_of(said)
    assert [each.id for each in found.waiting] == [said.id]
    assert [(each.of, each.by.body) for each in found.receipts] == [(said.id, body)]


def test_a_word_of_the_releasing_side_acknowledges_nothing() -> None:
    """The follow-up of the author is not the reader's receipt."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    talk.say("NORTH", HELLO, answers=[said])
    assert said.id in {each.id for each in talk.case_of(said).waiting}


def test_a_machine_acknowledges_nothing() -> None:
    """An entry that a node makes by itself shows no reader."""
    talk = Talk()
    asked = talk.request("SOUTH", to_post="NORTH/Watch")
    talk.lapse(asked)
    assert asked.id in {each.id for each in talk.case_of(asked).waiting}


def test_a_message_that_asks_for_none_waits_for_nobody() -> None:
    """The drafter decides."""
    talk = Talk()
    body = Message(subject=Text("S"), text=Text("T"), acknowledge=False)
    assert talk.case_of(talk.say("NORTH", body)).waiting == ()


def test_a_statement_put_to_nobody_waits_for_nobody() -> None:
    """A clock that nobody could stop would only hide the others."""
    talk = Talk()
    said = talk.say("NORTH", HELLO, to_post="EAST/Watch")
    assert talk.case_of(said).waiting == ()


def test_an_acknowledgement_is_not_acknowledged() -> None:
    """Else there would be no end."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    talk.say("SOUTH", READ, answers=[said])
    found = talk.case_of(said)
    assert (found.waiting, found.live) == ((), False)


def test_a_flash_on_one_signature_waits_for_its_review() -> None:
    """Until a second officer of the same side confirms it."""
    talk = Talk(two_key_forms=("CON",))
    asked = talk.request(precedence="Z")
    assert [each.id for each in talk.case_of(asked).unreviewed] == [asked.id]
    talk.say("NORTH", Reviewed(), answers=[asked], officers=(2,))
    assert talk.case_of(asked).unreviewed == ()


def test_messages_that_answer_each_other_are_one_thread() -> None:
    """In the order of the fold."""
    talk = Talk()
    first = talk.say("NORTH", HELLO)
    second = talk.say("SOUTH", HELLO, answers=[first])
    third = talk.say("NORTH", HELLO, answers=[second])
    found = talk.case_of(first)
    assert [each.id for each in found.statements] == [first.id, second.id, third.id]
    assert found.summary() == "Exercise"


# ------------------------------------------------------------------------- crossing


def test_messages_that_cross_are_flagged() -> None:
    """Neither side had read the other's last word when it wrote."""
    talk = Talk()
    first = talk.say("NORTH", HELLO)
    before = talk.heads()
    one = talk.say("SOUTH", HELLO, answers=[first], seen=before)
    other = talk.say("NORTH", HELLO, answers=[first], seen=before)
    crossings = talk.case_of(first).crossings
    pairs = {frozenset((each.earlier.id, each.later.id)) for each in crossings}
    assert pairs == {frozenset((one.id, other.id))}


def test_a_word_that_has_seen_the_other_crosses_nothing() -> None:
    """The usual exchange."""
    talk = Talk()
    first = talk.say("NORTH", HELLO)
    talk.say("SOUTH", HELLO, answers=[first])
    talk.say("NORTH", HELLO, answers=[first])
    assert talk.case_of(first).crossings == ()


def test_receipts_cross_nothing() -> None:
    """An acknowledgement under way is no second message."""
    talk = Talk()
    first = talk.say("NORTH", HELLO)
    before = talk.heads()
    talk.say("SOUTH", READ, answers=[first], seen=before)
    talk.say("NORTH", HELLO, answers=[first], seen=before)
    assert talk.case_of(first).crossings == ()


def test_crossing_is_by_what_the_page_showed() -> None:
    """Another post of the same side may have seen it; this officer had not."""
    talk = Talk()
    first = talk.say("NORTH", HELLO)
    before = talk.heads()
    talk.say("SOUTH", HELLO, answers=[first])
    talk.say("NORTH", HELLO)
    talk.say("NORTH", HELLO, answers=[first], seen=before)
    assert len(talk.case_of(first).crossings) == 1


# ---------------------------------------------------------------------- line checks


@pytest.mark.parametrize(
    ("text", "result"),
    [("The quick brown fox", "echoed"), ("The quick brown f0x", "garbled")],
)
def test_a_line_check_compares_sign_by_sign(text: str, result: str) -> None:
    """One sign is enough."""
    talk = Talk()
    check = talk.say("NORTH", FOX)
    talk.say("SOUTH", Echo(text=text, received=talk.now_s), answers=[check])
    found = talk.case_of(check)
    assert isinstance(found, LineCheck)
    assert (found.result, found.live) == (result, False)


def test_a_line_check_is_open_until_the_other_side_echoes() -> None:
    """Its own echo proves nothing."""
    talk = Talk()
    check = talk.say("NORTH", FOX)
    own = Echo(text="The quick brown fox", received=talk.now_s)
    talk.say("NORTH", own, answers=[check])
    found = talk.case_of(check)
    assert isinstance(found, LineCheck)
    assert (found.result, found.live) == ("open", True)


def test_the_first_echo_counts() -> None:
    """A second one does not repair a garbled line."""
    talk = Talk()
    check = talk.say("NORTH", FOX)
    for text in ("The quick brown f0x", "The quick brown fox"):
        talk.say("SOUTH", Echo(text=text, received=talk.now_s), answers=[check])
    found = talk.case_of(check)
    assert isinstance(found, LineCheck)
    assert found.result == "garbled"


# -------------------------------------------------------------------- preconditions


@pytest.mark.parametrize(
    ("course", "status", "claimed"),
    [
        ([], "stated", False),
        ([("NORTH", Disputed())], "disputed", False),
        ([("NORTH", Met())], "stated", True),
        ([("SOUTH", Met())], "met", False),
        ([("NORTH", Disputed()), ("SOUTH", Met())], "met", False),
        ([("SOUTH", Withdrawn())], "withdrawn", False),
        ([("SOUTH", Withdrawn()), ("NORTH", Disputed())], "withdrawn", False),
        ([("SOUTH", Met()), ("SOUTH", Withdrawn())], "withdrawn", False),
        ([("NORTH", Withdrawn())], "stated", False),
        ([("SOUTH", Disputed())], "stated", False),
        ([("NORTH", Disputed()), ("NORTH", Met())], "stated", True),
    ],
)
def test_a_precondition_stands_where_its_raiser_says(
    course: list[tuple[str, Body]], status: str, *, claimed: bool
) -> None:
    """Met and withdrawn are the raiser's words; disputed, and a claim, the other's."""
    talk = Talk()
    raised = talk.say("SOUTH", LIFT)
    for code, body in course:
        talk.say(code, body, answers=[raised])
    found = talk.case_of(raised)
    assert isinstance(found, Precondition)
    assert (found.number, found.raised_by) == (1, "SOUTH")
    assert (found.status, found.claimed_met) == (status, claimed)


def test_a_precondition_raised_against_a_request_leaves_it_open() -> None:
    """It has a case of its own, and closes nothing."""
    talk = Talk()
    asked = talk.request()
    raised = talk.say("SOUTH", LIFT, answers=[asked])
    assert talk.case_of(raised).id == raised.id
    assert [each.id for each in talk.case_of(asked).statements] == [asked.id]
