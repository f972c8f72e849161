"""A call is recorded by each side, and nobody waits on hold for one man."""

import pytest
from tests.dialogue.calls import call, enter, record
from tests.dialogue.talk import Talk

from detente.dialogue.asked import Due
from detente.dialogue.fields import Text
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.msg import Message


def second(talk: Talk) -> list[Due]:
    """Return for which calls a second officer is due."""
    return [d for d in talk.dues("NORTH") if d.clause == "16.4"]


def test_a_call_of_either_side_is_recorded_unmarked() -> None:
    """By who took it, and by who made it."""
    talk = Talk()
    assert talk.clauses(enter(talk)) == []
    assert talk.clauses(enter(talk, "SOUTH")) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"caller": "EAST/Watch"},
        {"caller": "SOUTH"},
        {"began": 4_000_000_000},
        {"on_hold_s": -1},
        {"second_officer_after_s": -1},
        {"answered_after_s": None},
        {"answered_after_s": None, "message": "none", "on_hold_s": 5},
        {"by_name": True},
        {"words": None},
        {"words": Text(" ")},
        {"transcribed_by": " "},
    ],
)
def test_a_record_that_cannot_be_is_marked(changed: dict[str, object]) -> None:
    """It stands all the same: half a record is better than none."""
    talk = Talk()
    said = talk.say("NORTH", record(talk, **changed))
    assert talk.clauses(said) == ["16.2"]
    assert len(call(talk, said).accounts) == 1


def test_a_call_that_nobody_answered_is_recorded_unmarked() -> None:
    """It rang, and nobody came."""
    talk = Talk()
    said = enter(talk, answered_after_s=None, message="none", words=None)
    assert talk.clauses(said) == []


def test_a_message_refused_is_recorded_with_who_was_asked_for() -> None:
    """He asked for his contact and would leave no word with another."""
    talk = Talk()
    said = enter(
        talk, by_name=True, asked_for="The colonel", message="refused", words=None
    )
    assert talk.clauses(said) == []


def test_the_accounts_of_both_sides_stand_in_one_case() -> None:
    """The second answers the first, and is the acknowledgement of it."""
    talk = Talk()
    first = enter(talk)
    other = talk.say("SOUTH", record(talk), answers=[first])
    found = call(talk, first)
    assert [each.by.id for each in found.accounts] == [first.id, other.id]
    assert [each.id for each in found.waiting] == [other.id]


def test_a_record_answers_no_other_form() -> None:
    """A call about a message moves nothing of it."""
    talk = Talk()
    said = talk.say("SOUTH", Message(subject=Text("S"), text=Text("T")))
    assert talk.clauses(talk.say("NORTH", record(talk), answers=[said])) == ["11.11"]


def test_two_accounts_that_differ_are_shown_to_differ() -> None:
    """Neither is made to agree."""
    talk = Talk()
    first = enter(talk, on_hold_s=60)
    theirs = record(talk, on_hold_s=1_620, message="refused", words=None)
    talk.say("SOUTH", theirs, answers=[first])
    assert call(talk, first).differences == ("message", "on_hold_s")


def test_times_a_minute_apart_are_the_same() -> None:
    """Two watches look at two clocks."""
    talk = Talk()
    first = enter(talk, on_hold_s=60)
    talk.say("SOUTH", record(talk, on_hold_s=120), answers=[first])
    assert call(talk, first).differences == ()


def test_a_time_that_one_side_alone_gives_is_a_difference() -> None:
    """One heard it ring, the other says that it was answered."""
    talk = Talk()
    first = enter(talk)
    theirs = record(talk, answered_after_s=None, message="none", words=None)
    talk.say("SOUTH", theirs, answers=[first])
    assert "answered_after_s" in call(talk, first).differences


def test_one_account_differs_from_nothing() -> None:
    """The other side has not spoken yet."""
    talk = Talk()
    assert call(talk, enter(talk)).differences == ()


