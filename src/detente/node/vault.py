"""Decide how private keys rest on disk: people's under a passphrase, the node's bare.

A credential, a root holder's keys or the spare key lie in a sealed file: Argon2id
(RFC 9106) makes a key of the passphrase, AES-256-GCM seals the seeds under it, and
whose keys they are, down to their kids, is bound in. The spare key is among them: it
opens a new generation, which must be a person's act. A file has a digest, so that
damage is told apart from a wrong passphrase; it guards against accidents alone.

A node must come back by itself after a power cut at night, so its keys lie unsealed in
a file that only the node's user can read, in a directory that only this user can enter.
Whoever becomes that user has the keys: the root can replace them, and the sealing of
people's keys keeps such a thief from speaking for an officer.
"""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias, TypeVar

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from detente import durable
from detente.node.keyring import SEED_BYTES, NodeKeys, SecretKey
from detente.ports import Random
from detente.record import keys, wire
from detente.record.errors import KeysSealed, Malformed, Misasked, StoreFailed

MAX_FILE_BYTES: Final = 16 * 1024
LEAST_PASSPHRASE: Final = 8
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_SEED_ALGORITHMS: Final = (keys.ED25519, keys.ML_DSA_44, keys.ML_DSA_65)

Kind: TypeAlias = Literal["credential", "root", "spare"]
_Seed: TypeAlias = Annotated[
    bytes, msgspec.Meta(min_length=SEED_BYTES, max_length=SEED_BYTES)
]


class Cost(NamedTuple):
    """What one try at a passphrase costs: Argon2id memory, passes and lanes."""

    memory_kib: int
    passes: int
    lanes: int


STANDARD: Final = Cost(64 * 1024, 3, 4)
"""RFC 9106 section 4, second recommended option."""
LEAST: Final = Cost(64 * 1024, 3, 1)
"""A file that asks for less was not written for use."""
MOST: Final = Cost(1024 * 1024, 16, 16)
"""A file that asks for more is an attempt to exhaust this machine."""


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose keys a sealed file holds: readable without the passphrase, bound in.

    `post` and `number` are a credential's; of a root, `number` is its holder's.
    """

    kind: Kind
    party: str
    post: str
    number: int


class _Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    algorithm: int
    kid: bytes


class _Derivation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Literal["argon2id"]
    version: Literal[19]
    memory_kib: int
    passes: int
    lanes: int
    salt: Annotated[bytes, msgspec.Meta(min_length=_SALT_BYTES, max_length=64)]


class SealedKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sealed file as it lies on disk."""

    format: Literal["detente-sealed-keys/1"]
    label: Label
    keys: tuple[_Listed, ...]
    derivation: _Derivation
    nonce: Annotated[
        bytes, msgspec.Meta(min_length=_NONCE_BYTES, max_length=_NONCE_BYTES)
    ]
    sealed: bytes
    digest: bytes

    def kids(self) -> list[bytes]:
        """Return the thumbprints of the keys inside, in their order."""
        return [each.kid for each in self.keys]


