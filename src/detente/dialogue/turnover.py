"""Propose what a turnover of the watch lists, and say who has the watch now.

Spec clauses 16.12 and 16.13. What is open between the sides is read off what stands and
off the dues of this node, so that no officer copies a list at the end of a night. It is
a proposal: the officer may strike and add, and which FLASH he takes over he names
himself. Each list is cut at a hundred and the rest is counted: a side that floods the
line with FLASH must not be able to make the turnover too long to release.

    lists = propose(standing, local, "open")
    who = officers(on_watch(standing, "NORTH"), signers=(1, 2))
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

import msgspec

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.cases.contact import Contact
from detente.dialogue.cases.stop import StopCase
from detente.dialogue.due import dues
from detente.dialogue.entered import Entered
from detente.dialogue.form import Precedence
from detente.dialogue.forms.con import Scheduled
from detente.dialogue.forms.hov import Assumed, Deadline, Relieved
from detente.dialogue.standing import Standing
from detente.dialogue.suspension import State

AHEAD_S: Final = 12 * 3_600
BEHIND_S: Final = 24 * 3_600
MOST_LISTED: Final = 100
_CHECKS: Final = frozenset({"line check", "echo"})

T = TypeVar("T")


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """What a turnover would list now, by the names of its fields (clause 16.10)."""

    declared: State
    paths_up: tuple[str, ...]
    paths_down: tuple[str, ...]
    open_z: tuple[str, ...]
    open_o: tuple[str, ...]
    open_stops: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    expected: tuple[str, ...]
    missed_checks: tuple[Deadline, ...]
    conflicts: tuple[str, ...]
    unlisted: int


class Officers(NamedTuple):
    """Who relieves whom, by the numbers of their credentials; None: not to be told."""

    incoming: int | None
    outgoing: int | None


class OnWatch(NamedTuple):
    """Who has the watch of a party, since when by its own claim, and how taken."""

    officer: int
    since_s: int
    unrelieved: bool
    by: Entered


def propose(
    standing: Standing, local: Local, state: State, conflicts: Sequence[str] = ()
) -> Lists:
    """Return what a turnover of this node would list; no FLASH is taken over in it.

    Args:
        standing: what stands between the sides.
        local: this node's party, clock, receipts and paths.
        state: the state of the line as the sides have declared it.
        conflicts: the numbers of those that concern this party now (34.8).
    """
    cases = list(standing.live_cases())
    asked = [due for due in dues(standing, local) if due.enter is None]
    failing = {each.path for each in local.line if each.attempts}
    tried = {each.path for each in local.line if each.last_contact}
    cut = _Cut()
    return Lists(
        declared=state,
        paths_up=tuple(sorted(tried - failing)),
        paths_down=tuple(sorted(failing)),
        open_z=cut(_references(_unsettled(cases, "Z"))),
        open_o=cut(_references(_unsettled(cases, "O"))),
        open_stops=cut(_references(_stops(cases))),
        deadlines=cut(_deadlines(asked, local.now_s)),
        expected=cut(_references(_expected(standing, local.now_s))),
        missed_checks=cut(_missed(asked, local.now_s)),
        conflicts=cut(conflicts),
        unlisted=cut.left_out,  # the last: it counts what all the others left out
    )


def officers(watch: OnWatch | None, signers: Sequence[int]) -> Officers:
    """Return who relieves whom, as far as it follows from who signs.

    The outgoing officer is who has the watch, if he signs; the incoming one is the
    other who signs, if there is one other.

    Args:
        watch: who has the watch of the party; None before its first turnover.
        signers: who signs the turnover, by the numbers of their credentials.
    """
    on_duty = None if watch is None else watch.officer
    outgoing = on_duty if on_duty in signers else None
    others = {each for each in signers if each != outgoing}
    incoming = others.pop() if outgoing is not None and len(others) == 1 else None
    return Officers(incoming, outgoing)


def on_watch(standing: Standing, party: str) -> OnWatch | None:
    """Return who has a party's watch; None before its first turnover."""
    kinds = (Relieved, Assumed)
    said = (standing.newest.get((party, kind)) for kind in kinds)
    found = [each for each in said if each is not None]
    if not found:
        return None
    by = max(found, key=lambda each: (each.said.feed, each.said.position))
    body = by.body
    if not isinstance(body, Relieved | Assumed):
        return None
    unrelieved = isinstance(body, Assumed)
    return OnWatch(body.incoming, by.header.released, unrelieved, by)


class _Cut:
    """Cuts lists to what a statement has room for, and counts what is left out."""

    def __init__(self) -> None:
        self.left_out = 0

    def __call__(self, rows: Iterable[T]) -> tuple[T, ...]:
        found = tuple(rows)
        self.left_out += len(found[MOST_LISTED:])
        return found[:MOST_LISTED]


def _references(entries: Iterable[Entered]) -> tuple[str, ...]:
    oldest = sorted(entries, key=lambda each: (each.header.released, each.id))
    return tuple(dict.fromkeys(each.header.reference for each in oldest))


def _unsettled(cases: Sequence[Case], precedence: Precedence) -> Iterator[Entered]:
    """Yield what of a precedence still waits: for a person, or for its case to end."""
    for case in cases:
        open_ = (case.opened, *case.waiting, *case.unreviewed, *case.unread)
        yield from (each for each in open_ if each.header.precedence == precedence)


def _stops(cases: Sequence[Case]) -> Iterator[Entered]:
    """Yield each STOP that has no result (clause 15.5)."""
    for case in cases:
        if isinstance(case, StopCase) and case.state in {"asked", "understood"}:
            yield case.opened


def _deadlines(asked: Sequence[Due], now_s: int) -> Iterator[Deadline]:
    """Yield what is overdue and what falls due; of checks, those to come."""
    for due in asked:
        missed = due.kind in _CHECKS and due.at_s <= now_s
        if due.at_s <= now_s + AHEAD_S and not missed:
            yield _deadline(due)


def _missed(asked: Sequence[Due], now_s: int) -> Iterator[Deadline]:
    for due in asked:
        if due.kind in _CHECKS and now_s - BEHIND_S <= due.at_s <= now_s:
            yield _deadline(due)


def _deadline(due: Due) -> Deadline:
    about = "" if due.about is None else due.about.header.reference
    return Deadline(due.at_s, due.kind, due.of, about)


def _expected(standing: Standing, now_s: int) -> Iterator[Entered]:
    """Yield the contacts that are set for the next hours, at whatever level."""
    for contact in standing.contacts():
        if any(_is_near(step, now_s) for step in _scheduled(contact)):
            yield contact.opened


def _scheduled(contact: Contact) -> Iterator[Scheduled]:
    for track in (contact.sought, contact.lower):
        body = None if track.standing is None else track.standing.by.body
        if isinstance(body, Scheduled):
            yield body


def _is_near(scheduled: Scheduled, now_s: int) -> bool:
    window = scheduled.window
    return window.until_s > now_s and window.from_s <= now_s + AHEAD_S
