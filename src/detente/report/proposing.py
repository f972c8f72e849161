"""Decide how other terms of the charter become a proposal, or why none can carry them.

Clauses 10.8 and 10.11. What no version can change is refused by its name, before a
reference is spent on it.
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from detente.dialogue import amending
from detente.dialogue.amending import FIXED
from detente.dialogue.fields import Text
from detente.dialogue.forms.cht import Proposed
from detente.dialogue.terms import Terms
from detente.record.errors import Malformed, Misasked
from detente.report.record import Record

_UNKNOWN: Final = re.compile(r"unknown field `(.*)`")


class Unamendable(Misasked):
    """Terms that no proposal can carry.

    Args:
        term: which one, by its name in clause 10.8; empty: no single one.
        reason: what is wrong with it.
        clause: by which clause.
    """

    code = "unamendable"

    def __init__(self, term: str, reason: str, clause: str) -> None:
        where = f"{term}: " if term else ""
        super().__init__(f"{where}{reason.rstrip('.')} (clause {clause}).")
        self.field = term
        self.reason = reason
        self.clause = clause


def terms_of(values: Mapping[str, object]) -> Terms:
    """Return the terms that values of JSON or TOML make, strictly.

    Raises:
        Unamendable: there is a term that there is not, or of another kind.
    """
    try:
        return msgspec.convert(values, Terms)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        unknown = _UNKNOWN.search(reason)
        where = f"{path.rstrip('`')}.{unknown[1]}" if unknown else path.rstrip("`")
        raise Unamendable(where.lstrip("."), reason, "10.8") from error


def proposal(record: Record, after: Terms, why: str) -> Proposed:
    """Return the proposal of other terms.

    Args:
        record: the line.
        after: the whole terms as they are to be.
        why: what changes and why, in words; may be empty.

    Raises:
        Misasked: they change nothing.
        Unamendable: no version can have these terms.
    """
    before = record.terms
    for name in FIXED:
        if getattr(after, name) != getattr(before, name):
            raise Unamendable(
                name, "No version changes it; found another channel", "10.11"
            )
    if after == before:
        raise Misasked(
            "These are the terms in force: they change nothing, so nothing is proposed."
        )
    try:
        text = Text(text=why) if why else None
        return amending.propose(record.standing, record.own, after, text)
    except Malformed as error:
        term = amending.blamed(record.standing, record.own, after)
        reason, _, clause = error.sentence.rstrip(").").partition(" (clause ")
        raise Unamendable(term, reason, clause or "10.11") from error
