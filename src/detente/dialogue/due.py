"""Decide what the clocks ask of whom, in one list: local, and never compared.

Spec clauses 11.20, 11.24, 12.7, 12.9 and 22.8. A due is a function of what stands, of
this node's clock, and of the receipts it holds; two nodes may well differ in all three.
What a case asks is said by its family (`Case.dues`); here that becomes one list, with
the
line checks, which no case asks for. What a node is to enter by itself comes with the
body to enter.
"""

from collections.abc import Iterator

from detente.dialogue import checks
from detente.dialogue.asked import Due, Local
from detente.dialogue.forms.cht import Found
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.forms.msg import Message
from detente.dialogue.standing import Standing


def dues(standing: Standing, local: Local) -> list[Due]:
    """Return everything the clocks ask, soonest first, of us and of them."""
    found = [*_line_checks(standing, local), *_formal_notes(standing, local)]
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
    charter = standing.binds(local.own).founding.charter
    founded = standing.newest.get((local.own, Found))
    if not charter.terms.check_hours_utc or founded is None or charter.alone:
        return
    for at_s, of in checks.around(charter.terms, charter.speaking, local.now_s):
        check = standing.newest.get((of, Challenge))
        done = check is not None and check.header.released >= at_s - checks.EARLY_S
        if not done and at_s >= founded.header.released:
            yield Due(at_s, "line check", of, "", "11.24")


def _formal_notes(standing: Standing, local: Local) -> Iterator[Due]:
    """Yield the notes on missed checks, until our side has written since (22.8)."""
    for of in standing.founding.charter.speaking:
        found = [] if of == local.own else _missed(standing, local, of)
        if len(found) < checks.NOTE_AT:
            continue
        at_s = found[checks.NOTE_AT - 1].at_s
        said = standing.newest.get((local.own, Message))
        to = "" if said is None else said.header.to_post.partition("/")[0]
        if said is None or to != of or said.header.released < at_s:
            yield Due(at_s, "formal note", local.own, "", "22.8")


def _missed(standing: Standing, local: Local, of: str) -> list[checks.Check]:
    return checks.missed_lately(standing, local.own, of, local.now_s)
