"""Decide how any form is released from the command line."""

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


def command(  # noqa: PLR0913 - each option is one field of the header
    form: Annotated[str, typer.Argument(metavar="FORM", help="MSG, CON, PRE, ...")],
    *,
    act: Annotated[
        str, typer.Option(help="Which act of the form, such as request.")
    ] = "",
    fields: Annotated[
        bool, typer.Option("--fields", help="Only list the fields; release nothing.")
    ] = False,
    field: FieldOption = None,
    body: BodyOption = None,
    to: ToOption = None,
    info: InfoOption = None,
    precedence: PrecedenceOption = "R",
    answers: Annotated[
        list[str] | None, typer.Option(metavar="REFERENCE", help="What it answers.")
    ] = None,
    changes: Annotated[
        list[str] | None, typer.Option(metavar="REFERENCE", help="What it changes.")
    ] = None,
    kind: Annotated[
        Literal["NEW", "UPDATE", "CANCEL", "CORRECTION"],
        typer.Option(help="NEW, or how it changes what it cites."),
    ] = "NEW",
    valid_from: Annotated[str, typer.Option(metavar="MOMENT", help="In UTC.")] = "",
    valid_until: Annotated[str, typer.Option(metavar="MOMENT", help="In UTC.")] = "",
    reply_by: Annotated[str, typer.Option(metavar="MOMENT", help="In UTC.")] = "",
    handling: Annotated[
        Literal["confidential", "releasable", "public"],
        typer.Option(help="Who else may read it."),
    ] = "confidential",
    releasable_to: Annotated[
        list[str] | None, typer.Option(metavar="PARTY", help="If releasable.")
    ] = None,
    attach: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A file that follows; again for more."),
    ] = None,
    test: Annotated[bool, typer.Option("--test", help="Mark it TEST.")] = False,
    serial: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="One that was given and not used."),
    ] = None,
    wait: WaitOption = 0.0,
    voice: Voice,
) -> int:
    r"""Release a statement of any form, signed by an officer.

    Use it to say something; --fields lists what a form takes. It shows the statement
    as it will stand, with its reference, with every rule it breaks and with what you
    should know before; then it is signed with your credential, and cannot be taken
    back. It says how far it got: SIGNED, STORED HERE, IN THEIR RECORD. Our node must
    run; theirs need not: the statement goes on by itself. What is attached is put into
    our node first, and follows behind the statement; their node says HELD once it is
    all there.

        $ detente send MSG --line north --to SOUTH/Watch --precedence P \
            --field subject="Exercise notice" --field text="Firing ended at noon." \
            --passphrase-file north.pass --wait 20
        OPERATION  NORTH/2026/0002/MSG/1/O  P PRIORITY  NEW
        From NORTH/Watch to SOUTH/Watch
        MESSAGE
        | Subject: Exercise notice
        | Text: Firing ended at noon.
        | Acknowledgement requested: yes
        SIGNED by Watch 1
        STORED HERE at position 2
        IN THEIR RECORD: SOUTH, by https, ...
    """
    import msgspec

    from detente.cli.shell import attaching, drafting, releasing
    from detente.cli.shell.exits import Exit
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked
    from detente.report import described, filling
    from detente.report.pages import form_page
    from detente.report.words import moment

    if bool(changes) != (kind != "NEW"):
        raise Misasked("Say how it changes what: --kind UPDATE --changes REFERENCE.")
    filled = drafting.given(body)
    if fields:
        choice = filling.choose(form.upper(), act or str(filled.get("act", "")))
        shapes = described.fields_of(choice.body)
        say(msgspec.to_builtins(shapes), form_page(shapes), as_json=voice.as_json)
        return Exit.DONE
    with voice.client() as client:
        said = releasing.asked(
            voice,
            form=form,
            act=act,
            body=filled,
            typed=drafting.typed(field),
            to=to,
            info=info,
            precedence=precedence,
            answers=answers,
            changes=changes,
            kind=kind,
            valid_from=moment(valid_from) if valid_from else None,
            valid_until=moment(valid_until) if valid_until else None,
            reply_by=moment(reply_by) if reply_by else None,
            handling=handling,
            releasable_to=releasable_to,
            attachments=attaching.attach(client, attach or ()),
            test=test,
            serial=serial,
        )
        outcome = releasing.release(client, voice, said, wait_s=wait)
    return releasing.finish(outcome, as_json=voice.as_json)
