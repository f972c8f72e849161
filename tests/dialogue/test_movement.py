"""A movement lasts until its owner says so, and shows who has it."""

import pytest
from tests.dialogue.movements import (
    END,
    HOUR_S,
    asked,
    case,
    event,
    notified,
    notify,
    under_way,
)
from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import move
from detente.dialogue.position import Position

# --------------------------------------------------------- what a movement must say


def test_a_movement_that_is_filled_in_is_unmarked() -> None:
    """With its persons, its check-ins, and what it does when contact is lost."""
    talk = Talk()
    assert talk.clauses(notify(talk)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"movement_id": ""},
        {"organisations": ()},
        {"organisations": (" ",)},
        {"destination_name": " "},
        {"lost_contact_action": ""},
        {"check_in_s": 0},
        {"arrives_at": 1},
        {"waypoints": (move.Waypoint(name="B", position=END, arrives_at=1),)},
        {"personal": None},
        {"personal": move.Personal(persons=0, leader="L", communications="C")},
        {"personal": move.Personal(persons=1, leader=" ", communications="C")},
        {
            "personal": move.Personal(
                persons=1, leader="L", communications="C", plates=("1",)
            )
        },
        {
            "personal": move.Personal(
                persons=1, leader="L", communications="C", photos=("roof.jpg",)
            )
        },
    ],
)
def test_a_movement_that_lacks_something_is_marked_and_stands(
    changed: dict[str, object],
) -> None:
    """A slip of the notifier exposes nobody."""
    talk = Talk()
    said = notify(talk, **changed)
    assert talk.clauses(said) == ["17.3"]
    assert case(talk, said).state == "notified"


def test_a_waypoint_is_left_after_it_is_reached() -> None:
    """Times follow each other along the way."""
    talk = Talk()
    leaves_s = talk.now_s + 48 * HOUR_S
    stop = move.Waypoint(
        name="B", position=END, arrives_at=leaves_s + 60, leaves_at=leaves_s + 59
    )
    assert talk.clauses(notify(talk, waypoints=(stop,))) == ["17.3"]


def test_every_place_of_a_movement_is_read_back() -> None:
    """Origin, destination, and each waypoint."""
    talk = Talk()
    names = [each.name for each in notified(talk).placed()]
    assert names == ["origin", "destination", "waypoint_1"]


def test_a_waypoint_is_given_twice() -> None:
    """As any position is."""
    talk = Talk()
    once = move.Waypoint(
        name="B", position=Position(0, 0), arrives_at=talk.now_s + 48 * HOUR_S
    )
    assert talk.clauses(notify(talk, waypoints=(once,))) == ["14.1"]


# ------------------------------------------------------------------------ the events


def test_a_movement_lasts_whatever_its_plan() -> None:
    """A convoy that is late is still a convoy."""
    talk = Talk()
    opened = notify(talk)
    talk.now_s += 1_000 * HOUR_S
    assert case(talk, opened).live
    assert case(talk, opened).state == "notified"


@pytest.mark.parametrize(
    ("kind", "fields", "state"),
    [
        (move.Departed, {}, "departed"),
        (move.AtWaypoint, {"waypoint": 1}, "at waypoint"),
        (move.Delayed, {"until": 1}, "delayed"),
        (move.CheckIn, {}, "departed"),
        (move.Aborted, {}, "aborted"),
        (move.Complete, {}, "complete"),
    ],
)
def test_a_movement_is_as_its_last_event_says(
    kind: type[move.Event], fields: dict[str, object], state: str
) -> None:
    """A check-in says only that it was heard of."""
    talk = Talk()
    opened = under_way(talk)
    said = event(talk, opened, kind, **fields)  # type: ignore[arg-type]
    assert talk.clauses(said) == []
    assert case(talk, opened).state == state


@pytest.mark.parametrize("end", [move.Aborted, move.Complete])
def test_what_is_over_asks_nothing_and_has_no_more_events(
    end: type[move.Event],
) -> None:
    """A new movement is notified anew."""
    talk = Talk()
    opened = under_way(talk)
    event(talk, opened, end)
    assert [asked(talk, clause) for clause in ("17.7", "17.9", "17.10")] == [[]] * 3
    assert talk.clauses(event(talk, opened, move.CheckIn)) == ["17.9"]


def test_an_end_by_mistake_is_taken_back_and_the_clock_runs_on() -> None:
    """Else a convoy on the road would check in with nobody."""
    talk = Talk()
    opened = under_way(talk)
    over = event(talk, opened, move.Complete)
    talk.say("NORTH", move.Complete(at=1), kind="CANCEL", changes=[over])
    assert case(talk, opened).state == "departed"
    assert [due.kind for due in asked(talk, "17.10")] == ["check in", "lost contact"]


def test_an_event_is_corrected_in_its_place() -> None:
    """A waypoint mistyped does not undo what came after it."""
    talk = Talk()
    opened = under_way(talk)
    wrong = event(talk, opened, move.AtWaypoint, waypoint=9)
    assert talk.clauses(wrong) == ["17.9"]
    event(talk, opened, move.Delayed, until=1)
    right = move.AtWaypoint(at=talk.now_s, waypoint=1)
    talk.say("NORTH", right, kind="CORRECTION", changes=[wrong])
    found = case(talk, opened)
    assert (found.state, found.progress.waypoint) == ("delayed", 1)


