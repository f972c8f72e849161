"""Decide what the clocks ask of whom: local, and never compared.

Spec clauses 11.20, 11.24, 12.7 and 12.9. A due is a function of what stands, of this
node's clock, and of the receipts it holds; two nodes may well differ in all three. What
a node is to enter by itself comes with the body to enter.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from detente.dialogue.case import Case
from detente.dialogue.cases.contact import Contact
from detente.dialogue.cases.line_check import LineCheck
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body
from detente.dialogue.forms.cht import Found
from detente.dialogue.forms.con import Lapse, PathEvidence, Receipted
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.outcome import Outcome
from detente.dialogue.receipts import Receipt, ReceiptBook
from detente.dialogue.standing import Standing

Kind: TypeAlias = Literal[
    "receipted", "lapse", "acknowledge", "answer", "echo", "review", "line check"
]
Stage: TypeAlias = Literal["not delivered yet", "delivered"]

DAY_S: Final = 86_400
HOUR_S: Final = 3_600
# A watch may check the line somewhat before its hour.
EARLY_S: Final = 1_800
_ORDER: Final = {kind: rank for rank, kind in enumerate(get_args(Kind))}


class Due(NamedTuple):
    """Something is asked of a party at `at_s`, POSIX seconds of our clock.

    `post` is the address asked, empty where any post of the party will do; `about` the
    statement it is about; `enter` what the party's node enters by itself, as an answer
    to `about`.
    """

    at_s: int
    kind: Kind
    of: str
    post: str
    clause: str
    about: Entered | None = None
    enter: Body | None = None

    def overdue_s(self, now_s: int) -> int:
        """Return for how long it has been due; negative while there is time."""
        return now_s - self.at_s


class Local(NamedTuple):
    """What only this node knows: who it is, its clock, its receipts, its paths."""

    own: str
    now_s: int
    receipts: ReceiptBook
    line: tuple[PathEvidence, ...] = ()


def dues(standing: Standing, local: Local) -> list[Due]:
    """Return everything the clocks ask, soonest first, of us and of them."""
    found = [*_line_checks(standing, local)]
    for id_, family in standing.live.items():
        found += _of_case(standing, standing.cases[family][id_], local)
    found.sort(key=_rank)
    return found


def stage(contact: Contact, receipts: ReceiptBook) -> Stage:
    """Return how far a request has come, as far as this node can tell."""
    return (
        "delivered"
        if contact.delivered or _receipt(contact, receipts) is not None
        else "not delivered yet"
    )


def _rank(due: Due) -> tuple[int, int, str, bytes]:
    about = b"" if due.about is None else due.about.id
    return due.at_s, _ORDER[due.kind], due.of, about


def _of_case(standing: Standing, case: Case, local: Local) -> Iterator[Due]:
    deadlines = standing.founding.charter.terms.deadlines
    for entered in case.waiting:
        header = entered.header
        # A claimed time in the future must not put the clock off.
        start_s = min(header.released, local.now_s)
        at_s = start_s + deadlines.acknowledge_s(header.precedence)
        of = header.to_post.partition("/")[0]
        yield Due(at_s, "acknowledge", of, header.to_post, "11.20", entered)
    for entered in case.unreviewed:
        at_s = entered.header.released + deadlines.review_s
        post = entered.header.from_post
        yield Due(at_s, "review", entered.party, post, "11.14", entered)
    if isinstance(case, LineCheck) and case.echo is None:
        header = case.opened.header
        at_s, of = header.released + deadlines.echo_s, header.to_post.partition("/")[0]
        yield Due(at_s, "echo", of, header.to_post, "11.24", case.opened)
    elif isinstance(case, Contact):
        yield from _of_contact(case, local)


def _receipt(contact: Contact, receipts: ReceiptBook) -> Receipt | None:
    said = contact.opened.said
    return receipts.first(contact.addressee, said.feed, said.position)


def _of_contact(contact: Contact, local: Local) -> Iterator[Due]:
    if contact.outcome not in {Outcome.PENDING, Outcome.NOT_DELIVERED}:
        return
    opened, receipt = contact.opened, _receipt(contact, local.receipts)
    own = contact.asker == local.own
    if receipt is None:
        lapsed = contact.delivered or contact.undelivered
        if own and not lapsed:
            at_s = opened.header.released + contact.within_s
            lapse = Lapse(deadline=at_s, line=local.line)
            yield Due(at_s, "lapse", contact.asker, "", "12.7", opened, lapse)
        return
    if own and contact.outcome is Outcome.NOT_DELIVERED:
        came = Receipted(note=receipt.note)
        yield Due(receipt.time_s, "receipted", contact.asker, "", "12.9", opened, came)
    at_s, post = receipt.time_s + contact.within_s, opened.header.to_post
    yield Due(at_s, "answer", contact.addressee, post, "12.7", opened)
    if own:
        lapse = Lapse(deadline=at_s, note=receipt.note)
        yield Due(at_s, "lapse", contact.asker, "", "12.7", opened, lapse)


def _line_checks(standing: Standing, local: Local) -> Iterator[Due]:
    """Yield the check that should have been, if it is missing, and the next one."""
    terms = standing.founding.charter.terms
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
