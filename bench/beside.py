"""Volumes beside PostGIS: all pairs, and one new volume against all.

Decides what counts. Before anything is timed both have everything ready: ours is drawn
on charts and has its trees, theirs is loaded, indexed and analysed. All pairs are
compared by processor time, one process against one session; one volume by the clock,
from the question to the ids that answer it, in turns, whoever is first changing.
"""

from __future__ import annotations

import gc
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from bench import theatres
from bench.declared import volumes
from bench.findings import FAST, agreement, alike, in_turns, spent
from bench.flat import Flat
from bench.tables import Tables, asked
from bench.taken import Taken
from detente.space.meeting.pairs import Prepared, conflicts
from detente.space.standing.live import Live
from detente.space.volume import TOUCHING

if TYPE_CHECKING:
    from bench.findings import Findings
    from bench.postgis import Server
    from bench.theatres import Week
    from detente.space.sphere import Integers

SEED: Final = 20_260
QUESTIONS: Final = 500
_WITH: Final = " with [fast]"
_WARM: Final = 20
"""Questions before those that count; by then PostgreSQL has chosen its plan."""


class Beside:
    """One week of volumes, in the product and in a table of PostGIS."""

    def __init__(self, findings: Findings, server: Server, count: int) -> None:
        """Make it, and load it."""
        self.findings, self.server = findings, server
        self.tables, self.table = Tables(server), f"volumes_{count}"
        self.say(f"{count:,} volumes are made, and loaded into PostGIS")
        self.count, self.week = count, theatres.week(count, SEED)
        spent = self.tables.hold(self.table, self.week)
        self.note(
            f"PostGIS loads and indexes {count:,} volumes in {spent:.1f} s of"
            " its processor time."
        )

    def all_pairs(self, key: str, turns: int) -> None:
        """Find all pairs that conflict; how many turns each takes."""
        begun = time.process_time()
        prepared = Prepared(self.week.picture, TOUCHING.lateral_mm)
        found: dict[bool, Integers] = {}

        def find(*, fast: bool) -> None:
            found[fast] = conflicts(prepared, prepared, TOUCHING, fast=fast)

        find(fast=False)
        ready = time.process_time() - begun
        ways = [partial(find, fast=fast) for fast in (False, True)]
        ways = ways[: 1 + self.findings.fast]
        ways[-1]()
        self.say(f"all pairs of {self.count:,}, turns: {turns}")
        other, *mine = in_turns(
            turns,
            lambda: self.tables.pairs(self.table),
            *(partial(spent, way) for way in ways),
        )
        cost = self.findings.compare(key, other, *mine)
        theirs = np.sort(self.tables.found(), axis=1)
        alone: list[Integers] = []
        flat = spent(lambda: alone.append(Flat(self.week).pairs()))
        self.findings.figures[key.replace("postgis", "shapely")] = flat / mine[0]
        self.note(
            f"All pairs of {self.count:,}, processor s: {cost}, PostGIS"
            f" {other:.2f}. Ours once from columns, trees not yet built: {ready:.2f}. "
            + agreement(found[False], theirs, "PostGIS")
            + f" Shapely alone {flat:.2f}, its tree included: "
            + agreement(found[False], alone[0], "it")
            + alike(list(found.values()))
        )

    def one_against_all(self, key_p50: str, key_p99: str) -> None:
        """Ask what conflicts with volumes that are not in it."""
        self._one_against_all((key_p50, key_p99), fast=False)
        if self.findings.fast:
            keys = key_p50 + FAST, key_p99 + FAST
            self._one_against_all(keys, fast=True)

    def _one_against_all(self, keys: tuple[str, str], *, fast: bool) -> None:
        """Ask one way; each way takes turns with PostGIS, and with nobody else."""
        live = self._live(fast=fast)
        gc.collect()
        new = theatres.week(_WARM + QUESTIONS, SEED + 1)
        self.say(f"{QUESTIONS} new volumes against {self.count:,}")
        mine, other, wrong = self._in_turns(live, new)
        key_p50, key_p99 = keys
        self.findings.figures[key_p50] = other.p50_ms / mine.p50_ms
        self.findings.figures[key_p99] = other.p99_ms / mine.p99_ms
        self.note(
            f"One against {self.count:,}{_WITH * fast}, ms: ours {mine.text()};"
            f" PostGIS p50 {other.p50_ms:.2f}, p99 {other.p99_ms:.2f},"
            f" max {max(other.clock_ms):.2f}. Answers that differ: {wrong}."
        )

    def _live(self, *, fast: bool) -> Live:
        """Return the picture of all, made from Python objects."""
        self.say(f"a live picture of {self.count:,} volumes is made{_WITH * fast}")
        begun = time.process_time()
        live = Live.of(volumes(self.week), fast=fast)
        self.note(
            f"A live picture of {self.count:,} volumes is made{_WITH * fast}, of one"
            f" Python object each, in {time.process_time() - begun:.1f} s of processor"
            " time."
        )
        return live

    def _in_turns(self, live: Live, new: Week) -> tuple[Taken, Taken, int]:
        """Return the times of both, and how often they did not answer alike."""
        mine, other, wrong = Taken(), Taken(), 0
        rows = zip(volumes(new, "asked "), asked(new), strict=True)
        for at, (volume, question) in enumerate(rows):
            answers: list[list[str]] = [[], []]
            for ours in (at % 2 == 0, at % 2 == 1):
                if ours:
                    with mine.one():
                        answers[0] = live.conflicts(volume)
                else:
                    with other.one():
                        ids = self.tables.ask(self.table, question)
                    answers[1] = sorted(map(str, ids))
            wrong += answers[0] != answers[1]
        for taken in (mine, other):
            del taken.clock_ms[:_WARM], taken.processor_ms[:_WARM]
        return mine, other, wrong

    def say(self, text: str) -> None:
        """Show how far the run is."""
        self.findings.say(text)

    def note(self, text: str) -> None:
        """Keep a remark for below the table."""
        self.findings.notes.append(text)
