"""Draw what stands declared as volumes: activities, sites, movements (clause 34.1).

From the record alone, so that both sides draw the same. A site is protected whatever
its date, a movement until it is over, whatever its plan; a figure that was not told
counts as everything. What cannot be drawn is told, never passed over.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.dialogue.case import Case
from detente.dialogue.cases.activity import Activity
from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.cases.site import SiteCase
from detente.dialogue.drawing import MM, MS, drawn, point, window
from detente.dialogue.forms import act, move, site
from detente.dialogue.position import SPOT_M
from detente.dialogue.standing import Standing
from detente.dialogue.theatre import Theatre
from detente.space.meeting import pairs
from detente.space.picture import picture
from detente.space.soundness import sound
from detente.space.volume import (
    Area,
    Circle,
    Corridor,
    Minima,
    Polygon,
    Volume,
)

Kind: TypeAlias = Literal["activity", "site", "movement"]

FAMILIES: Final = (Activity.family, SiteCase.family, MovementCase.family)
"""Whose cases declare volumes, in the order in which they are listed."""

WIDEST: Final = 1_000_000_000
"""In metres or seconds: no minimum is wider (clause 34.1)."""
LEG_M: Final = 10_000
"""How wide a leg of a movement is drawn: no road is a great circle (clause 34.1)."""


class Declared(NamedTuple):
    """A volume that stands declared, and by which statement.

    `reference` is that of its first statement, `part` says which volume of it; `minima`
    are the separation that its owner wants, or its theatre where that is wider; `said`
    is what it is, in one line. `fault` says why it cannot be drawn; empty: it can.
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
    return Declaring().all(standing)


class Declaring:
    """What stands declared, again and again: a case is drawn anew once it has changed.

    To find out whether an outline can be drawn takes most of the time, and what stands
    for days is asked for at every look.
    """

    def __init__(self) -> None:
        """Have drawn nothing."""
        self._drawn: dict[bytes, tuple[Case, tuple[Declared, ...]]] = {}

    def all(self, standing: Standing) -> list[Declared]:
        """Return every volume that stands declared, activities first."""
        drawn, found = dict[bytes, tuple[Case, tuple[Declared, ...]]](), []
        for case in (each for name in FAMILIES for each in standing.of_family(name)):
            before = self._drawn.get(case.opened.id)
            volumes = (
                before[1] if before and before[0] is case else tuple(of_case(case))
            )
            drawn[case.opened.id] = case, volumes
            theatres = standing.under(case).charter.terms.theatres
            found += [(each, theatres) for each in volumes]
        self._drawn = drawn
        return in_theatres(found)


def of_case(case: Case) -> Iterator[Declared]:
    """Yield the volumes that a case declares as it stands; none once it is over.

    Their minima are those that their owner wants, whatever a theatre adds.
    """
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


def in_theatres(
    found: Sequence[tuple[Declared, tuple[Theatre, ...]]],
) -> list[Declared]:
    """Return volumes with the minima of the theatres that they touch (34.12).

    Args:
        found: volumes as their owners want them, each with the theatres of the charter
            that its case opened under.
    """
    out = [each for each, _ in found]
    for theatres in {theatres for _, theatres in found if theatres}:
        places = [
            at
            for at, (each, those) in enumerate(found)
            if those == theatres and not each.fault
        ]
        areas = [drawn(each.name, "", each.drawn) for each in theatres]
        volumes = [out[at].volume for at in places]
        for i, j in pairs.between(picture(volumes), picture(areas)).tolist():
            at, theatre = places[i], theatres[j]
            out[at] = out[at]._replace(minima=wider(out[at].minima, _minima(theatre)))
    return out


def _minima(given: act.Phase | Theatre) -> Minima:
    """Return what is wanted; a figure that nobody can mean counts as the widest."""
    wanted = (given.lateral_m, given.vertical_m, given.time_s)
    lateral, vertical, time = (max(0, min(each, WIDEST)) for each in wanted)
    return Minima(lateral * MM, vertical * MM, time * MS)


def wider(one: Minima, other: Minima) -> Minima:
    """Return the wider of two, each figure by itself."""
    return Minima(*map(max, zip(one, other, strict=True)))


def drawable(given: Declared) -> Declared:
    """Return a volume with the reason why it cannot be drawn, if there is one."""
    return given._replace(fault=next(sound.faults(given.volume), ""))


def activity(
    reference: str, owner: str, status: str, notice: act.Notice
) -> Iterator[Declared]:
    """Yield the volumes of a notice, phase by phase; it need not be released yet."""
    for phase in notice.phases:
        minima = _minima(phase)
        for nth, each in enumerate(phase.volumes, 1):
            part = f"phase {phase.number}, volume {nth}"
            volume = drawn(f"{reference} {part}", owner, each)
            said = f"{notice.kind}: {notice.designation}"
            yield Declared(
                reference, part, owner, "activity", status, said, minima, volume, ""
            )


def _site(reference: str, owner: str, status: str, said: site.Notified) -> Declared:
    outline: Area = Circle(point(said.position), SPOT_M * MM)
    corners = tuple(map(point, said.footprint))
    areas = (outline, Polygon(corners)) if corners else (outline,)
    return _protected(reference, owner, status, said, areas)


def _movement(reference: str, status: str, case: MovementCase) -> Declared:
    """Return a movement; a leg lasts from its departure until the movement is over."""
    said = case.movement
    stops = (said.origin, *(w.position for w in said.waypoints), said.destination)
    points = tuple(map(point, stops))
    legs = [pair for pair in pairwise(points) if pair[0] != pair[1]]
    areas: tuple[Area, ...] = tuple(Corridor(leg, LEG_M * MM) for leg in legs)
    areas = areas or (Circle(points[0], LEG_M * MM // 2),)
    start = window(min(case.departs_at, said.departs_at), None)
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
