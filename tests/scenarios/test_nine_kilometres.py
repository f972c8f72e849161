"""Nine kilometres: a position is given twice, read back, and settled if it differs."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, overdue, stop_case

from detente.dialogue import compose
from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms import stop
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import Bearing, Position, ReadPosition

CLAUSES = ("14.1", "14.2", "14.3")

# The town is at 35.33 N; the slip of one figure puts the place 0.08 degrees further on.
MEANT = (3_529_000, 4_013_000)
SLIPPED = (3_537_000, 4_013_000)
TOWN = Bearing("The town", 3_533_000, 4_013_000, bearing_deg=180, distance_m=4_450)


def play() -> None:
    """A slip of one figure, from the review page to the place where it is settled."""
    talk = Talk()

    # North's officer types the latitude with one figure wrong, and the same place as
    # the map shows it: south of the town. The review page compares the two.
    body = stop.Requested(
        position=Position(*SLIPPED, bearing=TOWN),
        happening=Text("Aircraft are striking our men."),
        since=talk.now_s - MINUTE_S,
        wanted="cease fire",
    )
    header = talk.header("NORTH", encode(body), "STOP", precedence="Z")
    _, cautions = compose.preview(talk.standing(), header, encode(body))
    told = [caution.sentence for caution in cautions]
    assert told == ["The two fixes of the position lie 8902 m apart."]

    # It is sent all the same. South's officer finds the place on the map and enters
    # it again; what he enters is where the men are, nine kilometres from the figures.
    asked = talk.say("NORTH", body, precedence="Z")
    assert ("SOUTH", "read back position") in overdue(talk, "SOUTH", 10 * MINUTE_S)
    read = Acknowledged(
        read_back=Text("Cease fire, south of the town."),
        positions=(ReadPosition("position", *MEANT),),
    )
    talk.say("SOUTH", read, answers=[asked])

    # Both sides are told at once, and go on being told until it is settled. The
    # request itself waits for none of it.
    for own in ("NORTH", "SOUTH"):
        assert ("NORTH", "settle position") in overdue(talk, own)
        assert ("SOUTH", "settle position") in overdue(talk, own)
    talk.say("SOUTH", stop.Understood(passed_to="The air wing"), answers=[asked])
    assert stop_case(talk, asked).state == "understood"
    assert ("NORTH", "settle position") in overdue(talk, "NORTH", 60 * MINUTE_S)

    # North corrects its own words, and South reads back what now stands there.
    right = stop.Requested(
        position=Position(*MEANT, bearing=TOWN),
        happening=body.happening,
        since=body.since,
        wanted="cease fire",
    )
    corrected = talk.say(
        "NORTH", right, precedence="Z", kind="CORRECTION", changes=[asked]
    )
    talk.say("SOUTH", read, answers=[corrected])
    assert ("NORTH", "settle position") not in overdue(talk, "NORTH", 60 * MINUTE_S)


def test_a_position_nine_kilometres_off_is_found_out_before_anyone_acts_on_it() -> None:
    """Two fixes, a read-back, and a mismatch that nobody can overlook."""
    play()
