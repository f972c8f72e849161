"""Heads and receipts are C2SP's, strictly, and count under both keys or not at all."""

import base64
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.values import altered

from detente.record import head, keys
from detente.record.errors import Malformed, Unproven
from detente.record.head import Head, Note, NoteKey, Signature
from detente.testing.parties import World

# Published by the logs and witnesses that they name: facts, kept as they were signed.
VECTORS = Path(__file__).parent / "vectors"
WORLD = World()
NORTH, SOUTH = (WORLD.parties[code].document for code in ("NORTH", "SOUTH"))
FEED_KEYS = WORLD.names.feed_keys(NORTH)
MIRROR_KEYS = WORLD.names.mirror_keys(SOUTH)
NOTE = WORLD.head("NORTH")
RECEIPT = WORLD.receipt("NORTH", "SOUTH")

names = st.from_regex(
    r"[!-*,-~]{1,255}", fullmatch=True, alphabet=st.characters(codec="ascii")
)
roots = st.binary(min_size=32, max_size=32)
heads = st.builds(Head, names, st.integers(0, 10**19 - 1), roots)
lines = st.builds(
    Signature,
    names,
    st.binary(min_size=4, max_size=4),
    st.binary(min_size=1, max_size=80),
)
notes = st.builds(Note, heads, st.lists(lines, min_size=1, max_size=6).map(tuple))


def published(vkey: str) -> NoteKey:
    """Read a verifier key as its operator publishes it: name, hint, kind and key."""
    name, _, rest = vkey.strip().partition("+")
    material = base64.b64decode(rest.partition("+")[2], validate=True)
    return NoteKey(name, material[0], material[1:])


# --- what others sign ------------------------------------------------------------

SUM_DATABASE = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
LOG = "arche2025h1.staging.ct.transparency.dev"
LOG_KEY = f"{LOG}+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
WITNESSES = [
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
]
NAVIGLI = "witness.navigli.sunlight.geomys.org"
BOTH_KINDS = [
    f"{NAVIGLI}+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G",
    (VECTORS / "ml-dsa-44.vkey").read_text().strip(),
]


@pytest.mark.parametrize(
    "vkey", [SUM_DATABASE, LOG_KEY, *WITNESSES, *BOTH_KINDS], ids=lambda key: key[:40]
)
def test_the_verifier_key_of_others_is_computed_as_they_publish_it(vkey: str) -> None:
    """Name, kind and key give the same hint and text (C2SP signed note)."""
    key = published(vkey)

    assert key.vkey() == vkey
    assert key.hint.hex() == vkey.removeprefix(key.name)[1:9]


def test_the_head_of_another_log_verifies() -> None:
    """A tree head of the Go checksum database: kind 0x01."""
    root = base64.b64decode("qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=")
    value = base64.b64decode(
        "Az3grnmrIUEDFqHzAElIQCPNoRFRAAdFo47fooyWKMHb89k11GJh5zHIfNCOBmwn/C3YI8oW9/C8"
        "DJ87F61QqspBYwM="
    )
    line = Signature("sum.golang.org", value[:4], value[4:])
    note = Note(Head("go.sum database tree", 31_700_353, root), (line,))

    assert head.verify_note(note, [published(SUM_DATABASE)]) == 0
    with pytest.raises(Unproven):
        head.verify_note(
            note._replace(head=note.head._replace(size=31_700_354)),
            [published(SUM_DATABASE)],
        )


def test_a_checkpoint_with_signatures_of_many_kinds_is_read_and_verifies() -> None:
    """A public log's checkpoint with its own key and three witnesses (kind 0x04)."""
    text = (VECTORS / "ed25519.note").read_bytes()
    note = head.parse_note(text)

    assert note.text() == text
    assert (note.head.origin, note.head.size) == (LOG, 1_432_088_532)
    required = [published(key) for key in (LOG_KEY, *WITNESSES)]
    assert head.verify_note(note, required) == 1_779_573_024


def test_a_witness_that_signs_with_both_kinds_verifies() -> None:
    """What a receipt of ours looks like, from somebody else: kinds 0x04 and 0x06."""
    note = head.parse_note((VECTORS / "ml-dsa-44.note").read_bytes())
    required = [published(key) for key in BOTH_KINDS]

    assert head.verify_note(note, required) == 1_785_704_691
    for changed in (
        note.head._replace(size=note.head.size + 1),
        note.head._replace(origin=note.head.origin + "x"),
        note.head._replace(root=bytes(32)),
    ):
        for key in required:
            with pytest.raises(Unproven):
                head.verify_note(note._replace(head=changed), [key])


