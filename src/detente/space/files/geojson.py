"""Read volumes from GeoJSON, and write them (RFC 7946).

A feature is a volume. GeoJSON has no heights of areas, no times and no circles: these
stand in properties, as docs/space.md lists them. A property that is left out is
unknown, and counts as everything; one that is misspelt must not pass for left out.
A third figure in a position is refused: limits stand in properties, and a height that
is read by some and not by others is worse than none. Whether volumes make sense is
decided by `detente.space.soundness.sound`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, assert_never

from detente.record.errors import Malformed, Misasked
from detente.space import figures
from detente.space.files import jsontext, windows
from detente.space.soundness.sound import area_name, ring_name
from detente.space.volume import (
    DATUMS,
    MOST_LAT_E9,
    MOST_LON_E9,
    Area,
    Circle,
    Corridor,
    Datum,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

KINDS: Final = ("FeatureCollection", "Feature")
_PROPERTIES: Final = frozenset(
    {"altitude_lower_m", "altitude_upper_m", "altitude_datum"}
    | {"altitude_lower_datum", "altitude_upper_datum", "time_start", "time_end"}
)
_OURS: Final = ("altitude_", "time_")
_REACHES: Final = {"radius_m": "Point", "width_m": "LineString"}
_CRS: Final = ("CRS84", "EPSG:4326", "EPSG::4326")
_PAIR: Final = 2


def read(data: bytes) -> list[Volume]:
    """Return the volumes of a GeoJSON text.

    Raises:
        Malformed: it is no GeoJSON, or a feature of it is no volume.
    """
    return volumes(jsontext.parse(data))


def volumes(value: object) -> list[Volume]:
    """Return the volumes of GeoJSON that `jsontext.parse` has read.

    Raises:
        Malformed: it is no GeoJSON, or a feature of it is no volume.
    """
    top = figures.table(value, "The file")
    _check_reference(top)
    if top.get("type") == "Feature":
        return [_volume(top, "The feature")]
    if top.get("type") != "FeatureCollection":
        raise Malformed("The file is neither a FeatureCollection nor a Feature.")
    features = figures.row(top.get("features"), "What the file has as features")
    return [
        _volume(figures.table(each, f"Feature {number}"), f"Feature {number}")
        for number, each in enumerate(features, 1)
    ]


def _check_reference(top: Mapping[str, object]) -> None:
    """Refuse another datum than WGS 84: its figures would be taken for other places."""
    crs = top.get("crs")
    if crs is None:
        return
    named = figures.table(crs, "The crs of the file").get("properties")
    known = figures.table(named, "What the file has as properties of crs").get("name")
    if not isinstance(known, str) or not known.endswith(_CRS):
        raise Malformed(
            f"The coordinates of the file are in {figures.shown(known)}: only WGS 84, "
            "which is CRS84, is read."
        )


def _volume(feature: Mapping[str, object], where: str) -> Volume:
    if feature.get("type") != "Feature":
        raise Malformed(f"{where} is no Feature.")
    given = figures.table(
        {} if feature.get("properties") is None else feature["properties"],
        f"What {where} has as properties",
    )
    given = {key: each for key, each in given.items() if each is not None}
    id_ = _id(feature, given, where)
    of = f"Volume {id_}"
    if feature.get("geometry") is None:
        raise Malformed(f"{of} has no geometry.")
    geometry = figures.table(feature["geometry"], f"The geometry of {of}")
    kind = geometry.get("type")
    _check_properties(given, kind, of)
    return Volume(
        id_,
        _areas(kind, geometry.get("coordinates"), given, id_),
        _limit(given, "lower", of),
        _limit(given, "upper", of),
        _windows(given, of),
        figures.name(given["party"], f"The party of {of}") if "party" in given else "",
    )


def _id(feature: Mapping[str, object], given: Mapping[str, object], where: str) -> str:
    own, named = feature.get("id"), given.get("id")
    if type(own) is int:
        own = str(own)
    if own is not None and named is not None and own != named:
        raise Malformed(f"{where} has one id of its own and another in properties.")
    return figures.name(own if named is None else named, f"The id of {where}")


def _check_properties(given: Mapping[str, object], kind: object, of: str) -> None:
    for key in given:
        if key.startswith(_OURS) and key not in _PROPERTIES:
            raise Malformed(f"{of} has {key[:40]}, which nobody reads: is it misspelt?")
        if key in _REACHES and kind != _REACHES[key]:
            raise Malformed(f"{of} has {key}, which only a {_REACHES[key]} may have.")
    for key, needed in _REACHES.items():
        if kind == needed and key not in given:
            raise Malformed(f"{of} is a {needed} without {key}.")


# ------------------------------------------------------------------------ geometry


def _areas(
    kind: object, coordinates: object, given: Mapping[str, object], id_: str
) -> tuple[Area, ...]:
    of = area_name(id_, 0, 1)
    match kind:
        case "Polygon":
            return (_polygon(coordinates, of),)
        case "MultiPolygon":
            parts = figures.row(coordinates, f"What {of} has as coordinates")
            return tuple(
                _polygon(each, area_name(id_, number, len(parts)))
                for number, each in enumerate(parts)
            )
        case "Point":
            (center,) = _points([coordinates], "Centre", of)
            what = f"The radius_m of {of}"
            radius_mm = figures.thousandths(given["radius_m"], what, "metres", up=True)
            return (Circle(center, radius_mm),)
        case "LineString":
            points = _points(coordinates, "Point", f"the route of {of}")
            what = f"The width_m of {of}"
            width_mm = figures.thousandths(given["width_m"], what, "metres", up=True)
            return (Corridor(points, width_mm),)
        case _:
            raise Malformed(
                f"The geometry of {of} is of the kind {figures.shown(kind)}: read are "
                "Polygon, MultiPolygon, Point and LineString."
            )


def _polygon(value: object, of: str) -> Polygon:
    rings = figures.row(value, f"What {of} has as coordinates")
    if not rings:
        raise Malformed(f"The outer ring of {of} is missing.")
    outer, *holes = (
        _ring(each, f"{ring_name(number)} of {of}") for number, each in enumerate(rings)
    )
    return Polygon(outer, tuple(holes))


def _ring(value: object, of: str) -> tuple[Point, ...]:
    points = _points(value, "Corner", of)
    if not points or points[0] != points[-1]:
        raise Malformed(
            f"The last corner of {of} is not its first: GeoJSON closes a ring so, and "
            "it may be cut short."
        )
    return points[:-1]


def _points(value: object, noun: str, of: str) -> tuple[Point, ...]:
    found = []
    for number, position in enumerate(figures.row(value, f"What is to be {of}"), 1):
        if not isinstance(position, list) or len(position) != _PAIR:
            raise Malformed(
                f"{noun} {number} of {of} is not two numbers, longitude and latitude: "
                "heights stand in properties."
            )
        lon_e9, lat_e9 = figures.e9(position[0]), figures.e9(position[1])
        if lon_e9 is None or lat_e9 is None:
            wrong = position[1] if lat_e9 is None else position[0]
            raise Malformed(f"{noun} {number} of {of} has {figures.shown(wrong)}.")
        found.append(Point(lat_e9, lon_e9))
    _check_order(found, noun, of)
    return tuple(found)


def _check_order(points: Sequence[Point], noun: str, of: str) -> None:
    """Refuse positions that make sense only with latitude first."""
    beyond = [abs(point.lat_e9) > MOST_LAT_E9 for point in points]
    if any(beyond) and all(
        abs(lat_e9) <= MOST_LON_E9 and abs(lon_e9) <= MOST_LAT_E9
        for lat_e9, lon_e9 in points
    ):
        raise Malformed(
            f"{noun} {beyond.index(True) + 1} of {of} has its latitude beyond 90 "
            "degrees, and they look swapped: GeoJSON has longitude first."
        )


# --------------------------------------------------------------- limits and times


def _limit(given: Mapping[str, object], end: str, of: str) -> Limit | None:
    key = f"altitude_{end}_m"
    if key not in given:
        return None
    value_mm = figures.thousandths(
        given[key], f"The {key} of {of}", "metres", up=end == "upper"
    )
    named = given.get(f"altitude_{end}_datum", given.get("altitude_datum", "W84"))
    return Limit(value_mm, _datum(named, f"The datum of the {end} limit of {of}"))


def _datum(named: object, what: str) -> Datum:
    for each in DATUMS:
        if named == each:
            return each
    known = ", ".join(DATUMS)
    raise Malformed(f"{what} is {figures.shown(named)}, and none of {known}.")


def _windows(given: Mapping[str, object], of: str) -> tuple[Window, ...]:
    first = Window(
        _time(given, "time_start", of, up=False), _time(given, "time_end", of, up=True)
    )
    if "recurrence" not in given:
        return (first,)
    again = figures.table(given["recurrence"], f"The recurrence of {of}")
    what = f"The every_s of {of}"
    every_ms = figures.thousandths(again.get("every_s"), what, "seconds", up=False)
    if every_ms != figures.thousandths(again["every_s"], what, "seconds", up=True):
        raise Malformed(f"{what} is finer than a millisecond.")
    until_ms = figures.milliseconds(again.get("until"), f"The until of {of}", up=True)
    return windows.spread(first, windows.Recurrence(every_ms, until_ms), of)


def _time(given: Mapping[str, object], key: str, of: str, *, up: bool) -> int | None:
    if key not in given:
        return None
    return figures.milliseconds(given[key], f"The {key} of {of}", up=up)


# ------------------------------------------------------------------------- writing


def collection(features: Iterable[dict[str, object]]) -> dict[str, object]:
    """Return features as one value for JSON."""
    return {"type": "FeatureCollection", "features": list(features)}


def feature(volume: Volume, **besides: object) -> dict[str, object]:
    """Return a volume as a Feature, a value for JSON.

    Args:
        volume: sound (clause 30.7).
        besides: properties that are no part of it.

    Raises:
        Misasked: GeoJSON cannot say it: areas of several kinds, or windows that no
            recurrence makes.
    """
    geometry, reach = _geometry(volume)
    properties: dict[str, object] = {"id": volume.id}
    if volume.party:
        properties["party"] = volume.party
    return {
        "type": "Feature",
        "properties": {
            **properties,
            **reach,
            **_limits(volume.lower, volume.upper),
            **_times(volume.windows, volume.id),
            **besides,
        },
        "geometry": geometry,
    }


def sayable(volume: Volume) -> list[Volume]:
    """Return a volume as GeoJSON can say it: whole, or an area or a window at a time.

    Parts are called ID#1, ID#2 and so on.
    """
    alike = len(volume.areas) == 1 or all(isinstance(e, Polygon) for e in volume.areas)
    areas = [volume.areas] if alike else [(each,) for each in volume.areas]
    even = len(volume.windows) == 1 or windows.found_in(volume.windows) is not None
    spans = [volume.windows] if even else [(each,) for each in volume.windows]
    parts = [(some, span) for some in areas for span in spans]
    if len(parts) == 1:
        return [volume]
    return [
        volume._replace(id=f"{volume.id}#{number}", areas=some, windows=span)
        for number, (some, span) in enumerate(parts, 1)
    ]


def _geometry(volume: Volume) -> tuple[dict[str, object], dict[str, object]]:
    """Return the geometry of a volume, and what of it stands in properties."""
    if len(volume.areas) == 1:
        return _one(volume.areas[0])
    rings = [_rings(each) for each in volume.areas if isinstance(each, Polygon)]
    if len(rings) != len(volume.areas):
        raise Misasked(
            f"Volume {volume.id} has several areas and not all are polygons, which "
            "GeoJSON cannot say: declare them as volumes of their own."
        )
    return {"type": "MultiPolygon", "coordinates": rings}, {}


def _one(area: Area) -> tuple[dict[str, object], dict[str, object]]:
    match area:
        case Polygon():
            return {"type": "Polygon", "coordinates": _rings(area)}, {}
        case Circle(center=center, radius_mm=radius_mm):
            reach: dict[str, object] = {"radius_m": figures.metres(radius_mm)}
            return {"type": "Point", "coordinates": _position(center)}, reach
        case Corridor(points=points, width_mm=width_mm):
            reach = {"width_m": figures.metres(width_mm)}
            route = [_position(each) for each in points]
            return {"type": "LineString", "coordinates": route}, reach
        case _:
            assert_never(area)


def _rings(area: Polygon) -> list[object]:
    return [
        [_position(each) for each in (*ring, *ring[:1])]
        for ring in (area.outer, *area.holes)
    ]


def _position(point: Point) -> list[int | float]:
    return [figures.degrees(point.lon_e9), figures.degrees(point.lat_e9)]


def _limits(lower: Limit | None, upper: Limit | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for end, limit in (("lower", lower), ("upper", upper)):
        if limit is not None:
            found[f"altitude_{end}_m"] = figures.metres(limit.value_mm)
            found[f"altitude_{end}_datum"] = limit.datum
    return found


def _times(spans: Sequence[Window], id_: str) -> dict[str, object]:
    first, *more = spans
    found: dict[str, object] = {}
    if first.start_ms is not None:
        found["time_start"] = figures.moment(first.start_ms)
    if first.end_ms is not None:
        found["time_end"] = figures.moment(first.end_ms)
    if more:
        again = windows.found_in(tuple(spans))
        if again is None:
            raise Misasked(
                f"Volume {id_} has windows that are not evenly spaced, which GeoJSON "
                "cannot say: declare them as volumes of their own."
            )
        found["recurrence"] = {
            "every_s": figures.metres(again.every_ms),
            "until": figures.moment(again.until_ms),
        }
    return found
