"""How the clauses of evidence, and of claims over a table, are switched off (20)."""

from collections.abc import Mapping
from typing import Final

import msgspec
import pytest
from tests.scenarios.switching import Switch, both, unmarked

from detente.dialogue import claim as claims
from detente.dialogue.cases.evidence import Evidence
from detente.dialogue.claim import Claim, Condition, Counted, Verdict
from detente.dialogue.entered import Entered
from detente.dialogue.forms import evd
from detente.dialogue.table import Table


def silent_if_one_says_so(patch: pytest.MonkeyPatch) -> None:
    """The presenter alone says that a time is over."""

    def lapse(case: Evidence, entered: Entered, body: evd.Lapse) -> Evidence:
        return case.having(lapsed=entered)

    patch.setattr(Evidence, "_lapse", lapse)


def about_the_same(patch: pytest.MonkeyPatch) -> None:
    """A field lies in a set if it is spelt in about the same way."""
    truly = claims.count

    def count(claim: Claim, read: Table) -> int:
        rows = tuple(tuple(field.lower() for field in row) for row in read.rows)
        where = tuple(
            Condition(w.column, tuple(text.lower() for text in w.among))
            for w in claim.where
        )
        alike = msgspec.structs.replace(claim, where=where)
        return truly(alike, Table(read.columns, rows))

    patch.setattr(claims, "count", count)


def rounded(patch: pytest.MonkeyPatch) -> None:
    """Shares are compared as they are printed, in whole per cent."""
    truly = claims.judge

    def judge(claim: Claim, matching: int, total: int) -> Verdict:
        return truly(claim, (200 * matching + total) // (2 * total), 100)

    patch.setattr(claims, "judge", judge)


def as_stated(patch: pytest.MonkeyPatch) -> None:
    """What the giver counted is shown, and nobody else counts beside it."""
    truly = claims.evaluate

    def evaluate(claim: Claim, data: bytes) -> Counted:
        return truly(claim, data)._replace(off=None)

    patch.setattr(claims, "evaluate", evaluate)


SWITCHES: Final[Mapping[str, Switch]] = {
    "20.8": both(unmarked("20.8"), silent_if_one_says_so),
    "20.15": about_the_same,
    "20.16": rounded,
    "20.18": as_stated,
}