# --- the text --------------------------------------------------------------------


@given(notes)
def test_what_is_written_is_read_alike(note: Note) -> None:
    """Head and lines come back, and so do the bytes."""
    text = note.text()

    assert head.parse_note(text) == note
    assert head.parse_note(text).text() == text


@given(st.data())
def test_a_text_is_refused_or_comes_back_as_it_was(data: st.DataObject) -> None:
    """Every byte is accounted for: nothing in a head is passed over."""
    original = data.draw(st.sampled_from([NOTE, RECEIPT])).text()
    text = data.draw(altered(original))
    try:
        read = head.parse_note(text)
    except Malformed:
        return
    assert read.text() == text


@given(st.binary(max_size=300))
def test_any_bytes_are_a_note_or_malformed(text: bytes) -> None:
    """A parser raises one error and no other."""
    try:
        read = head.parse_note(text)
    except Malformed:
        return
    assert read.text() == text


ROOT = base64.b64encode(bytes(32)).decode()
VALUE = base64.b64encode(b"hint" + bytes(64)).decode()
LINE = f"\u2014 name {VALUE}\n"
GOOD = f"origin\n5\n{ROOT}\n\n{LINE}"


@pytest.mark.parametrize(
    ("part", "instead", "why"),
    [
        (GOOD, "", "nothing"),
        (f"\n{LINE}", "", "no signatures"),
        (LINE, "", "an empty list of them"),
        ("=\n\n", "=\nextension\n\n", "an extension line"),
        ("=\n\n", "=\n\n\n", "an empty line more"),
        ("=\n\n", "=\n", "no empty line"),
        ("origin", "", "no origin"),
        ("origin", "an origin", "a space in the origin"),
        ("origin", "origin+", "a plus in the origin"),
        ("origin", "or\u00efgin", "an origin beyond ASCII"),
        ("origin", "o" * 256, "an origin longer than a message can hold"),
        ("\n5", "\n05", "a leading nought"),
        ("\n5", "\n+5", "a sign"),
        ("\n5", "\n-5", "less than nothing"),
        ("\n5", "\n1_0", "what Python takes for ten"),
        ("\n5", "\n\u0665", "a digit that is not ASCII"),
        ("\n5", f"\n{10**19}", "a size beyond all feeds"),
        (ROOT, f"{ROOT[:-2]}B=", "stray bits in the root"),
        (ROOT, ROOT[:-4], "a short root"),
        (ROOT, f"{ROOT[:-4]}AAAA", "a long root"),
        (ROOT, f" {ROOT}", "a space before the root"),
        ("\n", "\r\n", "line ends of another system"),
        ("\n5", "\x0b5", "a line end that only Python knows"),
        (LINE, LINE[:-1], "a last line without end"),
        (LINE, f"{LINE}\n", "an empty line at the end"),
        (LINE, f"{LINE} ", "a space at the end"),
        (LINE, f"{LINE}text\n", "text after the signatures"),
        ("\u2014", "-", "another dash"),
        (" name", "  name", "two spaces"),
        ("name", "na me", "a name of two words"),
        ("name", "na+me", "a plus in the name"),
        (VALUE, f"{VALUE}=", "too much padding"),
        (VALUE, "aGludHNpZ26=", "stray bits in a signature"),
        (VALUE, "====", "nothing but padding"),
        (VALUE, "aGludA==", "a hint and no signature"),
        (VALUE, "aGlu", "not even a hint"),
        (LINE, LINE * 33, "more lines than allowed"),
        (LINE, LINE + "x" * 65536, "more bytes than allowed"),
    ],
)
def test_another_text_is_refused(part: str, instead: str, why: str) -> None:
    """C2SP's text has one spelling, and clause 5.1 takes no extension line."""
    assert head.parse_note(GOOD.encode()).head.size == 5
    assert part in GOOD

    with pytest.raises(Malformed):
        head.parse_note(GOOD.replace(part, instead).encode())


