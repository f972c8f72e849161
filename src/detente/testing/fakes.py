"""Signatures that cost nothing, for schedules by the ten thousand.

A fake signature is a hash of key and message: it still fits one key and one message, so
that every check which a real signature would fail fails here too. Only in this package:
no product path can choose them. Some hundreds of schedules run with real keys besides.
"""

import hashlib

from detente.exchange.channel import Party
from detente.node.keyring import SecretKey
from detente.record import keys, statement
from detente.record.errors import Unproven
from detente.record.head import PLAIN_ED25519, Head, NoteKey, Signature, signature_line
from detente.record.head import to_be_signed as head_message


def fake_signature(key: bytes, message: bytes) -> bytes:
    """Return what stands for a signature of a public key over a message."""
    return hashlib.sha256(key + message).digest()[:16]


def fake_verify(key: keys.PublicKey, message: bytes, signature: bytes) -> None:
    """Check a fake signature, as `keys.verify` checks a real one.

    Raises:
        Unproven: it does not fit key and message.
    """
    if signature != fake_signature(key.raw, message):
        raise Unproven("A signature does not fit its key and text.")


def fake_release(header: statement.Header, key: keys.PublicKey) -> bytes:
    """Return a statement released by one credential with a fake signature."""
    payload = statement.payload(header)
    message = statement.to_be_signed(payload, key)
    return statement.assemble(payload, [(key, fake_signature(key.raw, message))])


class FakeSigner:
    """The Signer port of a party with fake signatures."""

    def __init__(self, party: Party, credential: SecretKey) -> None:
        """Sign in the name of this party's public keys."""
        self._party = party
        self._credential = credential.public()

    def sign_head(self, head: Head, time_s: int) -> tuple[Signature, ...]:
        """Return the signature lines of both feed keys."""
        return tuple(_line(head, key, time_s) for key in self._party.feed_keys)

    def cosign(self, head: Head, time_s: int) -> tuple[Signature, ...]:
        """Return the signature lines of both mirror keys."""
        return tuple(_line(head, key, time_s) for key in self._party.mirror_keys)

    def credential(self) -> keys.PublicKey:
        """Return the node's own credential."""
        return self._credential

    def sign(self, message: bytes) -> bytes:
        """Sign with the node's own credential."""
        return fake_signature(self._credential.raw, message)


def _line(head: Head, key: NoteKey, time_s: int) -> Signature:
    stamp_s = 0 if key.kind == PLAIN_ED25519 else time_s
    message = head_message(head, key, stamp_s)
    return signature_line(key, stamp_s, fake_signature(key.raw, message))
