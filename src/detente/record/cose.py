"""Decide how signatures are laid round a payload: COSE_Sign, RFC 9052 section 4.1.

Spec clause 3.1: tag 98, protected headers only, deterministic, each signer named by
its RFC 9679 thumbprint. `typ` (RFC 9596) stands in the signed header and keeps a
signature over one kind of thing from passing as a signature over another. Which
signers are needed is decided by `statement` and `credentials`.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from detente.record import wire
from detente.record.errors import Malformed

MAX_BYTES: Final = 60 * 1024
_ALGORITHM, _KID, _TYPE = 1, 4, 16
_MOST_SIGNERS = 256


class Signer(NamedTuple):
    """Who signed with what: COSE algorithm and 32-byte thumbprint."""

    algorithm: int
    kid: bytes


class Signed(NamedTuple):
    """A payload with its signatures, as received."""

    payload: bytes
    signatures: tuple[tuple[Signer, bytes], ...]


@lru_cache(maxsize=16)
def _outer(media_type: str) -> bytes:
    return wire.encode({_TYPE: media_type})


@lru_cache(maxsize=4096)
def _inner(signer: Signer) -> bytes:
    return wire.encode({_ALGORITHM: signer.algorithm, _KID: signer.kid})


def to_be_signed(media_type: str, signer: Signer, payload: bytes) -> bytes:
    """Return the Sig_structure of RFC 9052 section 4.4, with no external data."""
    return _structure(media_type, signer) + wire.encode(payload)


@lru_cache(maxsize=4096)
def _structure(media_type: str, signer: Signer) -> bytes:
    """Return a Sig_structure up to its payload: the same for all of a signer's."""
    parts: list[wire.Value] = [
        "Signature",
        _outer(media_type),
        _inner(signer),
        b"",
        b"",
    ]
    return wire.encode(parts)[:-1]


def assemble(
    media_type: str, payload: bytes, signatures: Sequence[tuple[Signer, bytes]]
) -> bytes:
    """Return the COSE_Sign bytes of a payload and its signatures.

    Raises:
        Malformed: the result would be longer than clause 3.1 allows.
    """
    rows: list[wire.Value] = [[_inner(by), {}, value] for by, value in signatures]
    raw = wire.encode(
        wire.Tagged(wire.COSE_SIGN, [_outer(media_type), {}, payload, rows])
    )
    if len(raw) > MAX_BYTES:
        raise Malformed(f"Signed bytes are longer than {MAX_BYTES} (clause 3.1).")
    return raw


def parse(media_type: str, raw: bytes) -> Signed:
    """Read COSE_Sign bytes of one media type.

    Raises:
        Malformed: another structure, another type, an unprotected header, a header
            that clause 3.1 does not name, or a signer who stands twice.
    """
    match wire.decode(raw, max_bytes=MAX_BYTES):
        case wire.Tagged(98, [bytes() as outer, {**free}, bytes() as payload, [*rows]]):
            pass
        case _:
            raise Malformed("The bytes are no COSE_Sign structure (clause 3.1).")
    if free or outer != _outer(media_type):
        raise Malformed(f"The bytes are not signed as {media_type} (clause 3.1).")
    signatures = tuple(_signature(row) for row in rows)
    if not 0 < len(signatures) <= _MOST_SIGNERS:
        raise Malformed("No signature, or too many of them (clause 3.1).")
    if len({signer for signer, _ in signatures}) != len(signatures):
        raise Malformed("One key signed twice (clause 3.1).")
    return Signed(payload, signatures)


def _signature(row: wire.Value) -> tuple[Signer, bytes]:
    match row:
        case [bytes() as header, {**free}, bytes() as value] if not free:
            signer = _signer(header)
        case _:
            raise Malformed("A signature is not header and value (clause 3.1).")
    return signer, value


@lru_cache(maxsize=4096)
def _signer(header: bytes) -> Signer:
    match wire.decode(header, max_bytes=128):
        case {1: int() as algorithm, 4: bytes() as kid, **rest} if (
            not rest and wire.are_whole(algorithm)
        ):
            return Signer(algorithm, kid)
        case _:
            raise Malformed("A signer is not algorithm and key id (clause 3.1).")
