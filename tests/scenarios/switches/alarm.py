"""How the clauses of the alarm at the watch are switched off (23)."""

from collections.abc import Iterator, Mapping
from typing import Final

import pytest
from tests.scenarios.switching import Switch

from detente.dialogue import sounding
from detente.dialogue.asked import Due
from detente.dialogue.entered import Entered
from detente.dialogue.standing import Standing
from detente.node import attending
from detente.node.sounder import Tried


def sounds_when_overdue(patch: pytest.MonkeyPatch) -> None:
    """Nothing sounds before its time is over, and then for the first echelon."""

    def moments(due: Due, now_s: int) -> Iterator[tuple[int, int]]:
        yield due.at_s, 1

    patch.setattr(sounding, "_moments", moments)


def never_told(patch: pytest.MonkeyPatch) -> None:
    """A node whose alarms are dead keeps that to itself."""

    def nothing(
        standing: Standing, own: str, tried: tuple[Tried, ...], now_s: int
    ) -> None:
        return None

    patch.setattr(attending, "told", nothing)


def once_unattended(patch: pytest.MonkeyPatch) -> None:
    """A watch that was unattended once stays so, whatever its node says later."""

    def place(entered: Entered) -> tuple[int, int]:
        return 0, 0

    patch.setattr(attending, "_place", place)


SWITCHES: Final[Mapping[str, Switch]] = {
    "23.2": sounds_when_overdue,
    "23.4": once_unattended,
    "23.5": never_told,
}
