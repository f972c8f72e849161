"""Read a list of sites: each row a notification, or what is wrong with it (17.1, 17.2).

Syria 2019: 27 of 182 listed sites were hit, and some coordinates of the list were
wrong. So a row is taken whole or not at all, rows are compared with each other, and
whatever was read in one of two ways stands there as a doubt.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Final, NamedTuple

import msgspec

from detente.dialogue.forms import site
from detente.dialogue.position import SPOT_M, Position, apart_m, second_fix
from detente.report import filling
from detente.report.filling import Unfilled
from detente.report.tables import headings, places
from detente.report.tables.sheet import Cell, Cells, Doubt, Fault, Sheet, Wrong

NEEDED: Final = (
    *("site_id", "organisation", "name", "local_name", "function"),
    *("fix_source", "fix_at", "revalidate_by", "contact"),
)
_TEXTS: Final = (
    *("site_id", "organisation", "name", "local_name", "address", "fix_source"),
    *("confirmed_by", "roof_marking", "night_marking", "thermal_marking"),
    "verification",
)
_DATES: Final = ("fix_at", "revalidate_by")
_FIRST_DAY: Final = date(1899, 12, 30)
_SERIAL_DAYS: Final = range(36_526, 73_051)
_TOO_NEAR_M: Final = 20
_STEPS: Final = 19
_FEW: Final = 5
_NEAR_DEG: Final = 5
_FAR_DEG: Final = 10


class Site(NamedTuple):
    """A row that is a site."""

    row: int
    body: site.Notified


class Sites(NamedTuple):
    """What a list says: sites, faults and doubts, and the columns that nobody reads."""

    sites: tuple[Site, ...]
    faults: tuple[Fault, ...]
    doubts: tuple[Doubt, ...]
    unread: tuple[str, ...]


def read(sheet: Sheet, filled: Mapping[str, str]) -> Sites:
    """Return the sites of a list.

    Args:
        sheet: the list.
        filled: what stands in every row that says nothing itself.

    Raises:
        Malformed: its first row names no such columns.
        Misasked: a field that no site has was filled in.
    """
    asked = headings.listed(sheet.heading, headings.SITE, NEEDED, filled)
    sites, faults, doubts = list[Site](), list[Fault](), list[Doubt]()
    doubts += [Doubt(0, each) for each in sheet.doubts]
    for row in sheet.rows:
        try:
            body, told = _site(asked.cells(row))
        except Wrong as error:
            faults.append(Fault(row.number, error.column, error.reason))
            continue
        sites.append(Site(row.number, body))
        doubts += [Doubt(row.number, each) for each in told]
    sites = list(_unturned(sites, doubts))
    sites, again = _once(sites)
    doubts += _close(sites)
    faults += again
    ordered = tuple(sorted(faults)), tuple(sorted(doubts))
    return Sites(tuple(sites), *ordered, asked.found.unread)


def _site(cells: Cells) -> tuple[site.Notified, list[str]]:
    """Return a site and what is doubtful about it.

    Raises:
        Wrong: a cell is empty or says nothing.
    """
    for name in NEEDED:
        cells.needed(name)
    where = places.place(cells)
    doubts = list(where.doubts)
    typed = [(name, cells.text(name)) for name in _TEXTS if cells.text(name)]
    typed.append(("function", _function(cells.text("function"))))
    typed += [("entrances", each) for each in _parts(cells.text("entrances"))]
    for name in _DATES:
        text, doubt = _date(cells.of(name), name)
        typed.append((name, text))
        doubts += doubt
    if cells.of("contact").stored == "number":
        doubts.append("Its contact was kept as a number: a plus or nought may be lost.")
    given: dict[str, object] = {
        "position": where.place,
        "personal": _personal(cells),
    }
    if corners := cells.text("footprint"):
        given["footprint"] = _footprint(corners)
    try:
        body = filling.from_fields(
            filling.choose("SITE", "notified"), typed, _plain(given)
        )
    except Unfilled as error:
        raise Wrong(error.field, error.reason) from error
    assert isinstance(body, site.Notified)  # noqa: S101 - it was chosen above
    return body, doubts


def _plain(given: Mapping[str, object]) -> Mapping[str, object]:
    return {name: msgspec.to_builtins(value) for name, value in given.items()}


def _function(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())


def _parts(text: str) -> list[str]:
    return [each.strip() for each in text.split(";") if each.strip()]


def _date(cell: Cell, name: str) -> tuple[str, list[str]]:
    """Return a date as a form takes it, and what is doubtful about it.

    Raises:
        Wrong: it can be read in two ways, or in none.
    """
    text = cell.text
    if cell.stored == "number" and text.isdigit() and int(text) in _SERIAL_DAYS:
        day = (_FIRST_DAY + timedelta(days=int(text))).isoformat()
        return day, [f"Its {name} is the number {text}: read as the day {day}."]
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        raise Wrong(name, f"{text[:40]!r} is no date: write it as 2026-01-31")
    if cell.stored == "date" and "T" in text:
        return text, [f"Its {name} has no zone: read as {text}, in UTC."]
    return text, []


def _personal(cells: Cells) -> site.Personal:
    return site.Personal(
        contact=cells.text("contact"),
        focal_point=cells.text("focal_point"),
        persons_day=_count(cells, "persons_day"),
        persons_night=_count(cells, "persons_night"),
    )


def _count(cells: Cells, name: str) -> int:
    text = cells.text(name) or "0"
    if not re.fullmatch(r"\d{1,7}", text, re.ASCII):
        raise Wrong(name, f"{text[:40]!r} is no whole number")
    return int(text)


def _footprint(text: str) -> list[dict[str, int]]:
    """Return corners that are given one after the other, apart by semicolons.

    Raises:
        Wrong: one is no place.
    """
    corners = []
    for number, each in enumerate(_parts(text), 1):
        try:
            place = places.place(Cells({"position": Cell(each)})).place
        except Wrong as error:
            raise Wrong("footprint", f"corner {number}: {error.reason}") from error
        corners.append({"lat_e5": place.lat_e5, "lon_e5": place.lon_e5})
    return corners


# ------------------------------------------------------------------ rows beside rows


def _unturned(sites: Sequence[Site], doubts: list[Doubt]) -> Iterator[Site]:
    """Yield sites, those put right that lie among the others only when swapped."""
    spots = [(each.body.position.lat_e5, each.body.position.lon_e5) for each in sites]
    if len(spots) < _FEW:
        yield from sites
        return
    middle = int(median(s[0] for s in spots)), int(median(s[1] for s in spots))
    for each, (lat, lon) in zip(sites, spots, strict=True):
        swapped = Position(lon, lat)
        if (
            not places.far((lat, lon), middle, _FAR_DEG)
            or not swapped.sound
            or places.far((lon, lat), middle, _NEAR_DEG)
            or _confirmed(each.body.position)
        ):
            yield each
            continue
        why = "so it lies among the others"
        doubts.append(Doubt(each.row, places.turned(lat, lon, why).doubts[0]))
        yield _moved(each, swapped)


def _confirmed(place: Position) -> bool:
    """Say whether a second fix holds a place where it is."""
    second = second_fix(place) if place.twice else None
    return second is not None and apart_m((place.lat_e5, place.lon_e5), second) < SPOT_M


def _moved(each: Site, place: Position) -> Site:
    was = each.body.position
    now = Position(place.lat_e5, place.lon_e5, was.mgrs, was.bearing)
    return each._replace(body=msgspec.structs.replace(each.body, position=now))


def _once(sites: Sequence[Site]) -> tuple[list[Site], list[Fault]]:
    """Return sites whose number is their own, and a fault for each that is not."""
    by_id = defaultdict[str, list[Site]](list)
    for each in sites:
        by_id[each.body.site_id].append(each)
    alone = [each for each in sites if len(by_id[each.body.site_id]) == 1]
    faults = []
    for id_, several in by_id.items():
        for each in several if len(several) > 1 else ():
            others = ", ".join(str(o.row) for o in several if o is not each)
            reason = f"the site number {id_[:40]} stands in row {others} too"
            faults.append(Fault(each.row, "site_id", reason))
    return alone, faults


def _close(sites: Sequence[Site]) -> Iterator[Doubt]:
    """Yield sites that lie in one place with one before them."""
    order = sorted(sites, key=lambda each: each.body.position.lat_e5)
    for at, one in enumerate(order):
        here = one.body.position
        for other in order[at + 1 :]:
            there = other.body.position
            if there.lat_e5 - here.lat_e5 > _STEPS:
                break
            spots = (here.lat_e5, here.lon_e5), (there.lat_e5, there.lon_e5)
            off_m = apart_m(*spots)
            if off_m <= _TOO_NEAR_M:
                first, second = sorted((one.row, other.row))
                yield Doubt(
                    second, f"It lies {off_m} m from row {first}: is it one site twice?"
                )
