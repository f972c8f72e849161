"""Decide how the bytes of an attachment are taken out of the record."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.reach import Reach


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="REFERENCE", help="Of the statement, either side's."),
    ],
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="As it lists it, or its SHA-256.")
    ],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the bytes go.")],
    reach: Reach,
) -> None:
    r"""Take the bytes of an attachment out, checked against their hash.

    Use it to look at what came behind a statement: a table, a photograph. The name was
    chosen by whoever sent it and is only compared: the file goes where --out says, and
    none is written over. Open it with care, as anything from the other side. It reads
    the record alone; show says how much of an attachment is here.

        $ detente attachment NORTH/2026/0005/EVD/1/O components.csv --line south \
            --out table.csv
        components.csv is in table.csv: 2,198 bytes
        SHA-256 ...
    """
    import hashlib

    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked
    from detente.report.words import visible

    with reach.client() as client:
        data = client.attachment(reference, name)
        listed = client.statement(reference).statement.attachments
    sha256 = hashlib.sha256(data).hexdigest()
    found = next((each for each in listed if each.sha256 == sha256), None)
    if found is None:
        raise Misasked(f"{reference} lists other bytes than were handed out.")
    try:
        with out.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise Misasked(f"{out} is there already. It is not written over.") from error
    except OSError as error:
        raise Misasked(f"{out} cannot be written: {error.strerror}.") from error
    told = {
        "reference": reference,
        "name": found.name,
        "media_type": found.media_type,
        "size_bytes": found.size_bytes,
        "sha256": sha256,
        "out": str(out),
    }
    lines = [
        f"{visible(found.name)} is in {out}: {found.size_bytes:,} bytes",
        f"SHA-256 {sha256}",
    ]
    say(told, lines, as_json=reach.as_json)
