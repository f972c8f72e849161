"""Read volumes from the JSON of ASTM F3548-21, and write them.

Read is a list of `Volume4D`, or operational intents and constraints, alone, in a list,
or in the answer of a service: an id from `reference.id`, the party from its `manager`,
the volumes that are off nominal among the others. A `Volume4D` has one outline, two
limits and one window; so all of one intent that share limits and windows make one
volume. If an intent makes several, they are called ID#1, ID#2 and so on. A bare
`Volume4D` has the id that stands beside it, or its number in the list.

The standard knows heights above the ellipsoid in metres alone; corridors and other data
are ours, and cannot be written so. Whether volumes make sense is decided by
`detente.space.soundness.sound`.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, assert_never

from detente.record.errors import Malformed, Misasked
from detente.space import figures
from detente.space.files import jsontext
from detente.space.soundness.sound import ring_name
from detente.space.volume import (
    Area,
    Circle,
    Corridor,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

WRAPPINGS: Final = ("operational_intent", "constraint")
LISTS: Final = ("operational_intents", "constraints", "volumes")
_LISTED: Final = ("volumes", "off_nominal_volumes")


class Piece(NamedTuple):
    """One `Volume4D`."""

    area: Area
    lower: Limit | None
    upper: Limit | None
    window: Window


def read(data: bytes) -> list[Volume]:
    """Return the volumes of an F3548 text.

    Raises:
        Malformed: it is none, or a part of it is no volume.
    """
    return volumes(jsontext.parse(data))


def is_meant(value: object) -> bool:
    """Say whether a value of JSON looks like what F3548 has."""
    if isinstance(value, list):
        return True
    names = {"volume", "reference", *WRAPPINGS, *LISTS}
    return isinstance(value, dict) and not names.isdisjoint(value)


def volumes(value: object) -> list[Volume]:
    """Return the volumes of F3548 that `jsontext.parse` has read.

    Raises:
        Malformed: it is no F3548, or a part of it is no volume.
    """
    found: list[Volume] = []
    for number, each in enumerate(_listed(value), 1):
        part = figures.table(each, f"Part {number} of the file")
        for name in WRAPPINGS:
            if name in part:
                part = figures.table(part[name], f"What part {number} has as {name}")
        if "volume" in part:
            id_ = _id(part.get("id"), str(number), f"part {number} of the file")
            found.append(_joined(id_, "", [_piece(part, f"volume {id_}")])[0])
        elif "reference" in part:
            found += _declared(part, f"part {number} of the file")
        else:
            raise Malformed(
                f"Part {number} of the file has neither a volume nor a reference."
            )
    return found


def _listed(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    for name in LISTS:
        if name in figures.table(value, "The file"):
            return figures.row(figures.table(value, "")[name], f"What stands as {name}")
    return [value]


def _id(given: object, otherwise: str, of: str) -> str:
    return otherwise if given is None else figures.name(given, f"The id of {of}")


def _declared(part: Mapping[str, object], of: str) -> list[Volume]:
    """Return the volumes of an operational intent or a constraint."""
    reference = figures.table(part["reference"], f"The reference of {of}")
    id_ = figures.name(reference.get("id"), f"The id of {of}")
    party = reference.get("manager")
    if party is None or party == "":
        party = ""
    else:
        party = figures.name(party, f"The manager of {id_}")
    details = figures.table(part.get("details"), f"What {id_} has as details")
    given = [
        each
        for name in _LISTED
        if details.get(name) is not None
        for each in figures.row(details[name], f"What {id_} has as {name}")
    ]
    if not given:
        raise Malformed(f"{id_} has no volumes.")
    pieces = []
    for number, each in enumerate(given, 1):
        of = f"volume {number} of {id_}"
        pieces.append(_piece(figures.table(each, f"What should be {of}"), of))
    return _joined(id_, party, pieces)


def _joined(id_: str, party: str, pieces: Iterable[Piece]) -> list[Volume]:
    """Make one volume of all that share limits and windows."""
    spans: dict[tuple[Area, Limit | None, Limit | None], dict[Window, None]] = {}
    for area, lower, upper, window in pieces:
        spans.setdefault((area, lower, upper), {})[window] = None
    alike: dict[tuple[Limit | None, Limit | None, tuple[Window, ...]], list[Area]] = {}
    for (area, lower, upper), windows in spans.items():
        alike.setdefault((lower, upper, tuple(windows)), []).append(area)
    return [
        Volume(
            id_ if len(alike) == 1 else f"{id_}#{number}",
            tuple(areas),
            lower,
            upper,
            windows,
            party,
        )
        for number, ((lower, upper, windows), areas) in enumerate(alike.items(), 1)
    ]


# ------------------------------------------------------------------------ one Volume4D


def _piece(part: Mapping[str, object], of: str) -> Piece:
    volume = figures.table(part.get("volume"), f"What is to be {of}")
    return Piece(
        _area(volume, of),
        _limit(volume.get("altitude_lower"), f"The altitude_lower of {of}", up=False),
        _limit(volume.get("altitude_upper"), f"The altitude_upper of {of}", up=True),
        Window(
            _time(part.get("time_start"), f"The time_start of {of}", up=False),
            _time(part.get("time_end"), f"The time_end of {of}", up=True),
        ),
    )


def _area(volume: Mapping[str, object], of: str) -> Area:
    polygon, circle = volume.get("outline_polygon"), volume.get("outline_circle")
    if (polygon is None) == (circle is None):
        raise Malformed(
            f"The outline of {of} is not one: outline_polygon or outline_circle."
        )
    if circle is not None:
        given = figures.table(circle, f"The outline_circle of {of}")
        radius_mm = _metres(given.get("radius"), f"The radius of {of}", up=True)
        return Circle(_point(given.get("center"), f"The centre of {of}"), radius_mm)
    given = figures.table(polygon, f"The outline_polygon of {of}")
    ring = f"{ring_name(0)} of {of}"
    vertices = figures.row(given.get("vertices"), f"What is to be {ring}")
    points = tuple(
        _point(each, f"Corner {number} of {ring}")
        for number, each in enumerate(vertices, 1)
    )
    return Polygon(points[:-1] if points[:1] == points[-1:] else points)


def _point(value: object, what: str) -> Point:
    given = figures.table(value, what)
    found = []
    for name in ("lat", "lng"):
        figure = figures.e9(given.get(name))
        if figure is None:
            raise Malformed(f"{what} has as {name} {figures.shown(given.get(name))}.")
        found.append(figure)
    return Point(*found)


def _metres(value: object, what: str, *, up: bool) -> int:
    given = figures.table(value, what)
    if given.get("units") != "M":
        raise Malformed(f"{what} is not in the units M, which are metres.")
    return figures.thousandths(given.get("value"), what, "metres", up=up)


def _limit(value: object, what: str, *, up: bool) -> Limit | None:
    if value is None:
        return None
    if figures.table(value, what).get("reference") != "W84":
        raise Malformed(f"{what} has not the reference W84, the only one of F3548.")
    return Limit(_metres(value, what, up=up))


def _time(value: object, what: str, *, up: bool) -> int | None:
    if value is None:
        return None
    given = figures.table(value, what)
    if given.get("format") != "RFC3339":
        raise Malformed(f"{what} is not in the format RFC3339.")
    return figures.milliseconds(given.get("value"), what, up=up)


# ------------------------------------------------------------------------- writing


def declaration(volume: Volume) -> dict[str, object]:
    """Return a volume as an operational intent or constraint, a value for JSON.

    Of its reference, only id and manager are known here.

    Raises:
        Misasked: F3548 cannot say it: a corridor, a hole, a limit above another datum
            than the ellipsoid.
    """
    for name, limit in (("lower", volume.lower), ("upper", volume.upper)):
        if limit is not None and limit.datum != "W84":
            raise Misasked(
                f"The {name} limit of volume {volume.id} is in {limit.datum}: F3548 "
                "knows heights above the ellipsoid alone. Write GeoJSON."
            )
    outlines = [_outline(each, volume.id) for each in volume.areas]
    return {
        "reference": {"id": volume.id, "manager": volume.party},
        "details": {
            "volumes": [
                {"volume": {**outline, **_limits(volume)}, **_times(window)}
                for outline in outlines
                for window in volume.windows
            ]
        },
    }


def _outline(area: Area, id_: str) -> dict[str, object]:
    match area:
        case Polygon(outer=outer, holes=holes):
            if holes:
                raise Misasked(
                    f"Volume {id_} has a hole, and F3548 knows none. Write GeoJSON."
                )
            return {"outline_polygon": {"vertices": [_vertex(each) for each in outer]}}
        case Circle(center=center, radius_mm=radius_mm):
            radius = {"value": figures.metres(radius_mm), "units": "M"}
            return {"outline_circle": {"center": _vertex(center), "radius": radius}}
        case Corridor():
            raise Misasked(
                f"Volume {id_} is a corridor, and F3548 knows none. Write GeoJSON."
            )
        case _:
            assert_never(area)


def _vertex(point: Point) -> dict[str, int | float]:
    return {"lat": figures.degrees(point.lat_e9), "lng": figures.degrees(point.lon_e9)}


def _limits(volume: Volume) -> dict[str, object]:
    return {
        f"altitude_{end}": {
            "value": figures.metres(limit.value_mm),
            "reference": "W84",
            "units": "M",
        }
        for end, limit in (("lower", volume.lower), ("upper", volume.upper))
        if limit is not None
    }


def _times(window: Window) -> dict[str, object]:
    return {
        name: {"value": figures.moment(time_ms), "format": "RFC3339"}
        for name, time_ms in (
            ("time_start", window.start_ms),
            ("time_end", window.end_ms),
        )
        if time_ms is not None
    }
