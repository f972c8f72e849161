"""Decide how the list of sites and movements is shown, that both sides compare.

Spec clause 17.11. The list is a function of the heads named in it and of the time it is
asked for: who names the same heads and the same time has the same list. Contacts,
plates and persons are left out: they are read in the statement, one by one, and never
handed out by the list (clause 17.12).
"""

import msgspec

from detente.dialogue import notified
from detente.dialogue.notice import DUTY_STANDS
from detente.dialogue.notified import ListedMovement, ListedSite
from detente.report.record import Record


class SiteRow(msgspec.Struct, frozen=True, kw_only=True):
    """A site that is not withdrawn; `undisseminated` have passed it on to nobody."""

    reference: str
    owner: str
    status: str
    state: str
    site_id: str
    organisation: str
    name: str
    local_name: str
    function: str
    lat_e5: int
    lon_e5: int
    revalidate_by: int
    undisseminated: tuple[str, ...]


class MovementRow(msgspec.Struct, frozen=True, kw_only=True):
    """A movement that is not over; `heard_s` is its last contact, 0 before any.

    `waypoint` is the last one it came to, 0 before the first.
    """

    reference: str
    owner: str
    status: str
    state: str
    movement_id: str
    organisations: tuple[str, ...]
    purpose: str
    origin_name: str
    destination_name: str
    departs_at: int
    arrives_at: int
    waypoint: int
    heard_s: int
    undisseminated: tuple[str, ...]


class SiteList(msgspec.Struct, frozen=True):
    """Every site that stands, at these heads and this time; `duty` stands beside it."""

    at_s: int
    heads: dict[str, int]
    duty: str
    sites: tuple[SiteRow, ...]


class MovementList(msgspec.Struct, frozen=True):
    """Every movement that is not over, at these heads; `duty` stands beside it."""

    heads: dict[str, int]
    duty: str
    movements: tuple[MovementRow, ...]


def site_list(record: Record, at_s: int) -> SiteList:
    """Return every site that stands, as at a given time."""
    found = notified.notified_sites(record.standing, at_s)
    return SiteList(at_s, heads(record), DUTY_STANDS, tuple(map(_site, found)))


def movement_list(record: Record) -> MovementList:
    """Return every movement that is not over."""
    found = notified.notified_movements(record.standing)
    return MovementList(heads(record), DUTY_STANDS, tuple(map(_movement, found)))


def heads(record: Record) -> dict[str, int]:
    """Return how many entries of each feed the list is made of, as `NORTH/1`."""
    held = sorted(record.standing.heads().items())
    return {f"{feed.party}/{feed.generation}": size for feed, size in held}


def _site(listed: ListedSite) -> SiteRow:
    site = listed.site
    return SiteRow(
        reference=listed.reference,
        owner=listed.owner,
        status=listed.status,
        state=listed.state.upper(),
        site_id=site.site_id,
        organisation=site.organisation,
        name=site.name,
        local_name=site.local_name,
        function=site.function,
        lat_e5=site.position.lat_e5,
        lon_e5=site.position.lon_e5,
        revalidate_by=listed.revalidate_by,
        undisseminated=listed.undisseminated,
    )


def _movement(listed: ListedMovement) -> MovementRow:
    movement = listed.movement
    return MovementRow(
        reference=listed.reference,
        owner=listed.owner,
        status=listed.status,
        state=listed.state.upper(),
        movement_id=movement.movement_id,
        organisations=movement.organisations,
        purpose=movement.purpose,
        origin_name=movement.origin_name,
        destination_name=movement.destination_name,
        departs_at=listed.departs_at,
        arrives_at=movement.arrives_at,
        waypoint=listed.waypoint,
        heard_s=listed.heard_s,
        undisseminated=listed.undisseminated,
    )
