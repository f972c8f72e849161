"""Silence on the way is LOST CONTACT, and goes on until it is heard of."""

import pytest
from tests.dialogue.movements import (
    CHECK_IN_S,
    HOUR_S,
    SILENT_S,
    asked,
    case,
    event,
    lose,
    notified,
    notify,
    under_way,
)
from tests.dialogue.talk import SALT, Talk

from detente.dialogue import compose
from detente.dialogue.compose import Author, Desk
from detente.dialogue.fields import Text
from detente.dialogue.forms import move
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import ReadPosition
from detente.dialogue.sounding import sound


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
