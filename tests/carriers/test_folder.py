"""Bundles as files: nothing is lost, nothing half-written is read."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TypeAlias

import pytest
from tests.carriers.ends import CHANNEL, Inbox, StillClock, backwards, run

from detente import durable
from detente.carriers import folder
from detente.carriers.folder import Boxes, FolderCarrier, Polled, Sides
from detente.ports import Receive
from detente.record.errors import Misdirected, PathFailed, StoreFailed
from detente.record.seal import MAX_FRAME_BYTES

NORTH = Sides(CHANNEL, "NORTH", "SOUTH")
SOUTH = Sides(CHANNEL, "SOUTH", "NORTH")

Side: TypeAlias = Callable[[Sides, Receive], FolderCarrier]


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Give a folder that both sides share."""
    shared = tmp_path / "shared"
    shared.mkdir()
    return shared


@pytest.fixture
def side(box: Path) -> Side:
    """Give the carriers of both sides over the shared folder."""
    return lambda sides, receive: FolderCarrier(
        Boxes(box, box), sides, receive, StillClock()
    )


def bundles(directory: Path) -> list[str]:
    """Return the names of the bundle files in a directory."""
    return sorted(each.name for each in directory.glob("*.bundle"))


def name_for(frame: bytes, counter: int = 1) -> str:
    """Return the name under which SOUTH reads a frame of NORTH."""
    digest = hashlib.sha256(frame).hexdigest()[:32]
    return f"20260101T000000Z_{counter:06d}_00010203_NORTH_SOUTH_{digest}.bundle"


def test_a_name_says_when_which_channel_who_and_what(side: Side, box: Path) -> None:
    """A person who holds the stick can tell whose files are on it."""
    run(side(NORTH, Inbox()).hand_over(b"frame"))
    assert bundles(box) == [name_for(b"frame")]


def test_files_are_read_in_the_order_they_were_written(side: Side, box: Path) -> None:
    """Within one second, too, the order of writing is the order of reading."""
    frames = [b"%d" % number for number in range(12)]
    inbox = Inbox()

    async def scene() -> None:
        north, south = side(NORTH, Inbox()), side(SOUTH, inbox)
        for frame in frames:
            await north.hand_over(frame)
        assert await south.poll() == Polled(read=12)

    run(scene())
    assert inbox.frames == frames


def test_what_was_read_is_kept_and_not_read_again(side: Side, box: Path) -> None:
    """A second look finds nothing new, nor does the same file copied in once more."""
    inbox = Inbox()

    async def scene() -> None:
        south = side(SOUTH, inbox)
        await side(NORTH, Inbox()).hand_over(b"once")
        await south.poll()
        assert await south.poll() == Polled()
        (box / name_for(b"once")).write_bytes(b"once")
        assert await south.poll() == Polled()

    run(scene())
    assert inbox.frames == [b"once"]
    assert bundles(box) == []
    assert (box / "done" / name_for(b"once")).read_bytes() == b"once"


def test_an_answer_is_a_file_for_the_other_side(side: Side) -> None:
    """Two polls carry a question and its answer through one shared folder."""
    heard = Inbox()

    async def scene() -> None:
        north, south = side(NORTH, heard), side(SOUTH, Inbox(backwards))
        await north.hand_over(b"question")
        assert await north.poll() == Polled()
        await south.poll()
        assert await north.poll() == Polled(read=1)

    run(scene())
    assert heard.frames == [b"noitseuq"]


def test_a_half_copied_file_is_read_when_it_is_whole(side: Side, box: Path) -> None:
    """A copy under way is left alone, however often it is looked at."""
    inbox, frame = Inbox(), b"whole frame"
    path = box / name_for(frame)

    async def scene() -> None:
        south = side(SOUTH, inbox)
        path.write_bytes(frame[:4])
        assert await south.poll() == Polled(odd=1)
        assert await south.poll() == Polled(odd=1)
        assert path.read_bytes() == frame[:4]
        path.write_bytes(frame)
        assert await south.poll() == Polled(read=1)

    run(scene())
    assert inbox.frames == [frame]


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        f"{name_for(b'frame')}.part",
        name_for(b"frame").replace("00010203", "ffffffff"),
        name_for(b"frame").replace("NORTH_SOUTH", "NORTH_EAST"),
        name_for(b"frame").replace("NORTH_SOUTH", "SOUTH_NORTH"),
    ],
)
def test_what_is_not_ours_stays_where_it_is(side: Side, box: Path, name: str) -> None:
    """Another line, another reader, an unfinished file and a note are left alone."""
    (box / name).write_bytes(b"frame")
    assert run(side(SOUTH, Inbox()).poll()) == Polled()
    assert (box / name).read_bytes() == b"frame"


def test_links_pipes_and_directories_are_not_opened(side: Side, box: Path) -> None:
    """Whoever can write to a shared folder cannot make the node hang or wander off."""
    (box / "secret").write_bytes(b"link")
    (box / name_for(b"link", 1)).symlink_to(box / "secret")
    os.mkfifo(box / name_for(b"pipe", 2))
    (box / name_for(b"directory", 3)).mkdir()
    inbox = Inbox()
    assert run(side(SOUTH, inbox).poll()) == Polled()
    assert inbox.frames == []


