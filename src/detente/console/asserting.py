"""Decide what is asked of an officer's passkey, and whether its answer is his.

A browser asks the device for a signature over a challenge, which is the SHA-256 of what
is to be signed; the answer is a signature by clause 2.5, and is checked here as any
node will check it, before anything rests on it.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from detente.node.passkeys import base64url, from_base64url
from detente.record import keys, wire
from detente.record.errors import Malformed, Refused, Unproven


def challenge_of(message: bytes) -> str:
    """Return what a passkey is asked to sign for a message."""
    return base64url(hashlib.sha256(message).digest())


def signature_of(told: Mapping[str, Any], key: keys.PublicKey, message: bytes) -> bytes:
    """Return the signature that a browser brings of a passkey over a message.

    Args:
        told: `authenticator`, `client` and `signature`, in base64url.
        key: whose it must be.
        message: what was to be signed.

    Raises:
        Malformed: it is no such answer.
        Unproven: it is another's, or over something else.
    """
    try:
        parts: list[wire.Value] = [
            from_base64url(str(told[name]))
            for name in ("authenticator", "client", "signature")
        ]
    except (KeyError, ValueError) as error:
        raise Malformed("The browser brought no signature of a passkey.") from error
    signature = wire.encode(parts)
    try:
        keys.verify(key, message, signature)
    except Refused as error:
        raise Unproven(f"This passkey did not sign it: {error.sentence}") from error
    return signature
