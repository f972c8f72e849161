"""What live positions alarm: who is where a notice is, or soon will be (35.7)."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue.positions import fix

from detente.dialogue.alarmed import Known, after
from detente.dialogue.batch import Report
from detente.dialogue.declared import Declared, Kind
from detente.dialogue.incursion import (
    Finding,
    Meeting,
    Seen,
    foreseen,
    incursions,
    meetings,
    named,
)
from detente.dialogue.terms import PositionTerms
from detente.space.volume import Circle, Limit, Minima, Point, Volume, Window

T0 = 1_767_225_600
TERMS = PositionTerms()
RANGE = Point(31_500_000_000, 34_300_000_000)
KM_DEG = 1 / 110.9
"""So many degrees of latitude are a kilometre here."""


def area(
    reference: str = "SOUTH/2026/0007/ACT/1/O",
    *,
    owner: str = "SOUTH",
    kind: Kind = "activity",
    status: str = "OPERATION",
    radius_m: int = 1_000,
    window: Window = Window(),  # noqa: B008 - it is frozen
    lower_m: int | None = None,
) -> Declared:
    """Return a volume of a notice: a circle about the range."""
    lower = None if lower_m is None else Limit(lower_m * 1_000)
    volume = Volume(
        reference,
        (Circle(RANGE, radius_m * 1_000),),
        lower,
        None,
        (window,),
        owner,
    )
    part = "phase 1, volume 1"
    return Declared(reference, part, owner, kind, status, "", Minima(), volume, "")


def convoy(
    *reports: Report,
    kind: str = "movement",
    party: str = "NORTH",
    reference: str = "NORTH/2026/0004/MOVE/1/O",
    fastest_kmh: int | None = None,
) -> Seen:
    """Return what is known of a convoy."""
    return Seen(
        reference,
        party,
        kind,  # type: ignore[arg-type]
        "OPERATION",
        TERMS,
        fastest_kmh,
        reports,
    )


def at(south_km: float, after_s: int, **more: object) -> Report:
    """Return a report so far south of the middle of the range."""
    return fix(T0 + after_s, 31.5 - south_km * KM_DEG, 34.3, **more)


def kinds(found: Sequence[Finding]) -> list[tuple[str, bool]]:
    """Return what was found."""
    return [(each.key.kind, each.sure) for each in found]


# ------------------------------------------------------------------------- incursion


def test_a_convoy_within_a_notice_is_an_incursion() -> None:
    """Between two owners, and it concerns both."""
    [found] = incursions(convoy(at(3, 0), at(0.5, 60)), Meeting([area()]))

    assert found.key.kind == "incursion"
    assert found.key.case == "NORTH/2026/0004/MOVE/1/O by NORTH"
    assert found.key.other == named(area())
    assert found.owners == ("NORTH", "SOUTH")
    assert T0 * 1_000 < found.since_ms < found.until_ms <= (T0 + 60) * 1_000 + 1


def test_what_was_crossed_between_two_reports_was_met() -> None:
    """A fast object is never within at any report."""
    [found] = incursions(convoy(at(30, 0), at(-30, 30)), Meeting([area()]))

    assert found.since_ms > T0 * 1_000
    assert found.until_ms < (T0 + 30) * 1_000


def test_beside_the_area_above_it_and_before_its_time_nothing_is_met() -> None:
    """The alarm that comes every day is not heard on the day it counts."""
    near = convoy(at(3, 0, alt_mm=10_000), at(0, 60, alt_mm=10_000))

    assert incursions(convoy(at(3, 0), at(1.1, 60)), Meeting([area()])) == []
    assert incursions(near, Meeting([area(lower_m=1_000)])) == []
    later = Window((T0 + 61) * 1_000, None)
    assert incursions(near, Meeting([area(window=later)])) == []


def test_what_is_not_told_counts_as_everything() -> None:
    """A height that no tracker gave may be the one."""
    found = incursions(convoy(at(3, 0), at(0, 60)), Meeting([area(lower_m=9_000)]))

    assert kinds(found) == [("incursion", True)]


@pytest.mark.parametrize(
    ("kind", "other", "counts"),
    [
        ("movement", area(), True),
        ("movement", area(owner="NORTH"), True),
        ("movement", area(kind="site"), False),
        ("movement", area(kind="movement"), False),
        ("movement", area(status="EXERCISE"), False),
        ("incident", area(), True),
        ("incident", area(kind="site"), True),
        ("incident", area(owner="NORTH"), False),
        ("incident", area(kind="movement"), False),
    ],
)
def test_what_counts_is_what_can_hurt_or_be_hurt(
    kind: str, other: Declared, *, counts: bool
) -> None:
    """A convoy on its way to a hospital is where it should be."""
    found = incursions(convoy(at(0, 0), kind=kind), Meeting([other]))

    assert bool(found) == counts


def test_a_report_that_leaps_alarms_nobody_until_the_next_agrees() -> None:
    """A jammed receiver puts the convoy onto the range, for one report."""
    home, range_ = at(40, 0), at(0, 10)
    jammed = convoy(home, range_, fastest_kmh=120)
    assert incursions(jammed, Meeting([area()])) == []
    assert foreseen(jammed, Meeting([area()])) == []

    back = convoy(home, range_, at(40, 20), fastest_kmh=120)
    assert incursions(back, Meeting([area()])) == []

    there = convoy(home, range_, at(0.1, 20), fastest_kmh=120)
    assert kinds(incursions(there, Meeting([area()]))) == [("incursion", True)]


def test_the_first_report_of_all_counts() -> None:
    """Who begins within the range is within it."""
    assert incursions(convoy(at(0, 0)), Meeting([area()]))


# -------------------------------------------------------------------------- foreseen


def test_who_goes_toward_an_area_is_foreseen_in_it() -> None:
    """At the course and speed it reports: 6 km at 10 m/s, ten minutes ahead."""
    going = {"course_cdeg": 0, "speed_mms": 10_000}

    assert kinds(foreseen(convoy(at(6.9, 0, **going)), Meeting([area()]))) == [
        ("predicted incursion", True)
    ]
    away = convoy(at(6.9, 0, course_cdeg=18_000, speed_mms=10_000))
    assert foreseen(away, Meeting([area()])) == []


def test_a_tenth_further_off_keeps_an_alarm_up_and_begins_none() -> None:
    """Else a convoy at the edge of ten minutes sounds with every report."""
    going = {"course_cdeg": 0, "speed_mms": 10_000}

    assert kinds(foreseen(convoy(at(7.3, 0, **going)), Meeting([area()]))) == [
        ("predicted incursion", False)
    ]
    assert foreseen(convoy(at(7.7, 0, **going)), Meeting([area()])) == []


def test_without_a_course_the_way_from_the_report_before_is_gone_on() -> None:
    """Most trackers tell no course."""
    coming = convoy(at(6.6, 0), at(6.0, 60))
    standing = convoy(at(6.0, 0), at(6.0, 60))

    assert kinds(foreseen(coming, Meeting([area()]))) == [("predicted incursion", True)]
    assert foreseen(standing, Meeting([area()])) == []


def test_who_stands_where_will_be_fired_is_foreseen_there() -> None:
    """It is not moving, and the hour of the notice comes."""
    soon = Window((T0 + 300) * 1_000, None)
    far = Window((T0 + 3_000) * 1_000, None)
    parked = convoy(at(0, -60), at(0, 0))

    assert kinds(foreseen(parked, Meeting([area(window=soon)]))) == [
        ("predicted incursion", True)
    ]
    assert foreseen(parked, Meeting([area(window=far)])) == []


def aircraft(party: str, *reports: Report) -> Seen:
    """Return one of two aircraft that met in an incident."""
    reference = "NORTH/2026/0009/INC/1/O"
    return convoy(*reports, kind="incident", party=party, reference=reference)


def flying(south_km: float, after_s: int, course_deg: int, **more: object) -> Report:
    """Return a report of an aircraft at 200 m/s."""
    told = {"course_cdeg": course_deg * 100, "speed_mms": 200_000, **more}
    return at(south_km, after_s, **told)


def test_two_that_will_pass_too_close_are_foreseen() -> None:
    """Head on, a minute and a half ahead; once for both, and it concerns both."""
    one, other = (
        aircraft("NORTH", flying(20, 0, 0)),
        aircraft("SOUTH", flying(-20, 0, 180)),
    )

    [found] = meetings([other, one])

    assert (found.key.kind, found.sure) == ("predicted approach", True)
    assert found.owners == ("NORTH", "SOUTH")
    assert meetings([one, other]) == [found]


def test_two_of_one_party_keep_apart_by_themselves() -> None:
    """And so do two that are far above each other, or fly away."""
    one = aircraft("NORTH", flying(20, 0, 0, alt_mm=5_000_000))
    below = aircraft("SOUTH", flying(-20, 0, 180, alt_mm=4_000_000))
    away = aircraft("SOUTH", flying(-20, 0, 0))
    own = aircraft("NORTH", flying(-20, 0, 180))

    assert meetings([one, below]) == []
    assert meetings([one, away]) == []
    assert meetings([one, own]) == []


def test_who_reported_earlier_is_moved_on_to_the_time_of_the_other() -> None:
    """A minute is 12 km: where it was is not where it is."""
    one = aircraft("NORTH", flying(20, 0, 0))
    behind = aircraft("SOUTH", flying(14, 60, 0))

    # At one time North has flown 12 km, and is 6 km ahead of South, at South's speed.
    assert meetings([one, behind]) == []
    beside = aircraft("SOUTH", flying(8.5, 60, 0))
    assert kinds(meetings([one, beside])) == [("predicted approach", True)]


def test_who_is_long_silent_is_compared_with_nobody() -> None:
    """Nobody knows where it is."""
    one = aircraft("NORTH", flying(20, 0, 0))

    assert meetings([one, aircraft("SOUTH", flying(-5, 119, 180))])
    assert meetings([one, aircraft("SOUTH", flying(-5, 121, 180))]) == []


# --------------------------------------------------------------------- what is an alarm


class Watch:
    """One node's watch: the alarms that stand, and how often each began to sound."""

    def __init__(self, *stands: Declared) -> None:
        self.meeting = Meeting(stands)
        self.known: Known = {}
        self.standing: set[str] = set()
        self.sounded: list[str] = []

    def look(self, *every: Seen) -> set[str]:
        """Look at what is known; return the kinds of alarm that stand."""
        found = [f for e in every for f in (*incursions(e, self.meeting),)]
        found += [f for e in every for f in foreseen(e, self.meeting)]
        newest = {
            (e.name, r.object): max(
                x.time_ms for x in e.reports if x.object == r.object
            )
            for e in every
            for r in e.reports
        }
        others = {
            (e.name, other)
            for e in every
            for other in (*map(named, self.meeting.of(e)), *(x.name for x in every))
        }
        found += meetings(every)
        alarms, self.known = after(found, self.known, newest, others)
        now = {f"{each.key.kind} {each.words}" for each in alarms}
        self.sounded += sorted(now - self.standing)
        self.standing = now
        return {each.key.kind for each in alarms}


