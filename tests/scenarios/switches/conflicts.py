"""How the clauses of conflicts among what is declared are switched off (34)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pytest
from tests.scenarios.switching import Switch

from detente.dialogue import declared, life, lives, sameness
from detente.dialogue.alerts import Change, Known, Now
from detente.dialogue.declared import Declared
from detente.dialogue.entered import Entered
from detente.dialogue.life import Life, Met, Rank
from detente.dialogue.sameness import Found
from detente.dialogue.standing import Standing
from detente.dialogue.theatre import Theatre
from detente.node import conflicting


def tells_only_what_is(patch: pytest.MonkeyPatch) -> None:
    """A conflict is what stands now: whoever spoke last has brought it."""

    def latest(number: str, found: Iterable[Met], rank: Rank) -> list[Life]:
        return [
            each._replace(steps=each.steps[-1:])
            for each in life.lives(number, found, rank)
            if each.closed is None
        ]

    patch.setattr(lives, "lives", latest)


def sounds_at_every_look(patch: pytest.MonkeyPatch) -> None:
    """What stands sounds, whether or not it is known."""

    def ringing(now: Mapping[str, Now], now_s: int, known: Known) -> Change:
        return Change(tuple(now), dict(known))

    patch.setattr(conflicting, "alerts", ringing)


def states_nothing(patch: pytest.MonkeyPatch) -> None:
    """A node keeps to itself what it has found."""

    def never(standing: Standing, own: str, found: Found, now_s: int) -> bool:
        return False

    patch.setattr(sameness, "is_due", never)


def compares_nothing(patch: pytest.MonkeyPatch) -> None:
    """What another node states is stored, and that is all."""

    def none(standing: Standing, own: str) -> list[Entered]:
        return []

    patch.setattr(sameness, "newest", none)


def each_as_he_wants(patch: pytest.MonkeyPatch) -> None:
    """Nothing holds but what the owner of an activity wants for it."""

    def wanted(
        found: Sequence[tuple[Declared, tuple[Theatre, ...]]],
    ) -> list[Declared]:
        return [each for each, _ in found]

    for module in (declared, lives):
        patch.setattr(module, "in_theatres", wanted)


SWITCHES: Final[Mapping[str, Switch]] = {
    "34.6": tells_only_what_is,
    "34.9": sounds_at_every_look,
    "34.10": states_nothing,
    "34.11": compares_nothing,
    "34.12": each_as_he_wants,
}
