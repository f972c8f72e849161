"""Every carrier keeps to the Carrier port."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.carriers.ends import ENDS, FarEnd, Inbox, backwards, run

from detente.carriers.refusals import EpochRefused, EpochUnknown, NotTaken
from detente.record.errors import PathFailed, Unproven
from detente.record.seal import MAX_FRAME_BYTES

Scene: TypeAlias = Callable[[FarEnd], Coroutine[object, object, None]]
Play: TypeAlias = Callable[[Scene], None]

AT_ONCE = ["memory", "https"]


@pytest.fixture(params=sorted(ENDS))
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Play:
    """Play a scene over one carrier, and end both sides whatever comes."""

    def played(scene: Scene) -> None:
        async def whole() -> None:
            end = ENDS[request.param](tmp_path)
            try:
                await scene(end)
            finally:
                await end.close()

        run(whole())

    return played


def test_bytes_arrive_as_they_were_handed_over(play: Play) -> None:
    """Every size arrives, exactly once, byte for byte, under the path's name."""
    frames = [b"\x00", bytes(range(256)) * 9, b"\r\n\r\n", bytes(MAX_FRAME_BYTES)]

    async def scene(end: FarEnd) -> None:
        inbox = Inbox()
        await end.come(inbox)
        for frame in frames:
            assert await end.carrier.hand_over(frame) is None
        await end.settle()
        assert inbox.frames == frames
        assert inbox.paths == {end.carrier.path}

    play(scene)


def test_a_side_that_is_away_and_returns(play: Play) -> None:
    """Handing over fails while the other side is away, and works once it is back."""

    async def scene(end: FarEnd) -> None:
        inbox = Inbox()
        with pytest.raises(PathFailed):
            await end.carrier.hand_over(b"before it came")
        await end.come(inbox)
        await end.carrier.hand_over(b"there")
        await end.settle()
        await end.go()
        with pytest.raises(PathFailed):
            await end.carrier.hand_over(b"gone")
        await end.come(inbox)
        await end.carrier.hand_over(b"back")
        await end.settle()
        assert inbox.frames == [b"there", b"back"]

    play(scene)


def test_nothing_larger_than_a_reader_takes_is_handed_over(play: Play) -> None:
    """A frame above 2 MiB is refused on this side; the path still works after."""

    async def scene(end: FarEnd) -> None:
        inbox = Inbox()
        await end.come(inbox)
        with pytest.raises(PathFailed, match="2097153 bytes"):
            await end.carrier.hand_over(bytes(MAX_FRAME_BYTES + 1))
        await end.carrier.hand_over(b"small")
        await end.settle()
        assert inbox.frames == [b"small"]

    play(scene)


def test_a_closed_path_stays_closed(play: Play) -> None:
    """Closing twice is closing once; nothing is handed over afterwards."""

    async def scene(end: FarEnd) -> None:
        inbox = Inbox()
        await end.come(inbox)
        await end.carrier.hand_over(b"first")
        await end.carrier.close()
        await end.carrier.close()
        with pytest.raises(PathFailed):
            await end.carrier.hand_over(b"second")
        await end.settle()
        assert inbox.frames == [b"first"]

    play(scene)


@pytest.mark.parametrize("play", AT_ONCE, indirect=True)
def test_an_answer_comes_back_with_the_bundle(play: Play) -> None:
    """Where a path has answers, they are the other side's bytes, up to 2 MiB."""
    frames = [b"question", bytes(range(256)) * 8192]

    async def scene(end: FarEnd) -> None:
        await end.come(Inbox(backwards))
        for frame in frames:
            assert await end.carrier.hand_over(frame) == frame[::-1]

    play(scene)


@pytest.mark.parametrize("play", AT_ONCE, indirect=True)
def test_a_refusal_comes_back_as_the_other_sides_sentence(play: Play) -> None:
    """The officer reads why the other side refused; the path still works after."""
    doubts = ["It is not yours."]

    async def doubtful(frame: bytes) -> bytes:
        if doubts:
            raise Unproven(doubts.pop())
        return frame

    async def scene(end: FarEnd) -> None:
        await end.come(Inbox(doubtful))
        with pytest.raises(NotTaken, match=r"It is not yours\."):
            await end.carrier.hand_over(b"first")
        assert await end.carrier.hand_over(b"second") == b"second"

    play(scene)


@pytest.mark.parametrize("play", AT_ONCE, indirect=True)
def test_an_epoch_that_the_reader_lacks_is_told_apart(play: Play) -> None:
    """The sender learns that renewing its epoch will help."""

    async def forgetful(frame: bytes) -> bytes:
        raise EpochUnknown("Never heard of it.")

    async def scene(end: FarEnd) -> None:
        await end.come(Inbox(forgetful))
        with pytest.raises(EpochRefused):
            await end.carrier.hand_over(b"frame")

    play(scene)
