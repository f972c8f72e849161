"""Decide how tokens of the API are given out and taken back."""

from typing import Annotated, Literal

import typer

from detente.cli.shell.options import JsonOption, LineOption, line_of


def command(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Whose it is; left out: list them.")
    ] = "",
    *,
    role: Annotated[
        Literal["watch", "desk", "linguist", "engineer", "auditor", "tracker"],
        typer.Option(help="What it may."),
    ] = "watch",
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Take this one back.")
    ] = False,
    line: LineOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give out a token for the API, take one back, or list them.

    Use it for each screen or program that speaks with the API of a line: by its role
    a token may read, draft, release or prove. It is shown once; what is kept cannot
    be used to ask. A token that is taken back counts no more at once. A token signs
    nothing: releasing needs an officer's credential as ever.

        $ detente token watch-room --role watch --line north
        detente-...
    """
    import secrets

    from detente.api import tokens
    from detente.cli.shell.showing import say
    from detente.node.place import Place

    place = Place(line_of(line))
    if not name:
        rows = tokens.held(place)
        data = [{"name": each.name, "role": each.role} for each in rows]
        lines = [f"{each.name}  {each.role}" for each in rows]
        say({"tokens": data}, lines, as_json=as_json)
    elif take_back:
        tokens.take_back(place, name)
        say(
            {"name": name, "taken_back": True},
            [f"{name} is taken back."],
            as_json=as_json,
        )
    else:
        secret = tokens.give(place, name, role, secrets.token_bytes)
        say({"name": name, "role": role, "token": secret}, [secret], as_json=as_json)
