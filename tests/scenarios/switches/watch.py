"""How the clauses of calls, order wire and turnover are switched off (16)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
import pytest
from tests.scenarios.switching import Switch, both, unmarked

from detente.dialogue import forms, turnover
from detente.dialogue.case import Case
from detente.dialogue.cases.call import Call
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body, Form
from detente.dialogue.forms.hov import Assumed, Relieved
from detente.dialogue.forms.ord import OrderWire
from detente.dialogue.pairing import Founding
from detente.dialogue.standing import Standing
from detente.dialogue.turnover import OnWatch


def chat_answers(patch: pytest.MonkeyPatch) -> None:
    """An order wire answers whatever its operator likes."""
    known: dict[type[Body], Form] = dict(forms.FORM_OF)
    known[OrderWire] = known[OrderWire]._replace(answers=None)
    patch.setattr(forms, "FORM_OF", known)


def never_flagged(patch: pytest.MonkeyPatch) -> None:
    """A caller may wait for whom he asked for, as long as it takes."""
    patch.setattr(Call, "long_hold", property(lambda _: False))


def the_first_account(patch: pytest.MonkeyPatch) -> None:
    """What a side said first of a call stands, whatever it finds out later."""
    truly = Call.add

    def add(case: Call, entered: Entered, founding: Founding) -> Call:
        known = {each.by.party for each in case.accounts}
        still = {each.record.message for each in case.accounts}
        after = truly(case, entered, founding)
        if entered.party not in known or "still on hold" in still:
            return after
        return msgspec.structs.replace(after, accounts=case.accounts)

    patch.setattr(Call, "add", add)


def one_account(patch: pytest.MonkeyPatch) -> None:
    """Nobody compares what the two sides say of a call."""
    patch.setattr(Call, "differences", property(lambda _: ()))


def two_hand_over(patch: pytest.MonkeyPatch) -> None:
    """A watch is handed over as the charter has it of any other word."""
    for body in (Relieved, Assumed):
        patch.setattr(body, "one_suffices", False)


def unlisted(patch: pytest.MonkeyPatch) -> None:
    """The node lists no STOP that somebody there has understood."""

    def stops(cases: Sequence[Case]) -> Iterator[Entered]:
        return iter(())

    patch.setattr(turnover, "_stops", stops)


def who_was_relieved(patch: pytest.MonkeyPatch) -> None:
    """Who has the watch is who was handed it: an officer alone has none."""
    truly = turnover.on_watch

    def on_watch(standing: Standing, party: str) -> OnWatch | None:
        newest = {k: e for k, e in standing.newest.items() if k[1] is not Assumed}
        return truly(msgspec.structs.replace(standing, newest=newest), party)

    patch.setattr(turnover, "on_watch", on_watch)


SWITCHES: Final[Mapping[str, Switch]] = {
    "16.3": never_flagged,
    "16.5": the_first_account,
    "16.6": one_account,
    "16.7": both(unmarked("16.7"), chat_answers),
    "16.9": two_hand_over,
    "16.12": unlisted,
    "16.13": who_was_relieved,
}
