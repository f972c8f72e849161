"""Decide how an officer's signature comes on a draft: by an opened key, or a passkey.

Either way it is what `detente.api.signing` reads out of the draft once more that is
signed, and nothing that a page could have put in its place.
"""

from collections.abc import Mapping
from typing import NamedTuple

from detente.api import releasing
from detente.api.answers import DraftView, ToSign
from detente.api.signing import message_of, payload_of
from detente.console.asserting import challenge_of, signature_of
from detente.console.officers import Officers
from detente.console.seats import Seat
from detente.record.errors import Misasked


class Wanted(NamedTuple):
    """What a page asks an officer's device for."""

    challenge: str
    id: str
    site: str


def wanted(officers: Officers, seat: Seat, drafted: DraftView) -> Wanted | None:
    """Return what is asked of the passkey of who sits here; None: his key is open.

    Raises:
        Misdirected: what is given to sign is not what is shown.
        Misasked: he is not one of those who sign it.
    """
    if seat.opened is not None:
        return None
    known, key = officers.passkey(seat.post, seat.number)
    _row(seat, drafted)
    message = message_of(payload_of(drafted), key)
    return Wanted(challenge_of(message), known.id, key.origins[0])


def signed(
    officers: Officers, seat: Seat, drafted: DraftView, told: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the signature of who sits here, by his credential.

    Args:
        officers: of our party.
        seat: who signs.
        drafted: what he signs.
        told: what his browser brings of his passkey.

    Raises:
        Misdirected: what is given to sign is not what is shown.
        Misasked: he is not one of those who sign it.
        Refused: the passkey has not signed it.
    """
    if seat.opened is not None:
        return releasing.sign(drafted, [seat.opened])
    _, key = officers.passkey(seat.post, seat.number)
    message = message_of(payload_of(drafted), key)
    return {_row(seat, drafted).credential: signature_of(told, key, message)}


def _row(seat: Seat, drafted: DraftView) -> ToSign:
    for row in drafted.sign:
        if (row.post, row.number) == (seat.post, seat.number):
            return row
    raise Misasked(f"{drafted.reference} is not for {seat.who} to sign.")
