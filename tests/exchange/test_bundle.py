"""A bundle has one shape and bounds, and is believed for nothing (clause 9.2)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.sides import Sides

from detente.exchange import bundle as bundles
from detente.exchange.bundle import Bundle, Section, Want
from detente.exchange.piece import LARGEST, Content, Lack, Piece
from detente.record import wire
from detente.record.errors import Malformed, Misdirected
from detente.record.feed import Entry, FeedId

CHANNEL = bytes(range(32))
hashes = st.binary(min_size=32, max_size=32)
codes = st.text("ABCDEFGHXYZabc-09", min_size=1, max_size=32)
feeds = st.builds(FeedId, codes, st.integers(1, 2**64 - 1))
sizes = st.integers(0, 2**64 - 1)
blobs = st.binary(max_size=60)
entries = st.builds(Entry, blobs, blobs, st.none() | blobs)
sections = st.builds(
    Section,
    feeds,
    sizes,
    st.lists(entries, max_size=4).map(tuple),
    blobs,
    st.lists(hashes, max_size=4).map(tuple),
)
contents = st.builds(Content, hashes, st.integers(1, LARGEST))
lacks = contents.flatmap(
    lambda each: st.builds(Lack, st.just(each), st.integers(0, each.size_bytes - 1))
)
pieces = st.builds(
    lambda sha256, start, data, rest: Piece(
        Content(sha256, start + len(data) + rest), start, data
    ),
    hashes,
    st.integers(0, 2**40),
    st.binary(min_size=1, max_size=60),
    st.integers(0, 2**40),
)
whole = st.builds(
    Bundle,
    hashes,
    codes,
    codes,
    st.lists(sections, max_size=4, unique_by=lambda each: each.feed).map(tuple),
    st.lists(blobs, max_size=4).map(tuple),
    st.lists(st.builds(Want, feeds, sizes), max_size=4).map(tuple),
    st.lists(lacks, max_size=3).map(tuple),
    st.lists(pieces, max_size=3).map(tuple),
)


def of(*parts: Section) -> Bundle:
    """Return a bundle of these sections."""
    return Bundle(CHANNEL, "SOUTH", "NORTH", parts)


def entry_of(size: int) -> Entry:
    """Return an entry that counts for so many bytes."""
    return Entry(bytes(size - 16), b"", None)


def holding(*held: Entry) -> bytes:
    """Return a rendered bundle with these entries in one section."""
    return bundles.render(of(Section(FeedId("SOUTH", 1), 0, held, b"note", ())))


@given(whole)
def test_what_is_rendered_is_read_back(bundle: Bundle) -> None:
    """Every bundle has its bytes, and they are that bundle again."""
    assert bundles.parse(bundles.render(bundle)) == bundle


@given(st.binary(max_size=200))
def test_any_bytes_are_a_bundle_or_malformed(data: bytes) -> None:
    """Nothing else can come out."""
    try:
        read = bundles.parse(data)
    except Malformed:
        return
    assert bundles.render(read) == data


@given(whole, st.data())
def test_a_bundle_with_a_flipped_byte_is_another_or_malformed(
    bundle: Bundle, data: st.DataObject
) -> None:
    """A byte that the way has changed ends no program, and has one reading at most."""
    raw = bytearray(bundles.render(bundle))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    try:
        read = bundles.parse(bytes(raw))
    except Malformed:
        return
    assert bundles.render(read) == bytes(raw)


@given(whole, st.data())
def test_a_bundle_cut_short_is_malformed(bundle: Bundle, data: st.DataObject) -> None:
    """What a lost connection leaves of a bundle is none."""
    raw = bundles.render(bundle)
    cut = data.draw(st.integers(0, len(raw) - 1))
    with pytest.raises(Malformed):
        bundles.parse(raw[:cut])


def test_a_bundle_holds_512_entries_and_not_one_more() -> None:
    """The border is inside."""
    many = [entry_of(20)] * bundles.MAX_ENTRIES

    assert len(bundles.parse(holding(*many)).sections[0].entries) == 512
    with pytest.raises(Malformed):
        bundles.parse(holding(*many, entry_of(20)))


def test_a_bundle_holds_one_mebibyte_of_entries_and_not_one_byte_more() -> None:
    """The border is inside, and counts 16 bytes for each entry itself."""
    half = bundles.MAX_ENTRY_BYTES // 2

    assert bundles.parse(holding(entry_of(half), entry_of(half)))
    with pytest.raises(Malformed):
        bundles.parse(holding(entry_of(half), entry_of(half + 1)))


def test_the_bounds_count_all_sections_together() -> None:
    """Many sections of few entries are no way round them."""
    few = (entry_of(20),) * 300
    both = [Section(FeedId(code, 1), 0, few, b"", ()) for code in ("EAST", "WEST")]

    with pytest.raises(Malformed):
        bundles.parse(bundles.render(of(*both)))


def test_the_largest_bundle_fits_its_own_bound() -> None:
    """What a node may put together, a node can read."""
    each = bundles.MAX_ENTRY_BYTES // bundles.MAX_ENTRIES
    data = holding(*[entry_of(each)] * bundles.MAX_ENTRIES)

    assert len(data) < bundles.MAX_BYTES
    assert bundles.parse(data)


@pytest.mark.parametrize("count", [64, 65])
def test_a_bundle_speaks_of_64_feeds_at_most(count: int) -> None:
    """More sections, receipts or wants than a channel has parties are a bomb."""
    many = tuple(Want(FeedId(f"X{number}", 1), 0) for number in range(count))
    parts = tuple(Section(want.feed, 0, (), b"", ()) for want in many)
    notes = (b"note",) * count
    fit = []
    for bundle in (
        of()._replace(wants=many),
        of()._replace(sections=parts),
        of()._replace(receipts=notes),
    ):
        try:
            fit.append(bundles.parse(bundles.render(bundle)) == bundle)
        except Malformed:
            fit.append(False)
    assert fit == [count == 64] * 3


def test_a_feed_stands_once_in_a_bundle() -> None:
    """Sixty-four heads of one feed would cost as many passes over it."""
    once = Section(FeedId("SOUTH", 1), 0, (entry_of(20),), b"note", ())
    with pytest.raises(Malformed):
        bundles.parse(bundles.render(of(once, once._replace(start=1))))


def test_two_generations_are_two_feeds() -> None:
    """A forked feed and the one that was opened after it may travel together."""
    both = [Section(FeedId("SOUTH", number), 0, (), b"", ()) for number in (1, 2)]

    assert bundles.parse(bundles.render(of(*both))) == of(*both)


SOUND: dict[str, list[wire.Value]] = {
    "section": ["SOUTH", 1, 0, [[b"raw", b"", None]], b"note", [bytes(32)]],
    "want": ["SOUTH", 1, 0],
}


def raw_of(section: wire.Value, want: wire.Value, note: wire.Value) -> bytes:
    """Return a bundle with one section, receipt and want, sound or not."""
    parts: list[wire.Value] = [[section], [note], [want]]
    return wire.encode([bundles.FORMAT, CHANNEL, "SOUTH", "NORTH", *parts])


def changed(name: str, at: int, value: wire.Value) -> bytes:
    """Return a bundle in which one place holds something else."""
    parts = {key: [*row] for key, row in SOUND.items()}
    parts[name][at] = value
    return raw_of(parts["section"], parts["want"], b"note")


def test_the_bundle_that_the_next_tests_spoil_is_sound() -> None:
    """So that each of them fails for its own reason."""
    assert bundles.parse(raw_of(SOUND["section"], SOUND["want"], b"note"))


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [
        ("section", 0, b"SOUTH"),
        ("section", 1, 0),
        ("section", 1, -1),
        ("section", 1, True),
        ("section", 2, -1),
        ("section", 2, False),
        ("section", 3, b""),
        ("section", 3, [[b"raw", b""]]),
        ("section", 3, [["raw", b"", None]]),
        ("section", 3, [[b"raw", None, None]]),
        ("section", 3, [[b"raw", b"", "body"]]),
        ("section", 4, None),
        ("section", 5, [bytes(31)]),
        ("section", 5, [0]),
        ("section", 5, [bytes(32)] * 65),
        ("want", 0, 7),
        ("want", 1, 0),
        ("want", 1, True),
        ("want", 2, -1),
        ("want", 2, True),
        ("want", 2, None),
    ],
)
def test_a_part_of_another_shape_is_malformed(
    name: str, at: int, value: wire.Value
) -> None:
    """A truth value is no number, a text no bytes, a short string no hash."""
    with pytest.raises(Malformed):
        bundles.parse(changed(name, at, value))


SPOILERS: dict[str, Callable[[list[wire.Value]], wire.Value]] = {
    "a part too few": lambda parts: parts[:-1],
    "a part too many": lambda parts: [*parts, None],
    "another format": lambda parts: ["detente-bundle/2", *parts[1:]],
    "a map": lambda parts: {0: parts},
    "a text for the channel": lambda parts: [parts[0], "channel", *parts[2:]],
    "an empty section": lambda parts: [*parts[:4], [[]], [], []],
    "a number for a receipt": lambda parts: [*parts[:4], [], [0], []],
    "an empty want": lambda parts: [*parts[:4], [], [], [[]]],
}


@pytest.mark.parametrize("spoil", SPOILERS.values(), ids=SPOILERS)
def test_a_bundle_of_another_shape_is_malformed(
    spoil: Callable[[list[wire.Value]], wire.Value],
) -> None:
    """Another format, another number of parts, or another kind of part."""
    empty: list[wire.Value] = [bundles.FORMAT, CHANNEL, "SOUTH", "NORTH", [], [], []]
    assert bundles.parse(wire.encode(empty)) == of()

    with pytest.raises(Malformed):
        bundles.parse(wire.encode(spoil(empty)))


def test_a_bundle_is_for_one_channel_and_one_reader() -> None:
    """What is meant for others is not looked at."""
    sides = Sides()
    bundle = sides.bundle("SOUTH", "NORTH")

    bundles.check_address(bundle, sides.channel.id, "NORTH")
    with pytest.raises(Misdirected):
        bundles.check_address(bundle, sides.channel.id, "SOUTH")
    with pytest.raises(Misdirected):
        bundles.check_address(bundle, bytes(32), "NORTH")
