"""Decide how scripts are played from start to end: stage, nodes, steps, ending.

One script after the other, each on a stage and in a directory of its own, which is
kept. Whatever happens, no node outlives its play.
"""

import asyncio
import contextlib
import shlex
import shutil
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import msgspec

import detente
from detente.play import ending as endings
from detente.play import reading, stage
from detente.play.ending import Ending
from detente.play.narrator import Narrator
from detente.play.player import Player, level
from detente.play.script import Script
from detente.play.side import Side, program
from detente.record.errors import Failed, Misasked
from detente.report.state import LineState, line_state
from detente.report.words import utc

CASES: Final = ("2023", "2016", "2022", "night")
_ENDING_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one play, for a program to read."""

    case: str
    channel: str
    statements: int
    stored_on_both: int
    receipted: int
    tallies_equal: bool
    roots_equal: bool
    not_delivered_then_delivered: int
    proof: str
    parts: str
    proof_verified: bool
    outages: int
    restarts: int
    pids: tuple[int, ...]
    stores: tuple[str, ...]
    seconds: float


class Summed(Played, frozen=True, kw_only=True):
    """What came of several plays: counts summed, the rest as of the last one."""

    cases: tuple[Played, ...]


def script_of(case: str) -> Path:
    """Return where the script of a case lies: in the checkout's examples.

    Raises:
        Misasked: it is not there.
    """
    path = Path(detente.__file__).parents[2] / "examples" / case / "script.toml"
    if not path.is_file():
        raise Misasked(f"There is no case {case!r}: {path} is not there.")
    return path


def play_all(
    scripts: Sequence[Path], keep: Path, narrator: Narrator, *, consoles: bool = False
) -> list[Played]:
    """Play scripts one after the other; return what came of each.

    Args:
        scripts: their files; all are read before the first is played.
        keep: the directory below which every line is kept.
        narrator: tells it.
        consoles: whether each side gets a console, to watch it in a browser.

    Raises:
        DetenteError: a script cannot be played, came out otherwise than expected, or
            somebody ended it.
    """
    loaded = [reading.load(path) for path in scripts]
    for script in loaded:
        stage.check_free(script, keep / script.case.id)

    async def run() -> list[Played]:
        _end_on_signals()
        found = [
            await play(each, keep / each.case.id, narrator, consoles=consoles)
            for each in loaded
        ]
        last = loaded[-1]
        stores = tuple(store for each in found for store in each.stores)
        await narrator.goes_on(stores, commands(last, keep / last.case.id, found[-1]))
        return found

    try:
        return asyncio.run(run())
    except asyncio.CancelledError as error:
        raise Misasked("The play was ended early; its nodes have ended too.") from error


def _end_on_signals() -> None:
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    if task is not None:
        for number in _ENDING_SIGNALS:
            loop.add_signal_handler(number, task.cancel)


async def play(
    script: Script, root: Path, narrator: Narrator, *, consoles: bool = False
) -> Played:
    """Play one script below a directory.

    Raises:
        DetenteError: it cannot be played, or came out otherwise than expected.
    """
    clock = asyncio.get_running_loop().time
    start_s = clock()
    await narrator.begins(script)
    built = await asyncio.to_thread(stage.build, script, root)
    sides = {code: Side(installed) for code, installed in built.sides.items()}
    player = Player(script, built, sides)
    states = await _perform(player, narrator, consoles=consoles)
    for installed in built.sides.values():
        stage.straighten(installed)
    ending = await endings.conclude(player)
    await narrator.ends(script, ending, states)
    return _played(player, ending, clock() - start_s)


async def _perform(
    player: Player, narrator: Narrator, *, consoles: bool
) -> tuple[LineState, ...]:
    """Run both nodes, perform the steps; return the state of the line at the end."""
    script, built, sides = player.script, player.stage, player.sides.values()
    starts_s = int(script.case.starts_at.timestamp())
    async with AsyncExitStack() as running:
        running.push_async_callback(built.cable.close)
        await built.cable.restore()
        for side in sides:
            running.push_async_callback(side.close)
        await asyncio.gather(*(side.start(starts_s) for side in sides))
        pids = {side.code: side.pids[-1] for side in sides}
        await narrator.set_up(built.channel.hex(), pids)
        if consoles:
            await _show_consoles(player, narrator)
        number = 0
        async with contextlib.aclosing(player.play()) as steps:
            async for happened in steps:
                number += 1
                await narrator.told(script, number, happened)
        await level(sides)
        return tuple([await _state(side) for side in sides])


async def _show_consoles(player: Player, narrator: Narrator) -> None:
    """Open a console a side, and say where they are; without them the play goes on."""
    try:
        addresses = [await side.open_console() for side in player.sides.values()]
    except Failed as error:
        await narrator.remarks(error.sentence)
        return
    passphrase = player.stage.root / stage.PASSPHRASE_FILE
    await narrator.consoles(dict(zip(player.sides, addresses, strict=True)), passphrase)


async def _state(side: Side) -> LineState:
    status = await side.status()
    return line_state(side.record(), status, status.now_s)


def _played(player: Player, ending: Ending, seconds: float) -> Played:
    built = player.stage
    return Played(
        case=player.script.case.id,
        channel=built.channel.hex(),
        statements=ending.statements,
        stored_on_both=ending.stored_on_both,
        receipted=ending.receipted,
        tallies_equal=ending.tallies_equal,
        roots_equal=ending.roots_equal,
        not_delivered_then_delivered=ending.not_delivered_then_delivered,
        proof=str(ending.proof.file),
        parts=str(ending.proof.parts),
        proof_verified=ending.proof.verified,
        outages=built.cable.outages,
        restarts=player.restarts,
        pids=tuple(side.pids[-1] for side in player.sides.values()),
        stores=tuple(str(each.place.store) for each in built.sides.values()),
        seconds=round(seconds, 1),
    )


def commands(script: Script, root: Path, last: Played) -> tuple[tuple[str, str], ...]:
    """Return how to go on by hand with a line that was played, as it lies on disk."""
    one, other = script.parties
    lines = [str(root / party.code) for party in script.parties]
    now = utc(int(script.case.ends_at.timestamp())).replace(" ", "T")
    detente_, verify = _shortest("detente"), _shortest("detente-verify")
    told = "--told-time", now
    said = "--field", "subject=Test", "--field", "text=Is this line open?"
    wait = "--wait", "20", "--yes"
    posts = one.posts[0], f"{other.code}/{other.posts[0]}"
    send = detente_, "send", "MSG", "--line", lines[0]
    key = "--passphrase-file", str(root / stage.PASSPHRASE_FILE)
    words = (
        (
            "One side's node, in a terminal of its own",
            [detente_, "serve", "--line", lines[0], *told],
        ),
        (
            "The other side's, in another",
            [detente_, "serve", "--line", lines[1], *told],
        ),
        (
            "Say something, and wait for their receipt",
            [*send, "--from", posts[0], "--to", posts[1], *said, *key, *wait],
        ),
        ("What the other side sees", [detente_, "inbox", "--line", lines[1]]),
        ("What became of every request", [detente_, "tally", "--line", lines[1]]),
        (
            "The proof, judged without any node",
            [verify, last.proof, "--channel", last.channel],
        ),
    )
    return tuple((what, shlex.join(command)) for what, command in words)


def _shortest(name: str) -> str:
    """Return the shortest name by which a shell in this directory finds a program."""
    path = Path(program(name))
    if shutil.which(name) == str(path):
        return name
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def summed(played: Sequence[Played]) -> Summed:
    """Return several plays as one: counts summed, the rest as of the last one."""
    last = played[-1]
    return Summed(
        case=last.case,
        channel=last.channel,
        statements=sum(each.statements for each in played),
        stored_on_both=sum(each.stored_on_both for each in played),
        receipted=sum(each.receipted for each in played),
        tallies_equal=all(each.tallies_equal for each in played),
        roots_equal=all(each.roots_equal for each in played),
        not_delivered_then_delivered=sum(
            each.not_delivered_then_delivered for each in played
        ),
        proof=last.proof,
        parts=last.parts,
        proof_verified=all(each.proof_verified for each in played),
        outages=sum(each.outages for each in played),
        restarts=sum(each.restarts for each in played),
        pids=last.pids,
        stores=last.stores,
        seconds=round(sum(each.seconds for each in played), 1),
        cases=tuple(played),
    )
