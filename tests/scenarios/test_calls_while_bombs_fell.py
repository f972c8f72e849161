"""Calls while bombs fell: one officer suffices, and understood is not stopped."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, overdue, stop_case

from detente.dialogue.fields import Text
from detente.dialogue.forms import stop

CLAUSES = ("14.4", "15.2", "15.5")


def play() -> None:
    """Bombs fall on a hospital; the charter asks two keys for everything."""
    talk = Talk(two_key_forms=("MSG", "CON", "STOP"))

    # At night there is one officer at the desk. She names the hospital as it was
    # notified. She leaves the precedence as the page had it, and it is marked.
    body = stop.Requested(
        about="NORTH/2026/0007/SITE/1/O",
        happening=Text("The main building is being hit. Patients are inside."),
        since=talk.now_s - MINUTE_S,
        wanted="cease fire",
    )
    asked = talk.say("NORTH", body, precedence="Z")
    assert talk.clauses(asked) == []
    assert ("NORTH", "review") not in overdue(talk, "NORTH", 720 * MINUTE_S)
    slow = talk.say("NORTH", body, precedence="R")
    assert talk.clauses(slow) == ["14.4"]

    # A friendly word is not an end. The line asks for a result every two minutes.
    passing = stop.Understood(passed_to="Headquarters")
    talk.say("SOUTH", passing, answers=[asked], precedence="Z")
    for minutes in (2, 4, 30):
        due = overdue(talk, "SOUTH", minutes * MINUTE_S)
        assert ("SOUTH", "result of STOP") in due

    # Nor is a refusal without a reason: it stands in the record, marked.
    blank = talk.say(
        "SOUTH", stop.Unable(reason=Text("")), answers=[asked], precedence="Z"
    )
    assert talk.clauses(blank) == ["15.2"]

    over = stop.Stopped(at=talk.now_s)
    talk.say("SOUTH", over, answers=[asked], precedence="Z")
    assert stop_case(talk, asked).state == "stopped"


def test_a_call_from_under_the_bombs_is_not_done_when_it_is_understood() -> None:
    """It goes out on one signature, and is asked after until it has a result."""
    play()
