"""What arrived of a feed is kept only where every check holds (clauses 9.3 to 9.6)."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.sides import Sides
from tests.record import passkeys

from detente.exchange import fork, mirror
from detente.exchange.bundle import Section
from detente.exchange.mirror import Admission, Forked, Gap, Keep, Known, Mirror
from detente.record import head, keys, statement, wire
from detente.record.errors import (
    DetenteError,
    Malformed,
    Misdirected,
    Refused,
    StoreFailed,
    Unproven,
)
from detente.record.feed import Entry, FeedId, Frontier
from detente.record.head import Note, Signature

MOST = 16
ONE = Sides().talk("SOUTH", MOST - 2, b"one").talk("NORTH", 3)
OTHER = ONE.branch("SOUTH", 4).talk("SOUTH", MOST - 4, b"other")
REFERENCE = "SOUTH/2026/0099/MSG/1/O"
sizes = st.integers(0, MOST)


def held(size: int, sides: Sides = ONE) -> Mirror:
    """Return the mirror that holds so much of SOUTH's feed."""
    note = sides.head("SOUTH", size) if size else None
    return Mirror(sides.feed("SOUTH"), sides.frontier("SOUTH", size), note)


def admit(
    section: Section, size: int = 0, sides: Sides = ONE, spoilt: bytes | None = None
) -> Admission:
    """Admit a section of SOUTH's feed where so much of it is held."""
    leaves = sides.leaves("SOUTH", size)
    if spoilt is not None:
        leaves[2] = spoilt

    def read(feed: FeedId, start: int, end: int) -> Sequence[bytes]:
        assert feed == sides.feed("SOUTH")
        return leaves[start:end]

    party = sides.party("SOUTH")
    state = held(size, sides)
    return mirror.admit(sides.channel.id, party, state, section, read, sides.verify)


@given(sizes, sizes, sizes)
def test_every_section_of_the_one_history_is_kept_known_or_leaves_a_gap(
    size: int, start: int, end: int
) -> None:
    """Whatever is sent of it, whatever is held: positions make it idempotent."""
    start, end = sorted((start, end))
    section = ONE.section("SOUTH", start, end)
    found = admit(section, size)

    if start > size:
        assert found == Gap(size)
    elif end <= size:
        assert isinstance(found, Known)
        assert (found.mirror.size, found.mirror.note) == (size, held(size).note)
    else:
        assert isinstance(found, Keep)
        assert (found.start, found.entries) == (size, section.entries[size - start :])
        assert found.mirror.frontier == ONE.frontier("SOUTH", end)
        assert found.mirror.note == ONE.head("SOUTH", end)


@given(st.integers(1, MOST), sizes, st.integers(1, MOST))
def test_every_head_of_another_history_is_a_proven_fork(
    size: int, start: int, end: int
) -> None:
    """Smaller, equal or larger than what is held, and wherever its entries start.

    A party that was restored from a copy sends from an old receipt on, below what the
    other side holds: there above all the fork must be proven.
    """
    start, end = sorted((start, end))
    if start > size or min(size, end) <= 4:
        return
    found = admit(OTHER.section("SOUTH", start, end), size)

    assert isinstance(found, Forked)
    fork.check(found.fork, ONE.channel, ONE.verify)


@given(st.integers(5, MOST), st.integers(5, MOST))
def test_a_head_of_another_history_is_a_fork_also_without_entries(
    size: int, end: int
) -> None:
    """A head that is shown alone is compared as far as we hold the feed."""
    found = admit(OTHER.head_alone("SOUTH", end), size)

    if end > size:
        assert found == Gap(size)
        return
    assert isinstance(found, Forked)
    fork.check(found.fork, ONE.channel, ONE.verify)


@given(st.integers(1, MOST), st.integers(1, MOST))
def test_a_damaged_store_accuses_nobody(size: int, end: int) -> None:
    """Where our own copy no longer leads to the head we hold, the fault is ours."""
    if size < 3 or end > size:
        return
    section = ONE.section("SOUTH", 0, end)
    try:
        found = admit(section, size, spoilt=bytes(32))
    except StoreFailed:
        return
    assert isinstance(found, Known)


