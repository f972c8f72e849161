"""Decide how reports of a tracker are stated: a file whole, a stream step by step."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from detente.api.answers import PositionsStated, StatedBatch
from detente.api.client import Client
from detente.cli.shell import files
from detente.cli.shell.exits import Exit
from detente.cli.shell.showing import say
from detente.cli.shell.streaming import Chunk, chunks
from detente.dialogue.terms import PositionTerms
from detente.record.errors import DetenteError, Failed, Malformed, Misasked
from detente.report.words import utc

MOST_BYTES: Final = 1_000_000
STREAM: Final = Path("-")
_CLOCK: Final = 11
"""Where the time of day begins in a moment that is written out."""


def state(client: Client, case: str, source: Path, *, as_json: bool) -> Exit:
    """State what a file or a stream reports of a case.

    Raises:
        DetenteError: it cannot be stated, in words for the officer.
    """
    if source == STREAM:
        told = list(_stream(client, case, as_json=as_json))
    else:
        table = _text(files.read(source, MOST_BYTES))
        told = [_said(client.state_positions(case, table), as_json=as_json)]
    if as_json:
        say(_together(case, told), (), as_json=True)
    left_out = any(row.left_out for each in told for row in each.told)
    return Exit.MISASKED if left_out else Exit.DONE


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Malformed(f"Line {line} of the reports is no UTF-8 text.") from error


def _stream(client: Client, case: str, *, as_json: bool) -> Iterator[PositionsStated]:
    """State a stream; what cannot be stated for now is kept and tried again.

    Raises:
        DetenteError: the stream has ended and the last of it is not stated; or nothing
            of it ever can be.
    """
    client.statement(case)  # a slip in its reference is not tried again and again
    terms = client.terms().terms.positions or PositionTerms()
    kept: Chunk | None = None
    why: DetenteError | None = None
    for chunk in chunks(sys.stdin, terms.every_s):
        whole = chunk.after(kept)
        try:
            done = client.state_positions(case, whole.table, whole.first, strict=False)
        except (Failed, Misasked) as error:
            # A node that is being restarted must not cost the minutes in between.
            kept, why = whole, error
            print(f"{error.sentence} These rows are kept.", file=sys.stderr)
            continue
        kept = why = None
        yield _said(done, as_json=as_json)
    if why is not None:
        raise why


def _said(done: PositionsStated, *, as_json: bool) -> PositionsStated:
    """Tell what was stated, and of each row what was wrong."""
    for row in done.told:
        print(row.sentence, file=sys.stderr)
    if not as_json:
        say(None, map(_line, done.stated), as_json=False)
    return done


def _line(stated: StatedBatch) -> str:
    count = "1 report" if stated.reports == 1 else f"{stated.reports} reports"
    until = utc(stated.last)[_CLOCK:]
    return f"{stated.reference}  {count}, {utc(stated.first)} to {until}"


def _together(case: str, told: list[PositionsStated]) -> dict[str, object]:
    return {
        "case": case,
        "stated": [msgspec.to_builtins(e) for each in told for e in each.stated],
        "told": [msgspec.to_builtins(e) for each in told for e in each.told],
    }