def window(*reports: Report, until: int) -> Seen:
    """Return the reports of the last ten steps up to a time."""
    since_ms = (T0 + until - 600) * 1_000
    kept = [r for r in reports if since_ms <= r.time_ms <= (T0 + until) * 1_000]
    return convoy(*kept)


def test_an_incursion_sounds_once_however_often_the_edge_is_crossed() -> None:
    """In and out with every report, as a road along a range does."""
    way = [at(0.99 if minute % 2 else 1.01, minute * 60) for minute in range(1, 12)]
    watch = Watch(area())

    for minute in range(1, 12):
        assert "incursion" in watch.look(window(*way, until=minute * 60)) or minute < 2
    incursion = [each for each in watch.sounded if each.startswith("incursion")]
    assert len(incursion) == 1


def test_it_stands_until_two_minutes_out_and_then_sounds_again() -> None:
    """By its own reports: a node that was away reckons alike."""
    way = [at(3, 0), at(0, 60), at(3, 120), at(3, 180), at(3, 300), at(0, 360)]
    watch, stood = Watch(area()), []
    for each in way:
        until = each.time_ms // 1_000 - T0
        stood.append("incursion" in watch.look(window(*way, until=until)))

    assert stood == [False, True, True, True, False, True]
    assert sum(each.startswith("incursion") for each in watch.sounded) == 2


