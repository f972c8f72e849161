"""Decide how what was typed at a command becomes fields of a draft: words and files."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from detente.cli.shell import files
from detente.record.cose import MAX_BYTES
from detente.record.errors import Misasked
from detente.report import filling
from detente.report.filling import Unfilled


def given(file: Path | None) -> Mapping[str, object]:
    """Return the fields that a file holds.

    Raises:
        Misasked: it cannot be read.
        Unfilled: it is neither JSON nor TOML, or no table of fields.
    """
    if file is None:
        return {}
    data = files.read(file, MAX_BYTES)
    if file.suffix == ".toml":
        try:
            return tomllib.loads(data.decode())
        except (ValueError, RecursionError) as error:
            raise Unfilled("", f"{file} is no TOML: {error}") from error
    value = filling.read_json(data)
    if not isinstance(value, dict):
        raise Unfilled("", f"{file} holds no table of fields")
    return value


def pairs(typed: Sequence[str]) -> list[tuple[str, str]]:
    """Return names and texts of fields.

    Raises:
        Misasked: one has no equals sign.
    """
    found = []
    for each in typed:
        name, sign, text = each.partition("=")
        if not sign:
            raise Misasked(f"{each[:40]!r} is no field: write NAME=TEXT.")
        found.append((name.strip(), text))
    return found


def typed(words: Sequence[str] | None) -> list[dict[str, str]]:
    """Return fields as they were typed, for a request.

    Raises:
        Misasked: one has no equals sign.
    """
    return [{"name": name, "text": text} for name, text in pairs(words or ())]
