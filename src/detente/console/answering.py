"""Decide which answers a statement's page offers: those that officers give.

Silence, acknowledge and answer are three acts: the first is a matter of this room, the
second says that a person read and understood, the third says what comes of it.
"""

from typing import Final, NamedTuple

from detente.report import filling
from detente.report.described import title_of
from detente.report.shown import Shown

_ACKNOWLEDGED: Final = "acknowledged"
# A disclosure is begun where its file is made (`detente.console.disclosing`); a review
# is of a statement of our own, and would be void as an answer (clause 11.23).
_ELSEWHERE: Final = frozenset({"disclosed", "reviewed"})


class Offered(NamedTuple):
    """An answer: its act, and what screens call it."""

    act: str
    title: str


def answers_to(said: Shown, language: str) -> tuple[Offered, ...]:
    """Return the answers that may be given to a statement, to acknowledge first."""
    code = said.reference.split("/")[3]
    found = [
        Offered(act, _title(code, act, language))
        for act in filling.answers_of(code)
        if act not in _ELSEWHERE
    ]
    return tuple(sorted(found, key=lambda each: each.act != _ACKNOWLEDGED))


def _title(code: str, act: str, language: str) -> str:
    return title_of(filling.answer_to(code, act).body, language)
