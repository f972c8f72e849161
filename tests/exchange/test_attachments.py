"""The bytes of attachments follow their statements, whole and unaltered (9.9 to 9.12).

Whatever is lost, doubled, reordered or forged on the way.
"""

import asyncio
import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange import files
from tests.exchange.files import attach, content_of, open_node, talk, text, whole, work
from tests.exchange.services import sealing
from tests.exchange.sides import Node, Sides

from detente.exchange.bundle import Bundle, Want
from detente.exchange.piece import Content, Lack, Piece
from detente.exchange.replica import Answered, Failed, Tick
from detente.node.courier import Courier
from detente.node.line import Released, Reply, Taken, Uploaded
from detente.node.paths import Paths
from detente.record.errors import Refused

TABLE, PHOTO, MAP = text(1), text(2, 300_000), text(9, 60_000)


def pair(*codes: str) -> tuple[Sides, Node, Node]:
    """Return sides and the nodes of NORTH and SOUTH, which know of each other."""
    sides = Sides(*codes)
    north, south = open_node(sides, "NORTH"), open_node(sides, "SOUTH")
    talk(north, south, 2)
    return sides, north, south


def forged(node: Node, *pieces: Piece, lacks: tuple[Lack, ...] = ()) -> Bundle:
    """Give a node a bundle in its peer's name; return what it answers."""
    reader = node.line.party.code
    sender = next(iter(node.line.peers))
    bundle = Bundle(node.line.channel.id, sender, reader, lacks=lacks, pieces=pieces)
    return node.answer(bundle)


def test_the_bytes_arrive_after_the_statement() -> None:
    """All of them, and then both sides rest."""
    sides, north, south = pair()
    attach(sides, north, TABLE, PHOTO)
    assert talk(north, south, 3) > 2
    assert whole(south, TABLE)
    assert whole(south, PHOTO)
    assert talk(north, south, 50) == 0


def test_bytes_go_back_and_forth_at_once() -> None:
    """Both sides attach something; neither waits for the other's."""
    sides, north, south = pair()
    attach(sides, north, PHOTO)
    attach(sides, south, TABLE)
    talk(north, south, 3)
    assert whole(south, PHOTO)
    assert whole(north, TABLE)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), lost=st.floats(0, 0.6), doubled=st.floats(0, 0.5))
def test_loss_doubling_and_reordering_change_no_byte(
    seed: int, lost: float, doubled: float
) -> None:
    """What arrives late arrives all the same: positions make it harmless."""
    dice = random.Random(seed)
    late: list[Bundle] = []

    def by(bundle: Bundle) -> Iterator[Bundle]:
        if dice.random() < doubled:
            late.append(bundle)
        old = [each for each in late if each.reader == bundle.reader]
        if old and dice.random() < doubled:
            yield dice.choice(old)
        if dice.random() >= lost:
            yield bundle

    sides, north, south = pair()
    attach(sides, north, TABLE, PHOTO)
    attach(sides, south, text(3))
    talk(north, south, 60, by)
    talk(north, south, 150)
    assert whole(south, TABLE)
    assert whole(south, PHOTO)
    assert whole(north, text(3))
    assert south.line.attachments.spoiled == north.line.attachments.spoiled == {}


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_restart_at_any_moment_costs_no_byte_that_had_come(
    data: st.DataObject,
) -> None:
    """The rest is asked for from where it was, and the hash comes out right."""
    sides, north, south = pair()
    attach(sides, north, MAP)
    content = content_of(MAP)
    for _ in range(60):
        had = south.place.store.content(content).held_bytes
        if data.draw(st.booleans()):
            south = open_node(sides, "SOUTH", south.place)
        if data.draw(st.booleans()):
            north = open_node(sides, "NORTH", north.place)
        assert south.place.store.content(content).held_bytes == had
        for node in (north, south):
            node.place.clock.move(61.0)
        step(north, south)
        step(south, north)
        step(north, south)
    assert whole(south, MAP)


def step(sender: Node, reader: Node) -> None:
    """Carry one bundle at most."""
    code = reader.line.party.code
    found = sender.line.step(code, Tick())
    if isinstance(found, float):
        return
    sender.answer(reader.answer(found))
    if not isinstance(sender.line.step(code, Answered(0.0)), float):
        sender.line.step(code, Failed(0.0))
        sender.place.clock.move(31.0)


