"""Cursor on Target is read as tracks and areas, and nothing of it is taken on trust."""

import contextlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.space.declared import sensible
from tests.space.files.drawings import RING, circle, event, links, report

from detente.record.errors import Malformed, Misasked
from detente.space.files import cot, cot_tracks, cot_volumes
from detente.space.files.cot_written import document, parts
from detente.space.notices.notice import NoticeArea
from detente.space.soundness import sound
from detente.space.volume import (
    E9,
    Area,
    Circle,
    Corridor,
    Point,
    Polygon,
    Volume,
)

CLOSED = (*RING, RING[0])
AT_MS = 1_900_000_000_000
OUTER = tuple(Point(round(lat * E9), round(lon * E9)) for lat, lon in RING)


def area(text: str, width_mm: int | None = None) -> NoticeArea:
    """Return the only area of a file."""
    found = cot_volumes.read(text.encode(), width_mm)
    [one] = found.areas
    assert found.refused == ()
    return one


def refusal(text: str) -> str:
    """Return why a drawing is no area."""
    found = cot_volumes.read(text.encode())
    assert found.areas == ()
    [one] = found.refused
    return one.why


# ---------------------------------------------------------------------------- areas


@pytest.mark.parametrize(
    ("kind", "detail", "expected"),
    [
        ("u-d-f", links(*CLOSED), Polygon(OUTER)),
        ("u-d-r", links(*RING), Polygon(OUTER)),
        ("u-d-r", links(*CLOSED), Polygon(OUTER)),
        (
            "u-d-f",
            '<shape><polyline closed="true">'
            + "".join(f'<vertex lat="{a}" lon="{b}" hae="0"/>' for a, b in RING)
            + "</polyline></shape>",
            Polygon(OUTER),
        ),
        ("u-d-c-c", circle(), Circle(Point(50_108_300_000, 8_674_400_000), 346_500)),
    ],
)
def test_a_drawing_is_an_area(kind: str, detail: str, expected: Area) -> None:
    """Of every height and time, which is a doubt."""
    found = area(event(kind, detail))

    assert found.volume == Volume("a1", (expected,))
    assert len(found.doubts) == 2
    assert "2026-09-06" in found.doubts[1]


@pytest.mark.parametrize("kind", ["u-d-f", "b-m-r"])
def test_a_line_is_a_corridor_only_with_a_width(kind: str) -> None:
    """Nobody may guess one."""
    line = event(kind, links(*RING))

    assert area(line, 500_000).volume.areas == (Corridor(OUTER, 500_000),)
    assert "--width-m" in refusal(line)


def test_a_route_that_ends_where_it_began_keeps_its_last_leg() -> None:
    """It is a patrol, and no area."""
    [corridor] = area(event("b-m-r", links(*CLOSED)), 500_000).volume.areas

    assert corridor == Corridor((*OUTER, OUTER[0]), 500_000)


def test_a_height_with_a_comma_does_not_move_a_point() -> None:
    """Some languages write 82,73 for 82.73, and the height is not read."""
    detail = links(*CLOSED).replace("82.5", "82,73679294")

    assert area(event("u-d-f", detail)).volume.areas == (Polygon(OUTER),)


def test_an_ellipse_counts_as_the_circle_about_it() -> None:
    """With a doubt: it is larger than what was drawn."""
    found = area(event("u-d-c-c", circle("500", "300")))

    [shape] = found.volume.areas
    assert isinstance(shape, Circle)
    assert shape.radius_mm == 500_000
    assert "ellipse" in found.doubts[0]


def test_the_newest_drawing_of_a_uid_counts() -> None:
    """Wherever it stands in the file."""
    old = event("u-d-c-c", circle("100", "100")).replace("2026-08-30", "2026-08-29")
    new = event("u-d-c-c", circle("200", "200"))

    for text in (old + new, new + old):
        found = area(text)
        [shape] = found.volume.areas
        assert isinstance(shape, Circle)
        assert shape.radius_mm == 200_000
        assert "1 older" in found.doubts[0]


