"""Decide how one-sided requests are put to the other side once there is a line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.shell.options import ToOption, WaitOption
from detente.cli.shell.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.report.onesided import PutRow


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="[REFERENCE]", help="Left out, all are listed."),
    ] = "",
    *,
    own: Annotated[
        Path, typer.Option(metavar="DIR", help="The channel of our own it stands in.")
    ],
    to: ToOption = None,
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

    from detente.cli.shell import releasing
    from detente.cli.shell.reach import Reach
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked
    from detente.report.channel import check_alone
    from detente.report.onesided import count_lines, put_of, put_rows

    kept = Reach(own, "", None, as_json=voice.as_json)
    with kept.client() as source, voice.client() as client:
        check_alone(source.channel())
        ours, line = source.one_sided(), client.one_sided()
        if not reference:
            rows = list(put_rows(ours, line))
            data = {"requests": rows, "recorded": ours.count, "put": line.count}
            lines = (*_list(rows), *count_lines(ours.count, line.count))
            say(msgspec.to_builtins(data), lines, as_json=voice.as_json)
            return 0
        known = {each.reference: each.id for each in ours.requests}
        if reference not in known:
            raise Misasked(f"{own} holds no one-sided request {reference}.")
        there = put_of(line).get(known[reference])
        if there is not None:
            raise Misasked(f"{reference} was put already, as {there.reference}.")
        told = source.put(reference)
        said = releasing.asked(
            voice, form=told.form, act=told.act, body=told.body, to=to
        )
        outcome = releasing.release(client, voice, said, wait_s=wait)
    data = {**outcome.data, "request": reference}
    return releasing.finish(outcome._replace(data=data), as_json=voice.as_json)


def _list(rows: "Sequence[PutRow]") -> "Iterator[str]":
    from detente.report.pages import barred, columns

    yield f"One-sided requests: {len(rows)}. UNILATERAL where not confirmed."
    told = [[each.state.upper(), each.request, each.put, each.summary] for each in rows]
    for row, text in zip(rows, columns(told), strict=True):
        yield text
        if row.disputed:
            yield from barred(row.disputed)
