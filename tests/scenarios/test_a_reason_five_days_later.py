"""A reason five days later: a call in a crisis has its time, and a no stays a no."""

from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome
from detente.dialogue.tally import tally

CLAUSES = ("12.3", "12.5", "13.4")

CRISIS_S = 7_200


def play() -> None:
    """Something has just been shot down, and the minister wants to call."""
    talk = Talk()

    # In haste North grants a minute. That is marked, and two hours hold all the same:
    # nobody can manufacture a silence by asking for the impossible.
    asked = talk.request(urgency="crisis", answer_by_s=60)
    assert talk.clauses(asked) == ["12.3"]
    stored_at = talk.now_s + 5
    receipt = talk.receipt("SOUTH", "NORTH", asked.position + 1, stored_at)
    haste = con.Lapse(deadline=stored_at + 60, note=receipt.note)
    talk.by_node("NORTH", haste, answers=[asked], at=stored_at + 60)
    assert talk.contact(asked).outcome is Outcome.PENDING

    # South declines within the hour and gives no reason. That is an answer.
    declined = con.Refused(reason="not stated", text=Text("Declined."))
    first = talk.say("SOUTH", declined, answers=[asked], at=stored_at + 3_000)
    assert talk.contact(asked).outcome is Outcome.REFUSED

    # It cannot be dressed up afterwards as a call that both sides gave up.
    undo = con.Cancelled(reason=Text("It was overtaken by events."))
    talk.say("NORTH", undo, answers=[asked])
    talk.say("SOUTH", undo, answers=[asked])
    assert talk.contact(asked).outcome is Outcome.REFUSED

    # Five days later the reason comes. It stands beside the first answer, not over it.
    reason = con.Refused(reason="conditions", text=Text("No proper atmosphere."))
    second = talk.say("SOUTH", reason, answers=[asked], at=talk.now_s + 5 * DAY_S)
    contact = talk.contact(asked)
    assert {first.id, second.id} <= {each.id for each in contact.statements}
    assert contact.sought.standing is not None
    assert contact.sought.standing.by.id == second.id

    # And the answer took fifty minutes, not five days.
    total = tally(talk.standing()).total
    assert total.refused == 1
    assert total.longest_answer_s == first.header.released - asked.header.released


def test_a_refusal_stands_with_its_date_and_a_reason_with_its_own() -> None:
    """A refusal is cheap to state; what it costs is that it stays."""
    play()
