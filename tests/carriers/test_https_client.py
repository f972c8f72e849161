"""The calling end of the network path: what it believes, and when it gives up."""

import asyncio
import contextlib
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.carriers.ends import (
    NEW_LOOP,
    Inbox,
    backwards,
    contexts,
    run,
    serving,
)
from tests.carriers.scripted import request, saying, scripted

from detente.carriers import https_client
from detente.carriers.https import HttpsServer, listen, url_of
from detente.carriers.https_client import HttpsCarrier
from detente.carriers.refusals import Unanswered
from detente.record.errors import (
    Misasked,
    PathFailed,
)
from detente.record.seal import MAX_FRAME_BYTES

BOTH = contexts()
LOOPS = sorted(NEW_LOOP)


UNSOUND = {
    "no length": b"HTTP/1.1 200 OK\r\n\r\n",
    "more than announced": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
    "two lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\ncontent-length: 1\r\n\r\na"
    ),
    "signed length": b"HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na",
    "too long": b"HTTP/1.1 200 OK\r\nContent-Length: 2097153\r\n\r\n",
    "chunked": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
    ),
    "chunked and length": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\na"
    ),
    "blank before colon": b"HTTP/1.1 204 No Content\r\nContent-Length : 0\r\n\r\n",
    "older version": b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",
    "interim": b"HTTP/1.1 100 Continue\r\n\r\n",
    "bare newlines": b"HTTP/1.1 200 OK\nContent-Length: 1\n\na\r\n\r\n",
    "folded": b"HTTP/1.1 200 OK\r\n folded\r\nContent-Length: 1\r\n\r\na",
    "endless head": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 9000,
    "long head": b"HTTP/1.1 204 OK\r\nX: " + b"a" * 9000 + b"\r\n\r\n",
    "noise": b"\x15\x03\x03\r\n\r\n",
}


@pytest.mark.parametrize("fault", UNSOUND)
def test_an_answer_that_is_not_sound_ends_the_connection(fault: str) -> None:
    """Whatever cannot be framed for certain is no answer, and is not read on from."""

    async def scene() -> None:
        async with scripted(saying(UNSOUND[fault])) as carrier:
            with pytest.raises(PathFailed) as caught:
                await carrier.hand_over(b"frame")
            assert "No answer came" not in caught.value.sentence
            assert carrier._connection is not None
            assert carrier._connection.ended

    run(scene())


def test_an_answer_that_breaks_off_is_none() -> None:
    """The bundle may have been taken, or not: it will be handed over again."""

    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        await writer.drain()
        writer.close()

    async def scene() -> None:
        async with scripted(half) as carrier:
            with pytest.raises(PathFailed, match="broke off"):
                await carrier.hand_over(b"frame")

    run(scene())


def test_bytes_that_nobody_awaits_end_the_connection() -> None:
    """An answer given in advance cannot stand in for a later one."""
    answered = asyncio.Event()

    async def script(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
        writer.write(answer + await request(reader))
        if not answered.is_set():
            await answered.wait()
            writer.write(answer + b"early")
        await request(reader)

    async def scene() -> None:
        async with scripted(script) as carrier:
            assert await carrier.hand_over(b"first") == b"first"
            answered.set()
            assert carrier._connection is not None
            await carrier._connection._gone
            assert await carrier.hand_over(b"later") == b"later"

    run(scene())


@given(st.binary(max_size=300))
def test_a_head_is_read_or_refused(noise: bytes) -> None:
    """No bytes of a peer make the client fail in any other way."""
    for raw in (noise, b"HTTP/1.1 200 OK\r\nContent-Length: " + noise):
        with contextlib.suppress(PathFailed):
            head = https_client._parse_head(raw)
            assert 0 <= head.length <= MAX_FRAME_BYTES


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"Two\nlines \x1b[31mred", "the reason given cannot be shown"),
        ("Read \u202ebackwards".encode(), "the reason given cannot be shown"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"", "no reason given"),
        (b"Plain\nwords", "Plain words"),
    ],
)
def test_a_peers_sentence_cannot_rewrite_the_screen(body: bytes, shown: str) -> None:
    """Control and direction characters from outside are not shown."""
    answer = b"HTTP/1.1 400 Bad\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)

    async def scene() -> None:
        async with scripted(saying(answer)) as carrier:
            with pytest.raises(PathFailed) as caught:
                await carrier.hand_over(b"frame")
            assert f"bundle: {shown} (400)" in caught.value.sentence

    run(scene())


def test_an_answer_in_pieces_is_put_together() -> None:
    """However the network cuts an answer, it is the same answer."""
    whole = b"HTTP/1.1 200 OK\r\ncontent-length:  4 \r\n\r\nbody"

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await request(reader):
            for at in range(len(whole)):
                writer.write(whole[at : at + 1])
                await writer.drain()

    async def scene() -> None:
        async with scripted(drip) as carrier:
            assert await carrier.hand_over(b"frame") == b"body"
            assert await carrier.hand_over(b"frame") == b"body"

    run(scene())


