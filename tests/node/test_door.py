"""Programs on this machine ask the node through a local socket, frame by frame."""

import asyncio
import contextlib
import gc
import stat
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.node import door
from detente.node.door import Door, Knock, Say
from detente.record import wire
from detente.record.errors import (
    DetenteError,
    HeadLost,
    Malformed,
    Misasked,
    PathFailed,
    StoreFailed,
    Unproven,
)

NAME = "door.sock"


class Clerk:
    """A desk that does a few things, and waits for whom it is told to wait."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.came = asyncio.Event()
        self.left = asyncio.Event()
        self.may_go_on = asyncio.Event()

    async def __call__(self, verb: str, arguments: list[wire.Value], say: Say) -> None:
        """Do a verb."""
        self.asked.append(verb)
        match verb:
            case "echo":
                await say("done", arguments)
            case "steps":
                await say("one", 1)
                await say("two", 2)
                await say("done", 3)
            case "wait":
                self.came.set()
                try:
                    await self.may_go_on.wait()
                finally:
                    self.left.set()
                await say("done", None)
            case _:
                raise Unproven(f"Nobody does {verb}.")


@contextlib.asynccontextmanager
async def serving(directory: Path, clerk: Clerk) -> AsyncIterator[Path]:
    """Keep a door open."""
    path = directory / NAME
    served = Door(path, clerk)
    await served.open()
    try:
        yield path
    finally:
        await served.close()


@contextlib.asynccontextmanager
async def knocking(path: Path) -> AsyncIterator[Knock]:
    """Knock at a door, and leave at the end."""
    knock = await Knock.at(path)
    try:
        yield knock
    finally:
        await knock.close()


def play(
    directory: Path, scene: Callable[[Path, Clerk], Coroutine[None, None, None]]
) -> None:
    """Play a scene at an open door; nothing in it may take long."""
    loose: list[dict[str, object]] = []

    async def whole() -> None:
        clerk = Clerk()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: loose.append(context))
        async with asyncio.timeout(20), serving(directory, clerk) as path:
            await scene(path, clerk)

    asyncio.run(whole())
    gc.collect()
    assert loose == [], "an error that nobody caught"


def test_what_is_asked_is_answered(tmp_path: Path) -> None:
    """Arguments and value pass as they are."""

    async def scene(path: Path, clerk: Clerk) -> None:
        async with knocking(path) as knock:
            said: list[wire.Value] = [1, b"bytes", "text", None, True, [{"a": -1}]]
            assert await knock.ask("echo", *said) == said
        assert clerk.asked == ["echo"]

    play(tmp_path, scene)


def test_words_before_the_last_are_heard_in_their_order(tmp_path: Path) -> None:
    """Stored, then receipted: who waits is told each as it comes."""

    async def scene(path: Path, clerk: Clerk) -> None:
        heard: list[tuple[str, wire.Value]] = []
        async with knocking(path) as knock:
            last = await knock.ask(
                "steps", heard=lambda word, value: heard.append((word, value))
            )
            assert await knock.ask("steps") == last == 3
        assert heard == [("one", 1), ("two", 2)]

    play(tmp_path, scene)


def test_a_refusal_comes_back_as_the_error_that_it_is(tmp_path: Path) -> None:
    """With its own sentence, and the next request is answered."""

    async def scene(path: Path, clerk: Clerk) -> None:
        async with knocking(path) as knock:
            with pytest.raises(Unproven, match="Nobody does juggle"):
                await knock.ask("juggle")
            assert await knock.ask("echo") == []

    play(tmp_path, scene)


def test_many_requests_are_under_way_at_once(tmp_path: Path) -> None:
    """One that waits for the other side keeps nobody from asking."""

    async def scene(path: Path, clerk: Clerk) -> None:
        async with knocking(path) as knock, knocking(path) as other:
            waiting = asyncio.create_task(knock.ask("wait"))
            for number in range(20):
                assert await knock.ask("echo", number) == [number]
                assert await other.ask("echo", number) == [number]
            assert not waiting.done()
            clerk.may_go_on.set()
            assert await waiting is None

    play(tmp_path, scene)


def test_a_visitor_that_leaves_is_no_longer_worked_for(tmp_path: Path) -> None:
    """Its requests end; the others go on."""

    async def scene(path: Path, clerk: Clerk) -> None:
        knock = await Knock.at(path)
        waiting = asyncio.create_task(knock.ask("wait"))
        await clerk.came.wait()
        await knock.close()
        await clerk.left.wait()
        waiting.cancel()
        async with knocking(path) as other:
            assert await other.ask("echo") == []

    play(tmp_path, scene)


def test_a_node_that_stops_leaves_nobody_waiting(tmp_path: Path) -> None:
    """Who waits is told, and so is who asks afterwards."""

    async def whole() -> None:
        clerk = Clerk()
        served = Door(tmp_path / NAME, clerk)
        await served.open()
        async with asyncio.timeout(20), knocking(tmp_path / NAME) as knock:
            waiting = asyncio.create_task(knock.ask("wait"))
            await clerk.came.wait()
            await served.close()
            with pytest.raises(PathFailed):
                await waiting
            for _ in range(3):
                with pytest.raises(PathFailed):
                    await knock.ask("echo")

    asyncio.run(whole())


def test_a_node_that_speaks_no_frames_leaves_nobody_waiting(tmp_path: Path) -> None:
    """What stands at the path may be another program, or of another release."""

    async def stranger(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(b"\x00\x00\x00\x05hello")
        await reader.read()
        writer.close()

    async def whole() -> None:
        server = await asyncio.start_unix_server(stranger, tmp_path / NAME)
        async with asyncio.timeout(5), server, knocking(tmp_path / NAME) as knock:
            for _ in range(3):
                with pytest.raises(PathFailed):
                    await knock.ask("echo")

    asyncio.run(whole())


def test_where_no_node_runs_the_officer_is_told_how_to_start_it(tmp_path: Path) -> None:
    """Neither without a socket nor with the one that a killed node left."""

    async def whole() -> None:
        with pytest.raises(Misasked, match="detente serve"):
            await Knock.at(tmp_path / NAME)
        (tmp_path / NAME).touch()
        with pytest.raises(Misasked, match="detente serve"):
            await Knock.at(tmp_path / NAME)

    asyncio.run(whole())


def test_the_door_is_for_its_owner_alone(tmp_path: Path) -> None:
    """The operating system decides who may knock."""

    async def scene(path: Path, clerk: Clerk) -> None:
        mode = path.stat().st_mode  # noqa: ASYNC240 - nobody else waits here
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o600

    play(tmp_path, scene)


def test_what_a_killed_node_left_behind_is_no_obstacle(tmp_path: Path) -> None:
    """A socket without a node behind it is replaced, and gone at the end."""
    (tmp_path / NAME).touch()

    async def scene(path: Path, clerk: Clerk) -> None:
        async with knocking(path) as knock:
            assert await knock.ask("echo") == []

    play(tmp_path, scene)
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize("kind", ["too long", "no directory", "a directory there"])
def test_a_door_that_cannot_be_opened_is_a_failed_path(
    tmp_path: Path, kind: str
) -> None:
    """With a sentence, not a traceback."""
    path = {
        "too long": tmp_path / ("x" * 120),
        "no directory": tmp_path / "missing" / NAME,
        "a directory there": tmp_path / NAME,
    }[kind]
    if kind == "a directory there":
        path.mkdir()

    async def whole() -> None:
        with pytest.raises(PathFailed):
            await Door(path, Clerk()).open()

    asyncio.run(whole())


JUNK = [
    b"\xff\xff\xff\xff",
    b"\x00\x40\x00\x01",
    b"\x00\x00\x00\x01\x9f",
    b"\x00\x00\x00\x00",
    door.frame([1, "echo"]),
    door.frame(["1", "echo", []]),
    door.frame({"verb": "echo"}),
    door.frame([1, b"echo", []]),
]


@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: junk.hex()[:24])
def test_a_visitor_that_speaks_no_frames_is_shown_out(
    tmp_path: Path, junk: bytes
) -> None:
    """And the others notice nothing."""

    async def scene(path: Path, clerk: Clerk) -> None:
        async with knocking(path) as other:
            reader, writer = await asyncio.open_unix_connection(path)
            writer.write(junk)
            assert await reader.read() == b""
            writer.close()
            assert await other.ask("echo", 7) == [7]
        assert clerk.asked == ["echo"]

    play(tmp_path, scene)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=40), max_size=4))
def test_any_bytes_at_the_door_end_no_node(tmp_path: Path, parts: list[bytes]) -> None:
    """However they are cut, and whenever the visitor leaves."""

    async def scene(path: Path, clerk: Clerk) -> None:
        _, writer = await asyncio.open_unix_connection(path)
        for part in parts:
            writer.write(len(part).to_bytes(4, "big") + part)
        writer.close()
        async with knocking(path) as other:
            assert await other.ask("echo") == []

    play(tmp_path, scene)


def test_a_frame_is_read_back_as_it_was_and_never_over_its_bound() -> None:
    """A length that promises too much is refused before anything is read."""

    async def whole() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(door.frame([1, "word", {"a": [b"x"]}]))
        assert await door.read_frame(reader) == [1, "word", {"a": [b"x"]}]
        reader.feed_data((door.MAX_FRAME_BYTES + 1).to_bytes(4, "big"))
        with pytest.raises(Malformed):
            await door.read_frame(reader)

    asyncio.run(whole())


@pytest.mark.parametrize("error", [Unproven, HeadLost, StoreFailed, Misasked])
def test_every_error_keeps_its_kind_over_the_door(error: type[DetenteError]) -> None:
    """The exit code of a command depends on it."""
    found = door.refusal([error.code, "Do this."])

    assert (type(found), found.sentence) == (error, "Do this.")


def test_an_error_of_a_kind_that_we_do_not_know_is_an_error_still() -> None:
    """A newer node may have kinds that an older command has not."""
    assert type(door.refusal(["novel", "Do that."])) is DetenteError
    shapes: list[wire.Value] = [None, [], ["refused"], "refused", ["a", "b", "c"]]
    for odd in shapes:
        assert isinstance(door.refusal(odd), DetenteError)
