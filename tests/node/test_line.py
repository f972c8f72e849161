"""One turn of a node: append, admit, flush, sign, receipt (clauses 5.5 and 9.5)."""

from collections.abc import Sequence

import pytest
from tests.exchange.sides import Node, Place, Sides, raws

from detente.exchange.bundle import Bundle
from detente.exchange.replica import Tick
from detente.node.erasing import Purging, erase
from detente.node.line import Arrived, Line, Released, Reserve, Reserved, Stored
from detente.ports import Change, EntryAt, HeadGuard, HeldFeed, NodeStore, Signer
from detente.record.errors import (
    Failed,
    HeadLost,
    Malformed,
    Misdirected,
    StoreFailed,
    Unproven,
)
from detente.record.feed import EMPTY_ROOT, Entry, FeedId
from detente.record.head import Head, Signature, parse_note
from detente.record.keys import PublicKey
from detente.stores.memory import MemoryHeadGuard, MemoryStore
from detente.testing.failing import Crash, Disk

SOUTH = FeedId("SOUTH", 1)


class Diary(Sides):
    """Sides whose signer writes down each signature, between what else is done."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.signed_heads: list[Head] = []

    def signer(self, code: str) -> Signer:
        """Return a signer that writes down what it signs."""
        return Writing(super().signer(code), self)


class Writing:
    """A signer and a guard's witness."""

    def __init__(self, signer: Signer, diary: Diary) -> None:
        self._signer = signer
        self._diary = diary

    def sign_head(self, head: Head, time_s: int) -> tuple[Signature, ...]:
        """Sign a head, and write it down."""
        self._diary.done.append(f"sign {head.size}")
        self._diary.signed_heads.append(head)
        return self._signer.sign_head(head, time_s)

    def cosign(self, head: Head, time_s: int) -> tuple[Signature, ...]:
        """Cosign a head, and write it down."""
        self._diary.done.append(f"receipt {head.size}")
        return self._signer.cosign(head, time_s)

    def credential(self) -> PublicKey:
        """Return the node's credential."""
        return self._signer.credential()

    def sign(self, message: bytes) -> bytes:
        """Sign a message."""
        return self._signer.sign(message)


class WritingStore(MemoryStore):
    """A store that writes down its commits."""

    def __init__(self, diary: Diary) -> None:
        super().__init__()
        self._diary = diary

    def commit(self, change: Change) -> None:
        """Commit, and write it down."""
        super().commit(change)
        self._diary.done.append("commit")


class WritingGuard(MemoryHeadGuard):
    """A second file that writes down what it vouches for."""

    def __init__(self, diary: Diary) -> None:
        super().__init__(Head(diary.checkpoint("NORTH").origin, 0, EMPTY_ROOT))
        self._diary = diary

    def replace(self, old: Head | None, new: Head) -> None:
        """Replace, and write it down."""
        super().replace(old, new)
        self._diary.done.append(f"vouch {new.size}")


def written(diary: Diary) -> Node:
    """Return NORTH's node over ports that write down what is done."""
    place = Place(WritingStore(diary), WritingGuard(diary))
    return Node(diary.open("NORTH", place), place)


def release(line: Line, entries: Sequence[Entry]) -> list[object]:
    """Release statements in one turn."""
    return list(line.turn([Released(entry) for entry in entries]))


# --- what our own people say ------------------------------------------------------


def test_a_released_statement_has_its_place_at_once() -> None:
    """Each of a turn gets the next position, and all of them lie in the store."""
    sides = Sides().talk("NORTH", 3)
    place = Place()
    line = sides.open("NORTH", place)

    outputs = release(line, sides.feeds["NORTH"])
    assert outputs == [Stored(position) for position in range(5)]
    assert Node(line, place).raws(sides.feed("NORTH")) == raws(sides.feeds["NORTH"])


