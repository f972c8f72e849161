"""Which key a bundle is sealed under, and what opens."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.carriers.refusals import EpochUnknown
from detente.node import sealing
from detente.node.sealing import Opened, Sealing
from detente.record import seal
from detente.record.errors import Misdirected, Refused, Unproven
from detente.record.seal import Route
from detente.testing.parties import seeded

CHANNEL = bytes(32)
OTHER_CHANNEL = bytes([1]) * 32
SEEDS = {"NORTH": b"\x01" * 32, "SOUTH": b"\x02" * 32, "EAST": b"\x03" * 32}
PUBLIC = {code: seal.private_key(seed)[1] for code, seed in SEEDS.items()}


def side(code: str, *older: bytes, channel: bytes = CHANNEL, run: int = 0) -> Sealing:
    """Return a party's sealing, which knows all others; `run` counts restarts."""
    made = Sealing(channel, code, [SEEDS[code], *older], seeded(len(code) + 100 * run))
    for peer, public in PUBLIC.items():
        if peer != code:
            made.know(peer, public)
    return made


def enclosed(frame: bytes) -> bool:
    """Say whether a frame encloses its epoch's key."""
    return seal.parse(frame).enclosed != b""


def epoch(frame: bytes) -> bytes:
    """Return the name of a frame's epoch."""
    return seal.parse(frame).epoch


def handed_over(sender: Sealing, reader: Sealing, now_s: float = 0.0) -> bytes:
    """Send a bundle from NORTH to SOUTH with an answer, as a connection does."""
    frame = sender.seal("SOUTH", b"bundle", now_s)
    reader.open(frame)
    answer = reader.seal("NORTH", b"answer", now_s)
    assert sender.open(answer) == Opened("SOUTH", b"answer")
    sender.confirmed("SOUTH", frame)
    return frame


@given(st.binary(max_size=3000))
def test_a_bundle_opens_as_it_was_sealed(bundle: bytes) -> None:
    """By either way of sealing, the reader gets the bytes and who claims to send."""
    north, south = side("NORTH"), side("SOUTH")
    for frame in (
        north.seal("SOUTH", bundle, 0.0),
        north.seal("SOUTH", bundle, 0.0),
        north.seal_alone("SOUTH", bundle),
    ):
        assert south.open(frame) == Opened("NORTH", bundle)
        assert bundle not in frame or len(bundle) < 4


def test_the_key_is_enclosed_until_the_reader_has_answered() -> None:
    """Frames that are lost lose no key: each carries it until it is held."""
    north, south = side("NORTH"), side("SOUTH")
    assert all(enclosed(north.seal("SOUTH", b"lost", 0.0)) for _ in range(3))
    assert enclosed(handed_over(north, south))
    settled = [handed_over(north, south) for _ in range(3)]
    assert not any(map(enclosed, settled))
    assert len(set(map(epoch, settled))) == 1


def test_an_answer_to_an_old_epoch_confirms_no_new_one() -> None:
    """A late answer says nothing of a key that the reader was never told."""
    north, south = side("NORTH"), side("SOUTH")
    old = north.seal("SOUTH", b"old", 0.0)
    south.open(old)
    north.forget("SOUTH")
    assert enclosed(north.seal("SOUTH", b"new", 0.0))
    north.confirmed("SOUTH", old)
    assert enclosed(north.seal("SOUTH", b"new", 0.0))


def test_no_counter_is_used_twice_under_one_key() -> None:
    """Two bundles under one nonce would give away both, and the key that seals."""
    north = side("NORTH")
    frames = [seal.parse(north.seal("SOUTH", b"x", 0.0)) for _ in range(20)]
    assert len({(each.epoch, each.counter) for each in frames}) == 20


def test_an_epoch_ends_by_age() -> None:
    """After an hour on the monotonic clock a new key is drawn and told."""
    north, south = side("NORTH"), side("SOUTH")
    handed_over(north, south, 100.0)
    last = handed_over(north, south, 100.0 + sealing.EPOCH_AGE_S - 1)
    first = handed_over(north, south, 100.0 + sealing.EPOCH_AGE_S)
    assert not enclosed(last)
    assert enclosed(first)
    assert epoch(first) != epoch(last)


