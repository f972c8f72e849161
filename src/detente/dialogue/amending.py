"""Decide what a proposal of other terms amends, and how one is made.

Spec clauses 10.11 and 10.17. A proposal carries whole terms, and the digest of the
version that it amends: what it changes is the difference of the two, and whoever
consents is shown that. Which version binds is decided by `detente.dialogue.in_force`.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from detente.dialogue import charter
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms.cht import Consented, Proposed
from detente.dialogue.standing import Standing
from detente.dialogue.terms import Deadlines, Terms
from detente.record.errors import Malformed
from detente.record.statement import Citation

FIXED: Final = ("versions", "traffic", "observers")
"""What no version changes (clauses 10.8 and 10.11)."""


class Amendment(NamedTuple):
    """What a proposal changes: the version that it amends, and its terms after it."""

    number: int
    before: Terms
    after: Terms


def amendment(standing: Standing, body: Body) -> Amendment | None:
    """Return what a proposal changes.

    None where that cannot be said: it is no proposal, carries no terms that these
    parties can keep, or amends what was never agreed.
    """
    if not isinstance(body, Proposed):
        return None
    amended = standing.charters.of_digest(body.previous)
    if amended is None:
        return None
    before = amended.founding.charter
    try:
        _, after = charter.amended(before, body.terms)
    except Malformed:
        return None
    return Amendment(amended.number, before.terms, after.terms)


def consented(
    standing: Standing, body: Body, answers: tuple[Citation, ...]
) -> Amendment | None:
    """Return what an acceptance consents to, as far as it can be said."""
    if not isinstance(body, Consented):
        return None
    cited = [standing.entries.get(each.id) for each in answers]
    bodies = [each.body for each in cited if each is not None]
    proposed = [each for each in bodies if isinstance(each, Proposed)]
    return amendment(standing, proposed[0]) if len(proposed) == 1 else None


def propose(
    standing: Standing, own: str, terms: Terms, text: Text | None = None
) -> Proposed:
    """Return the proposal of other terms on what binds our next statement.

    Args:
        standing: how things stand.
        own: our party's code.
        terms: the whole terms.
        text: what changes and why, in words.

    Raises:
        Malformed: they are no terms that these parties can keep (clause 10.11).
    """
    bound = standing.binds(own)
    raw = charter.render_terms(terms)
    charter.amended(bound.founding.charter, raw)
    number = standing.next_version(own)
    return Proposed(version=number, previous=bound.digest, terms=raw, text=text)


def blamed(standing: Standing, own: str, terms: Terms) -> str:
    """Return which term it is that keeps these terms from being proposed.

    The one that, changed alone, could not be proposed either; empty where it is no
    single one.
    """
    bound = standing.binds(own).founding.charter
    for name, alone in _one_by_one(bound.terms, terms):
        try:
            charter.amended(bound, charter.render_terms(alone))
        except Malformed:
            return name
    return ""


def _one_by_one(before: Terms, after: Terms) -> Iterator[tuple[str, Terms]]:
    """Yield the terms before with one term, or one deadline, as it is after."""
    for name in Deadlines.__struct_fields__:
        value = getattr(after.deadlines, name)
        limits = msgspec.structs.replace(before.deadlines, **{name: value})
        yield f"deadlines.{name}", msgspec.structs.replace(before, deadlines=limits)
    for name in Terms.__struct_fields__:
        value = getattr(after, name)
        yield name, msgspec.structs.replace(before, **{name: value})
