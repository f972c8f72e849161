"""A key document stands when every key in it has signed it and enough of the root."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record import curve, passkeys
from tests.record.values import altered

from detente.node.keyring import SecretKey, sign_document
from detente.record import cose, credentials, keys, wire
from detente.record.credentials import (
    Credential,
    KeyDocument,
    Names,
    PairOfKeys,
    Root,
    RootHolder,
)
from detente.record.errors import Malformed, Misdirected, Refused, Unproven
from detente.record.head import NoteKey
from detente.testing.parties import Party, seeded

CHANNEL = b"\x0c" * 32
NORTH = Party.draw("NORTH", seeded(11), holders=3, threshold=2)
DOCUMENT = NORTH.document
HOLDERS = [[*each] for each in NORTH.holders]
ENOUGH = [key for each in HOLDERS[:2] for key in each]
STRANGER = SecretKey(keys.ED25519, b"\x07" * 32)
LOW = bytes.fromhex(curve.SMALL_ORDER[0])


def document(**changed: object) -> KeyDocument:
    """Return the document of the party, fields changed."""
    return msgspec.structs.replace(DOCUMENT, **changed)


def signed(told: KeyDocument, secrets: Sequence[SecretKey] = ()) -> bytes:
    """Sign a document with enough of the root, all keys, and further secrets."""
    return sign_document(told, [*ENOUGH, *NORTH.secrets(), *secrets])


def refusal(raw: bytes, before: Root | None = None) -> type[Refused]:
    """Return why bytes are refused as a key document."""
    with pytest.raises(Refused) as caught:
        credentials.parse(raw, before=before)
    return caught.type


# --- what stands -----------------------------------------------------------------


@given(st.integers(1, 4), st.data())
@settings(max_examples=15)
def test_a_document_of_any_root_stands(holders: int, data: st.DataObject) -> None:
    """Whatever the party's number of holders and the threshold."""
    threshold = data.draw(st.integers(1, holders))
    seed = data.draw(st.integers(0, 2**32))
    party = Party.draw("SOUTH", seeded(seed), holders=holders, threshold=threshold)

    assert credentials.parse(party.raw) == party.document


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (2, 0), (0, 1, 2)])
def test_any_of_the_holders_may_be_those_who_sign(pair: tuple[int, ...]) -> None:
    """Two of three: no single holder is needed, and none too many."""
    chosen = [key for at in pair for key in HOLDERS[at]]
    raw = sign_document(DOCUMENT, [*chosen, *NORTH.secrets()])

    assert credentials.parse(raw) == DOCUMENT


def test_a_holder_beyond_the_threshold_may_sign_with_one_key() -> None:
    """It adds nothing, but it is the root's and it verifies."""
    assert credentials.parse(signed(DOCUMENT, [HOLDERS[2][0]])) == DOCUMENT


def test_who_must_sign_is_said_in_one_place() -> None:
    """A ceremony asks for the signatures that the check demands."""
    wanted = credentials.signers(DOCUMENT, (0, 2))
    by_key = {each.public(): each for each in NORTH.secrets()}
    by_key |= {key.public(): key for each in HOLDERS for key in each}
    raw = sign_document(DOCUMENT, [by_key[key] for key in wanted])

    assert credentials.parse(raw) == DOCUMENT


def watched_by(*officers: Credential) -> KeyDocument:
    """Return the document with further officers."""
    return document(credentials=(*DOCUMENT.credentials, *officers))


def passkey(number: int, *origins: str) -> Credential:
    """Return the credential of the passkey, under this number and these origins."""
    key = passkeys.key(*origins)
    return Credential("WATCH", number, keys.PASSKEY, key.raw, key.origins)


def signed_with_passkey(told: KeyDocument) -> bytes:
    """Sign a document with all keys and with the passkey."""
    good = cose.parse(credentials.MEDIA_TYPE, signed(told))
    by = cose.Signer(keys.PASSKEY, keys.thumbprint(passkeys.key()))
    message = cose.to_be_signed(credentials.MEDIA_TYPE, by, good.payload)
    client = passkeys.client_data(message)
    value = passkeys.sign(passkeys.authenticator_data(), client)
    rows = [*good.signatures, (by, value)]
    return cose.assemble(credentials.MEDIA_TYPE, good.payload, rows)


