"""Given once: a position that nobody can check is marked, and stands all the same."""

from tests.dialogue.talk import Talk
from tests.scenarios.humanitarian import CLINIC, clinic
from tests.scenarios.watch import DAY_S, overdue

from detente.dialogue import notified
from detente.dialogue.fields import Text
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import Position, ReadPosition

CLAUSES = ("14.1", "14.2", "17.2")


def play() -> None:
    """A form is filled in by hand, in a hurry, and passed on as it came."""
    talk = Talk()

    # Coordinates once, nobody to call, and a fix that is dated next week.
    once = Position(CLINIC.lat_e5, CLINIC.lon_e5)
    hurried = clinic(talk, position=once, fix_at=talk.now_s + 7 * DAY_S, personal=None)
    said = talk.say("NORTH", hurried)
    assert talk.clauses(said) == ["17.2", "17.2", "14.1"]

    # A slip of whoever filled it in exposes nobody: the site stands on the list.
    [listed] = notified.notified_sites(talk.standing(), talk.now_s)
    assert listed.reference == said.header.reference

    # South does not copy the figures. Until it has found the place on its own map and
    # entered it again, that is asked of it.
    assert ("SOUTH", "read back position") in overdue(talk, "SOUTH", DAY_S)
    seen = Acknowledged(
        read_back=Text("A clinic, north of the road."),
        positions=(ReadPosition("position", CLINIC.lat_e5, CLINIC.lon_e5),),
    )
    talk.say("SOUTH", seen, answers=[said])
    assert ("SOUTH", "read back position") not in overdue(talk, "SOUTH", DAY_S)

    # The organisation fills in what was missing. Nothing is marked any more.
    whole = talk.say("NORTH", clinic(talk), kind="CORRECTION", changes=[said])
    assert talk.clauses(whole) == []


def test_a_form_with_holes_protects_and_shows_its_holes() -> None:
    """Marked before anyone relies on it, and never refused."""
    play()
