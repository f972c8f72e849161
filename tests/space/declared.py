"""Volumes of play, as anyone might declare them."""

from hypothesis import strategies as st

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
