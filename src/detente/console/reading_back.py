"""Decide which positions an acknowledgement reads back, and what of them was read.

Whoever is told a position enters it again, from the map (clause 14.2). The page names
each position that the statement gives; what nobody entered is not read back, and holds
up nothing: a STOP is acknowledged at once, and read back when there is time.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from detente.console.filled import Given

_ABOVE: Final = "body.positions."
_OUTLINES: Final = ("outline_circle", "outline_polygon", "outline_corridor")
_ENDS: Final = ("position", "origin", "destination")


def names_of(body: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return the names of the positions that the body of a statement gives."""
    return tuple(_names(body or {}))


def _names(body: Mapping[str, Any]) -> Iterator[str]:
    for name in _ENDS:
        if isinstance(body.get(name), dict):
            yield name
    for nth, _ in enumerate(body.get("waypoints") or (), 1):
        yield f"waypoint_{nth}"
    for phase in body.get("phases") or ():
        for nth, volume in enumerate(phase.get("volumes") or (), 1):
            if any(volume.get(each) for each in _OUTLINES):
                yield f"phase_{phase['number']}_volume_{nth}"


def to_read(names: tuple[str, ...]) -> Given:
    """Return what stands in an acknowledgement at first: a name for each position."""
    return Given(tuple((f"{_ABOVE}{at}.name", name) for at, name in enumerate(names)))


def only_read(given: Given) -> Given:
    """Return it without the positions that nobody entered, the rest numbered anew."""
    rest = [row for row in given.fields if not row[0].startswith(_ABOVE)]
    count = 0
    for at in range(given.rows("positions")):
        named, lat, lon = (
            given.body(f"positions.{at}.{each}")
            for each in ("name", "lat_e5", "lon_e5")
        )
        if lat or lon:
            rest += [
                (f"{_ABOVE}{count}.name", named),
                (f"{_ABOVE}{count}.lat_e5", lat),
                (f"{_ABOVE}{count}.lon_e5", lon),
            ]
            count += 1
    return Given(tuple(rest))
