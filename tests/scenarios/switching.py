"""Decide how a clause of the protocol is switched off while a story is told again.

A scenario claims that a clause prevents an accident. The claim is checked by telling
the story with the clause switched off: then it must go wrong. How each clause is
switched off stands in `tests/scenarios/switches/`, one file a page of `spec/`; a clause
that stands in none of them is switched off as most rules can be: nothing is marked or
void by it, and no clock asks anything by it.
"""

import functools
import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

import detente_verify
from detente.dialogue import incursion, manner, rules
from detente.dialogue.asked import Due
from detente.dialogue.case import Case
from detente.dialogue.cases import FAMILIES
from detente.dialogue.context import KINDS
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.standing import Standing
from detente.record import statement

Switch: TypeAlias = Callable[[pytest.MonkeyPatch], None]
PAGES = Path(__file__).parent / "switches"


def unmarked(clause: str) -> Switch:
    """Return the switch by which nothing is marked or void by a clause."""

    def switch(patch: pytest.MonkeyPatch) -> None:
        truly_shown = Standing.faults

        def without(
            truly: Callable[..., Iterable[Fault]],
        ) -> Callable[..., tuple[Fault, ...]]:
            @functools.wraps(truly)
            def folded(*arguments: object) -> tuple[Fault, ...]:
                return tuple(f for f in truly(*arguments) if f.clause != clause)

            return folded

        def shown(standing: Standing, entered: Entered) -> tuple[Fault, ...]:
            found = truly_shown(standing, entered)
            return tuple(fault for fault in found if fault.clause != clause)

        for asked in (manner, rules):
            patch.setattr(asked, "faults", without(asked.faults))
        patch.setattr(Standing, "faults", shown)

    return switch


def unasked(clause: str) -> Switch:
    """Return the switch by which no clock asks anything by a clause."""

    def silent(
        truly: Callable[..., Iterator[Due]],
    ) -> Callable[..., Iterator[Due]]:
        @functools.wraps(truly)
        def asked(*arguments: object) -> Iterator[Due]:
            return (due for due in truly(*arguments) if due.clause != clause)

        return asked

    def switch(patch: pytest.MonkeyPatch) -> None:
        for family in {Case, *FAMILIES.values()}:
            if "dues" in vars(family):
                patch.setattr(family, "dues", silent(vars(family)["dues"]))

    return switch


def both(*switches: Switch) -> Switch:
    """Return the switch that does what each of these does."""

    def switch(patch: pytest.MonkeyPatch) -> None:
        for each in switches:
            each(patch)

    return switch


def usual(clause: str) -> Switch:
    """Return how a clause is switched off that needs no switch of its own."""
    return both(unmarked(clause), unasked(clause))


@functools.cache
def switches() -> Mapping[str, Switch]:
    """Return the switches that stand in a file, by clause."""
    found: dict[str, Switch] = {}
    for page in sorted(PAGES.glob("*.py")):
        module = importlib.import_module(f"tests.scenarios.switches.{page.stem}")
        twice = found.keys() & module.SWITCHES.keys()
        assert not twice, f"{page.name} switches {twice} off a second time."
        found.update(module.SWITCHES)
    return found


@contextmanager
def switched_off(clause: str) -> Iterator[None]:
    """Let the protocol do without a clause."""
    with pytest.MonkeyPatch.context() as patch:
        (switches().get(clause) or usual(clause))(patch)
        _forget()
        try:
            yield
        finally:
            _forget()


def _forget() -> None:
    """Forget what was read under other rules; both readers remember what they read."""
    statement.parse.cache_clear()
    KINDS.clear()
    incursion._swept.cache_clear()
    incursion.last_fixes.cache_clear()
    detente_verify._channel.cache_clear()
    detente_verify._held.cache_clear()
    detente_verify._policy.cache_clear()
