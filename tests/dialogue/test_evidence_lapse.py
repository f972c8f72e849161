"""Evidence is answered in its time, or its silence is proven."""

import pytest
from tests.dialogue.evidences import (
    ANSWERS,
    body,
    case,
    covering,
    due,
    lapse,
    present,
    shown,
)
from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import evd
from detente.dialogue.forms.ack import Acknowledged

# ----------------------------------------------------------------------- clocks


def test_without_their_receipt_nothing_is_due() -> None:
    """Nobody keeps silent about what has not come."""
    talk = Talk()
    present(talk)
    assert due(talk, "NORTH") == []
    assert due(talk, "SOUTH") == []


def test_from_the_receipt_on_two_clocks_run() -> None:
    """A day to say that it is looked into, 28 days to answer."""
    talk = Talk()
    said = present(talk)
    receipt = covering(talk, said, talk.now_s + 90)
    start_s = talk.now_s + 90
    asked = [
        ("receive evidence", "SOUTH", start_s + DAY_S),
        ("answer evidence", "SOUTH", start_s + 28 * DAY_S),
    ]
    assert shown(due(talk, "SOUTH", receipt)) == asked
    assert {each.clause for each in due(talk, "SOUTH", receipt)} == {"20.7"}
    talk.say("SOUTH", evd.Received(), answers=[said])
    assert shown(due(talk, "SOUTH", receipt)) == asked[1:]


def test_the_presenters_node_is_to_enter_the_lapse() -> None:
    """With the addressee's receipt, and the addressee's node is not."""
    talk = Talk()
    said = present(talk, answer_by_s=40 * DAY_S)
    receipt = covering(talk, said, talk.now_s + 90)
    at_s = talk.now_s + 90 + 40 * DAY_S
    entered = [d for d in due(talk, "NORTH", receipt) if d.enter is not None]
    assert shown(entered) == [("lapse", "NORTH", at_s)]
    assert entered[0].enter == evd.Lapse(deadline=at_s, note=receipt.note)
    assert [d for d in due(talk, "SOUTH", receipt) if d.enter is not None] == []


@pytest.mark.parametrize(("answer", "state"), ANSWERS[1:])
def test_an_answer_ends_the_clock(answer: Body, state: str) -> None:
    """Whichever it is; only asking for more goes on."""
    talk = Talk()
    said = present(talk)
    receipt = covering(talk, said, talk.now_s + 90)
    talk.say("SOUTH", answer, answers=[said])
    assert due(talk, "NORTH", receipt) == []


def test_asking_for_more_turns_the_clock() -> None:
    """The presenter is asked, and no silence of the other side can be entered."""
    talk = Talk()
    said = present(talk)
    receipt = covering(talk, said, talk.now_s + 90)
    more = talk.say("SOUTH", ANSWERS[0][0], answers=[said])
    at_s = more.header.released + 28 * DAY_S
    assert shown(due(talk, "NORTH", receipt)) == [
        ("supply more evidence", "NORTH", at_s)
    ]


def test_evidence_that_was_supplied_waits_for_an_answer_anew() -> None:
    """From the receipt for what was supplied."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", ANSWERS[0][0], answers=[said])
    supplied = talk.say("NORTH", body(rule="Art. 5"), kind="UPDATE", changes=[said])
    receipts = (
        covering(talk, said, talk.now_s - 50),
        covering(talk, supplied, talk.now_s + 70),
    )
    assert case(talk, said).state == "presented"
    found = [d.at_s for d in due(talk, "SOUTH", *receipts) if d.kind[:6] == "answer"]
    assert found == [talk.now_s + 70 + 28 * DAY_S]


def test_evidence_amended_without_knowing_that_more_is_asked_does_not_meet_it() -> None:
    """What crossed the question cannot have answered it, whoever stands first."""
    talk = Talk()
    said = talk.say("SOUTH", body())
    seen = talk.heads()
    talk.say("NORTH", ANSWERS[0][0], answers=[said])
    talk.say("SOUTH", body(rule="R"), kind="UPDATE", changes=[said], seen=seen)
    assert case(talk, said).state == "need more"


def test_a_time_to_come_does_not_put_off_what_more_is_due() -> None:
    """A claimed time buys the presenter nothing, and costs it nothing."""
    talk = Talk()
    said = present(talk)
    now_s = talk.now_s
    talk.say("SOUTH", ANSWERS[0][0], answers=[said], at=now_s + 90 * DAY_S)
    talk.now_s = now_s
    assert [each.at_s for each in due(talk, "NORTH")] == [now_s + 28 * DAY_S]


def test_while_an_answer_is_awaited_the_case_lives() -> None:
    """Also when a person has acknowledged it."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", Acknowledged(read_back=Text("Parts.")), answers=[said])
    assert case(talk, said).live


