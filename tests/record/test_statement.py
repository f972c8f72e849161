"""A statement is what its releasers signed, in one channel, with one body."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.values import altered, texts

from detente.node.keyring import SecretKey, release
from detente.record import cose, keys, statement, wire
from detente.record.errors import Malformed, Misdirected, Refused, Unproven
from detente.record.feed import Entry, leaf_hash
from detente.record.statement import (
    Attachment,
    Citation,
    Header,
    Reference,
    Seen,
    Statement,
)
from detente.testing.parties import World

WORLD = World()
NORTH = WORLD.parties["NORTH"]
CREDENTIALS = NORTH.credentials()
BODY = wire.encode({"text": "We request a call at 14:00."})
ENTRY = WORLD.state("NORTH", BODY, secrets=NORTH.officers)
STATEMENT = statement.parse(ENTRY.raw)
STRANGER = SecretKey(keys.ED25519, b"\x07" * 32)

digests = st.binary(min_size=32, max_size=32)
times = st.integers(0, 2**40)
codes = st.from_regex("[A-Z][A-Za-z0-9-]{0,31}", fullmatch=True)
references = st.builds(
    Reference,
    codes,
    st.integers(0, 9999),
    st.integers(0, 999_999_999),
    st.from_regex("[A-Z]{3,5}", fullmatch=True),
    st.integers(1, 9999),
    st.sampled_from("OET"),
)
citations = st.builds(Citation, references.map(str), digests)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    """Draw a header in which everything that may differ does."""
    reference = draw(references)
    kind = draw(st.sampled_from(["NEW", "UPDATE", "CANCEL", "CORRECTION"]))
    status = {"O": "OPERATION", "E": "EXERCISE", "T": "TEST"}[reference.status]
    cited = st.lists(citations, min_size=kind != "NEW", max_size=2 * (kind != "NEW"))
    fields: dict[str, object] = {
        "channel": draw(digests),
        "reference": str(reference),
        "status": status,
        "kind": kind,
        "precedence": draw(st.sampled_from("ZOPR")),
        "from_post": draw(texts),
        "to_post": draw(texts),
        "info_posts": tuple(draw(st.lists(texts, max_size=2))),
        "drafted": draw(times),
        "released": draw(times),
        "language": draw(texts),
        "changes": tuple(draw(cited)),
        "answers": tuple(draw(st.lists(citations, max_size=2))),
        "valid_from": draw(st.none() | times),
        "valid_until": draw(st.none() | times),
        "reply_by": draw(st.none() | times),
        "drafter": draw(digests),
        "releasers": tuple(draw(st.lists(digests, min_size=1, max_size=3))),
        "handling": draw(st.sampled_from(["confidential", "releasable", "public"])),
        "releasable_to": tuple(draw(st.lists(texts, max_size=2))),
        "attachments": tuple(
            draw(
                st.lists(
                    st.builds(Attachment, texts, texts, times, digests), max_size=2
                )
            )
        ),
        "seen": tuple(
            draw(st.lists(st.builds(Seen, codes, times, times, digests), max_size=2))
        ),
        "charter_version": draw(st.integers(0, 99)),
        "body_digest": draw(digests),
    }
    return Header(**fields)  # type: ignore[arg-type]


def signed(header: Header, *secrets: SecretKey) -> Statement:
    """Release a header and read it back."""
    return statement.parse(release(header, list(secrets)))


def with_fields(**changed: object) -> Header:
    """Return the header of the sample, fields changed."""
    return msgspec.structs.replace(STATEMENT.header, **changed)


def with_payload(payload: wire.Value) -> bytes:
    """Return a statement over any payload, signed by the sample's releasers."""
    raw = wire.encode(payload)
    rows = []
    for secret in NORTH.officers:
        key = secret.public()
        rows.append((key, secret.sign(statement.to_be_signed(raw, key))))
    return statement.assemble(raw, rows)


def verify(read: Statement) -> None:
    """Check the sample's party and channel, as a node does."""
    statement.verify(read, WORLD.channel, "NORTH", CREDENTIALS)


def payload_of(header: Header) -> dict[int | str, wire.Value]:
    """Return a header's payload as a map to take apart."""
    value = wire.decode(statement.payload(header), max_bytes=cose.MAX_BYTES)
    assert isinstance(value, dict)
    return value


NEEDED = [str(name) for name in payload_of(STATEMENT.header)]

# --- reading ---------------------------------------------------------------------


