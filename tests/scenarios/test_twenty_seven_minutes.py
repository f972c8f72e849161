"""Twenty-seven minutes: whoever is on watch answers, and the echelons are woken."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, overdue, stop_case

from detente.dialogue.fields import Text
from detente.dialogue.forms import stop

CLAUSES = ("15.3", "15.4")


def play() -> None:
    """The man who is usually called is away. Somebody else is at the desk."""
    talk = Talk()
    asked = talk.say(
        "NORTH",
        stop.Requested(
            about="NORTH/2026/0031/MOVE/1/O",
            happening=Text("You are striking our positions."),
            since=talk.now_s - MINUTE_S,
            wanted="cease fire",
        ),
        precedence="Z",
    )

    # It is put to the watch, not to a man, and it sounds as soon as it is there.
    assert asked.header.to_post == "SOUTH/Watch"
    assert overdue(talk, "SOUTH") == [("SOUTH", "answer STOP")]

    # If the desk is empty, the second echelon is woken, and then the third.
    assert ("SOUTH", "STOP to second echelon") in overdue(talk, "SOUTH", 2 * MINUTE_S)
    assert ("SOUTH", "STOP to third echelon") not in overdue(
        talk, "SOUTH", 4 * MINUTE_S
    )
    assert ("SOUTH", "STOP to third echelon") in overdue(talk, "SOUTH", 5 * MINUTE_S)

    # The officer who is usually called is number 1. Number 2 is on watch tonight.
    for answer, state in (
        (stop.Understood(), "understood"),
        (stop.Stopped(at=talk.now_s), "stopped"),
    ):
        talk.say("SOUTH", answer, answers=[asked], officers=(2,), precedence="Z")
        assert stop_case(talk, asked).state == state
    assert talk.now_s - asked.header.released < MINUTE_S


def test_a_request_to_stop_never_waits_for_one_man() -> None:
    """Any officer takes it, and silence climbs to the next echelon by itself."""
    play()