def test_an_epoch_ends_by_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many bundles a new key is drawn, long before counters run out."""
    assert sealing.EPOCH_BUNDLES < seal.LAST_COUNTER
    monkeypatch.setattr(sealing, "EPOCH_BUNDLES", 3)
    north = side("NORTH")
    epochs = [epoch(north.seal("SOUTH", b"x", 0.0)) for _ in range(7)]
    assert [len(list(group)) for _, group in itertools.groupby(epochs)] == [3, 3, 1]


def test_a_frame_that_comes_twice_opens_twice() -> None:
    """A doubled frame changes nothing above, and refusing it could lose an answer."""
    north, south = side("NORTH"), side("SOUTH")
    handed_over(north, south)
    frame = north.seal("SOUTH", b"twice", 0.0)
    assert south.open(frame) == south.open(frame) == Opened("NORTH", b"twice")


def test_frames_that_overtake_each_other_open() -> None:
    """A path may reorder; frames of the epoch before still open after a renewal."""
    north, south = side("NORTH"), side("SOUTH")
    handed_over(north, south)
    late = north.seal("SOUTH", b"late", 0.0)
    handed_over(north, south, sealing.EPOCH_AGE_S)
    assert south.open(late).bundle == b"late"


def test_a_restarted_reader_asks_for_the_key_and_is_told() -> None:
    """An unknown epoch has its own error; after forgetting, the next frame opens."""
    north = side("NORTH")
    handed_over(north, side("SOUTH"))
    south = side("SOUTH", run=1)
    with pytest.raises(EpochUnknown):
        south.open(north.seal("SOUTH", b"lost on it", 0.0))
    north.forget("SOUTH")
    assert south.open(north.seal("SOUTH", b"told anew", 0.0)).bundle == b"told anew"


def test_a_restarted_sender_can_open_the_answer_to_its_first_bundle() -> None:
    """Its new epoch tells the reader that ours may be lost, so ours is told again."""
    south = side("SOUTH")
    north = side("NORTH")
    handed_over(north, south)
    ours = south.seal("NORTH", b"pushed", 0.0)
    north.open(ours)
    south.confirmed("NORTH", ours)
    assert not enclosed(south.seal("NORTH", b"settled", 0.0))
    handed_over(side("NORTH", run=1), south)


def test_bundles_of_one_frame_crowd_no_epoch_out() -> None:
    """Any number of files leaves what a connection has agreed as it is."""
    north, south = side("NORTH"), side("SOUTH")
    handed_over(north, south)
    for _ in range(3 * sealing.EPOCHS_REMEMBERED):
        south.open(north.seal_alone("SOUTH", b"file"))
    frame = handed_over(north, south)
    assert not enclosed(frame)


def test_remembered_epochs_are_bounded_for_each_sender() -> None:
    """Who floods with epochs in one name crowds out that name's alone."""
    north, east, south = side("NORTH"), side("EAST"), side("SOUTH")
    handed_over(north, south)
    kept = east.seal("SOUTH", b"east", 0.0)
    south.open(kept)
    for run in range(1, sealing.EPOCHS_REMEMBERED + 1):
        south.open(side("NORTH", run=run).seal("SOUTH", b"flood", 0.0))
    assert len(south._inward["NORTH"]) == sealing.EPOCHS_REMEMBERED
    with pytest.raises(EpochUnknown):
        south.open(north.seal("SOUTH", b"crowded out", 0.0))
    east.confirmed("SOUTH", kept)
    assert south.open(east.seal("SOUTH", b"still known", 0.0)).sender == "EAST"


def test_an_epoch_in_use_is_not_crowded_out() -> None:
    """Renewals of one kind or another do not end what is spoken under every day."""
    north, south = side("NORTH"), side("SOUTH")
    handed_over(north, south)
    for run in range(1, 2 * sealing.EPOCHS_REMEMBERED):
        south.open(side("NORTH", run=run).seal("SOUTH", b"flood", 0.0))
        assert not enclosed(handed_over(north, south))


def test_an_old_sealing_key_opens_as_long_as_it_is_kept() -> None:
    """A sender that has not heard of our new key is still read, until we drop it."""
    frame = side("NORTH").seal_alone("SOUTH", b"under the old key")
    moved = Sealing(CHANNEL, "SOUTH", [b"\x09" * 32, SEEDS["SOUTH"]], seeded(1))
    moved.know("NORTH", PUBLIC["NORTH"])
    assert moved.open(frame).bundle == b"under the old key"
    dropped = Sealing(CHANNEL, "SOUTH", [b"\x09" * 32], seeded(1))
    dropped.know("NORTH", PUBLIC["NORTH"])
    with pytest.raises(Misdirected):
        dropped.open(frame)


