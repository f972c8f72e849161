"""Decide how a script's file becomes a `Script`, or one sentence that says why not."""

import tomllib
from pathlib import Path
from typing import Any, Final

import msgspec

from detente.play import soundness
from detente.play.script import (
    FORMAT,
    Case,
    Charter,
    Expected,
    Follow,
    Part,
    Party,
    Performed,
    Replay,
    Script,
    unfit,
)
from detente.record.errors import Malformed, Misasked

MAX_BYTES: Final = 1024 * 1024


class _Tables(Part, frozen=True):
    """The file; its steps are read one by one, so that an error can name its step."""

    format: str
    case: Case
    party: tuple[Party, Party]
    charter: Charter
    sources: dict[str, str]
    step: tuple[dict[str, Any], ...]
    expected: Expected


def load(path: Path) -> Script:
    """Read a script, and the files that its steps name.

    Raises:
        Misasked: there is no such file, or it cannot be read.
        Malformed: it is no script; the sentence names the step and the field.
    """
    script = parse(_read(path))
    names = {a.file for step in script.statements() for a in step.attachments}
    names |= {step.tracks for step in script.steps if isinstance(step, Replay)}
    names |= {step.reports for step in script.steps if isinstance(step, Follow)}
    files = {name: _read(path.parent / name) for name in sorted(names)}
    return msgspec.structs.replace(script, files=files)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Misasked(f"{path} cannot be read: {error.strerror}.") from error


def parse(data: bytes) -> Script:
    """Read a script's bytes.

    Raises:
        Malformed: they are no script; the sentence names the step and the field.
    """
    if len(data) > MAX_BYTES:
        raise Malformed(f"A script is at most {MAX_BYTES} bytes long.")
    try:
        given = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise Malformed(f"The script is no TOML in UTF-8: {error}.") from error
    if given.get("format") != FORMAT:
        raise Malformed(f"The script, field format: it is not {FORMAT!r}.")
    try:
        tables = msgspec.convert(given, _Tables)
    except msgspec.ValidationError as error:
        raise unfit("The script", str(error)) from error
    script = Script(
        tables.case,
        tables.party,
        tables.charter,
        tables.sources,
        tuple(_step(number, each) for number, each in enumerate(tables.step, 1)),
        tables.expected,
    )
    soundness.check(script)
    return script


def _step(number: int, given: dict[str, Any]) -> Performed:
    name = given.get("id")
    where = f"Step {name!r}" if isinstance(name, str) and name else f"Step {number}"
    try:
        return msgspec.convert(given, Performed)  # type: ignore[no-any-return]
    except msgspec.ValidationError as error:
        raise unfit(where, str(error)) from error
