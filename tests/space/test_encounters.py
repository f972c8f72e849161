"""Two objects are in conflict if, at one moment, they are too close both ways."""

import pytest
from tests.space.sailing import Craft, moving

from detente.record.errors import Misasked
from detente.space.passing.encounters import approaches
from detente.space.passing.moving import Approach, Closeness

DEGREE_M = 111_319.49
"""Of the equator; a lateral metre is a little longer than a metre there."""


def told(*craft: Craft, **limits: float) -> list[Approach]:
    """Return the conflicts of some craft."""
    return approaches(moving(*craft), Closeness(**limits))


def only(*craft: Craft, **limits: float) -> Approach:
    """Return the one conflict of some craft."""
    [found] = told(*craft, **limits)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Craft(0, 179.95, 0, 200, 90), Craft(0, -179.95, 0, 200, 270)),
        (Craft(0, -0.05, 0, 200, 90), Craft(0, 0.05, 0, 200, 270)),
        (Craft(0, 44.95, 0, 200, 90), Craft(0, 45.05, 0, 200, 270)),
        (Craft(89.95, 10, 0, 200, 0), Craft(89.95, -170, 0, 200, 0)),
        (Craft(-89.95, 10, 0, 200, 180), Craft(-89.95, -170, 0, 200, 180)),
    ],
    ids=["date line", "Greenwich", "side of the cube", "north pole", "south pole"],
)
def test_a_head_on_pair_meets_in_the_middle_on_any_seam(
    one: Craft, other: Craft
) -> None:
    """It comes as close as nought, and parts again."""
    found = only(one, other, lateral_m=1_000)

    assert (found.a, found.b) == ("a", "b")
    assert found.tcpa_s == pytest.approx(0.05 * DEGREE_M / 200, rel=0.01)
    assert found.dcpa_m < 0.001
    assert found.tcpa_s - found.enter_s == pytest.approx(2.5, rel=0.01)
    assert found.leave_s - found.tcpa_s == pytest.approx(2.5, rel=0.01)


@pytest.mark.parametrize(("lower", "upper"), [(0, 304.8), (2_743.2, 3_048.0)])
def test_exactly_the_vertical_minimum_touches(lower: float, upper: float) -> None:
    """One result for the pair, although 3048 - 2743.2 is more as a double."""
    found = only(Craft(50, 8, lower, 200, 90), Craft(50, 8.01, upper, 200, 270))

    assert found.dalt_m == pytest.approx(304.8)


def test_a_hand_more_than_the_vertical_minimum_is_apart() -> None:
    """And no millimetre is enough for that."""
    still = Craft(50, 8, 0)

    assert not told(still, still._replace(alt=304.9))
    assert told(still, still._replace(alt=304.8009))


def test_exactly_the_lateral_minimum_touches() -> None:
    """A degree of the equator is that many lateral metres; a hand less is apart."""
    still, degree_m = Craft(0, 0), 6_356_752.314 * 3.141592653589793 / 180

    assert only(still, Craft(0, 1), lateral_m=degree_m).enter_s == 0
    assert not told(still, Craft(0, 1), lateral_m=degree_m - 0.1)


def test_one_place_is_no_distance_and_a_conflict() -> None:
    """An exact collision must not fall out because it is nought."""
    found = only(Craft(48, 11, 100), Craft(48, 11, 100), lateral_m=0, vertical_m=0)

    assert found == Approach("a", "b", 0, 0, 0, 0, 300)


@pytest.mark.parametrize("track", [0, 45, 90, 133.7, 270])
def test_equal_velocities_keep_a_pair_where_it_is(track: float) -> None:
    """No relative motion: it is in conflict from the first to the last moment."""
    lead = Craft(48, 11, 100, 250, track)
    found = only(lead, lead._replace(alt=200), lateral_m=0)

    assert found == Approach("a", "b", 0, 0, 100, 0, 300)


def test_a_pair_abreast_stays_abreast() -> None:
    """Its distance changes by less than a metre in five minutes."""
    found = only(Craft(0, 0, 0, 250, 0), Craft(0, 0.05, 0, 250, 0))

    assert found.dcpa_m == pytest.approx(0.05 * DEGREE_M, rel=0.004)
    assert (found.enter_s, found.leave_s) == (0, 300)


def test_an_object_that_stands_still_is_met() -> None:
    """Who hovers is no less there."""
    found = only(Craft(0, 0, 0, 100, 90), Craft(0, 0.1, 0), lateral_m=500)

    assert found.tcpa_s == pytest.approx(0.1 * DEGREE_M / 100, rel=1e-4)
    assert found.dcpa_m < 0.001