def test_what_is_no_drawing_is_told() -> None:
    """By its line and type."""
    text = event("u-d-f", links(*CLOSED)) + "\n" + event("b-t-f", uid="chat")
    found = cot_volumes.read(text.encode())

    [one] = found.unread
    assert (one.line, one.text) == (2, "b-t-f chat")


@pytest.mark.parametrize(
    ("kind", "detail", "reason"),
    [
        ("u-d-r", links(*RING[:3]), "4 corners"),
        ("u-d-c-c", "", "one ellipse"),
        ("u-d-c-c", circle("46,38", "46,38"), "'46,38' as major"),
        ("u-d-c-c", circle("0", "0"), "radius"),
        ("u-d-c-c", circle("NaN", "NaN"), "'NaN' as major"),
        ("u-d-c-c", circle("1e999", "1e999"), "radius"),
        ("u-d-f", '<link point="50,1,8,6,82"/>', "Point 1, line 1"),
        ("u-d-f", '<link point="50"/>', "Point 1, line 1"),
        ("u-d-f", links(*RING[:2]) + '<link point="x,8.6"/>', "Point 3, line 1"),
        ("u-d-f", links(*RING[:2]) + '<link point="NaN,8.6"/>', "Point 3, line 1"),
        ("u-d-f", links((1, 1), (1, 2), (1, 1)), "orners"),
        ("u-d-f", links((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)), "corner"),
        ("u-d-f", links((91, 0), (1, 1), (1, 0), (91, 0)), "orner 1"),
    ],
)
def test_a_drawing_that_is_no_area_says_why(
    kind: str, detail: str, reason: str
) -> None:
    """Naming the point or the corner."""
    assert reason in refusal(event(kind, detail))


# --------------------------------------------------------------------------- tracks


def test_the_events_of_a_uid_are_a_track() -> None:
    """Heights are above the ellipsoid; 9999999 is none."""
    text = "\n".join(
        [
            report("N-1", "2026-01-31T12:00:00Z", "50.5", "30.5", hae="120.5"),
            report("S-1", "2026-01-31T12:00:00Z", "51", "31"),
            report("N-1", "2026-01-31T12:01:00.25Z", "50.6", "30.5", hae="9999999.0"),
        ]
    )
    tracks, problems = cot_tracks.tracks(text.encode())

    assert problems == []
    assert tracks.ids == ["N-1", "S-1"]
    assert tracks.of.tolist() == [0, 1, 0]
    assert tracks.alt_mm.tolist()[0] == 120_500
    assert tracks.alt_mm.tolist()[1] == tracks.alt_mm.tolist()[2]
    assert tracks.time_us.tolist()[2] - tracks.time_us.tolist()[0] == 60_250_000


@pytest.mark.parametrize("letter", ["f", "h", "n", "u", "p", "s"])
def test_it_makes_no_difference_who_takes_an_object_for_an_enemy(letter: str) -> None:
    """That is the view of whoever sent it."""
    text = report("N-1", "2026-01-31T12:00:00Z", "50.5", "30.5")
    other = text.replace("a-f-G", f"a-{letter}-G")

    assert repr(cot_tracks.tracks(other.encode())) == repr(
        cot_tracks.tracks(text.encode())
    )


def test_a_device_without_a_fix_is_told_and_not_swept() -> None:
    """It is not off the coast of Africa."""
    text = report("N-1", "2026-01-31T12:00:00Z", "0.0", "0.0")
    text += report("N-1", "2026-01-31T12:01:00Z", "50.5", "30.5")
    tracks, [problem] = cot_tracks.tracks(text.encode())

    assert len(tracks.of) == 1
    assert problem.sentence == (
        "Track N-1 has no fix in events 1; nothing is swept there."
    )


