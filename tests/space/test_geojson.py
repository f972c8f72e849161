"""GeoJSON is read without loss, and what could be misread is refused by name."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.space.declared import in_geojson, sensible

from detente.record.errors import Malformed, Misasked
from detente.space.files import geojson
from detente.space.volume import (
    E9,
    Circle,
    Corridor,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

POLYGON: Mapping[str, object] = {
    "type": "Polygon",
    "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 50]]],
}
HALF_HOUR = Window(0, 1_800_000)
CORNERS = (Point(50 * E9, 30 * E9), Point(50 * E9, 31 * E9), Point(51 * E9, 31 * E9))


def made(
    geometry: Mapping[str, object] | None = None, **properties: object
) -> dict[str, object]:
    """A feature of A12; properties laid over its id."""
    return {
        "type": "Feature",
        "properties": {"id": "A12"} | properties,
        "geometry": POLYGON if geometry is None else geometry,
    }


def one(feature: object) -> Volume:
    """The volume of a feature."""
    (found,) = geojson.read(json.dumps(feature).encode())
    return found


def refusal(feature: object) -> str:
    """The sentence with which a feature is refused."""
    with pytest.raises(Malformed) as caught:
        one(feature)
    return caught.value.sentence


def drawn(kind: str, coordinates: object) -> dict[str, object]:
    """A geometry."""
    return {"type": kind, "coordinates": coordinates}


def test_a_polygon_is_read_without_its_closing_corner() -> None:
    """GeoJSON repeats the first corner; a volume does not."""
    assert one(made()) == Volume("A12", (Polygon(CORNERS),))


def test_a_polygon_has_its_holes() -> None:
    """Every ring after the first is one."""
    hole = [[30.5, 50.1], [30.6, 50.1], [30.6, 50.2], [30.5, 50.1]]
    rings = drawn("Polygon", [[[30, 50], [31, 50], [31, 51], [30, 50]], hole])

    (area,) = one(made(rings)).areas

    assert isinstance(area, Polygon)
    assert len(area.holes) == 1
    assert area.holes[0][0] == Point(50_100_000_000, 30_500_000_000)


def test_polygons_cut_at_the_date_line_are_areas_of_one_volume() -> None:
    """As RFC 7946 cuts them."""
    west = [[[179, 0], [180, 0], [180, 1], [179, 0]]]
    east = [[[-180, 0], [-179, 0], [-180, 1], [-180, 0]]]

    assert len(one(made(drawn("MultiPolygon", [west, east]))).areas) == 2


def test_a_point_with_a_radius_is_a_circle() -> None:
    """A fraction of a millimetre goes outward."""
    volume = one(made(drawn("Point", [30, 50]), radius_m=1500.0001))

    assert volume.areas == (Circle(CORNERS[0], 1_500_001),)


def test_a_line_with_a_width_is_a_corridor() -> None:
    """The whole width, in metres."""
    volume = one(made(drawn("LineString", [[30, 50], [31, 50]]), width_m=4000))

    assert volume.areas == (Corridor(CORNERS[:2], 4_000_000),)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("30.1234567895", 30_123_456_790),
        ("30.1234567885", 30_123_456_788),
        ("30.12345678850000000000000000000000000000000000001", 30_123_456_789),
        ("3.01e1", 30_100_000_000),
        ("-0.0", 0),
        ("0e900", 0),
        ("1e-99999", 0),
    ],
)
def test_a_place_is_rounded_to_the_nearest_by_its_text(text: str, nearest: int) -> None:
    """Half to even, however many figures it has: no binary number lies between."""
    line = json.dumps(made(drawn("Point", [77, 50]), radius_m=1)).replace("77", text)

    (area,) = geojson.read(line.encode())[0].areas

    assert area == Circle(Point(50 * E9, nearest), 1_000)


def test_limits_are_rounded_outward() -> None:
    """Nothing becomes smaller by being read."""
    volume = one(made(altitude_lower_m=-10.0001, altitude_upper_m=10.0001))

    assert (volume.lower, volume.upper) == (Limit(-10_001), Limit(10_001))


def test_limits_may_each_have_their_datum() -> None:
    """The one of both is for whichever has none of its own."""
    volume = one(
        made(
            altitude_lower_m=1,
            altitude_upper_m=2,
            altitude_datum="MSL",
            altitude_lower_datum="AGL",
        )
    )

    assert (volume.lower, volume.upper) == (Limit(1_000, "AGL"), Limit(2_000, "MSL"))


def test_what_is_left_out_or_null_is_unknown() -> None:
    """And counts as everything."""
    volume = one(made(altitude_lower_m=None, time_start=None, recurrence=None))

    assert volume[2:] == (None, None, (Window(),), "")


@pytest.mark.parametrize(
    ("start", "end", "window"),
    [
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:01z", Window(0, 1_000)),
        (
            "1970-01-01t02:00:00+02:00",
            "1969-12-31T23:00:00-01:30",
            Window(0, 1_800_000),
        ),
        ("1970-01-01T00:00:00.0019Z", "1970-01-01T00:00:00.0011Z", Window(1, 2)),
        ("1970-01-01T00:00:00.5Z", "1970-01-01T00:00:00.5000Z", Window(500, 500)),
        ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.9991Z", Window(-1, 0)),
    ],
)
def test_a_time_is_read_outward_with_its_offset(
    start: str, end: str, window: Window
) -> None:
    """A fraction finer than a millisecond makes the window longer, never shorter."""
    assert one(made(time_start=start, time_end=end)).windows == (window,)


@pytest.mark.parametrize(
    "time",
    [
        "2026-01-31T12:00:00",
        "2026-01-31 12:00:00Z",
        "2026-02-30T12:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-01-31T12:00:00+24:00",
        "2026-01-31T12:00:00+01:60",
        "2026-01-31T12:00Z",
        "\u0662026-01-31T12:00:00Z",
        "",
        1769860800,
        True,
    ],
)
def test_a_time_that_is_none_is_refused(time: object) -> None:
    """Without an offset, on no calendar, in other figures, or as a bare number."""
    assert refusal(made(time_end=time)).startswith("The time_end of Volume A12 is ")


def test_a_volume_that_recurs_has_a_window_for_each_occurrence() -> None:
    """The last begins by the time that is named."""
    volume = one(
        made(
            time_start="1970-01-01T00:00:00Z",
            time_end="1970-01-01T00:00:10Z",
            recurrence={"every_s": 60.5, "until": "1970-01-01T00:02:01Z"},
        )
    )

    assert volume.windows == (
        Window(0, 10_000),
        Window(60_500, 70_500),
        Window(121_000, 131_000),
    )


@pytest.mark.parametrize(
    ("again", "reason"),
    [
        ({"every_s": 9, "until": "1970-01-02T00:00:00Z"}, "before it has ended"),
        ({"every_s": 10, "until": "1970-01-02T00:00:00Z"}, "more than 1,000 times"),
        ({"every_s": 10, "until": "1969-12-31T23:59:59Z"}, "recurs never"),
        ({"every_s": 10}, "until of Volume A12 is missing"),
        ({"every_s": 10.0001, "until": "1970-01-01T00:00:20Z"}, "finer than a milli"),
        ({"every_s": "10", "until": "1970-01-01T00:00:20Z"}, "the text '10'"),
        ([], "a list, and no object"),
    ],
)
def test_a_recurrence_that_cannot_be_is_refused(again: object, reason: str) -> None:
    """It neither overlaps itself nor goes on for ever."""
    sentence = refusal(
        made(
            time_start="1970-01-01T00:00:00Z",
            time_end="1970-01-01T00:00:10Z",
            recurrence=again,
        )
    )

    assert reason in sentence


def test_a_recurrence_without_an_end_of_its_span_is_refused() -> None:
    """It would never come again."""
    again = {"every_s": 9, "until": "1970-01-02T00:00:00Z"}

    assert "needs time_start and time_end" in refusal(made(recurrence=again))


def test_an_id_may_stand_at_the_feature_itself() -> None:
    """As text or a whole number, and twice if it is the same."""
    bare = {"type": "Feature", "properties": None, "geometry": POLYGON}

    assert one(bare | {"id": "X"}).id == "X"
    assert one(bare | {"id": 7}).id == "7"
    assert one(made() | {"id": "A12"}).id == "A12"


@pytest.mark.parametrize(
    ("feature", "sentence"),
    [
        (made(id=None), "The id of The feature is missing, and no text."),
        (made(id=True), "The id of The feature is true, and no text."),
        (
            made() | {"id": "B"},
            "The feature has one id of its own and another in properties.",
        ),
        (made(party=5), "The party of Volume A12 is the number 5, and no text."),
        (
            made(altitude_lower_m="100"),
            (
                "The altitude_lower_m of Volume A12 is the text '100', and no number "
                "of metres."
            ),
        ),
        (
            made(altitude_lower_m=True),
            "The altitude_lower_m of Volume A12 is true, and no number of metres.",
        ),
        (
            made(altitude_datum="NAP", altitude_lower_m=1),
            (
                "The datum of the lower limit of Volume A12 is the text 'NAP', and "
                "none of W84, MSL, AGL, STD."
            ),
        ),
        (
            made(altitude_upper_ft=100),
            "Volume A12 has altitude_upper_ft, which nobody reads: is it misspelt?",
        ),
        (
            made(drawn("Point", [30, 50])),
            "Volume A12 is a Point without radius_m.",
        ),
        (
            made(drawn("LineString", [[30, 50], [31, 50]])),
            "Volume A12 is a LineString without width_m.",
        ),
        (
            made(radius_m=5),
            "Volume A12 has radius_m, which only a Point may have.",
        ),
        (
            made(drawn("MultiPoint", [[30, 50]])),
            (
                "The geometry of volume A12 is of the kind the text 'MultiPoint': read "
                "are Polygon, MultiPolygon, Point and LineString."
            ),
        ),
        (made() | {"geometry": None}, "Volume A12 has no geometry."),
        (
            made(drawn("Polygon", [[[30, 50], [31, 50, 100], [31, 51], [30, 50]]])),
            (
                "Corner 2 of the outer ring of volume A12 is not two numbers, "
                "longitude and latitude: heights stand in properties."
            ),
        ),
        (
            made(drawn("Polygon", [[[30, 50], [31, "50"], [31, 51], [30, 50]]])),
            "Corner 2 of the outer ring of volume A12 has the text '50'.",
        ),
        (
            made(drawn("Polygon", [[[30, 50], [31, 50], [False, 51], [30, 50]]])),
            "Corner 3 of the outer ring of volume A12 has false.",
        ),
        (
            made(drawn("Polygon", [[[30, 50], [31, 50], [31, 51]]])),
            (
                "The last corner of the outer ring of volume A12 is not its first: "
                "GeoJSON closes a ring so, and it may be cut short."
            ),
        ),
        (
            made(drawn("Polygon", [])),
            "The outer ring of volume A12 is missing.",
        ),
        (
            made(drawn("Polygon", [[[50, 30], [50, 131], [51, 131], [50, 30]]])),
            (
                "Corner 2 of the outer ring of volume A12 has its latitude beyond 90 "
                "degrees, and they look swapped: GeoJSON has longitude first."
            ),
        ),
        ([], "The file is a list, and no object."),
        ({"type": "Point"}, "The file is neither a FeatureCollection nor a Feature."),
        (
            {"type": "FeatureCollection", "features": [made(), 5]},
            "Feature 2 is the number 5, and no object.",
        ),
        (
            {"type": "FeatureCollection"},
            "What the file has as features is missing, and no list.",
        ),
    ],
)
def test_what_is_no_volume_is_refused_by_name(feature: object, sentence: str) -> None:
    """One sentence, which says where to look."""
    assert refusal(feature) == sentence


@pytest.mark.parametrize("name", ["", " ", "A\n12", "A\u202e12", "x" * 201])
def test_an_id_that_cannot_be_shown_is_refused(name: str) -> None:
    """It stands in sentences, on screens, in lists."""
    assert "all of which can be seen" in refusal(made(id=name))


def test_coordinates_of_another_datum_are_refused() -> None:
    """They would be taken for other places."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4267"}}

    assert "only WGS 84" in refusal(made() | {"crs": crs})


