"""Decide how a claim and what was counted of it are written for people and programs.

The figures are those of `detente.dialogue.claim`; a percentage is written beside them,
rounded down, and decides nothing (clauses 20.16 to 20.18).
"""

from collections.abc import Iterator
from typing import Final

from detente.dialogue.claim import E4, Claim, Counted

_VERDICT: Final = {
    "holds": "HOLDS",
    "does not hold": "DOES NOT HOLD",
    "no rows": "NO ROWS",
}


def convinces(counted: Counted) -> bool:
    """Say whether the claim holds, by the very figures that its giver stated."""
    return counted.verdict == "holds" and counted.off in {None, (0, 0)}


def counted_page(claim: Claim, counted: Counted) -> Iterator[str]:
    """Yield what was counted, line by line."""
    yield f"{_VERDICT[counted.verdict]}: {claim}"
    yield f"Counted: {_of(counted.matching, counted.total)}{_share(counted)}"
    if claim.stated is not None and counted.off is not None:
        yield f"Stated: {_of(*claim.stated)}, {_differs(*counted.off)}"
    if counted.interval_e4 is not None:
        low, high = (_percent(each) for each in counted.interval_e4)
        yield f"If this is a random sample of {claim.drawn_from}:"
        yield f"{low} to {high} there, at 95 % (Wilson)"


def counted_data(claim: Claim, counted: Counted) -> dict[str, object]:
    """Return what was counted, for a program."""
    stated, off = claim.stated, counted.off
    return {
        "claim": str(claim),
        "table_sha256": claim.table_sha256,
        "verdict": counted.verdict,
        "matching": counted.matching,
        "total": counted.total,
        "stated": stated and {"matching": stated[0], "total": stated[1]},
        "off": off and {"matching": off[0], "total": off[1]},
        "interval_e4": counted.interval_e4,
    }


def _of(matching: int, total: int) -> str:
    return f"{matching} of {total} rows"


def _share(counted: Counted) -> str:
    if not counted.total:
        return ""
    part = _percent(counted.matching * E4 // counted.total)
    return f", {part} (rounded down)"


def _differs(matching: int, total: int) -> str:
    if (matching, total) == (0, 0):
        return "the same"
    return f"DIFFERS: we count {matching:+d} matching, {total:+d} in all"


def _percent(value_e4: int) -> str:
    whole, rest = divmod(value_e4, 100)
    return f"{whole}.{rest:02} %"
