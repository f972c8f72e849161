"""Decide how files become statements: volumes one notice, lists one each."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from detente.cli.shell.options import (
    BodyOption,
    FieldOption,
    InfoOption,
    PrecedenceOption,
    ToOption,
    WaitOption,
)
from detente.cli.shell.voice import Voice


def command(  # noqa: PLR0913 - each option is one field, or one way of reading
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Volumes, a notice's text; .csv or .xlsx."),
    ],
    *,
    field: FieldOption = None,
    body: BodyOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only show what would be stated.")
    ] = False,
    confirm_doubts: Annotated[
        bool,
        typer.Option("--confirm-doubts", help="You have looked at every doubt."),
    ] = False,
    only_right_rows: Annotated[
        bool,
        typer.Option("--only-right-rows", help="State a list without its wrong rows."),
    ] = False,
    rejected: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where those go; else FILE.rejected.csv."),
    ] = None,
    mgrs: Annotated[
        list[str] | None,
        typer.Option(metavar="ID=MGRS", help="Second fix of a volume; again for more."),
    ] = None,
    lateral_m: Annotated[int, typer.Option(min=0, help="Separation wanted.")] = 0,
    vertical_m: Annotated[int, typer.Option(min=0, help="The same, of height.")] = 0,
    time_s: Annotated[int, typer.Option(min=0, help="The same, of time.")] = 0,
    minutes_as: Annotated[
        Literal["decimal", "seconds"] | None,
        typer.Option(help="What 26 is in 25-15.26N of a notice."),
    ] = None,
    width_m: Annotated[
        int | None,
        typer.Option(min=1, help="Of lines of CoT that say none, whole."),
    ] = None,
    encoding: Annotated[
        Literal["utf-8", "gb18030", "cp1251"] | None,
        typer.Option(help="Of a .csv; left out, it is found out, and doubted."),
    ] = None,
    to: ToOption = None,
    info: InfoOption = None,
    precedence: PrecedenceOption = "R",
    changes: Annotated[
        str, typer.Option(metavar="REFERENCE", help="The notice that it updates.")
    ] = "",
    test: Annotated[bool, typer.Option("--test", help="Mark it TEST.")] = False,
    wait: WaitOption = 0.0,
    voice: Voice,
) -> int:
    r"""State the volumes of a file, or the sites or movements of a list.

    Use it instead of typing figures. Volumes become one notice of an activity, those
    that stand at the same times a phase; --field fills in the rest as with `detente
    send ACT`. Each row of a list becomes a site notified, or a stop of a movement.
    What was read in one of two ways is a doubt: with --check you see all, with
    --confirm-doubts you say that you have looked at them. While a row is wrong nothing
    of a list is stated; what is stated already is not stated again, so the same command
    goes on after a failure.

        $ detente declare firing.geojson --line north --to SOUTH/Watch \
            --field designation="STEADY 26" --field purpose="Gunnery." \
            --field kind="live firing" --mgrs "range-4=34VCJ7888119397" \
            --passphrase-file north.pass
        OPERATION  NORTH/2026/.../ACT/1/O  R ROUTINE  NEW
        From NORTH/Watch to SOUTH/Watch
        ACTIVITY NOTIFIED
        ...
        SIGNED by Watch 1
        STORED HERE at position ...
    """
    from detente.cli.shell import drafting, listing, notifying, sources
    from detente.record.errors import Misasked
    from detente.report.phased import Wanted
    from detente.report.tables.sheet import Sheet

    source = sources.read(
        file, sources.Hints(minutes_as, encoding, width_m and width_m * 1_000)
    )
    header: dict[str, object] = {
        "to": to,
        "info": info,
        "precedence": precedence,
        "test": test,
    }
    with voice.client() as client:
        if isinstance(source, Sheet):
            if body or mgrs or changes or wait:
                raise Misasked("--body, --mgrs, --changes, --wait are for volumes.")
            rest = rejected or file.with_name(f"{file.name}.rejected.csv")
            filled = dict(drafting.pairs(field or ()))
            listed = listing.How(
                header,
                filled,
                check=check,
                confirmed=confirm_doubts,
                only_right=only_right_rows,
                rejected=rest,
            )
            return listing.state(client, voice, source, listed)
        if only_right_rows or rejected:
            raise Misasked("--only-right-rows and --rejected are for lists.")
        if changes:
            header |= {"changes": [changes], "kind": "UPDATE"}
        header["typed"] = drafting.typed(field)
        how = notifying.How(
            header,
            drafting.given(body),
            dict(drafting.pairs(mgrs or ())),
            Wanted(lateral_m, vertical_m, time_s),
            check=check,
            confirmed=confirm_doubts,
            wait_s=wait,
        )
        return notifying.state(client, voice, source, how)
