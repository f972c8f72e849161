"""Decide where a row of a list lies: degrees, minutes and seconds, or MGRS.

A position of a list has been copied by hand more than once. So the two ways in which
copies go wrong are looked for by name: latitude and longitude changed places, and a
second fix that is somewhere else.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, NamedTuple

from detente.dialogue import position
from detente.dialogue.position import (
    E5,
    LARGEST_LAT_E5,
    LARGEST_LON_E5,
    SPOT_M,
    Bearing,
    Position,
)
from detente.report.tables.sheet import EMPTY, Cells, Wrong
from detente.space.notices import positions
from detente.space.notices.areas import shown
from detente.space.notices.text import plain

_PLAIN: Final = re.compile(r"([+-]?\d{1,3})(?:[.,](\d+))?\s*°?")
_BOTH: Final = re.compile(r"(?:\s*[;/]\s*|\s*,\s+|(?<=\d),(?=[+-]?\d+\.)|\s+)")
_MGRS: Final = re.compile(
    r"\d{0,2}\s*[A-Z]\s*[A-Z]{2}\s*(?:\d{2,10}|\d{1,5}\s+\d{1,5})", re.IGNORECASE
)
_MARKED: Final = re.compile("[NSEW北南东東西]", re.IGNORECASE)
_STEP: Final = Decimal("0.00001")
_E4: Final = 10_000
_FEWEST_PLACES: Final = 4
_SAME_M: Final = 1_000
_LONGEST: Final = 100


class Found(NamedTuple):
    """Where a row lies, and what is doubtful about it."""

    place: Position
    doubts: tuple[str, ...] = ()


class _Point(NamedTuple):
    lat_e5: int
    lon_e5: int
    doubts: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[int, int]:
        """The place alone."""
        return self.lat_e5, self.lon_e5

    @property
    def turned(self) -> "_Point":
        """The place with latitude and longitude changed."""
        return self._replace(lat_e5=self.lon_e5, lon_e5=self.lat_e5)

    @property
    def sound(self) -> bool:
        """Whether it is on the Earth."""
        return Position(self.lat_e5, self.lon_e5).sound


def place(cells: Cells) -> Found:
    """Return where a row lies.

    Raises:
        Wrong: a cell of it cannot be read, or it lies nowhere.
    """
    for name in ("lat", "lon", "position", "mgrs", "bearing_lat", "bearing_lon"):
        if len(cells.text(name)) > _LONGEST:
            raise Wrong(name, f"it is longer than {_LONGEST} signs, and no place")
    cells = _gridded(cells)
    point, grid = _point(cells), cells.text("mgrs")
    if point is None and not grid:
        raise Wrong("lat", "it is empty, and must be filled in")
    second = None
    if grid:
        second = position.second_fix(Position(0, 0, grid))
        if second is None:
            raise Wrong("mgrs", f"{grid[:40]!r} is no place of the grid")
    if point is None and second is not None:
        why = "Its coordinates were computed from its MGRS: neither confirms the other."
        return Found(Position(*second, mgrs=grid), (why,))
    assert point is not None  # noqa: S101 - one of both is there
    bearing = None if grid else _bearing(cells)
    if bearing is not None:
        second = position.second_fix(Position(*point.place, bearing=bearing))
    point = _unturned(point, second)
    doubts = (*point.doubts, *_second_doubts(point, second))
    return Found(Position(*point.place, mgrs=grid, bearing=bearing), doubts)


def _gridded(cells: Cells) -> Cells:
    """Return cells whose position, where it is of MGRS, stands as that."""
    both = cells.of("position")
    if cells.text("mgrs") or not _MGRS.fullmatch(plain(both.text).strip()):
        return cells
    return Cells({**cells.named, "position": EMPTY, "mgrs": both})


def _unturned(point: _Point, second: tuple[int, int] | None) -> _Point:
    """Return a point with latitude and longitude in their places.

    Raises:
        Wrong: it lies nowhere, or where empty cells end up.
    """
    if point.place == (0, 0):
        raise Wrong("lat", "the place is 0, 0, where cells that were empty end up")
    if not point.sound:
        if point.turned.sound and abs(point.lat_e5) > LARGEST_LAT_E5:
            return _turned(point, "the latitude is beyond 90 degrees")
        column = "lat" if abs(point.lat_e5) > LARGEST_LAT_E5 else "lon"
        raise Wrong(column, "it lies beyond 90 degrees, or a longitude beyond 180")
    if second is not None and point.turned.sound:
        off_m = position.apart_m(point.place, second)
        other_m = position.apart_m(point.turned.place, second)
        if other_m <= _SAME_M < off_m:
            return _turned(point, "so the second fix has it")
    return point


def _turned(point: _Point, why: str) -> _Point:
    return turned(point.lat_e5, point.lon_e5, why, point.doubts)


def turned(lat_e5: int, lon_e5: int, why: str, doubts: tuple[str, ...] = ()) -> _Point:
    """Return a point whose latitude and longitude change places, with the doubt."""
    said = (
        f"Latitude and longitude look swapped ({why}): read as latitude "
        f"{_text(lon_e5)}, longitude {_text(lat_e5)}."
    )
    return _Point(lon_e5, lat_e5, (*doubts, said))


def _second_doubts(point: _Point, second: tuple[int, int] | None) -> Iterator[str]:
    if second is None:
        yield (
            "Its position is given once: every node will mark it (clause 14.1). Add "
            "mgrs, or a bearing from a named place."
        )
        return
    off_m = position.apart_m(point.place, second)
    if off_m > SPOT_M:
        yield f"Its two fixes lie {off_m:,} m apart: ask which is right."


# --------------------------------------------------------------------------- figures


def _point(cells: Cells) -> _Point | None:
    """Return where the coordinates of a row are; none if it has no coordinates."""
    lat, lon = cells.text("lat"), cells.text("lon")
    both = cells.text("position")
    if both and not (lat or lon):
        return _of_both(both)
    if not lat and not lon:
        return None
    for name, text in (("lat", lat), ("lon", lon)):
        if not text:
            raise Wrong(name, "it is empty, and must be filled in")
    return _of_two(lat, lon, ("lat", "lon"))


def _of_both(text: str) -> _Point:
    clean = plain(text).strip()
    halves = _BOTH.split(clean)
    if len(halves) == 2 and all(map(_PLAIN.fullmatch, halves)):  # noqa: PLR2004
        return _of_two(halves[0], halves[1], ("position", "position"))
    return _of_text(clean, "position")


def _of_two(lat: str, lon: str, names: tuple[str, str]) -> _Point:
    figures = [_PLAIN.fullmatch(plain(each).strip()) for each in (lat, lon)]
    if not all(figures):
        sided = _sided(lat, "NS", names[0]), _sided(lon, "EW", names[1])
        return _of_text(" ".join(sided), names[0])
    scaled, places = [], []
    for found in figures:
        assert found is not None  # noqa: S101 - all were found
        places.append(len(found[2] or ""))
        whole = Decimal(f"{found[1]}.{found[2] or 0}")
        scaled.append(int(whole.quantize(_STEP, ROUND_HALF_EVEN).scaleb(5)))
    doubts: tuple[str, ...] = ()
    if max(places) < _FEWEST_PLACES:
        said = f"It is given to {max(places)} places of a degree: "
        doubts = (f"{said}right to {_coarse(max(places))} at best.",)
    return _Point(scaled[0], scaled[1], doubts)


def _coarse(places: int) -> str:
    return ("110 km", "11 km", "1.1 km", "110 m")[places]


def _sided(text: str, sides: str, column: str) -> str:
    """Return a figure with the letter of its side, which its sign may stand for.

    Raises:
        Wrong: it is none.
    """
    clean = plain(text).strip()
    if not any(each.isdigit() for each in clean):
        raise Wrong(column, f"{text[:40]!r} is no figure of degrees")
    if _MARKED.search(clean):
        return clean
    side = sides[clean.startswith("-")]
    return f"{clean.lstrip('+-').strip()}{side}"


def _of_text(text: str, column: str) -> _Point:
    """Return a place of degrees, minutes and seconds (clause 31.2).

    Raises:
        Wrong: it is none, or several.
    """
    placed = positions.positions(text)
    if len(placed) != 1 or placed[0].point is None:
        why = f" ({placed[0].wrong})" if len(placed) == 1 and placed[0].wrong else ""
        raise Wrong(
            column,
            f"{text[:60]!r} is no one place{why}: write 36.71800, or 36°43'04.8\"N",
        )
    [found] = placed
    assert found.point is not None  # noqa: S101 - it was looked at above
    doubts = []
    if found.other is not None:
        doubts.append(
            "The figures after the point may be parts of a minute or seconds: read as "
            f"{shown(found.point)}, otherwise {shown(found.other)}."
        )
    if found.doubt:
        doubts.append(f"Its position: {found.doubt}.")
    lat_e9, lon_e9 = found.point
    return _Point(round(lat_e9 / _E4), round(lon_e9 / _E4), tuple(doubts))


def _bearing(cells: Cells) -> Bearing | None:
    """Return the second fix as bearing and distance, if the row has one.

    Raises:
        Wrong: it has half of one.
    """
    if not (named := cells.text("bearing_place")):
        return None
    names = {"lat": "bearing_lat", "lon": "bearing_lon"}
    for name in names.values():
        cells.needed(name)
    own = Cells({name: cells.of(column) for name, column in names.items()})
    try:
        origin = _point(own)
    except Wrong as error:
        raise Wrong(names[error.column], error.reason) from error
    assert origin is not None  # noqa: S101 - both figures are there
    figures = []
    for name in ("bearing_deg", "distance_m"):
        text = cells.needed(name)
        if not re.fullmatch(r"\d{1,7}", text, re.ASCII):
            raise Wrong(name, f"{text[:40]!r} is no whole number")
        figures.append(int(text))
    return Bearing(named, *origin.place, *figures)


def _text(value_e5: int) -> str:
    return f"{Decimal(value_e5).scaleb(-5):.5f}"


def far(one: tuple[int, int], other: tuple[int, int], degrees: int) -> bool:
    """Say whether two places lie so many degrees apart, in latitude or longitude."""
    east = abs(one[1] - other[1]) % (2 * LARGEST_LON_E5)
    east = min(east, 2 * LARGEST_LON_E5 - east)
    return max(abs(one[0] - other[0]), east) > degrees * E5
