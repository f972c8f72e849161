"""Taken back by another: only who said a thing can take it back."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, is_void, overdue, stop_case

from detente.dialogue.fields import Text
from detente.dialogue.forms import stop

CLAUSES = ("11.10", "15.6")


def play() -> None:
    """A request to stop is inconvenient, and somebody cancels it."""
    talk = Talk()
    body = stop.Requested(
        about="NORTH/2026/0044/MOVE/1/O",
        happening=Text("Fire on the convoy."),
        since=talk.now_s,
        wanted="cease fire",
    )
    asked = talk.say("NORTH", body, precedence="Z")

    # South cancels North's words. That is void: the clock runs on as if nothing had
    # been said.
    cancel = {"kind": "CANCEL", "changes": [asked], "precedence": "Z"}
    taken = talk.say("SOUTH", body, **cancel)  # type: ignore[arg-type]
    assert is_void(talk, taken)
    assert stop_case(talk, asked).state == "asked"
    assert ("SOUTH", "STOP to second echelon") in overdue(talk, "SOUTH", 2 * MINUTE_S)

    # North takes it back itself: the convoy is through. Then nobody is asked any more.
    talk.say("NORTH", body, **cancel)  # type: ignore[arg-type]
    assert stop_case(talk, asked).state == "taken back"
    kinds = [kind for _, kind in overdue(talk, "SOUTH", 5 * MINUTE_S)]
    assert not [kind for kind in kinds if "STOP" in kind]

    # Nothing was erased: the request and both cancellations are still there to read.
    assert len(talk.standing().entries) == 5


def test_nobody_cancels_another_sides_words() -> None:
    """A change cites what it changes, and is its author's."""
    play()
