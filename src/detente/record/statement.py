"""Decide what a statement is and who released it: header, body digest, signatures.

Spec clause 3. The signed payload is the header; it names every releasing credential and
commits to the body by SHA-256(salt || body). Salt and body travel beside it, so that a
purged body leaves the proof standing. What the form in the body means, and whether the
rules of the charter allow it, is decided by `detente.dialogue`.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import msgspec

from detente.record import cose, keys, wire
from detente.record.errors import Malformed, Misdirected, Unproven
from detente.record.feed import Entry, leaf_hash

MEDIA_TYPE: Final = "application/vnd.detente.statement+cose"
SALT_BYTES: Final = 32
_REFERENCE = re.compile(
    r"([A-Z][A-Za-z0-9-]{0,31})/([0-9]{4})/([0-9]{4}|[1-9][0-9]{4,8})"
    r"/([A-Z]{3,5})/([1-9][0-9]{0,3})/([OET])"
)
_STATUS_LETTER = {"OPERATION": "O", "EXERCISE": "E", "TEST": "T"}


class Citation(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True
):
    """Another statement: the reference for people, its 32-byte id for machines."""

    reference: str
    id: bytes


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """A head of another feed that the releaser's review page showed."""

    party: str
    generation: int
    size: int
    root: bytes


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that travels after the statement."""

    name: str
    media_type: str
    size_bytes: int
    sha256: bytes


class Header(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """What every statement says of itself; times in POSIX seconds, UTC, as claims.

    A field left out has the value that stands here; spelling it out is refused, so
    that a header has one spelling.
    """

    channel: bytes
    reference: str
    status: Literal["OPERATION", "EXERCISE", "TEST"] = "OPERATION"
    kind: Literal["NEW", "UPDATE", "CANCEL", "CORRECTION"] = "NEW"
    precedence: Literal["Z", "O", "P", "R"] = "R"
    from_post: str
    to_post: str
    info_posts: tuple[str, ...] = ()
    drafted: int
    released: int
    language: str
    changes: tuple[Citation, ...] = ()
    answers: tuple[Citation, ...] = ()
    valid_from: int | None = None
    valid_until: int | None = None
    reply_by: int | None = None
    drafter: bytes
    releasers: tuple[bytes, ...]
    handling: Literal["confidential", "releasable", "public"] = "confidential"
    releasable_to: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    seen: tuple[Seen, ...] = ()
    charter_version: int
    body_digest: bytes

    @property
    def name(self) -> "Reference":
        """The parts of the reference."""
        return parse_reference(self.reference)


class Reference(NamedTuple):
    """party/year/serial/form/version/O-E-T: what people call a statement."""

    party: str
    year: int
    serial: int
    form: str
    version: int
    status: str

    def __str__(self) -> str:
        return (
            f"{self.party}/{self.year:04d}/{self.serial:04d}"
            f"/{self.form}/{self.version}/{self.status}"
        )


class Statement(NamedTuple):
    """A signed statement as received; `id` is the leaf hash of its bytes."""

    id: bytes
    raw: bytes
    header: Header
    name: Reference
    signatures: tuple[tuple[cose.Signer, bytes], ...]
    payload: bytes


def parse_reference(text: str) -> Reference:
    """Read a reference.

    Raises:
        Malformed: not party/year/serial/form/version/O-E-T in its one spelling.
    """
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise Malformed(
            f"{text[:80]!r} is no reference such as NORTH/2026/0042/CON/1/O "
            "(clause 3.3)."
        )
    party, year, serial, form, version, status = match.groups()
    return Reference(party, int(year), int(serial), form, int(version), status)


def body_digest(salt: bytes, body: bytes) -> bytes:
    """Return SHA-256(salt || body), the commitment in the header (clause 3.4)."""
    return hashlib.sha256(salt + body).digest()


def payload(header: Header) -> bytes:
    """Return the bytes that every releaser signs inside the Sig_structure."""
    return wire.encode(_fields(header))


def _fields(header: Header) -> dict[int | str, wire.Value]:
    fields: dict[int | str, wire.Value] = msgspec.to_builtins(
        header, builtin_types=(bytes,)
    )
    return fields


def to_be_signed(signed_payload: bytes, key: keys.PublicKey) -> bytes:
    """Return what the credential `key` signs to release this payload."""
    signer = cose.Signer(key.algorithm, keys.thumbprint(key))
    return cose.to_be_signed(MEDIA_TYPE, signer, signed_payload)


def assemble(
    signed_payload: bytes, signatures: Sequence[tuple[keys.PublicKey, bytes]]
) -> bytes:
    """Return the statement's bytes; signatures in the order of the header's list."""
    rows = [
        (cose.Signer(key.algorithm, keys.thumbprint(key)), value)
        for key, value in signatures
    ]
    return cose.assemble(MEDIA_TYPE, signed_payload, rows)


@lru_cache(maxsize=1024)
def parse(raw: bytes) -> Statement:
    """Read a statement; signatures are not yet checked.

    A node reads each one when it is admitted and again when it is folded: remembered.

    Raises:
        Malformed: not a statement in its one spelling, or one that contradicts itself.
    """
    signed = cose.parse(MEDIA_TYPE, raw)
    value = wire.decode(signed.payload, max_bytes=cose.MAX_BYTES)
    try:
        header = msgspec.convert(value, Header, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(f"A header is not complete: {error} (clause 3.2).") from error
    if not isinstance(value, dict) or len(_fields(header)) != len(value):
        raise Malformed("A header spells out what may be left out (clause 3.2).")
    name = _check(header)
    if tuple(by.kid for by, _ in signed.signatures) != header.releasers:
        raise Malformed("The signatures are not those the header lists (clause 3.5).")
    id_ = leaf_hash(raw)
    return Statement(id_, raw, header, name, signed.signatures, signed.payload)


def _check(header: Header) -> Reference:
    hashes = [header.channel, header.drafter, header.body_digest, *header.releasers]
    hashes += [c.id for c in (*header.changes, *header.answers)]
    hashes += [s.root for s in header.seen]
    hashes += [a.sha256 for a in header.attachments]
    if any(len(each) != 32 for each in hashes):  # noqa: PLR2004
        raise Malformed("A digest in a header is not 32 bytes (clause 3.2).")
    name = header.name
    if name.status != _STATUS_LETTER[header.status]:
        raise Malformed("Reference and status contradict each other (clause 3.3).")
    if bool(header.changes) != (header.kind != "NEW"):
        raise Malformed("A change cites what it changes; a new one nothing.")
    numbers = [header.drafted, header.released, header.charter_version]
    numbers += [s.size for s in header.seen] + [s.generation for s in header.seen]
    if min(numbers) < 0:
        raise Malformed("A time, size or version is below nought (clause 3.2).")
    return name


def verify(
    statement: Statement,
    channel: bytes,
    party: str,
    credentials: Mapping[bytes, keys.PublicKey],
    check: keys.Verify = keys.verify,
) -> None:
    """Check that credentials of this party released the statement in this channel.

    Raises:
        Misdirected: it was released for another channel or by another party.
        Unproven: a releaser has no credential, or a signature does not verify.
    """
    header = statement.header
    if header.channel != channel:
        raise Misdirected("A statement belongs to another channel (clause 3.2).")
    if statement.name.party != party:
        raise Misdirected("A statement bears another party's reference (clause 3.3).")
    if header.drafter not in credentials:
        raise Unproven("The drafter holds no credential of this party (clause 3.5).")
    for signer, value in statement.signatures:
        key = credentials.get(signer.kid)
        if key is None or key.algorithm != signer.algorithm:
            raise Unproven("A releaser holds no credential of this party (clause 3.5).")
        check(key, cose.to_be_signed(MEDIA_TYPE, signer, statement.payload), value)


def check_body(statement: Statement, entry: Entry) -> None:
    """Check that salt and body are those the header commits to (clause 3.4).

    Raises:
        Malformed: the salt has another length, or entry and body are too long together.
        Unproven: the digest differs.
    """
    if entry.body is None:
        return
    if len(entry.salt) != SALT_BYTES:
        raise Malformed("A salt is not 32 bytes (clause 3.4).")
    if len(entry.raw) + len(entry.body) > cose.MAX_BYTES:
        raise Malformed("A statement with its body is over 60 KiB (clause 3.1).")
    if body_digest(entry.salt, entry.body) != statement.header.body_digest:
        raise Unproven("A body is not the one its header commits to (clause 3.4).")
