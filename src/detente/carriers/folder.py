"""Decide how sealed bundles pass as files: a stick, a shared folder, a diode.

A bundle is one file. Its name sorts by time and says channel, sender and reader, so
that two lines may share one folder; it ends in a digest of the content. A file whose
content has another digest is still being copied, or damaged: it is left where it is,
and looked at again. What was read goes to `done/`, what was refused to `refused/` with
a `.why` beside it. A crash between reading and moving reads a file twice, which the
exchange bears; no order of events loses one.

The path is one way at a time: an answer is a file of its own in the own outbox. Either
box may be missing, as at a diode. When to look is decided by whoever calls `poll`.
Names and digests authenticate nobody: what is inside proves itself.
"""

import asyncio
import errno
import hashlib
import heapq
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple, ParamSpec, TypeVar

from detente import durable
from detente.carriers import refusals
from detente.ports import Clock, Receive
from detente.record.errors import Malformed, PathFailed, Refused
from detente.record.seal import MAX_FRAME_BYTES

SUFFIX: Final = ".bundle"
DONE: Final = "done"
REFUSED: Final = "refused"
FILES_A_POLL: Final = 64
MAX_OUTBOX_FILES: Final = 1024
TRIAL_S: Final = 10.0
_FILE_MODE: Final = 0o644
_DIGEST_DIGITS: Final = 32
_CHANNEL_DIGITS: Final = 8

_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


class Sides(NamedTuple):
    """Which channel the boxes serve, who we are and who the other side is."""

    channel: bytes
    own: str
    peer: str


class Boxes(NamedTuple):
    """The directories of the two directions; None where a direction has none.

    They are not made when they are missing: a mount point without its stick would
    otherwise fill with bundles that nobody carries. On a stick, name a directory below
    its top, which is there only while the stick is.
    """

    outbox: Path | None
    inbox: Path | None


class Polled(NamedTuple):
    """What one look into the inbox came to, in files.

    `odd` is how many carry our name but not the content that their name promises.
    """

    read: int = 0
    refused: int = 0
    odd: int = 0


