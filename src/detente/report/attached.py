"""Decide how an attachment is found and read back: by its statement, and checked again.

Its name was chosen by the side that sent it: it is compared, and never used as a path.
The bytes are hashed anew when they are read, for between the day they came and this one
lies a disk.
"""

import hashlib

from detente.dialogue.entered import Entered
from detente.exchange.piece import Content
from detente.record.errors import Misasked, StoreFailed
from detente.record.statement import Attachment
from detente.report.record import Record
from detente.report.words import visible


def named(entered: Entered, name: str) -> Attachment:
    """Return the attachment of a statement by its name, or by its hash in hexadecimal.

    Raises:
        Misasked: it lists none of this name, or several.
    """
    listed = entered.header.attachments
    found = [each for each in listed if each.sha256.hex() == name]
    found = found[:1] or [each for each in listed if each.name == name]
    if len(found) == 1:
        return found[0]
    reference = entered.header.reference
    if found:
        raise Misasked(
            f"{reference} lists {len(found)} attachments of this name: say its SHA-256."
        )
    names = ", ".join(visible(each.name) for each in listed) or "none"
    raise Misasked(f"{reference} lists no such attachment. It lists: {names}.")


def bytes_of(record: Record, attachment: Attachment) -> bytes:
    """Return the bytes of an attachment, whole and with the hash that is listed.

    Raises:
        Misasked: they are not all here.
        StoreFailed: the store holds others.
    """
    content = Content(attachment.sha256, attachment.size_bytes)
    held = record.store.content(content)
    if held.gone:
        raise Misasked("This attachment was purged by agreement (clause 29.7).")
    if not held.whole:
        raise Misasked(
            f"{held.held_bytes:,} of {content.size_bytes:,} bytes of this attachment "
            "are here. They follow by themselves, or the other side is to be asked."
        )
    data = record.store.content_bytes(content, 0, content.size_bytes)
    if hashlib.sha256(data).digest() != attachment.sha256:
        raise StoreFailed("The store holds other bytes of an attachment than came.")
    return data