def test_two_that_stand_still_too_close_are_in_conflict_all_along() -> None:
    """From now on."""
    found = only(Craft(0, 0, 0), Craft(0, 0.01, 0))

    assert (found.tcpa_s, found.enter_s, found.leave_s) == (0, 0, 300)


def test_unknown_altitudes_are_every_altitude() -> None:
    """Both of them, and one beside a known one; no height is told."""
    place = Craft(10, 10, 9_000)
    found = told(place._replace(alt=None), place._replace(alt=None), place)

    assert [(each.a, each.b) for each in found] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert {each.dalt_m for each in found} == {None}


def test_near_at_one_moment_and_level_at_another_is_no_conflict() -> None:
    """Both must be at once."""
    still = Craft(0, 0, 0)
    passing = Craft(0, -0.1, 3_000, 200, 90, -10)

    assert not told(still, passing, lateral_m=5_000)
    assert told(still, passing._replace(climb=-50), lateral_m=5_000)


def test_a_conflict_lasts_while_both_distances_are_too_small() -> None:
    """Here the climb decides its begin and end, and the closest moment lies before."""
    found = only(Craft(0, 0, 0), Craft(0, 0, 2_304.8, 0, 0, -20), lateral_m=10)

    assert found.tcpa_s == 0
    assert found.dalt_m == pytest.approx(2_304.8)
    assert found.enter_s == pytest.approx(100, abs=0.001)
    assert found.leave_s == pytest.approx(130.48, abs=0.001)


@pytest.mark.parametrize("climb", [5e-324, -5e-324])
def test_a_climb_next_to_nothing_changes_nothing(climb: float) -> None:
    """Not even where a quotient by it has no figure."""
    still = Craft(0, 0, 0)

    assert told(still, still._replace(alt=304.8, climb=climb))
    assert not told(still, still._replace(alt=9_000, climb=climb))


def test_what_lies_behind_the_lookahead_is_not_told() -> None:
    """Until it does not."""
    pair = Craft(0, 0, 0, 100, 90), Craft(0, 0.5, 0)

    assert not told(*pair, lateral_m=100)
    assert told(*pair, lateral_m=100, lookahead_s=600)


def test_without_a_lookahead_the_moment_itself_is_looked_at() -> None:
    """Who is too close now."""
    found = only(Craft(0, 0, 0, 100, 90), Craft(0, 0.01, 0), lookahead_s=0)

    assert (found.tcpa_s, found.enter_s, found.leave_s) == (0, 0, 0)


def test_only_two_parties_are_compared_and_who_names_none_is_anybody() -> None:
    """Our own objects are our own affair."""
    place = Craft(1, 1)
    crowd = [place._replace(party=party) for party in ("N", "N", "S", "", "")]

    found = {each.a + each.b for each in told(*crowd)}

    assert found == {"ac", "bc", "ad", "ae", "bd", "be", "cd", "ce", "de"}


def test_the_order_of_rows_changes_nothing() -> None:
    """Pairs are told by their ids in order, whichever stood first."""
    craft = [Craft(0, lon / 50, 0, 100, 90 * lon) for lon in range(5)]
    there = approaches(moving(*craft, ids="vwxyz"), Closeness())
    back = approaches(moving(*reversed(craft), ids="zyxwv"), Closeness())

    assert there == back
    assert there == sorted(there)
    assert there


def test_pairs_round_the_whole_earth_in_an_hour_are_found() -> None:
    """Two at 3,000 m/s from opposite sides meet after a quarter of the way round."""
    west, east = Craft(0, 0, 0, 3_000, 90), Craft(0, 180, 0, 3_000, 270)
    found = only(west, east, lookahead_s=3_600, lateral_m=100)

    assert found.tcpa_s == pytest.approx(90 * DEGREE_M / 3_000, rel=1e-6)
    assert found.dcpa_m < 0.001


@pytest.mark.parametrize("size", [0, 1])
def test_fewer_than_two_objects_are_in_no_conflict(size: int) -> None:
    """An empty table is a table."""
    assert told(*[Craft(0, 0)] * size) == []


@pytest.mark.parametrize(
    "limits",
    [
        {"lateral_m": -1.0},
        {"vertical_m": float("nan")},
        {"lookahead_s": float("inf")},
        {"lookahead_s": 3_601.0},
    ],
)
def test_limits_that_say_nothing_are_refused(limits: dict[str, float]) -> None:
    """Which one is said."""
    with pytest.raises(Misasked, match=next(iter(limits))):
        told(Craft(0, 0), **limits)
