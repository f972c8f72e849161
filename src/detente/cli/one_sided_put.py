"""Decide how one-sided requests are put to the other side once there is a line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.shell.options import WaitOption
from detente.cli.shell.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.cli.shell.onesided import PutRow


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="[REFERENCE]", help="Left out, all are listed."),
    ] = "",
    *,
    own: Annotated[
        Path, typer.Option(metavar="DIR", help="The channel of our own it stands in.")
    ],
    to: Annotated[
        str | None, typer.Option(metavar="POST", help="Such as SOUTH/Watch.")
    ] = None,
    wait: WaitOption = 0.0,
    voice: Voice,
) -> int:
    r"""Put a one-sided request to the other side, or list what it says of them.

    Use it once there is a line with the side that was asked: one request at a time.
    Over there each is answered by `detente answer REFERENCE confirmed`, or `disputed`.
    What is put is the request as it was recorded, with what we say became of it.
    Without a reference it lists which are confirmed, disputed, open, not put.

        $ detente one-sided-put NORTH/2026/0002/UNI/1/O --own own --line north \
            --to SOUTH/Watch --passphrase-file north.pass
        OPERATION  NORTH/.../UNI/1/O  R ROUTINE  NEW
        From NORTH/Watch to SOUTH/Watch
        UNILATERAL REQUEST, PUT
        ...
    """
    import msgspec

    from detente.cli.shell import drafting, onesided, releasing
    from detente.cli.shell.showing import say
    from detente.dialogue.compose import Draft
    from detente.dialogue.unilateral import to_put, unilateral_count
    from detente.node.place import Place
    from detente.record.errors import Misasked

    with (
        releasing.opened(Place(own)) as source,
        releasing.opened(voice.place) as record,
    ):
        found = onesided.compared(source, record)
        if not reference:
            rows = list(onesided.put_rows(found))
            ours = unilateral_count(source.standing)
            put = unilateral_count(record.standing)
            data = {"requests": rows, "recorded": ours, "put": put}
            lines = (*_list(rows), *onesided.count_lines(ours, put))
            say(msgspec.to_builtins(data), lines, as_json=voice.as_json)
            return 0
        case = found.own.get(reference)
        if case is None:
            raise Misasked(f"{own} holds no one-sided request {reference}.")
        if case.id in found.put:
            there = found.put[case.id].opened.header.reference
            raise Misasked(f"{reference} was put already, as {there}.")
        body = to_put(case, source.founding.channel)
        status = drafting.status_of(record, test=False)
        draft = Draft(body, drafting.addressee(record, to), status=status)
        outcome = releasing.release(record, voice, draft, wait_s=wait)
    told = {**outcome.data, "request": reference}
    return releasing.finish(outcome._replace(data=told), as_json=voice.as_json)


def _list(rows: "Sequence[PutRow]") -> "Iterator[str]":
    from detente.report.pages import barred, columns

    yield f"One-sided requests: {len(rows)}. UNILATERAL where not confirmed."
    told = [[each.state.upper(), each.request, each.put, each.summary] for each in rows]
    for row, text in zip(rows, columns(told), strict=True):
        yield text
        if row.disputed:
            yield from barred(row.disputed)
