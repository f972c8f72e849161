"""Decide which keys speak for a party: key documents under the party's root.

Spec clause 6. A root is n offline holders, each with an Ed25519 and an ML-DSA-65 key;
k of them sign. A key document lists posts with their numbered credentials, the node's
feed, mirror, sealing and TLS keys and the spare key. Every key that can sign has signed
the document too: so no party can claim a key it does not hold. Version 1 belongs to a
pairing and is fixed by the charter's digest of it; later versions name their channel
and predecessor. Deciding when to change keys is the party's matter.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

import msgspec

from detente.record import cose, keys, wire
from detente.record.errors import Malformed, Misdirected, Unproven
from detente.record.head import (
    COSIGNED_ED25519,
    COSIGNED_ML_DSA_44,
    PLAIN_ED25519,
    NoteKey,
)

MEDIA_TYPE: Final = "application/vnd.detente.keys+cose"
SEALING_BYTES: Final = 1216
NONCE_BYTES: Final = 32
PARTY_CODE: Final = re.compile("[A-Z][A-Za-z0-9-]{0,31}")


class RootHolder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One holder of a part of the root: both keys sign, always."""

    ed25519: bytes
    ml_dsa_65: bytes

    def keys(self) -> tuple[keys.PublicKey, ...]:
        """Return both public keys."""
        return (
            keys.PublicKey(keys.ED25519, self.ed25519),
            keys.PublicKey(keys.ML_DSA_65, self.ml_dsa_65),
        )


