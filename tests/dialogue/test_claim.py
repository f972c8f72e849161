"""A claim over a table is counted alike by everyone, or not counted."""

import hashlib
from fractions import Fraction
from math import sqrt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.tables import written

from detente.dialogue import claim as claims
from detente.dialogue.claim import Claim, Condition, Counted, evaluate
from detente.dialogue.table import Table
from detente.record.errors import Malformed, Unproven

COUNTRIES = ("CN", "HK", "US", "", "cn")
KINDS = ("chip", "motor")
ROWS = st.lists(
    st.tuples(st.sampled_from(COUNTRIES), st.sampled_from(KINDS)), max_size=12
)
SETS = st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=3, unique=True)
COMPARISONS = ("at least", "more than", "at most", "less than", "exactly")
PARTS = b"maker,kind\nCN,chip\nHK,chip\nUS,motor\nUS,chip\n"


def claim(data: bytes = PARTS, **changed: object) -> Claim:
    """Return a claim that half of the parts come from two places."""
    usual: dict[str, object] = {
        "table_sha256": hashlib.sha256(data).hexdigest(),
        "where": (Condition("maker", ("CN", "HK")),),
        "measure": "share",
        "comparison": "at least",
        "numerator": 1,
        "denominator": 2,
    }
    return Claim(**{**usual, **changed})  # type: ignore[arg-type]


@given(
    ROWS,
    SETS,
    st.lists(st.sampled_from(KINDS), max_size=2, unique=True),
    st.sampled_from(["count", "share"]),
    st.sampled_from(COMPARISONS),
    st.integers(0, 12),
    st.integers(1, 12),
)
def test_what_is_counted_is_what_anybody_would_count(
    rows: list[tuple[str, str]],
    among: list[str],
    kinds: list[str],
    measure: str,
    comparison: str,
    numerator: int,
    denominator: int,
) -> None:
    """Row by row, by hand, with fractions."""
    numerator = min(numerator, denominator) if measure == "share" else numerator
    data = written(Table(("maker", "kind"), tuple(rows)), "\n", quoted=True)
    sets = {"maker": among, "kind": kinds}
    where = tuple(Condition(name, tuple(each)) for name, each in sets.items() if each)
    made = claim(
        data,
        where=where,
        measure=measure,
        comparison=comparison,
        numerator=numerator,
        denominator=denominator,
    )

    found = evaluate(made, data)

    matching = 0
    for maker, kind in rows:
        if maker in among and (kind in kinds or not kinds):
            matching += 1
    assert (found.matching, found.total) == (matching, len(rows))
    assert found.interval_e4 is None
    if measure == "share" and not rows:
        assert found.verdict == "no rows"
        return
    value = Fraction(matching, len(rows) if measure == "share" else 1)
    limit = Fraction(numerator, denominator)
    holds = {
        "at least": value >= limit,
        "more than": value > limit,
        "at most": value <= limit,
        "less than": value < limit,
        "exactly": value == limit,
    }[comparison]
    assert found.verdict == ("holds" if holds else "does not hold")


def test_other_bytes_are_not_the_table() -> None:
    """One added row is another table, whatever it would count to."""
    with pytest.raises(Unproven) as caught:
        evaluate(claim(), PARTS + b"CN,chip\n")
    assert hashlib.sha256(PARTS).hexdigest() in caught.value.sentence


def test_a_column_that_the_table_lacks_is_refused() -> None:
    """Nought of an unknown column would be a number that means nothing."""
    made = claim(where=(Condition("Maker", ("CN",)),))
    with pytest.raises(Malformed, match=r"20\.15"):
        evaluate(made, PARTS)


def test_a_table_that_is_none_is_refused() -> None:
    """Also where its digest fits."""
    with pytest.raises(Malformed, match=r"20\.14"):
        evaluate(claim(b"maker\nCN"), b"maker\nCN")


@pytest.mark.parametrize(
    ("stated", "off"),
    [((2, 4), (0, 0)), ((3, 4), (-1, 0)), ((2, 5), (0, -1)), ((0, 0), (2, 4))],
)
def test_the_difference_to_what_was_stated_is_shown(
    stated: tuple[int, int], off: tuple[int, int]
) -> None:
    """Ours less theirs, of both figures."""
    made = claim(matching=stated[0], total=stated[1])
    assert evaluate(made, PARTS).off == off
    assert evaluate(claim(), PARTS).off is None


