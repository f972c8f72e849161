"""The site and the convoy of these stories, filled in as their owner would."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import DAY_S, HOUR_S, MINUTE_S

from detente.dialogue.forms import move, site
from detente.dialogue.position import Position

CLINIC = Position(3_140_000, 3_430_000, mgrs="36RXV2358974663")
JETTY = Position(3_150_000, 3_447_000, mgrs="36RXV3960485952")
HALF_AN_HOUR_S = 30 * MINUTE_S


def clinic(talk: Talk, **changed: object) -> site.Notified:
    """Return the notification of a clinic that is to be looked at again in 90 days."""
    usual: dict[str, object] = {
        "site_id": "S-7",
        "organisation": "Relief",
        "name": "North clinic",
        "local_name": "عيادة",
        "function": "clinic",
        "position": CLINIC,
        "fix_source": "GPS on the site",
        "fix_at": talk.now_s - DAY_S,
        "confirmed_by": "Satellite image",
        "revalidate_by": talk.now_s + 90 * DAY_S,
        "personal": site.Personal(contact="Duty desk, +1 555 0100"),
    }
    return site.Notified(**{**usual, **changed})  # type: ignore[arg-type]


def convoy(talk: Talk, **changed: object) -> move.Notified:
    """Return the notification of a convoy that leaves in two days, for two hours."""
    leaves_s = talk.now_s + 2 * DAY_S
    usual: dict[str, object] = {
        "movement_id": "M-12",
        "organisations": ("Kitchen",),
        "purpose": "delivery",
        "origin_name": "Jetty",
        "origin": JETTY,
        "destination_name": "Warehouse",
        "destination": CLINIC,
        "departs_at": leaves_s,
        "arrives_at": leaves_s + 2 * HOUR_S,
        "vehicles": (move.Vehicle(make="Car", roof_marking="Logo"),),
        "check_in_s": HALF_AN_HOUR_S,
        "lost_contact_action": "Halts, lights on.",
        "personal": move.Personal(
            persons=7, leader="Convoy leader, RELIEF 1", communications="+1 555 0101"
        ),
    }
    return move.Notified(**{**usual, **changed})  # type: ignore[arg-type]
