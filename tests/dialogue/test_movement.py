"""A movement lasts until its owner says so, and silence on the way is LOST CONTACT."""

import pytest
from tests.dialogue.talk import SALT, Talk

from detente.dialogue import compose
from detente.dialogue.asked import Due, Local
from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.compose import Author, Desk
from detente.dialogue.due import dues
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import move
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import Position, ReadPosition
from detente.dialogue.reading import Said
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.sounding import sound

HOUR_S = 3_600
CHECK_IN_S = 1_800
SILENT_S = CHECK_IN_S + 600
ACKNOWLEDGE_R_S = 21_600
START = Position(3_140_000, 3_430_000, mgrs="36RXV2358974663")
END = Position(3_150_000, 3_447_000, mgrs="36RXV3960485952")
PERSONAL = move.Personal(
    persons=7, leader="Convoy leader, RELIEF 1", communications="+1 555 0101"
)


def notified(talk: Talk, **changed: object) -> move.Notified:
    """Return the notification of a convoy that leaves in two days."""
    leaves_s = talk.now_s + 48 * HOUR_S
    way = move.Waypoint(name="Bridge", position=START, arrives_at=leaves_s + 60)
    usual: dict[str, object] = {
        "movement_id": "M-12",
        "organisations": ("Kitchen",),
        "purpose": "delivery",
        "origin_name": "Warehouse",
        "origin": START,
        "destination_name": "Jetty",
        "destination": END,
        "departs_at": leaves_s,
        "arrives_at": leaves_s + 2 * HOUR_S,
        "waypoints": (way,),
        "check_in_s": CHECK_IN_S,
        "lost_contact_action": "Halts, lights on.",
        "personal": PERSONAL,
    }
    return move.Notified(**{**usual, **changed})  # type: ignore[arg-type]


def notify(talk: Talk, **changed: object) -> Said:
    """Let North notify South of the convoy."""
    return talk.say("NORTH", notified(talk, **changed))


def under_way(talk: Talk) -> Said:
    """Let the convoy be notified, and depart."""
    opened = notify(talk)
    event(talk, opened, move.Departed)
    return opened


def event(
    talk: Talk, opened: Said, kind: type[move.Event], at: int = 0, **fields: object
) -> Said:
    """Let North report an event as of now, or of `at`."""
    body = kind(at=at or talk.now_s, **fields)
    return talk.say("NORTH", body, answers=[opened])


def lose(talk: Talk, opened: Said, *, code: str = "NORTH", **fields: object) -> Said:
    """Let a node enter that contact is lost, in the second it is due."""
    heard_s = case(talk, opened).progress.heard_s
    talk.now_s = max(talk.now_s, heard_s + SILENT_S - 1)
    body = move.LostContact(last_contact=heard_s)
    fields.setdefault("precedence", "O")
    fields.setdefault("to_post", "SOUTH/Watch")
    return talk.by_node(code, body, answers=[opened], **fields)


def case(talk: Talk, opened: Said) -> MovementCase:
    """Return the case of a movement."""
    standing = talk.standing()
    found = standing.case_of(standing.entries[opened.id])
    assert isinstance(found, MovementCase)
    return found


def asked(talk: Talk, clause: str, own: str = "NORTH") -> list[Due]:
    """Return what the clocks ask now by a clause."""
    local = Local(own, talk.now_s, ReceiptBook([]))
    return [due for due in dues(talk.standing(), local) if due.clause == clause]


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


# --------------------------------------------------------------------- lost contact


def test_before_departure_nobody_checks_in() -> None:
    """The clock starts with DEPARTED."""
    talk = Talk()
    notify(talk)
    assert asked(talk, "17.10") == []


def test_a_check_in_ten_minutes_overdue_is_lost_contact() -> None:
    """Counted from when it was last heard of; the owner's node enters it."""
    talk = Talk()
    opened = under_way(talk)
    heard_s = case(talk, opened).progress.heard_s
    found = [(due.at_s - heard_s, due.kind, due.of) for due in asked(talk, "17.10")]
    assert found == [
        (CHECK_IN_S, "check in", "NORTH"),
        (SILENT_S, "lost contact", "NORTH"),
    ]


