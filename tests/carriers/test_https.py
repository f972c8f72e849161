"""The network path between two ends: what is taken, what is refused, how both end."""

import asyncio
import signal

import pytest
from tests.carriers.ends import (
    NEW_LOOP,
    NORTH,
    SOUTH,
    STRANGER,
    Inbox,
    backwards,
    contexts,
    run,
    serving,
)

from detente.carriers import https
from detente.carriers.https import HttpsServer, listen, url_of
from detente.carriers.https_client import HttpsCarrier
from detente.node import tls
from detente.record.errors import (
    Malformed,
    Misdirected,
    PathFailed,
    StoreFailed,
)
from detente.record.seal import MAX_FRAME_BYTES

BOTH = contexts()
LOOPS = sorted(NEW_LOOP)


async def raw(url: str, request: bytes) -> bytes:
    """Send bytes as they are; return all that comes until the server hangs up."""
    host, port = url.removeprefix("https://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), ssl=BOTH.client)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


@pytest.mark.parametrize("loop", LOOPS)
def test_many_bundles_share_one_connection(loop: str) -> None:
    """One handshake serves a thousand bundles, in either event loop."""

    async def scene() -> None:
        async with serving(Inbox(backwards), BOTH.server) as (server, url):
            carrier = HttpsCarrier(url, BOTH.client)
            await carrier.hand_over(b"first")
            connection = carrier._connection
            for number in range(1000):
                frame = b"%06d" % number
                assert await carrier.hand_over(frame) == frame[::-1]
            assert carrier._connection is connection
            assert len(server._server.server_state.connections) == 1
            await carrier.close()

    run(scene(), loop)


def test_bundles_handed_over_at_once_take_turns() -> None:
    """Never are two in flight, and each gets its own answer."""
    under_way: list[bytes] = []

    async def alone(frame: bytes) -> bytes:
        under_way.append(frame)
        assert under_way == [frame]
        await asyncio.sleep(0)
        under_way.remove(frame)
        return frame

    async def scene() -> None:
        async with serving(Inbox(alone), BOTH.server) as (server, url):
            carrier = HttpsCarrier(url, BOTH.client)
            frames = [b"%d" % number for number in range(20)]
            given = await asyncio.gather(*map(carrier.hand_over, frames))
            assert given == frames
            assert len(server._server.server_state.connections) == 1
            await carrier.close()

    run(scene())


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /bundle HTTP/1.1\r\nContent-Length: 1", b"405"),
        (b"POST /bundles HTTP/1.1\r\nContent-Length: 1", b"404"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1", b"404"),
        (b"POST /bundle HTTP/1.1\r\nTransfer-Encoding: chunked", b"411"),
        (b"POST /bundle HTTP/1.1\r\nContent-Length: 2097153", b"413"),
        (b"POST /bundle HTTP/1.1\r\nContent-Length: 99999999999999999999", b"400"),
        (b"POST /bundle HTTP/1.1\r\nContent-Length: -1", b"400"),
        (b"POST /bundle HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2", b"400"),
        (b"POST /bundle HTTP/1.1\r\nUpgrade: websocket", b"411"),
        (b"nonsense", b"400"),
    ],
)
def test_anything_but_a_bundle_is_refused_on_its_head(
    head: bytes, status: bytes
) -> None:
    """No byte of a body is awaited before the refusal, and nothing is handed on."""
    inbox = Inbox()

    async def scene() -> bytes:
        async with serving(inbox, BOTH.server) as (_, url):
            return await raw(url, head + b"\r\nHost: node\r\n\r\n")

    assert run(scene()).startswith(b"HTTP/1.1 " + status + b" ")
    assert inbox.frames == []


@pytest.mark.parametrize(
    ("error", "status"),
    [(Malformed("No frame."), "400"), (Misdirected("Not ours."), "421")],
)
def test_a_refusal_has_its_status(error: Malformed, status: str) -> None:
    """A tool that watches the traffic can count refusals by their kind."""

    async def refuse(frame: bytes) -> bytes:
        raise error

    async def scene() -> None:
        async with serving(Inbox(refuse), BOTH.server) as (_, url):
            carrier = HttpsCarrier(url, BOTH.client)
            with pytest.raises(PathFailed, match=rf"{error.sentence} \({status}\)"):
                await carrier.hand_over(b"frame")
            await carrier.close()

    run(scene())


def test_a_bundle_that_breaks_off_is_not_handed_on() -> None:
    """When the peer hangs up in the middle, what came is forgotten."""
    inbox = Inbox()

    async def scene() -> None:
        async with serving(inbox, BOTH.server) as (_, url):
            host, port = url.removeprefix("https://").split(":")
            _, writer = await asyncio.open_connection(host, int(port), ssl=BOTH.client)
            writer.write(b"POST /bundle HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf")
            await writer.drain()
            writer.transport.abort()
            carrier = HttpsCarrier(url, BOTH.client)
            await carrier.hand_over(b"whole")
            await carrier.close()

    run(scene())
    assert inbox.frames == [b"whole"]


