"""Decide what a line keeps of its officers' passkeys: which there are, and no key.

A passkey stays in its officer's hand (clause 2.5). Its public key stands in the key
document; here lies the name by which a browser asks the officer's device for it.
"""

import base64
from collections.abc import Sequence

import msgspec

from detente.durable import publish
from detente.node.place import Place
from detente.record.errors import StoreFailed


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A passkey: whose it is, and its name for its device, in base64url."""

    post: str
    number: int
    id: str


def keep(place: Place, known: Sequence[Known]) -> None:
    """Keep which passkeys there are.

    Raises:
        StoreFailed: it cannot be written.
    """
    publish(place.passkeys, msgspec.json.encode(tuple(known)))


def load(place: Place) -> dict[tuple[str, int], Known]:
    """Return the passkeys of a line, by post and number.

    Raises:
        StoreFailed: the file cannot be read, or is none of ours.
    """
    if not place.passkeys.exists():
        return {}
    try:
        rows = msgspec.json.decode(place.passkeys.read_bytes(), type=tuple[Known, ...])
    except (OSError, msgspec.DecodeError) as error:
        raise StoreFailed(f"{place.passkeys} cannot be used: {error}.") from error
    return {(row.post, row.number): row for row in rows}


def base64url(data: bytes) -> str:
    """Return bytes as browsers write them: base64url without padding (RFC 4648, 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Return the bytes of a text of that kind.

    Raises:
        ValueError: it is none.
    """
    return base64.b64decode(
        text + "=" * (-len(text) % 4), altchars=b"-_", validate=True
    )