def test_a_head_is_let_out_only_after_flush_and_second_file() -> None:
    """Else a crash leaves a signed head over entries that nobody holds."""
    diary = Diary()
    node = written(diary)
    release(node.line, diary.feeds["NORTH"])
    done = [each for each in diary.done if not each.startswith("sign")]
    assert done == ["commit", "vouch 2"]

    bundle = node.line.step("SOUTH", Tick())
    assert isinstance(bundle, Bundle)
    assert node.place.guard is not None
    assert parse_note(bundle.sections[0].note).head == node.place.guard.read()


def test_a_receipt_is_given_only_after_the_flush() -> None:
    """It says that we durably hold, so it waits until we do."""
    diary, sides = Diary(), Sides()
    node = written(diary)
    reply = node.answer(sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 0)))

    assert sorted(diary.done) == ["commit", "receipt 2"]
    assert [parse_note(text).head.size for text in reply.receipts] == [2]
    assert len(node.raws(sides.feed("SOUTH"))) == 2


def test_a_statement_released_again_stands_in_the_feed_once() -> None:
    """Who was cut off before the answer came asks again with the same bytes."""
    sides = Sides().talk("NORTH", 2)
    node = sides.node("NORTH")
    entry = sides.say("NORTH", b"again")

    assert release(node.line, [entry, entry]) == [Stored(4), Stored(4)]
    assert release(node.line, [entry]) == [Stored(4)]
    again = sides.open("NORTH", node.place)
    assert release(again, [entry]) == [Stored(4)]
    assert node.raws(sides.feed("NORTH")) == raws(sides.feeds["NORTH"])