def test_pieces_that_nobody_asked_for_are_refused_and_counted() -> None:
    """A peer cannot fill a disk; what else its bundle brings is taken."""
    sides, north, _ = pair()
    sides.say("SOUTH", b"news")
    bundle = sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 2))
    stray = Piece(content_of(TABLE), 0, TABLE[:50])
    north.answer(bundle._replace(pieces=(stray, stray)))
    assert north.size(sides.feed("SOUTH")) == 3
    assert north.line.attachments.refused == {"SOUTH": 2}
    assert north.place.store.content(content_of(TABLE)).held_bytes == 0


def test_bytes_that_come_to_another_hash_are_fetched_again_whole() -> None:
    """A forger costs time: nothing false is held, and nothing true is lost."""
    sides, north, south = pair()
    attach(sides, north, TABLE)
    step(north, south)
    content = content_of(TABLE)
    forged(south, Piece(content, 0, b"x" * 40_000))
    assert south.place.store.content(content).held_bytes == 40_000
    talk(north, south, 1)
    assert south.line.attachments.spoiled == {"NORTH": 1}
    assert not whole(south, TABLE)
    talk(north, south, 130)
    assert whole(south, TABLE)
    assert south.line.attachments.spoiled == {"NORTH": 1}


def test_each_spoiled_fetch_waits_longer_for_the_next() -> None:
    """Who lists a hash that no bytes have cannot keep the line busy for ever."""
    _, north, south = pair()
    content, times = content_of(TABLE), []
    south.line.attachments.settle([], [])
    lacking = south.line.attachments
    attach_unheld(south, content)
    for _ in range(6):
        while not lacking.lacks("NORTH", 1e9):
            south.place.clock.move(0.5)
        times.append(south.place.clock.monotonic_s())
        forged(south, Piece(content, 0, b"x" * content.size_bytes))
    waits = [later - time for time, later in pairwise(times)]
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert north.line.attachments.spoiled == {}


def attach_unheld(node: Node, content: Content) -> None:
    """Let a peer's statement list something, without a node that holds it."""
    sides = Sides()
    file = files.listed(TABLE)
    assert file.sha256 == content.sha256
    sides.say("NORTH", b"listed", attachments=(file,))
    node.answer(sides.bundle("NORTH", "SOUTH", sides.section("NORTH", 2)))


def test_no_byte_goes_before_its_statement_is_receipted() -> None:
    """Whatever a peer says that it lacks: it may not even know the hash."""
    sides, north, _ = pair()
    attach(sides, north, TABLE)
    asked = Lack(content_of(TABLE), 0)
    forged(north, lacks=(asked,))
    found = north.line.step("SOUTH", Tick())
    assert isinstance(found, Bundle)
    assert found.sections
    assert not found.pieces
    north.line.step("SOUTH", Failed(0.0))
    north.place.clock.move(0.3)
    receipt = sides.receipt("NORTH", "SOUTH")
    wants = [Want(sides.feed("NORTH"), 3)]
    arrived = sides.bundle("SOUTH", "NORTH", receipts=[receipt], wants=wants)
    north.answer(arrived._replace(lacks=(asked,)))
    found = north.line.step("SOUTH", Tick())
    assert isinstance(found, Bundle)
    assert found.pieces


def test_what_no_statement_lists_is_given_to_nobody() -> None:
    """A draft's file lies in the store before anyone has decided to release it."""
    _, north, _ = pair()
    files.upload(north, TABLE)
    forged(north, lacks=(Lack(content_of(TABLE), 0),))
    north.place.clock.move(61.0)
    found = north.line.step("SOUTH", Tick())
    assert isinstance(found, Bundle)
    assert not found.pieces


def test_a_third_party_hands_on_what_it_holds() -> None:
    """EAST never reaches NORTH, and has its file all the same."""
    sides = Sides("NORTH", "SOUTH", "EAST")
    north, south, east = (open_node(sides, c) for c in ("NORTH", "SOUTH", "EAST"))
    attach(sides, north, TABLE)
    for _ in range(150):
        for node in (north, south, east):
            node.place.clock.move(1.0)
        for one, other in ((north, south), (south, east)):
            work(one, other)
            work(other, one)
    assert whole(east, TABLE)
    assert east.line.attachments.refused == {}