def test_a_refused_file_is_set_aside_with_the_reason(side: Side, box: Path) -> None:
    """An officer finds the file and, beside it, why it was refused."""

    async def refuse(frame: bytes) -> bytes:
        raise Misdirected("It is for another channel.")

    (box / name_for(b"frame")).write_bytes(b"frame")
    assert run(side(SOUTH, Inbox(refuse)).poll()) == Polled(refused=1)
    aside = box / "refused"
    assert (aside / name_for(b"frame")).read_bytes() == b"frame"
    why = aside / f"{name_for(b'frame')}.why"
    assert why.read_text() == "It is for another channel.\n"
    assert bundles(box) == []


def test_an_oversize_file_is_refused_unread(side: Side, box: Path) -> None:
    """A file above 2 MiB is set aside without being handed on."""
    with (box / name_for(b"large")).open("wb") as file:
        file.truncate(MAX_FRAME_BYTES + 1)
    inbox = Inbox()
    assert run(side(SOUTH, inbox).poll()) == Polled(refused=1)
    assert inbox.frames == []


def test_a_file_that_could_not_be_kept_is_read_again(side: Side, box: Path) -> None:
    """When our own store fails, the file stays until it can be taken."""
    troubles = [StoreFailed("The disk is full.")]

    async def troubled(frame: bytes) -> None:
        if troubles:
            raise troubles.pop()

    inbox = Inbox(troubled)
    (box / name_for(b"frame")).write_bytes(b"frame")

    async def scene() -> None:
        south = side(SOUTH, inbox)
        with pytest.raises(StoreFailed):
            await south.poll()
        assert bundles(box) == [name_for(b"frame")]
        assert await south.poll() == Polled(read=1)

    run(scene())
    assert inbox.frames == [b"frame", b"frame"]


def test_an_outbox_that_is_away_does_not_stop_the_inbox(
    box: Path, tmp_path: Path
) -> None:
    """Every file is read and filed, then the lost answers are reported."""
    inbox = Inbox(backwards)
    boxes = Boxes(tmp_path / "nowhere", box)
    for number, frame in enumerate([b"one", b"two"]):
        (box / name_for(frame, number)).write_bytes(frame)

    async def scene() -> None:
        south = FolderCarrier(boxes, SOUTH, inbox, StillClock())
        with pytest.raises(PathFailed, match="nowhere"):
            await south.poll()

    run(scene())
    assert inbox.frames == [b"one", b"two"]
    assert bundles(box / "done") == [name_for(b"one", 0), name_for(b"two", 1)]


def test_a_diode_without_a_way_back_drops_the_answer(box: Path) -> None:
    """Where there is no outbox, an answer has nowhere to go and nothing fails."""
    inbox = Inbox(backwards)
    (box / name_for(b"frame")).write_bytes(b"frame")
    south = FolderCarrier(Boxes(None, box), SOUTH, inbox, StillClock())
    assert run(south.poll()) == Polled(read=1)


