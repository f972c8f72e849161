"""Decide which outcomes a contact request can have, and which bucket each counts in.

Spec clauses 12.4 and 13.2. The outcomes are those of the field's own forms and no
others; every one of them falls into exactly one bucket of the tally.
"""

from enum import Enum
from typing import Final, Literal, TypeAlias, assert_never


class Outcome(Enum):
    """What has become of a contact request."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    ACCEPTED_LOWER = "ACCEPTED AT LOWER LEVEL"
    COUNTER_PROPOSED = "COUNTER-PROPOSED"
    DEFERRED = "DEFERRED"
    REFUSED = "REFUSED"
    REFUSED_PRECONDITION = "REFUSED, PRECONDITION"
    SCHEDULED = "SCHEDULED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO-SHOW"
    NO_RESPONSE = "NO RESPONSE"
    NOT_DELIVERED = "NOT DELIVERED"

    # There is one object of each: comparing it is enough, and the fold looks outcomes
    # up in sets and tables for every act.
    __hash__ = object.__hash__


Bucket: TypeAlias = Literal[
    "held",
    "scheduled",
    "refused",
    "refused_precondition",
    "cancelled",
    "no_show",
    "stepped_down",
    "deferred_or_countered",
    "no_response",
    "not_delivered",
    "pending",
]

CONCLUDED: Final = frozenset(
    {
        Outcome.REFUSED,
        Outcome.REFUSED_PRECONDITION,
        Outcome.HELD,
        Outcome.CANCELLED,
        Outcome.NO_SHOW,
        Outcome.NO_RESPONSE,
        Outcome.NOT_DELIVERED,
    }
)

# Of two acts that crossed, the one that stands higher here holds (clause 12.6).
WEIGHT: Final = {
    Outcome.PENDING: 0,
    Outcome.NOT_DELIVERED: 1,
    Outcome.NO_RESPONSE: 1,
    Outcome.ACCEPTED: 2,
    Outcome.ACCEPTED_LOWER: 2,
    Outcome.COUNTER_PROPOSED: 2,
    Outcome.DEFERRED: 2,
    Outcome.REFUSED: 2,
    Outcome.REFUSED_PRECONDITION: 2,
    Outcome.SCHEDULED: 3,
    Outcome.NO_SHOW: 4,
    Outcome.CANCELLED: 5,
    Outcome.HELD: 6,
}


def bucket(outcome: Outcome) -> Bucket:
    """Return the bucket of the tally in which an outcome counts (clause 13.2)."""
    return _BUCKETS[outcome]


def _bucket(outcome: Outcome) -> Bucket:  # noqa: C901, PLR0911 - one arm a bucket
    match outcome:
        case Outcome.PENDING | Outcome.ACCEPTED:
            return "pending"
        case Outcome.ACCEPTED_LOWER:
            return "stepped_down"
        case Outcome.COUNTER_PROPOSED | Outcome.DEFERRED:
            return "deferred_or_countered"
        case Outcome.REFUSED:
            return "refused"
        case Outcome.REFUSED_PRECONDITION:
            return "refused_precondition"
        case Outcome.SCHEDULED:
            return "scheduled"
        case Outcome.HELD:
            return "held"
        case Outcome.CANCELLED:
            return "cancelled"
        case Outcome.NO_SHOW:
            return "no_show"
        case Outcome.NO_RESPONSE:
            return "no_response"
        case Outcome.NOT_DELIVERED:
            return "not_delivered"
        case _:
            assert_never(outcome)


_BUCKETS: Final = {each: _bucket(each) for each in Outcome}
