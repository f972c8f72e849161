"""Decide which column of a list is which field, by the many names that lists use."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from detente.record.errors import Malformed, Misasked
from detente.report.tables.sheet import Cell, Cells, Row

Names = Mapping[str, Sequence[str]]

PLACE: Final[Names] = {
    "lat": ("latitude", "lat wgs84", "latitude wgs84", "y", "lat dd", "широта", "纬度"),
    "lon": (
        *("longitude", "lon wgs84", "longitude wgs84", "long", "lng", "x", "lon dd"),
        *("долгота", "经度"),
    ),
    "position": ("coordinates", "coords", "gps", "lat lon", "координаты", "坐标"),
    "mgrs": ("mgrs grid", "grid", "grid reference", "second fix"),
    "bearing_place": ("bearing from", "named place"),
    "bearing_lat": ("named place lat",),
    "bearing_lon": ("named place lon",),
    "bearing_deg": ("true bearing", "bearing"),
    "distance_m": ("distance", "bearing distance"),
}
SITE: Final[Names] = {
    "site_id": ("id", "site", "site number", "site no", "site code", "code", "number"),
    "organisation": ("organization", "org", "agency", "owner", "организация", "机构"),
    "name": ("site name", "facility", "facility name", "название", "名称"),
    "local_name": ("name in local script", "local", "name local", "native name"),
    "function": ("type", "site type", "facility type", "category", "тип", "类型"),
    "address": ("location", "admin area", "адрес", "地址"),
    **PLACE,
    "fix_source": ("source", "source of the fix", "coordinate source", "gps source"),
    "fix_at": ("date of the fix", "fix date", "gps date", "coordinate date"),
    "confirmed_by": ("second confirmation", "confirmation"),
    "footprint": ("outline", "corners"),
    "entrances": ("entrance", "entries"),
    "roof_marking": ("roof marking", "roof"),
    "night_marking": ("night marking", "marking by night"),
    "thermal_marking": ("thermal marking", "thermal"),
    "revalidate_by": ("re validate by", "valid until", "expiry", "review by"),
    "verification": ("verified by", "verified"),
    "contact": ("24 7 contact", "contact 24 7", "phone", "telephone", "duty contact"),
    "focal_point": ("focal point", "focal person"),
    "persons_day": ("persons by day", "people by day", "day"),
    "persons_night": ("persons by night", "people by night", "night"),
}
MOVE: Final[Names] = {
    "movement_id": ("movement", "movement number", "movement no", "convoy", "id"),
    "organisations": ("organisation", "organization", "organizations", "org", "agency"),
    "purpose": ("type", "movement type"),
    "text": ("remarks", "description"),
    "stop": ("name", "place", "location", "stop name", "waypoint"),
    **PLACE,
    "arrives_at": ("eta", "arrival", "arrives"),
    "leaves_at": ("etd", "departure", "leaves", "departs"),
    "check_in": ("check in interval", "check in every", "interval"),
    "lost_contact_action": ("lost contact action", "on lost contact"),
    "abort_word": ("abort word",),
    "route": ("road",),
    "alternate_route": ("alternate route", "alternative route"),
    "checkpoints": ("checkpoint",),
    "overnight_stops": ("overnight stop", "overnight"),
    "cargo": ("load",),
    "tracker": ("gps tracker",),
    "escort": ("armed escort",),
    "persons": ("people", "number of persons"),
    "leader": ("convoy leader", "team leader"),
    "communications": ("comms", "phone", "contact"),
}
_SIGNS: Final = re.compile(r"[\s_/.()\[\]:-]+")


class Columns(NamedTuple):
    """Where the columns stand that are read, and the names of those that are not."""

    at: Mapping[str, int]
    unread: tuple[str, ...]

    def cells(self, row: Row) -> Cells:
        """Return the cells of a row by the names of the columns."""
        return Cells(
            {name: row.cells[at] for name, at in self.at.items() if at < len(row.cells)}
        )


def columns(heading: Row, names: Names) -> Columns:
    """Return where the columns stand.

    Raises:
        Malformed: two columns are the same field.
    """
    known = {
        _bare(each): name for name, others in names.items() for each in (name, *others)
    }
    found: dict[str, int] = {}
    unread: list[str] = []
    for at, cell in enumerate(heading.cells):
        name = known.get(_bare(cell.text))
        if name is None:
            unread += [cell.text] if cell.text else []
        elif name in found:
            one = heading.cells[found[name]].text
            raise Malformed(
                f"The columns {one[:40]!r} and {cell.text[:40]!r} are both {name}: "
                "rename the one that is not."
            )
        else:
            found[name] = at
    return Columns(found, tuple(unread))


def _bare(text: str) -> str:
    return _SIGNS.sub(" ", text.casefold()).strip()


class List(NamedTuple):
    """A list of one kind of thing: its columns, and what fills an empty cell."""

    found: Columns
    usual: Mapping[str, Cell]

    def cells(self, row: Row) -> Cells:
        """Return the cells of a row, an empty one as the whole list has it."""
        own = self.found.cells(row).named
        said = {name: cell for name, cell in own.items() if cell.text}
        return Cells({**self.usual, **said})


def listed(
    heading: Row, names: Names, needed: Iterable[str], filled: Mapping[str, str]
) -> List:
    """Return a list by its first row.

    Args:
        heading: the first row.
        names: which column is which field.
        needed: the fields that every row must fill in.
        filled: what stands in every row that says nothing itself.

    Raises:
        Malformed: columns are missing, or two are the same field.
        Misasked: what was filled in is no field of such a list.
    """
    unknown = [name for name in filled if name not in names]
    if unknown:
        raise Misasked(f"Such a list has no column {unknown[0][:40]}.")
    usual = {name: Cell(text) for name, text in filled.items()}
    found = columns(heading, names)
    missing = [name for name in needed if name not in {*found.at, *usual}]
    if not {"position", "mgrs"} & found.at.keys():
        missing += [name for name in ("lat", "lon") if name not in found.at]
    if missing:
        raise Malformed(
            f"The table has no column {', '.join(missing)}: name it so in the first "
            "row, or give one value for all rows with --field NAME=TEXT."
        )
    return List(found, usual)
