"""Lost, doubled, reordered, stale, forged: bundles do no harm (clause 9.2)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.sides import Node, Place, Sides, raws

from detente.exchange import bundle as bundles
from detente.exchange.bundle import Bundle, Section, Want
from detente.exchange.replica import Failed, Tick
from detente.node.line import Arrived, Reply
from detente.record import wire
from detente.record.errors import Malformed, Misdirected, Refused, Unproven
from detente.record.feed import Entry, FeedId
from detente.record.head import parse_note

SIZE = 10
SIDES = Sides().talk("SOUTH", SIZE - 2)
SOUTH = SIDES.feed("SOUTH")


def north() -> Node:
    """Return NORTH's node, which has heard nothing yet."""
    return SIDES.node("NORTH")


def of_south(*sections: Section) -> Bundle:
    """Return a bundle of SOUTH for NORTH."""
    return SIDES.bundle("SOUTH", "NORTH", *sections)


def receipted(bundle: Bundle) -> list[int]:
    """Return the sizes that a reply's receipts cover."""
    return [parse_note(text).head.size for text in bundle.receipts]


spans = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(sorted)


@settings(max_examples=60)
@given(st.lists(st.lists(spans, min_size=1, max_size=4), max_size=12))
def test_bundles_in_any_order_doubled_or_lost_come_to_a_prefix_of_the_feed(
    turns: list[list[list[int]]],
) -> None:
    """However turns cut them: what is held is SOUTH's, in its order, once."""
    node, most = north(), 0
    for turn in turns:
        arrived = [of_south(SIDES.section("SOUTH", *span)) for span in turn]
        outputs = node.take(*arrived)
        assert all(isinstance(each, Reply) for each in outputs)
        size = node.size(SOUTH)
        assert size >= most
        most = size
        assert node.raws(SOUTH) == raws(SIDES.feeds["SOUTH"][:size])
        for output in outputs:
            assert isinstance(output, Reply)
            assert receipted(output.bundle) in ([], [size])
    node.answer(of_south(SIDES.section("SOUTH", 0)))
    assert node.size(SOUTH) == SIZE
    assert node.place.kinds() == []


def test_a_gap_is_not_kept_and_the_reply_says_where_to_go_on() -> None:
    """A bundle was lost: nothing is guessed, nothing receipted that is not held."""
    node = north()
    node.answer(of_south(SIDES.section("SOUTH", 0, 3)))
    reply = node.answer(of_south(SIDES.section("SOUTH", 5, 8)))

    assert node.size(SOUTH) == 3
    assert dict(reply.wants) == {SOUTH: 3}
    assert receipted(reply) == [3]


def test_a_repeated_bundle_gets_the_receipt_that_was_given() -> None:
    """The same bytes: nobody can collect receipts that differ."""
    node = north()
    first = node.answer(of_south(SIDES.section("SOUTH", 0, 5)))
    again = node.answer(of_south(SIDES.section("SOUTH", 0, 5)))
    older = node.answer(of_south(SIDES.section("SOUTH", 0, 3)))

    assert first.receipts == again.receipts == older.receipts
    assert receipted(first) == [5]


def test_a_receipt_is_given_again_unchanged_after_a_restart() -> None:
    """Once anything was kept after it."""
    node = north()
    first = node.answer(of_south(SIDES.section("SOUTH", 0, 5)))
    node.answer(
        SIDES.bundle("SOUTH", "NORTH", receipts=[SIDES.receipt("NORTH", "SOUTH")])
    )
    node.place.clock.move(99)
    again = Node(SIDES.open("NORTH", node.place), node.place)

    assert (
        again.answer(of_south(SIDES.head_alone("SOUTH", 5))).receipts == first.receipts
    )


def test_no_receipt_is_given_where_nothing_is_held() -> None:
    """Neither for a head alone nor for a gap."""
    node = north()
    for section in (SIDES.head_alone("SOUTH", 5), SIDES.section("SOUTH", 2, 5)):
        assert node.answer(of_south(section)).receipts == ()


def test_a_receipt_is_given_to_the_feeds_own_party_alone() -> None:
    """A relay that got one for a third party would refuse the whole reply."""
    sides = Sides("NORTH", "SOUTH", "EAST")
    node = sides.node("NORTH")
    relayed = sides.bundle(
        "SOUTH", "NORTH", sides.section("SOUTH", 0), sides.section("EAST", 0)
    )
    reply = node.answer(relayed)

    assert node.size(sides.feed("EAST")) == 2
    assert [parse_note(text).head.origin for text in reply.receipts] == [
        sides.checkpoint("SOUTH").origin
    ]