def test_what_is_no_report_is_told() -> None:
    """A drawing is no object."""
    text = report("N-1", "2026-01-31T12:00:00Z", "50.5", "30.5")
    _, [problem] = cot_tracks.tracks((text + event("u-d-c-c", circle())).encode())

    assert problem.sentence == "1 events are no reports of objects: u-d-c-c."


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("N-1", "noon", "50.5", "30.5"), "Event 2, line 2, column time"),
        (("N-1", "2026-01-31T12:00:00Z", "95", "30.5"), "Event 2, line 2, column lat"),
        (("N-1", "2026-01-31T12:00:00Z", "nan", "30.5"), "Event 2, line 2, column lat"),
        (("", "2026-01-31T12:00:00Z", "5", "30.5"), "Event 2, line 2, has no uid"),
    ],
)
def test_a_wrong_report_is_named_by_event_and_line(
    given: tuple[str, str, str, str], reason: str
) -> None:
    """And nothing of the file is taken."""
    text = report("N-1", "2026-01-31T12:00:00Z", "50.5", "30.5") + "\n"

    with pytest.raises(Malformed, match=reason):
        cot_tracks.tracks((text + report(*given)).encode())


# ---------------------------------------------------------------------------- files


def test_events_stand_alone_in_a_row_or_within_one_element() -> None:
    """As a stream leaves them, each perhaps with a prolog of its own."""
    prolog = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    one, two = event("a-f-G"), event("a-f-G", uid="a2")

    for text in (
        f"{prolog}{one}\n{prolog}{two}",
        f"{prolog}<events>{one}{two}</events>",
        f"\ufeff{one}{two}\n",
    ):
        assert [each.uid for each in cot.events(text.encode())] == ["a1", "a2"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + event("a-f-G"), "Line 1 declares"),
        (event("a-f-G") + "\n<!ENTITY b>", "Line 2 declares"),
        (event("a-f-G", "&b;"), "undefined entity"),
        (event("a-f-G") + "</a>", "mismatched tag"),
        ("<a/>", "no event"),
        ("<a>" * 40, "more elements"),
        ("<?xml vers" * 100_000, "no XML"),
        (event(""), "has no type"),
        (event("a-f-G", uid="a\u202eb"), "cannot be shown"),
        ('<?xml version="1.0" encoding="cp1251"?>' + event("a-f-G"), "no UTF-8"),
    ],
)
def test_what_is_no_such_file_is_refused(text: str, reason: str) -> None:
    """In one sentence."""
    with pytest.raises(Malformed, match=reason):
        cot.events(text.encode())


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_comes_is_events_or_one_sentence(data: bytes) -> None:
    """Nothing else is raised."""
    with contextlib.suppress(Malformed):
        cot.events(data)


# -------------------------------------------------------------------------- written


@given(sensible())
def test_a_volume_that_is_written_reads_back_as_the_same(volume: Volume) -> None:
    """Its parts, if it has several areas; without a doubt."""
    expected = list(parts(volume))
    assume(not any(True for each in expected for _ in sound.faults(each)))

    found = cot_volumes.read(document([volume], AT_MS))

    assert [each.volume for each in found.areas] == expected
    assert not any(each.doubts for each in found.areas)
    assert (found.refused, found.unread) == ((), ())


def test_a_volume_of_ten_thousand_corners_is_written_and_read() -> None:
    """As many as a volume may have."""
    half = 4_999
    north = [Point(51 * E9, 30 * E9 + at * 100_000) for at in range(half)]
    south = [Point(50 * E9, each.lon_e9) for each in reversed(north)]
    volume = Volume("a", (Polygon((*south, *north)),))

    [found] = cot_volumes.read(document([volume], AT_MS)).areas

    assert found.volume == volume


def test_a_drawing_says_nothing_of_friend_or_enemy() -> None:
    """Whoever reads it makes of it what they like."""
    text = document([Volume("a", (Polygon(OUTER),), party="NORTH")], AT_MS).decode()

    assert 'type="u-d-f"' in text
    assert 'type="a-' not in text


def test_a_hole_cannot_be_written() -> None:
    """It would be filled, and the area be another."""
    hole = tuple(Point(p.lat_e9 // 2, p.lon_e9) for p in OUTER)

    with pytest.raises(Misasked, match="GeoJSON"):
        document([Volume("a", (Polygon(OUTER, (hole,)),))], AT_MS)
