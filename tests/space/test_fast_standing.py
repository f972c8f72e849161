"""One volume is compared by the loops of `[fast]` as it is without them."""

import numpy as np
import pytest
from bench.declared import volumes as declared
from bench.theatres import week
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.places import place, polygons
from tests.space.test_exact import box
from tests.space.test_fast import grazing
from tests.space.test_live import Declaring
from tests.space.test_pairs import (
    by_definition,
    crowds,
    each_with_each,
    minima,
)

from detente.space.kernels import compiled
from detente.space.picture import picture
from detente.space.standing import plots
from detente.space.standing.asked import Asked
from detente.space.standing.kept import Kept
from detente.space.standing.live import Live
from detente.space.volume import (
    TOUCHING,
    Area,
    Circle,
    Limit,
    Minima,
    Point,
    Polygon,
    Volume,
    Window,
)

# The first test waits until the loops are made.
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module", autouse=True)
def _at_hand() -> None:
    assert compiled.at_hand(), "numba belongs to what make test installs"


def asked(one: Volume, stand: list[Volume], apart: Minima, gone: set[int]) -> list[int]:
    """Return what the loops find, which is what is found without."""
    plain, fast = (
        Kept.of(picture(stand), apart.lateral_mm, fast=fast) for fast in (False, True)
    )
    assert plain.quick is None
    assert fast.quick is not None
    found = Asked(one, apart).conflicts(fast, gone)
    assert found == Asked(one, apart).conflicts(plain, gone)
    return found


@settings(max_examples=100, deadline=None)
@given(crowds("a"), crowds("b"), minima, st.data())
def test_one_volume_has_the_pairs_that_each_with_each_gives(
    mine: list[Volume], theirs: list[Volume], minima: Minima, data: st.DataObject
) -> None:
    """Of every kind of area, at every height and time; but for those that are gone."""
    places = st.integers(0, max(0, len(theirs) - 1))
    gone = data.draw(st.sets(places)) if theirs else set()
    for one in mine:
        assert asked(one, theirs, minima, gone) == [
            at
            for at, other in enumerate(theirs)
            if (one.party != other.party or not one.party)
            and at not in gone
            and by_definition(one, other, minima)
        ]


def each_is_asked(areas: list[Polygon]) -> None:
    """Ask each of some areas of the others; whole numbers say what it meets."""
    stand = [Volume(f"{at}", (each,)) for at, each in enumerate(areas)]
    pairs = each_with_each(stand, TOUCHING)
    for at, one in enumerate(stand):
        met = [i for i in range(len(stand)) if sorted((i, at)) in pairs]
        assert asked(one, stand, TOUCHING, {at}) == met


@settings(max_examples=150, deadline=None)
@given(grazing())
def test_polygons_that_graze_are_told_as_whole_numbers_tell_them(
    areas: list[Polygon],
) -> None:
    """Side along side, corner on corner, and what is a hair beside both."""
    each_is_asked(areas)


@settings(max_examples=40, deadline=None)
@given(st.lists(polygons(0.6) | polygons(0.05), min_size=2, max_size=4))
def test_polygons_that_reach_over_edges_of_the_charts_are_found(
    areas: list[Polygon],
) -> None:
    """Up to a sixth of the way around the Earth, with holes, over poles and edges."""
    each_is_asked(areas)


@pytest.mark.parametrize(
    "area",
    [
        Polygon((place(0, 0), place(0, 60), place(0, 120), place(85, 60))),
        Circle(place(-45, 60), 5_000_000_000),
    ],
)
def test_an_area_too_wide_for_the_charts_is_measured(area: Area) -> None:
    """Whether it asks or is asked for."""
    stand = [
        Volume("quarter", (area,)),
        Volume("inside", (Circle(place(30, 60), 1_000),)),
        Volume("outside", (Circle(place(-30, 60), 1_000),)),
    ]
    for at, one in enumerate(stand):
        met = [
            i for i in range(3) if i != at and by_definition(one, stand[i], TOUCHING)
        ]
        assert asked(one, stand, TOUCHING, {at}) == met


@pytest.mark.parametrize("apart", [Minima(), Minima(5_000_000, 100_000, 600_000)])
def test_thousands_of_volumes_give_the_same_ids(apart: Minima) -> None:
    """Of two sides with boxes of their own, across the date line and elsewhere."""
    stand, new = week(5_000, 7), week(300, 8)
    plain, fast = (Live.of(declared(stand), apart, fast=fast) for fast in (False, True))
    count = 0
    for one in declared(new, "asked "):
        found = fast.conflicts(one)
        assert found == plain.conflicts(one)
        count += len(found)
    assert count > 10


