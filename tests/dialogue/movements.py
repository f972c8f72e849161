"""A convoy that North notifies South of, and the events of its way."""

from tests.dialogue.talk import Talk

from detente.dialogue.asked import Due
from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.forms import move
from detente.dialogue.position import Position
from detente.dialogue.reading import Said

HOUR_S = 3_600
CHECK_IN_S = 1_800
SILENT_S = CHECK_IN_S + 600
START = Position(3_140_000, 3_430_000, mgrs="36RXV2358974663")
END = Position(3_150_000, 3_447_000, mgrs="36RXV3960485952")
PERSONAL = move.Personal(
    persons=7, leader="Convoy leader, RELIEF 1", communications="+1 555 0101"
)


def notified(talk: Talk, **changed: object) -> move.Notified:
    """Return the notification of a convoy that leaves in two days."""
    leaves_s = talk.now_s + 48 * HOUR_S
    way = move.Waypoint(name="Bridge", position=START, arrives_at=leaves_s + 60)
    usual: dict[str, object] = {
        "movement_id": "M-12",
        "organisations": ("Kitchen",),
        "purpose": "delivery",
        "origin_name": "Warehouse",
        "origin": START,
        "destination_name": "Jetty",
        "destination": END,
        "departs_at": leaves_s,
        "arrives_at": leaves_s + 2 * HOUR_S,
        "waypoints": (way,),
        "check_in_s": CHECK_IN_S,
        "lost_contact_action": "Halts, lights on.",
        "personal": PERSONAL,
    }
    return move.Notified(**{**usual, **changed})  # type: ignore[arg-type]


def notify(talk: Talk, **changed: object) -> Said:
    """Let North notify South of the convoy."""
    return talk.say("NORTH", notified(talk, **changed))


def under_way(talk: Talk) -> Said:
    """Let the convoy be notified, and depart."""
    opened = notify(talk)
    event(talk, opened, move.Departed)
    return opened


def event(
    talk: Talk, opened: Said, kind: type[move.Event], at: int = 0, **fields: object
) -> Said:
    """Let North report an event as of now, or of `at`."""
    body = kind(at=at or talk.now_s, **fields)
    return talk.say("NORTH", body, answers=[opened])


def lose(talk: Talk, opened: Said, *, code: str = "NORTH", **fields: object) -> Said:
    """Let a node enter that contact is lost, in the second it is due."""
    heard_s = case(talk, opened).progress.heard_s
    talk.now_s = max(talk.now_s, heard_s + SILENT_S - 1)
    body = move.LostContact(last_contact=heard_s)
    fields.setdefault("precedence", "O")
    fields.setdefault("to_post", "SOUTH/Watch")
    return talk.by_node(code, body, answers=[opened], **fields)


def case(talk: Talk, opened: Said) -> MovementCase:
    """Return the case of a movement."""
    return talk.case(opened, MovementCase)


def asked(talk: Talk, clause: str, own: str = "NORTH") -> list[Due]:
    """Return what the clocks ask now by a clause."""
    return [due for due in talk.dues(own) if due.clause == clause]
