"""Decide how what stands declared is drawn for a command: asked for, and put out."""

import sys
from pathlib import Path
from typing import TypedDict

import msgspec

from detente.cli.shell.showing import say
from detente.record.errors import Failed
from detente.report.chart import Chart, left_out
from detente.report.words import moment
from detente.space.files import geojson
from detente.space.files.cot_written import document


class Wanted(TypedDict):
    """What is to be drawn, as the API is asked for it."""

    form: str
    party: str
    at_s: int | None
    case: str


def asked(form: str, party: str, at: str, case: str) -> Wanted:
    """Return what is to be drawn, as it was typed.

    Raises:
        Misasked: the moment is none.
    """
    at_s = moment(at) if at else None
    return Wanted(form=form, party=party, at_s=at_s, case=case)


def draw(chart: Chart, out: Path | None, *, as_cot_s: int | None = None) -> None:
    """Put a drawing out, to a file or standard output.

    What is not drawn is said to whoever watches; GeoJSON lists it, too.

    Args:
        chart: the drawing.
        out: the file; none: standard output.
        as_cot_s: as Cursor on Target of this time; none: as GeoJSON.

    Raises:
        Failed: the file cannot be written.
        Misasked: Cursor on Target cannot say a part of it.
    """
    for line in left_out(chart.undrawn):
        print(line, file=sys.stderr)
    if out is None:
        say(msgspec.to_builtins(chart), (), as_json=True)
        return
    data = msgspec.json.encode(chart)
    if as_cot_s is not None:
        data = document(geojson.read(data), as_cot_s * 1_000)
    keep(out, data)
    count = len(chart.features)
    say({}, [f"DRAWN: {count:,} features, in {out}"], as_json=False)


def keep(out: Path, data: bytes) -> None:
    """Write a file.

    Raises:
        Failed: it cannot be written.
    """
    try:
        out.write_bytes(data)
    except OSError as error:
        raise Failed(f"{out} cannot be written: {error.strerror}.") from error