def test_a_passkey_proves_itself_by_an_assertion() -> None:
    """It signs the key document as it will sign statements."""
    told = watched_by(passkey(9))

    assert credentials.parse(signed_with_passkey(told)) == told
    assert refusal(signed(told)) is Unproven


def test_a_credential_is_found_by_its_thumbprint() -> None:
    """Which post and number a signature is, the document says."""
    for each in DOCUMENT.credentials:
        assert DOCUMENT.credential(keys.thumbprint(each.public())) is each
    assert DOCUMENT.credential(keys.thumbprint(STRANGER.public())) is None


def test_the_keys_of_a_feed_bear_its_origin_and_a_mirrors_its_name() -> None:
    """C2SP names carry channel, party and generation (clause 5.2)."""
    names, told = Names(CHANNEL), document(generation=3)
    feed = f"detente/{CHANNEL.hex()}/NORTH/3"
    mirror = f"detente/{CHANNEL.hex()}/NORTH/mirror"

    assert names.feed_keys(told) == (
        NoteKey(feed, 1, told.feed.ed25519),
        NoteKey(feed, 6, told.feed.ml_dsa_44),
    )
    assert names.mirror_keys(told) == (
        NoteKey(mirror, 4, told.mirror.ed25519),
        NoteKey(mirror, 6, told.mirror.ml_dsa_44),
    )


@pytest.mark.parametrize(
    "kind", [KeyDocument, Root, RootHolder, Credential, PairOfKeys]
)
def test_what_was_read_cannot_be_changed(kind: type[msgspec.Struct]) -> None:
    """What has been checked stays as it was when it was checked."""
    assert kind.__struct_config__.frozen


# --- who has to have signed ------------------------------------------------------


@given(st.data())
@settings(max_examples=60)
def test_an_altered_document_is_refused(data: st.DataObject) -> None:
    """Whatever is changed on its way, or by one who holds none of the keys."""
    assert issubclass(refusal(data.draw(altered(NORTH.raw))), Refused)


@pytest.mark.parametrize("at", range(len(NORTH.secrets())))
def test_a_key_that_did_not_sign_is_refused(at: int) -> None:
    """A party could else claim somebody else's key and words (clause 6.4)."""
    secrets = NORTH.secrets()
    del secrets[at]

    assert refusal(sign_document(DOCUMENT, [*ENOUGH, *secrets])) is Unproven


@pytest.mark.parametrize("at", range(len(NORTH.secrets())))
def test_a_key_that_somebody_else_signed_for_is_refused(at: int) -> None:
    """A signature under its id is not enough; it must verify."""
    good = cose.parse(credentials.MEDIA_TYPE, NORTH.raw)
    rows = list(good.signatures)
    place = len(ENOUGH) + at
    rows[place] = (rows[place][0], rows[place - 1][1])
    raw = cose.assemble(credentials.MEDIA_TYPE, good.payload, rows)

    assert refusal(raw) is Unproven


@pytest.mark.parametrize(
    ("holders", "why"),
    [
        ([], "nobody"),
        (HOLDERS[0], "one of two"),
        ([HOLDERS[0][0], HOLDERS[1][0]], "two with their classical keys alone"),
        ([HOLDERS[0][1], HOLDERS[1][1]], "two with their post-quantum keys alone"),
        ([*HOLDERS[0], HOLDERS[1][0]], "one and a half"),
        ([HOLDERS[0][0], HOLDERS[1][1]], "two halves of two holders"),
    ],
)
def test_less_than_the_threshold_of_the_root_is_refused(
    holders: list[SecretKey], why: str
) -> None:
    """A holder counts with both keys, or not at all."""
    raw = sign_document(DOCUMENT, [*holders, *NORTH.secrets()])

    assert refusal(raw) is Unproven


