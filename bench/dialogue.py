"""The dialogue benchmark: what a long record costs whoever reads it.

Decides what is timed and against which targets. A line of 100,000 statements is made
(`bench.scenes`), read, folded, followed from a store, and looked at as a watch does.
Run it with ``make bench-dialogue``, or directly:

    python bench/dialogue.py --json

Prints a table, and with ``--json`` as the last line of standard output one JSON object;
progress goes to standard error. Exit status: 0 measured, 1 it could not be measured, 2
the command line is wrong. A target that is missed is shown and changes nothing.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

# Run as a script, Python looks for modules beside this file; the package lies one
# directory up.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rich.console import Console
from rich.table import Table

from bench.arguments import asked_of
from bench.conversation import Conversation
from bench.kept import Kept
from bench.process import BenchError
from bench.report import Target
from bench.scenes import Watches, crossed_contacts, open_business
from bench.taken import Taken
from detente.dialogue import due, fold
from detente.dialogue.asked import Local
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.standing import begin
from detente.dialogue.tally import tally
from detente.report import record as records
from detente.report.inbox import due_row, dues, inbox
from detente.report.pages import inbox_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.dialogue.reading import Spoken
    from detente.dialogue.standing import Standing
    from detente.report.record import Record

OWN: Final = "NORTH"
STATEMENTS: Final = 100_000
FOLDS: Final = 5
LATE_ARRIVALS: Final = 200
BETWEEN: Final = 50
"""Statements of the other side that stand behind one that arrives late."""
LISTINGS: Final = 500
LISTED: Final = 20
"""What `detente inbox` lists unless told otherwise."""
DUE_ITEMS: Final = 5_000
DUE_LISTINGS: Final = 20
FEWEST, MOST = 1_000, 1_000_000

TARGETS: Final = (
    Target("fold_per_s", "at least", 30_000),
    Target("refold_ms", "at most", 2),
    Target("inbox_p99_ms", "at most", 20),
    Target("due_5000_ms", "at most", 50),
)


class Run:
    """One run over one conversation."""

    def __init__(self, scratch: Path, statements: int) -> None:
        self._scratch = scratch
        self._statements = statements
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._begun = time.monotonic()
        self.figures: dict[str, float] = {}
        self.notes: list[str] = []

    def say(self, text: str) -> None:
        """Show how far the run is."""
        self._console.print(f"{time.monotonic() - self._begun:6.1f} s  {text}")

    def measure(self) -> None:
        """Take all measures.

        Raises:
            BenchError: what was made is not what was to be measured.
        """
        self.say(f"two watches say {self._statements:,} statements")
        talk = Conversation()
        watches = Watches(talk)
        watches.talk_until(self._statements)
        with closing(Kept(talk, OWN, self._scratch)) as kept:
            self.say("reading what stands in the feeds")
            standing = self._fold(talk, self._read(talk))
            self._refold(standing, talk)
            self._look(kept, talk, watches)

    def _read(self, talk: Conversation) -> list[Spoken]:
        taken = Taken()
        with taken.one():
            spoken = talk.spoken()
        self.figures["read_per_s"] = len(spoken) / taken.p50_ms * 1000
        return spoken

    def _fold(self, talk: Conversation, spoken: Sequence[Spoken]) -> Standing:
        """Fold everything anew, a few times: from what was read to the last figure.

        What the benchmark itself holds of the conversation no reader has: the collector
        is spared it, and nothing of what the fold makes.
        """
        gc.collect()
        gc.freeze()
        standing, taken = begin(talk.founding), Taken()
        for number in range(FOLDS):
            with taken.one():
                standing = fold.extend(begin(talk.founding), spoken)
                due.dues(standing, Local(OWN, talk.now_s, ReceiptBook()))
                tally(standing)
            self.say(f"fold {number + 1} of {FOLDS}: {taken.clock_ms[-1]:,.0f} ms")
        gc.unfreeze()
        faulty = sum(bool(each.faults) for each in standing.entries.values())
        if faulty or standing.waiting():
            raise BenchError(f"{faulty} statements are irregular, or some wait.")
        self.figures["fold_per_s"] = self._statements / taken.p50_ms * 1000
        self.notes.append(
            f"{FOLDS} folds, ms: {taken.text()}; the median counts."
            f" {sum(map(len, standing.cases.values())):,} cases,"
            f" {len(standing.live):,} of them open."
        )
        return standing

    def _refold(self, standing: Standing, talk: Conversation) -> None:
        """Place statements that arrive late, each on its own, into the same standing.

        The other side has meanwhile said more, in the same case too: so the late one
        goes before what stands there, and the case is folded again.
        """
        self.say(f"{LATE_ARRIVALS} statements arrive late, before {BETWEEN} others")
        taken = Taken()
        for before, late in crossed_contacts(talk, LATE_ARRIVALS, BETWEEN):
            held = fold.extend(standing, before)
            with taken.one():
                after = fold.extend(held, [late])
            if after.case_of(after.entries[late.id]).statements[-1].id == late.id:
                raise BenchError("A late statement came last: nothing was refolded.")
        self.figures["refold_ms"] = taken.p50_ms
        self.notes.append(f"Refolds, ms: {taken.text()}; the median counts.")

    def _look(self, kept: Kept, talk: Conversation, watches: Watches) -> None:
        """Follow the store as a long-lived reader does, and look at the line."""
        self.say("the store is filled, and followed from its first entry")
        kept.keep_up()
        begun = time.perf_counter()
        with records.reading(kept.place) as record:
            self.notes.append(
                f"Opening the record, once: {time.perf_counter() - begun:.1f} s"
                " (reading, folding, keys)."
            )
            self._inboxes(record, kept, talk, watches)
            self._dues(record, kept, talk)

    def _inboxes(
        self, record: Record, kept: Kept, talk: Conversation, watches: Watches
    ) -> None:
        """Look many times; each time something has come since."""
        self.say(f"{LISTINGS} looks at the inbox, each after something has come")
        taken, found = Taken(), inbox(record, talk.now_s, LISTED)
        for _ in range(LISTINGS):
            watches.talk_until(len(talk) + 1)
            kept.keep_up()
            with taken.one():
                record.following.catch_up()
                found = inbox(record, talk.now_s, LISTED)
                page = list(inbox_page(found))
            if len(page) < len(found.received):
                raise BenchError("The page does not show what was found.")
        self.figures["inbox_p99_ms"] = taken.p99_ms
        open_ = sum(not row.acknowledged for row in found.received)
        self.notes.append(
            f"Inboxes, ms: {taken.text()}; the last one lists {open_} unread,"
            f" {len(found.received) - open_} read, {len(found.sent)} sent,"
            f" {len(found.dues)} due, and says that"
            f" {found.more_received + found.more_sent:,} more stand."
        )

    def _dues(self, record: Record, kept: Kept, talk: Conversation) -> None:
        """Leave much open, and list what the clocks ask."""
        self.say(f"{DUE_ITEMS:,} items are left due, and listed {DUE_LISTINGS} times")
        open_business(talk, DUE_ITEMS - len(dues(record, talk.now_s)))
        kept.keep_up()
        record.following.catch_up()
        count = len(dues(record, talk.now_s))
        if not DUE_ITEMS <= count <= DUE_ITEMS * 1.05:
            raise BenchError(f"{count} items are due, {DUE_ITEMS} were to be.")
        taken = Taken()
        for _ in range(DUE_LISTINGS):
            with taken.one():
                for each in dues(record, talk.now_s):
                    due_row(each, talk.now_s)
        self.figures["due_5000_ms"] = taken.p50_ms
        self.notes.append(f"{count:,} due, ms: {taken.text()}; the median counts.")


def verdicts(figures: dict[str, float]) -> Table:
    """Return the table of targets, and which of them this run met."""
    table = Table(title="Dialogue benchmark")
    for title in ("figure", "target", "measured", "met"):
        table.add_column(title)
    for target in TARGETS:
        value = figures[target.key]
        met = "yes" if target.met(value) else "NO"
        table.add_row(
            target.key, f"{target.sense} {target.bound:,}", f"{value:,.2f}", met
        )
    table.add_row("read_per_s", "-", f"{figures['read_per_s']:,.2f}", "-")
    return table


def _count(text: str) -> int:
    """Read a number of statements that is neither none nor endless."""
    count = int(text) if text.isdecimal() else 0
    if not FEWEST <= count <= MOST:
        raise argparse.ArgumentTypeError(f"give from {FEWEST:,} to {MOST:,}")
    return count


def _arguments() -> argparse.Namespace:
    parser = asked_of(
        "Measure folding, inbox and dues of a long record.",
        "python bench/dialogue.py --json --statements 20000",
    )
    parser.add_argument(
        "--statements",
        type=_count,
        default=STATEMENTS,
        help=f"how long the record is (default {STATEMENTS:,}, as the targets ask)",
    )
    return parser.parse_args()


def main() -> int:
    """Run the benchmark; return the exit status."""
    chosen = _arguments()
    try:
        with tempfile.TemporaryDirectory(
            prefix="detente-bench-", dir=chosen.scratch
        ) as own:
            run = Run(Path(own), chosen.statements)
            run.measure()
    except BenchError as error:
        sys.stderr.write(f"bench-dialogue: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("bench-dialogue: stopped\n")
        return 1
    console = Console(highlight=False, soft_wrap=True)
    console.print(verdicts(run.figures))
    for note in run.notes:
        console.print(note)
    if chosen.json:
        sys.stdout.write(json.dumps(run.figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
