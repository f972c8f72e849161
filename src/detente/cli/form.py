"""Decide how the definition of a form is looked up."""

from typing import Annotated

import typer

from detente.cli.shell.options import JsonOption


def command(
    form: Annotated[str, typer.Argument(metavar="FORM", help="MSG, CON, STOP, ...")],
    act: Annotated[
        str, typer.Argument(metavar="[ACT]", help="Which act; left out, all are named.")
    ] = "",
    *,
    schema: Annotated[
        bool, typer.Option("--schema", help="As JSON Schema, for a program.")
    ] = False,
    fields: Annotated[
        bool, typer.Option("--fields", help="The fields, as when ACT is named.")
    ] = False,
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Of the labels: en, zh, ru.")
    ] = "en",
    as_json: JsonOption = False,
) -> None:
    """Show what a form can say: its acts, their fields, their schema.

    Use it to see what an act takes before you send it, in your own language, or to
    give another program the JSON Schema of a body. Fields marked * must be filled in;
    those of a record stand below it, further in. It needs no line and no node.

        $ detente form STOP unable --language zh
        STOP unable  无法办到
         *  reason  文本  理由
    """
    import json

    import msgspec

    from detente.cli.shell.showing import say
    from detente.report import described
    from detente.report.pages import acts_page, form_page
    from detente.report.schema import schema_of

    found = described.form_of(form.upper())
    if not act and len(found.bodies) > 1 and not (schema or fields):
        acts = described.acts_of(found, language)
        say(msgspec.to_builtins(acts), acts_page(acts), as_json=as_json)
        return
    body = described.body_of(found, act)
    if schema:
        told = schema_of(found, body, language)
        lines = json.dumps(told, ensure_ascii=False, indent=2).splitlines()
        say(told, lines, as_json=as_json)
        return
    shape = described.act_of(found, body, language)
    shapes = described.fields_of(body, language)
    data = {**msgspec.to_builtins(shape), "fields": msgspec.to_builtins(shapes)}
    say(data, [*acts_page([shape]), *form_page(shapes)], as_json=as_json)
