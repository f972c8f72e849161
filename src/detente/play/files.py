"""Decide how a play's files go with its statements, and what the other side does.

As an officer would: each is put into the own node before the statement that lists it.
Then the play waits until the other side's node has said HELD by itself, and a claim
over a table is counted there, over the bytes that came and no others.
"""

import hashlib
from collections.abc import Iterator
from functools import partial

from detente.dialogue import attachments
from detente.dialogue import claim as claims
from detente.dialogue.entered import Entered
from detente.dialogue.forms.evd import Presented
from detente.node import uploading
from detente.play.script import Script, Statement
from detente.play.side import Side
from detente.record.errors import Failed
from detente.record.statement import Attachment
from detente.report import attached
from detente.report.counted import convinces, counted_page


def listed(script: Script, step: Statement) -> tuple[Attachment, ...]:
    """Return what a step's statement lists."""
    return tuple(
        Attachment(
            each.name,
            each.media_type,
            len(script.files[each.file]),
            hashlib.sha256(script.files[each.file]).digest(),
        )
        for each in step.attachments
    )


async def put(side: Side, script: Script, step: Statement) -> None:
    """Put a step's files into the node of the side that speaks.

    Raises:
        DetenteError: the node does not take one.
    """
    for each in step.attachments:
        await uploading.put(side.ask, script.files[each.file])


async def arrive(other: Side, id_: bytes) -> list[str]:
    """Wait until the other side holds what a statement lists; return what it sees.

    Raises:
        Failed: it does not come in time, or the claim comes to other figures there.
    """
    facts = []
    for each in other.held(id_).header.attachments:
        await other.until(partial(_is_held, other, id_, each), each.name)
        facts.append(f"{each.name} is there: {other.code}'s node has entered HELD.")
    return [*facts, *_counted(other, other.held(id_))]


def _is_held(other: Side, id_: bytes, each: Attachment) -> bool:
    standing = other.record().standing
    entered = standing.entries[id_]
    statements = standing.case_of(entered).statements
    held = attachments.holders(statements, entered, each)
    return other.code in {one.party for one in held}


def _counted(other: Side, entered: Entered) -> Iterator[str]:
    """Yield what the other side counts of a claim over a table."""
    body = entered.body
    if not isinstance(body, Presented) or body.table_claim is None:
        return
    claim = body.table_claim
    found = attached.named(entered, claim.table_sha256)
    counted = claims.evaluate(claim, attached.bytes_of(other.record(), found))
    if not convinces(counted):
        raise Failed(f"{other.code} counts otherwise than the claim says.")
    for line in counted_page(claim, counted):
        yield f"{other.code} counts what came. {line}"
