"""A convoy of North that is followed live: who shares it, what reports, batches."""

import hashlib

from tests.dialogue import movements
from tests.dialogue.talk import Talk

from detente.dialogue import batch
from detente.dialogue.batch import Report
from detente.dialogue.forms import move, pos
from detente.dialogue.reading import Said
from detente.dialogue.terms import AttachmentBounds, PositionTerms
from detente.record.statement import Attachment

TERMS = {"attachments": AttachmentBounds(), "positions": PositionTerms()}
SHARED = pos.Shared(tracker="Satellite beacon 7")
STEP_S = 60


def talk(**changed: object) -> Talk:
    """Return a talk under a charter that permits live positions."""
    return Talk(**{**TERMS, **changed})  # type: ignore[arg-type]


def under_way(said: Talk) -> Said:
    """Let a convoy be notified, depart and share where it is."""
    opened = movements.notify(said)
    said.say("NORTH", SHARED, answers=[opened])
    movements.event(said, opened, move.Departed)
    return opened


def fix(at_s: int, lat: float = 31.4, lon: float = 34.3, **more: object) -> Report:
    """Return a report of one vehicle."""
    usual: dict[str, object] = {
        "object": "truck-1",
        "time_ms": at_s * 1_000,
        "lat_e7": round(lat * 1e7),
        "lon_e7": round(lon * 1e7),
    }
    return Report(**{**usual, **more})  # type: ignore[arg-type]


def attached(data: bytes) -> Attachment:
    """Return how a batch is listed."""
    sha256 = hashlib.sha256(data).digest()
    return Attachment("positions", pos.MEDIA_TYPE, len(data), sha256)


def state(
    said: Talk, opened: Said, *reports: Report, code: str = "NORTH", **fields: object
) -> Said:
    """Let a node state a batch, in the second after its last report."""
    data = batch.render(reports)
    listed = attached(data)
    body = batch.stating(data, listed.sha256)
    fields.setdefault("attachments", (listed,))
    fields.setdefault("at", max(said.now_s + 1, body.last + 1))
    return said.by_node(code, body, answers=[opened], **fields)


def next_step(said: Talk) -> int:
    """Return when the next step of the rate begins."""
    return (said.now_s // STEP_S + 1) * STEP_S