class RetiredSealing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sealing seed no longer announced, and until when (POSIX s) it still opens."""

    seed: _Seed
    until_s: int


class NodeSecrets(NamedTuple):
    """All that a node restarts with: its keys, TLS scalar and retired sealing seeds."""

    party: str
    keys: NodeKeys
    tls_scalar: bytes
    retired: tuple[RetiredSealing, ...] = ()


class _NodeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    format: Literal["detente-node-keys/1"]
    party: str
    feed_ed25519: _Seed
    feed_ml_dsa_44: _Seed
    mirror_ed25519: _Seed
    mirror_ml_dsa_44: _Seed
    credential: _Seed
    sealing: _Seed
    tls: _Seed
    retired: tuple[RetiredSealing, ...]
    digest: bytes


_File = TypeVar("_File", SealedKeys, _NodeFile)


def seal(
    label: Label,
    secrets: Sequence[SecretKey],
    passphrase: str,
    random: Random,
    cost: Cost = STANDARD,
) -> bytes:
    """Return the bytes of a sealed file.

    Raises:
        Misasked: the passphrase is too short or cannot be typed again.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Misasked(f"A passphrase has at least {LEAST_PASSPHRASE} characters.")
    listed = [
        _Listed(each.algorithm, keys.thumbprint(each.public())) for each in secrets
    ]
    salt = random(_SALT_BYTES)
    bare = SealedKeys(
        format="detente-sealed-keys/1",
        label=label,
        keys=tuple(listed),
        derivation=_Derivation("argon2id", 19, *cost, salt),
        nonce=random(_NONCE_BYTES),
        sealed=b"",
        digest=b"",
    )
    plain = b"".join(each.seed for each in secrets)
    key = _derive(_typed(passphrase), bare.derivation)
    sealed = AESGCM(key).encrypt(bare.nonce, plain, _render(bare))
    return _digested(msgspec.structs.replace(bare, sealed=sealed))


def parse(data: bytes) -> SealedKeys:
    """Read a sealed file without opening it.

    Raises:
        Malformed: it is damaged, or no such file.
    """
    found = _parse(data, SealedKeys)
    if any(each.algorithm not in _SEED_ALGORITHMS for each in found.keys):
        raise Malformed("A sealed key file lists a key of an unknown kind.")
    return found


def unseal(
    data: bytes, passphrase: str, least: Cost = LEAST
) -> tuple[Label, tuple[SecretKey, ...]]:
    """Open a sealed file; return whose keys it holds, and the keys.

    Raises:
        Malformed: it is damaged, or asks for an effort beyond or below what is in use.
        KeysSealed: the passphrase is another.
    """
    found = parse(data)
    asked = Cost(*msgspec.structs.astuple(found.derivation)[2:5])
    in_use = zip(least, asked, MOST, strict=True)
    if not all(low <= given <= high for low, given, high in in_use):
        raise Malformed(f"A sealed key file asks for {asked}, which is not in use.")
    bare = msgspec.structs.replace(found, sealed=b"", digest=b"")
    try:
        key = _derive(_typed(passphrase), found.derivation)
        plain = AESGCM(key).decrypt(found.nonce, found.sealed, _render(bare))
    except (InvalidTag, Misasked) as error:
        raise KeysSealed(
            "The passphrase does not open this key file. Check the keyboard's language "
            "and capitals, and that it is the file of this post and number."
        ) from error
    if len(plain) != SEED_BYTES * len(found.keys):
        raise Malformed("A sealed key file holds more or fewer keys than it lists.")
    seeds = [plain[at : at + SEED_BYTES] for at in range(0, len(plain), SEED_BYTES)]
    pairs = zip(found.keys, seeds, strict=True)
    return found.label, tuple(SecretKey(each.algorithm, seed) for each, seed in pairs)


def keep(path: Path, data: bytes) -> None:
    """Write a new sealed file, for its user alone; never over another.

    Raises:
        Misasked: a file stands there already: it may be the only copy of other keys.
        StoreFailed: it could not be written.
    """
    if path.exists():
        raise Misasked(f"{path} is there already, and keys are never written over.")
    _write(path, data)


def load(path: Path) -> bytes:
    """Read the bytes of a sealed file.

    Raises:
        KeysSealed: it is not there, or cannot be read.
        Malformed: it is too long to be one.
    """
    return _read(path)[0]


def keep_node(path: Path, secrets: NodeSecrets) -> None:
    """Write a node's keys for unattended restart, over the ones before.

    Raises:
        KeysSealed: others can enter the directory.
        StoreFailed: they could not be written; the ones before are still there.
    """
    rendered = _digested(
        _NodeFile(
            format="detente-node-keys/1",
            party=secrets.party,
            feed_ed25519=secrets.keys.feed_ed25519.seed,
            feed_ml_dsa_44=secrets.keys.feed_ml_dsa_44.seed,
            mirror_ed25519=secrets.keys.mirror_ed25519.seed,
            mirror_ml_dsa_44=secrets.keys.mirror_ml_dsa_44.seed,
            credential=secrets.keys.credential.seed,
            sealing=secrets.keys.sealing_seed,
            tls=secrets.tls_scalar,
            retired=secrets.retired,
            digest=b"",
        )
    )
    _make_directory(path.parent)
    _check_private(path.parent, path.parent.stat(), "0700")
    _write(path, rendered)