def test_an_outbox_that_nobody_empties_fills_no_disk(
    side: Side, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond a bound the path counts as failed, and works again once emptied."""
    monkeypatch.setattr(folder, "MAX_OUTBOX_FILES", 2)

    async def scene() -> None:
        north, south = side(NORTH, Inbox()), side(SOUTH, Inbox())
        await north.hand_over(b"one")
        await north.hand_over(b"two")
        with pytest.raises(PathFailed, match="nobody takes them"):
            await north.hand_over(b"three")
        await south.poll()
        await north.hand_over(b"three")

    run(scene())


def test_an_odd_file_that_was_taken_away_is_forgotten(side: Side, box: Path) -> None:
    """Once somebody has tidied up, nothing odd is reported any more."""
    path = box / name_for(b"promised")
    path.write_bytes(b"other")

    async def scene() -> None:
        south = side(SOUTH, Inbox())
        assert await south.poll() == Polled(odd=1)
        path.unlink()
        assert await south.poll() == Polled()

    run(scene())


def test_odd_files_do_not_keep_out_whole_ones(
    side: Side, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that promise another content come last from the next look on."""
    monkeypatch.setattr(folder, "FILES_A_POLL", 2)
    inbox = Inbox()
    for number in range(2):
        (box / name_for(b"promised", number)).write_bytes(b"other")
    (box / name_for(b"good", 9)).write_bytes(b"good")

    async def scene() -> None:
        south = side(SOUTH, inbox)
        assert await south.poll() == Polled(odd=2)
        assert await south.poll() == Polled(read=1, odd=2)

    run(scene())
    assert inbox.frames == [b"good"]


def test_a_file_that_cannot_be_read_keeps_out_nothing(
    side: Side, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad spot on the stick is tried again, after everything that can be read."""
    monkeypatch.setattr(folder, "FILES_A_POLL", 1)
    inbox, sound, bad = Inbox(), durable.read, name_for(b"bad", 1)
    for number, frame in enumerate([b"bad", b"good"], 1):
        (box / name_for(frame, number)).write_bytes(frame)

    def worn(path: Path, *, max_bytes: int) -> tuple[bytes, os.stat_result]:
        if path.name == bad:
            raise OSError(5, "Input/output error")
        return sound(path, max_bytes=max_bytes)

    async def scene() -> None:
        south = side(SOUTH, inbox)
        monkeypatch.setattr(durable, "read", worn)
        assert await south.poll() == Polled(odd=1)
        assert await south.poll() == Polled(read=1, odd=1)
        monkeypatch.setattr(durable, "read", sound)
        assert await south.poll() == Polled(read=1)

    run(scene())
    assert inbox.frames == [b"good", b"bad"]


def test_a_missing_inbox_is_a_failed_path(tmp_path: Path) -> None:
    """Without its stick the inbox is not made up, but reported."""
    boxes = Boxes(None, tmp_path / "nowhere")
    south = FolderCarrier(boxes, SOUTH, Inbox(), StillClock())
    with pytest.raises(PathFailed, match="nowhere"):
        run(south.poll())
    assert not (tmp_path / "nowhere").exists()


def test_a_failed_write_leaves_nothing_behind(
    side: Side, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the medium fails before the flush, no name appears, not even half a one."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PathFailed, match="No space left"):
        run(side(NORTH, Inbox()).hand_over(b"frame"))
    assert list(box.iterdir()) == []


def test_a_folder_that_serves_is_left_as_it_was(side: Side, box: Path) -> None:
    """The trial is taken away again, and the other side never sees it."""
    inbox = Inbox()

    async def scene() -> None:
        await side(NORTH, Inbox()).try_out()
        assert await side(SOUTH, inbox).poll() == Polled()

    run(scene())
    assert list(box.iterdir()) == []
    assert inbox.frames == []


def test_a_trial_that_is_left_behind_is_no_bundle(side: Side, box: Path) -> None:
    """A node that dies in it leaves a file that nobody reads, and the next replaces."""
    for suffix in ("", ".part"):
        (box / f".00010203_NORTH_SOUTH.trial{suffix}").write_bytes(b"old")

    async def scene() -> None:
        assert await side(SOUTH, Inbox()).poll() == Polled()
        await side(NORTH, Inbox()).try_out()

    run(scene())
    assert list(box.iterdir()) == []


@pytest.mark.parametrize("missing", ["outbox", "inbox"])
def test_a_folder_that_is_away_does_not_serve(tmp_path: Path, missing: str) -> None:
    """The stick is not in the slot; which of the two it is, is said."""
    for each in ("outbox", "inbox"):
        if each != missing:
            (tmp_path / each).mkdir()
    boxes = Boxes(tmp_path / "outbox", tmp_path / "inbox")
    carrier = FolderCarrier(boxes, NORTH, Inbox(), StillClock())
    with pytest.raises(PathFailed, match=missing):
        run(carrier.try_out())


def test_a_folder_without_an_outbox_does_not_serve(box: Path) -> None:
    """Nothing can be left there."""
    carrier = FolderCarrier(Boxes(None, box), NORTH, Inbox(), StillClock())
    with pytest.raises(PathFailed, match="no outbox"):
        run(carrier.try_out())


def test_a_full_folder_does_not_serve(
    side: Side, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trial that fits where no bundle does would say the wrong thing."""
    monkeypatch.setattr(folder, "MAX_OUTBOX_FILES", 1)
    run(side(NORTH, Inbox()).hand_over(b"one"))
    with pytest.raises(PathFailed, match="nobody takes them"):
        run(side(NORTH, Inbox()).try_out())


def test_a_folder_that_gives_back_something_else_does_not_serve(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is broken about it."""

    def other(path: Path, *, max_bytes: int) -> tuple[bytes, os.stat_result]:
        return bytes(max_bytes), path.stat()

    monkeypatch.setattr(durable, "read", other)
    with pytest.raises(PathFailed, match="not what was written"):
        run(side(NORTH, Inbox()).try_out())


class HungClock(StillClock):
    """A clock on which a trial hangs, as on a folder of a machine that is gone."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_go_on = Event()

    def monotonic_s(self) -> float:
        """Hang."""
        self.asked += 1
        self.may_go_on.wait()
        return 0.0


def test_a_folder_that_hangs_does_not_serve_and_takes_one_thread(
    box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it is tried; and it serves again when it no longer hangs."""
    monkeypatch.setattr(folder, "TRIAL_S", 0.01)
    clock = HungClock()
    carrier = FolderCarrier(Boxes(box, box), NORTH, Inbox(), clock)

    async def scene() -> None:
        try:
            for _ in range(3):
                with pytest.raises(PathFailed, match="has hung"):
                    await carrier.try_out()
            assert clock.asked == 1
        finally:
            clock.may_go_on.set()
        monkeypatch.setattr(folder, "TRIAL_S", 20.0)
        await carrier.try_out()

    run(scene())
