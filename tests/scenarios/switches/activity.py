"""How the clauses of activities are switched off (18)."""

from collections.abc import Mapping
from typing import Final

import pytest
from tests.scenarios.switching import Switch, both, unmarked

from detente.dialogue import forms
from detente.dialogue.cases.activity import Activity, Answered
from detente.dialogue.form import Body, Unreadable
from detente.dialogue.forms import act
from detente.record import wire
from detente.record.statement import Reference


def can_be_approved(patch: pytest.MonkeyPatch) -> None:
    """There is a word by which a notice is approved: it counts as an answer."""
    truly = forms.read

    def read(name: Reference, data: bytes | None) -> Body | Unreadable:
        approved = data == wire.encode({"act": "approved"})
        return act.Noted() if approved else truly(name, data)

    patch.setattr(forms, "read", read)


def answered_for_good(patch: pytest.MonkeyPatch) -> None:
    """An answer to one version of a notice is an answer to all that follow."""

    def answer_of(case: Activity, party: str) -> Answered | None:
        own = [each for each in case.answers if each.by.party == party]
        return own[-1] if own else None

    patch.setattr(Activity, "answer_of", answer_of)


SWITCHES: Final[Mapping[str, Switch]] = {
    "18.1": can_be_approved,
    "18.5": both(unmarked("18.5"), answered_for_good),
}
