"""Two heads of one feed that cannot both be are a proof (clause 9.6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.sides import Sides

import detente_verify
from detente.exchange import fork
from detente.exchange.fork import Fork
from detente.record import wire
from detente.record.errors import Malformed, Misdirected, Unproven
from detente.record.feed import EMPTY_ROOT
from detente.record.head import Head, Note, Signature

MOST = 24
ONE = Sides().talk("SOUTH", MOST - 2, b"one")
sizes = st.integers(1, MOST)


def other(common: int) -> Sides:
    """Return the other history, which has so many entries in common with this one."""
    return ONE.branch("SOUTH", common).talk("SOUTH", MOST - common, b"other")


def forked(first: int, second: int, common: int = 2) -> Fork:
    """Return what two heads and the path of the larger one's tree show."""
    told = other(common)
    path = told.path("SOUTH", first, second)
    return Fork(ONE.head("SOUTH", first), told.head("SOUTH", second), path)


@given(sizes, sizes, st.integers(2, MOST - 1))
def test_two_histories_contradict_each_other_wherever_they_differ(
    first: int, second: int, common: int
) -> None:
    """Any head past the parting, and any larger head of the other history with it."""
    first, second = sorted((first, second))
    shown = forked(first, second, common)
    heads = shown.first.head, shown.second.head

    assert fork.contradict(*heads, shown.path) is (first > common)


@given(sizes, sizes)
def test_one_history_never_contradicts_itself(first: int, second: int) -> None:
    """Nobody who keeps one feed is ever accused."""
    first, second = sorted((first, second))
    heads = ONE.checkpoint("SOUTH", first), ONE.checkpoint("SOUTH", second)

    assert not fork.contradict(*heads, ONE.path("SOUTH", first, second))


@given(sizes, sizes, st.data())
def test_a_path_that_was_changed_shows_nothing(
    first: int, second: int, data: st.DataObject
) -> None:
    """A wrong path is no accusation: neither heads nor sizes make a fork of it."""
    first, second = sorted((first, second))
    heads = ONE.checkpoint("SOUTH", first), ONE.checkpoint("SOUTH", second)
    path = [*ONE.path("SOUTH", first, second)]
    if not path:
        return
    at = data.draw(st.integers(0, len(path) - 1))
    spoilt = data.draw(
        st.sampled_from(
            (
                [*path[:at], bytes(32), *path[at + 1 :]],
                [*path[:at], *path[at + 1 :]],
                [*path, bytes(32)],
                [*path[:at], b"", *path[at + 1 :]],
            )
        )
    )
    with pytest.raises(Unproven):
        fork.contradict(*heads, spoilt)


def test_a_head_of_nothing_with_a_root_of_something_contradicts_itself() -> None:
    """The empty tree has one root (RFC 9162 section 2.1.1)."""
    full = ONE.checkpoint("SOUTH")
    empty = Head(full.origin, 0, EMPTY_ROOT)

    assert not fork.contradict(empty, full, ())
    assert fork.contradict(empty._replace(root=bytes(32)), full, ())


def test_no_path_belongs_between_heads_of_equal_size() -> None:
    """A proof has one form; the separate verifier refuses any other."""
    shown = forked(5, 5)._replace(path=(bytes(32),))

    with pytest.raises(Unproven):
        fork.check(shown, ONE.channel, ONE.verify)


@pytest.mark.parametrize(("first", "second"), [(5, 5), (5, 9), (4, 8), (7, 24)])
def test_a_fork_is_proven_by_two_heads_and_a_path(first: int, second: int) -> None:
    """Equal sizes need no path; else that of the larger head's own tree."""
    fork.check(forked(first, second), ONE.channel, ONE.verify)


def test_two_heads_that_can_both_be_are_no_fork() -> None:
    """A feed that grew is not accused, with the path or without one."""
    heads = ONE.head("SOUTH", 5), ONE.head("SOUTH", 9)
    for path in (ONE.path("SOUTH", 5, 9), (), (bytes(32),)):
        with pytest.raises(Unproven):
            fork.check(Fork(*heads, path), ONE.channel, ONE.verify)
    with pytest.raises(Unproven):
        fork.check(Fork(heads[0], heads[0]), ONE.channel, ONE.verify)


def test_the_smaller_head_stands_first() -> None:
    """One order, so that a proof has one form."""
    shown = forked(5, 9)
    turned = shown._replace(first=shown.second, second=shown.first)

    with pytest.raises(Unproven):
        fork.check(turned, ONE.channel, ONE.verify)


def test_heads_of_two_feeds_are_no_fork() -> None:
    """Every two parties have roots that differ."""
    north, south = ONE.head("NORTH", 2), ONE.head("SOUTH", 2)

    with pytest.raises(Unproven):
        fork.check(Fork(north, south), ONE.channel, ONE.verify)


def test_heads_of_a_feed_that_is_not_ours_are_misdirected() -> None:
    """A fork elsewhere is for those whose keys it concerns."""
    shown = forked(5, 5)
    first, second = (
        note._replace(head=note.head._replace(origin="detente/elsewhere"))
        for note in (shown.first, shown.second)
    )
    moved = Fork(first, second)
    with pytest.raises(Misdirected):
        fork.check(moved, ONE.channel, ONE.verify)