@pytest.mark.parametrize(
    "changed",
    [
        {"table_sha256": "00"},
        {"table_sha256": "AB" * 32},
        {"where": ()},
        {"where": (Condition("a", ("1",)), Condition("a", ("2",)))},
        {"where": (Condition("a", ()),)},
        {"where": (Condition("a", ("1", "1")),)},
        {"numerator": -1},
        {"denominator": 0},
        {"numerator": 3},
        {"sampling": "simple random"},
        {"drawn_from": "1,000 parts"},
        {"sampling": "simple random", "drawn_from": "All.", "measure": "count"},
        {"matching": 1},
        {"total": 1},
        {"matching": 2, "total": 1},
        {"matching": -1, "total": 1},
    ],
)
def test_a_claim_by_which_nothing_can_be_counted_says_so(
    changed: dict[str, object],
) -> None:
    """Before release and at the other side, by the same sentence."""
    made = claim(PARTS, **changed)
    [sentence] = made.unsound()
    with pytest.raises(Malformed) as caught:
        evaluate(made, PARTS)
    assert caught.value.sentence == sentence.removesuffix(".") + " (clause 20.13)."


def test_a_count_may_be_above_any_share() -> None:
    """Forty parts are no share."""
    made = claim(measure="count", numerator=40, denominator=1)
    assert list(made.unsound()) == []
    assert evaluate(made, PARTS).verdict == "does not hold"


# --------------------------------------------------------------------- sampling


def sampled(matching: int, total: int) -> tuple[int, int] | None:
    """Return the interval of a share of a random sample."""
    rows = (("CN",),) * matching + (("US",),) * (total - matching)
    data = written(Table(("maker",), rows), "\n", quoted=False)
    return evaluate(
        claim(data, sampling="simple random", drawn_from="1,000 parts"), data
    ).interval_e4


@given(st.integers(0, 60), st.integers(1, 60))
def test_the_interval_of_a_sample_is_wilsons(matching: int, total: int) -> None:
    """Rounded outward, so that it is never narrower than it should be."""
    matching = min(matching, total)
    z, n = 1.96, total
    middle = (matching + z * z / 2) / (n + z * z)
    spread = z * sqrt(matching * (n - matching) / n + z * z / 4) / (n + z * z)
    found = sampled(matching, total)
    assert found is not None
    low, high = found
    assert low <= 10_000 * max(middle - spread, 0) + 1e-6
    assert high >= 10_000 * min(middle + spread, 1) - 1e-6
    assert low == pytest.approx(10_000 * max(middle - spread, 0), abs=1.01)
    assert high == pytest.approx(10_000 * min(middle + spread, 1), abs=1.01)


@pytest.mark.parametrize(
    ("matching", "total", "interval"),
    [(6, 40, (706, 2908)), (0, 10, (0, 2776)), (10, 10, (7224, 10_000))],
)
def test_the_interval_is_this(
    matching: int, total: int, interval: tuple[int, int]
) -> None:
    """Known answers, worked out apart."""
    assert sampled(matching, total) == interval


def test_a_sample_of_nothing_has_no_interval() -> None:
    """And holds nothing."""
    assert sampled(0, 0) is None


# ---------------------------------------------------------------- from a file


def test_a_claim_is_read_strictly() -> None:
    """What another program hands in is this form, or none."""
    made = claim()
    value = msgspec.to_builtins(made)
    assert claims.of(value) == made
    wrongs: tuple[object, ...] = (
        {**value, "treshold": 15},
        {**value, "numerator": "1"},
        {**value, "numerator": 0.5},
        {**value, "measure": "most"},
        {**value, "numerator": 2**70},
        {**value, "where": [{"column": "a\u0301", "among": ["CN"]}]},
        {},
        [],
    )
    for wrong in wrongs:
        with pytest.raises(Malformed):
            claims.of(wrong)


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({"numerator": 15, "denominator": 100}, "at least 15 %"),
        ({"numerator": 3, "denominator": 10}, "at least 30 %"),
        ({"numerator": 2, "denominator": 3}, "at least 2/3"),
        ({"measure": "count", "numerator": 40, "denominator": 1}, "at least 40"),
    ],
)
def test_a_claim_reads_as_a_sentence(changed: dict[str, object], shown: str) -> None:
    """What is counted, and against what."""
    text = str(claim(PARTS, **changed))
    assert text.endswith(shown)
    assert "maker is CN or HK" in text


def test_what_is_counted_is_the_same_wherever_it_is_counted() -> None:
    """These bytes, this form, these figures: spec clause 20.15."""
    assert evaluate(claim(), PARTS) == Counted(2, 4, "holds", None, None)