def test_wgs_84_may_be_named() -> None:
    """As older programs do."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}

    assert one(made() | {"crs": crs}).id == "A12"


@given(st.lists(in_geojson, max_size=2))
def test_what_is_written_reads_back_the_same(volumes: list[Volume]) -> None:
    """To the last billionth of a degree, millimetre and millisecond."""
    value = geojson.collection(geojson.feature(each) for each in volumes)

    assert geojson.read(json.dumps(value).encode()) == volumes


def test_areas_of_several_kinds_cannot_be_written() -> None:
    """Nothing is left out silently."""
    with pytest.raises(Misasked, match="not all are polygons"):
        geojson.feature(Volume("A", (Polygon(CORNERS), Circle(CORNERS[0], 1))))


def test_windows_that_are_not_even_cannot_be_written() -> None:
    """A recurrence would say others."""
    windows = (Window(0, 1), Window(5, 6), Window(9, 10))

    with pytest.raises(Misasked, match="not evenly spaced"):
        geojson.feature(Volume("A", (Circle(CORNERS[0], 1),), windows=windows))


def test_a_time_beyond_the_calendar_cannot_be_written() -> None:
    """A year has four figures."""
    late = (Window(None, 253_402_300_800_000),)

    with pytest.raises(Misasked, match="after 9999"):
        geojson.feature(Volume("A", (Circle(CORNERS[0], 1),), windows=late))


@given(sensible())
def test_a_volume_that_is_not_sayable_is_written_in_parts(volume: Volume) -> None:
    """Which together are the same areas at the same times."""
    parts = geojson.sayable(volume)
    written = json.dumps(geojson.collection(map(geojson.feature, parts)))

    found = geojson.read(written.encode())

    assert found == parts
    assert {(a, w) for each in found for a in each.areas for w in each.windows} == {
        (area, window) for area in volume.areas for window in volume.windows
    }
