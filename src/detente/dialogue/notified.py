"""List every site and movement that stands notified, alike on both sides.

Spec clause 17.11. Syria 2019: one side said that the list was wrong, and there were two
lists. Here a list is a function of the heads held and of the time asked about: who
holds the same heads has the same list, line by line. A stale site and a movement past
its plan stay on it.
"""

from typing import NamedTuple

from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.cases.movement import State as MovementState
from detente.dialogue.cases.site import SiteCase
from detente.dialogue.cases.site import State as SiteState
from detente.dialogue.forms import move, site
from detente.dialogue.standing import Standing


class ListedSite(NamedTuple):
    """A site that is not withdrawn.

    `reference` is that of its first notification, under which others cite it; `status`
    tells a test from what is real; `undisseminated` are the parties that have passed it
    on to nobody as it now stands.
    """

    reference: str
    owner: str
    status: str
    site: site.Notified
    state: SiteState
    revalidate_by: int
    undisseminated: tuple[str, ...]


class ListedMovement(NamedTuple):
    """A movement that is not over; `heard_s` is its last contact, 0 before any."""

    reference: str
    owner: str
    status: str
    movement: move.Notified
    state: MovementState
    departs_at: int
    waypoint: int
    heard_s: int
    undisseminated: tuple[str, ...]


def notified_sites(standing: Standing, at_s: int) -> list[ListedSite]:
    """Return every site not withdrawn, as it stands at a given time."""
    cases = standing.of_family(SiteCase.family)
    return [
        ListedSite(
            case.opened.header.reference,
            case.owner,
            case.opened.header.status,
            case.site,
            case.state(at_s),
            case.revalidate_by,
            case.undisseminated,
        )
        for case in cases
        if isinstance(case, SiteCase) and case.withdrawn is None
    ]


def notified_movements(standing: Standing) -> list[ListedMovement]:
    """Return every movement that is neither complete nor aborted."""
    cases = standing.of_family(MovementCase.family)
    return [
        ListedMovement(
            case.opened.header.reference,
            case.owner,
            case.opened.header.status,
            case.movement,
            case.state,
            case.departs_at,
            case.progress.waypoint,
            case.progress.heard_s,
            case.undisseminated,
        )
        for case in cases
        if isinstance(case, MovementCase) and case.progress.over is None
    ]