@given(headers(), st.data())
def test_a_header_comes_back_as_it_was_written(
    header: Header, data: st.DataObject
) -> None:
    """Every field of every header, in the one spelling of its payload."""
    values = [
        (cose.Signer(keys.ED25519, kid), b"value")
        for kid in dict.fromkeys(header.releasers)
    ]
    header = msgspec.structs.replace(
        header, releasers=tuple(signer.kid for signer, _ in values)
    )
    payload = statement.payload(header)
    raw = cose.assemble(statement.MEDIA_TYPE, payload, values)
    read = statement.parse(raw)

    assert read.header == header
    assert (read.raw, read.payload, read.signatures) == (raw, payload, tuple(values))
    assert read.id == leaf_hash(raw)


def test_a_released_statement_convinces_and_its_body_fits() -> None:
    """Two officers released it; body and salt are those committed to."""
    verify(STATEMENT)
    statement.check_body(STATEMENT, ENTRY)

    kids = [keys.thumbprint(secret.public()) for secret in NORTH.officers]
    assert list(STATEMENT.header.releasers) == kids


@given(st.data())
def test_an_altered_statement_is_refused(data: st.DataObject) -> None:
    """Whatever is changed, on its way or by its author afterwards."""
    raw = data.draw(altered(ENTRY.raw))
    with pytest.raises(Refused):
        verify(statement.parse(raw))


@pytest.mark.parametrize("name", NEEDED)
def test_a_header_without_a_field_it_needs_is_refused(name: str) -> None:
    """Nothing that has no usual value is taken as read."""
    payload = payload_of(STATEMENT.header)
    del payload[name]

    with pytest.raises(Malformed):
        statement.parse(with_payload(payload))


USUAL: dict[int | str, wire.Value] = {
    "status": "OPERATION",
    "kind": "NEW",
    "precedence": "R",
    "info_posts": [],
    "changes": [],
    "answers": [],
    "valid_from": None,
    "valid_until": None,
    "reply_by": None,
    "handling": "confidential",
    "releasable_to": [],
    "attachments": [],
    "seen": [],
}


@pytest.mark.parametrize("name", USUAL)
def test_a_usual_value_that_is_spelled_out_is_refused(name: int | str) -> None:
    """A field left out and its usual value would be two spellings of one header."""
    payload: dict[int | str, wire.Value] = payload_of(STATEMENT.header)
    assert name not in payload

    with pytest.raises(Malformed):
        statement.parse(with_payload({**payload, name: USUAL[name]}))


def test_a_header_is_what_it_needs_and_what_is_unusual() -> None:
    """No field of a header is forgotten by the two tests above."""
    assert {*NEEDED, *USUAL} == {field.name for field in msgspec.structs.fields(Header)}


@given(st.data())
def test_a_field_of_another_type_is_refused(data: st.DataObject) -> None:
    """No true for 1, no text for a number, no list for bytes."""
    payload: dict[int | str, wire.Value] = {**USUAL}
    payload |= payload_of(STATEMENT.header)
    name = data.draw(st.sampled_from(sorted(payload, key=str)))
    of_types: list[wire.Value] = [True, 7, "7", b"7", [7], {"7": 7}]
    usual = {type(payload[name])} | ({int} if payload[name] is None else set())
    wrong = [each for each in of_types if type(each) not in usual]
    changed = {**payload_of(STATEMENT.header), name: data.draw(st.sampled_from(wrong))}

    with pytest.raises(Malformed):
        statement.parse(with_payload(changed))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda payload: {**payload, "urgent": True}, "a field nobody knows"),
        (lambda payload: {**payload, 7: True}, "a field that is a number"),
        (lambda payload: {**payload, "precedence": "F"}, "a precedence nobody knows"),
        (lambda payload: {**payload, "seen": [["NORTH", 1, 2]]}, "half a head"),
        (lambda payload: {**payload, "answers": [["x", b"", 1]]}, "too much cited"),
        (lambda payload: [payload], "a list"),
        (lambda _: b"", "bytes"),
        (lambda _: None, "nothing"),
    ],
)
def test_a_payload_that_is_no_header_is_refused(
    change: Callable[[dict[int | str, wire.Value]], wire.Value], why: str
) -> None:
    """Unknown fields are refused, so that both sides read the same."""
    with pytest.raises(Malformed):
        statement.parse(with_payload(change(payload_of(STATEMENT.header))))


def test_a_payload_that_is_not_the_one_spelling_is_refused() -> None:
    """The payload is bytes of their own and obeys clause 1 as well."""
    kid = STATEMENT.signatures[0][0]
    raw = cose.assemble(statement.MEDIA_TYPE, b"\xa1\x18\x01\x00", [(kid, b"")])

    with pytest.raises(Malformed):
        statement.parse(raw)


HALF = b"\x01" * 31