def test_a_late_answer_is_not_taken_for_the_next() -> None:
    """After a timeout the next bundle goes by a new connection and gets its own."""
    late = asyncio.Event()
    bodies: list[bytes] = []

    async def script(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        body = await request(reader)
        bodies.append(body)
        if body == b"late":
            await late.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
        writer.write(body)
        await request(reader)

    async def scene() -> None:
        async with scripted(script, answer_s=0.2) as carrier:
            with pytest.raises(PathFailed, match=r"within 0\.2 s"):
                await carrier.hand_over(b"late")
            late.set()
            assert await carrier.hand_over(b"next") == b"next"

    run(scene())
    assert bodies == [b"late", b"next"]


def test_a_connection_closed_while_idle_is_opened_anew() -> None:
    """The bundle that crosses the other side's goodbye is handed over all the same."""
    bodies: list[bytes] = []

    async def one_each(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        bodies.append(await request(reader))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()
        # The next request is read and never answered, as by a server going down.
        bodies.append(await request(reader))

    async def scene() -> None:
        async with scripted(one_each) as carrier:
            assert await carrier.hand_over(b"one") is None
            assert await carrier.hand_over(b"two") is None

    run(scene())
    assert bodies[:3] == [b"one", b"two", b"two"]


def test_an_answer_that_closes_the_connection_is_still_an_answer() -> None:
    """Nothing more is asked on a connection that the server means to end."""
    answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
    requests: list[bytes] = []

    async def script(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        requests.append(await request(reader))
        writer.write(answer)
        requests.append(await request(reader))

    async def scene() -> None:
        async with scripted(script) as carrier:
            for _ in range(3):
                assert await carrier.hand_over(b"frame") == b"ok"

    run(scene())
    assert [each for each in requests if each] == [b"frame"] * 3


def test_closing_ends_a_bundle_under_way() -> None:
    """A node that ends does not wait for an answer that may never come."""
    asked = asyncio.Event()

    async def script(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await request(reader)
        asked.set()
        await request(reader)

    async def scene() -> None:
        async with scripted(script) as carrier:
            stuck = asyncio.create_task(carrier.hand_over(b"frame"))
            await asked.wait()
            await carrier.close()
            with pytest.raises(PathFailed):
                await stuck

    run(scene())


def test_an_address_where_no_node_listens_was_reached_all_the_same() -> None:
    """Who refuses the call is there: that the way is dead is not what this shows."""

    async def scene() -> None:
        async with serving(Inbox(backwards), BOTH.server) as (_, url):
            pass
        carrier = HttpsCarrier(url, BOTH.client)
        with pytest.raises(Unanswered, match="Nobody answers at"):
            await carrier.hand_over(b"bundle")

    asyncio.run(scene())


def test_a_call_that_nobody_takes_up_is_given_up() -> None:
    """Connecting has a limit of its own, shorter than an answer's."""

    async def scene() -> None:
        with listen("127.0.0.1", 0) as listener:
            carrier = HttpsCarrier(url_of(listener), BOTH.client, connect_s=0.05)
            with pytest.raises(PathFailed, match=r"within 0\.05 s"):
                await carrier.hand_over(b"frame")
            await carrier.close()

    run(scene())


def test_closing_while_a_call_is_made_leaves_nothing_open() -> None:
    """The connection that comes about too late is closed, and nothing goes by it."""
    inbox = Inbox()

    async def scene() -> None:
        listener = listen("127.0.0.1", 0)
        server = HttpsServer(inbox, BOTH.server)
        carrier = HttpsCarrier(url_of(listener), BOTH.client)
        calling = asyncio.create_task(carrier.hand_over(b"frame"))
        await asyncio.sleep(0)  # now it calls, and nobody takes it up
        await carrier.close()
        serving = asyncio.create_task(server.serve(listener))
        with pytest.raises(PathFailed, match="is closed"):
            await calling
        assert carrier._connection is None
        server.stop()
        await serving

    run(scene())
    assert inbox.frames == []


def test_closing_does_not_wait_for_a_goodbye_that_never_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A peer that hangs cannot keep this node from ending."""
    monkeypatch.setattr(https_client, "_CLOSE_S", 0.05)
    ended = asyncio.Event()

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        cast("asyncio.Transport", writer.transport).pause_reading()
        await ended.wait()

    async def scene() -> None:
        async with scripted(deaf) as carrier:
            await carrier.hand_over(b"frame")
            connection = carrier._connection
            assert connection is not None
            await carrier.close()
            await connection._gone
            ended.set()

    run(scene())


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8443",
        "https://",
        "https://127.0.0.1:99999",
        "https://127.0.0.1:8443/other",
        "https://user@127.0.0.1:8443",
        "https://[::1:8443",
        "127.0.0.1:8443",
        "https://a host:8443",
        "https://-:8443",
        "https://" + "a" * 64 + ":8443",
        "https://a..b:8443",
    ],
)
def test_an_address_is_https_host_and_port(url: str) -> None:
    """Anything else in a configuration is told to the person who wrote it."""
    with pytest.raises(Misasked):
        HttpsCarrier(url, BOTH.client)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_an_address_from_outside_is_one_that_can_be_called(text: str) -> None:
    """A key document's address is refused, or names a host and a port."""
    for url in (text, f"https://{text}", f"https://{text}:8443"):
        with contextlib.suppress(Misasked):
            host, port = https_client._address(url)
            assert host.encode("idna").isascii()
            assert 0 < port < 65536


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://127.0.0.1:8443", b"127.0.0.1:8443"),
        ("https://[::1]:8443/", b"[::1]:8443"),
        ("https://node.example", b"node.example:443"),
    ],
)
def test_a_request_names_the_host_it_calls(url: str, host: bytes) -> None:
    """An address of either version, or a name; the port is 443 unless given."""
    assert b"\r\nHost: " + host + b"\r\n" in HttpsCarrier(url, BOTH.client)._head
