"""Decide which options commands share, and what they stand for."""

from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

import typer

from detente.record.errors import Misasked

SETTINGS_FILE: Final = "line.toml"

LineOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--line",
        metavar="DIR",
        envvar="DETENTE_LINE",
        help="The line's directory; left out, this one if it holds line.toml.",
    ),
]
ApiOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--api",
        metavar="ADDRESS",
        envvar="DETENTE_API",
        help="Ask the API that is served there, and not the line's own directory.",
    ),
]
TokenFileOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--token-file",
        metavar="FILE",
        envvar="DETENTE_TOKEN_FILE",
        help="Its first line is the token for that API.",
    ),
]
JsonOption: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print one JSON object for a program to read.")
]
PassphraseOption: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        envvar="DETENTE_PASSPHRASE_FILE",
        help="Its first line opens the credential; left out, you are asked.",
    ),
]
FromOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="POST", help="Our post; left out, the only or first one."
    ),
]
ToOption: TypeAlias = Annotated[
    str | None, typer.Option(metavar="POST", help="Such as SOUTH/Watch.")
]
InfoOption: TypeAlias = Annotated[
    list[str] | None, typer.Option(metavar="POST", help="For information.")
]
PrecedenceOption: TypeAlias = Annotated[
    Literal["Z", "O", "P", "R"],
    typer.Option(help="FLASH, IMMEDIATE, PRIORITY, ROUTINE."),
]
OfficerOption: TypeAlias = Annotated[
    list[int] | None,
    typer.Option(
        "--officer",
        metavar="N",
        help="Which credential, 1 if left out; twice where two keys are asked.",
    ),
]

LanguageOption: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="TAG", help="Of the texts; left out, the charter's first language."
    ),
]
LabelsOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        metavar="TAG",
        help="Of the labels: en, zh, ru; twice for two, side by side.",
    ),
]
CompactOption: TypeAlias = Annotated[
    bool,
    typer.Option("--compact", help="Only its body, as one line with check words."),
]
PersonalOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--personal", help="Also contacts and persons; that you asked is logged."
    ),
]
WaitOption: TypeAlias = Annotated[
    float,
    typer.Option(
        metavar="SECONDS", min=0.0, help="Wait so long for the other side's receipt."
    ),
]
YesOption: TypeAlias = Annotated[
    bool, typer.Option("--yes", help="Release without asking once more.")
]
FieldOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=TEXT", help="A field of the form; again for a longer list."
    ),
]
BodyOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Fields from a file, .json or .toml."),
]


def line_of(given: Path | None) -> Path:
    """Return the directory of the line a command is about.

    Raises:
        Misasked: none is named, and this directory is none.
    """
    if given is not None:
        return given
    here = Path.cwd()
    if (here / SETTINGS_FILE).is_file():
        return here
    raise Misasked(
        f"Which line? This directory holds no {SETTINGS_FILE}: name one with --line "
        "DIR, or set DETENTE_LINE."
    )
