"""Decide how a bundle is hidden from everyone but its reader: HPKE and epochs.

RFC 9180 base mode, KEM 0x647a (MLKEM768-X25519), HKDF-SHA256, AES-256-GCM, as spec
clause 8 frames it. On a connection HPKE seals one random epoch key per direction and
bundles follow under AES-256-GCM with a counter; elsewhere each bundle is its own epoch
of one. The frame names suite, channel, sender, reader and sealing key, and all of them
are bound into the seal: a frame replayed into another channel or direction does not
open. Sealing authenticates nobody; what is inside proves itself. Drawing the epoch key
is the Sealer port's matter.
"""

import hashlib
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from detente.record import wire
from detente.record.errors import Malformed, Misdirected, Unproven

SUITE_ID: Final = (0x647A, 0x0001, 0x0002)
EPOCH_BYTES: Final = 16
EPOCH_KEY_BYTES: Final = 32
MAX_FRAME_BYTES: Final = 2 * 1024 * 1024
LAST_COUNTER: Final = 2**32 - 1
_ML_KEM_BYTES: Final = 1184
_FORMAT: Final = "detente-frame/1"


class Route(NamedTuple):
    """From whom to whom, in which channel, under which of the reader's sealing keys."""

    channel: bytes
    sender: str
    reader: str
    sealing_kid: bytes

    def info(self) -> bytes:
        """Return what HPKE binds: everything that must not be swapped."""
        return wire.encode([_FORMAT, SUITE_ID, *self])


class Frame(NamedTuple):
    """A sealed bundle as carriers move it.

    `enclosed` is the HPKE sealing of the epoch key, empty where the reader has it.
    """

    route: Route
    epoch: bytes
    counter: int
    enclosed: bytes
    ciphertext: bytes

    def render(self) -> bytes:
        """Return the bytes a carrier moves."""
        return wire.encode([_FORMAT, SUITE_ID, *self.route, *self[1:]])


def suite() -> Suite:
    """Return the one suite of this profile."""
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def sealing_kid(public: bytes) -> bytes:
    """Return the 32-byte name of a sealing key."""
    return hashlib.sha256(b"detente-sealing-key/1\x00" + public).digest()


def public_key(raw: bytes) -> MLKEM768X25519PublicKey:
    """Read a sealing key: ML-KEM-768 encapsulation key, then X25519.

    Raises:
        Unproven: the bytes are no such pair of keys.
    """
    try:
        return MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(raw[:_ML_KEM_BYTES]),
            x25519.X25519PublicKey.from_public_bytes(raw[_ML_KEM_BYTES:]),
        )
    except ValueError as error:
        raise Unproven("A sealing key is not sound (clause 8.2).") from error


def private_key(seed: bytes) -> tuple[MLKEM768X25519PrivateKey, bytes]:
    """Expand a 32-byte seed as X-Wing does; return the private and public keys."""
    expanded = hashlib.shake_256(seed).digest(96)
    kem = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    curve = x25519.X25519PrivateKey.from_private_bytes(expanded[64:])
    public = kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return MLKEM768X25519PrivateKey(kem, curve), public


def parse(data: bytes) -> Frame:
    """Read a frame; nothing is opened yet.

    Raises:
        Malformed: not a frame of this format and suite.
    """
    match wire.decode(data, max_bytes=MAX_FRAME_BYTES):
        case [
            "detente-frame/1",
            [*suite_id],
            bytes() as channel,
            str() as sender,
            str() as reader,
            bytes() as kid,
            bytes() as epoch,
            int() as counter,
            bytes() as enclosed,
            bytes() as ciphertext,
        ] if wire.are_whole(counter, *suite_id) and tuple(suite_id) == SUITE_ID:
            frame = Frame(
                Route(channel, sender, reader, kid),
                epoch,
                counter,
                enclosed,
                ciphertext,
            )
        case _:
            raise Malformed("The bytes are no sealed bundle (clause 8.1).")
    if len(epoch) != EPOCH_BYTES or not 0 <= counter <= LAST_COUNTER:
        raise Malformed("A frame's epoch or counter is out of range (clause 8.1).")
    return frame


def close(frame: Frame, epoch_key: bytes, bundle: bytes) -> bytes:
    """Return the rendered frame with a bundle under its epoch key and counter."""
    ciphertext = AESGCM(epoch_key).encrypt(_nonce(frame), bundle, _bound(frame))
    return frame._replace(ciphertext=ciphertext).render()


def open_epoch(frame: Frame, private: MLKEM768X25519PrivateKey) -> bytes:
    """Return the epoch key that the frame encloses.

    Raises:
        Unproven: it was sealed for another key, route, or was altered.
    """
    try:
        key = suite().decrypt(frame.enclosed, private, info=frame.route.info())
    except (InvalidTag, ValueError) as error:
        raise Unproven("A sealed bundle does not open with our key.") from error
    if len(key) != EPOCH_KEY_BYTES:
        raise Unproven("A sealed epoch key has another length (clause 8.3).")
    return key


def open_bundle(frame: Frame, epoch_key: bytes) -> bytes:
    """Return the bundle.

    Raises:
        Unproven: altered on the way, or from another epoch.
    """
    try:
        return AESGCM(epoch_key).decrypt(_nonce(frame), frame.ciphertext, _bound(frame))
    except InvalidTag as error:
        raise Unproven("A sealed bundle was altered on its way.") from error


def check_route(frame: Frame, expected: Route) -> None:
    """Check that the frame is for this reader and from this sender.

    Raises:
        Misdirected: any part of the route differs.
    """
    if frame.route != expected:
        raise Misdirected("A bundle is for another channel, reader or key.")


def _nonce(frame: Frame) -> bytes:
    return frame.counter.to_bytes(12, "big")


def _bound(frame: Frame) -> bytes:
    return frame.route.info() + frame.epoch
