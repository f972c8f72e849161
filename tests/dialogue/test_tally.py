"""Every request in exactly one bucket, the same figures on both nodes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue.drawn import talks
from tests.dialogue.talk import START_S, Talk, window

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome, bucket
from detente.dialogue.tally import Counts, tally

BUCKETS = (
    "held",
    "scheduled",
    "refused",
    "refused_precondition",
    "cancelled",
    "no_show",
    "stepped_down",
    "deferred_or_countered",
    "no_response",
    "not_delivered",
    "pending",
)


def sum_of(counts: Counts) -> int:
    """Return how many requests are in a bucket."""
    return sum(getattr(counts, name) for name in BUCKETS)


@settings(max_examples=60)
@given(st.data())
def test_the_buckets_sum_to_the_requests(data: st.DataObject) -> None:
    """In each row and in total, whatever was said."""
    talk = data.draw(talks())
    counted = tally(talk.standing())
    for counts in (counted.total, *(row.counts for row in counted.rows)):
        assert sum_of(counts) == counts.requested
        assert sum(counts.cancelled_by.values()) == counts.cancelled
    assert sum(row.counts.requested for row in counted.rows) == counted.total.requested


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_bucket(outcome: Outcome) -> None:
    """None is left out, none is invented."""
    assert bucket(outcome) in BUCKETS


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (con.Refused(reason="not stated", text=Text("No.")), "refused"),
        (con.RefusedPrecondition(preconditions=(1,)), "refused_precondition"),
        (con.AcceptedLower(post="Watch"), "stepped_down"),
        (con.CounterProposed(venue="Geneva"), "deferred_or_countered"),
        (con.Deferred(until=9), "deferred_or_countered"),
        (con.Scheduled(window=window(START_S)), "scheduled"),
        (con.Accepted(), "pending"),
    ],
)
def test_an_answer_counts_in_its_bucket(body: Body, name: str) -> None:
    """One request, one answer, one count."""
    talk = Talk()
    talk.say("SOUTH", body, answers=[talk.request()])
    counts = tally(talk.standing()).total
    assert {each: getattr(counts, each) for each in BUCKETS} == {
        each: int(each == name) for each in BUCKETS
    }


def test_ignored_rejected_and_cancelled_are_three_different_things() -> None:
    """The same three requests, kept apart."""
    talk = Talk()
    ignored, rejected, cancelled = talk.request(), talk.request(), talk.request()
    talk.say("SOUTH", con.Refused(reason="time", text=Text("No.")), answers=[rejected])
    talk.say("SOUTH", con.Accepted(), answers=[cancelled])
    talk.say("SOUTH", con.Cancelled(reason=Text("R")), answers=[cancelled])
    talk.lapse(ignored, stored_at=talk.now_s + 60)
    counts = tally(talk.standing()).total
    assert (counts.no_response, counts.refused, counts.cancelled) == (1, 1, 1)
    assert counts.cancelled_by == {"SOUTH": 1}


def test_late_is_counted_apart() -> None:
    """A late refusal is a refusal, and late."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked, stored_at=talk.now_s + 60)
    talk.say("SOUTH", con.Refused(reason="time", text=Text("No.")), answers=[asked])
    counts = tally(talk.standing()).total
    assert (counts.refused, counts.no_response, counts.late) == (1, 0, 1)


def test_rows_are_by_side_level_and_mode() -> None:
    """Each side's requests, by the level's name in the table, or the post's own."""
    talk = Talk()
    talk.request()
    talk.request(mode="text")
    talk.request(level_sought="Chief Archivist")
    talk.request("SOUTH", level_sought="Watch")
    rows = [
        (row.asker, row.addressee, row.level, row.mode, row.counts.requested)
        for row in tally(talk.standing()).rows
    ]
    assert rows == [
        ("NORTH", "SOUTH", "Chief Archivist", "voice", 1),
        ("NORTH", "SOUTH", "minister", "text", 1),
        ("NORTH", "SOUTH", "minister", "voice", 1),
        ("SOUTH", "NORTH", "watch", "voice", 1),
    ]


@pytest.mark.parametrize(
    ("from_s", "until_s", "requested"),
    [(None, None, 2), (110, None, 1), (None, 110, 1), (100, 200, 1), (201, None, 0)],
)
def test_a_period_is_by_the_time_of_the_request(
    from_s: int | None, until_s: int | None, requested: int
) -> None:
    """From its first second on, and before its last."""
    talk = Talk()
    talk.request(at=START_S + 100)
    talk.request(at=START_S + 200)
    counted = tally(
        talk.standing(),
        None if from_s is None else START_S + from_s,
        None if until_s is None else START_S + until_s,
    )
    assert counted.total.requested == requested


@pytest.mark.parametrize(
    ("times", "median", "longest"),
    [([], None, None), ([7], 7, 7), ([1, 8], 4, 8), ([1, 2, 90], 2, 90)],
)
def test_times_to_answer_are_whole_seconds(
    times: list[int], median: int | None, longest: int | None
) -> None:
    """The median of two is half their sum, rounded down, on every processor."""
    talk = Talk()
    for time_s in times:
        asked = talk.request()
        answer = con.Accepted()
        talk.say("SOUTH", answer, answers=[asked], at=asked.header.released + time_s)
    counts = tally(talk.standing()).total
    assert (counts.median_answer_s, counts.longest_answer_s) == (median, longest)


def test_a_clock_that_runs_ahead_makes_no_time_negative() -> None:
    """An answer that claims to be older than the request took no time."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", con.Accepted(), answers=[asked], at=asked.header.released - 60)
    assert tally(talk.standing()).total.longest_answer_s == 0


def test_a_test_request_is_not_counted() -> None:
    """Only what the channel is for."""
    talk = Talk()
    talk.request(status="TEST")
    assert tally(talk.standing()).total.requested == 0


def test_an_exercise_channel_counts_exercise() -> None:
    """Its own status, and no other."""
    talk = Talk(traffic="exercise")
    talk.request(status="EXERCISE")
    talk.request()
    assert tally(talk.standing()).total.requested == 1


def test_a_tally_names_its_heads() -> None:
    """Figures without the heads they are of could not be compared."""
    talk = Talk()
    talk.request()
    heads = [(head.party, head.size) for head in tally(talk.standing()).heads]
    assert heads == [("NORTH", 3), ("SOUTH", 2)]