def test_a_peers_new_sealing_key_begins_a_new_epoch() -> None:
    """Once its key document names another key, nothing more goes under the old."""
    north = side("NORTH")
    before = north.seal("SOUTH", b"x", 0.0)
    north.know("SOUTH", PUBLIC["SOUTH"])
    assert epoch(north.seal("SOUTH", b"x", 0.0)) == epoch(before)
    north.know("SOUTH", seal.private_key(b"\x09" * 32)[1])
    after = north.seal("SOUTH", b"x", 0.0)
    assert seal.parse(after).route.sealing_kid != seal.parse(before).route.sealing_kid
    assert enclosed(after)


@pytest.mark.parametrize(
    ("sender", "channel", "reader"),
    [
        ("NORTH", OTHER_CHANNEL, "SOUTH"),
        ("NORTH", CHANNEL, "EAST"),
    ],
)
def test_a_frame_for_another_line_is_misdirected(
    sender: str, channel: bytes, reader: str
) -> None:
    """Another channel or another reader: nothing is opened."""
    frame = side(sender, channel=channel).seal(reader, b"x", 0.0)
    with pytest.raises(Misdirected):
        side("SOUTH").open(frame)


def test_our_own_frame_sent_back_is_misdirected() -> None:
    """A mirror in the middle makes nobody talk to himself."""
    south = side("SOUTH")
    for frame in (south.seal("NORTH", b"x", 0.0), south.seal_alone("NORTH", b"x")):
        with pytest.raises(Misdirected):
            south.open(frame)


@pytest.mark.parametrize(
    "change",
    [
        lambda route: route._replace(channel=OTHER_CHANNEL),
        lambda route: route._replace(sender="EAST"),
        lambda route: route._replace(sender="WEST"),
        lambda route: route._replace(reader="NORTH"),
        lambda route: route._replace(sealing_kid=bytes(32)),
    ],
    ids=["channel", "sender", "stranger", "reader", "kid"],
)
def test_a_frame_with_another_address_does_not_open(
    change: Callable[[Route], Route],
) -> None:
    """Every part of the route is bound: rewriting one breaks the seal."""
    north, south = side("NORTH"), side("SOUTH")
    handed_over(north, south)
    for data in (north.seal("SOUTH", b"x", 0.0), north.seal_alone("SOUTH", b"x")):
        frame = seal.parse(data)
        moved = frame._replace(route=change(frame.route))
        with pytest.raises((Misdirected, Unproven)):
            south.open(moved.render())


@settings(max_examples=300)
@given(st.data())
def test_an_altered_frame_is_refused(data: st.DataObject) -> None:
    """No byte of a frame can be altered without a typed refusal."""
    north, south = side("NORTH"), side("SOUTH")
    telling, settled = handed_over(north, south), handed_over(north, south)
    # One that knows the epoch does not look at the enclosed key again.
    cases = [(telling, side("SOUTH", run=1)), (settled, south)]
    frame, reader = data.draw(st.sampled_from(cases))
    altered = bytearray(frame)
    at = data.draw(st.integers(0, len(altered) - 1))
    altered[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refused):
        reader.open(bytes(altered))


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    """Bytes that are no frame raise a typed refusal and nothing else."""
    with pytest.raises(Refused):
        side("SOUTH").open(noise)


def test_an_unsound_sealing_key_is_refused_when_it_is_learned() -> None:
    """A key that no bundle could be sealed to is told before one is due."""
    north = side("NORTH")
    for unsound in (b"", PUBLIC["SOUTH"][:-1], PUBLIC["SOUTH"][:-32] + bytes(32)):
        with pytest.raises(Unproven):
            north.know("SOUTH", unsound)
    assert side("SOUTH").open(north.seal("SOUTH", b"x", 0.0)).bundle == b"x"


def test_a_reader_nobody_knows_is_not_sealed_for() -> None:
    """Both ways of sealing name who is missing."""
    north = side("NORTH")
    with pytest.raises(Misdirected, match="WEST"):
        north.seal("WEST", b"x", 0.0)
    with pytest.raises(Misdirected, match="WEST"):
        north.seal_alone("WEST", b"x")
