"""The exercise: what is played never looks like what is meant."""

from tests.dialogue.talk import Talk
from tests.exchange.sides import Sides
from tests.scenarios.watch import is_void, overdue, stop_case

from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms import stop
from detente.record.errors import Malformed

CLAUSES = ("3.3", "11.9")


def halt(talk: Talk) -> stop.Requested:
    """Return the request of the exercise script."""
    return stop.Requested(
        about="NORTH/2026/0007/SITE/1/E",
        happening=Text("Shelling of the hospital."),
        since=talk.now_s,
        wanted="cease fire",
    )


def play() -> None:
    """A script for a drill is sent on the line that is meant."""
    # It says EXERCISE, and stands on the operational line: it is on record there, void,
    # and wakes nobody.
    talk = Talk()
    played = talk.say("NORTH", halt(talk), precedence="Z", status="EXERCISE")
    assert played.header.reference.endswith("/E")
    assert is_void(talk, played)
    assert ("SOUTH", "answer STOP") not in overdue(talk, "SOUTH")

    # The reference says the same as the header, or it is no statement at all: nobody
    # who reads the last letter alone is misled.
    sides = Sides()
    south = sides.node("SOUTH")
    body = encode(halt(talk))
    disguised = "NORTH/2026/0002/STOP/1/O"
    sides.say("NORTH", body, reference=disguised, status="EXERCISE")
    (refused,) = south.take(sides.bundle("NORTH", "SOUTH", sides.section("NORTH", 0)))
    assert isinstance(refused, Malformed)

    # And the other way round: what is meant, said during the drill on the drill's own
    # line, is marked there for all to see, and works.
    drill = Talk(traffic="exercise")
    real = drill.say("NORTH", halt(drill), precedence="Z")
    assert drill.clauses(real) == ["11.9"]
    assert stop_case(drill, real).state == "asked"
    assert ("SOUTH", "answer STOP") in overdue(drill, "SOUTH")


def test_a_drill_cannot_be_taken_for_the_real_thing() -> None:
    """The mark is in the number, in the header, and in the keys of the channel."""
    play()
