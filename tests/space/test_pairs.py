"""The pairs found fast are those that comparing each with each finds."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.places import areas, place
from tests.space.test_exact import box

from detente.space.cores import core, reach_mm
from detente.space.exact import meet, reach
from detente.space.levels import reaches
from detente.space.meeting.pairs import among, between
from detente.space.picture import picture
from detente.space.standing.asked import Asked
from detente.space.standing.kept import Kept
from detente.space.volume import Circle, Limit, Minima, Polygon, Volume, Window

HOUR_MS = 3_600_000
limits = st.none() | st.builds(
    Limit,
    st.integers(-500_000, 20_000_000),
    st.sampled_from(["W84", "MSL", "AGL", "STD"]),
)
starts = st.none() | st.integers(0, 200 * HOUR_MS)
ends = st.none() | st.integers(100 * HOUR_MS, 400 * HOUR_MS)
windows = st.lists(st.builds(Window, starts, ends), min_size=1, max_size=3).map(tuple)
minima = st.sampled_from(
    [Minima(), Minima(9_260_000, 304_800, 900_000), Minima(1), Minima(0, 0, HOUR_MS)]
)


@st.composite
def crowds(draw: st.DrawFn, prefix: str) -> list[Volume]:
    """Draw volumes, many of them about the same place."""
    shared = draw(st.lists(areas, min_size=1, max_size=3))
    shapes = st.sampled_from(shared) | areas
    count = draw(st.integers(0, 7))
    return [
        Volume(
            f"{prefix}{number}",
            tuple(draw(st.lists(shapes, min_size=1, max_size=2))),
            draw(limits),
            draw(limits),
            draw(windows),
            draw(st.sampled_from(["", "NORTH", "SOUTH"])),
        )
        for number in range(count)
    ]


def by_definition(one: Volume, other: Volume, minima: Minima) -> bool:
    """Say whether two volumes conflict, as clause 30.6 has it."""
    return (
        reaches(one.lower, other.upper, minima.vertical_mm)
        and reaches(other.lower, one.upper, minima.vertical_mm)
        and any(
            _follows(a, b, minima.time_ms) and _follows(b, a, minima.time_ms)
            for a, b in product(one.windows, other.windows)
        )
        and any(
            meet(
                core(a),
                core(b),
                reach(reach_mm(a) + reach_mm(b) + minima.lateral_mm),
            )
            for a, b in product(one.areas, other.areas)
        )
    )


def _follows(one: Window, other: Window, minimum_ms: int) -> bool:
    if one.start_ms is None or other.end_ms is None:
        return True
    return one.start_ms <= other.end_ms + minimum_ms


def each_with_each(volumes: list[Volume], minima: Minima) -> list[list[int]]:
    """Return the pairs of one picture by the definition, in order."""
    return [
        [i, j]
        for (i, one), (j, other) in combinations(enumerate(volumes), 2)
        if (one.party != other.party or not one.party)
        and by_definition(one, other, minima)
    ]


def each_with_other(
    mine: list[Volume], theirs: list[Volume], minima: Minima
) -> list[list[int]]:
    """Return the pairs of two pictures by the definition, in order."""
    return [
        [i, j]
        for (i, one), (j, other) in product(enumerate(mine), enumerate(theirs))
        if by_definition(one, other, minima)
    ]


@settings(max_examples=60, deadline=None)
@given(crowds("a"), minima)
def test_a_picture_has_the_pairs_that_each_with_each_gives(
    volumes: list[Volume], minima: Minima
) -> None:
    """Of two parties, or of nobody known."""
    assert among(picture(volumes), minima).tolist() == each_with_each(volumes, minima)


@settings(max_examples=50, deadline=None)
@given(crowds("a"), crowds("b"), minima)
def test_two_pictures_have_the_pairs_that_each_with_each_gives(
    mine: list[Volume], theirs: list[Volume], minima: Minima
) -> None:
    """And the same pairs, turned round, whichever side asks."""
    expected = each_with_other(mine, theirs, minima)
    one, other = picture(mine), picture(theirs)

    assert between(one, other, minima).tolist() == expected
    turned = between(other, one, minima)[:, ::-1].tolist()
    assert sorted(turned) == expected


@settings(max_examples=50, deadline=None)
@given(crowds("a"), st.randoms(use_true_random=False))
def test_the_order_of_declaration_changes_nothing(
    volumes: list[Volume], random: object
) -> None:
    """Both sides find the same pairs, whatever each heard first."""
    shuffled = list(volumes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def named(row: list[Volume]) -> set[frozenset[str]]:
        pairs = among(picture(row)).tolist()
        return {frozenset((row[i].id, row[j].id)) for i, j in pairs}

    assert named(volumes) == named(shuffled)


def test_an_area_wider_than_the_charts_meets_what_lies_in_it() -> None:
    """A quarter of the Earth, and circles of a continent."""
    quarter = Polygon((place(0, 0), place(0, 60), place(0, 120), place(85, 60)))
    volumes = [
        Volume("quarter", (quarter,)),
        Volume("inside", (Circle(place(30, 60), 1_000),)),
        Volume("outside", (Circle(place(-30, 60), 1_000),)),
        Volume("continent", (Circle(place(-45, 60), 5_000_000_000),)),
    ]
    assert among(picture(volumes)).tolist() == [[0, 1], [0, 3], [2, 3]]
    assert between(picture(volumes[:1]), picture(volumes[1:])).tolist() == [
        [0, 0],
        [0, 2],
    ]


def test_many_windows_are_sorted_and_give_the_same_pairs() -> None:
    """Thousands of them, of every length."""
    random = np.random.default_rng(11)
    volumes = [
        Volume(
            str(number),
            (box(lat, lon, lat + 0.1, lon + 0.1),),
            windows=(Window(start, None if number % 97 == 0 else start + length),),
        )
        for number, (lat, lon, start, length) in enumerate(
            zip(
                random.uniform(10, 12, 3_000),
                random.uniform(44, 46, 3_000),
                random.integers(0, 168 * HOUR_MS, 3_000).tolist(),
                (random.pareto(1, 3_000) * HOUR_MS).astype(int).tolist(),
                strict=True,
            )
        )
    ]
    one = picture(volumes)
    apart = [picture(volumes[at : at + 500]) for at in range(0, 3_000, 500)]

    found = {(i, j) for i, j in among(one).tolist()}

    expected = set()
    for a, b in combinations(range(6), 2):
        rows = between(apart[a], apart[b]).tolist()
        expected |= {(i + 500 * a, j + 500 * b) for i, j in rows}
    for a in range(6):
        expected |= {(i + 500 * a, j + 500 * a) for i, j in among(apart[a]).tolist()}
    assert found == expected
    assert len(found) > 1_000


@pytest.mark.parametrize("count", [0, 1])
def test_one_volume_or_none_has_no_pairs(count: int) -> None:
    """And nothing breaks."""
    assert among(picture([Volume("a", (box(0, 0, 1, 1),))][:count])).tolist() == []


@settings(max_examples=60, deadline=None)
@given(crowds("a"), crowds("b"), minima)
def test_one_volume_has_the_pairs_that_each_with_each_gives(
    mine: list[Volume], theirs: list[Volume], minima: Minima
) -> None:
    """Asked at a message, by the shorter way."""
    kept = Kept.of(picture(theirs), minima.lateral_mm)
    for one in mine:
        expected = [
            at
            for at, other in enumerate(theirs)
            if (one.party != other.party or not one.party)
            and by_definition(one, other, minima)
        ]
        assert Asked(one, minima).conflicts(kept) == expected