def test_only_the_owners_node_enters_lost_contact() -> None:
    """The receiver sees the check-in that is due, and enters nothing."""
    talk = Talk()
    under_way(talk)
    assert [due.enter for due in asked(talk, "17.10", "SOUTH")] == [None]


def test_what_the_node_enters_is_what_the_fold_takes() -> None:
    """Signed by the node alone, as O, to the post that was notified."""
    talk = Talk()
    opened = under_way(talk)
    entry = asked(talk, "17.10")[-1]
    assert entry.enter is not None
    assert entry.about is not None
    draft = compose.answering(entry.enter, entry.about)
    draft = draft._replace(to=entry.about.header.to_post)
    kid, now_s = talk.kid("NORTH", "Watch", 9), entry.at_s
    composed = compose.compose(
        talk.standing(),
        Author("NORTH", "Watch", kid, (kid,), "en"),
        Desk(9, (), now_s, now_s, SALT),
        draft,
    )
    assert (composed.faults, composed.header.precedence) == ((), "O")
    said = lose(talk, opened)
    assert said.header.released == entry.at_s
    assert talk.clauses(said) == []
    assert case(talk, opened).state == "lost contact"


def test_lost_contact_is_asked_of_the_receiver_until_it_is_heard_of() -> None:
    """Acknowledged or not: who is out there is still out there."""
    talk = Talk()
    opened = under_way(talk)
    lost = lose(talk, opened)
    found = [(due.at_s, due.kind, due.of) for due in asked(talk, "17.10")]
    assert found == [
        (lost.header.released, "lost contact", "SOUTH"),
        (lost.header.released, "resume contact", "NORTH"),
    ]
    event(talk, opened, move.CheckIn)
    assert case(talk, opened).state == "departed"
    assert [due.kind for due in asked(talk, "17.10")] == ["check in", "lost contact"]


def test_lost_contact_sounds_at_the_receivers_watch() -> None:
    """As soon as it is stored; at the owner's it is the check-in that sounded."""
    talk = Talk()
    lost = lose(talk, under_way(talk))
    found, _ = sound(asked(talk, "17.10", "SOUTH"), "SOUTH", talk.now_s, {})
    assert found is not None
    assert found.sentence == f"lost contact {lost.header.reference}."


def test_lost_contact_is_to_be_acknowledged_by_a_person() -> None:
    """The machine that entered it has no eyes."""
    talk = Talk()
    lost = lose(talk, opened := under_way(talk))
    assert lost.id in {each.id for each in case(talk, opened).waiting}


def test_old_word_does_not_resume_contact() -> None:
    """Where it was an hour ago is not where it is."""
    talk = Talk()
    opened = under_way(talk)
    lose(talk, opened)
    heard_s = case(talk, opened).progress.heard_s
    talk.now_s += HOUR_S
    event(talk, opened, move.CheckIn, at=heard_s + 60)
    found = case(talk, opened)
    assert found.state == "lost contact"
    assert found.progress.heard_s == heard_s + 60


def test_a_check_in_that_was_reported_first_voids_lost_contact() -> None:
    """The officer's word and the node's entry can meet in the same second."""
    talk = Talk()
    opened = under_way(talk)
    heard_s = case(talk, opened).progress.heard_s
    talk.now_s = heard_s + SILENT_S
    event(talk, opened, move.CheckIn)
    body = move.LostContact(last_contact=heard_s)
    said = talk.by_node("NORTH", body, answers=[opened], precedence="O")
    assert talk.clauses(said) == ["17.10"]
    assert case(talk, opened).state == "departed"


def test_older_word_does_not_set_the_clock_back() -> None:
    """It was heard of since."""
    talk = Talk()
    opened = under_way(talk)
    heard_s = case(talk, opened).progress.heard_s
    event(talk, opened, move.CheckIn, at=heard_s - 60)
    assert case(talk, opened).progress.heard_s == heard_s


def test_word_of_a_time_to_come_counts_from_its_release() -> None:
    """A slip of the year must not silence the clock for one."""
    talk = Talk()
    opened = notify(talk)
    said = event(talk, opened, move.Departed, at=4_000_000_000)
    assert case(talk, opened).progress.heard_s == said.header.released


