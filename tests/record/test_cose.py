"""Signatures lie round a payload in one way, and headers cannot be smuggled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.values import altered

from detente.record import cose, wire
from detente.record.cose import Signed, Signer
from detente.record.errors import Malformed

TYPE = "application/vnd.example+cose"
SIGNERS = [Signer(algorithm, bytes([n]) * 32) for n, algorithm in enumerate((-19, -49))]
SIGNED = Signed(b"payload", ((SIGNERS[0], b"one"), (SIGNERS[1], b"two")))
RAW = cose.assemble(TYPE, SIGNED.payload, SIGNED.signatures)

KID = bytes(32)
OUTER = wire.encode({16: TYPE})

signers = st.builds(Signer, st.integers(-70000, 70000), st.binary(max_size=64))
rows = st.lists(
    st.tuples(signers, st.binary(max_size=100)),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)


def shape(
    *,
    outer: wire.Value = OUTER,
    free: wire.Value = None,
    payload: wire.Value = b"payload",
    signed: wire.Value = None,
) -> bytes:
    """Return COSE_Sign bytes, any part of which may be wrong."""
    header = wire.encode({1: -19, 4: KID})
    row: list[wire.Value] = [header, {}, b"value"]
    parts: list[wire.Value] = [
        outer,
        {} if free is None else free,
        payload,
        [row] if signed is None else signed,
    ]
    return wire.encode(wire.Tagged(98, parts))


@given(st.binary(max_size=200), rows)
def test_what_is_assembled_is_read_and_assembled_alike(
    payload: bytes, signatures: list[tuple[Signer, bytes]]
) -> None:
    """Payload, signers, their order and values come back, and so do the bytes."""
    raw = cose.assemble(TYPE, payload, signatures)

    assert cose.parse(TYPE, raw) == (payload, tuple(signatures))
    assert cose.assemble(TYPE, *cose.parse(TYPE, raw)) == raw


def test_the_bytes_are_those_of_rfc_9052() -> None:
    """A COSE_Sign message, written out by hand (RFC 9052 section 4.1)."""
    raw = cose.assemble("a/b", b"\x01", [(Signer(-19, b"\x02"), b"\x03")])

    assert raw.hex() == "d8628446a11063612f62a041018183" + "46a20132044102a04103"


def test_what_is_signed_is_the_sig_structure_of_rfc_9052() -> None:
    """Context, both protected headers, no external data, payload (section 4.4)."""
    message = cose.to_be_signed("a/b", Signer(-19, b"\x02"), b"\x01")
    parts = [
        "69" + b"Signature".hex(),
        "46a11063612f62",
        "46a20132044102",
        "40",
        "4101",
    ]

    assert message.hex() == "85" + "".join(parts)


@given(signers, signers, st.binary(max_size=50), st.binary(max_size=50))
def test_no_two_things_to_sign_are_the_same_bytes(
    one: Signer, other: Signer, first: bytes, second: bytes
) -> None:
    """Type, signer and payload are each bound, and cannot run into one another."""
    told = {
        cose.to_be_signed(kind, by, payload)
        for kind in ("a/b", "a/bc")
        for by in {one, other}
        for payload in {first, second}
    }

    assert len(told) == 2 * len({one, other}) * len({first, second})


def test_bytes_of_another_type_are_refused() -> None:
    """A signature over a key document is none over a statement."""
    with pytest.raises(Malformed):
        cose.parse("application/vnd.other+cose", RAW)


@given(st.data())
def test_altered_bytes_are_refused_or_say_something_else(data: st.DataObject) -> None:
    """No two byte strings are the same signed thing."""
    raw = data.draw(altered(RAW))
    try:
        read = cose.parse(TYPE, raw)
    except Malformed:
        return
    assert read != SIGNED


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "nothing"),
        (wire.encode([b"", {}, b"", []]), "no tag"),
        (shape(free={4: b"kid"}), "an unprotected header"),
        (shape(outer=wire.encode({16: TYPE, 2: [16]})), "a header nobody asked for"),
        (shape(outer=b""), "no protected header"),
        (shape(outer={16: TYPE}), "a header that is not protected bytes"),
        (shape(payload=None), "a payload kept elsewhere"),
        (shape(signed=[]), "no signature"),
        (shape(signed={}), "signatures that are no list"),
        (shape(signed=[[]]), "an empty signature"),
        (shape(signed=[[b"", {}, b"value"]]), "a signer without header"),
    ],
)
def test_another_structure_is_refused(raw: bytes, why: str) -> None:
    """Clause 3.1 leaves no room to say a thing twice or in passing."""
    with pytest.raises(Malformed):
        cose.parse(TYPE, raw)


@pytest.mark.parametrize(
    "header",
    [
        {1: -19},
        {4: KID},
        {1: -19, 4: "kid"},
        {1: "-19", 4: KID},
        {1: -19, 4: bytes(32), 2: [1]},
        {1: -19, 4: bytes(32), "iat": 0},
        {1: True, 4: KID},
    ],
    ids=lambda header: repr(header).replace(repr(KID), "kid"),
)
def test_a_signer_who_is_not_algorithm_and_key_id_is_refused(
    header: dict[int | str, wire.Value],
) -> None:
    """No header beside the two, and neither of another type."""
    with pytest.raises(Malformed):
        cose.parse(TYPE, shape(signed=[[wire.encode(header), {}, b"value"]]))


def test_a_free_header_beside_a_signature_is_refused() -> None:
    """It would not be signed."""
    header = wire.encode({1: -19, 4: KID})
    with pytest.raises(Malformed):
        cose.parse(TYPE, shape(signed=[[header, {7: b""}, b"value"]]))


def test_a_signer_who_stands_twice_is_refused() -> None:
    """Two signatures of one key are not two signatures."""
    raw = cose.assemble(TYPE, b"payload", [(SIGNERS[0], b"one"), (SIGNERS[0], b"two")])
    with pytest.raises(Malformed):
        cose.parse(TYPE, raw)


def test_more_than_256_signatures_are_refused() -> None:
    """What one message makes us verify is bounded."""
    many = [(Signer(-19, bytes([n, m])), b"") for n in range(2) for m in range(129)]
    with pytest.raises(Malformed):
        cose.parse(TYPE, cose.assemble(TYPE, b"", many[:257]))

    assert len(cose.parse(TYPE, cose.assemble(TYPE, b"", many[:256])).signatures) == 256


def test_more_than_sixty_kib_are_neither_made_nor_read() -> None:
    """Clause 3.1; a thin path must be able to carry whatever is signed."""
    # Two bytes more: a longer payload needs a longer head.
    most = bytes(60 * 1024 - len(RAW) + len(b"payload") - 2)
    raw = cose.assemble(TYPE, most, SIGNED.signatures)

    assert len(raw) == 60 * 1024
    assert cose.parse(TYPE, raw).payload == most
    with pytest.raises(Malformed):
        cose.assemble(TYPE, most + b"\x00", SIGNED.signatures)
    longer = shape(payload=most + bytes(200))
    with pytest.raises(Malformed, match="are the most"):
        cose.parse(TYPE, longer)