def test_a_head_of_64_kib_is_read_and_no_longer_one() -> None:
    """Thirty-two post-quantum signatures must have room, a flood must not."""
    room = 65536 - len(GOOD.encode()) + len(VALUE)
    value, name = "A" * (room // 4 * 4), "name" + "e" * (room % 4)
    largest = GOOD.replace(VALUE, value).replace("name", name).encode()

    assert len(largest) == 65536
    assert head.parse_note(largest).text() == largest
    with pytest.raises(Malformed):
        head.parse_note(largest.replace(name.encode(), f"{name}e".encode()))


@pytest.mark.parametrize("text", [b"QQ", b"QR==", b"QQ=", b"Q===", b"Q Q=", b"QQ==\n"])
def test_base64_has_one_spelling(text: bytes) -> None:
    """Python alone would take stray bits, and skip what is no sign of the alphabet."""
    assert head.unbase64(b"QQ==") == b"A"
    with pytest.raises(Malformed):
        head.unbase64(text)


# --- what counts -----------------------------------------------------------------


def test_a_head_signed_with_both_keys_of_its_feed_counts() -> None:
    """Ed25519 and ML-DSA-44; the time is the one the second claims."""
    assert head.verify_note(NOTE, FEED_KEYS) == WORLD.now_s


def test_a_receipt_signed_with_both_keys_of_the_mirror_counts() -> None:
    """Both kinds of cosignature over the head of somebody else's feed."""
    assert head.verify_note(RECEIPT, MIRROR_KEYS) == WORLD.now_s + 1


@pytest.mark.parametrize("note", [NOTE, RECEIPT], ids=["head", "receipt"])
@pytest.mark.parametrize("kept", [0, 1])
def test_one_of_the_two_signatures_is_not_enough(note: Note, kept: int) -> None:
    """A forger who broke one kind of cryptography has nothing."""
    required = FEED_KEYS if note is NOTE else MIRROR_KEYS
    stripped = note._replace(signatures=(note.signatures[kept],))

    with pytest.raises(Unproven):
        head.verify_note(stripped, required)


@pytest.mark.parametrize("doubled", [0, 1])
def test_a_doubled_line_is_refused(doubled: int) -> None:
    """Which of the two would have counted is a question nobody should meet."""
    with pytest.raises(Unproven):
        head.verify_note(NOTE.with_lines([NOTE.signatures[doubled]]), FEED_KEYS)


def test_a_head_is_no_receipt_and_a_receipt_no_head() -> None:
    """Keys are used under one name and kind; the same bytes never mean two things."""
    for note, required in ((NOTE, MIRROR_KEYS), (RECEIPT, FEED_KEYS)):
        with pytest.raises(Unproven):
            head.verify_note(note, required)


def test_a_signature_under_one_name_does_not_count_under_another() -> None:
    """Not even with the hint computed anew: ML-DSA-44 signs the name too."""
    key = FEED_KEYS[1]
    renamed = key._replace(name=key.name.replace("NORTH", "SOUTH"))
    line = NOTE.signatures[1]._replace(name=renamed.name, hint=renamed.hint)

    with pytest.raises(Unproven):
        head.verify_note(NOTE._replace(signatures=(line,)), [renamed])


def test_the_hint_alone_lets_nothing_through() -> None:
    """Four bytes can be made to collide; the whole key decides."""
    line = NOTE.signatures[0]
    forged = Signature(line.name, line.hint, WORLD.head("SOUTH").signatures[0].value)

    with pytest.raises(Unproven):
        head.verify_note(NOTE._replace(signatures=(forged,)), FEED_KEYS[:1])


@given(st.data())
def test_an_altered_head_or_signature_does_not_count(data: st.DataObject) -> None:
    """Whatever is changed in the text, it is refused, or the same with more lines."""
    note = data.draw(st.sampled_from([NOTE, RECEIPT]))
    required = FEED_KEYS if note is NOTE else MIRROR_KEYS
    try:
        read = head.parse_note(data.draw(altered(note.text())))
        head.verify_note(read, required)
    except (Malformed, Unproven):
        return
    assert read.only(required) == note


def test_lines_of_strangers_are_passed_over() -> None:
    """A signed note may carry more; a policy looks for its own."""
    crowded = Note(RECEIPT.head, NOTE.signatures + RECEIPT.signatures)

    assert head.verify_note(crowded, FEED_KEYS) == WORLD.now_s
    assert crowded.only(MIRROR_KEYS) == RECEIPT
    assert crowded.only(FEED_KEYS) == NOTE


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 63, 64, 65, 72, 2419, 2420, 2429])
def test_a_signature_of_another_length_does_not_count(length: int) -> None:
    """No length makes anything but a refusal."""
    for note, required in ((NOTE, FEED_KEYS), (RECEIPT, MIRROR_KEYS)):
        for number in range(2):
            wrong = list(note.signatures)
            wrong[number] = wrong[number]._replace(value=bytes(length))
            with pytest.raises(Unproven):
                head.verify_note(note._replace(signatures=tuple(wrong)), required)