def test_releases_are_not_remembered_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A node that runs for years must not grow with every statement."""
    monkeypatch.setattr("detente.node.line.RECALLED", 8)
    sides = Sides().talk("NORTH", 40)
    node = sides.node("NORTH")
    for _ in range(20):
        release(node.line, [sides.say("NORTH", b"more")])

    assert len(node.line._recent) < 32
    assert release(node.line, sides.feeds["NORTH"][-4:]) == [
        Stored(position) for position in range(58, 62)
    ]


def test_what_is_not_ours_to_say_is_refused_and_the_rest_stands() -> None:
    """One bad release of a turn does not cost the others."""
    sides = Sides()
    node = sides.node("NORTH")
    good, theirs = sides.say("NORTH", b"good"), sides.feeds["SOUTH"][1]
    bare = sides.state("NORTH", b"bare")._replace(body=None)
    outputs = release(node.line, [theirs, good, bare, Entry(b"", b"", b"")])

    assert [type(each) for each in outputs] == [
        Misdirected,
        Stored,
        Unproven,
        Malformed,
    ]
    assert node.raws(sides.feed("NORTH")) == raws(sides.feeds["NORTH"])


def test_a_feed_begins_with_our_key_document() -> None:
    """Nothing else is taken first."""
    sides = Sides()
    line = sides.open("NORTH", Place())

    (output,) = release(line, [sides.feeds["NORTH"][1]])
    assert isinstance(output, Unproven)


def test_a_serial_is_given_once() -> None:
    """Not again after a restart, and each year counts by itself."""
    sides = Sides()
    node = sides.node("NORTH")
    wanted = [Reserve(2026), Reserve(2026), Reserve(2027)]
    assert node.line.turn(wanted) == [Reserved(1), Reserved(2), Reserved(1)]

    again = sides.open("NORTH", node.place)
    assert again.turn(wanted[:1]) == [Reserved(3)]


# --- what is destroyed ------------------------------------------------------------


def test_a_body_of_ours_is_destroyed_once_every_peer_holds_it() -> None:
    """Before that it would never reach them whole, and their feed would stop there."""
    sides = Sides().talk("NORTH", 3)
    node, south = sides.node("NORTH"), FeedId("SOUTH", 1)
    node.take(sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 0)))
    ours, theirs = EntryAt(sides.feed("NORTH"), 2), EntryAt(south, 1)
    assert erase(node.line, node.place.store, [Purging(ours), Purging(theirs)]) == [
        theirs
    ]
    assert node.place.store.entries(ours.feed, 2, 3)[0].body is not None
    receipts = (sides.receipt("NORTH", "SOUTH"),)
    node.take(sides.bundle("SOUTH", "NORTH", receipts=receipts))
    assert erase(node.line, node.place.store, [Purging(ours)]) == [ours]
    assert node.place.store.entries(ours.feed, 2, 3)[0].body is None


# --- when the medium fails --------------------------------------------------------


class RefusingGuard(MemoryHeadGuard):
    """A second file that vouches for nothing new."""

    def replace(self, old: Head | None, new: Head) -> None:
        """Refuse."""
        raise HeadLost(f"{new} does not follow {old} here.")


class RefusingStore(MemoryStore):
    """A store that keeps nothing new."""

    def commit(self, change: Change) -> None:
        """Refuse."""
        raise StoreFailed(f"No room for {len(change.appended)} parts.")


def spoilt(diary: Diary, store: NodeStore | None, guard: HeadGuard | None) -> Node:
    """Return a node whose store or second file has just failed it."""
    place = Place(WritingStore(diary), WritingGuard(diary))
    line = diary.open("NORTH", place)
    release(line, diary.feeds["NORTH"])
    ports = line._ports
    line._ports = ports._replace(store=store or ports.store, guard=guard or ports.guard)
    section = diary.section("SOUTH", 0)
    with pytest.raises(Failed):
        line.turn(
            [
                Released(diary.state("NORTH", b"lost")),
                Arrived(diary.bundle("SOUTH", "NORTH", section), "https"),
            ]
        )
    return Node(line, place)


@pytest.mark.parametrize("what", ["store", "second file"])
def test_a_line_whose_medium_failed_does_nothing_more(what: str) -> None:
    """It signs no head and gives no receipt, not even to a courier under way.

    The second file refuses where another node of this line has signed: one more head
    of ours would then be one half of a fork.
    """
    diary = Diary()
    if what == "store":
        node = spoilt(diary, RefusingStore(), None)
    else:
        node = spoilt(diary, None, RefusingGuard())
    before = [*diary.done]

    for deed in (
        lambda: node.line.turn([]),
        lambda: node.line.step("SOUTH", Tick()),
        lambda: node.line.compose("SOUTH", [(diary.feed("NORTH"), 0)]),
    ):
        with pytest.raises(Failed):
            deed()
    assert diary.done == before


def test_what_a_failed_turn_refused_was_neither_kept_nor_receipted() -> None:
    """After opening anew it is as if the turn had not been."""
    diary = Diary()
    node = spoilt(diary, RefusingStore(), None)
    again = Node(diary.open("NORTH", node.place), node.place)

    assert again.line.own.size == 2
    assert again.size(diary.feed("SOUTH")) == 0
    assert "receipt 2" not in diary.done


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("write", range(1, 11))
def test_a_crash_at_any_write_loses_and_doubles_nothing(
    write: int, *, kept: bool
) -> None:
    """Whoever got no answer releases again; no two heads ever contradict each other."""
    diary = Diary().talk("NORTH", 4)
    assert isinstance(diary, Diary)
    first = Head(diary.checkpoint("NORTH").origin, 0, EMPTY_ROOT)
    disk = Disk(guard=MemoryHeadGuard(first))
    disk.crash_at(write, kept=kept)
    acknowledged: dict[int, bytes] = {}
    for entry in diary.feeds["NORTH"]:
        for _ in range(3):
            try:
                line = diary.open("NORTH", Place(disk.store(), disk.guard()))
                (output,) = release(line, [entry])
                line.step("SOUTH", Tick())
            except Crash:
                continue
            assert isinstance(output, Stored)
            acknowledged[output.position] = entry.raw
            break

    store = disk.store()
    assert raws(store.entries(diary.feed("NORTH"), 0, 99)) == raws(diary.feeds["NORTH"])
    assert [*acknowledged.values()] == raws(diary.feeds["NORTH"])
    assert len({head.size for head in diary.signed_heads}) == len(
        set(diary.signed_heads)
    )


# --- what the second file vouches for ---------------------------------------------


def guarded(sides: Sides, head: Head | None) -> Place:
    """Return NORTH's place, with a second file that vouches for some head."""
    place = sides.node("NORTH").place
    return Place(place.store, MemoryHeadGuard(head))