def load_node(path: Path) -> NodeSecrets:
    """Read a node's keys.

    Raises:
        KeysSealed: they are not there, or somebody else could have read them.
        Malformed: the file is damaged.
    """
    data, state = _read(path)
    _check_private(path, state, "0600")
    _check_private(path.parent, path.parent.stat(), "0700")
    found = _parse(data, _NodeFile)
    node = NodeKeys(
        SecretKey(keys.ED25519, found.feed_ed25519),
        SecretKey(keys.ML_DSA_44, found.feed_ml_dsa_44),
        SecretKey(keys.ED25519, found.mirror_ed25519),
        SecretKey(keys.ML_DSA_44, found.mirror_ml_dsa_44),
        SecretKey(keys.ED25519, found.credential),
        found.sealing,
    )
    return NodeSecrets(found.party, node, found.tls, found.retired)


def _typed(passphrase: str) -> bytes:
    """Return a passphrase's bytes, the same from every keyboard (NFC, RFC 8265)."""
    try:
        return unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError as error:
        raise Misasked("A passphrase holds bytes that are no characters.") from error


def _derive(typed: bytes, how: _Derivation) -> bytes:
    try:
        return hash_secret_raw(
            typed,
            how.salt,
            time_cost=how.passes,
            memory_cost=how.memory_kib,
            parallelism=how.lanes,
            hash_len=_KEY_BYTES,
            type=Type.ID,
            version=how.version,
        )
    except HashingError as error:
        raise KeysSealed(
            f"This machine cannot run Argon2id over {how.memory_kib} KiB, which this "
            f"key file takes: {error}."
        ) from error


def _render(file: SealedKeys | _NodeFile) -> bytes:
    return wire.encode(msgspec.to_builtins(file, builtin_types=(bytes,)))


def _digested(file: SealedKeys | _NodeFile) -> bytes:
    digest = hashlib.sha256(_render(file)).digest()
    return _render(msgspec.structs.replace(file, digest=digest))


def _parse(data: bytes, kind: type[_File]) -> _File:
    value = wire.decode(data, max_bytes=MAX_FILE_BYTES)
    try:
        found = msgspec.convert(value, kind, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(f"A key file is not complete: {error}.") from error
    if _digested(msgspec.structs.replace(found, digest=b"")) != data:
        raise Malformed("A key file is damaged. Take its copy from the safe.")
    return found


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFailed(f"{path} cannot be made: {error.strerror}.") from error


def _write(path: Path, data: bytes) -> None:
    _make_directory(path.parent)
    try:
        durable.write(path, data, mode=0o600)
    except OSError as error:
        raise StoreFailed(f"{path} cannot be written: {error.strerror}.") from error


def _read(path: Path) -> tuple[bytes, os.stat_result]:
    try:
        return durable.read(path, max_bytes=MAX_FILE_BYTES)
    except OSError as error:
        raise KeysSealed(f"The keys in {path} cannot be read: {error.strerror}.") from (
            error
        )


def _check_private(path: Path, state: os.stat_result, mode: str) -> None:
    if state.st_uid != os.geteuid():
        raise KeysSealed(
            f"{path} belongs to another user, who could read or replace this node's "
            "keys. The node does not start with keys that it does not own."
        )
    if stat.S_IMODE(state.st_mode) & _OTHERS:
        raise KeysSealed(
            f"Others on this machine can read {path}: the keys may be copied. If they "
            f"are not, set it right with: chmod {mode} {path}"
        )