def test_a_statement_without_its_bytes_is_not_released() -> None:
    """It would promise what nobody can keep."""
    sides, north, _ = pair()
    entry = sides.say("NORTH", b"empty hands", attachments=(files.listed(TABLE),))
    size = north.line.own.size
    (output,) = north.line.turn([Released(entry)])
    assert isinstance(output, Refused)
    assert north.line.own.size == size
    files.upload(north, TABLE)
    assert not isinstance(north.line.turn([Released(entry)])[0], Refused)


def test_a_file_that_changed_while_it_was_read_is_not_held() -> None:
    """Its bytes have another hash than was reckoned before."""
    _, north, _ = pair()
    content = Content(bytes(32), 10)
    (output,) = north.line.turn([Uploaded(Piece(content, 0, b"0123456789"))])
    assert output == Taken(0)
    assert not north.place.store.content(content).whole
    assert files.upload(north, TABLE) == len(TABLE)


def test_an_upload_beyond_the_bounds_is_refused() -> None:
    """Before a byte of it lies on the disk."""
    _, north, _ = pair()
    each = files.BOUNDS.each_bytes
    (output,) = north.line.turn(
        [Uploaded(Piece(Content(bytes(32), each + 1), 0, b"x"))]
    )
    assert isinstance(output, Refused)
    for number in range(8):
        large = Content(bytes([number]) * 32, each)
        (output,) = north.line.turn([Uploaded(Piece(large, 0, b"x"))])
        assert not isinstance(output, Refused)
    (output,) = north.line.turn([Uploaded(Piece(Content(b"s" * 32, 1), 0, b"x"))])
    assert isinstance(output, Refused)


def test_uploads_that_no_statement_lists_are_dropped_after_a_day() -> None:
    """When the node starts, for nobody waits for them then."""
    sides, north, south = pair()
    files.upload(north, TABLE)
    north.place.clock.move(80_000.0)
    files.upload(north, PHOTO)
    north.place.clock.move(10_000.0)
    north = open_node(sides, "NORTH", north.place)
    talk(north, south, 1)
    attach(sides, north)
    assert north.place.store.content(content_of(TABLE)).held_bytes == 0
    assert whole(north, PHOTO)


def test_beyond_the_quota_the_statement_stands_and_its_bytes_stay_away() -> None:
    """Its receipt comes as any other's: only the file is declined."""
    sides, north, south = pair()
    small = files.BOUNDS._replace(party_bytes=150_000, reserve_bytes=400_000)
    south.line.attachments.bind(small)
    attach(sides, north, TABLE)
    attach(sides, north, text(3))
    attach(sides, north, PHOTO, precedence="Z")
    talk(north, south, 3)
    assert north.line.receipts.of_ours("SOUTH") == len(sides.feeds["NORTH"])
    assert whole(south, TABLE)
    assert not whole(south, text(3))
    assert whole(south, PHOTO), "the reserve is for a Z"
    assert south.line.attachments.refused == {}


def test_without_the_term_no_bundle_says_a_word_of_attachments() -> None:
    """A node of the first release reads every one of them."""
    sides = Sides()
    north, south = sides.node("NORTH"), sides.node("SOUTH")
    entry = sides.say("NORTH", b"table", attachments=(files.listed(TABLE),))
    assert not isinstance(north.line.turn([Released(entry)])[0], Refused)
    assert talk(north, south, 130) == 0
    assert south.size(sides.feed("NORTH")) == len(sides.feeds["NORTH"])
    reply = forged(south, Piece(content_of(TABLE), 0, b"x"))
    assert isinstance(Reply(reply).bundle, Bundle)
    assert reply.lacks == ()
    assert south.line.attachments.refused == {"NORTH": 1}


@pytest.mark.parametrize("size", [1, 30_000, 30_001])
def test_a_file_of_any_size_is_taken(size: int) -> None:
    """Also where it ends with a piece."""
    sides, north, south = pair()
    attach(sides, north, text(5, size))
    talk(north, south, 2)
    assert whole(south, text(5, size))


