"""Decide how the private keys of a party are used: root, credentials, node.

Every private key is a 32-byte seed, so that a party's whole ring is drawn from one
source of randomness and tests draw it from a seeded one. What a key may sign is laid
down in `detente.record`; how seeds rest on disk is `detente.node.vault`.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa

from detente.ports import Random
from detente.record import cose, credentials, keys, seal, statement
from detente.record.credentials import KeyDocument, Names
from detente.record.head import PLAIN_ED25519, Head, NoteKey, Signature, to_be_signed
from detente.record.head import signature_line as line

SEED_BYTES = 32


class Holds(Protocol):
    """Whoever holds a private key: a seed here, or a passkey in somebody's hand."""

    def public(self) -> keys.PublicKey:
        """Return the public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return a signature over a message.

        Raises:
            KeysSealed: its holder does not sign.
        """
        ...


class SecretKey(NamedTuple):
    """A private key: COSE algorithm and 32-byte seed."""

    algorithm: int
    seed: bytes

    def public(self) -> keys.PublicKey:
        """Return the public key."""
        return _public(self)

    def sign(self, message: bytes) -> bytes:
        """Sign a message; ML-DSA draws randomness of its own."""
        return _private(self).sign(message)


_Private = ed25519.Ed25519PrivateKey | mldsa.MLDSA44PrivateKey | mldsa.MLDSA65PrivateKey


@lru_cache(maxsize=64)
def _private(key: SecretKey) -> _Private:
    match key.algorithm:
        case keys.ED25519:
            return ed25519.Ed25519PrivateKey.from_private_bytes(key.seed)
        case keys.ML_DSA_44:
            return mldsa.MLDSA44PrivateKey.from_seed_bytes(key.seed)
        case _:
            return mldsa.MLDSA65PrivateKey.from_seed_bytes(key.seed)


@lru_cache(maxsize=64)
def _public(key: SecretKey) -> keys.PublicKey:
    raw = _private(key).public_key().public_bytes_raw()
    return keys.PublicKey(key.algorithm, raw)


class RootKeys(NamedTuple):
    """The two private keys of one root holder; they belong off this machine."""

    ed25519: SecretKey
    ml_dsa_65: SecretKey

    @classmethod
    def draw(cls, random: Random) -> "RootKeys":
        """Draw a holder's keys."""
        return cls(
            SecretKey(keys.ED25519, random(SEED_BYTES)),
            SecretKey(keys.ML_DSA_65, random(SEED_BYTES)),
        )

    def public(self) -> credentials.RootHolder:
        """Return what the key document shows of this holder."""
        return credentials.RootHolder(
            self.ed25519.public().raw, self.ml_dsa_65.public().raw
        )


class NodeKeys(NamedTuple):
    """The private keys that a node restarts with, unattended."""

    feed_ed25519: SecretKey
    feed_ml_dsa_44: SecretKey
    mirror_ed25519: SecretKey
    mirror_ml_dsa_44: SecretKey
    credential: SecretKey
    sealing_seed: bytes

    @classmethod
    def draw(cls, random: Random) -> "NodeKeys":
        """Draw a node's keys."""
        return cls(
            SecretKey(keys.ED25519, random(SEED_BYTES)),
            SecretKey(keys.ML_DSA_44, random(SEED_BYTES)),
            SecretKey(keys.ED25519, random(SEED_BYTES)),
            SecretKey(keys.ML_DSA_44, random(SEED_BYTES)),
            SecretKey(keys.ED25519, random(SEED_BYTES)),
            random(SEED_BYTES),
        )

    def feed(self) -> credentials.PairOfKeys:
        """Return the public keys of the feed."""
        return credentials.PairOfKeys(
            self.feed_ed25519.public().raw, self.feed_ml_dsa_44.public().raw
        )

    def mirror(self) -> credentials.PairOfKeys:
        """Return the public keys of the mirror."""
        return credentials.PairOfKeys(
            self.mirror_ed25519.public().raw, self.mirror_ml_dsa_44.public().raw
        )

    def sealing(self) -> bytes:
        """Return the public sealing key."""
        return seal.private_key(self.sealing_seed)[1]

    def secrets(self) -> list[SecretKey]:
        """Return the keys that sign a key document to prove that they are held."""
        return [*self[:5]]


def sign_document(document: KeyDocument, secrets: Sequence[Holds]) -> bytes:
    """Return a key document signed by all of these keys (clause 6.4)."""
    signed_payload = credentials.payload(document)
    rows = []
    for secret in secrets:
        public = secret.public()
        signer = cose.Signer(public.algorithm, keys.thumbprint(public))
        message = cose.to_be_signed(credentials.MEDIA_TYPE, signer, signed_payload)
        rows.append((signer, secret.sign(message)))
    return cose.assemble(credentials.MEDIA_TYPE, signed_payload, rows)


def release(header: statement.Header, secrets: list[SecretKey]) -> bytes:
    """Return a statement signed by the credentials its header lists, in that order."""
    signed_payload = statement.payload(header)
    rows = []
    for secret in secrets:
        public = secret.public()
        message = statement.to_be_signed(signed_payload, public)
        rows.append((public, secret.sign(message)))
    return statement.assemble(signed_payload, rows)


class NodeSigner:
    """The Signer port over a node's keys in one channel."""

    def __init__(self, node: NodeKeys, names: Names, document: KeyDocument) -> None:
        """Bind the keys to the names that the channel and key document give them."""
        feed_classical, feed_post_quantum = names.feed_keys(document)
        mirror_classical, mirror_post_quantum = names.mirror_keys(document)
        self._feed = (
            (feed_classical, _private(node.feed_ed25519)),
            (feed_post_quantum, _private(node.feed_ml_dsa_44)),
        )
        self._mirror = (
            (mirror_classical, _private(node.mirror_ed25519)),
            (mirror_post_quantum, _private(node.mirror_ml_dsa_44)),
        )
        self._credential = node.credential

    def sign_head(self, head: Head, time_s: int) -> tuple[Signature, ...]:
        """Return the signature lines of both feed keys."""
        return tuple(_sign(head, key, private, time_s) for key, private in self._feed)

    def cosign(self, head: Head, time_s: int) -> tuple[Signature, ...]:
        """Return the signature lines of both mirror keys."""
        return tuple(_sign(head, key, private, time_s) for key, private in self._mirror)

    def credential(self) -> keys.PublicKey:
        """Return the node's own credential."""
        return self._credential.public()

    def sign(self, message: bytes) -> bytes:
        """Sign with the node's own credential."""
        return self._credential.sign(message)


def _sign(head: Head, key: NoteKey, private: _Private, time_s: int) -> Signature:
    stamp_s = 0 if key.kind == PLAIN_ED25519 else time_s
    return line(key, stamp_s, private.sign(to_be_signed(head, key, stamp_s)))
