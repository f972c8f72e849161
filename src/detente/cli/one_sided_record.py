"""Decide how a request that was made outside any line is recorded."""

from typing import Annotated, Literal

import typer

from detente.cli.shell.voice import Voice


def command(  # noqa: PLR0913 - each option is one field of a request
    *,
    medium: Annotated[
        Literal["telephone", "letter", "fax", "e-mail", "courier", "in person"],
        typer.Option(help="How it was made."),
    ],
    to_party: Annotated[
        str, typer.Option(metavar="TEXT", help="The side asked, in words.")
    ],
    to_office: Annotated[
        str, typer.Option(metavar="TEXT", help="Its office asked, in words.")
    ],
    purpose: Annotated[str, typer.Option(metavar="TEXT", help="What for.")],
    made: Annotated[
        str, typer.Option(metavar="MOMENT", help="When, if not now; in UTC.")
    ] = "",
    made_by: Annotated[
        str, typer.Option(metavar="TEXT", help="Our office, if not the post.")
    ] = "",
    level: Annotated[
        str, typer.Option(metavar="TEXT", help="The level sought, in words.")
    ] = "",
    mode: Annotated[
        Literal["voice", "video", "in person", "text"] | None,
        typer.Option(help="Of the contact asked for."),
    ] = None,
    text: Annotated[
        str, typer.Option(metavar="TEXT", help="As it was sent or said.")
    ] = "",
    answer_by: Annotated[
        str, typer.Option(metavar="MOMENT", help="Until when an answer was asked.")
    ] = "",
    voice: Voice,
) -> int:
    r"""Record a request made by telephone, letter, fax, e-mail, courier, in person.

    Use it when the other side has no node, or refuses one, in a channel of our own
    (`detente pair --alone`). The request gets a code for delivery by hand. What became
    of it is said by `detente answer REFERENCE delivered`, `answered` or "no answer". It
    is called UNILATERAL wherever it is shown: nobody receipts it, and no tally counts
    it.

        $ detente one-sided-record --medium letter --to-party "Southern Republic" \
            --to-office "Operations room" --purpose "Speak before the exercise." \
            --mode voice --line own --passphrase-file own.pass
        OPERATION  NORTH/2026/0002/UNI/1/O  R ROUTINE  NEW
        From NORTH/Watch to NORTH/Watch
        UNILATERAL REQUEST
        ...
        Receipted by nobody: a channel of our own.
    """
    from detente.cli.shell import releasing
    from detente.report.words import moment

    given = {
        "medium": medium,
        "made_at": moment(made) if made else None,
        "made_by": made_by or None,
        "party": to_party,
        "office": to_office,
        "level_sought": level,
        "mode": mode,
        "purpose": {"text": purpose},
        "text": {"text": text} if text else None,
        "answer_by": moment(answer_by) if answer_by else None,
    }
    body = {name: value for name, value in given.items() if value is not None}
    said = releasing.asked(voice, form="UNI", act="request", body=body, alone=True)
    with voice.client() as client:
        outcome = releasing.release(client, voice, said)
    told = {**outcome.data, "code": outcome.draft.fields["code"]}
    return releasing.finish(outcome._replace(data=told), as_json=voice.as_json)
