"""How private keys rest on disk."""

import hashlib
import os
import unicodedata
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.node import vault
from detente.node.keyring import NodeKeys, RootKeys, SecretKey
from detente.node.vault import Cost, Label, NodeSecrets, RetiredSealing
from detente.record import keys, wire
from detente.record.errors import (
    DetenteError,
    KeysSealed,
    Malformed,
    Misasked,
    StoreFailed,
)
from detente.testing.parties import seeded

CHEAP = Cost(8, 1, 1)
PASSPHRASE = "correct horse"
LABEL = Label("credential", "NORTH", "WATCH", 3)
OFFICER = SecretKey(keys.ED25519, bytes(range(32)))
SEALED = vault.seal(LABEL, [OFFICER], PASSPHRASE, seeded(1), CHEAP)


def node() -> NodeSecrets:
    """Return all that a node restarts with."""
    random = seeded(2)
    retired = (RetiredSealing(random(32), 1_800_000_000),)
    return NodeSecrets("NORTH", NodeKeys.draw(random), random(32), retired)


@pytest.fixture
def node_file(tmp_path: Path) -> Path:
    """Give the file of a node's keys, freshly written."""
    path = tmp_path / "keys" / "node"
    vault.keep_node(path, node())
    return path


def changed(data: bytes, **fields: wire.Value) -> bytes:
    """Return a key file with fields changed and its digest made to fit."""
    value = wire.decode(data, max_bytes=vault.MAX_FILE_BYTES)
    assert isinstance(value, dict)
    derivation = value.get("derivation")
    for name, field in fields.items():
        if isinstance(derivation, dict) and name in derivation:
            derivation[name] = field
        else:
            value[name] = field
    return redigested(value)


def redigested(value: dict[int | str, wire.Value]) -> bytes:
    """Return a key file with the digest that fits, as somebody would who alters it."""
    digest = hashlib.sha256(wire.encode({**value, "digest": b""})).digest()
    return wire.encode({**value, "digest": digest})


@pytest.mark.parametrize("algorithm", [keys.ED25519, keys.ML_DSA_44, keys.ML_DSA_65])
def test_a_credential_opens_under_its_passphrase(algorithm: int) -> None:
    """Whose it is comes back with it, and its kid can be read without opening it."""
    secret = SecretKey(algorithm, bytes(range(32)))
    data = vault.seal(LABEL, [secret], PASSPHRASE, seeded(1), CHEAP)
    assert vault.unseal(data, PASSPHRASE, CHEAP) == (LABEL, (secret,))
    found = vault.parse(data)
    assert (found.label, found.kids()) == (LABEL, [keys.thumbprint(secret.public())])
    assert secret.seed not in data


def test_a_root_holders_two_keys_lie_in_one_file() -> None:
    """One file a holder, both keys in their order."""
    holder, label = RootKeys.draw(seeded(3)), Label("root", "NORTH", "", 2)
    data = vault.seal(label, holder, PASSPHRASE, seeded(1), CHEAP)
    assert vault.unseal(data, PASSPHRASE, CHEAP) == (label, tuple(holder))


def test_keys_are_sealed_at_the_standard_effort() -> None:
    """Unless told otherwise, one try costs what RFC 9106 recommends."""
    data = vault.seal(LABEL, [OFFICER], PASSPHRASE, seeded(1))
    derivation = vault.parse(data).derivation
    found = Cost(derivation.memory_kib, derivation.passes, derivation.lanes)
    assert found == vault.STANDARD == Cost(65536, 3, 4)
    assert vault.unseal(data, PASSPHRASE)[1] == (OFFICER,)


def test_another_passphrase_opens_nothing() -> None:
    """The officer reads what to check, not that something is damaged."""
    with pytest.raises(KeysSealed, match="keyboard"):
        vault.unseal(SEALED, "Correct horse", CHEAP)
    with pytest.raises(KeysSealed):
        vault.unseal(SEALED, "", CHEAP)
    with pytest.raises(KeysSealed):
        vault.unseal(SEALED, "\udcff" * 9, CHEAP)