def without(note: Note, at: int) -> Note:
    """Return a head without one of its signatures."""
    return note._replace(signatures=note.signatures[:at] + note.signatures[at + 1 :])


@pytest.mark.parametrize("at", [0, 1])
def test_a_head_under_one_of_its_two_keys_accuses_nobody(at: int) -> None:
    """Who has broken one kind of key cannot make a party out to be a liar."""
    shown = forked(5, 9)
    for halved in (
        shown._replace(first=without(shown.first, at)),
        shown._replace(second=without(shown.second, at)),
    ):
        with pytest.raises(Unproven):
            fork.check(halved, ONE.channel, ONE.verify)


def test_a_head_that_another_signed_accuses_nobody() -> None:
    """The other side cannot forge the fork of a feed that is not its own."""
    shown = forked(5, 5)
    signer = ONE.signer("NORTH")
    lines = signer.sign_head(shown.second.head, 0)
    renamed = tuple(
        Signature(mine.name, mine.hint, theirs.value)
        for mine, theirs in zip(shown.second.signatures, lines, strict=True)
    )
    forged = shown._replace(second=Note(shown.second.head, renamed))

    with pytest.raises(Unproven):
        fork.check(forged, ONE.channel, ONE.verify)


def rendered(shown: Fork) -> bytes:
    """Return the fork proof file."""
    documents = [party.document_raw for party in ONE.channel.parties]
    return shown.render(ONE.world.charter, documents)


@pytest.mark.parametrize(("first", "second"), [(5, 5), (5, 9), (24, 24)])
def test_a_fork_proof_is_read_back(first: int, second: int) -> None:
    """The file holds both heads as they were signed, and the path."""
    shown = forked(first, second)

    assert fork.parse(rendered(shown)) == shown


@given(st.data())
def test_a_fork_proof_with_a_changed_byte_is_refused_or_proves_the_same(
    data: st.DataObject,
) -> None:
    """Whatever happens to the file, it accuses nobody of anything else."""
    shown = forked(5, 9)
    raw = bytearray(rendered(shown))
    bodies = [note.head.body() for note in (shown.first, shown.second)]
    ends = [raw.index(body) + len(body) for body in bodies]
    in_a_root = st.sampled_from(ends).flatmap(lambda end: st.integers(end - 45, end))
    at = data.draw(in_a_root | st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.sampled_from((1, 2, 4, 8)) | st.integers(1, 255))
    try:
        read = fork.parse(bytes(raw))
        fork.check(read, ONE.channel, ONE.verify)
    except (Malformed, Misdirected, Unproven):
        return
    assert read.first.head == shown.first.head
    assert read.second.head == shown.second.head


@given(st.binary(max_size=100))
def test_any_bytes_are_a_fork_proof_or_malformed(data: bytes) -> None:
    """Nothing else can come out."""
    with pytest.raises(Malformed):
        fork.parse(data)


@pytest.mark.parametrize(
    "step",
    [7, "text", None, b"", bytes(31), [bytes(32)]],
    ids=["number", "text", "null", "no bytes", "31 bytes", "list"],
)
def test_a_path_in_a_file_is_hashes_alone(step: wire.Value) -> None:
    """What is no hash is not passed over: a proof has one reading."""
    said = wire.decode(rendered(forked(5, 9)), max_bytes=fork.MAX_BYTES)
    assert isinstance(said, dict)
    path = said["path"]
    assert isinstance(path, list)

    with pytest.raises(Malformed):
        fork.parse(wire.encode({**said, "path": [*path, step]}))


def test_a_file_with_a_field_more_or_less_is_malformed() -> None:
    """Every byte of a proof is accounted for."""
    said = wire.decode(rendered(forked(5, 9)), max_bytes=fork.MAX_BYTES)
    assert isinstance(said, dict)
    assert fork.parse(wire.encode(said))
    for name in said:
        less = {key: value for key, value in said.items() if key != name}
        with pytest.raises(Malformed):
            fork.parse(wire.encode(less))
    with pytest.raises(Malformed):
        fork.parse(wire.encode({**said, "comment": "believe me"}))


def test_the_separate_verifier_takes_the_proof_and_no_other() -> None:
    """It shares no code with the exchange, and comes to the same verdict."""
    one = Sides(real=True).talk("SOUTH", 6, b"one")
    two = one.branch("SOUTH", 4).talk("SOUTH", 6, b"two")
    documents = [party.document_raw for party in one.channel.parties]
    trust = detente_verify.Trust(channel=one.channel.id)
    verdicts = []
    for shown in (
        Fork(one.head("SOUTH", 6), two.head("SOUTH", 6)),
        Fork(one.head("SOUTH", 6), two.head("SOUTH", 9), two.path("SOUTH", 6, 9)),
        Fork(one.head("SOUTH", 4), two.head("SOUTH", 9), two.path("SOUTH", 4, 9)),
        Fork(one.head("SOUTH", 6), one.head("SOUTH", 8), one.path("SOUTH", 6, 8)),
    ):
        file = shown.render(one.world.charter, documents)
        code = detente_verify.judge(file, trust).exit
        try:
            fork.check(fork.parse(file), one.channel)
        except Unproven:
            assert code == detente_verify.DOES_NOT
        else:
            assert code == detente_verify.PROVES
        verdicts.append(code)
    assert verdicts == [0, 0, 1, 1]
