"""The beat tells every page what it sees, and what sounds."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.report.lines import line_of, message

from detente.console.beat import SILENCE_S, Beat
from detente.console.line import Line
from detente.console.seats import Seats
from detente.node.place import Place
from detente.testing.clock import FakeClock
from detente.testing.parties import World

Told: TypeAlias = dict[str, Any]
Doing: TypeAlias = Callable[[Beat, FakeClock], Awaitable[Told]]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """NORTH's line, to which SOUTH has said something."""
    world = World()
    world.say("SOUTH", message("Please read."), to_post="NORTH/WATCH")
    line_of(world, "NORTH", tmp_path / "line")
    return Place(tmp_path / "line")


def beating(place: Place, doing: Doing) -> Told:
    """Do something with the beat of a line, and return what that tells."""

    async def do() -> Told:
        line, clock = Line(place), FakeClock()
        await line.open()
        try:
            beat = Beat(line, Seats(clock, random.Random(1).randbytes), clock)
            await beat.look()
            return await doing(beat, clock)
        finally:
            await line.close()

    return asyncio.run(do())


async def heard(beat: Beat) -> Told:
    """Return what a page hears first."""
    event = await anext(beat.hear())
    told: Told = json.loads(event.split("data: ")[1])
    return told


def test_what_nobody_acknowledged_sounds(place: Place) -> None:
    """By its precedence, under its reference."""

    async def look(beat: Beat, _: FakeClock) -> Told:
        return await heard(beat)

    [sounding] = beating(place, look)["sounding"]

    assert sounding["reference"].startswith("SOUTH/")
    assert not sounding["silent"]


def test_silence_lasts_thirty_seconds(place: Place) -> None:
    """Then it sounds again, for it still waits."""

    async def silence(beat: Beat, clock: FakeClock) -> Told:
        beat.silence()
        clock.move(SILENCE_S - 1)
        before = (await heard(beat))["sounding"]
        clock.move(2)
        return {"before": before, "after": (await heard(beat))["sounding"]}

    told = beating(place, silence)

    assert [each["silent"] for each in told["before"]] == [True]
    assert [each["silent"] for each in told["after"]] == [False]


def test_nobody_who_could_hear_is_said(place: Place) -> None:
    """An alarm that is armed nowhere is the worst thing that a strip can hide."""

    async def look(beat: Beat, _: FakeClock) -> Told:
        return await heard(beat)

    assert beating(place, look)["live"]["alarm"] == ["NOT ARMED", "bad"]


def test_each_page_hears_its_own_language(place: Place) -> None:
    """One look at the line serves all of them."""

    async def look(beat: Beat, _: FakeClock) -> Told:
        streams = {each: beat.hear(each) for each in ("en", "ru", "zh")}
        for each in streams.values():
            await anext(each)  # what was seen before it came
        beating = asyncio.create_task(beat.run())
        try:
            return {name: await anext(each) for name, each in streams.items()}
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    told = {
        name: json.loads(event.split("data: ")[1])["live"]
        for name, event in beating(place, look).items()
    }

    assert told["en"]["unread"] == ["1 to acknowledge", "bad"]
    assert told["ru"]["unread"] == ["подтвердить: 1", "bad"]
    assert told["zh"]["unread"] == ["待确认 1", "bad"]
    assert told["zh"]["clock"] == told["en"]["clock"]


def test_a_page_that_lags_hears_the_newest(place: Place) -> None:
    """What is old is dropped, and never what is new."""

    async def lag(beat: Beat, clock: FakeClock) -> Told:
        stream = beat.hear()
        await anext(stream)
        beating = asyncio.create_task(beat.run())
        try:
            first = await anext(stream)
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
        return {"first": first, "clock": clock.now_s()}

    assert beating(place, lag)["first"].startswith("event: beat")