@pytest.mark.parametrize(
    "feed",
    [FeedId("SOUTH", 2), FeedId("WEST", 1), FeedId("NORTH", 1), FeedId("", 2**64 - 1)],
)
def test_a_section_of_a_feed_that_we_do_not_mirror_is_passed_over(feed: FeedId) -> None:
    """Our own comes back by relay; a generation or a party may be news to us."""
    node = north()
    strange = SIDES.section("SOUTH", 0)._replace(feed=feed)
    node.answer(of_south(SIDES.section("SOUTH", 0, 4), strange))

    assert node.size(SOUTH) == 4
    assert node.raws(feed) == (raws(SIDES.feeds["NORTH"]) if feed[0] == "NORTH" else [])


def test_wants_of_any_feed_and_size_are_borne() -> None:
    """They are claims; none makes us send what we do not have."""
    node = north()
    feeds = (SOUTH, SIDES.feed("NORTH"), FeedId("WEST", 7))
    for size in (0, 1, 2**60, 2**64 - 1):
        wants = [Want(feed, size) for feed in feeds]
        node.answer(SIDES.bundle("SOUTH", "NORTH", wants=wants))
        found = node.line.step("SOUTH", Tick())
        assert not isinstance(found, float)
        assert [len(each.entries) for each in found.sections] == [2]
        node.line.step("SOUTH", Failed(0.0))
        node.place.clock.move(60)


# --- what is refused changes nothing ----------------------------------------------


def test_a_bundle_refused_at_its_end_has_changed_nothing() -> None:
    """A refusal says that nothing was kept; the sender is told so, and believes it."""
    sides = Sides("NORTH", "SOUTH", "EAST")
    node = sides.node("NORTH")
    good = sides.section("SOUTH", 0)
    spoilt = sides.section("EAST", 0)._replace(note=good.note)
    receipt = sides.receipt("NORTH", "SOUTH")
    bundle = sides.bundle("SOUTH", "NORTH", good, spoilt, receipts=[receipt])
    (output,) = node.take(bundle)

    assert isinstance(output, Refused)
    assert node.size(sides.feed("SOUTH")) == 0
    assert node.raws(sides.feed("SOUTH")) == []
    assert node.line.receipts.of_ours("SOUTH") == 0


def test_a_refused_bundle_costs_the_others_of_its_turn_nothing() -> None:
    """Whoever sends junk at the same moment cannot keep a true bundle out."""
    node = north()
    spoilt = SIDES.section("SOUTH", 0)._replace(note=b"junk")
    outputs = node.take(
        of_south(spoilt), of_south(SIDES.section("SOUTH", 0, 6)), of_south(spoilt)
    )

    assert [type(each) for each in outputs] == [Malformed, Reply, Malformed]
    assert node.size(SOUTH) == 6


@pytest.mark.parametrize(
    "changed",
    [
        {"channel": bytes(32)},
        {"reader": "SOUTH"},
        {"reader": "WEST"},
        {"sender": "WEST"},
        {"sender": ""},
        {"sender": "NORTH"},
    ],
    ids=str,
)
def test_a_bundle_that_is_not_from_a_peer_to_us_is_misdirected(
    changed: dict[str, str | bytes],
) -> None:
    """Also one in our own name: we send ourselves nothing."""
    bundle = of_south(SIDES.section("SOUTH", 0))._replace(**changed)  # type: ignore[arg-type]
    node = north()
    (output,) = node.take(bundle)

    assert isinstance(output, Misdirected)
    assert node.size(SOUTH) == 0


