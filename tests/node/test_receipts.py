"""Which receipts a line holds and gives (clauses 5.4 and 9.5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.sides import Node, Sides

from detente.node.line import Line, Released
from detente.ports import HeldReceipt
from detente.record import head
from detente.record.errors import Malformed, Misdirected, Refused, Unproven
from detente.record.head import Note

SIDES = Sides().talk("NORTH", 7).talk("SOUTH", 3)
OTHER = SIDES.branch("NORTH", 4).talk("NORTH", 7, b"other")
FEED = SIDES.feed("NORTH")


def with_receipts(node: Node, *texts: bytes) -> object:
    """Let SOUTH hand over receipts; return what came of it."""
    return node.take(SIDES.bundle("SOUTH", "NORTH", receipts=texts))[0]


def stored(node: Node) -> HeldReceipt:
    """Return SOUTH's receipt that lies in the store."""
    (receipt,) = (
        each for each in node.place.store.held().receipts if each.mirror == "SOUTH"
    )
    return receipt


def read(line: Line, text: bytes) -> HeldReceipt | None:
    """Let a line read a receipt of SOUTH."""
    return line.receipts.read(text, "SOUTH", line.own, line._own_note)


@given(st.lists(st.lists(st.integers(1, 9), max_size=4), min_size=1, max_size=5))
def test_the_highest_receipt_counts_in_whatever_order_they_come(
    turns: list[list[int]],
) -> None:
    """In one bundle, in one turn or over many; and it is the one that is kept."""
    node = SIDES.node("NORTH")
    for sizes in turns:
        texts = [SIDES.receipt("NORTH", "SOUTH", size) for size in sizes]
        node.take(
            *(SIDES.bundle("SOUTH", "NORTH", receipts=[text]) for text in texts[:2]),
            SIDES.bundle("SOUTH", "NORTH", receipts=texts[2:]),
        )
    most = max((size for sizes in turns for size in sizes), default=0)

    assert node.line.receipts.of_ours("SOUTH") == most
    if most:
        assert stored(node).size == most
    again = SIDES.open("NORTH", node.place)
    assert again.receipts.of_ours("SOUTH") == most
    assert again.peers["SOUTH"].receipted == most


def test_a_receipt_is_kept_under_our_own_head_with_the_path_it_came_by() -> None:
    """So that it is a proof by itself: all four signatures over one checkpoint."""
    real = Sides(real=True)
    node = real.node("NORTH")
    text = real.receipt("NORTH", "SOUTH")
    node.take(real.bundle("SOUTH", "NORTH", receipts=[text]))
    kept = stored(node)

    note = head.parse_note(kept.note)
    head.verify_note(note, real.party("NORTH").feed_keys)
    head.verify_note(note, real.party("SOUTH").mirror_keys)
    assert note.head == real.checkpoint("NORTH")
    assert (kept.feed, kept.size, kept.path) == (FEED, 2, "https")
    assert kept.kept_at_s == node.place.clock.now_s()


def test_a_receipt_that_says_no_more_than_we_hold_is_not_even_checked() -> None:
    """A repeated one costs nothing."""
    node = SIDES.node("NORTH")
    with_receipts(node, SIDES.receipt("NORTH", "SOUTH", 5))
    forged = SIDES.head("NORTH", 5).text()

    assert read(node.line, forged) is None
    assert read(node.line, SIDES.receipt("NORTH", "SOUTH", 3)) is None


@pytest.mark.parametrize("at", [0, 1])
def test_a_receipt_under_one_of_its_two_keys_does_not_count(at: int) -> None:
    """Both keys of the mirror, or it proves nothing."""
    note = head.parse_note(SIDES.receipt("NORTH", "SOUTH"))
    lines = note.signatures[:at] + note.signatures[at + 1 :]

    with pytest.raises(Unproven):
        read(SIDES.node("NORTH").line, Note(note.head, lines).text())


@pytest.mark.parametrize(
    "text",
    [
        SIDES.receipt("NORTH", "NORTH"),
        SIDES.head("NORTH").text(),
        Note(
            SIDES.checkpoint("NORTH"),
            head.parse_note(SIDES.receipt("NORTH", "SOUTH", 5)).signatures,
        ).text(),
    ],
    ids=["our own mirror's", "our own head", "lines of another head"],
)
def test_what_the_senders_mirror_did_not_cosign_is_no_receipt(text: bytes) -> None:
    """Nobody else can give SOUTH's receipt, and one is for one head alone."""
    with pytest.raises(Unproven):
        read(SIDES.node("NORTH").line, text)