def test_what_is_left_on_a_stick_brings_the_files_behind_the_statements() -> None:
    """Nobody on the other side could have asked for them yet."""
    sides, north, south = pair()
    attach(sides, north, TABLE, text(4, 700_000))
    entries = north.line.compose("SOUTH", [(sides.feed("NORTH"), 2)])
    for bundle in (entries, *north.line.behind("SOUTH")):
        south.answer(bundle)
    assert whole(south, TABLE)
    assert whole(south, text(4, 700_000))
    assert south.line.attachments.refused == {}


def test_what_the_other_side_asked_for_is_left_from_where_it_stands() -> None:
    """A stick that came back says how much of it had arrived."""
    sides, north, south = pair()
    attach(sides, north, TABLE)
    step(north, south)
    forged(south, Piece(content_of(TABLE), 0, TABLE[:70_000]))
    north.answer(south.line.hail("NORTH"))
    (bundle,) = north.line.behind("SOUTH")
    assert [each.start for each in bundle.pieces] == [70_000]
    south.answer(bundle)
    assert whole(south, TABLE)


class Slot:
    """A path without answers that keeps what is left on it."""

    path = "folder"

    def __init__(self) -> None:
        self.left: list[bytes] = []

    async def hand_over(self, frame: bytes) -> None:
        """Keep it; nobody answers."""
        self.left.append(frame)

    async def close(self) -> None:
        """Do nothing."""


def test_a_folder_is_not_filled_with_one_film_while_nobody_comes() -> None:
    """What was left once is left again when a bundle of theirs has come since."""
    sides, north, _ = pair()
    attach(sides, north, text(6, 900_000))
    slot, sealer, clock = Slot(), sealing(sides, "NORTH"), north.place.clock

    async def take(bundle: Bundle, path: str) -> object:
        raise AssertionError((bundle, path))

    courier = Courier(
        north.line, "SOUTH", Paths((slot,)), sealer, clock, take, lambda: 0.5
    )

    def leave() -> int:
        had = len(slot.left)
        bundle = north.line.compose("SOUTH", [(sides.feed("NORTH"), 2)])
        asyncio.run(courier._leave(slot, bundle))
        return len(slot.left) - had

    assert leave() == 3, "the statement, and two pieces"
    clock.move(300.0)
    assert leave() == 1, "the statement alone"
    clock.move(300.0)
    courier.paths.took("folder", clock.monotonic_s())
    assert leave() == 3


@pytest.mark.parametrize(("held", "given"), [(2, False), (3, True)])
def test_a_third_party_s_file_is_handed_on_behind_its_statement_alone(
    held: int, *, given: bool
) -> None:
    """EAST says how far it holds NORTH's feed; a file before that is not for it yet."""
    sides = Sides("NORTH", "SOUTH", "EAST")
    north, south = open_node(sides, "NORTH"), open_node(sides, "SOUTH")
    attach(sides, north, TABLE)
    talk(north, south, 3)
    asked = Lack(content_of(TABLE), 0)
    wants = [Want(sides.feed("NORTH"), held), Want(sides.feed("SOUTH"), 2)]
    receipts = [sides.receipt("SOUTH", "EAST")]
    bundle = sides.bundle("EAST", "SOUTH", receipts=receipts, wants=wants)
    south.answer(bundle._replace(lacks=(asked,)))
    found = south.line.step("EAST", Tick())
    pieces = () if isinstance(found, float) else found.pieces
    assert bool(pieces) == given


def test_bounds_that_are_agreed_later_hold_from_then_on() -> None:
    """What travels by an older charter is not asked for afterwards."""
    sides, north, south = pair()
    for node in (north, south):
        node.line.attachments.bind(None)
    early = sides.say("NORTH", b"early", attachments=(files.listed(text(8)),))
    north.line.turn([Released(early)])
    talk(north, south, 2)
    for node in (north, south):
        node.line.attachments.bind(files.BOUNDS)
    attach(sides, north, TABLE)
    talk(north, south, 3)
    assert whole(south, TABLE)
    assert south.line.attachments.lacking == ()
