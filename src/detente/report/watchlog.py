"""Decide how the watch log is read: day by day, struck lines struck (clause 27.5).

A line stands at the time at which it says that it happened; when it was entered stands
beside it where that is later, so that a log written up at the end of a night shows it.
What was struck stays readable, with what took its place.
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from typing import Final

import msgspec

from detente.dialogue.cases.log import LogLine
from detente.dialogue.entered import Entered
from detente.dialogue.forms import log
from detente.dialogue.forms.log import Correction, Line
from detente.record.errors import Malformed, Misasked
from detente.report.pages import barred, marked
from detente.report.record import Record
from detente.report.shown import Mark, Row, marks, rows, signer
from detente.report.words import utc

# A line that is entered this soon was written as it happened.
PROMPT_S: Final = 60
_SHOWN_BESIDE: Final = "At"
_TEXT: Final = "Text"


class Struck(msgspec.Struct, frozen=True):
    """A correction of a line: what stands in its place, empty where nothing does.

    `language` is the tag of the text.
    """

    reference: str
    released: int
    signers: tuple[str, ...]
    text: str
    language: str


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the log; `at` and `released` are claims, POSIX seconds.

    `language` is the tag of what was written; `cites` are those of the statements it
    names that are held in this channel.
    """

    reference: str
    act: str
    at: int
    released: int
    signers: tuple[str, ...]
    language: str
    rows: tuple[Row, ...]
    cites: tuple[str, ...]
    struck: tuple[Struck, ...]
    marks: tuple[Mark, ...]

    @property
    def late(self) -> bool:
        """Whether it was entered well after it happened."""
        return self.released - self.at > PROMPT_S


class WatchLog(msgspec.Struct, frozen=True):
    """The watch log of a party, in the order of time as it says."""

    party: str
    lines: tuple[Logged, ...]


def watch_log(record: Record, from_s: int | None, until_s: int | None) -> WatchLog:
    """Return the lines of a time, from one moment on and before another."""
    found = [
        _logged(record, case, case.opened.body)
        for case in record.standing.of_family(LogLine.family)
        if isinstance(case, LogLine) and isinstance(case.opened.body, Line)
    ]
    kept = (
        each
        for each in found
        if (from_s is None or each.at >= from_s)
        and (until_s is None or each.at < until_s)
    )
    # Sorting is stable: of one moment, what was entered first stands first.
    return WatchLog(record.own, tuple(sorted(kept, key=lambda each: each.at)))


def _logged(record: Record, case: LogLine, line: Line) -> Logged:
    header = case.opened.header
    return Logged(
        reference=header.reference,
        act=line.title,
        at=line.at,
        released=header.released,
        signers=_signers(record, case.opened),
        language=header.language,
        rows=tuple(each for each in rows(line) if each.label != _SHOWN_BESIDE),
        cites=tuple(_held(record, line)),
        struck=tuple(_struck(record, each) for each in case.struck),
        marks=marks(record, case.opened),
    )


def _held(record: Record, line: Line) -> Iterator[str]:
    """Yield what a line cites, if it stands here: it may be of any channel."""
    cited = line.about if isinstance(line, log.Entry) else line.turnover
    with suppress(Malformed, Misasked):
        if cited:
            yield record.standing.by_reference(cited).header.reference


def _struck(record: Record, entered: Entered) -> Struck:
    body, header = entered.body, entered.header
    text = body.text if isinstance(body, Correction) else None
    return Struck(
        reference=header.reference,
        released=header.released,
        signers=_signers(record, entered),
        text=str(text or ""),
        language=(text and text.language) or header.language,
    )


def _signers(record: Record, entered: Entered) -> tuple[str, ...]:
    kids = entered.header.releasers
    return tuple(signer(record, entered.party, kid) for kid in kids)


def watch_log_page(kept: WatchLog) -> Iterator[str]:
    """Yield the log, a heading a day."""
    count = f"{len(kept.lines)} line{'' if len(kept.lines) == 1 else 's'}"
    yield f"Watch log of {kept.party}: {count}. Receipted by nobody."
    for day, lines in groupby(kept.lines, key=lambda each: utc(each.at)[:10]):
        yield ""
        yield day
        for each in lines:
            yield from _line(each)


def _line(line: Logged) -> Iterator[str]:
    entered = f", entered {utc(line.released)}" if line.late else ""
    by = "; ".join(line.signers)
    yield f"{utc(line.at)[11:]}  {line.act}  {line.reference}  {by}{entered}"
    yield from marked(line.marks)
    if line.struck:
        yield "STRUCK THROUGH:"
    for row in line.rows:
        said = row.text if row.label == _TEXT else f"{row.label}: {row.text}"
        yield from barred(said)
    for each in line.struck:
        what = "In its place" if each.text else "Nothing in its place"
        by = "; ".join(each.signers)
        yield f"{what}, {utc(each.released)}  {each.reference}  {by}"
        if each.text:
            yield from barred(each.text)