def test_a_release_time_to_come_does_not_put_lost_contact_off() -> None:
    """It is a claim; the clock is the node's own."""
    talk = Talk()
    opened = under_way(talk)
    body, ahead_s = move.CheckIn(at=talk.now_s + HOUR_S), talk.now_s + HOUR_S
    talk.say("NORTH", body, answers=[opened], drafted=ahead_s, released=ahead_s)
    found = [(due.at_s - talk.now_s, due.kind) for due in asked(talk, "17.10")]
    assert found == [(CHECK_IN_S, "check in"), (SILENT_S, "lost contact")]


def test_an_interval_below_nought_counts_as_nought() -> None:
    """Contact is not lost before it could be kept."""
    talk = Talk()
    opened = notify(talk, check_in_s=-HOUR_S)
    event(talk, opened, move.Departed)
    heard_s = case(talk, opened).progress.heard_s
    assert [due.at_s - heard_s for due in asked(talk, "17.10")] == [0, 600]


def test_a_longer_interval_holds_from_the_change_on() -> None:
    """The newest plan says how long it may be silent."""
    talk = Talk()
    opened = under_way(talk)
    longer = notified(talk, check_in_s=4 * HOUR_S)
    talk.say("NORTH", longer, kind="UPDATE", changes=[opened])
    heard_s = case(talk, opened).progress.heard_s
    assert asked(talk, "17.10")[0].at_s - heard_s == 4 * HOUR_S


def test_it_departed_when_that_was_first_said() -> None:
    """Waypoints that follow are no second departure."""
    talk = Talk()
    opened = notify(talk)
    first = event(talk, opened, move.Departed)
    event(talk, opened, move.AtWaypoint, waypoint=1)
    departed = case(talk, opened).progress.departed
    assert departed is not None
    assert departed.id == first.id


def test_a_movement_that_all_have_read_still_asks() -> None:
    """Acknowledged, read back and passed on, it is under way all the same."""
    talk = Talk()
    opened = notify(talk)
    event(talk, opened, move.AtWaypoint, waypoint=1)
    read = tuple(
        ReadPosition(each.name, each.position.lat_e5, each.position.lon_e5)
        for each in notified(talk).placed()
    )
    body = Acknowledged(read_back=Text("Convoy."), positions=read)
    talk.say("SOUTH", body, answers=[opened])
    assert case(talk, opened).waiting == case(talk, opened).unread == ()
    assert asked(talk, "17.10")


def test_lost_contact_before_its_time_is_marked_and_alarms() -> None:
    """The owner may know better than the clock."""
    talk = Talk()
    opened = under_way(talk)
    heard_s = case(talk, opened).progress.heard_s
    body = move.LostContact(last_contact=heard_s)
    said = talk.by_node("NORTH", body, answers=[opened], precedence="O")
    assert talk.clauses(said) == ["17.10"]
    assert case(talk, opened).state == "lost contact"


@pytest.mark.parametrize("state", ["notified", "lost contact", "complete"])
def test_contact_that_is_not_kept_is_not_lost(state: str) -> None:
    """Before departure, a second time, or after the end."""
    talk = Talk()
    opened = notify(talk) if state == "notified" else under_way(talk)
    if state == "lost contact":
        lose(talk, opened)
    if state == "complete":
        event(talk, opened, move.Complete)
    said = lose(talk, opened)
    assert talk.clauses(said) == ["17.10"]
    assert case(talk, opened).state == state


def test_lost_contact_goes_as_immediate() -> None:
    """Whatever the precedence of the notification."""
    talk = Talk()
    opened = under_way(talk)
    said = lose(talk, opened, precedence="R")
    assert talk.clauses(said) == ["14.4"]


def test_the_other_sides_node_loses_no_contact() -> None:
    """It does not hear the convoy."""
    talk = Talk()
    opened = under_way(talk)
    said = lose(talk, opened, code="SOUTH", to_post="NORTH/Watch")
    assert talk.clauses(said) == ["17.4"]


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