class Root(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may sign key documents: `threshold` of `holders`."""

    threshold: int
    holders: tuple[RootHolder, ...]


class Credential(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A numbered key of a post; `node` marks the machine's own."""

    post: str
    number: int
    algorithm: int
    key: bytes
    origins: tuple[str, ...] = ()
    node: bool = False

    def public(self) -> keys.PublicKey:
        """Return the credential's public key."""
        return keys.PublicKey(self.algorithm, self.key, self.origins)


class PairOfKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A classical and a post-quantum key that sign side by side."""

    ed25519: bytes
    ml_dsa_44: bytes

    def public(self) -> tuple[keys.PublicKey, ...]:
        """Return both public keys."""
        return (
            keys.PublicKey(keys.ED25519, self.ed25519),
            keys.PublicKey(keys.ML_DSA_44, self.ml_dsa_44),
        )


class KeyDocument(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """What a party's root says of its keys; times in POSIX seconds, UTC."""

    format: Literal["detente-keys/1"]
    party: str
    name: str
    version: int
    previous: bytes | None
    channel: bytes | None
    nonce: bytes
    generation: int
    issued: int
    root: Root
    posts: tuple[str, ...]
    credentials: tuple[Credential, ...]
    feed: PairOfKeys
    mirror: PairOfKeys
    sealing: bytes
    spare: bytes
    tls: bytes
    addresses: tuple[str, ...]
    last_head: bytes | None

    def credential(self, kid: bytes) -> Credential | None:
        """Return the credential of a thumbprint, if this document certifies it."""
        for credential in self.credentials:
            if keys.thumbprint(credential.public()) == kid:
                return credential
        return None

    def signing_keys(self) -> Iterator[keys.PublicKey]:
        """Yield every key that must prove that the party holds it."""
        for credential in self.credentials:
            yield credential.public()
        yield from self.feed.public()
        yield from self.mirror.public()
        yield keys.PublicKey(keys.ED25519, self.spare)


class Names(NamedTuple):
    """The C2SP names of one channel (clause 5.2)."""

    channel: bytes

    def origin(self, party: str, generation: int) -> str:
        """Return the origin of a party's feed."""
        return f"detente/{self.channel.hex()}/{party}/{generation}"

    def mirror(self, party: str) -> str:
        """Return the name under which a party's node gives receipts."""
        return f"detente/{self.channel.hex()}/{party}/mirror"

    def feed_keys(self, document: KeyDocument) -> tuple[NoteKey, NoteKey]:
        """Return the two keys that must both sign a head of the party's feed."""
        name = self.origin(document.party, document.generation)
        return (
            NoteKey(name, PLAIN_ED25519, document.feed.ed25519),
            NoteKey(name, COSIGNED_ML_DSA_44, document.feed.ml_dsa_44),
        )

    def mirror_keys(self, document: KeyDocument) -> tuple[NoteKey, NoteKey]:
        """Return the two keys that must both sign a receipt of the party's node."""
        name = self.mirror(document.party)
        return (
            NoteKey(name, COSIGNED_ED25519, document.mirror.ed25519),
            NoteKey(name, COSIGNED_ML_DSA_44, document.mirror.ml_dsa_44),
        )


def digest(raw: bytes) -> bytes:
    """Return the 32-byte name of a signed key document."""
    return hashlib.sha256(raw).digest()


def payload(document: KeyDocument) -> bytes:
    """Return the bytes that root and keys sign."""
    return wire.encode(msgspec.to_builtins(document, builtin_types=(bytes,)))


def signers(document: KeyDocument, holders: tuple[int, ...]) -> list[keys.PublicKey]:
    """Return who must sign: both keys of each of these root holders, then every key."""
    root = [key for at in holders for key in document.root.holders[at].keys()]
    return [*root, *document.signing_keys()]


def parse(
    raw: bytes, *, before: Root | None = None, verify: keys.Verify = keys.verify
) -> KeyDocument:
    """Read a key document and check everything that it can prove by itself.

    Args:
        raw: the signed document as received.
        before: the root of the document before it, which must have signed it too.
        verify: checks one signature.

    Raises:
        Malformed: not a key document.
        Unproven: an unsound or unproved key, a stranger's signature, or not enough of a
            root signed.
    """
    signed = cose.parse(MEDIA_TYPE, raw)
    value = wire.decode(signed.payload, max_bytes=cose.MAX_BYTES)
    try:
        document = msgspec.convert(value, KeyDocument, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(f"A key document is not complete: {error}.") from error
    if payload(document) != signed.payload:
        raise Malformed("A key document spells out what may be left out (clause 6.2).")
    if (document.version > 1) != (before is not None):
        raise Unproven("A key document stands without the one before (clause 6.5).")
    _check_shape(document)
    _check_keys(document)
    roots = (document.root,) if before is None else (document.root, before)
    _check_signatures(document, signed, roots, verify)
    return document


def parse_next(
    old: KeyDocument, old_raw: bytes, new_raw: bytes, channel: bytes
) -> KeyDocument:
    """Read the document that follows another in a channel (clause 6.5).

    Raises:
        Refused: it does not follow, or the old root did not sign it.
    """
    new = parse(new_raw, before=old.root)
    if (new.party, new.channel) != (old.party, channel):
        raise Misdirected("A key document is for another party or channel.")
    if new.version != old.version + 1 or new.previous != digest(old_raw):
        raise Unproven("A key document does not follow the one before (clause 6.5).")
    return new


def _check_shape(document: KeyDocument) -> None:
    root = document.root
    if not 0 < root.threshold <= len(root.holders):
        raise Unproven("A root asks for no holder, or for more than it has.")
    if PARTY_CODE.fullmatch(document.party) is None:
        raise Malformed("A party's code is a capital and up to 31 letters or digits.")
    if len(document.nonce) != NONCE_BYTES or len(document.sealing) != SEALING_BYTES:
        raise Malformed("A key document has a nonce or sealing key of another length.")
    if document.version < 1 or document.generation < 1:
        raise Malformed("Versions and generations count from one (clause 6.2).")
    first = document.version == 1
    if first and not (document.channel is None and document.previous is None):
        raise Malformed("A first key document has no channel before it (clause 6.2).")
    numbered = [(c.post, c.number) for c in document.credentials]
    if any(post not in document.posts for post, _ in numbered):
        raise Unproven("A credential belongs to no post of its document (clause 6.3).")
    if len(set(numbered)) != len(numbered):
        raise Unproven("Two credentials of a post have one number (clause 6.3).")


def _check_keys(document: KeyDocument) -> None:
    listed = list(document.signing_keys())
    for holder in document.root.holders:
        listed += holder.keys()
    if len(set(map(keys.thumbprint, listed))) != len(listed):
        raise Unproven("One key stands in two places of a key document (clause 6.3).")
    for key in listed:
        keys.enrol(key)


def _check_signatures(
    document: KeyDocument,
    signed: cose.Signed,
    roots: tuple[Root, ...],
    verify: keys.Verify,
) -> None:
    known = {_signer(key): key for key in document.signing_keys()}
    given = {signer for signer, _ in signed.signatures}
    if not known.keys() <= given:
        raise Unproven("A listed key did not prove that it is held (clause 6.4).")
    for root in roots:
        _check_root(root, given)
        known |= {_signer(key): key for h in root.holders for key in h.keys()}
    for signer, value in signed.signatures:
        if signer not in known:
            raise Unproven("A key document carries a stranger's signature.")
        message = cose.to_be_signed(MEDIA_TYPE, signer, signed.payload)
        verify(known[signer], message, value)


def _check_root(root: Root, given: set[cose.Signer]) -> None:
    whole = sum(all(_signer(key) in given for key in h.keys()) for h in root.holders)
    if whole < root.threshold:
        raise Unproven(
            f"{whole} of the {root.threshold} root holders needed signed (clause 6.4)."
        )


def _signer(key: keys.PublicKey) -> cose.Signer:
    return cose.Signer(key.algorithm, keys.thumbprint(key))
