"""What a cell needs every day: 5,000 sites, 500 movements and 200 volumes, rechecked.

Decides what they are. Sites are circles that stand for good, movements are routes of an
aid organisation within some hours, volumes are declared by two sides; all lie within a
few hundred kilometres, and must keep 500 m and a quarter of an hour apart. Rechecked
means from the declared volumes to all pairs that conflict; a new statement is one more
movement or volume, checked against all that stands and then standing itself.
"""

from __future__ import annotations

import random
from math import cos, radians
from typing import TYPE_CHECKING, Final

from bench.taken import Taken
from detente.space.standing.live import Live
from detente.space.volume import (
    E9,
    Circle,
    Corridor,
    Limit,
    Minima,
    Point,
    Polygon,
    Volume,
    Window,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.findings import Findings

SITES, MOVEMENTS, VOLUMES = 5_000, 500, 200
NEW: Final = 200
MINIMA: Final = Minima(500_000, 0, 900_000)
_RECHECKS: Final = 5
_DAY_MS: Final = 86_400_000
_HOUR_MS: Final = 3_600_000
_LAT, _LON, _EXTENT = 48.5, 36.0, 1.5
_AID, _SIDES = "AID", ("NORTH", "SOUTH")
_MOST_LEGS: Final = 8
_LEG: Final = 0.12


def measure(findings: Findings) -> None:
    """Recheck everything, and check what is new."""
    findings.say("a cell: everything is rechecked, then new statements come")
    chance = random.Random(20_260)
    declared = list(_declared(chance))
    recheck, count, live = Taken(), 0, Live.of((), MINIMA)
    for _ in range(_RECHECKS):
        with recheck.one():
            live = Live.of(declared, MINIMA)
            count = len(live.pairs())
    check, keep = Taken(), Taken()
    for at in range(NEW):
        new = _movement(chance, f"new {at}") if at % 2 else _volume(chance, f"new {at}")
        with check.one():
            live.conflicts(new)
        with keep.one():
            live = live.declared(new)
    findings.figures["cell_recheck_s"] = recheck.p50_ms / 1000
    findings.figures["new_statement_ms"] = check.p50_ms
    findings.notes.append(
        f"A cell rechecked, ms: {recheck.text()}; the median counts. {count:,} pairs."
    )
    findings.notes.append(
        f"A new statement checked, ms: {check.text()}; the median counts."
        f" Entered into the picture besides: {keep.text()}."
    )


def _declared(chance: random.Random) -> Iterator[Volume]:
    for at in range(SITES):
        area = Circle(_place(chance), chance.randrange(50_000, 1_000_000))
        yield Volume(f"site {at}", (area,), party=_AID)
    for at in range(MOVEMENTS):
        yield _movement(chance, f"movement {at}")
    for at in range(VOLUMES):
        yield _volume(chance, f"volume {at}")


def _place(chance: random.Random) -> Point:
    lat = _LAT + chance.gauss(0, _EXTENT)
    lon = _LON + chance.gauss(0, _EXTENT) / cos(radians(_LAT))
    return Point(int(lat * E9), int(lon * E9))


def _moved(place: Point, north: float, east: float) -> Point:
    return Point(place.lat_e9 + int(north * E9), place.lon_e9 + int(east * E9))


def _movement(chance: random.Random, id_: str) -> Volume:
    """Return a route of some legs."""
    route = [_place(chance)]
    north, east = chance.uniform(-_LEG, _LEG), chance.uniform(-_LEG, _LEG)
    for _ in range(chance.randint(2, _MOST_LEGS)):
        bend = chance.uniform(-_LEG, _LEG) / 3, chance.uniform(-_LEG, _LEG) / 3
        route.append(_moved(route[-1], north + bend[0], east + bend[1]))
    area = Corridor(tuple(route), chance.randrange(100_000, 2_000_000))
    return Volume(id_, (area,), windows=(_window(chance),), party=_AID)


def _volume(chance: random.Random, id_: str) -> Volume:
    """Return a box on the map, up to some height."""
    place = _place(chance)
    north, east = chance.uniform(0.01, 0.3), chance.uniform(0.01, 0.3)
    outer = (
        place,
        _moved(place, 0, east),
        _moved(place, north, east),
        _moved(place, north, 0),
    )
    top = Limit(chance.randrange(500_000, 12_000_000))
    window = _window(chance)
    party = chance.choice(_SIDES)
    return Volume(id_, (Polygon(outer),), Limit(0), top, (window,), party)


def _window(chance: random.Random) -> Window:
    start = chance.randrange(_DAY_MS)
    return Window(start, start + chance.randrange(_HOUR_MS, 8 * _HOUR_MS))