def test_a_line_without_its_second_file_signs_nothing() -> None:
    """Nothing then tells an old copy of the store from the newest one."""
    sides = Sides()
    with pytest.raises(HeadLost):
        sides.open("NORTH", guarded(sides, None))


def test_a_store_behind_its_second_file_signs_nothing() -> None:
    """It was restored from a backup, and would sign its positions a second time."""
    sides = Sides()
    later = sides.branch("NORTH", 2).talk("NORTH", 3).checkpoint("NORTH")

    with pytest.raises(HeadLost):
        sides.open("NORTH", guarded(sides, later))


def test_a_store_with_another_history_than_its_second_file_signs_nothing() -> None:
    """Of equal size, or grown past it."""
    sides = Sides().talk("NORTH", 3)
    for size in (1, 4, 5):
        head = sides.checkpoint("NORTH", size)._replace(root=bytes(32))
        with pytest.raises(HeadLost):
            sides.open("NORTH", guarded(sides, head))


def test_a_second_file_behind_its_store_is_brought_up() -> None:
    """A crash came between flush and second file; nothing beyond it was signed."""
    sides = Sides().talk("NORTH", 3)
    place = guarded(sides, sides.checkpoint("NORTH", 3))
    line = sides.open("NORTH", place)

    assert line.own.size == 5
    assert place.guard is not None
    assert place.guard.read() == sides.checkpoint("NORTH")


def test_a_second_node_of_the_line_signs_no_second_history() -> None:
    """Two nodes over one second file: the slower one is stopped before it signs."""
    diary = Diary()
    place = Place(WritingStore(diary), WritingGuard(diary))
    lines = [diary.open("NORTH", place)]
    release(lines[0], diary.feeds["NORTH"])
    copy = MemoryStore()
    release(diary.open("NORTH", Place(copy)), diary.feeds["NORTH"])
    lines.append(diary.open("NORTH", Place(copy, place.guard)))
    release(lines[0], [diary.state("NORTH", b"one")])
    with pytest.raises(HeadLost):
        release(lines[1], [diary.state("NORTH", b"two")])

    for line in lines:
        try:
            line.step("SOUTH", Tick())
        except Failed:
            continue
    assert len({head.size for head in diary.signed_heads}) == len(
        set(diary.signed_heads)
    )


class Damaged(MemoryStore):
    """A store that a bad disk has changed: what it says of one feed is another's."""

    def __init__(self, sound: NodeStore, changed: HeldFeed) -> None:
        super().__init__()
        self.__dict__.update(vars(sound))
        self._feeds = {**self._feeds, changed.feed: changed}


def test_a_mirror_that_does_not_fit_its_head_is_no_ground_for_a_receipt() -> None:
    """A store whose entries end elsewhere than the head it holds is damaged."""
    sides = Sides().talk("SOUTH", 3)
    node = sides.node("NORTH")
    node.answer(sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 0, 3)))
    feed, frontier = sides.feed("SOUTH"), sides.frontier("SOUTH", 3)
    for head in (
        sides.checkpoint("SOUTH", 5),
        sides.checkpoint("SOUTH", 3)._replace(root=bytes(32)),
    ):
        note = sides.signed("SOUTH", head).text()
        store = Damaged(node.place.store, HeldFeed(feed, frontier, note))
        with pytest.raises(StoreFailed):
            sides.open("NORTH", Place(store, node.place.guard))


def test_a_frontier_that_is_not_that_of_our_entries_is_never_vouched_for() -> None:
    """The second file would vouch for, and the node sign, a root of nothing."""
    sides = Sides().talk("NORTH", 3)
    place = guarded(sides, sides.checkpoint("NORTH", 4))
    feed = sides.feed("NORTH")
    bad = sides.frontier("NORTH")._replace(peaks=(bytes(32), bytes(32)))
    store = Damaged(place.store, HeldFeed(feed, bad, b""))

    with pytest.raises(StoreFailed):
        sides.open("NORTH", Place(store, place.guard))