def test_thousands_of_volumes_of_many_parties_give_the_same_ids() -> None:
    """Two of them have boxes of their own, the others and nobody have not."""
    random = np.random.default_rng(2)
    parties = ["", *"ABCDE"]
    chosen = random.choice(6, 3_000, p=[0.1, 0.3, 0.3, 0.1, 0.1, 0.1]).tolist()
    stand = [
        each._replace(party=parties[party], id=f"{at}")
        for at, (each, party) in enumerate(
            zip(declared(week(3_000, 9)), chosen, strict=True)
        )
    ]
    plain, fast = (Live.of(stand, fast=fast) for fast in (False, True))
    assert len(parties) > plots.APART
    for each in stand[:300]:
        for party in ("", "A", "E", "unheard of"):
            one = each._replace(party=party, id="asked")
            assert fast.conflicts(one) == plain.conflicts(one)


def test_corners_of_hundreds_and_rings_of_several_have_room() -> None:
    """More than are expected."""
    turn = [2 * np.pi * at / 900 for at in range(900)]
    ring = tuple(place(50 + np.sin(each), 20 + np.cos(each)) for each in turn)
    hole = tuple(place(50 + np.sin(each) / 2, 20 + np.cos(each) / 2) for each in turn)
    inside, across = box(49.9, 19.9, 50.1, 20.1), box(49.9, 19.9, 50.1, 22.0)
    stand = [
        Volume("ring", (Polygon(ring, (hole,)),)),
        Volume("inside", (inside,)),
        Volume("across", (across,)),
    ]
    for at, met in enumerate(([2], [2], [0, 1])):
        assert asked(stand[at], stand, TOUCHING, {at}) == met


def test_hundreds_that_meet_are_all_found() -> None:
    """In as many volumes as are asked for; and of what must be measured as well."""
    stand = [Volume(f"{at}", (box(10, 10, 11, 11),)) for at in range(700)]
    stand += [Volume(f"c{at}", (Circle(place(10, 10), 9_000),)) for at in range(100)]
    every = [*range(800)]
    assert asked(Volume("one", (box(10, 10, 12, 12),)), stand, TOUCHING, set()) == every


@pytest.mark.parametrize("short", [-1, 0, 1])
def test_limits_and_windows_are_kept_to_the_millimetre_and_millisecond(
    short: int,
) -> None:
    """Where the steps of boxes are longer: something stands ten years away."""
    square, year_ms = (box(0, 0, 1, 1),), 31_536_000_000
    far = Window(10 * year_ms + 7, None)
    stand = [
        Volume("early", square, upper=Limit(999), windows=(Window(0, 293),)),
        Volume("far", square, Limit(5_000_000_000), windows=(far,)),
    ]
    window = Window(1_293 - short, 2_000)
    one = Volume("one", square, Limit(2_500 - short), windows=(window,))
    apart = Minima(0, 1_501, 1_000)
    assert asked(one, stand, apart, set()) == ([0] if short >= 0 else [])


def test_a_corner_with_two_figures_in_doubt_is_measured() -> None:
    """Where both may be wrong by one, touching is not sure: whole numbers decide."""
    corner = Point(0, 0)
    triangle = Polygon((corner, Point(0, 10**9), Point(10**9, 0)))
    other = Polygon((corner, Point(0, -(10**9)), Point(-(10**9), 0)))
    stand = [Volume("a", (triangle,))]
    assert asked(Volume("b", (other,)), stand, TOUCHING, set()) == [0]


class DeclaringFast(Declaring):
    """Volumes are declared, changed and withdrawn, and asked for by the loops."""

    fast = True


TestDeclaringFast = DeclaringFast.TestCase
TestDeclaringFast.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None
)


def test_few_volumes_are_asked_for_without() -> None:
    """Loading the loops would take longer; those that come later are as the first."""
    few = Live.of([Volume("a", (box(0, 0, 1, 1),))])
    assert few.runs[0].kept.quick is None
    many = Live.of([Volume("a", (box(0, 0, 1, 1),))], fast=True)
    many = many.declared(Volume("b", (box(0, 0, 1, 1),)))
    assert all(run.kept.quick is not None for run in (*many.runs, *many.settled().runs))