def test_a_head_that_was_compared_is_not_compared_again() -> None:
    """A replayed old head must not cost a pass over the feed each time."""
    first = admit(ONE.section("SOUTH", 0, 7), 12)
    assert isinstance(first, Known)
    party = ONE.party("SOUTH")

    def unread(feed: FeedId, start: int, end: int) -> Sequence[bytes]:
        raise AssertionError(f"{feed} was read from {start} to {end}.")

    for section in (ONE.section("SOUTH", 3, 7), ONE.head_alone("SOUTH", 7)):
        again = mirror.admit(
            ONE.channel.id, party, first.mirror, section, unread, ONE.verify
        )
        assert again == first


def test_the_newest_head_costs_no_pass_over_the_feed_after_a_restart() -> None:
    """A mirror that was just taken up again knows the head it holds."""

    def unread(feed: FeedId, start: int, end: int) -> Sequence[bytes]:
        raise AssertionError(f"{feed} was read from {start} to {end}.")

    section, party = ONE.section("SOUTH", 9, 12), ONE.party("SOUTH")
    found = mirror.admit(ONE.channel.id, party, held(12), section, unread, ONE.verify)
    assert isinstance(found, Known)


def test_heads_seen_lately_are_few() -> None:
    """A peer that sends every head there is does not make us remember them all."""
    state = held(12)
    for number in range(200):
        leaf = bytes([number]) * 32
        note = ONE.head("SOUTH", 12)
        state = state.grown([leaf], note._replace(head=note.head._replace(size=number)))
    assert len(state.recent) == 64


def test_a_store_with_less_than_it_said_is_a_failure() -> None:
    """Nothing is decided on what cannot be read."""

    def nothing(feed: FeedId, start: int, end: int) -> Sequence[bytes]:
        return []

    section, party = ONE.section("SOUTH", 0, 7), ONE.party("SOUTH")
    with pytest.raises(StoreFailed):
        mirror.admit(ONE.channel.id, party, held(12), section, nothing, ONE.verify)


# --- what is not provably the party's ------------------------------------------------


def refused(section: Section, size: int = 0) -> type[DetenteError]:
    """Return with what a section is refused."""
    with pytest.raises(Refused) as caught:
        admit(section, size)
    return type(caught.value)


def under_its_head(entries: Sequence[Entry], start: int = 0) -> Section:
    """Return entries under a head that SOUTH signs over exactly these."""
    told = ONE.branch("SOUTH", start)
    told.feeds["SOUTH"] += entries
    return told.section("SOUTH", start)


@pytest.mark.parametrize("at", [0, 1])
def test_a_head_under_one_of_its_two_keys_brings_nothing(at: int) -> None:
    """A classical forger, or one of the far future, is not enough."""
    section = ONE.section("SOUTH", 0, 5)
    note = head.parse_note(section.note)
    lines = note.signatures[:at] + note.signatures[at + 1 :]

    assert refused(section._replace(note=Note(note.head, lines).text())) is Unproven


def test_a_head_that_the_sender_signed_for_another_brings_nothing() -> None:
    """NORTH cannot speak in SOUTH's name, whatever its lines are called."""
    section = ONE.section("SOUTH", 0, 5)
    note = head.parse_note(section.note)
    lines = ONE.signer("NORTH").sign_head(note.head, 0)
    renamed = tuple(
        Signature(mine.name, mine.hint, theirs.value)
        for mine, theirs in zip(note.signatures, lines, strict=True)
    )
    for forged in (lines, renamed):
        text = Note(note.head, forged).text()
        assert refused(section._replace(note=text)) is Unproven


def test_a_receipt_is_no_head() -> None:
    """What a mirror cosigned is not what the feed signed."""
    text = ONE.receipt("SOUTH", "NORTH", 5)

    assert refused(ONE.section("SOUTH", 0, 5)._replace(note=text)) is Unproven


