"""Decide how files become attachments: read, named, and put into the node first."""

import asyncio
import mimetypes
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from detente.cli.shell import files
from detente.dialogue.terms import AttachmentBounds
from detente.exchange.piece import Content
from detente.node import uploading
from detente.node.door import Knock
from detente.record.errors import Misasked
from detente.record.statement import Attachment
from detente.report.record import Record

UNKNOWN: Final = "application/octet-stream"


def attach(record: Record, paths: Sequence[Path]) -> tuple[Attachment, ...]:
    """Put files into our node, and return how the statement is to list them.

    Raises:
        Misasked: a file cannot be read, is empty, or no node runs.
        Malformed: it is longer than the charter lets travel.
        Refused: the node does not take it.
    """
    return tuple(_attached(record, path) for path in paths)


def _attached(record: Record, path: Path) -> Attachment:
    standing = record.standing
    bound = standing.bound(record.own, standing.heads()).founding.charter.terms
    data = files.read(path, (bound.attachments or AttachmentBounds()).each_bytes)
    if not data:
        raise Misasked(f"{path} is empty: there is nothing to attach.")
    # Some systems write a letter and its accent apart; the record has one spelling.
    name = unicodedata.normalize("NFC", path.name)
    sha256, size_bytes = asyncio.run(_put(record, data))
    media_type = mimetypes.guess_type(name)[0] or UNKNOWN
    return Attachment(name, media_type, size_bytes, sha256)


async def _put(record: Record, data: bytes) -> Content:
    knock = await Knock.at(record.place.door)
    try:
        return await uploading.put(knock.ask, data)
    finally:
        await knock.close()
