"""A passkey that signs as a browser and an authenticator do, and as neither should."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from detente.record import keys, wire

SITE = "watch.north.example"
ORIGIN = f"https://{SITE}"
PRESENT, VERIFIED = 0x01, 0x04
_SECRET = ec.derive_private_key(20251123, ec.SECP256R1())


def key(*origins: str) -> keys.PublicKey:
    """Return the public key as a key document shows it."""
    raw = _SECRET.public_key().public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    return keys.PublicKey(keys.PASSKEY, raw, (SITE, *(origins or (ORIGIN,))))


def challenge(message: bytes) -> str:
    """Return the challenge that commits to a message (clause 2.5)."""
    digest = hashlib.sha256(message).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def client_data(message: bytes, **changed: object) -> bytes:
    """Return the client data of a browser; `changed` overrules its members."""
    members = {
        "type": "webauthn.get",
        "challenge": challenge(message),
        "origin": ORIGIN,
        "crossOrigin": False,
    }
    return json.dumps({**members, **changed}).encode()


def authenticator_data(site: str = SITE, flags: int = PRESENT | VERIFIED) -> bytes:
    """Return the data of an authenticator: site, flags, counter."""
    return hashlib.sha256(site.encode()).digest() + bytes([flags]) + bytes(4)


def sign(authenticator: bytes, client: bytes) -> bytes:
    """Return the signature bytes of clause 2.5, whatever the parts say."""
    signed = authenticator + hashlib.sha256(client).digest()
    signature = _SECRET.sign(signed, ec.ECDSA(SHA256(), deterministic_signing=True))
    return wire.encode([authenticator, client, signature])
