"""Decide how files become attachments: read, named, and put into the node first."""

import mimetypes
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from detente.api.client import Client
from detente.api.requests import AttachmentRequest
from detente.cli.shell import files
from detente.dialogue.terms import AttachmentBounds
from detente.record.errors import Misasked

UNKNOWN: Final = "application/octet-stream"


def attach(client: Client, paths: Sequence[Path]) -> list[AttachmentRequest]:
    """Put files into our node, and return how the statement is to list them.

    Raises:
        Misasked: a file cannot be read, is empty, or no node runs.
        Malformed: it is longer than the charter lets travel.
        Refused: the node does not take it.
    """
    if not paths:
        return []
    bounds = client.terms().terms.attachments or AttachmentBounds()
    return [_attached(client, path, bounds.each_bytes) for path in paths]


def _attached(client: Client, path: Path, most_bytes: int) -> AttachmentRequest:
    data = files.read(path, most_bytes)
    if not data:
        raise Misasked(f"{path} is empty: there is nothing to attach.")
    # Some systems write a letter and its accent apart; the record has one spelling.
    name = unicodedata.normalize("NFC", path.name)
    return client.attach(name, data, mimetypes.guess_type(name)[0] or UNKNOWN)