@pytest.mark.parametrize(
    "changed",
    [
        {"channel": HALF},
        {"drafter": HALF},
        {"body_digest": b""},
        {"seen": (Seen("SOUTH", 1, 5, HALF),)},
        {"answers": (Citation("SOUTH/2026/0001/MSG/1/O", HALF),)},
        {"attachments": (Attachment("map", "image/png", 5, HALF),)},
        {"kind": "UPDATE"},
        {"changes": (Citation("NORTH/2026/0001/MSG/1/O", bytes(32)),)},
        {"status": "EXERCISE"},
        {"drafted": -1},
        {"released": -1},
        {"charter_version": -1},
        {"seen": (Seen("SOUTH", 1, -5, bytes(32)),)},
        {"seen": (Seen("SOUTH", -1, 5, bytes(32)),)},
        {"reference": "NORTH"},
    ],
    ids=lambda changed: repr(changed)[:50],
)
def test_a_header_that_contradicts_itself_is_refused(
    changed: dict[str, object],
) -> None:
    """Digests are 32 bytes, a change cites what it changes, nothing is below nought."""
    with pytest.raises(Malformed):
        signed(with_fields(**changed), *NORTH.officers)


@pytest.mark.parametrize("kind", [Header, Citation, Seen, Attachment])
def test_what_was_read_cannot_be_changed(kind: type[msgspec.Struct]) -> None:
    """What has been checked stays as it was when it was checked."""
    assert kind.__struct_config__.frozen


def test_a_citation_with_something_more_is_refused() -> None:
    """Nothing rides along unseen in a list any more than in a map."""
    payload = payload_of(STATEMENT.header)
    cited: list[wire.Value] = ["SOUTH/2026/0001/MSG/1/O", bytes(32)]
    statement.parse(with_payload({**payload, "answers": [cited]}))

    with pytest.raises(Malformed):
        statement.parse(with_payload({**payload, "answers": [[*cited, b"more"]]}))


# --- references ------------------------------------------------------------------


@given(references)
def test_a_reference_is_read_as_it_is_written(reference: Reference) -> None:
    """What people call a statement has one spelling."""
    assert statement.parse_reference(str(reference)) == reference


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NORTH/2026/42/CON/1/O",
        "NORTH/2026/00042/CON/1/O",
        "NORTH/2026/0042/CON/01/O",
        "NORTH/2026/0042/CON/0/O",
        "NORTH/26/0042/CON/1/O",
        "NORTH/2026/0042/con/1/O",
        "NORTH/2026/0042/CO/1/O",
        "NORTH/2026/0042/CONCON/1/O",
        "NORTH/2026/0042/CON/1/X",
        "NORTH/2026/0042/CON/1",
        "NORTH/2026/0042/CON/1/O/",
        "NORTH/2026/0042/CON/1/O\n",
        " NORTH/2026/0042/CON/1/O",
        "north/2026/0042/CON/1/O",
        "NORTH SEA/2026/0042/CON/1/O",
        "N\u00d6RTH/2026/0042/CON/1/O",
        "NORTH/\u0662\u0660\u0662\u0666/0042/CON/1/O",
        "NORTH/2026/-042/CON/1/O",
        "NORTH/2026/+042/CON/1/O",
        "NORTH/2026/1234567890/CON/1/O",
        f"N{'O' * 32}/2026/0042/CON/1/O",
    ],
)
def test_another_spelling_of_a_reference_is_refused(text: str) -> None:
    """Two references are equal when their letters are."""
    with pytest.raises(Malformed):
        statement.parse_reference(text)


# --- who released it -------------------------------------------------------------


def resigned(*rows: tuple[SecretKey, SecretKey | None]) -> bytes:
    """Return the sample under these signatures: whose key id, and who signed for it."""
    values = []
    for named, signer in rows:
        key = named.public()
        message = statement.to_be_signed(STATEMENT.payload, key)
        values.append((key, signer.sign(message) if signer else b""))
    return statement.assemble(STATEMENT.payload, values)


ONE, TWO = NORTH.officers


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (resigned((ONE, ONE)), "the second stripped"),
        (resigned((TWO, TWO)), "the first stripped"),
        (resigned((TWO, TWO), (ONE, ONE)), "another order"),
        (resigned((ONE, ONE), (TWO, TWO), (STRANGER, STRANGER)), "one added"),
        (
            resigned((ONE, ONE), (TWO, TWO), (NORTH.spare, NORTH.spare)),
            "one added by another key of the party",
        ),
        (resigned((ONE, ONE), (STRANGER, STRANGER)), "one replaced"),
        (resigned((ONE, ONE), (ONE, ONE)), "one twice"),
    ],
)
def test_signatures_that_are_not_the_headers_list_are_refused(
    raw: bytes, why: str
) -> None:
    """Who released is itself signed: nobody is added or dropped later (clause 3.5)."""
    with pytest.raises(Malformed):
        statement.parse(raw)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (resigned((ONE, TWO), (TWO, ONE)), "exchanged"),
        (resigned((ONE, ONE), (TWO, STRANGER)), "forged"),
        (resigned((ONE, ONE), (TWO, None)), "empty"),
    ],
)
def test_a_signature_that_is_not_its_releasers_is_refused(raw: bytes, why: str) -> None:
    """Each of those named signed it, not one for the other."""
    read = statement.parse(raw)
    with pytest.raises(Unproven):
        verify(read)