def test_silence_moves_nobody_out() -> None:
    """The beacon is dead, and the convoy still on the range."""
    watch = Watch(area())
    inside = window(at(3, 0), at(0, 60), until=60)

    for _ in range(50):
        assert watch.look(inside) == {"incursion"}
    assert len(watch.sounded) == 1


def test_what_is_over_when_it_becomes_known_still_sounds() -> None:
    """The batch was late: its bytes came after those of the minutes behind it."""
    way = [at(3, 0), at(0, 60), at(3, 120), at(3, 400)]
    watch = Watch(area())
    assert watch.look(convoy(way[0], *way[2:])) == set()

    assert "incursion" in watch.look(convoy(*way))
    assert "incursion" not in watch.look(convoy(*way))
    assert sum(each.startswith("incursion") for each in watch.sounded) == 1


def test_what_is_met_is_no_longer_foreseen() -> None:
    """One thing, and one alarm of it at a time."""
    going = {"course_cdeg": 0, "speed_mms": 20_000}
    watch = Watch(area())

    assert watch.look(window(at(3, 0, **going), until=0)) == {"predicted incursion"}
    reports = at(3, 0, **going), at(0.5, 120, **going)
    assert watch.look(window(*reports, until=120)) == {"incursion"}


def test_what_is_foreseen_does_not_flicker_at_its_bound() -> None:
    """Ten minutes and a little more, in turn."""
    watch = Watch(area())
    going = {"course_cdeg": 0, "speed_mms": 10_000}
    assert watch.look(convoy(at(7.3, -60, **going))) == set()
    for minute in range(8):
        away_km = 6.9 if minute % 2 == 0 else 7.3
        found = watch.look(convoy(at(away_km, minute * 60, **going)))
        assert found == {"predicted incursion"}
    assert len(watch.sounded) == 1
    assert watch.look(convoy(at(9, 600, **going))) == set()