def test_a_strangers_signature_is_refused() -> None:
    """Nobody is drawn into a document that does not name him."""
    assert refusal(signed(DOCUMENT, [STRANGER])) is Unproven


@pytest.mark.parametrize("threshold", [0, -1, 4])
def test_a_root_that_asks_for_none_or_for_more_than_it_has_is_refused(
    threshold: int,
) -> None:
    """A root without threshold would let anybody speak for the party."""
    root = Root(threshold, DOCUMENT.root.holders)

    assert refusal(signed(document(root=root))) is Unproven


def test_a_root_without_holders_is_refused() -> None:
    """There is nobody to speak for the party."""
    raw = sign_document(document(root=Root(0, ())), NORTH.secrets())

    assert refusal(raw) is Unproven


# --- which keys may stand in it --------------------------------------------------


def with_key(raw: bytes) -> list[KeyDocument]:
    """Return documents with this Ed25519 key in every place there is for one."""
    first, *rest = DOCUMENT.credentials
    holder, *others = DOCUMENT.root.holders
    return [
        document(credentials=(msgspec.structs.replace(first, key=raw), *rest)),
        document(feed=PairOfKeys(raw, DOCUMENT.feed.ml_dsa_44)),
        document(mirror=PairOfKeys(raw, DOCUMENT.mirror.ml_dsa_44)),
        document(spare=raw),
        document(root=Root(2, (RootHolder(raw, holder.ml_dsa_65), *others))),
    ]


@pytest.mark.parametrize("text", curve.SMALL_ORDER + curve.SMALL_ORDER_OTHERWISE)
def test_a_key_of_small_order_is_refused_wherever_it_stands(text: str) -> None:
    """It is refused for what it is, before anybody asks who signed."""
    for told in with_key(bytes.fromhex(text)):
        raw = signed(told)
        with pytest.raises(Unproven, match=r"clause 2\.4"):
            credentials.parse(raw)


def test_a_key_of_small_order_with_a_fitting_signature_is_refused() -> None:
    """Under the identity a constant verifies for any document at all."""
    good = cose.parse(credentials.MEDIA_TYPE, signed(document(spare=LOW)))
    low = keys.PublicKey(keys.ED25519, LOW)
    by = cose.Signer(keys.ED25519, keys.thumbprint(low))
    spare = keys.thumbprint(NORTH.spare.public())
    rows = [row for row in good.signatures if row[0].kid != spare]
    raw = cose.assemble(
        credentials.MEDIA_TYPE, good.payload, [*rows, (by, b"\x01" + bytes(63))]
    )

    assert refusal(raw) is Unproven


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused_wherever_it_stands(length: int) -> None:
    """Each kind has one length (clause 2.3)."""
    for told in with_key(bytes(length)):
        assert refusal(signed(told)) is Unproven


def test_one_key_in_two_places_is_refused() -> None:
    """What it signed would mean two things, or two officers be one (clause 6.3)."""
    first, second, *rest = DOCUMENT.credentials
    twice = msgspec.structs.replace(second, key=first.key)
    for told in (
        document(credentials=(first, twice, *rest)),
        document(spare=first.key),
        document(mirror=DOCUMENT.feed),
        document(feed=PairOfKeys(first.key, DOCUMENT.feed.ml_dsa_44)),
        document(root=Root(2, (DOCUMENT.root.holders[0],) * 2)),
    ):
        raw = sign_document(told, [*ENOUGH, *NORTH.secrets()])
        with pytest.raises(Unproven, match=r"clause 6\.3"):
            credentials.parse(raw)


def test_one_passkey_under_two_lists_of_origins_is_refused() -> None:
    """It is one key with one thumbprint; two officers would share a signature."""
    told = watched_by(passkey(8), passkey(9, passkeys.ORIGIN, "https://b.example"))

    assert refusal(signed_with_passkey(told)) is Unproven


def test_a_number_given_twice_at_a_post_is_refused() -> None:
    """WATCH 1 is one officer (clause 6.3)."""
    first, second, *rest = DOCUMENT.credentials
    again = msgspec.structs.replace(second, number=first.number)

    assert refusal(signed(document(credentials=(first, again, *rest)))) is Unproven


