"""The record and the verifier share no code, and must judge alike.

Where the record took what the verifier refuses, a party could say a thing that its
counterpart receipts and cannot prove; where the verifier took more, it would prove what
no node accepts.
"""

import base64
from functools import partial
from typing import Any, Final

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.verifier.judging import (
    MOST,
    NORTH,
    flipped,
    flips,
    record_reads,
    values,
    verifier_reads,
    world,
)

import detente_verify
from detente.node.keyring import SecretKey, sign_document
from detente.record import cose, credentials, feed, head, keys, statement, wire
from detente.testing.parties import Party, Passkey, seeded
from findings import ROOT


@settings(max_examples=300)
@given(st.binary(max_size=40) | values.map(wire.encode))
@example(b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff")
@example(b"\xd8\x62\x80")
def test_both_read_the_same_values(data: bytes) -> None:
    """Bytes are one value for both, or none for both."""
    assert record_reads(lambda: wire.decode(data, max_bytes=MOST)) == verifier_reads(
        lambda: detente_verify.cbor(data, MOST)
    )
    if verifier_reads(lambda: detente_verify.cbor(data, MOST)):
        ours = detente_verify.cbor(data, MOST)
        theirs = wire.decode(data, max_bytes=MOST)
        if not isinstance(theirs, wire.Tagged):
            assert ours == theirs


@settings(max_examples=300)
@given(values.map(wire.encode), flips)
def test_both_read_the_same_altered_values(
    data: bytes, flip: tuple[float, int]
) -> None:
    """A byte changed in a value leaves a value for both, or for neither."""
    other = flipped(data, flip)
    assert record_reads(lambda: wire.decode(other, max_bytes=MOST)) == verifier_reads(
        lambda: detente_verify.cbor(other, MOST)
    )


def header_fields() -> dict[str, Any]:
    """Return the fields of a header in which everything is said."""
    cited = statement.Citation("NORTH/2026/0001/MSG/1/O", bytes(32))
    full = world().header(
        NORTH,
        b"",
        bytes(32),
        kind="UPDATE",
        precedence="Z",
        info_posts=("SOUTH/Staff",),
        changes=(cited,),
        answers=(cited,),
        valid_from=1,
        valid_until=2,
        reply_by=3,
        handling="public",
        releasable_to=("SOUTH",),
        attachments=(statement.Attachment("a.png", "image/png", 3, bytes(32)),),
        seen=(statement.Seen("SOUTH", 1, 2, bytes(32)),),
    )
    fields: dict[str, Any] = msgspec.to_builtins(full, builtin_types=(bytes,))
    return fields


def statement_of(fields: dict[str, Any]) -> bytes:
    """Return a statement with this header; its signature fits nothing."""
    listed = fields.get("releasers")
    kids = listed if isinstance(listed, list | tuple) else []
    rows = [
        (cose.Signer(keys.ED25519, kid), bytes(64))
        for kid in kids
        if isinstance(kid, bytes)
    ]
    said: Any = fields
    return cose.assemble(statement.MEDIA_TYPE, wire.encode(said), rows)


HEADER_NAMES: Final = statement.Header.__struct_fields__
likely = st.sampled_from(
    ["OPERATION", "TEST", "NEW", "CANCEL", "R", "O", "confidential", "releasable"]
)
likely_lists = st.sampled_from(
    [
        [],
        ["x"],
        [bytes(32)],
        [["x", bytes(32)]],
        [["x", bytes(31)]],
        [["x", bytes(32), 1]],
        [["x", 1, 2, bytes(32)]],
        [["x", 1, -2, bytes(32)]],
        [{"name": "x", "media_type": "y", "size_bytes": 1, "sha256": bytes(32)}],
        [{"name": "x", "media_type": "y", "size_bytes": 1}],
    ]
)


@settings(max_examples=400)
@given(
    st.sampled_from([*HEADER_NAMES, "unknown"]),
    values | likely | likely_lists | st.just(...),
)
def test_both_read_the_same_headers(name: str, value: Any) -> None:  # noqa: ANN401
    """A header with another value, or without one, is whole for both or for neither."""
    fields = {**header_fields(), name: value}
    if value is ...:
        del fields[name]
    raw = statement_of(fields)
    assert record_reads(lambda: statement.parse(raw)) == verifier_reads(
        lambda: detente_verify.Statement(raw)
    )


@pytest.mark.parametrize(
    "raw",
    ["", "00", "80", "a0", "f6", "d86280", "d862a0", "d8628440a04080", "8440a04080"],
)
def test_both_refuse_what_is_no_signed_structure(raw: str) -> None:
    """A value that is not COSE_Sign is no statement and no key document for either."""
    data = bytes.fromhex(raw)
    for read in (statement.parse, credentials.parse):
        assert not record_reads(partial(read, data))
    for check in (detente_verify.Statement, detente_verify.KeyDocument):
        assert not verifier_reads(partial(check, data))


@pytest.mark.parametrize("signers", [0, 1, 2, 256, 257])
def test_both_read_the_same_number_of_signatures(signers: int) -> None:
    """A statement has 1 to 256 signatures for both."""
    kids = [number.to_bytes(32, "big") for number in range(signers)]
    raw = statement_of({**header_fields(), "releasers": kids})
    assert record_reads(lambda: statement.parse(raw)) == (1 <= signers <= 256)
    assert verifier_reads(lambda: detente_verify.Statement(raw)) == (
        1 <= signers <= 256
    )


@given(st.integers(1, 40), st.integers(0, 60), st.integers(0, 39))
def test_both_refuse_a_position_outside_its_tree(
    size: int, beyond: int, other: int
) -> None:
    """No path leads from a position that the tree does not have."""
    leaves = [feed.leaf_hash(bytes([number])) for number in range(size)]
    path = feed.inclusion_path(leaves, other % size)
    proof = leaves[other % size], size + beyond, size, path
    assert not record_reads(lambda: feed.root_of_inclusion(*proof))
    assert not verifier_reads(lambda: detente_verify.included_root(*proof))


@given(st.text("NORTHabc0123456789/-OETMSG\n", max_size=40))
@example("NORTH/2026/00042/MSG/1/O")
@example("NORTH/2026/12345/MSG/1/O")
@example("NORTH/2026/0042/MSG/01/O")
@example("NORTH/2026/0042/MSG/1/O\n")
@example("NORTH/2026/\u0660042/MSG/1/O")
def test_both_read_the_same_references(reference: str) -> None:
    """A reference is one for both, or for neither."""
    raw = statement_of({**header_fields(), "reference": reference})
    assert record_reads(lambda: statement.parse(raw)) == verifier_reads(
        lambda: detente_verify.Statement(raw)
    )


def document_of(party: Party, name: str, value: object) -> bytes:
    """Return a key document with another field, signed by all who should."""
    fields: dict[str, Any] = msgspec.to_builtins(party.document, builtin_types=(bytes,))
    said: Any = {**fields, name: value}
    if value is ...:
        del said[name]
    whole = cose.parse(credentials.MEDIA_TYPE, party.raw)
    rows = []
    holders = [key for each in party.holders for key in each]
    for secret in [*holders, *party.secrets()]:
        public = secret.public()
        signer = cose.Signer(public.algorithm, keys.thumbprint(public))
        message = cose.to_be_signed(credentials.MEDIA_TYPE, signer, wire.encode(said))
        rows.append((signer, secret.sign(message)))
    assert len(rows) == len(whole.signatures)
    return cose.assemble(credentials.MEDIA_TYPE, wire.encode(said), rows)


@settings(max_examples=60)
@given(
    st.sampled_from([*credentials.KeyDocument.__struct_fields__, "unknown"]),
    values | st.just(...),
)
@example("version", 2)
@example("version", 0)
@example("generation", 0)
@example("generation", 2)
@example("format", "detente-keys/2")
@example("party", "East-2")
@example("party", "east")
@example("party", "\u00c9AST")
@example("nonce", bytes(31))
@example("sealing", bytes(1216))
@example("sealing", bytes(1215))
@example("posts", ["STAFF"])
@example("posts", ["STAFF", "WATCH"])
@example("root", {"threshold": 1, "holders": []})
@example("spare", bytes(31))
@example("tls", b"")
def test_both_read_the_same_key_documents(name: str, value: Any) -> None:  # noqa: ANN401
    """A truly signed document with another field stands for both, or for neither."""
    raw = document_of(world().parties[NORTH], name, value)
    assert record_reads(lambda: credentials.parse(raw)) == verifier_reads(
        lambda: detente_verify.KeyDocument(raw)
    )


@pytest.mark.parametrize(
    ("changed", "stands"),
    [
        ({}, True),
        ({"node": True}, True),
        ({"node": False}, False),
        ({"origins": []}, False),
        ({"number": -1}, True),
        ({"node": 1}, False),
        ({"post": "STAFF"}, False),
        ({"number": 2}, False),
        ({"algorithm": 5}, False),
        ({"algorithm": -8}, False),
        ({"algorithm": -48}, False),
        ({"algorithm": -65537, "origins": ["a", "b"]}, False),
        ({"origins": ["a", "b"]}, False),
        ({"key": bytes(32)}, False),
        ({"key": b""}, False),
        ({"extra": 1}, False),
    ],
)
def test_both_take_the_same_credentials(
    changed: dict[str, object],
    stands: bool,  # noqa: FBT001 - expected
) -> None:
    """A credential listed in another way stands for both, or for neither."""
    party = world().parties[NORTH]
    listed = msgspec.to_builtins(party.document.credentials, builtin_types=(bytes,))
    rows = [{**listed[0], **changed}, *listed[1:]]
    raw = document_of(party, "credentials", rows)
    assert record_reads(lambda: credentials.parse(raw)) == stands
    assert verifier_reads(lambda: detente_verify.KeyDocument(raw)) == stands


@pytest.mark.parametrize("algorithm", [-19, -48, -49, -65537, 0, 5, -8])
@pytest.mark.parametrize("length", [0, 31, 33, 64, 66, 1311, 1953])
@pytest.mark.parametrize("origins", [(), ("a", "b")])
def test_both_refuse_keys_of_another_length(
    algorithm: int, length: int, origins: tuple[str, ...]
) -> None:
    """A key of no kind, or not of its kind's length, is never taken."""
    parts = algorithm, bytes([4]) * length, origins
    assert not record_reads(lambda: keys.enrol(keys.PublicKey(*parts)))
    assert not verifier_reads(lambda: detente_verify.sound(detente_verify.Key(*parts)))


@pytest.mark.parametrize("origins", [(), ("a", "b")])
@pytest.mark.parametrize(
    "secret",
    [
        SecretKey(keys.ED25519, bytes(32)),
        SecretKey(keys.ML_DSA_44, bytes(32)),
        SecretKey(keys.ML_DSA_65, bytes(32)),
        Passkey(keys.PASSKEY, bytes(32)),
    ],
    ids=lambda secret: str(secret.algorithm),
)
def test_passkeys_alone_name_origins(
    secret: SecretKey, origins: tuple[str, ...]
) -> None:
    """Both take a sound key exactly if it names origins when it is a passkey."""
    parts = secret.algorithm, secret.public().raw, origins
    right = bool(origins) == (secret.algorithm == keys.PASSKEY)
    assert record_reads(lambda: keys.enrol(keys.PublicKey(*parts))) == right
    ours = detente_verify.Key(*parts)
    assert verifier_reads(lambda: detente_verify.sound(ours)) == right


@settings(max_examples=60)
@given(st.sets(st.integers(0, 11)), st.integers(1, 3))
def test_both_count_the_same_signatures(dropped: set[int], threshold: int) -> None:
    """Whoever is missing under a key document, both count alike."""
    party = Party.draw(NORTH, seeded(303), holders=3, threshold=threshold)
    holders = [key for each in party.holders for key in each]
    every = [*holders, *party.secrets()]
    signing = [key for at, key in enumerate(every) if at not in dropped]
    if not signing:
        return
    raw = sign_document(party.document, signing)
    assert record_reads(lambda: credentials.parse(raw)) == verifier_reads(
        lambda: detente_verify.KeyDocument(raw)
    )


@settings(max_examples=300)
@given(flips)
def test_both_read_the_same_altered_heads(flip: tuple[float, int]) -> None:
    """A byte changed in a head leaves a head for both, or for neither."""
    text = flipped(world().head(NORTH).text(), flip)
    assert record_reads(lambda: head.parse_note(text)) == verifier_reads(
        lambda: detente_verify.note(text)
    )


THEIRS: Final = ROOT / "tests" / "record" / "vectors"
WITNESS: Final = b"witness.navigli.sunlight.geomys.org+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G"  # noqa: E501


def test_the_verifier_reads_what_others_sign() -> None:
    """A public witness's cosignatures of both kinds fit, and its keys make a policy."""
    quantum = (THEIRS / "ml-dsa-44.vkey").read_bytes().strip()
    policy = b"witness a %b\nwitness b %b\ngroup g all a b\nquorum g\n"
    read = detente_verify.Policy(policy % (WITNESS, quantum))
    assert {kind for kind, _ in read.listed} == {b"witness"}
    checkpoint = detente_verify.note((THEIRS / "ml-dsa-44.note").read_bytes())
    name = WITNESS.split(b"+")[0].decode()
    pair = [
        detente_verify.NoteKey(name, raw[0], raw[1:])
        for raw in (base64.b64decode(v.split(b"+", 2)[2]) for v in (WITNESS, quantum))
    ]
    both = pair[0], pair[1]
    assert detente_verify.check_pair(checkpoint, both) == 1_785_704_691
    with pytest.raises(detente_verify.NotProven):
        detente_verify.check_pair(checkpoint._replace(size=1), both)


@pytest.mark.parametrize("line_bytes", [1500, 1600])
def test_both_read_heads_of_the_same_length(line_bytes: int) -> None:
    """A head of up to 64 KiB is read by both, a longer one by neither."""
    note = world().head(NORTH)
    line = head.Signature("n", bytes(4), bytes(line_bytes))
    text = note._replace(signatures=(line,) * 32).text()
    fits = len(text) <= 64 * 1024
    assert fits == (line_bytes == 1500)
    assert record_reads(lambda: head.parse_note(text)) == fits
    assert verifier_reads(lambda: detente_verify.note(text)) == fits


@given(st.binary(min_size=32, max_size=32))
def test_both_take_the_same_ed25519_keys(raw: bytes) -> None:
    """A point is sound for both, or for neither."""
    assert record_reads(lambda: keys.enrol(keys.PublicKey(-19, raw))) == verifier_reads(
        lambda: detente_verify.sound(detente_verify.Key(-19, raw))
    )


@given(st.integers(1, 2**255 - 1))
def test_both_take_every_key_that_is_drawn(seed: int) -> None:
    """Whatever an honest party draws is sound for both."""
    raw = Party.draw(NORTH, seeded(seed), officers=1).spare.public().raw
    assert keys.enrol(keys.PublicKey(-19, raw))
    assert detente_verify.sound(detente_verify.Key(-19, raw))


def test_the_policy_in_a_proof_is_the_one_the_verifier_expects() -> None:
    """What the record writes as policy the verifier writes too, sign for sign."""
    shown = world().proof(NORTH, 3)
    channel = detente_verify.Channel(shown.charter, shown.key_documents)
    pairs = channel.pairs(NORTH, "feed")[0], channel.pairs("SOUTH", "mirror")
    assert detente_verify.own_policy(pairs[0], tuple(pairs[1])) == shown.policy


@settings(max_examples=300)
@given(flips)
def test_an_altered_policy_is_refused_or_asks_for_something_else(
    flip: tuple[float, int],
) -> None:
    """Only the policy's own error comes out of a policy somebody tampered with."""
    text = flipped(world().proof(NORTH, 3).policy.encode(), flip)
    verifier_reads(lambda: detente_verify.Policy(text))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_policy_or_none(text: bytes) -> None:
    """Only the policy's own error comes out of whatever bytes."""
    verifier_reads(lambda: detente_verify.Policy(text + b"\n"))


@pytest.mark.parametrize("client", [b"[" * 3900, b"9" * 3900, b'"\xff"', b"{}", b""])
def test_client_data_of_any_form_is_refused_by_both(client: bytes) -> None:
    """A passkey's client data that is no JSON, or says nothing, breaks neither."""
    passkey = Passkey.draw(seeded(304))
    value, public = passkey.answer(client, flags=5), passkey.public()
    ours = detente_verify.Key(*public)
    assert not record_reads(lambda: keys.verify(public, b"text", value))
    assert not verifier_reads(lambda: detente_verify.check_signature(ours, b"", value))
