"""Decide how what was typed at a command becomes a draft: fields, files, citations."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from detente.cli.shell import files, officers
from detente.dialogue.compose import cite
from detente.dialogue.form import Body
from detente.record.cose import MAX_BYTES
from detente.record.errors import Misasked
from detente.record.statement import Citation
from detente.report import filling
from detente.report.filling import Choice, Unfilled
from detente.report.record import Record


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


def body_of(choice: Choice, typed: Sequence[str], file: Path | None) -> Body:
    """Return the body that fields and file make.

    Raises:
        Misasked: it cannot be made.
    """
    return filling.from_fields(choice, pairs(typed), given(file))


def citations(record: Record, references: Sequence[str]) -> tuple[Citation, ...]:
    """Return the citations of statements that are held.

    Raises:
        Malformed: a reference is none.
        Misasked: a statement is not held.
    """
    return tuple(cite(record.standing.by_reference(each)) for each in references)


def addressee(record: Record, given_post: str | None) -> str:
    """Return to which post a statement goes: the one named, else the only one.

    In a channel of our own it goes to our first post (clause 10.15).

    Raises:
        Misasked: several could be meant.
    """
    posts = [
        f"{code}/{post}"
        for code in record.others
        for post in dict.fromkeys(
            each.post
            for each in record.paired.channel.party(code).document.credentials
            if not each.node
        )
    ]
    if given_post is not None:
        return given_post
    if not record.others:
        document = record.paired.channel.party(record.own).document
        return f"{record.own}/{officers.post_of(document, None)}"
    if len(posts) == 1:
        return posts[0]
    raise Misasked(f"To whom? Name one with --to: {', '.join(posts)}.")


def status_of(
    record: Record, *, test: bool
) -> Literal["OPERATION", "EXERCISE", "TEST"]:
    """Return the status a statement bears: the channel's own, unless it is a TEST."""
    if test:
        return "TEST"
    traffic = record.founding.charter.terms.traffic
    return "EXERCISE" if traffic == "exercise" else "OPERATION"