def test_a_head_of_another_feed_is_misdirected() -> None:
    """NORTH's own head, true as it is, says nothing of SOUTH."""
    section = ONE.section("SOUTH", 0, 5)
    text = ONE.head("NORTH", 5).text()

    assert refused(section._replace(note=text)) is Misdirected


@pytest.mark.parametrize("end", [3, 4, 6, 9])
def test_a_head_stands_at_the_end_of_its_entries(end: int) -> None:
    """Before it or beyond it, the head covers something else (clause 9.3)."""
    section = ONE.section("SOUTH", 0, 5)
    text = ONE.head("SOUTH", end).text()

    assert refused(section._replace(note=text)) is Misdirected


def test_a_feed_of_another_generation_is_misdirected() -> None:
    """A generation that the charter's documents do not open is nobody's."""
    section = ONE.section("SOUTH", 0, 5)

    assert refused(section._replace(feed=FeedId("SOUTH", 2))) is Misdirected


@pytest.mark.parametrize("at", range(5))
def test_an_entry_that_was_exchanged_on_the_way_brings_nothing(at: int) -> None:
    """The root over what arrived is the head's, or all of it is refused."""
    section = ONE.section("SOUTH", 0, 5)
    entries = [*section.entries]
    entries[at] = OTHER.feeds["SOUTH"][7]

    assert refused(section._replace(entries=tuple(entries))) is Unproven


def test_entries_in_another_order_bring_nothing() -> None:
    """Position is a part of what was signed."""
    section = ONE.section("SOUTH", 0, 5)
    entries = section.entries[:3] + section.entries[:2:-1]

    assert refused(section._replace(entries=entries)) is Unproven


def test_a_feed_begins_with_the_key_document_of_the_charter() -> None:
    """Not with another's, nor with salt or body beside it."""
    own, others = ONE.feeds["SOUTH"][0], ONE.feeds["NORTH"][0]
    for first in (
        others,
        ONE.feeds["SOUTH"][1],
        own._replace(body=b"x"),
        own._replace(salt=bytes(32)),
        own._replace(body=None),
    ):
        assert refused(under_its_head([first])) is Unproven


def test_a_key_document_stands_first_alone() -> None:
    """Further on, only statements are said."""
    assert refused(under_its_head([ONE.feeds["SOUTH"][0]], 2), 2) is Malformed


def test_another_partys_statement_under_a_true_head_is_refused() -> None:
    """SOUTH may sign a head over what NORTH said; it is still not SOUTH's."""
    assert refused(under_its_head([ONE.feeds["NORTH"][2]], 2), 2) is Misdirected


def test_a_statement_with_another_partys_signature_is_refused() -> None:
    """SOUTH's reference released by NORTH's officer proves nothing of SOUTH."""
    header = ONE.world.header("SOUTH", b"x", bytes(32), reference=REFERENCE)
    entry = Entry(ONE.sign("NORTH", header), bytes(32), b"x")

    assert refused(under_its_head([entry], 2), 2) in {Malformed, Unproven}


def test_a_statement_of_another_channel_is_misdirected() -> None:
    """What was said elsewhere is not said here, true as it is."""
    entry = ONE.state("SOUTH", b"x", channel=bytes(32))

    assert refused(under_its_head([entry], 2), 2) is Misdirected


@pytest.mark.parametrize("body", [b"", b"text 0 ", b"text"])
def test_a_body_that_the_header_does_not_commit_to_is_refused(body: bytes) -> None:
    """A relay cannot exchange what was said."""
    section = ONE.section("SOUTH", 0, 5)
    spoilt = section.entries[4]._replace(body=body)

    assert refused(section._replace(entries=(*section.entries[:4], spoilt))) is Unproven


@pytest.mark.parametrize("size", [0, 31, 33, 4096])
def test_a_salt_is_32_bytes(size: int) -> None:
    """Else salt and body could be cut apart elsewhere."""
    section = ONE.section("SOUTH", 0, 5)
    spoilt = section.entries[4]._replace(salt=bytes(size))

    assert (
        refused(section._replace(entries=(*section.entries[:4], spoilt))) is Malformed
    )