# ------------------------------------------------------------------------ lapse


def test_a_lapse_with_their_receipt_is_no_response() -> None:
    """Their own machine says that it held the evidence."""
    talk = Talk()
    said = present(talk)
    over = lapse(talk, said)
    assert talk.clauses(over) == []
    found = case(talk, said)
    assert (found.state, found.late) == ("no response", False)
    assert over.id not in {each.id for each in found.waiting}
    assert due(talk, "NORTH", covering(talk, said, talk.now_s)) == []


def test_an_answer_that_knew_of_the_lapse_is_late() -> None:
    """It is an answer all the same."""
    talk = Talk()
    said = present(talk)
    lapse(talk, said)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    found = case(talk, said)
    assert (found.state, found.late) == ("trace result", True)


def test_an_answer_that_crossed_the_lapse_is_not_late() -> None:
    """It could not have known."""
    talk = Talk()
    said = present(talk)
    seen = talk.heads()
    lapse(talk, said)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said], seen=seen)
    found = case(talk, said)
    assert (found.state, found.late) == ("trace result", False)


def test_a_lapse_before_its_time_is_void() -> None:
    """By its deadline, or by its own release."""
    talk = Talk()
    said = present(talk)
    early = lapse(talk, said, deadline_s=evd.ANSWER_S - 1)
    assert talk.clauses(early) == ["20.8"]
    ahead = lapse(talk, said, 50, deadline_s=evd.ANSWER_S)
    assert talk.clauses(ahead) == ["20.8"]
    assert case(talk, said).state == "presented"


def test_a_lapse_before_the_longer_time_that_was_given_is_void() -> None:
    """Who gives forty days waits forty."""
    talk = Talk()
    said = present(talk, answer_by_s=40 * DAY_S)
    assert talk.clauses(lapse(talk, said)) == ["20.8"]
    assert talk.clauses(lapse(talk, said, 40 * DAY_S)) == []


def test_a_lapse_that_knew_of_an_answer_is_void() -> None:
    """Nobody is said to be silent who has spoken."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    assert talk.clauses(lapse(talk, said)) == ["20.8"]


def test_a_lapse_of_evidence_that_was_amended_since_is_void() -> None:
    """The time runs for what is asked now, also by a receipt that covers it."""
    talk = Talk()
    said = present(talk)
    amended = talk.say("NORTH", body(rule="R"), kind="UPDATE", changes=[said])
    note = covering(talk, amended, talk.now_s + 5).note
    assert talk.clauses(lapse(talk, said, note=note)) == ["20.8"]
    assert talk.clauses(lapse(talk, amended)) == []


@pytest.mark.parametrize("of", ["an older entry", "a third party", "another feed"])
def test_a_lapse_without_a_receipt_that_covers_it_is_void(of: str) -> None:
    """Only the addressee's own receipt, for this very entry, starts its time."""
    talk = Talk(("NORTH", "SOUTH", "WEST"))
    said = present(talk)
    if of == "another feed":
        talk.renew("NORTH")
        talk.say("NORTH", body(), seen={})
    size, at_s = said.position + 1, talk.now_s + 5
    receipt = {
        "an older entry": talk.receipt("SOUTH", "NORTH", size - 1, at_s),
        "a third party": talk.receipt("WEST", "NORTH", size, at_s),
        "another feed": talk.receipt("SOUTH", "NORTH", size, at_s, 2),
    }[of]
    assert talk.clauses(lapse(talk, said, note=receipt.note)) == ["20.8"]


def test_more_supplied_after_a_lapse_wipes_the_silence_out() -> None:
    """They had spoken, late, and were asked anew."""
    talk = Talk()
    said = present(talk)
    lapse(talk, said)
    talk.say("SOUTH", ANSWERS[0][0], answers=[said])
    talk.say("NORTH", body(rule="R"), kind="UPDATE", changes=[said])
    assert case(talk, said).state == "presented"
