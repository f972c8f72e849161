"""Decide which keys may stand in the record, and whether a signature is theirs.

Spec clause 2. Algorithms form one closed profile: Ed25519 (COSE -19, RFC 9864),
ML-DSA-44 and ML-DSA-65 (-48, -49, RFC 9964), and passkeys (private -65537: ECDSA P-256
over a WebAuthn assertion). Ed25519 is libsodium's: it refuses small-order points and
non-canonical signatures, so it takes no signature that RFC 8032 would refuse. A key is
known by its RFC 9679 thumbprint. Who may use which key is said by
`detente.record.credentials`; private keys never come here.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, mldsa
from cryptography.hazmat.primitives.hashes import SHA256
from nacl import bindings
from nacl.exceptions import BadSignatureError

from detente.record import wire
from detente.record.errors import Malformed, Unproven

ED25519: Final = -19
ML_DSA_44: Final = -48
ML_DSA_65: Final = -49
PASSKEY: Final = -65537

KEY_BYTES: Final = {ED25519: 32, ML_DSA_44: 1312, ML_DSA_65: 1952, PASSKEY: 65}

ED25519_SIGNATURE_BYTES: Final = 64
_PRESENT_AND_VERIFIED = 0x05


class PublicKey(NamedTuple):
    """A public key as it stands in a key document.

    `raw` is the key's bytes: Ed25519 32, ML-DSA-44 1312, ML-DSA-65 1952, passkey 65 (an
    uncompressed P-256 point). `origins` names, for a passkey, the relying party id
    first and then every origin that may sign with it; else it is empty.
    """

    algorithm: int
    raw: bytes
    origins: tuple[str, ...] = ()


Verify: TypeAlias = Callable[[PublicKey, bytes, bytes], None]


@lru_cache(maxsize=4096)
def thumbprint(key: PublicKey) -> bytes:
    """Return the 32-byte kid of a key: RFC 9679 over its required parameters."""
    match key.algorithm:
        case -19:
            members: dict[int | str, wire.Value] = {1: 1, -1: 6, -2: key.raw}
        case -65537:
            members = {1: 2, -1: 1, -2: key.raw[1:33], -3: key.raw[33:]}
        case _:
            members = {1: 7, 3: key.algorithm, -1: key.raw}
    return hashlib.sha256(wire.encode(members)).digest()


def enrol(key: PublicKey) -> PublicKey:
    """Return the key if its bytes are a sound key of its kind (clause 2.3).

    Raises:
        Unproven: unknown kind, wrong length, or a point under which signatures do not
            bind their message.
    """
    if KEY_BYTES.get(key.algorithm) != len(key.raw):
        raise Unproven("A key has an unknown kind or the wrong length (clause 2.3).")
    if bool(key.origins) != (key.algorithm == PASSKEY):
        raise Unproven("A passkey names its origins, no other key does (clause 2.3).")
    if key.algorithm == ED25519:
        _check_point(key.raw)
    elif key.algorithm == PASSKEY:
        _p256(key.raw)
    return key


def verify(key: PublicKey, message: bytes, signature: bytes) -> None:
    """Check one signature of a key that has been enrolled.

    Raises:
        Unproven: the signature is not this key's over this message.
    """
    try:
        match key.algorithm:
            case -19:
                _verify_ed25519(key, message, signature)
            case -48:
                _ml_dsa_44(key.raw).verify(signature, message)
            case -49:
                _ml_dsa_65(key.raw).verify(signature, message)
            case -65537:
                _verify_passkey(key, message, signature)
            case _:
                raise Unproven("A signature of an unknown kind (clause 2.1).")
    except (InvalidSignature, BadSignatureError) as error:
        raise Unproven("A signature does not fit its key and text.") from error


_ml_dsa_44 = lru_cache(maxsize=256)(mldsa.MLDSA44PublicKey.from_public_bytes)
_ml_dsa_65 = lru_cache(maxsize=256)(mldsa.MLDSA65PublicKey.from_public_bytes)


@lru_cache(maxsize=256)
def _p256(raw: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError as error:
        raise Unproven("A passkey is not a point of P-256 (clause 2.3).") from error


def _verify_passkey(key: PublicKey, message: bytes, signature: bytes) -> None:
    """Check a WebAuthn assertion whose challenge is SHA-256(message) (clause 2.5)."""
    parts = wire.decode(signature, max_bytes=4096)
    match parts:
        case [bytes() as authenticator, bytes() as client, bytes() as ecdsa]:
            pass
        case _:
            raise Malformed("A passkey signature has three parts (clause 2.5).")
    try:
        said = json.loads(client.decode(), parse_constant=int)  # int takes no NaN
    except (ValueError, RecursionError) as error:
        raise Malformed("A passkey's client data is not JSON (clause 2.5).") from error
    # The challenge carries the domain: the message is a Sig_structure with its typ.
    challenge = _base64url(hashlib.sha256(message).digest())
    if not isinstance(said, dict) or (said.get("type"), said.get("challenge")) != (
        "webauthn.get",
        challenge,
    ):
        raise Unproven("A passkey signed something else (clause 2.5).")
    if said.get("origin") not in key.origins[1:]:
        raise Unproven("A passkey signed for another site (clause 2.5).")
    site = hashlib.sha256(key.origins[0].encode()).digest()
    flags = authenticator[32] if len(authenticator) > 36 else 0  # noqa: PLR2004
    if authenticator[:32] != site or flags & 5 != _PRESENT_AND_VERIFIED:
        raise Unproven("A passkey was used without its person (clause 2.5).")
    signed = authenticator + hashlib.sha256(client).digest()
    _p256(key.raw).verify(ecdsa, signed, ec.ECDSA(SHA256()))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _check_point(raw: bytes) -> None:
    """Refuse a point that is not canonical or not of prime order (clause 2.4).

    Under the identity point one signature verifies for every message: a hostile party
    could sign one text and later truthfully show the signature on another.
    """
    if not bindings.crypto_core_ed25519_is_valid_point(raw):
        raise Unproven(
            "An Ed25519 key is not canonical, no point, or not of prime order "
            "(clause 2.4)."
        )


def _verify_ed25519(key: PublicKey, message: bytes, signature: bytes) -> None:
    # Without this check a byte could move from the message into the signature.
    if len(signature) != ED25519_SIGNATURE_BYTES:
        raise Unproven("An Ed25519 signature is not 64 bytes (clause 2.1).")
    bindings.crypto_sign_open(signature + message, key.raw)
