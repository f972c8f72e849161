"""Decide how requests that were made elsewhere are imported: a table, a mailbox."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from detente.cli.shell.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.cli.shell.onesided import ImportedRow
    from detente.report.imported import Sorted


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .mbox file.")],
    *,
    kind: Annotated[
        Literal["csv", "mbox"] | None,
        typer.Option(help="What it is, if its name does not say."),
    ] = None,
    to_party: Annotated[
        str,
        typer.Option(metavar="TEXT", help="To whom the messages of an mbox went."),
    ] = "",
    voice: Voice,
) -> int:
    r"""Import requests from a table (CSV) or a mailbox (mbox).

    Use it for what was asked before there was a record: each row or message becomes a
    one-sided request of its own, signed, with a delivery code. What cannot be read is
    named by its line, with the reason, and the rest is imported; the exit code is then
    2. What is recorded already, by Message-ID or digest, is not recorded again: the
    same file may be given twice.

        $ detente one-sided-import sent.csv --line own --passphrase-file own.pass
        2 new, 0 recorded already, 0 that cannot be read
        line 2: NORTH/2026/0003/UNI/1/O, delivery code ...
        line 3: NORTH/2026/0004/UNI/1/O, delivery code ...
    """
    import msgspec

    from detente.cli.shell import onesided
    from detente.cli.shell.exits import Exit
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked

    rows = list["ImportedRow"]()
    named = onesided.kind_of(file, kind)
    with voice.client() as client:
        found = onesided.read_file(client, voice, file, named, to_party)
        if not voice.as_json:
            say({}, _read(found), as_json=False)
        count = len(found.new)
        if count and not voice.agrees(f"Release {count}, each signed?"):
            raise Misasked("Nothing was released.")
        for row in onesided.release_all(client, voice, found.new) if count else ():
            rows.append(row)
            if not voice.as_json:
                say({}, _released([row]), as_json=False)
    data = {
        "imported": msgspec.to_builtins(rows),
        "recorded_already": [each.line for each in found.held],
        "problems": [each._asdict() for each in found.problems],
    }
    if voice.as_json:
        say(data, (), as_json=True)
    return Exit.MISASKED if found.problems else Exit.DONE


def _read(found: "Sorted") -> "Iterator[str]":
    counts = len(found.new), len(found.held), len(found.problems)
    yield "{} new, {} recorded already, {} that cannot be read".format(*counts)
    for each in found.problems:
        yield f"line {each.line}: {each.reason}"


def _released(rows: "Sequence[ImportedRow]") -> "Iterator[str]":
    for each in rows:
        yield f"line {each.line}: {each.reference}, delivery code {each.code}"
        yield from (f"   {note}" for note in each.notes)
