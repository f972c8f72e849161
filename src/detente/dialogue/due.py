"""Decide what the clocks ask of whom, in one list: local, and never compared.

Spec clauses 11.20, 11.24, 12.7 and 12.9. A due is a function of what stands, of this
node's clock, and of the receipts it holds; two nodes may well differ in all three. What
a case asks is said by its family (`Case.dues`); here that becomes one list, with the
line checks, which no case asks for. What a node is to enter by itself comes with the
body to enter.
"""

from collections.abc import Iterator
from typing import Final

from detente.dialogue.asked import Due, Local
from detente.dialogue.forms.cht import Found
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.standing import Standing

DAY_S: Final = 86_400
HOUR_S: Final = 3_600
# A watch may check the line somewhat before its hour.
EARLY_S: Final = 1_800


def dues(standing: Standing, local: Local) -> list[Due]:
    """Return everything the clocks ask, soonest first, of us and of them."""
    found = [*_line_checks(standing, local)]
    for id_, family in standing.live.items():
        case = standing.cases[family][id_]
        found += case.dues(standing.under(case), local)
    found.sort(key=_rank)
    return found


def _rank(due: Due) -> tuple[int, bool, str, str, bytes]:
    about = b"" if due.about is None else due.about.id
    # What a machine does by itself is done before a person is asked.
    return due.at_s, due.enter is None, due.kind, due.of, about


def _line_checks(standing: Standing, local: Local) -> Iterator[Due]:
    """Yield the check that should have been, if it is missing, and the next one."""
    # Hours agreed anew count from our own first statement that they bind.
    terms = standing.bound(local.own, standing.heads()).founding.charter.terms
    founded = standing.newest.get((local.own, Found))
    if not terms.check_hours_utc or founded is None:
        return
    speaking, hours = standing.founding.charter.speaking, terms.check_hours_utc
    today = local.now_s // DAY_S
    slots = [
        (
            day * DAY_S + hour * HOUR_S,
            speaking[(day * len(hours) + nth) % len(speaking)],
        )
        for day in (today - 1, today, today + 1)
        for nth, hour in enumerate(hours)
    ]
    past = [slot for slot in slots if slot[0] <= local.now_s]
    to_come = slots[len(past)]
    for at_s, of in (past[-1], to_come):
        check = standing.newest.get((of, Challenge))
        done = check is not None and check.header.released >= at_s - EARLY_S
        if not done and at_s >= founded.header.released:
            yield Due(at_s, "line check", of, "", "11.24")