def test_an_entry_without_its_body_is_not_kept() -> None:
    """A receipt says that we hold the body too.

    Else whoever carries a bundle could strip it: the receipt would go back, and nobody
    would ever send the body again.
    """
    section = ONE.section("SOUTH", 0, 5)
    for salt in (section.entries[4].salt, b"", bytes(4096)):
        bare = Entry(section.entries[4].raw, salt, None)
        stripped = section._replace(entries=(*section.entries[:4], bare))
        assert refused(stripped) is Unproven


@given(st.binary(max_size=80))
def test_an_entry_of_any_bytes_is_refused(raw: bytes) -> None:
    """SOUTH may sign a head over anything; nothing but its statements is kept."""
    assert issubclass(refused(under_its_head([Entry(raw, b"", b"")], 2), 2), Refused)


@given(st.integers(0, 600), st.integers(1, 255))
def test_an_entry_with_a_changed_byte_is_refused_under_a_head_of_its_own(
    at: int, change: int
) -> None:
    """The head alone makes nothing SOUTH's: each statement must be."""
    entry = ONE.feeds["SOUTH"][2]
    raw = bytearray(entry.raw)
    raw[at % len(raw)] ^= change
    spoilt = entry._replace(raw=bytes(raw))

    assert issubclass(refused(under_its_head([spoilt], 2), 2), Refused)


@given(st.binary(max_size=200))
def test_a_head_of_any_bytes_is_refused(text: bytes) -> None:
    """A section is judged by its head first."""
    assert refused(ONE.section("SOUTH", 0, 5)._replace(note=text)) is Malformed


@pytest.mark.parametrize("bomb", [b"[" * 4000, b'{"a":' * 800, b"\xff", b"9" * 4000])
def test_a_passkey_signature_made_of_a_bomb_is_refused(bomb: bytes) -> None:
    """A party may certify a passkey, and sign with it whatever it likes."""
    passkey, party = passkeys.key(), ONE.party("SOUTH")
    kid = keys.thumbprint(passkey)
    header = ONE.world.header(
        "SOUTH", b"x", bytes(32), reference=REFERENCE, drafter=kid, releasers=(kid,)
    )
    value = wire.encode([passkeys.authenticator_data(), bomb, b"signature"])
    raw = statement.assemble(statement.payload(header), [(passkey, value)])
    known = party._replace(credentials={**party.credentials, kid: passkey})

    with pytest.raises(Refused):
        mirror.check_entry(
            ONE.channel.id, known, 2, Entry(raw, bytes(32), b"x"), keys.verify
        )


def test_with_real_keys_the_same_is_kept_and_refused() -> None:
    """The fakes of the tests above stand in for this."""
    real = Sides(real=True).talk("SOUTH", 4)
    section = real.section("SOUTH", 0, 6)
    assert isinstance(admit(section, 0, real), Keep)
    told = real.branch("SOUTH", 4).talk("SOUTH", 2, b"other")
    found = admit(told.section("SOUTH", 1, 6), 5, real)
    assert isinstance(found, Forked)
    fork.check(found.fork, real.channel)
    note = head.parse_note(section.note)
    for at in (0, 1):
        value = bytearray(note.signatures[at].value)
        value[-1] ^= 1
        line = note.signatures[at]._replace(value=bytes(value))
        lines = (line, note.signatures[1 - at])
        forged = section._replace(note=Note(note.head, lines).text())
        with pytest.raises(Unproven):
            admit(forged, 0, real)


def test_a_mirror_grows_to_the_frontier_over_its_leaves() -> None:
    """A mirror that holds nothing has no head, and is not frozen."""
    empty = Mirror(ONE.feed("SOUTH"))
    assert (empty.size, empty.note, empty.frozen) == (0, None, False)
    grown = empty.grown(ONE.leaves("SOUTH", 5), ONE.head("SOUTH", 5))
    assert grown.frontier == ONE.frontier("SOUTH", 5) != Frontier()
    assert grown.note == ONE.head("SOUTH", 5)
