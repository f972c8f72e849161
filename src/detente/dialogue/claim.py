"""Decide whether a claim about a table holds: counted, and by everyone alike.

Spec clauses 20.13 to 20.17. A figure in a report is believed or denied; a closed form
over bytes that both sides hold is computed. The form counts the rows in which given
columns lie in given sets, and holds the count, or its share of all rows, against a
threshold. All sums are of whole numbers. A share says nothing beyond its table, so no
interval is given unless the rows are claimed to be a random sample. Which bytes are a
table is decided by `detente.dialogue.table`; that the table is what it is said to be is
for people.
"""

import hashlib
import re
from collections.abc import Iterator
from math import isqrt
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias, assert_never

import msgspec

from detente.dialogue import table
from detente.dialogue.fields import label
from detente.dialogue.table import LineEnd, Table
from detente.record import wire
from detente.record.errors import Malformed, Unproven

Measure: TypeAlias = Literal["count", "share"]
Comparison: TypeAlias = Literal[
    "at least", "more than", "at most", "less than", "exactly"
]
Sampling: TypeAlias = Literal["not claimed", "simple random"]
Verdict: TypeAlias = Literal["holds", "does not hold", "no rows"]

HASH: Final = re.compile("[0-9a-f]{64}")
E4: Final = 10_000
# 1.96, the normal deviate of 95 %, in hundredths.
_DEVIATE_E2: Final = 196


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column, and the texts of which it holds one."""

    column: Annotated[str, label("Column", "As the table's header names it")]
    among: Annotated[tuple[str, ...], label("Is one of", "Compared sign by sign")]

    def __str__(self) -> str:
        return f"{self.column} is {' or '.join(self.among)}"


class Claim(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """A count or share of the rows of a table, against a threshold.

    `matching` and `total` are what the giver counted.
    """

    table_sha256: Annotated[str, label("Table", "SHA-256 of the CSV, hexadecimal")]
    line_end: Annotated[LineEnd, label("Its lines end with")] = "LF"
    where: Annotated[tuple[Condition, ...], label("Rows in which all of these hold")]
    measure: Annotated[Measure, label("Measure", "Their count, or share of all rows")]
    comparison: Annotated[Comparison, label("Is")]
    numerator: Annotated[int, label("Threshold", "15 of 15/100")]
    denominator: Annotated[int, label("Threshold, divided by", "100 of 15/100")] = 1
    matching: Annotated[int | None, label("Rows that match, as stated")] = None
    total: Annotated[int | None, label("All rows, as stated")] = None
    sampling: Annotated[
        Sampling, label("Sampling", "How the rows were drawn, if from more")
    ] = "not claimed"
    drawn_from: Annotated[str, label("Drawn from", "From what, and how many")] = ""

    def __str__(self) -> str:
        rows = " and ".join(map(str, self.where))
        return f"{self.measure} of rows, {rows}: {self.comparison} {self.threshold}"

    @property
    def threshold(self) -> str:
        """The threshold as people write it: 15 %, 2/3, 40."""
        if self.denominator == 1:
            return str(self.numerator)
        if self.measure == "share" and self.denominator in {10, 100}:
            return f"{self.numerator * 100 // self.denominator} %"
        return f"{self.numerator}/{self.denominator}"

    @property
    def stated(self) -> tuple[int, int] | None:
        """The figures that the giver counted: matching and total."""
        if self.matching is None or self.total is None:
            return None
        return self.matching, self.total

    def unsound(self) -> Iterator[str]:
        """Yield why nothing could be counted by it, a sentence each (clause 20.13)."""
        if not HASH.fullmatch(self.table_sha256):
            yield "A claim does not name its table by a SHA-256."
        columns = [each.column for each in self.where]
        if not columns or len(set(columns)) != len(columns):
            yield "A claim names no column, or one twice."
        if any(len(set(w.among)) != len(w.among) or not w.among for w in self.where):
            yield "A set of a claim is empty, or has one text twice."
        if self.numerator < 0 or self.denominator < 1:
            yield "The threshold of a claim is no number from nought on."
        elif self.measure == "share" and self.numerator > self.denominator:
            yield "The threshold of a share is more than the whole."
        if (self.sampling == "simple random") != bool(self.drawn_from.strip()):
            yield "Sampling is claimed without saying from what, or the reverse."
        elif self.drawn_from and self.measure == "count":
            yield "A count of rows says nothing of what a sample was drawn from."
        if (self.matching is None) != (self.total is None):
            yield "Of the two figures that a claim states one is missing."
        elif self.stated and not 0 <= self.stated[0] <= self.stated[1]:
            yield "The figures stated are not a part and its whole."


class Counted(NamedTuple):
    """What a node counted of a claim.

    `off` is how far the figures stated lie from these, matching and total; None where
    the giver stated none. `interval_e4` is the interval of a share of a random sample,
    in ten-thousandths.
    """

    matching: int
    total: int
    verdict: Verdict
    off: tuple[int, int] | None
    interval_e4: tuple[int, int] | None


def of(value: object) -> Claim:
    """Return the claim that values of JSON or TOML make, strictly.

    Raises:
        Malformed: a field is missing, unknown, of another kind, or has a text that has
            no place in the record (clause 1).
    """
    try:
        claim = msgspec.convert(value, Claim)
        wire.encode(msgspec.to_builtins(claim))
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise Malformed(f"The claim does not fit its form: {error}.") from error
    return claim


def evaluate(claim: Claim, data: bytes) -> Counted:
    """Return what is counted over the bytes of a claim's table (clause 20.15).

    Raises:
        Unproven: these are not the bytes that the claim is about.
        Malformed: they are no table, a column is missing, or nothing can be counted.
    """
    for reason in claim.unsound():
        raise Malformed(f"{reason.removesuffix('.')} (clause 20.13).")
    found = hashlib.sha256(data).hexdigest()
    if found != claim.table_sha256:
        raise Unproven(
            f"This is not the table of the claim: its SHA-256 is {found}, that of the "
            f"claim {claim.table_sha256} (clause 20.13)."
        )
    read = table.read(data, claim.line_end)
    matching, total = count(claim, read), len(read.rows)
    stated = claim.stated
    return Counted(
        matching,
        total,
        judge(claim, matching, total),
        (matching - stated[0], total - stated[1]) if stated else None,
        interval_e4(matching, total) if claim.sampling == "simple random" else None,
    )


def count(claim: Claim, read: Table) -> int:
    """Return in how many rows every condition holds.

    Raises:
        Malformed: the table lacks a column of the claim.
    """
    wanted = [(read.column(w.column), frozenset(w.among)) for w in claim.where]
    return sum(all(row[at] in among for at, among in wanted) for row in read.rows)


def judge(claim: Claim, matching: int, total: int) -> Verdict:
    """Hold what was counted against the threshold (clause 20.16)."""
    if claim.measure == "share" and not total:
        return "no rows"
    found = matching * claim.denominator
    limit = claim.numerator * (total if claim.measure == "share" else 1)
    return "holds" if _compares(claim.comparison, found, limit) else "does not hold"


def _compares(comparison: Comparison, found: int, limit: int) -> bool:
    match comparison:
        case "at least":
            return found >= limit
        case "more than":
            return found > limit
        case "at most":
            return found <= limit
        case "less than":
            return found < limit
        case "exactly":
            return found == limit
        case _:
            assert_never(comparison)


def interval_e4(matching: int, total: int) -> tuple[int, int] | None:
    """Return the 95 % interval of a share by Wilson's score (clause 20.17).

    In ten-thousandths, the lower end rounded down and the upper up; None of no rows.
    """
    if not total:
        return None
    square_e4 = _DEVIATE_E2 * _DEVIATE_E2
    below = total * (E4 * total + square_e4)
    middle = E4 * total * (E4 * matching + square_e4 // 2)
    inside = total * (E4 * matching * (total - matching) + square_e4 // 4 * total)
    spread = isqrt((E4 * _DEVIATE_E2) ** 2 * inside) + 1
    low, high = (middle - spread) // below, -(-(middle + spread) // below)
    return max(low, 0), min(high, E4)
