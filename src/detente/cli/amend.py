"""Decide how an officer proposes other terms of the charter."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.options import InfoOption, ToOption, WaitOption
from detente.cli.shell.voice import Voice


def command(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The terms as they are to be, TOML."),
    ] = None,
    *,
    show: Annotated[
        bool, typer.Option("--show", help="Only print the terms in force, as TOML.")
    ] = False,
    text: Annotated[
        str, typer.Option(metavar="TEXT", help="What changes, and why, in words.")
    ] = "",
    to: ToOption = None,
    info: InfoOption = None,
    wait: WaitOption = 0.0,
    voice: Voice,
) -> int:
    r"""Propose other terms of the charter, by a file that you edit.

    Use it when the charter is to read otherwise: another path, other deadlines, another
    row of the counterpart table. Write the terms in force to a file with `detente amend
    --show > terms.toml` and edit it; what it leaves out stays as it is. Before release
    you are shown each term that changes, from what to what, and the other side is shown
    the same. The proposal is our consent; it binds nobody until every side has
    consented with `detente answer REFERENCE accept`. Then both nodes work by it without
    a restart. What no version can change is refused by its name.

        $ detente amend terms.toml --line north --to SOUTH/Watch \
            --text "Find a dead path sooner." --passphrase-file north.pass --wait 20
        OPERATION  NORTH/2026/.../CHT/1/O  R ROUTINE  NEW
        From NORTH/Watch to SOUTH/Watch
        CHARTER AMENDMENT PROPOSED
        | Version: 2
        | Previous version: 1, ...
        | Amended terms: Each path tried: 1 min -> 30 s
        | What changes, and why: Find a dead path sooner.
        SIGNED by Watch 1
        ...
        IN THEIR RECORD: SOUTH, by https, ...
    """
    from detente.cli.shell import amending, releasing
    from detente.cli.shell.exits import Exit
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked

    if show == (file is not None):
        raise Misasked("Name the edited file of terms, or ask for --show.")
    with voice.client() as client:
        force = client.terms()
        if file is None:
            data = {"version": force.version, "terms": amending.values(force.terms)}
            page = amending.sheet(force.version, force.terms)
            say(data, page, as_json=voice.as_json)
            return Exit.DONE
        told = client.proposal(amending.edited(file, force.terms), text)
        said = releasing.asked(
            voice, form=told.form, act=told.act, body=told.body, to=to, info=info
        )
        outcome = releasing.release(client, voice, said, wait_s=wait)
    return releasing.finish(outcome, as_json=voice.as_json)