def test_when_this_side_fails_the_server_ends_with_the_reason() -> None:
    """The peer learns that we are away; our supervisor, and it alone, learns why."""

    async def fail(frame: bytes) -> bytes:
        raise StoreFailed("The disk at /secret/place is full.")

    async def scene() -> None:
        listener = listen("127.0.0.1", 0)
        server = HttpsServer(Inbox(fail), BOTH.server)
        carrier = HttpsCarrier(url_of(listener), BOTH.client)
        task = asyncio.create_task(server.serve(listener))
        with pytest.raises(PathFailed, match="cannot take bundles now") as caught:
            await carrier.hand_over(b"frame")
        assert "secret" not in str(caught.value)
        with pytest.raises(StoreFailed, match="is full"):
            await task
        await carrier.close()

    run(scene())


@pytest.mark.parametrize("loop", LOOPS)
def test_stopping_waits_for_nobody_for_long(loop: str) -> None:
    """An idle connection and a bundle that hangs do not keep the node from ending."""
    hanging = asyncio.Event()

    async def hang(frame: bytes) -> bytes:
        if frame == b"hang":
            hanging.set()
            await asyncio.Event().wait()
        return frame

    async def scene() -> None:
        listener = listen("127.0.0.1", 0)
        server = HttpsServer(Inbox(hang), BOTH.server)
        idle, busy = (HttpsCarrier(url_of(listener), BOTH.client) for _ in range(2))
        task = asyncio.create_task(server.serve(listener))
        await idle.hand_over(b"pass")
        stuck = asyncio.create_task(busy.hand_over(b"hang"))
        await hanging.wait()
        async with asyncio.timeout(2):
            server.stop()
            await task
        with pytest.raises(PathFailed):
            await stuck
        await idle.close()
        await busy.close()

    run(scene(), loop)


def test_a_cancelled_server_takes_nothing_more() -> None:
    """When its task is cancelled, kept connections end with it."""
    inbox = Inbox()

    async def scene() -> None:
        listener = listen("127.0.0.1", 0)
        server = HttpsServer(inbox, BOTH.server)
        carrier = HttpsCarrier(url_of(listener), BOTH.client)
        task = asyncio.create_task(server.serve(listener))
        await carrier.hand_over(b"before")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(PathFailed):
            await carrier.hand_over(b"after")
        await carrier.close()

    run(scene())
    assert inbox.frames == [b"before"]


def test_signals_stay_with_the_node() -> None:
    """Running the server changes no signal's disposition."""
    seen: list[object] = []

    async def look(frame: bytes) -> None:
        seen.extend(map(signal.getsignal, (signal.SIGINT, signal.SIGTERM)))

    async def scene() -> list[object]:
        before: list[object] = [
            signal.getsignal(signal.SIGINT),
            signal.getsignal(signal.SIGTERM),
        ]
        async with serving(Inbox(look), BOTH.server) as (_, url):
            carrier = HttpsCarrier(url, BOTH.client)
            await carrier.hand_over(b"frame")
            await carrier.close()
        return before

    assert run(scene()) == seen


def test_an_address_that_is_taken_is_a_failed_path() -> None:
    """The officer reads which address it was."""
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PathFailed, match=f"port {port}"):
            listen("127.0.0.1", port)


def test_a_bundle_that_drips_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A peer cannot hold a connection open with half a bundle."""
    monkeypatch.setattr(https, "_BODY_S", 0.05)

    async def scene() -> bytes:
        async with serving(Inbox(), BOTH.server) as (_, url):
            head = b"POST /bundle HTTP/1.1\r\nContent-Length: 9\r\n\r\n"
            return await raw(url, head + b"half")

    assert run(scene()).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("loop", LOOPS)
def test_a_server_with_another_key_is_not_handed_anything(loop: str) -> None:
    """The officer reads that who answers is not the other side."""
    inbox = Inbox()
    posing = tls.server_context(STRANGER, [NORTH.certificate])

    async def scene() -> None:
        async with serving(inbox, posing) as (_, url):
            carrier = HttpsCarrier(url, BOTH.client)
            with pytest.raises(PathFailed, match="is not who"):
                await carrier.hand_over(b"frame")
            await carrier.close()

    run(scene(), loop)
    assert inbox.frames == []


@pytest.mark.parametrize("loop", LOOPS)
def test_a_client_with_another_key_hands_nothing_over(loop: str) -> None:
    """A stranger's bundle does not reach the node, whatever it holds."""
    inbox = Inbox()
    posing = tls.client_context(STRANGER, SOUTH.certificate)

    async def scene() -> None:
        async with serving(inbox, BOTH.server) as (_, url):
            carrier = HttpsCarrier(url, posing)
            with pytest.raises(PathFailed):
                await carrier.hand_over(b"frame")
            await carrier.close()

    run(scene(), loop)
    assert inbox.frames == []


def test_the_largest_bundle_and_answer_pass() -> None:
    """Two MiB pass in both directions, through every buffer between."""

    async def scene() -> None:
        async with serving(Inbox(backwards), BOTH.server) as (_, url):
            carrier = HttpsCarrier(url, BOTH.client)
            frame = bytes(range(256)) * (MAX_FRAME_BYTES // 256)
            assert await carrier.hand_over(frame) == frame[::-1]
            await carrier.close()

    run(scene())