def test_a_passphrase_is_the_same_from_every_keyboard() -> None:
    """Composed and decomposed letters are one passphrase."""
    data = vault.seal(LABEL, [OFFICER], "grüße süß", seeded(1), CHEAP)
    decomposed = unicodedata.normalize("NFD", "grüße süß")
    assert vault.unseal(data, decomposed, CHEAP)[1] == (OFFICER,)


@pytest.mark.parametrize("passphrase", ["", "short", "\udcff" * 9])
def test_a_passphrase_that_guards_nothing_is_not_taken(passphrase: str) -> None:
    """Too short, or bytes that nobody can type again."""
    with pytest.raises(Misasked):
        vault.seal(LABEL, [OFFICER], passphrase, seeded(1), CHEAP)


@settings(max_examples=300)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_a_damaged_file_is_told_from_a_wrong_passphrase(at: int, flip: int) -> None:
    """Whichever byte the medium lost, the officer is sent to the copy."""
    damaged = bytearray(SEALED)
    damaged[at] ^= flip
    with pytest.raises(Malformed):
        vault.unseal(bytes(damaged), PASSPHRASE, CHEAP)


@given(st.binary(max_size=300))
def test_noise_is_malformed(noise: bytes) -> None:
    """Bytes that are no key file raise a typed error and nothing else."""
    with pytest.raises(Malformed):
        vault.parse(noise)


@pytest.mark.parametrize(
    "fields",
    [
        {"label": {"kind": "credential", "party": "X", "post": "WATCH", "number": 3}},
        {"label": {"kind": "root", "party": "NORTH", "post": "WATCH", "number": 3}},
        {"label": {"kind": "credential", "party": "NORTH", "post": "W", "number": 3}},
        {
            "label": {
                "kind": "credential",
                "party": "NORTH",
                "post": "WATCH",
                "number": 4,
            }
        },
        {"keys": [{"algorithm": keys.ED25519, "kid": bytes(32)}]},
        {"keys": [{"algorithm": keys.ML_DSA_44, "kid": bytes(32)}]},
        {"salt": bytes(16)},
        {"passes": 2},
        {"nonce": bytes(12)},
    ],
)
def test_whose_keys_they_are_is_bound_in(fields: dict[str, wire.Value]) -> None:
    """A file relabelled for another post, number or kid opens under no passphrase."""
    altered = changed(SEALED, **fields)
    assert vault.parse(altered) != vault.parse(SEALED)
    with pytest.raises(KeysSealed):
        vault.unseal(altered, PASSPHRASE, CHEAP)


@pytest.mark.parametrize(
    "fields",
    [
        {"memory_kib": 64 * 1024 - 1},
        {"passes": 2},
        {"lanes": 0},
        {"memory_kib": 2**40},
        {"passes": 10**9},
        {"lanes": 17},
        {"passes": -3},
    ],
)
def test_an_effort_that_is_not_in_use_is_not_made(
    fields: dict[str, wire.Value],
) -> None:
    """Neither a file too weak to trust, nor one that would exhaust the machine."""
    strong = {"memory_kib": 64 * 1024, "passes": 3, "lanes": 1}
    with pytest.raises(Malformed, match="not in use"):
        vault.unseal(changed(SEALED, **{**strong, **fields}), PASSPHRASE)


@pytest.mark.parametrize(
    "fields",
    [
        {"format": "detente-sealed-keys/2"},
        {"name": "scrypt"},
        {"version": 16},
        {"salt": b"short"},
        {"nonce": bytes(11)},
        {"label": {"kind": "other", "party": "N", "post": "W", "number": 1}},
        {"keys": [{"algorithm": -7, "kid": bytes(32)}]},
        {"more": 1},
    ],
)
def test_a_file_of_another_form_is_malformed(fields: dict[str, wire.Value]) -> None:
    """Nothing unknown is guessed at."""
    with pytest.raises(Malformed):
        vault.unseal(changed(SEALED, **fields), PASSPHRASE, CHEAP)


def test_an_effort_that_fails_is_told() -> None:
    """Where Argon2 cannot run as the file asks, the keys stay sealed."""
    with pytest.raises(KeysSealed, match="cannot run"):
        vault.unseal(changed(SEALED, memory_kib=1), PASSPHRASE, Cost(1, 1, 1))


