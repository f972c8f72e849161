"""Decide how the messages of a mailbox become one-sided requests (clause 26.10).

A message begins at a line `From ` that stands first or after an empty line: so a
sentence that begins so inside a message does not cut it in two. Each message is read by
itself, and strictly: a text that is not in the charset it names is not guessed at, a
picture of a text is no text, and a reply of the other side is no request of ours. What
is left out is named by its line in the file, with the reason.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from detente.dialogue.fields import Text
from detente.dialogue.forms import uni
from detente.report.imported import Importable, Problem, Read, checked

_BEGINS: Final = b"From "
_UNDECODED: Final = "\N{REPLACEMENT CHARACTER}"
# What the library raises on headers that are none.
_BROKEN: Final = (
    MessageError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    RecursionError,
)


class _Unreadable(Exception):
    """A message has not what a request needs; its words say what."""


class _Piece(NamedTuple):
    """The bytes of a message, from which line of the file on."""

    line: int
    data: bytes


def read_mbox(data: bytes, party: str, sent: Mapping[str, str]) -> Iterator[Read]:
    """Yield the request that each message makes, or why it makes none.

    Args:
        data: the bytes of the file.
        party: whom they were sent to, in words.
        sent: who sent the messages that are held already, by Message-ID.
    """
    known = dict(sent)
    for piece in _pieces(data):
        if piece.line == 0:
            yield Problem(1, "It stands before the first message.")
            continue
        try:
            found = _importable(piece, party, known)
        except _Unreadable as error:
            yield Problem(piece.line, str(error))
        except _BROKEN:
            yield Problem(piece.line, "Its headers cannot be read.")
        else:
            request = found.request
            if request.message_id:
                known.setdefault(request.message_id, request.made_by)
            yield checked(found)


def _pieces(data: bytes) -> Iterator[_Piece]:
    """Yield the messages; as line 0 what stands before them."""
    began, gathered, after_empty = 0, list[bytes](), True
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        if after_empty and line.startswith(_BEGINS):
            if began or b"".join(gathered).strip():
                yield _Piece(began, b"".join(gathered))
            began, gathered = number, []
        else:
            gathered.append(line)
        after_empty = not line.strip(b"\r\n")
    if began or b"".join(gathered).strip():
        yield _Piece(began, b"".join(gathered))


def _importable(piece: _Piece, party: str, known: Mapping[str, str]) -> Importable:
    data = piece.data.rstrip(b"\r\n")
    message = message_from_bytes(data, policy=policy.default)
    by = _sender(message)
    answers = _header(message, "In-Reply-To", needed=False)
    if known.get(answers, by) != by:
        raise _Unreadable(
            f"It answers {answers}, and is no request: enter it as `answered`."
        )
    text, notes = _text(message)
    request = uni.Request(
        medium="e-mail",
        made_at=_made_at(message),
        made_by=by,
        party=party,
        office=_header(message, "To"),
        purpose=Text(_header(message, "Subject")),
        text=Text(text) if text else None,
        message_id=_header(message, "Message-ID", needed=False),
        sha256=hashlib.sha256(data).digest(),
    )
    return Importable(piece.line, request, notes)


def _header(message: EmailMessage, name: str, *, needed: bool = True) -> str:
    rows = message.get_all(name, [])
    if len(rows) > 1:
        raise _Unreadable(f"It has {name} twice.")
    text = unicodedata.normalize("NFC", " ".join(str(rows[0]).split())) if rows else ""
    if needed and not text:
        raise _Unreadable(f"It has no {name}.")
    if _UNDECODED in text or not _is_text(text):
        raise _Unreadable(f"Its {name} is not in the charset that it names.")
    return text


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sender(message: EmailMessage) -> str:
    """Return the address it came from: a post's, and never a person's name."""
    _header(message, "From")
    addresses = [each.addr_spec for each in message["From"].addresses]
    if not addresses or not all("@" in each for each in addresses):
        raise _Unreadable("It has no address in From.")
    return ", ".join(addresses)


def _made_at(message: EmailMessage) -> int:
    text = _header(message, "Date")
    try:
        when = parsedate_to_datetime(text)
    except _BROKEN as error:
        raise _Unreadable(f"Its Date is none: {text[:40]!r}.") from error
    if when.tzinfo is None:
        raise _Unreadable(f"Its Date names no zone: {text[:40]!r}.")
    return int(when.timestamp())


def _text(message: EmailMessage) -> tuple[str, tuple[str, ...]]:
    """Return the plain text of a message, and what of it is not imported."""
    part = message.get_body(("plain",))
    if part is None:
        raise _Unreadable("It has no plain text.")
    data = part.get_payload(decode=True)
    charset = part.get_content_charset("us-ascii")
    if not isinstance(data, bytes) or part.defects or message.defects:
        raise _Unreadable("Its text is damaged.")
    try:
        text = data.decode(charset)
    except (LookupError, ValueError) as error:
        raise _Unreadable(f"Its text is not in the charset {charset}.") from error
    plain = text.replace("\r\n", "\n").rstrip("\n")
    count = sum(1 for _ in message.iter_attachments())
    notes = (f"{count} attached files are not imported.",) if count else ()
    return unicodedata.normalize("NFC", plain), notes
