"""How the clauses of incidents are switched off (19)."""

from collections.abc import Mapping
from typing import Final

import msgspec
import pytest
from tests.scenarios.switching import Switch, both, unmarked

from detente.dialogue.cases.incident import Incident
from detente.dialogue.entered import Entered
from detente.dialogue.forms import inc


def a_report_opens_a_case(patch: pytest.MonkeyPatch) -> None:
    """Each report of an incident opens a case of its own, whatever it answers."""
    patch.setattr(inc.Initial, "opens", "always")


def the_last_account(patch: pytest.MonkeyPatch) -> None:
    """There is one account of an incident: that of whoever spoke last."""

    def account_of(case: Incident, party: str) -> Entered | None:
        told = [each for each in case.acts if isinstance(each.body, inc.Account)]
        return told[-1] if told else None

    patch.setattr(Incident, "account_of", account_of)


def agreed_for_good(patch: pytest.MonkeyPatch) -> None:
    """Who agreed to a fact has agreed to whatever it says later."""
    truly = Incident._state

    def state(case: Incident, entered: Entered, body: inc.Facts) -> Incident:
        answers = {(each.party, each.number): each.answer for each in case.facts}
        after = truly(case, entered, body)
        rows = tuple(
            each._replace(answer=each.answer or answers.get((each.party, each.number)))
            for each in after.facts
        )
        return msgspec.structs.replace(after, facts=rows)

    patch.setattr(Incident, "_state", state)


def one_side_closes(patch: pytest.MonkeyPatch) -> None:
    """An incident is closed as soon as one side says so."""
    truly = Incident._has_closed

    def has_closed(case: Incident, party: str) -> bool:
        return any(truly(case, each) for each in case.sides)

    patch.setattr(Incident, "_has_closed", has_closed)


def two_for_good(patch: pytest.MonkeyPatch) -> None:
    """Two cases of one incident stay two."""

    def stay(case: Incident, entered: Entered) -> Incident:
        return case

    patch.setattr(Incident, "_continue", stay)


SWITCHES: Final[Mapping[str, Switch]] = {
    "19.1": a_report_opens_a_case,
    "19.3": both(unmarked("19.3"), the_last_account),
    "19.5": both(unmarked("19.5"), agreed_for_good),
    "19.7": one_side_closes,
    "19.9": both(unmarked("19.9"), two_for_good),
}