def test_the_sample_rebuilt_by_hand_convinces() -> None:
    """The refusals above are not for want of a good case."""
    read = statement.parse(resigned((ONE, ONE), (TWO, TWO)))
    verify(read)


def test_a_releaser_without_credential_is_refused() -> None:
    """A key of nobody, or of the other party, releases nothing for this one."""
    south = WORLD.parties["SOUTH"].officers[0]
    for secret in (STRANGER, south, NORTH.spare):
        kid = keys.thumbprint(secret.public())
        fields = {"drafter": STATEMENT.header.drafter, "releasers": (kid,)}
        read = signed(with_fields(**fields), secret)
        with pytest.raises(Unproven):
            verify(read)


def test_a_drafter_without_credential_is_refused() -> None:
    """Who drafted is part of the record."""
    kid = keys.thumbprint(STRANGER.public())
    read = signed(with_fields(drafter=kid), *NORTH.officers)

    with pytest.raises(Unproven):
        verify(read)


def test_a_key_id_with_another_algorithm_is_refused() -> None:
    """The kind of key is part of who signed."""
    rows = [
        (cose.Signer(keys.ML_DSA_65, signer.kid), value)
        for signer, value in STATEMENT.signatures
    ]
    raw = cose.assemble(statement.MEDIA_TYPE, STATEMENT.payload, rows)

    with pytest.raises(Unproven):
        verify(statement.parse(raw))


# --- where it belongs ------------------------------------------------------------


@given(digests.filter(lambda each: each != WORLD.channel))
def test_a_statement_of_another_channel_is_misdirected(channel: bytes) -> None:
    """Between the same sides or not: it was released for another line."""
    with pytest.raises(Misdirected):
        statement.verify(STATEMENT, channel, "NORTH", CREDENTIALS)


def test_a_statement_with_another_partys_reference_is_misdirected() -> None:
    """Nobody numbers statements for the other side."""
    reference = STATEMENT.header.reference.replace("NORTH", "SOUTH")
    read = signed(with_fields(reference=reference), *NORTH.officers)

    with pytest.raises(Misdirected):
        verify(read)
    with pytest.raises(Unproven):
        statement.verify(
            read, WORLD.channel, "SOUTH", WORLD.parties["SOUTH"].credentials()
        )


def test_a_key_document_is_no_statement() -> None:
    """Its type stands in the signed header and keeps the two apart."""
    with pytest.raises(Malformed):
        statement.parse(NORTH.raw)


# --- the body --------------------------------------------------------------------


@given(st.binary(max_size=80), digests)
def test_another_body_or_salt_is_refused(body: bytes, salt: bytes) -> None:
    """The header commits to both; nothing else can be shown for them."""
    for entry in (ENTRY._replace(body=body), ENTRY._replace(salt=salt)):
        with pytest.raises(Unproven):
            statement.check_body(STATEMENT, entry)


def test_bytes_moved_between_salt_and_body_are_refused() -> None:
    """They are hashed in a row, so the length of the salt is fixed."""
    whole = ENTRY.salt + BODY
    for at in (0, 31, 33, len(whole)):
        with pytest.raises(Malformed):
            statement.check_body(STATEMENT, Entry(ENTRY.raw, whole[:at], whole[at:]))


def test_a_purged_body_is_nothing_to_check() -> None:
    """The proof stands without it (clause 3.4)."""
    statement.check_body(STATEMENT, ENTRY._replace(body=None))


def test_a_statement_and_body_over_sixty_kib_are_refused() -> None:
    """Together they must go over a thin path."""
    room = 60 * 1024 - len(WORLD.state("NORTH", b"").raw)
    for length, fits in ((room, True), (room + 1, False)):
        entry = WORLD.state("NORTH", bytes(length))
        read = statement.parse(entry.raw)
        if fits:
            statement.check_body(read, entry)
        else:
            with pytest.raises(Malformed):
                statement.check_body(read, entry)


@given(st.binary(max_size=60), st.binary(max_size=60), digests, digests)
def test_two_bodies_never_share_a_digest(
    one: bytes, other: bytes, salt: bytes, another: bytes
) -> None:
    """Neither does one body under two salts: no guess is confirmed by its hash."""
    same = (one, salt) == (other, another)
    assert (
        statement.body_digest(salt, one) == statement.body_digest(another, other)
    ) == same
