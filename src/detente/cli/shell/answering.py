"""Decide how an answer is drafted: which form, whose post, what it says by itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from detente.cli.shell import drafting, knocking
from detente.dialogue.compose import Draft, answering
from detente.dialogue.entered import Entered
from detente.dialogue.forms.lck import Challenge, Echo
from detente.report import filling
from detente.report.filling import Choice
from detente.report.record import Record


class Filled(NamedTuple):
    """What was typed: fields, a file of them, other statements answered by the same."""

    fields: Sequence[str]
    file: Path | None
    also: Sequence[str]


def draft(record: Record, reference: str, act: str, filled: Filled) -> Draft:
    """Return the draft of an answer to a statement.

    Raises:
        Malformed: a reference is none.
        Misasked: no such statement is held, or this act does not answer its form.
    """
    standing = record.standing
    answered = standing.by_reference(reference)
    choice = filling.answer_to(answered.said.name.form, act.lower())
    given = {**_already(record, choice, answered), **drafting.given(filled.file)}
    body = filling.from_fields(choice, drafting.pairs(filled.fields), given)
    others = [standing.by_reference(each) for each in filled.also]
    made = answering(body, answered, *others)
    if answered.party == record.own:
        # Our own statement: what is said of it goes where it went.
        made = made._replace(to=answered.header.to_post)
    return made


def post_asked(record: Record, reference: str, given: str | None) -> str | None:
    """Return which of our posts answers: the one named, else the one it was put to."""
    if given is not None:
        return given
    header = record.standing.by_reference(reference).header
    ours = (header.to_post, *header.info_posts, header.from_post)
    own = f"{record.own}/"
    return next((post for post in ours if post.startswith(own)), None)


def _already(record: Record, choice: Choice, answered: Entered) -> dict[str, object]:
    """Return what an echo says by itself: the text as it came, and now."""
    if choice.body is Echo and isinstance(answered.body, Challenge):
        now_s = knocking.status(record.place).now_s
        return {"text": answered.body.text, "received": now_s}
    return {}