def test_the_newest_account_of_a_side_stands() -> None:
    """An account is changed as any statement is."""
    talk = Talk()
    first = enter(talk, on_hold_s=60)
    better = record(talk, on_hold_s=61)
    newer = talk.say("NORTH", better, kind="CORRECTION", changes=[first])
    assert [each.by.id for each in call(talk, first).accounts] == [newer.id]


def test_a_cancelled_account_stands_no_longer() -> None:
    """The call was another."""
    talk = Talk()
    first = enter(talk)
    talk.say("NORTH", record(talk), kind="CANCEL", changes=[first])
    assert call(talk, first).accounts == ()
    assert second(talk) == []


def test_an_account_by_a_third_party_is_marked_and_no_sides() -> None:
    """It was not on the line."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    body = record(talk)
    first = talk.say("NORTH", body, to_post="SOUTH/Watch", info_posts=("EAST/Watch",))
    third = talk.say("EAST", body, to_post="SOUTH/Watch", answers=[first])
    assert "16.5" in talk.clauses(third)
    assert [each.by.id for each in call(talk, first).accounts] == [first.id]


# ------------------------------------------------------------------------ on hold


@pytest.mark.parametrize(
    ("hold_s", "came_s", "long"),
    [(120, None, False), (121, None, True), (300, 100, False), (300, 121, True)],
)
def test_more_than_two_minutes_on_hold_are_flagged(
    hold_s: int, came_s: int | None, *, long: bool
) -> None:
    """Unless a second officer came before."""
    talk = Talk()
    said = enter(talk, on_hold_s=hold_s, second_officer_after_s=came_s)
    assert call(talk, said).long_hold is long


@pytest.mark.parametrize("code", ["NORTH", "SOUTH"])
def test_a_caller_still_on_hold_brings_the_second_officer(code: str) -> None:
    """Of the side called, two minutes after the hold began, whoever says so."""
    talk = Talk()
    body = record(talk, message="still on hold", words=None, on_hold_s=30)
    talk.say(code, body)
    [found] = second(talk)
    assert (found.kind, found.of, found.post, found.echelon) == (
        "second officer",
        "NORTH",
        "NORTH/Watch",
        2,
    )
    assert found.at_s == body.began + 10 + 120


def test_a_message_refused_brings_the_second_officer_at_once() -> None:
    """Who speaks to one man only is not reached by waiting for him."""
    talk = Talk()
    said = enter(talk, message="refused", words=None)
    [found] = second(talk)
    assert (found.at_s, found.of) == (said.header.released, "NORTH")


@pytest.mark.parametrize(
    "changed", [{}, {"message": "refused", "second_officer_after_s": 90}]
)
def test_a_later_account_ends_what_was_due(changed: dict[str, object]) -> None:
    """A message was left after all, or a second officer came."""
    talk = Talk()
    waits = record(talk, message="still on hold", words=None)
    first = talk.say("NORTH", waits)
    after = record(talk, **changed)
    talk.say("NORTH", after, kind="UPDATE", changes=[first])
    assert second(talk) == []


def test_an_acknowledgement_brings_no_second_officer() -> None:
    """That it was read is not that somebody came."""
    talk = Talk()
    waits = record(talk, message="still on hold", words=None)
    first = talk.say("SOUTH", waits)
    read = Acknowledged(read_back=Text("On hold."))
    talk.say("NORTH", read, answers=[first])
    assert len(second(talk)) == 1


def test_the_account_of_the_side_called_counts_first() -> None:
    """It knows who came to the telephone, whoever wrote last."""
    talk = Talk()
    came = record(talk, message="refused", second_officer_after_s=60, words=None)
    first = talk.say("NORTH", came)
    waits = record(talk, message="still on hold", words=None)
    talk.say("SOUTH", waits, answers=[first])
    assert second(talk) == []


def test_a_hold_said_to_begin_in_the_future_puts_nothing_off() -> None:
    """A wrong clock of theirs is no excuse of ours."""
    talk = Talk()
    body = record(talk, message="still on hold", words=None, began=4_000_000_000)
    said = talk.say("NORTH", body)
    [found] = second(talk)
    assert found.at_s == said.header.released + 120
