"""The list at headquarters: a notified site that is hit is stopped under its number."""

from tests.dialogue.talk import Talk
from tests.scenarios.humanitarian import clinic
from tests.scenarios.watch import DAY_S, MINUTE_S, is_void, overdue, stop_case

from detente.dialogue import notified
from detente.dialogue.fields import Text
from detente.dialogue.forms import site, stop

CLAUSES = ("11.11", "15.4", "17.7", "17.8")


def play() -> None:
    """A hospital is on the list of a desk, and not with the crew of an aircraft."""
    talk = Talk()
    entry = talk.say("NORTH", clinic(talk, function="hospital", name="Trauma"))
    talk.say("SOUTH", site.Noted(), answers=[entry])

    # For months both sides can see that South has passed it on to nobody.
    talk.now_s += 120 * DAY_S
    listed = notified.notified_sites(talk.standing(), talk.now_s)
    assert [(e.state, e.undisseminated) for e in listed] == [("stale", ("SOUTH",))]
    assert ("SOUTH", "disseminate") in overdue(talk, "NORTH")

    # Bombs fall. North names the site as it stands on the list, stale or not.
    fire = stop.Requested(
        about=entry.header.reference,
        happening=Text("The main building is being hit."),
        since=talk.now_s,
        wanted="cease fire",
    )
    asked = talk.say("NORTH", fire, precedence="Z")
    assert talk.clauses(asked) == []
    assert ("SOUTH", "answer STOP") in overdue(talk, "SOUTH")

    # Under pressure South's desk notes the site once more, and means to have answered.
    # What answers a list does not answer a request to stop: that goes on sounding.
    noted = talk.say("SOUTH", site.Noted(), answers=[asked])
    assert is_void(talk, noted)
    assert ("SOUTH", "acknowledge") in overdue(talk, "SOUTH", 10 * MINUTE_S)
    due = overdue(talk, "SOUTH", 5 * MINUTE_S)
    assert ("SOUTH", "STOP to third echelon") in due

    # The list is passed on, and that is good for the next night. It stops nothing now.
    crews = site.Disseminated(echelon="Air wing, crews", at=talk.now_s)
    talk.say("SOUTH", crews, answers=[entry])
    assert stop_case(talk, asked).state == "asked"

    over = stop.Stopped(at=talk.now_s)
    talk.say("SOUTH", over, answers=[asked], precedence="Z")
    assert stop_case(talk, asked).state == "stopped"
    [now_listed] = notified.notified_sites(talk.standing(), talk.now_s)
    assert now_listed.undisseminated == ()


def test_a_list_that_nobody_passed_on_is_seen_before_the_night_it_is_needed() -> None:
    """And on that night the list is no answer."""
    play()
