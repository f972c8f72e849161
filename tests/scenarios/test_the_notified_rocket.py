"""The notified rocket: a notice that is changed is noted anew, and late if it is."""

from tests.dialogue.talk import Talk
from tests.scenarios.firing import notice, phase
from tests.scenarios.watch import DAY_S, HOUR_S, overdue

from detente.dialogue.cases.activity import Activity
from detente.dialogue.fields import Text
from detente.dialogue.forms import act

CLAUSES = ("18.4", "18.5", "18.7")


def play() -> None:
    """A launch is notified weeks ahead for one hour, and takes place at another."""
    talk = Talk()
    rule = {"basis": "treaty", "clause": "Article I", "notice_due_s": DAY_S}
    first_s = talk.now_s + 21 * DAY_S
    told = talk.say("NORTH", notice(phase(first_s), **rule))
    assert talk.clauses(told) == []

    # South's desk asks what it carries. The answer is due before it flies, and in two
    # days at the latest.
    question = act.ClarificationRequested(questions=(Text("What does it carry?"),))
    unclear = talk.say("SOUTH", question, answers=[told])
    assert ("NORTH", "answer clarification") in overdue(talk, "NORTH", 2 * DAY_S)
    carries = notice(phase(first_s), live_weapons=("None",), **rule)
    talk.say("NORTH", carries, kind="UPDATE", changes=[told])
    assert ("NORTH", "answer clarification") not in overdue(talk, "NORTH", 2 * DAY_S)

    noted = talk.say("SOUTH", act.Noted(), answers=[told])
    answer = talk.case(told, Activity).answer_of("SOUTH")
    assert answer is not None
    assert answer.by.id == noted.id != unclear.id

    # Two hours before it flies the hour is moved. The clause asks a day: it is late,
    # says by how much, and is a notice all the same.
    talk.now_s = first_s + 3 * DAY_S - 2 * HOUR_S
    moved = notice(phase(first_s + 3 * DAY_S), **rule)
    changed = talk.say("NORTH", moved, kind="UPDATE", changes=[told])
    assert talk.clauses(changed) == ["18.4"]
    activity = talk.case(told, Activity)
    assert activity.notice == moved
    assert [m.fault.sentence[:27] for m in activity.marks] == [
        "LATE under Article I: by 22"
    ]

    # Nobody takes South's nod of three weeks ago for one to this hour.
    assert activity.answer_of("SOUTH") is None
    assert ("SOUTH", "acknowledge") in overdue(talk, "NORTH", 6 * HOUR_S)
    talk.say("SOUTH", act.Noted(), answers=[changed])
    assert talk.case(told, Activity).answer_of("SOUTH") is not None


def test_a_notice_of_weeks_ago_is_not_a_notice_of_today() -> None:
    """What was answered is the version that was known."""
    play()