def test_a_receipt_of_a_third_party_is_not_the_senders() -> None:
    """Only its own mirror's receipt is taken from a peer."""
    sides = Sides("NORTH", "SOUTH", "EAST")
    node = sides.node("NORTH")
    text = sides.receipt("NORTH", "EAST")
    (output,) = node.take(sides.bundle("SOUTH", "NORTH", receipts=[text]))

    assert isinstance(output, Refused)
    assert node.line.receipts.of_ours("SOUTH") == 0
    assert node.line.receipts.of_ours("EAST") == 0


def test_a_receipt_for_another_feed_is_misdirected() -> None:
    """True as it is, it says nothing of ours."""
    with pytest.raises(Misdirected):
        read(SIDES.node("NORTH").line, SIDES.receipt("SOUTH", "SOUTH"))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_receipt_or_malformed(text: bytes) -> None:
    """Nothing else can come out."""
    with pytest.raises(Malformed):
        read(NODE.line, text)


NODE = SIDES.node("NORTH")
UNKNOWN = {
    "beyond ours": Sides().talk("NORTH", 20).receipt("NORTH", "SOUTH", 15),
    "another history": OTHER.receipt("NORTH", "SOUTH", 6),
    "absurd": Note(
        (absurd := SIDES.checkpoint("NORTH")._replace(size=2**60)),
        SIDES.signer("SOUTH").cosign(absurd, 0),
    ).text(),
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_a_receipt_for_a_history_that_is_not_ours_sounds_an_alarm(text: bytes) -> None:
    """Either the peer is wrong, or our store is an old copy; it never counts."""
    node = SIDES.node("NORTH")
    with_receipts(node, text)

    assert node.place.kinds() == ["unknown-receipt"]
    assert node.line.receipts.of_ours("SOUTH") == 0


def test_what_comes_with_an_unknown_receipt_gets_through() -> None:
    """On an old copy above all, the other side's STOP must be heard."""
    node = SIDES.node("NORTH")
    section = SIDES.section("SOUTH", 0)
    node.answer(
        SIDES.bundle("SOUTH", "NORTH", section, receipts=[UNKNOWN["beyond ours"]])
    )

    assert node.size(SIDES.feed("SOUTH")) == 5


def test_a_peer_that_gives_unknown_receipts_for_ever_sounds_one_alarm() -> None:
    """It could else drown every other alarm, and fill the disk with them."""
    node = SIDES.node("NORTH")
    for size in range(10, 20):
        history = Sides().talk("NORTH", 20)
        with_receipts(node, history.receipt("NORTH", "SOUTH", size))

    assert node.place.kinds() == ["unknown-receipt"]


def test_a_receipt_of_ours_is_signed_once_a_size() -> None:
    """A peer that asks again gets the same bytes, at another time too."""
    node = SIDES.node("NORTH")
    node.answer(SIDES.bundle("SOUTH", "NORTH", SIDES.section("SOUTH", 0, 3)))
    mirror = node.line.mirrors[SIDES.feed("SOUTH")]
    first = node.line.receipts.give(mirror)
    node.place.clock.move(60)

    assert node.line.receipts.give(mirror) == first
    assert first is not None
    note = head.parse_note(first)
    assert note.head == SIDES.checkpoint("SOUTH", 3)
    head.verify_note(note, SIDES.party("NORTH").mirror_keys, SIDES.verify)


def test_a_feed_that_grew_gets_a_new_receipt() -> None:
    """Each size has its own."""
    node = SIDES.node("NORTH")
    for size in (3, 5):
        section = SIDES.section("SOUTH", 0, size)
        reply = node.answer(SIDES.bundle("SOUTH", "NORTH", section))
        assert [head.parse_note(t).head for t in reply.receipts] == [
            SIDES.checkpoint("SOUTH", size)
        ]


def test_a_frozen_feed_gets_no_receipt_not_even_the_old_one() -> None:
    """Which of its histories we meant would be for the forger to choose."""
    node = SIDES.node("NORTH")
    node.answer(SIDES.bundle("SOUTH", "NORTH", SIDES.section("SOUTH", 0, 3)))
    mirror = node.line.mirrors[SIDES.feed("SOUTH")]
    assert node.line.receipts.give(mirror) is not None

    assert node.line.receipts.give(mirror._replace(frozen=True)) is None


def test_a_receipt_of_ours_is_kept_with_the_next_commit() -> None:
    """It is in the record as well as theirs, without a flush of its own."""
    node = SIDES.node("NORTH")
    node.answer(SIDES.bundle("SOUTH", "NORTH", SIDES.section("SOUTH", 0, 3)))
    assert node.line.receipts.unwritten()
    node.line.turn([Released(SIDES.state("NORTH", b"next"))])

    assert node.line.receipts.unwritten() == ()
    (kept,) = node.place.store.held().receipts
    assert (kept.mirror, kept.feed, kept.size) == ("NORTH", SIDES.feed("SOUTH"), 3)