def test_a_time_beyond_all_times_does_not_count() -> None:
    """C2SP allows times up to 2 to the 63 less one."""
    latest_s = 2**63 - 1
    lines = WORLD.signer("SOUTH").cosign(RECEIPT.head, latest_s)
    latest = RECEIPT._replace(signatures=lines)
    assert head.verify_note(latest, MIRROR_KEYS) == latest_s

    for number, line in enumerate(RECEIPT.signatures):
        wrong = list(RECEIPT.signatures)
        wrong[number] = line._replace(value=b"\x80" + bytes(7) + line.value[8:])
        with pytest.raises(Unproven, match="time beyond all times"):
            head.verify_note(RECEIPT._replace(signatures=tuple(wrong)), MIRROR_KEYS)


# --- what is signed --------------------------------------------------------------


def test_each_kind_signs_the_bytes_that_c2sp_lays_down() -> None:
    """Written out by hand: note text, cosignature/v1, and the subtree message."""
    told = Head("a.example/log", 7, b"\x11" * 32)
    body = b"a.example/log\n7\nERERERERERERERERERERERERERERERERERERERERERE=\n"

    def message(kind: int) -> bytes:
        return head.to_be_signed(told, NoteKey("b.example/mirror", kind, b""), 258)

    assert message(head.PLAIN_ED25519) == body
    assert message(head.COSIGNED_ED25519) == b"cosignature/v1\ntime 258\n" + body
    assert message(head.COSIGNED_ML_DSA_44) == (
        b"subtree/v1\n\x00"
        b"\x10b.example/mirror"
        b"\x00\x00\x00\x00\x00\x00\x01\x02"
        b"\x0da.example/log"
        b"\x00\x00\x00\x00\x00\x00\x00\x00"
        b"\x00\x00\x00\x00\x00\x00\x00\x07" + b"\x11" * 32
    )


@given(heads, heads, names, names, st.integers(0, head.LARGEST_TIME), st.data())
def test_no_two_heads_names_or_times_sign_the_same_message(
    one: Head, other: Head, name: str, another: str, time_s: int, data: st.DataObject
) -> None:
    """Nothing runs into its neighbour; ML-DSA-44 binds the name as well."""
    later_s = data.draw(st.integers(0, head.LARGEST_TIME))
    kind = data.draw(st.sampled_from([head.COSIGNED_ED25519, head.COSIGNED_ML_DSA_44]))
    first = head.to_be_signed(one, NoteKey(name, kind, b""), time_s)
    second = head.to_be_signed(other, NoteKey(another, kind, b""), later_s)

    same = (one, time_s) == (other, later_s)
    if kind == head.COSIGNED_ML_DSA_44:
        same = same and name == another
    assert (first == second) == same


@given(names, st.sampled_from([1, 4, 6]), st.binary(max_size=40))
def test_a_hint_is_the_start_of_a_hash(name: str, kind: int, raw: bytes) -> None:
    """SHA-256 of name, line end, kind and key (C2SP signed note)."""
    digest = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + raw).digest()

    assert NoteKey(name, kind, raw).hint == digest[:4]


def test_a_policy_demands_every_key() -> None:
    """C2SP tlog-policy: the log's own key, and all others in one group."""
    text = head.policy(FEED_KEYS, [MIRROR_KEYS])
    log, *witnesses = [NoteKey(*key) for key in (*FEED_KEYS, *MIRROR_KEYS)]

    assert text.splitlines() == [
        f"log {log.vkey()}",
        f"witness feed-06 {witnesses[0].vkey()}",
        f"witness mirror1-04 {witnesses[1].vkey()}",
        f"witness mirror1-06 {witnesses[2].vkey()}",
        "group all-keys all feed-06 mirror1-04 mirror1-06",
        "quorum all-keys",
    ]
    assert text.endswith("\n")


def test_verifying_can_be_given_to_somebody_else() -> None:
    """Simulations count what is asked of them: key, message and value of each line."""
    asked: list[tuple[keys.PublicKey, bytes, bytes]] = []
    head.verify_note(NOTE, FEED_KEYS, lambda *each: asked.append(each))

    assert [key.algorithm for key, _, _ in asked] == [keys.ED25519, keys.ML_DSA_44]
    for each in asked:
        keys.verify(*each)