def test_a_notice_that_is_withdrawn_alarms_nobody_any_more() -> None:
    """Nor does a convoy that is over."""
    watch, inside = Watch(area()), convoy(at(0, 0))
    assert watch.look(inside) == {"incursion"}
    watch.meeting = Meeting([])
    assert watch.look(inside) == set()
    assert watch.known == {}


def test_an_alarm_names_no_object() -> None:
    """Its name was chosen by whoever sent it, and would be read out at night."""
    watch = Watch(area())
    watch.look(convoy(at(0, 0, object="ALL IS WELL")))

    [words] = watch.sounded
    assert words == (
        "incursion NORTH/2026/0004/MOVE/1/O by NORTH in "
        "SOUTH/2026/0007/ACT/1/O phase 1, volume 1"
    )


STEPS = st.lists(
    st.tuples(st.floats(-4, 4), st.floats(-4, 4), st.sampled_from(("a", "b"))),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40)
@given(STEPS, st.randoms(use_true_random=False))
def test_both_nodes_find_the_same_in_whatever_order_batches_come(
    steps: list[tuple[float, float, str]], dice: object
) -> None:
    """What is found is a function of what is held; not of when it came."""
    reports = [
        fix(T0 + 60 * n, 31.5 + north * KM_DEG, 34.3 + east * KM_DEG, object=name)
        for n, (north, east, name) in enumerate(steps)
    ]
    meeting = Meeting([area(), area("SOUTH/2026/0008/ACT/1/O", radius_m=2_500)])
    mixed = list(reports)
    dice.shuffle(mixed)  # type: ignore[attr-defined]

    one, other = convoy(*reports), convoy(*mixed)
    assert incursions(one, meeting) == incursions(other, meeting)
    assert foreseen(one, meeting) == foreseen(other, meeting)
