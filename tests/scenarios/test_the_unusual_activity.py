"""The unusual activity: numbered questions, and a clock on each until it is replied."""

from tests.dialogue.talk import Talk, window
from tests.scenarios.watch import DAY_S, HOUR_S, is_void, overdue

from detente.dialogue.cases.clarification import Clarification
from detente.dialogue.fields import Text
from detente.dialogue.forms import clr

CLAUSES = ("19.12", "19.13", "19.14")


def play() -> None:
    """Troops gather for an exercise that no notice told of."""
    talk = Talk()
    body = clr.Asked(
        concern=Text("Troops beyond what was notified."),
        observed=(Text("Forty trains in a week."),),
        questions=(Text("How many troops?"), Text("When do they leave?")),
        reply_by_s=12 * HOUR_S,
    )

    # North would have a reply in twelve hours. The rule gives two days, and these hold.
    # They run from when South's machine had it.
    asked = talk.say("NORTH", body)
    assert talk.clauses(asked) == ["19.12"]
    stored = talk.receipt("SOUTH", "NORTH", asked.position + 1, talk.now_s)
    late = 2 * DAY_S
    wanted = ("SOUTH", "answer clarification")
    assert wanted not in overdue(talk, "NORTH", 13 * HOUR_S, receipts=(stored,))
    assert wanted not in overdue(talk, "NORTH", late)
    assert wanted in overdue(talk, "NORTH", late, receipts=(stored,))

    # South replies to the first question, and to the second with a blank.
    few = clr.Replied(question=1, text=Text("Below the threshold."))
    talk.say("SOUTH", few, answers=[asked])
    blank = clr.Replied(question=2, text=Text(" "))
    assert is_void(talk, talk.say("SOUTH", blank, answers=[asked]))
    assert talk.case(asked, Clarification).state == "replied in part"
    assert wanted in overdue(talk, "NORTH", late, receipts=(stored,))

    # A refusal is a reply. It says why, or is marked.
    no = clr.Declined(questions=(2,), reason=Text("A matter of our own."))
    talk.say("SOUTH", no, answers=[asked])
    assert talk.case(asked, Clarification).state == "replied"
    assert wanted not in overdue(talk, "NORTH", late, receipts=(stored,))

    # Doubt remains. North proposes to meet, and that has two days of its own.
    meeting = clr.MeetingProposed(windows=(window(talk.now_s + 2 * DAY_S),))
    proposed = talk.say("NORTH", meeting, answers=[asked])
    stored = talk.receipt("SOUTH", "NORTH", proposed.position + 1, talk.now_s)
    due = overdue(talk, "SOUTH", 2 * DAY_S, receipts=(stored,))
    assert ("SOUTH", "answer proposal") in due

    # Whoever asked says that he is satisfied; nobody says it for him.
    assert is_void(talk, talk.say("SOUTH", clr.Settled(), answers=[asked]))
    assert not talk.case(asked, Clarification).over


def test_what_was_not_explained_is_seen_not_to_have_been() -> None:
    """Question by question: replied to, declined, or open."""
    play()