class FolderCarrier:
    """The Carrier and Box ports over two directories.

    Args:
        boxes: where files go and come.
        sides: whose files they are.
        receive: takes each bundle that is read from the inbox.
        clock: names files.
    """

    def __init__(
        self, boxes: Boxes, sides: Sides, receive: Receive, clock: Clock
    ) -> None:
        self._boxes = boxes
        self._receive = receive
        self._clock = clock
        self._sides = sides
        self._outward = _names(sides.channel, sides.own, sides.peer)
        self._inward = _names(sides.channel, sides.peer, sides.own)
        self._counter = 0
        self._odd: set[str] = set()
        self._polling = asyncio.Lock()
        self._closed = False
        self._trial: asyncio.Future[None] | None = None

    @property
    def path(self) -> str:
        """The path's name, as the record shows it."""
        return "folder"

    async def hand_over(self, frame: bytes) -> None:
        """Write one sealed bundle as a file; the answer comes, if ever, as another.

        Raises:
            PathFailed: no outbox is there, it is full, or cannot be written.
        """
        refusals.check_size(frame)
        if self._closed or self._boxes.outbox is None:
            raise PathFailed("This folder path has no outbox, or is closed.")
        target = self._boxes.outbox / self._name(frame)
        try:
            # A stick may take seconds to flush: receipts must not wait for it.
            await asyncio.to_thread(self._put, target, frame)
        except OSError as error:
            raise PathFailed(
                f"The outbox {target.parent} cannot be written: {error.strerror}. Is "
                "the stick or the shared folder there?"
            ) from error

    async def poll(self) -> Polled:
        """Read what lies in the inbox, oldest first, up to 64 files.

        Raises:
            PathFailed: the inbox cannot be read or tidied, or an answer could not be
                written; every file that was read is filed nevertheless.
            Failed: this side cannot take bundles; the file stays.
        """
        if self._closed or self._boxes.inbox is None:
            return Polled()
        async with self._polling:
            return await self._poll(self._boxes.inbox)

    async def try_out(self) -> None:
        """Find out whether a file can be left in the outbox, and the inbox be read.

        A small file is written, read back and taken away (clause 22.10).

        Raises:
            PathFailed: no outbox is there, it is full, or a box does not serve.
        """
        outbox = self._boxes.outbox
        if self._closed or outbox is None:
            raise PathFailed("This folder path has no outbox, or is closed.")
        # A folder of another machine may hang: it must not collect a thread a minute.
        if self._trial is None or self._trial.done():
            work = asyncio.to_thread(self._try, outbox, self._boxes.inbox)
            self._trial = asyncio.ensure_future(work)
        await asyncio.wait([self._trial], timeout=TRIAL_S)
        if not self._trial.done():
            raise PathFailed(f"The folder {outbox} has hung for {TRIAL_S:.0f} s.")
        error = self._trial.exception()
        if isinstance(error, OSError):
            where = error.filename or outbox
            raise PathFailed(
                f"{where} cannot be used: {error.strerror}. Is the stick or the shared "
                "folder there?"
            ) from error
        await self._trial

    async def close(self) -> None:
        """Let go of the path; the files stay."""
        self._closed = True

    async def _poll(self, inbox: Path) -> Polled:
        read = refused = 0
        unanswered: PathFailed | None = None
        for name in await _in_inbox(self._waiting, inbox):
            frame = await _in_inbox(self._take, inbox / name)
            if frame is None:
                continue
            try:
                answer = await self._deliver(frame)
            except Refused as error:
                await _in_inbox(_refuse, inbox / name, error.sentence)
                refused += 1
                continue
            try:
                if answer is not None and self._boxes.outbox is not None:
                    await self.hand_over(answer)
            except PathFailed as error:
                # What was read is kept on our side, and the sender asks again for an
                # answer that is lost: an outbox that is away must not stop the inbox.
                unanswered = error
            await _in_inbox(_file, inbox / name, DONE)
            read += 1
        if unanswered is not None:
            raise unanswered
        return Polled(read, refused, len(self._odd))

    async def _deliver(self, frame: bytes) -> bytes | None:
        if len(frame) > MAX_FRAME_BYTES:
            raise Malformed(f"The file is larger than {MAX_FRAME_BYTES} bytes.")
        return await self._receive(frame, self.path)

    def _name(self, frame: bytes) -> str:
        moment = datetime.fromtimestamp(self._clock.now_s(), tz=UTC)
        self._counter += 1
        sides = self._sides
        parts = (
            moment.strftime("%Y%m%dT%H%M%SZ"),
            f"{self._counter:06d}",
            sides.channel.hex()[:_CHANNEL_DIGITS],
            sides.own,
            sides.peer,
            _digest(frame),
        )
        return "_".join(parts) + SUFFIX

    def _put(self, target: Path, frame: bytes) -> None:
        self._find_room(target.parent)
        durable.write(target, frame, mode=_FILE_MODE)

    def _find_room(self, outbox: Path) -> None:
        with os.scandir(outbox) as listed:
            waiting = sum(1 for each in listed if self._outward.fullmatch(each.name))
        if waiting >= MAX_OUTBOX_FILES:
            raise OSError(errno.ENOSPC, f"{waiting} bundles wait and nobody takes them")

    def _try(self, outbox: Path, inbox: Path | None) -> None:
        if inbox is not None and not os.access(inbox, os.R_OK | os.W_OK | os.X_OK):
            raise OSError(errno.EACCES, "it cannot be read and tidied", str(inbox))
        self._find_room(outbox)
        sides = self._sides
        channel = sides.channel.hex()[:_CHANNEL_DIGITS]
        trial = outbox / f".{channel}_{sides.own}_{sides.peer}.trial"
        content = str(self._clock.monotonic_s()).encode()
        try:
            durable.write(trial, content, mode=_FILE_MODE)
            back, _ = durable.read(trial, max_bytes=len(content))
        finally:
            trial.unlink(missing_ok=True)
        if back != content:
            raise OSError(errno.EIO, "what is read there is not what was written")

    def _waiting(self, inbox: Path) -> list[str]:
        """Return the oldest names to read; those found odd before come last.

        Otherwise files that are never whole would keep out those that are.
        """
        with os.scandir(inbox) as listed:
            ours = {
                each.name
                for each in listed
                if self._inward.fullmatch(each.name)
                and each.is_file(follow_symlinks=False)
            }
        self._odd &= ours
        return heapq.nsmallest(FILES_A_POLL, ours, lambda n: (n in self._odd, n))

    def _take(self, path: Path) -> bytes | None:
        """Return a file's content, or None where there is nothing new and whole."""
        try:
            frame, _ = durable.read(path, max_bytes=MAX_FRAME_BYTES)
        except FileNotFoundError:
            return None
        except OSError:
            self._odd.add(path.name)
            return None
        if len(frame) <= MAX_FRAME_BYTES and _digest(frame) not in path.name:
            self._odd.add(path.name)
            return None
        self._odd.discard(path.name)
        if (path.parent / DONE / path.name).exists():
            _file(path, DONE)
            return None
        return frame


async def _in_inbox(
    work: Callable[_Args, _Result], *args: _Args.args, **kwargs: _Args.kwargs
) -> _Result:
    """Do slow work on the inbox beside the event loop."""
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except OSError as error:
        raise PathFailed(
            f"The inbox cannot be read and tidied: {error}. Is it there, and may this "
            "user write to it?"
        ) from error


def _names(channel: bytes, sender: str, reader: str) -> re.Pattern[str]:
    return re.compile(
        rf"\d{{8}}T\d{{6}}Z_\d{{6,}}_{channel.hex()[:_CHANNEL_DIGITS]}"
        rf"_{re.escape(sender)}_{re.escape(reader)}"
        rf"_[0-9a-f]{{{_DIGEST_DIGITS}}}{re.escape(SUFFIX)}"
    )


def _digest(frame: bytes) -> str:
    return hashlib.sha256(frame).hexdigest()[:_DIGEST_DIGITS]


def _refuse(path: Path, sentence: str) -> None:
    why = _file(path, REFUSED).with_suffix(f"{SUFFIX}.why")
    durable.write(why, f"{sentence}\n".encode(), mode=_FILE_MODE)


def _file(path: Path, box: str) -> Path:
    """Move a file out of the way. One that lies there already has the same content."""
    directory = path.parent / box
    directory.mkdir(exist_ok=True)
    return path.replace(directory / path.name)