def test_the_same_number_at_two_posts_is_no_matter() -> None:
    """Every post counts its own officers."""
    first, second, *rest = DOCUMENT.credentials
    other = msgspec.structs.replace(second, post="DUTY", number=first.number)
    told = document(posts=("WATCH", "DUTY"), credentials=(first, other, *rest))

    assert credentials.parse(signed(told)) == told


def test_a_credential_of_no_post_is_refused() -> None:
    """Nobody releases for a post that the party does not have (clause 6.3)."""
    first, *rest = DOCUMENT.credentials
    stray = msgspec.structs.replace(first, post="DUTY")

    assert refusal(signed(document(credentials=(stray, *rest)))) is Unproven
    assert refusal(signed(document(posts=("DUTY",)))) is Unproven


# --- its form --------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"party": ""},
        {"party": "north"},
        {"party": "NORTH/1"},
        {"party": "NORTH\n"},
        {"party": "N" * 33},
        {"party": "N\u00d6RTH"},
        {"nonce": b""},
        {"nonce": bytes(33)},
        {"sealing": bytes(1215)},
        {"version": 0},
        {"version": -1},
        {"generation": 0},
        {"format": "detente-keys/2"},
    ],
    ids=lambda changed: repr(changed)[:40],
)
def test_a_document_of_another_form_is_refused(changed: dict[str, object]) -> None:
    """Codes stand in references and origins; the nonce keeps two pairings apart."""
    assert refusal(signed(document(**changed))) is Malformed


def payload() -> dict[int | str, wire.Value]:
    """Return the document's payload as a map to take apart."""
    value = wire.decode(credentials.payload(DOCUMENT), max_bytes=cose.MAX_BYTES)
    assert isinstance(value, dict)
    return value


def over(told: wire.Value) -> bytes:
    """Sign any payload as if it were the document."""
    raw = wire.encode(told)
    rows = []
    for secret in [*ENOUGH, *NORTH.secrets()]:
        public = secret.public()
        by = cose.Signer(public.algorithm, keys.thumbprint(public))
        message = cose.to_be_signed(credentials.MEDIA_TYPE, by, raw)
        rows.append((by, secret.sign(message)))
    return cose.assemble(credentials.MEDIA_TYPE, raw, rows)


@pytest.mark.parametrize("name", [str(name) for name in payload()])
def test_a_document_without_one_of_its_fields_is_refused(name: str) -> None:
    """Nothing is taken as read."""
    told = payload()
    assert credentials.parse(over(told)) == DOCUMENT
    del told[name]

    assert refusal(over(told)) is Malformed


@pytest.mark.parametrize(("name", "usual"), [("origins", []), ("node", False)])
def test_a_usual_value_of_a_credential_has_one_spelling(
    name: str, usual: wire.Value
) -> None:
    """Spelled out or left out: if both stood, a document would have two digests."""
    stands = []
    for spelled_out in (True, False):
        told = payload()
        listed = told["credentials"]
        assert isinstance(listed, list)
        assert isinstance(listed[0], dict)
        listed[0][name] = usual
        if not spelled_out:
            del listed[0][name]
        try:
            stands.append(credentials.parse(over(told)) == DOCUMENT)
        except Malformed:
            stands.append(False)

    assert sorted(stands) == [False, True]


@pytest.mark.parametrize(
    "told",
    [{**payload(), "note": ""}, {**payload(), 1: 1}, [payload()], b"", None, {}],
    ids=["a field more", "a number", "a list", "bytes", "nothing", "empty"],
)
def test_a_payload_that_is_no_document_is_refused(told: wire.Value) -> None:
    """Unknown fields are refused, so that both sides read the same."""
    assert refusal(over(told)) is Malformed


def test_a_statement_is_no_key_document() -> None:
    """Its type stands in the signed header and keeps the two apart."""
    good = cose.parse(credentials.MEDIA_TYPE, NORTH.raw)
    raw = cose.assemble("application/vnd.detente.statement+cose", *good)

    assert refusal(raw) is Malformed


