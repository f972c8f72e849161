"""Decide how a play is told: short, each fact with its source, each invention marked.

What a step says comes from the script, what was observed of it from the player; nothing
is told that did not happen. Where somebody watches, there is time to read.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from detente.dialogue.fields import Text as Worded
from detente.play import wording
from detente.play.ending import Ending
from detente.play.player import Happened
from detente.play.script import (
    Answer,
    Buckets,
    Carry,
    CheckLine,
    Compare,
    Follow,
    Performed,
    Replay,
    Script,
    State,
    Statement,
    Tell,
)
from detente.report.state import LineState, PeerState
from detente.report.words import PRECEDENCE, span, visible

WIDTH: Final = 100
_INDENT: Final = 7
_LETTERS_A_SECOND: Final = 120
_LEAST_S: Final = 0.8
_MOST_S: Final = 2.5
_VERDICT_LINES: Final = 7
# What is quoted of a statement; of a request, its own summary says more.
_TEXTS: Final = ("text", "reason", "read_back", "points")


class Narrator:
    """Tells one play after another on a console."""

    def __init__(self, console: Console, *, paced: bool) -> None:
        """Tell on `console`; `paced` leaves time to read."""
        self._console = console
        self._paced = paced

    async def _show(self, *shown: RenderableType) -> None:
        """Print, and leave as long as reading it takes."""
        with self._console.capture() as captured:
            self._console.print(*shown, sep="\n")
        self._console.print(*shown, sep="\n")
        if self._paced:
            seconds = len(captured.get()) / _LETTERS_A_SECOND
            await asyncio.sleep(min(max(seconds, _LEAST_S), _MOST_S))

    async def begins(self, script: Script) -> None:
        """Say what is played, and what the marks mean."""
        notice = script.case.notice
        await self._show(
            "",
            Rule(Text(script.case.title, style="bold"), align="left", style="dim"),
            Text.assemble(("source  ", "green"), notice.documented.strip()),
            Text(notice.invented.strip(), style="magenta"),
            "",
            Text(
                f"Setting up {' and '.join(p.code for p in script.parties)}: keys, "
                "offers, one charter.",
                style="dim",
            ),
        )

    async def set_up(self, channel: str, pids: dict[str, int]) -> None:
        """Say that both nodes run."""
        nodes = ", ".join(f"{code} is process {pid}" for code, pid in pids.items())
        await self._show(
            Text(
                f"Channel {channel[:16]}…  Two nodes on 127.0.0.1: {nodes}.",
                style="dim",
            ),
            "",
        )

    async def consoles(self, addresses: dict[str, str], passphrase: Path) -> None:
        """Say where the play can be watched in a browser, and what opens the door."""
        places = ", ".join(f"{code} {where}" for code, where in addresses.items())
        await self.remarks(
            f"Watch it in a browser, a console a side: {places}. The passphrase is in "
            f"{passphrase}."
        )

    async def remarks(self, text: str) -> None:
        """Say something beside the play."""
        await self._show(Text(text, style="dim"), "")

    async def told(self, script: Script, number: int, happened: Happened) -> None:
        """Tell one step."""
        step = happened.step
        about = " about" if step.about else ""
        head = Text("  ").join(
            each
            for each in (
                Text(f"{number:>3}/{len(script.steps)}", style="dim"),
                Text(f"{step.at:%Y-%m-%d %H:%MZ}{about}", style="cyan"),
                Text(_who(script, step), style="bold cyan"),
                _mark(step),
            )
            if each.plain
        )
        lines: list[RenderableType] = [head, _below(Text(step.title, style="bold"))]
        lines += [_below(Text(visible(each))) for each in _words(step)]
        lines += [_below(Text(f"→ {each}", style="dim")) for each in happened.facts]
        await self._show(*lines)

    async def ends(
        self, script: Script, ending: Ending, states: tuple[LineState, ...]
    ) -> None:
        """Show what came of it: tallies, the line, the proof, the sources."""
        await self._show(
            "", Rule(Text("Both nodes, side by side"), align="left", style="dim")
        )
        await self._show(*_tallies(ending))
        await self._show(*_registers(ending), *_minutes(script))
        await self._show(*_line(states))
        await self._show(*_counts(ending), "", *_proof(ending))
        await self._show("", *_sources(script))

    async def goes_on(
        self, stores: tuple[str, ...], commands: tuple[tuple[str, str], ...]
    ) -> None:
        """Say where the stores lie, and how to go on by hand."""
        await self._show("", Rule(Text("Go on by hand"), align="left", style="dim"))
        await self._show(_title("The stores, kept:"))
        for store in stores:
            self._console.print(Text(f"  {store}"), soft_wrap=True)
        for what, command in commands:
            await self._show(Text(what, style="dim"))
            # In one piece, however narrow the terminal: it is there to be copied.
            self._console.print(Text(f"  {command}"), soft_wrap=True)


def _below(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, _INDENT), expand=False)


def _who(script: Script, step: Performed) -> str:
    match step:
        case State() | Answer():
            other = script.other(step.by).code
            return f"{step.by} → {other}  {PRECEDENCE[step.precedence]}"
        case CheckLine():
            return f"{step.by} ↔ {script.other(step.by).code}"
        case Compare() | Replay() | Follow():
            return " ↔ ".join(party.code for party in script.parties)
        case Carry():
            return f"{step.from_} ⇢ {step.to}  by {step.path}"
        case _:
            return ""


def _mark(step: Performed) -> Text:
    if step.invented:
        leans = f" after {', '.join(step.basis)}" if step.basis else ""
        return Text.assemble(("INVENTED", "bold magenta"), (leans, "magenta"))
    return Text(f"[{', '.join(step.source)}]", style="green")


def _words(step: Performed) -> Iterator[str]:
    """Yield what is said, in the original and as translated."""
    if isinstance(step, Tell):
        yield step.text.strip()
    elif isinstance(step, State | Answer):
        yield from _statement(step)


def _statement(step: Statement) -> Iterator[str]:
    body = wording.body(step)
    texts = [each for name in _TEXTS for each in _worded(getattr(body, name, None))]
    if not texts:
        yield body.summary()
        for said in _worded(getattr(body, "purpose", None)):
            yield from _translated(said)
    for said in texts:
        yield from _quoted(said)


def _quoted(said: Worded) -> Iterator[str]:
    """Yield a text as it is authentic, and its translations."""
    yield f"“{said.text.strip()}”"
    yield from _translated(said)


def _translated(said: Worded) -> Iterator[str]:
    for each in said.translations:
        yield f"“{each.text.strip()}” ({each.language}, {each.status})"


def _worded(value: object) -> list[Worded]:
    """Return the texts that a field holds."""
    values = value if isinstance(value, tuple) else (value,)
    return [each for each in values if isinstance(each, Worded)]


# ------------------------------------------------------------------------ the ending


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for at, column in enumerate(columns):
        table.add_column(column, justify="right" if at else "left")
    return table


def _tallies(ending: Ending) -> Iterator[RenderableType]:
    tallies = ending.tallies
    yield _title("What became of the requests, folded from each node's own store")
    table = _table("", *tallies)
    for name in Buckets.__struct_fields__:
        counts = [getattr(each.total, name) for each in tallies.values()]
        style = "bold" if any(counts) else "dim"
        label = name.replace("_", " ")
        table.add_row(label, *(str(each or "·") for each in counts), style=style)
    late = [str(each.total.late or "·") for each in tallies.values()]
    table.add_row("answered late (a flag)", *late, style="dim")
    yield table


def _title(text: str) -> Text:
    return Text(text, style="bold")


def _registers(ending: Ending) -> Iterator[RenderableType]:
    items = next(iter(ending.registers.values()))
    for item in items:
        yield Text(f"Precondition {item.number} of {item.raised_by}: {item.status}")
        yield from (_below(Text(visible(each))) for each in _quoted(item.text))


def _minutes(script: Script) -> Iterator[RenderableType]:
    if not script.expected.minutes:
        return
    yield _title("Minutes from the first attempt (with the line: INVENTED)")
    table = _table("", "as it was", "with the line")
    for name, compared in script.expected.minutes.items():
        spans = compared.as_it_was, compared.with_the_line
        table.add_row(f"until {name}", *(str(each.minutes) for each in spans))
    yield table


def _line(states: tuple[LineState, ...]) -> Iterator[RenderableType]:
    yield _title("The state of the line")
    table = _table("", *(f"seen by {state.party}" for state in states))
    peers = [(state, peer) for state in states for peer in state.peers]
    rows: dict[str, list[str]] = {
        "declared": [state.declared.upper() for state, _ in peers],
        "observed": [peer.verdict for _, peer in peers],
        "their node": [f"{peer.node}{_ago(peer.heard_ms_ago)}" for _, peer in peers],
        "paths": [_paths(peer) for _, peer in peers],
        "ours, receipted": [f"{peer.receipted} of {peer.size}" for _, peer in peers],
        "theirs, held": [str(peer.held) for _, peer in peers],
        "last line check": [peer.check_result for _, peer in peers],
        "overdue by people": [_overdue(state, peer) for state, peer in peers],
    }
    for name, cells in rows.items():
        table.add_row(name, *cells)
    yield table


def _ago(age_ms: int | None) -> str:
    return "" if age_ms is None else f", {span(age_ms // 1000)} ago"


def _paths(peer: PeerState) -> str:
    return ", ".join(f"{path.path} {path.light}" for path in peer.paths)


def _overdue(state: LineState, peer: PeerState) -> str:
    ours = sum(due.overdue_s > 0 for due in state.dues)
    theirs = sum(due.overdue_s > 0 for due in peer.dues)
    return f"{ours} ours, {theirs} theirs"


def _counts(ending: Ending) -> Iterator[RenderableType]:
    equal = "equal" if ending.roots_equal else "NOT EQUAL"
    yield Text(
        f"{ending.statements} statements; {ending.stored_on_both} lie in both stores, "
        f"{ending.receipted} under the other side's receipt."
    )
    yield Text(
        "Merkle roots, computed apart over each store's rows and compared with the "
        f"cosigned heads: {equal}."
    )
    yield Text(
        f"Sent into the cut, NOT DELIVERED, then delivered: "
        f"{ending.not_delivered_then_delivered}."
    )


def _proof(ending: Ending) -> Iterator[RenderableType]:
    proof = ending.proof
    yield _title(f"One proof, {proof.of}, judged by detente-verify:")
    for line in proof.verdict.splitlines()[:_VERDICT_LINES]:
        yield _below(Text(visible(line)))


def _sources(script: Script) -> Iterator[RenderableType]:
    used = {key for step in script.steps for key in (*step.source, *step.basis)}
    yield _title("Sources")
    for key, source in script.sources.items():
        if key in used:
            yield Text.assemble((f"  [{key}] ", "green"), (source.strip(), "dim"))
