"""Left on hold: both sides tell the same call, and a second officer is due in it."""

import msgspec
from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, overdue

from detente.dialogue.cases.call import Call
from detente.dialogue.fields import Text
from detente.dialogue.forms.tel import CallRecord

CLAUSES = ("16.3", "16.4", "16.5", "16.6")


def play() -> None:
    """South calls, asks for the one officer it knows, and is put on hold."""
    talk = Talk()
    began = talk.now_s
    waiting = CallRecord(
        caller="SOUTH/Watch",
        began=began,
        answered_after_s=10,
        by_name=True,
        asked_for="The officer we know",
        message="still on hold",
        transcribed_by="1",
    )
    talk.now_s += MINUTE_S
    call = talk.say("NORTH", waiting)

    # Whoever was asked for: two minutes on hold, and another officer of North is due.
    assert ("NORTH", "second officer") not in overdue(talk, "NORTH", MINUTE_S - 1)
    assert ("NORTH", "second officer") in overdue(talk, "NORTH", 2 * MINUTE_S)

    # A second officer comes after 27 minutes, and North's record says four.
    short = _after(waiting, 4 * MINUTE_S, by="2")
    north = talk.say("NORTH", short, answers=[call], at=began + 30 * MINUTE_S)
    assert ("NORTH", "second officer") not in overdue(talk, "NORTH", 60 * MINUTE_S)

    # South, which waited, has its own account. It stands beside North's.
    long = _after(waiting, 27 * MINUTE_S, by="Watch")
    south = talk.say("SOUTH", long, answers=[call])
    found = talk.case(call, Call)
    assert found.long_hold
    assert found.differences == ("on_hold_s", "second_officer_after_s")
    assert [each.by.id for each in found.accounts] == [north.id, south.id]

    # North looks at the exchange's own log, and says so. Nothing differs any more, and
    # the first word of it stays in the record.
    right = _after(waiting, 27 * MINUTE_S, by="2")
    talk.say("NORTH", right, kind="CORRECTION", changes=[north])
    assert talk.case(call, Call).differences == ()
    assert talk.entered(north).effective


def _after(waiting: CallRecord, on_hold_s: int, by: str) -> CallRecord:
    """Return an account of the call once somebody has come: after how long, by whom."""
    return msgspec.structs.replace(
        waiting,
        on_hold_s=on_hold_s,
        second_officer_after_s=on_hold_s,
        message="left",
        words=Text("Your strikes hit our troops."),
        transcribed_by=by,
    )


def test_a_caller_is_not_reached_by_waiting_for_one_man() -> None:
    """And how long he waited is told by both."""
    play()