class _Mutant:
    """Spoils one place in the tree of values that a bundle is."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def spoil(self, value: wire.Value) -> wire.Value:
        """Return the value with one place in it, or itself, changed."""
        if isinstance(value, list) and value and self._data.draw(st.integers(0, 7)):
            at = self._data.draw(st.integers(0, len(value) - 1))
            return [*value[:at], self.spoil(value[at]), *value[at + 1 :]]
        return self._data.draw(self._instead(value))

    def _instead(self, value: wire.Value) -> st.SearchStrategy[wire.Value]:
        other: st.SearchStrategy[wire.Value] = st.sampled_from(
            (
                None,
                True,
                -1,
                0,
                1,
                2**60,
                2**64 - 1,
                "NORTH",
                "EAST",
                b"",
                bytes(32),
                [],
            )
        )
        match value:
            case bytes() if value:
                place = st.integers(0, len(value) - 1)
                return other | st.builds(self._flip, st.just(value), place)
            case list() if value:
                return other | st.sampled_from((value[1:], value + value[:1], [value]))
            case _:
                return other

    @staticmethod
    def _flip(value: bytes, at: int) -> wire.Value:
        return value[:at] + bytes([value[at] ^ 0x10]) + value[at + 1 :]


def _heard() -> tuple[Sides, Node]:
    sides = Sides("NORTH", "SOUTH", "EAST").talk("SOUTH", 6).talk("EAST", 6)
    node = sides.node("NORTH")
    node.answer(sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 0, 5)))
    return sides, node


HEARD, LISTENER = _heard()


@settings(max_examples=400)
@given(st.data())
def test_whatever_a_bundle_is_spoilt_into_is_taken_for_what_it_proves_or_refused(
    data: st.DataObject,
) -> None:
    """No error but a refusal; nothing kept that is not the party's; no false alarm.

    The node lives on from one spoilt bundle to the next.
    """
    start, end = data.draw(st.tuples(st.integers(0, 8), st.integers(0, 8)).map(sorted))
    whole = HEARD.bundle(
        data.draw(st.sampled_from(("SOUTH", "EAST"))),
        "NORTH",
        HEARD.section("SOUTH", start, end),
        HEARD.section("EAST", start // 2, end // 2),
        receipts=[HEARD.receipt("NORTH", "SOUTH", end % 3)],
        wants=[Want(HEARD.feed("NORTH"), 1), Want(HEARD.feed("EAST"), 0)],
    )
    value = wire.decode(bundles.render(whole), max_bytes=bundles.MAX_BYTES)
    mutant = _Mutant(data)
    for _ in range(data.draw(st.integers(1, 3))):
        value = mutant.spoil(value)
    try:
        bundle = bundles.parse(wire.encode(value))
    except Malformed:
        return
    (output,) = LISTENER.line.turn([Arrived(bundle, "https")])

    assert isinstance(output, Reply | Refused)
    for code in ("SOUTH", "EAST"):
        kept = LISTENER.place.store.entries(HEARD.feed(code), 0, 99)
        assert kept == HEARD.feeds[code][: len(kept)]
    assert LISTENER.place.kinds() == []
    for peer in ("SOUTH", "EAST"):
        LISTENER.line.step(peer, Tick())
        LISTENER.line.step(peer, Failed(0.5))
    assert LISTENER.line.receipts.of_ours("EAST") == 0


# --- what a line hands over -------------------------------------------------------


def test_a_bundle_is_cut_at_512_entries_under_a_head_at_its_end() -> None:
    """The next one goes on from there, and a reader takes both."""
    sides = Sides().talk("NORTH", 600)
    line = sides.node("NORTH").line
    south = sides.node("SOUTH")
    start = 0
    for size in (512, 90):
        bundle = line.compose("SOUTH", [(sides.feed("NORTH"), start)])
        (section,) = bundle.sections
        assert (section.start, len(section.entries)) == (start, size)
        start += size
        assert parse_note(section.note).head == sides.checkpoint("NORTH", start)
        south.answer(bundles.parse(bundles.render(bundle)))
    assert south.size(sides.feed("NORTH")) == 602


def test_a_bundle_is_cut_at_one_mebibyte() -> None:
    """Large statements leave room for none that does not fit whole."""
    sides = Sides()
    for number in range(40):
        sides.say("NORTH", b"%02d" % number * 29_000)
    line = sides.node("NORTH").line
    bundle = bundles.parse(
        bundles.render(line.compose("SOUTH", [(sides.feed("NORTH"), 0)]))
    )
    held = [bundles.entry_bytes(entry) for entry in bundle.sections[0].entries]

    assert len(held) < 42
    assert sum(held) <= bundles.MAX_ENTRY_BYTES < sum(held) + 60_000


def test_what_we_hold_of_others_is_said_in_every_bundle() -> None:
    """It is how the other side knows where to go on."""
    node = north()
    node.answer(of_south(SIDES.section("SOUTH", 0, 5)))

    assert dict(node.line.compose("SOUTH", ()).wants) == {SOUTH: 5}


def test_heads_of_ours_are_not_remembered_without_end() -> None:
    """One of two peers is silent for months; each entry makes a head for the other."""
    sides = Sides("NORTH", "SOUTH", "EAST").talk("NORTH", 1200)
    node = sides.node("NORTH")
    for size in range(2, 1200):
        node.line._own_note(size)

    assert len(node.line._heads._notes) < 1100


def test_the_node_holds_what_it_receipted_also_if_it_dies_at_once() -> None:
    """The reply is not even made before the store has it."""
    node = north()
    reply = node.answer(of_south(SIDES.section("SOUTH", 0, 7)))
    store = node.place.store
    assert receipted(reply) == [7]

    assert store.entries(SOUTH, 0, 99) == SIDES.feeds["SOUTH"][:7]
    assert SIDES.open("NORTH", Place(store, node.place.guard)).mirrors[SOUTH].size == 7
    assert isinstance(store.entries(SOUTH, 6, 7)[0], Entry)


def test_a_forged_head_among_the_wants_of_a_true_peer_changes_nothing() -> None:
    """Its signature does not fit, whatever else in the bundle does."""
    node = north()
    section = SIDES.section("SOUTH", 0, 5)
    note = parse_note(section.note)
    moved = note._replace(head=note.head._replace(root=bytes(32))).text()
    (output,) = node.take(of_south(section._replace(note=moved)))

    assert isinstance(output, Unproven)
    assert node.size(SOUTH) == 0
