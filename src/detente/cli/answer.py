"""Decide how a statement is answered from the command line, in few words."""

from typing import Annotated, Literal

import typer

from detente.cli.shell.options import BodyOption, FieldOption, WaitOption
from detente.cli.shell.voice import Voice


def command(  # noqa: PLR0913 - each option is one thing an answer needs
    reference: Annotated[
        str, typer.Argument(metavar="REFERENCE", help="What is answered.")
    ],
    act: Annotated[
        str,
        typer.Argument(
            metavar="ACT", help="Such as acknowledged, accepted, refused, echo."
        ),
    ],
    *,
    field: FieldOption = None,
    body: BodyOption = None,
    precedence: Annotated[
        Literal["Z", "O", "P", "R"] | None,
        typer.Option(help="If not that of what is answered."),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REFERENCE", help="Answered by the same, such as a record."
        ),
    ] = None,
    wait: WaitOption = 0.0,
    voice: Voice,
) -> int:
    r"""Answer a statement: acknowledge, accept, refuse, echo.

    Use it for whatever answers: the four receipts that a person gives (opened,
    acknowledged, delivered, reviewed), every answer to a contact request, a
    precondition or a line check. It goes to the post that released what is answered,
    from the post it was put to, in its precedence; all else is as with `detente send`.
    An act that does not answer this form is refused with the list of those that do.

        $ detente answer NORTH/2026/0002/MSG/1/O acknowledged --line south \
            --field read_back="Firing ended at noon." \
            --passphrase-file south.pass --wait 20
        OPERATION  SOUTH/2026/0002/ACK/1/O  P PRIORITY  NEW
        From SOUTH/Watch to NORTH/Watch
        Answers NORTH/2026/0002/MSG/1/O
        ACKNOWLEDGED
        | Read-back: Firing ended at noon.
        ...
        IN THEIR RECORD: NORTH, by https, ...
    """
    from detente.cli.shell import drafting, releasing

    said = releasing.asked(
        voice,
        act=act,
        body=drafting.given(body),
        typed=drafting.typed(field),
        answers=[reference, *(also or ())],
        precedence=precedence,
    )
    with voice.client() as client:
        outcome = releasing.release(client, voice, said, wait_s=wait)
    return releasing.finish(outcome, as_json=voice.as_json)
