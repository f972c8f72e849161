"""Decide how programs on this machine ask the node: a local socket, frame by frame.

Only the node writes its store; whoever wants to state something knocks here. A frame is
a four-byte length and a deterministic CBOR list: [number, verb, arguments] in, [number,
word, value] out; `refused` carries the error's code and sentence. The socket lies in
the line's directory, readable by its owner alone: the operating system decides who may
knock. What a verb does is the desk's matter.
"""

import asyncio
import contextlib
import itertools
import os
import struct
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from detente.record import wire
from detente.record.errors import DetenteError, Malformed, Misasked, PathFailed

MAX_FRAME_BYTES: Final = 4 * 1024 * 1024
_LENGTH = struct.Struct(">I")
_LONGEST_NAME: Final = 107

Say: TypeAlias = Callable[[str, wire.Value], Awaitable[None]]
"""Sends one word and its value back to who knocked."""

Desk: TypeAlias = Callable[[str, list[wire.Value], Say], Coroutine[None, None, None]]
"""Does a verb with its arguments and says what came of it, last of all `done`."""


@contextlib.contextmanager
def _short_name(path: Path) -> Iterator[str]:
    """Give a name for a socket that fits into its address, however deep it lies.

    Linux allows 107 bytes (unix(7)); a longer path is named from its directory.
    """
    if len(os.fsencode(path)) <= _LONGEST_NAME:
        yield str(path)
        return
    flags = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC
    directory = os.open(path.parent, flags)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)


async def read_frame(reader: asyncio.StreamReader) -> wire.Value:
    """Read one frame.

    Raises:
        Malformed: too long, or not in the one encoding.
        EOFError: the other end has gone.
    """
    (size,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    if size > MAX_FRAME_BYTES:
        raise Malformed("A request at the door is too long.")
    return wire.decode(await reader.readexactly(size), max_bytes=MAX_FRAME_BYTES)


def frame(value: wire.Value) -> bytes:
    """Return a value as one frame."""
    data = wire.encode(value)
    return _LENGTH.pack(len(data)) + data


class Door:
    """The node's end of the local socket."""

    def __init__(self, path: Path, desk: Desk) -> None:
        """Serve `desk` at `path` once entered."""
        self._path = path
        self._desk = desk
        self._server: asyncio.Server | None = None
        self._visits: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start listening.

        Raises:
            PathFailed: the socket cannot be made.
        """
        try:
            self._path.unlink(missing_ok=True)
            with _short_name(self._path) as name:
                self._server = await asyncio.start_unix_server(self._greet, name)
            self._path.chmod(0o600)
        except OSError as error:
            raise PathFailed(f"The local door cannot be opened: {error}.") from error

    async def close(self) -> None:
        """Stop listening and let go of every visitor."""
        if self._server is not None:
            self._server.close()
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        self._path.unlink(missing_ok=True)

    def _greet(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        # A task of our own: asyncio logs a traceback where its own one is cancelled.
        visit = asyncio.create_task(self._visit(reader, writer))
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)

    async def _visit(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    request = await read_frame(reader)
                    group.create_task(self._answer(request, writer))
        except* (EOFError, ConnectionError, Malformed):
            pass  # the visitor left, or spoke no frames: nothing of ours is at stake
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, request: wire.Value, writer: asyncio.StreamWriter) -> None:
        match request:
            case [int() as number, str() as verb, [*arguments]]:
                pass
            case _:
                raise Malformed("A request at the door has another shape.")

        async def say(word: str, value: wire.Value) -> None:
            writer.write(frame([number, word, value]))
            await writer.drain()

        try:
            await self._desk(verb, arguments, say)
        except DetenteError as error:
            await say("refused", [error.code, error.sentence])


class Knock:
    """The other end: one connection, many requests under way."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Use `Knock.at` instead."""
        self._reader = reader
        self._writer = writer
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Queue[tuple[str, wire.Value]]] = {}
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def at(cls, path: Path) -> "Knock":
        """Knock at a node's door.

        Raises:
            Misasked: no node runs there.
        """
        try:
            with _short_name(path) as name:
                reader, writer = await asyncio.open_unix_connection(name)
        except OSError as error:
            raise Misasked(
                f"No node runs for {path.parent}. Start it: detente serve --line "
                f"{path.parent}"
            ) from error
        return cls(reader, writer)

    async def _listen(self) -> None:
        try:
            while True:
                self._hand_out(await read_frame(self._reader))
        except (EOFError, ConnectionError, Malformed):
            for queue in self._waiting.values():
                queue.put_nowait(("refused", ["path-failed", "The node has stopped."]))

    def _hand_out(self, answer: wire.Value) -> None:
        match answer:
            case [int() as number, str() as word, value]:
                if number in self._waiting:
                    self._waiting[number].put_nowait((word, value))
            case _:
                raise Malformed("The node answered in another shape.")

    async def ask(
        self,
        verb: str,
        *arguments: wire.Value,
        heard: Callable[[str, wire.Value], None] | None = None,
    ) -> wire.Value:
        """Ask for a verb; return the value of `done`, tell `heard` every other word.

        Raises:
            DetenteError: the node refused, in its words.
        """
        number = next(self._numbers)
        queue: asyncio.Queue[tuple[str, wire.Value]] = asyncio.Queue()
        self._waiting[number] = queue
        try:
            if self._listening.done():
                # Nobody reads answers any more: who asked would wait for ever.
                raise PathFailed("The node has stopped.")
            self._writer.write(frame([number, verb, list(arguments)]))
            await self._writer.drain()
            while True:
                word, value = await queue.get()
                if word == "done":
                    return value
                if word == "refused":
                    raise refusal(value)
                if heard is not None:
                    heard(word, value)
        except ConnectionError as error:
            raise PathFailed("The node has stopped.") from error
        finally:
            del self._waiting[number]

    async def close(self) -> None:
        """Leave."""
        self._listening.cancel()
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()


def refusal(said: wire.Value) -> DetenteError:
    """Return the error whose code and sentence came over the door."""
    if not isinstance(said, list) or len(said) != 2:  # noqa: PLR2004
        return Malformed("The node refused in another shape.")
    code, sentence = map(str, said)
    families: list[type[DetenteError]] = [DetenteError]
    while families:
        family = families.pop()
        if family.code == code:
            return family(sentence)
        families += family.__subclasses__()
    return DetenteError(sentence)