def test_a_file_that_lists_keys_it_does_not_hold_is_malformed() -> None:
    """Also when whoever made it knows the passphrase."""
    bare = msgspec.structs.replace(vault.parse(SEALED), keys=(), sealed=b"", digest=b"")
    key = vault._derive(PASSPHRASE.encode(), bare.derivation)
    sealed = AESGCM(key).encrypt(bare.nonce, bytes(32), vault._render(bare))
    crafted = vault._digested(msgspec.structs.replace(bare, sealed=sealed))
    with pytest.raises(Malformed, match="more or fewer"):
        vault.unseal(crafted, PASSPHRASE, CHEAP)


def test_a_sealed_file_is_its_users_alone_and_never_written_over(
    tmp_path: Path,
) -> None:
    """The only copy of a key cannot be lost to a second run of a command."""
    path = tmp_path / "new" / "officer-3.key"
    vault.keep(path, SEALED)
    assert vault.load(path) == SEALED
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Misasked, match="never written over"):
        vault.keep(path, b"other")
    assert vault.load(path) == SEALED
    assert [each.name for each in path.parent.iterdir()] == ["officer-3.key"]


def test_a_key_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Missing, a directory, a link: the sentence names the path."""
    (tmp_path / "real").write_bytes(SEALED)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "link"):
        with pytest.raises(KeysSealed, match=path.name):
            vault.load(path)
        with pytest.raises(KeysSealed, match=path.name):
            vault.load_node(path)


def test_a_medium_that_fails_is_told(tmp_path: Path) -> None:
    """Where no directory can be made, the keys count as not written."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreFailed):
        vault.keep(tmp_path / "file" / "key", SEALED)


def test_a_node_restarts_with_what_was_kept(node_file: Path) -> None:
    """Every key, the TLS scalar and the retired sealing seeds come back."""
    assert vault.load_node(node_file) == node()


def test_a_nodes_keys_can_be_replaced(node_file: Path) -> None:
    """New sealing keys are written over the old, whole or not at all."""
    newer = node()._replace(retired=())
    vault.keep_node(node_file, newer)
    assert vault.load_node(node_file) == newer
    assert [each.name for each in node_file.parent.iterdir()] == ["node"]


def test_a_write_that_fails_leaves_the_keys_before(
    node_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk during a change of keys costs the change, not the keys."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFailed, match="No space left"):
        vault.keep_node(node_file, node()._replace(retired=()))
    assert vault.load_node(node_file) == node()
    assert [each.name for each in node_file.parent.iterdir()] == ["node"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o777])
def test_a_node_does_not_start_with_keys_that_others_can_read(
    node_file: Path, mode: int
) -> None:
    """The sentence says what to do about it."""
    node_file.chmod(mode)
    with pytest.raises(KeysSealed, match="chmod 0600"):
        vault.load_node(node_file)


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
def test_a_node_does_not_start_from_a_directory_that_others_can_enter(
    node_file: Path, mode: int
) -> None:
    """Who can enter could put other keys in the place of ours."""
    node_file.parent.chmod(mode)
    with pytest.raises(KeysSealed, match="chmod 0700"):
        vault.load_node(node_file)
    with pytest.raises(KeysSealed, match="chmod 0700"):
        vault.keep_node(node_file, node())


def test_a_node_does_not_start_with_keys_of_another_user(
    node_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that somebody else owns can be changed by somebody else."""
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    with pytest.raises(KeysSealed, match="another user"):
        vault.load_node(node_file)


@settings(max_examples=200)
@given(at=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_damaged_node_keys_are_malformed(
    tmp_path_factory: pytest.TempPathFactory, at: int, flip: int
) -> None:
    """No byte can change unnoticed: the node would sign under a key nobody knows."""
    path = tmp_path_factory.getbasetemp() / "damaged" / "node"
    vault.keep_node(path, node())
    damaged = bytearray(path.read_bytes())
    damaged[at % len(damaged)] ^= flip
    path.write_bytes(bytes(damaged))
    with pytest.raises(Malformed):
        vault.load_node(path)


def test_a_key_file_of_any_length_is_bounded(node_file: Path) -> None:
    """A file that grew without end is refused after 16 KiB."""
    with node_file.open("r+b") as file:
        file.truncate(2**30)
    with pytest.raises(DetenteError, match="are the most"):
        vault.load_node(node_file)
