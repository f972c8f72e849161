"""Decide how a watch checks the line, and how it sees the state of it."""

from typing import Annotated

import typer

from detente.cli.shell.options import ToOption, WaitOption
from detente.cli.shell.voice import Voice


def command(
    *,
    look: Annotated[
        bool, typer.Option("--look", help="Only show the state; release nothing.")
    ] = False,
    to: ToOption = None,
    path: Annotated[
        str, typer.Option(metavar="PATH", help="If not the first one that works.")
    ] = "",
    readability: Annotated[
        int,
        typer.Option(metavar="N", min=0, max=5, help="Of their last check, 1 to 5."),
    ] = 0,
    no_message: Annotated[
        bool, typer.Option("--no-message", help="Say that we have no traffic.")
    ] = False,
    wait: WaitOption = 0.0,
    voice: Voice,
) -> int:
    r"""Check the line with the other watch, and see its state.

    Use it at the hours that the charter names, in turn with the other side, hourly in a
    crisis, and whenever the line has been silent. A neutral text goes to the other
    watch, whose officer sends it back: `detente answer REFERENCE echo`. Then, or with
    --look at once, it shows which version of the charter is in force and what it says
    of the line, who has the watch of each side, what the parties have declared of it
    and what is observed: each path, their node and their officers, each with its age;
    the line checks missed; what is an alarm; and what is due. Silence is put into words
    by evidence alone, and called UNKNOWN where that does not decide. After two misses
    the check names the next path; after three a note is drafted, which an officer sends
    with `detente send MSG` or does not.

        $ detente check-line --line north --to SOUTH/Watch --no-message \
            --passphrase-file north.pass --wait 20
        OPERATION  NORTH/2026/0003/LCK/1/O  R ROUTINE  NEW
        ...
        Declared OPEN, version 1 of the charter
           paths https, folder, each tried every 1 min
           line checks 09:00Z, 21:00Z; a receipt counts as withheld after 2 min
        Watch of NORTH: no turnover says who has it
        SOUTH: NOT SILENT
        ...
    """
    import msgspec

    from detente.cli.shell import releasing
    from detente.cli.shell.exits import Exit
    from detente.cli.shell.showing import say
    from detente.report.line_pages import state_page

    check, code = None, Exit.DONE
    told = {"readability": readability, "no_message": no_message}
    body = {**told, "path": path} if path else told
    with voice.client() as client:
        if not look:
            said = releasing.asked(voice, form="LCK", act="challenge", body=body, to=to)
            outcome = releasing.release(client, voice, said, wait_s=wait)
            check, code = outcome.data, outcome.code
        state = client.line()
    data = {"state": msgspec.to_builtins(state), "check": check}
    say(data, state_page(state), as_json=voice.as_json)
    return code
