"""Volumes of play, as anyone might declare them."""

from hypothesis import strategies as st
from tests.space.places import areas

from detente.space.volume import (
    DATUMS,
    MOST_LAT_E9,
    MOST_LON_E9,
    Circle,
    Corridor,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

points = st.builds(
    Point,
    st.integers(-MOST_LAT_E9, MOST_LAT_E9),
    st.integers(-MOST_LON_E9, MOST_LON_E9),
)
rings = st.lists(points, min_size=3, max_size=6, unique=True).map(tuple)
polygons = st.builds(Polygon, rings, st.lists(rings, max_size=2).map(tuple))
plain_polygons = rings.map(Polygon)
circles = st.builds(Circle, points, st.integers(1, 5_000_000_000))
corridors = st.builds(
    Corridor,
    st.lists(points, min_size=2, max_size=5).map(tuple),
    st.integers(1, 10_000_000_000),
)
heights = st.integers(-100_000_000_000, 100_000_000_000)
limits = st.none() | st.builds(Limit, heights, st.sampled_from(DATUMS))
ellipsoid_limits = st.none() | heights.map(Limit)
times = st.integers(-62_135_596_800_000, 253_402_300_799_999)
windows = st.builds(Window, st.none() | times, st.none() | times)
names = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1
)


@st.composite
def recurring(draw: st.DrawFn) -> tuple[Window, ...]:
    """Draw windows evenly spaced, none beginning before the last has ended."""
    start_ms = draw(st.integers(0, 4_000_000_000_000))
    lasts_ms = draw(st.integers(0, 10_000_000))
    every_ms = lasts_ms + draw(st.integers(1, 100_000))
    return tuple(
        Window(start_ms + step * every_ms, start_ms + step * every_ms + lasts_ms)
        for step in range(draw(st.integers(2, 9)))
    )


in_geojson = st.builds(
    Volume,
    names,
    (circles | corridors | polygons).map(lambda area: (area,))
    | st.lists(polygons, min_size=1, max_size=3).map(tuple),
    limits,
    limits,
    windows.map(lambda window: (window,)) | recurring(),
    st.just("") | names,
)
in_f3548 = st.builds(
    Volume,
    names,
    st.lists(plain_polygons | circles, min_size=1, max_size=3, unique=True).map(tuple),
    ellipsoid_limits,
    ellipsoid_limits,
    st.lists(windows, min_size=1, max_size=3, unique=True).map(tuple),
    st.just("") | names,
)


# ------------------------------------------------------------------ sensible

_limits = st.none() | st.builds(
    Limit, st.integers(-10_000_000, 90_000_000), st.sampled_from(DATUMS)
)
_moments = st.integers(0, 4_000_000_000_000)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Window, ...]:
    """Draw one window, open or not, or several that recur."""
    start, length = draw(_moments), draw(st.integers(0, 10**8))
    if draw(st.booleans()):
        shown = draw(st.sampled_from([(0, 0), (1, 0), (0, 1), (1, 1)]))
        return (
            Window(start if shown[0] else None, start + length if shown[1] else None),
        )
    every = length + draw(st.integers(1, 10**8))
    steps = range(draw(st.integers(2, 5)))
    return tuple(
        Window(start + at * every, start + at * every + length) for at in steps
    )


@st.composite
def sensible(draw: st.DrawFn) -> Volume:
    """Draw a volume that makes sense, with one area or several, without holes."""
    shapes = [
        shape._replace(holes=()) if isinstance(shape, Polygon) else shape
        for shape in draw(st.lists(areas, min_size=1, max_size=3))
    ]
    lower, upper = draw(_limits), draw(_limits)
    if lower and upper and lower.datum == upper.datum and lower > upper:
        lower, upper = upper, lower
    name = st.text("ABC <&>\"'#/7", min_size=1, max_size=12).filter(str.strip)
    party = draw(st.just("") | name)
    return Volume(draw(name), tuple(shapes), lower, upper, draw(spans()), party)
