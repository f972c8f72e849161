"""How the clauses of charter life and of the state of the line are switched off."""

import pytest

from detente.dialogue import due, silence, suspension
from detente.dialogue.case import Case
from detente.dialogue.in_force import Charters, Reader, Version
from detente.dialogue.pairing import Founding
from detente.dialogue.silence import Evidence, Silence
from detente.dialogue.standing import Standing
from detente.dialogue.suspension import Declared


def last_binds(patch: pytest.MonkeyPatch) -> None:
    """Let the newest version bind everybody, seen or not (10.13)."""

    def binding(charters: Charters, reader: Reader) -> Version:
        del reader
        return charters.agreed[-1]

    patch.setattr(Charters, "binding", binding)


def no_case_keeps(patch: pytest.MonkeyPatch) -> None:
    """Let every case be judged by the newest version (10.14)."""

    def under(standing: Standing, case: Case) -> Founding:
        del case
        return standing.charters.agreed[-1].founding

    patch.setattr(Standing, "under", under)


def all_stops(patch: pytest.MonkeyPatch) -> None:
    """Let a suspension concern every form (22.3)."""

    def stops(kind: type) -> bool:
        del kind
        return True

    patch.setattr(suspension, "stops", stops)


def nothing_declared(patch: pytest.MonkeyPatch) -> None:
    """Let a line know no declared state (22.6)."""

    def declared(charters: Charters, now_s: int) -> Declared:
        del charters, now_s
        return Declared("open")

    patch.setattr(suspension, "declared", declared)


def one_silence(patch: pytest.MonkeyPatch) -> None:
    """Let all silence be one (22.7)."""

    def classify(found: Evidence) -> Silence:
        del found
        return Silence("UNKNOWN")

    patch.setattr(silence, "classify", classify)


def nothing_counted(patch: pytest.MonkeyPatch) -> None:
    """Let missed checks go uncounted (22.8)."""

    def none(*_: object) -> list[object]:
        return []

    patch.setattr(due, "_missed", none)


SWITCHES = {
    "10.13": last_binds,
    "10.14": no_case_keeps,
    "22.3": all_stops,
    "22.6": nothing_declared,
    "22.7": one_silence,
    "22.8": nothing_counted,
}
