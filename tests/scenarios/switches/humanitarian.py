"""How the clauses of SITE and MOVE are switched off (17)."""

from collections.abc import Iterable, Mapping
from typing import Final

import pytest
from tests.scenarios.switching import Switch

from detente.dialogue import fold, notified
from detente.dialogue.case import Case
from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.cases.site import SiteCase
from detente.dialogue.entered import Entered
from detente.dialogue.notified import ListedSite
from detente.dialogue.pairing import Founding
from detente.dialogue.reading import Spoken
from detente.dialogue.standing import Standing


def the_first_entry(patch: pytest.MonkeyPatch) -> None:
    """A correction stands beside what it corrects, which stays on the list."""

    def site(case: SiteCase) -> object:
        return case.opened.body

    patch.setattr(SiteCase, "site", property(site))


def stale_is_gone(patch: pytest.MonkeyPatch) -> None:
    """A site that nobody has looked at again falls off the list."""
    truly = notified.notified_sites

    def sites(standing: Standing, at_s: int) -> list[ListedSite]:
        return [each for each in truly(standing, at_s) if each.state != "stale"]

    patch.setattr(notified, "notified_sites", sites)


def over_by_its_plan(patch: pytest.MonkeyPatch) -> None:
    """A movement is over when it was to arrive."""
    truly = MovementCase.add

    def add(case: MovementCase, entered: Entered, founding: Founding) -> MovementCase:
        if entered.header.released > case.movement.arrives_at:
            case = case.having(progress=case.progress._replace(over=case.notified))
        return truly(case, entered, founding)

    patch.setattr(MovementCase, "add", add)


def as_it_came(patch: pytest.MonkeyPatch) -> None:
    """Each side lists things in the order in which they came to it."""
    came: list[bytes] = []
    truly = fold.extend

    def extend(standing: Standing, entries: Iterable[Spoken]) -> Standing:
        rows = list(entries)
        if not standing.entries and not standing.waiting():
            came.clear()
        came.extend(row.id for row in rows)
        return truly(standing, rows)

    def of_family(standing: Standing, name: str) -> list[Case]:
        held: Mapping[bytes, Case] = standing.cases.get(name, {})
        return sorted(held.values(), key=lambda case: came.index(case.id))

    patch.setattr(fold, "extend", extend)
    patch.setattr(Standing, "of_family", of_family)


SWITCHES: Final[Mapping[str, Switch]] = {
    "17.5": the_first_entry,
    "17.8": stale_is_gone,
    "17.9": over_by_its_plan,
    "17.11": as_it_came,
}
