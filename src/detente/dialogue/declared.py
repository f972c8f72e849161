"""Draw what stands declared as volumes: activities, sites, movements (clause 34.1).

From the record alone, so that both sides draw the same. A site is protected whatever
its date, a movement until it is over, whatever its plan; a figure that was not told
counts as everything. What cannot be drawn is told, never passed over.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.dialogue.case import Case
from detente.dialogue.cases.activity import Activity
from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.cases.site import SiteCase
from detente.dialogue.forms import act, move, site
from detente.dialogue.position import SPOT_M, Position
from detente.dialogue.standing import Standing
from detente.dialogue.volume import Altitude, LatLngPoint, Volume4D
from detente.space import sound
from detente.space.volume import (
    Area,
    Circle,
    Corridor,
    Limit,
    Minima,
    Point,
    Polygon,
    Volume,
    Window,
)

Kind: TypeAlias = Literal["activity", "site", "movement"]

FAMILIES: Final = (Activity.family, SiteCase.family, MovementCase.family)
"""Whose cases declare volumes, in the order in which they are listed."""

LEG_M: Final = 10_000
"""How wide a leg of a movement is drawn: no road is a great circle (clause 34.1)."""
E4: Final = 10_000
MM: Final = 1_000
MS: Final = 1_000


class Declared(NamedTuple):
    """A volume that stands declared, and by which statement.

    `reference` is that of its first statement, `part` says which volume of it; `minima`
    are the separation that its owner wants; `said` is what it is, in one line. `fault`
    says why it cannot be drawn; empty: it can.
    """

    reference: str
    part: str
    owner: str
    kind: Kind
    status: str
    said: str
    minima: Minima
    volume: Volume
    fault: str


def declared(standing: Standing) -> list[Declared]:
    """Return every volume that stands declared, activities first."""
    cases = (case for family in FAMILIES for case in standing.of_family(family))
    return [each for case in cases for each in of_case(case)]


def of_case(case: Case) -> Iterator[Declared]:
    """Yield the volumes that a case declares as it stands; none once it is over."""
    yield from map(drawable, _volumes(case))


def _volumes(case: Case) -> Iterator[Declared]:
    header = case.opened.header
    match case:
        case Activity() if case.state == "notified":
            yield from activity(
                header.reference, case.owner, header.status, case.notice
            )
        case SiteCase() if case.withdrawn is None:
            yield _site(header.reference, case.owner, header.status, case.site)
        case MovementCase() if case.progress.over is None:
            yield _movement(header.reference, header.status, case)
        case _:
            return


def drawable(given: Declared) -> Declared:
    """Return a volume with the reason why it cannot be drawn, if there is one."""
    return given._replace(fault=next(sound.faults(given.volume), ""))


def activity(
    reference: str, owner: str, status: str, notice: act.Notice
) -> Iterator[Declared]:
    """Yield the volumes of a notice, phase by phase; it need not be released yet."""
    for phase in notice.phases:
        minima = Minima(phase.lateral_m * MM, phase.vertical_m * MM, phase.time_s * MS)
        for nth, each in enumerate(phase.volumes, 1):
            part = f"phase {phase.number}, volume {nth}"
            volume = _volume(f"{reference} {part}", owner, each)
            said = f"{notice.kind}: {notice.designation}"
            yield Declared(
                reference, part, owner, "activity", status, said, minima, volume, ""
            )


def _volume(id_: str, owner: str, given: Volume4D) -> Volume:
    return Volume(
        id_,
        tuple(_areas(given)),
        _limit(given.altitude_lower),
        _limit(given.altitude_upper),
        tuple(_windows(given)),
        owner,
    )


def _areas(given: Volume4D) -> Iterator[Area]:
    circle, polygon = given.outline_circle, given.outline_polygon
    corridor = given.outline_corridor
    if circle is not None:
        yield Circle(_point(circle.center), circle.radius_m * MM)
    if polygon is not None:
        yield Polygon(tuple(map(_point, polygon.vertices)))
    if corridor is not None:
        yield Corridor(tuple(map(_point, corridor.points)), corridor.width_m * MM)


def _point(given: LatLngPoint | Position) -> Point:
    return Point(given.lat_e5 * E4, given.lon_e5 * E4)


def _limit(given: Altitude | None) -> Limit | None:
    return None if given is None else Limit(given.value_m * MM, given.reference)


def _windows(given: Volume4D) -> Iterator[Window]:
    start, end, again = given.time_start, given.time_end, given.recurrence
    yield _window(start, end)
    if again is None or start is None or end is None or again.every_s < 1:
        return
    for at in range(start + again.every_s, again.until + 1, again.every_s):
        yield _window(at, at + end - start)


def _window(start_s: int | None, end_s: int | None) -> Window:
    return Window(
        None if start_s is None else start_s * MS, None if end_s is None else end_s * MS
    )


def _site(reference: str, owner: str, status: str, said: site.Notified) -> Declared:
    outline: Area = Circle(_point(said.position), SPOT_M * MM)
    corners = tuple(map(_point, said.footprint))
    areas = (outline, Polygon(corners)) if corners else (outline,)
    return _protected(reference, owner, status, said, areas)


def _movement(reference: str, status: str, case: MovementCase) -> Declared:
    """Return a movement; a leg lasts from its departure until the movement is over."""
    said = case.movement
    stops = (said.origin, *(w.position for w in said.waypoints), said.destination)
    points = tuple(map(_point, stops))
    legs = [pair for pair in pairwise(points) if pair[0] != pair[1]]
    areas: tuple[Area, ...] = tuple(Corridor(leg, LEG_M * MM) for leg in legs)
    areas = areas or (Circle(points[0], LEG_M * MM // 2),)
    start = Window(min(case.departs_at, said.departs_at) * MS, None)
    found = _protected(reference, case.owner, status, said, areas)
    return found._replace(volume=found.volume._replace(windows=(start,)))


def _protected(
    reference: str,
    owner: str,
    status: str,
    said: site.Notified | move.Notified,
    areas: tuple[Area, ...],
) -> Declared:
    kind: Kind = "site" if isinstance(said, site.Notified) else "movement"
    volume = Volume(reference, areas, party=owner)
    return Declared(
        reference, "", owner, kind, status, said.summary(), Minima(), volume, ""
    )
