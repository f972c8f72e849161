"""Fold who lets live positions of a case be seen, and which batches have their place.

Spec clauses 35.1 and 35.4. Only who answers for what moves may let it be seen, once,
and only then are batches taken, at most one in each step of the charter's rate. When a
movement is over or an incident closed its positions are nobody's business any more.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.forms.pos import Positions, Reported, Shared, step
from detente.dialogue.pairing import Founding

if TYPE_CHECKING:
    from detente.dialogue.case import Case
    from detente.dialogue.standing import Standing

_NOT_SHARED = "This case does not share live positions."


class Share(NamedTuple):
    """What a party lets be seen of a case.

    `by` is its newest SHARED, `batches` the entries that have their place, in order;
    `ended` says that it was taken back.
    """

    by: Entered
    batches: tuple[Entered, ...] = ()
    ended: bool = False

    @property
    def party(self) -> str:
        """Whose it is."""
        return self.by.party

    @property
    def shared(self) -> Shared:
        """What was said of it last."""
        body = self.by.body
        assert isinstance(body, Shared)  # noqa: S101 - nothing else opens one
        return body


Shares: TypeAlias = tuple[Share, ...]


STALE_STEPS = 2
"""What was not heard of for so many steps is stale (clause 35.10)."""
FAMILIES = ("movement", "incident")
"""The families of cases that may be followed."""


def followed(standing: "Standing") -> Iterator[tuple["Case", Share]]:
    """Yield everything that is or was followed live, with its case, in no order."""
    for family in FAMILIES:
        # Thirty years of movements are not sorted for the few that were followed.
        for case in standing.cases.get(family, {}).values():
            for share in case.shares:
                yield case, share


def followed_now(standing: "Standing") -> list[tuple["Case", Share]]:
    """Return what is followed live, with its case, in the order of references."""
    found = [
        (case, share)
        for case in standing.live_cases()
        for share in case.shares
        if not share.ended and not case.unfollowed(share.by)
    ]
    return sorted(found, key=_place)


def _place(row: tuple["Case", Share]) -> tuple[str, str]:
    return row[0].opened.header.reference, row[1].party


def after(
    case: "Case", entered: Entered, body: Positions, founding: Founding
) -> tuple[Shares, tuple[Fault, ...]]:
    """Return what is shared once a statement joins a case, and what it breaks.

    Args:
        case: as it stood before.
        entered: the statement.
        body: what it says.
        founding: with the terms that it is judged by.
    """
    if not entered.effective:
        return case.shares, ()
    before = next((s for s in case.shares if s.party == entered.party), None)
    why = case.unfollowed(entered)
    if why:
        return case.shares, (Fault("35.1", why, voids=True),)
    if isinstance(body, Shared):
        gone = entered.header.kind == "CANCEL"
        if gone and (before is None or before.ended):
            return case.shares, (Fault("35.1", _NOT_SHARED, voids=True),)
        batches = () if before is None else before.batches
        by = before.by if gone and before is not None else entered
        return _with(case.shares, Share(by, batches, gone)), ()
    assert isinstance(body, Reported)  # noqa: S101 - the form has no third act
    if before is None or before.ended:
        return case.shares, (Fault("35.1", _NOT_SHARED, voids=True),)
    if _is_early(before, body, founding):
        sentence = "It comes more often than the charter's rate."
        return case.shares, (Fault("35.4", sentence, voids=True),)
    grown = before._replace(batches=(*before.batches, entered))
    return _with(case.shares, grown), ()


def _is_early(before: Share, body: Reported, founding: Founding) -> bool:
    """Say whether a batch is of no later step than the one before it."""
    terms = founding.charter.terms.positions
    if terms is None or not before.batches:
        return False
    last = before.batches[-1].body
    assert isinstance(last, Reported)  # noqa: S101 - batches are that
    return step(body.first, terms) <= step(last.last, terms)


def _with(shares: Shares, share: Share) -> Shares:
    """Return what is shared, with one party's in the place of what it was."""
    others = tuple(each for each in shares if each.party != share.party)
    return (*others, share)