@pytest.mark.parametrize("other", [True, False])
def test_an_event_is_not_changed_into_another(*, other: bool) -> None:
    """What was said is taken back, and the other said."""
    talk = Talk()
    opened = notify(talk)
    said = event(talk, opened, move.Departed)
    body = move.Complete(at=talk.now_s) if other else notified(talk, cargo="Flour")
    changed = talk.say("NORTH", body, kind="CORRECTION", changes=[said])
    assert talk.clauses(changed) == ["17.5"]
    assert case(talk, opened).state == "departed"
    assert case(talk, opened).movement == opened.body


def test_only_its_owner_reports_a_movement() -> None:
    """The other side cannot end it."""
    talk = Talk()
    opened = under_way(talk)
    body = move.Complete(at=talk.now_s)
    said = talk.say("SOUTH", body, answers=[opened])
    assert talk.clauses(said) == ["17.4"]
    assert case(talk, opened).state == "departed"


def test_an_event_of_a_time_to_come_is_marked() -> None:
    """It is a plan, and no event."""
    talk = Talk()
    opened = notify(talk)
    said = event(talk, opened, move.Departed, at=4_000_000_000)
    assert talk.clauses(said) == ["17.9"]


def test_a_waypoint_reached_shows_that_it_has_departed() -> None:
    """Where DEPARTED was forgotten the clock runs all the same."""
    talk = Talk()
    opened = notify(talk)
    said = event(talk, opened, move.AtWaypoint, waypoint=1)
    assert talk.clauses(said) == ["17.9"]
    assert asked(talk, "17.10")


def test_word_of_the_departure_is_due_when_it_was_to_leave() -> None:
    """Or when a delay put that off."""
    talk = Talk()
    opened = notify(talk)
    [due] = asked(talk, "17.9")
    assert (due.at_s, due.of) == (case(talk, opened).movement.departs_at, "NORTH")
    event(talk, opened, move.Delayed, until=talk.now_s + 60 * HOUR_S)
    [due] = asked(talk, "17.9")
    assert due.at_s == talk.now_s - 1 + 60 * HOUR_S
    event(talk, opened, move.Departed)
    assert asked(talk, "17.9") == []


def test_a_new_plan_comes_after_an_old_delay() -> None:
    """The owner's newest word says when it leaves."""
    talk = Talk()
    opened = notify(talk)
    event(talk, opened, move.Delayed, until=talk.now_s + 60 * HOUR_S)
    newest = notified(talk)
    talk.say("NORTH", newest, kind="UPDATE", changes=[opened])
    assert case(talk, opened).departs_at == newest.departs_at


# -------------------------------------------------------------------- dissemination


@pytest.mark.parametrize(
    ("leaves_in_h", "due_in_h"),
    [(48, 36), (15, 6), (3, 3), (-1, 0)],
)
def test_a_movement_is_disseminated_before_it_leaves(
    leaves_in_h: int, due_in_h: int
) -> None:
    """Twelve hours before, if there are so many; never marked late."""
    talk = Talk()
    leaves_s = talk.now_s + 1 + leaves_in_h * HOUR_S
    opened = notify(talk, departs_at=leaves_s, arrives_at=leaves_s + 60, waypoints=())
    [due] = asked(talk, "17.7")
    assert due.at_s - opened.header.released == due_in_h * HOUR_S
    assert (due.kind, due.of) == ("disseminate", "SOUTH")
    assert talk.clauses(opened) == []


def test_a_delay_is_disseminated_anew() -> None:
    """Who waits for it at noon is not to meet it at night."""
    talk = Talk()
    opened = under_way(talk)
    body = move.Disseminated(echelon="Drone crews", at=1)
    talk.say("SOUTH", body, answers=[opened])
    assert case(talk, opened).undisseminated == ()
    delayed = event(talk, opened, move.Delayed, until=1)
    assert case(talk, opened).undisseminated == ("SOUTH",)
    [due] = asked(talk, "17.7")
    assert due.at_s == delayed.header.released
    talk.say("SOUTH", body, answers=[delayed])
    assert case(talk, opened).undisseminated == ()


def test_a_delay_that_is_taken_back_is_disseminated_too() -> None:
    """The crews hold an hour that no longer stands."""
    talk = Talk()
    opened = notify(talk)
    delayed = event(talk, opened, move.Delayed, until=talk.now_s + 60 * HOUR_S)
    body = move.Disseminated(echelon="Drone crews", at=1)
    talk.say("SOUTH", body, answers=[delayed])
    assert isinstance(delayed.body, move.Delayed)
    talk.say("NORTH", delayed.body, kind="CANCEL", changes=[delayed])
    found = case(talk, opened)
    assert found.undisseminated == ("SOUTH",)
    assert found.departs_at == found.movement.departs_at


@pytest.mark.parametrize(
    "body",
    [
        move.Noted(),
        move.HoldAdvised(reason=Text("Fighting.")),
        move.RerouteRequested(reason=Text("The bridge is down.")),
        move.Unable(reason=Text("No link.")),
    ],
)
def test_an_answer_stops_no_movement(body: Body) -> None:
    """Notice asks for no permission."""
    talk = Talk()
    opened = notify(talk)
    assert talk.clauses(talk.say("SOUTH", body, answers=[opened])) == []
    assert case(talk, opened).state == "notified"
