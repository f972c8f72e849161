"""Noted is not agreed: no notice is approved, and a separation is agreed by two."""

from tests.dialogue.talk import Talk
from tests.scenarios.firing import notice, phase
from tests.scenarios.watch import DAY_S, is_void, overdue

from detente.dialogue.cases.activity import Activity
from detente.dialogue.form import Unreadable
from detente.dialogue.forms import act
from detente.record import wire

CLAUSES = ("18.1", "18.6", "18.7")


def play() -> None:
    """A firing is notified where the other side patrols."""
    talk = Talk()
    told = talk.say("NORTH", notice(phase(talk.now_s + 10 * DAY_S)))

    # Somebody's own program has a button "approve". There is no such word: it reaches
    # nobody as an answer, and a person is to look at what it was.
    approved = wire.encode({"act": "approved"})
    button = talk.say("SOUTH", approved, form="ACT", answers=[told])
    assert isinstance(talk.entered(button).body, Unreadable)
    assert talk.case(told, Activity).answers == ()

    # South notes it. North proposes to keep nine kilometres off, and the clock asks
    # South for an answer to that: to have noted the firing was none.
    talk.say("SOUTH", act.Noted(), answers=[told])
    aside = act.SeparationProposed(phase=1, lateral_m=9_000)
    proposed = talk.say("NORTH", aside, answers=[told])
    assert ("SOUTH", "answer separation") in overdue(talk, "SOUTH", 2 * DAY_S)

    # North agrees to it in South's place, and writes that it is agreed. That is void.
    alone = talk.say("NORTH", act.SeparationAgreed(), answers=[proposed])
    assert is_void(talk, alone)
    activity = talk.case(told, Activity)
    assert [activity.status_of(s) for s in activity.separations] == ["proposed"]

    # South agrees. From then on neither side takes it back alone.
    talk.say("SOUTH", act.SeparationAgreed(), answers=[proposed])
    back = talk.say("NORTH", aside, kind="CANCEL", changes=[proposed])
    assert is_void(talk, back)
    activity = talk.case(told, Activity)
    assert [activity.status_of(s) for s in activity.separations] == ["agreed"]


def test_nobody_takes_a_receipt_for_leave() -> None:
    """What is noted is noted; what is agreed, both have said."""
    play()
