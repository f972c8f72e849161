"""Decide how a watch is handed over and taken, and how it is seen who has it."""

from typing import Annotated

import typer

from detente.cli.shell.options import ToOption, WaitOption
from detente.cli.shell.voice import Voice


def command(  # noqa: PLR0913 - each option is one field of the turnover
    *,
    look: Annotated[
        bool, typer.Option("--look", help="Only show the lists; release nothing.")
    ] = False,
    alone: Annotated[
        bool, typer.Option("--alone", help="Nobody hands it over: unrelieved.")
    ] = False,
    take_over: Annotated[
        list[str] | None,
        typer.Option(metavar="REFERENCE", help="A FLASH you have read; one by one."),
    ] = None,
    incoming: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="If it does not follow from who signs."),
    ] = None,
    outgoing: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="If it does not follow from who signs."),
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="A fault of the line; again for more."),
    ] = None,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why nobody hands it over.")
    ] = "",
    text: Annotated[
        str, typer.Option(metavar="TEXT", help="What else they should know.")
    ] = "",
    to: ToOption = None,
    wait: WaitOption = 0.0,
    voice: Voice,
) -> int:
    r"""Hand the watch over or take it, with what lies open; or see who has it.

    Use it whenever the watch changes. Look first: it lists what is open between the
    sides, the deadlines of the next 12 hours and the checks missed, as our node
    knows them. Then release it: those lists fill themselves in, both officers sign,
    and the incoming one names each open FLASH that he has read and answers for from
    now on; one that he leaves out is marked on both sides. Who has the watch is who
    took it last time, and he hands it over; the other who signs takes it. Where nobody
    is there to hand it over, --alone takes it on one signature, and says so. The other
    side is told who has our watch, and nothing of what only we may know: that stands in
    our own log (`detente log`).

        $ detente turnover --look --line north
        Watch of NORTH: no turnover says who has it
        A turnover at ... would list: line OPEN
           paths that work: https
        ...
    """
    import msgspec

    from detente.cli.shell import releasing
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked
    from detente.report.line_pages import turnover_page

    if alone and outgoing is not None:
        raise Misasked("Taken --alone, nobody hands it over: leave --outgoing out.")
    if reason and not alone:
        raise Misasked("--reason says why nobody hands it over: give --alone as well.")
    body = {
        "incoming": incoming,
        "outgoing": outgoing,
        "taken_over": take_over or None,
        "line_faults": [{"text": each} for each in fault or ()] or None,
        "reason": {"text": reason} if reason else None,
        "text": {"text": text} if text else None,
    }
    with voice.client() as client:
        if look:
            found = client.turnover()
            data = msgspec.to_builtins(found)
            say(data, turnover_page(found), as_json=voice.as_json)
            return 0
        said = releasing.asked(
            voice,
            form="HOV",
            act="assumed alone" if alone else "relieved",
            body={name: value for name, value in body.items() if value is not None},
            to=to,
        )
        outcome = releasing.release(client, voice, said, wait_s=wait)
    return releasing.finish(outcome, as_json=voice.as_json)
