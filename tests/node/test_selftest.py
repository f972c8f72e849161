"""A machine on which one known answer comes out wrong does not start."""

import hashlib
from collections.abc import Callable

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import mldsa

from detente.node import selftest
from detente.record import feed, keys, seal, wire
from detente.record.errors import Malformed, SelfTestFailed, Unproven


def accept(*_: object) -> None:
    """Take whatever comes."""


def refuse(*_: object) -> None:
    """Take nothing."""
    raise Unproven("no")


def unsupported(*_: object) -> None:
    """Be a library that was built without what is needed."""
    raise UnsupportedAlgorithm("no")


def test_a_sound_machine_passes() -> None:
    """All known answers come out."""
    selftest.run()


_decode, _hash, _node = wire.decode, hashlib.sha256, feed._node
_thumbprint, _open = keys.thumbprint, seal.open_bundle


def lenient(data: bytes, *, max_bytes: int) -> wire.Value:
    """Read what is no one spelling as nothing."""
    try:
        return _decode(data, max_bytes=max_bytes)
    except Malformed:
        return None


FAULTS: list[tuple[object, str, Callable[..., object], str]] = [
    (hashlib, "sha256", lambda *_: _hash(b""), "SHA-256"),
    (wire, "decode", lenient, "strict CBOR"),
    (wire, "encode", lambda _: b"", "strict CBOR"),
    (feed, "_node", lambda left, right: _node(right, left), "the Merkle tree"),
    (feed, "leaf_hash", lambda raw: _hash(raw).digest(), "the Merkle tree"),
    (keys, "verify", accept, "Ed25519"),
    (keys, "verify", refuse, "Ed25519"),
    (keys, "_check_point", accept, "Ed25519"),
    (keys, "thumbprint", lambda key: _thumbprint(key)[::-1], "ML-DSA-44"),
    (mldsa.MLDSA44PrivateKey, "from_seed_bytes", unsupported, "ML-DSA-44"),
    (mldsa.MLDSA65PrivateKey, "from_seed_bytes", unsupported, "ML-DSA-65"),
    (keys, "_ml_dsa_44", unsupported, "ML-DSA-44"),
    (keys, "_ml_dsa_65", unsupported, "ML-DSA-65"),
    (seal, "suite", unsupported, "MLKEM768-X25519 and AES-256-GCM"),
    (seal, "private_key", unsupported, "MLKEM768-X25519 and AES-256-GCM"),
    (seal, "open_epoch", refuse, "MLKEM768-X25519 and AES-256-GCM"),
    (seal, "open_epoch", lambda *_: bytes(32), "MLKEM768-X25519 and AES-256-GCM"),
    (
        seal,
        "open_bundle",
        lambda frame, key: _open(frame, key)[::-1],
        "MLKEM768-X25519 and AES-256-GCM",
    ),
]


@pytest.mark.parametrize(
    ("where", "what", "fault", "name"),
    FAULTS,
    ids=[f"{number} {what}" for number, (_, what, _, _) in enumerate(FAULTS)],
)
def test_a_machine_with_a_fault_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
    where: object,
    what: str,
    fault: Callable[..., object],
    name: str,
) -> None:
    """Whatever goes wrong, the officer is told which answer it was."""
    monkeypatch.setattr(where, what, fault)

    with pytest.raises(SelfTestFailed, match=f"^The self-test of {name} failed"):
        selftest.run()