# --- what follows it -------------------------------------------------------------

NEW_HOLDERS = [
    [
        SecretKey(keys.ED25519, bytes([n]) * 32),
        SecretKey(keys.ML_DSA_65, bytes([n]) * 32),
    ]
    for n in (41, 42)
]
NEW_ROOT = Root(
    2,
    tuple(RootHolder(one.public().raw, two.public().raw) for one, two in NEW_HOLDERS),
)


def following(**changed: object) -> KeyDocument:
    """Return version 2 of the document, fields changed."""
    usual: dict[str, object] = {
        "version": 2,
        "previous": credentials.digest(NORTH.raw),
        "channel": CHANNEL,
    }
    return document(**{**usual, **changed})


def follow(raw: bytes) -> KeyDocument:
    """Read bytes as the document that follows the party's first."""
    return credentials.parse_next(DOCUMENT, NORTH.raw, raw, CHANNEL)


def test_a_document_that_follows_is_taken() -> None:
    """The next version, citing the one before, in this channel."""
    told = following(issued=DOCUMENT.issued + 1)

    assert follow(signed(told)) == told


def test_a_document_may_bring_a_new_root_if_the_old_one_signs_too() -> None:
    """Both roots, each with its own threshold (clause 6.5)."""
    told = following(root=NEW_ROOT)
    new = [key for each in NEW_HOLDERS for key in each]

    assert follow(signed(told, new)) == told


@pytest.mark.parametrize(
    ("secrets", "why"),
    [
        (ENOUGH, "the old root alone"),
        ([key for each in NEW_HOLDERS for key in each], "the new root alone"),
        ([*ENOUGH, *NEW_HOLDERS[0]], "half of the new root"),
        ([*HOLDERS[0], *NEW_HOLDERS[0], *NEW_HOLDERS[1]], "half of the old root"),
    ],
)
def test_a_new_root_needs_the_old_one_and_itself(
    secrets: list[SecretKey], why: str
) -> None:
    """A thief of node keys, or of one root, cannot change who speaks for the party."""
    raw = sign_document(following(root=NEW_ROOT), [*secrets, *NORTH.secrets()])
    with pytest.raises(Unproven):
        follow(raw)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"version": 3}, Unproven),
        ({"version": 1}, Unproven),
        ({"previous": bytes(32)}, Unproven),
        ({"previous": None}, Unproven),
        ({"channel": None}, Misdirected),
        ({"channel": b"\x0d" * 32}, Misdirected),
        ({"party": "SOUTH"}, Misdirected),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_document_that_does_not_follow_is_refused(
    changed: dict[str, object], error: type[Refused]
) -> None:
    """Another channel's, another party's, or one with a gap before it."""
    with pytest.raises(error):
        follow(signed(following(**changed)))


def test_a_later_document_never_stands_alone() -> None:
    """Without the one before nobody knows which root it needs."""
    assert refusal(signed(following())) is Unproven


def test_a_first_document_never_follows() -> None:
    """It would begin the party anew under keys of its own choice."""
    assert refusal(NORTH.raw, DOCUMENT.root) is Unproven


@pytest.mark.parametrize(
    "changed",
    [{"channel": CHANNEL}, {"previous": bytes(32)}],
    ids=["channel", "before"],
)
def test_a_first_document_names_nothing_before_it(changed: dict[str, object]) -> None:
    """It is older than its channel, which its digest founds."""
    assert issubclass(refusal(signed(document(**changed))), Refused)


def test_a_new_key_in_a_later_document_must_sign_it() -> None:
    """Possession is proved each time a key appears."""
    told = following(spare=STRANGER.public().raw)
    others = [key for key in NORTH.secrets() if key != NORTH.spare]

    with pytest.raises(Unproven):
        follow(sign_document(told, [*ENOUGH, *others]))
    assert follow(sign_document(told, [*ENOUGH, *others, STRANGER])) == told
