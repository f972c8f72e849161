"""What the space benchmark compares is the same on both sides, and says so."""

import numpy as np
from bench import theatres
from bench.declared import volumes
from bench.findings import FAST_TARGETS, SHAPELY, TARGETS, Findings, agreement
from bench.process import BenchError

from detente.space.picture import picture


def _fail() -> None:
    raise BenchError("BlueSky is missing")


def test_volumes_one_by_one_are_those_of_the_columns() -> None:
    """The live picture is asked about what all pairs and the peer hold."""
    week = theatres.week(300, 5)

    made = picture(list(volumes(week)))

    for name in ("levels", "spans", "areas"):
        found, meant = getattr(made, name), getattr(week.picture, name)
        assert all(map(np.array_equal, found, meant))
    assert [made.parties[each] for each in made.party] == [
        week.picture.parties[each] for each in week.picture.party
    ]


def test_pairs_that_one_contestant_finds_alone_are_counted() -> None:
    """Two sets of one size may still differ."""
    ours = np.array([[0, 1], [0, 12], [3, 4]])
    theirs = np.array([[0, 1], [1, 2], [3, 4]])

    assert agreement(ours, theirs, "PostGIS") == (
        "3 pairs found, 3 by PostGIS; 1 ours alone, 1 its alone."
    )


def test_a_job_that_cannot_be_done_keeps_its_key_and_gives_the_reason() -> None:
    """Whoever reads the figures finds every key, whatever is installed."""
    findings = Findings()

    with findings.job("cpa_10k_over_bluesky", objects=10):
        _fail()

    summary = findings.summary()
    assert summary["cpa_10k_over_bluesky"] is None
    assert summary.keys() == {
        "sizes",
        *(each.key for each in (*TARGETS, *FAST_TARGETS)),
        *SHAPELY,
    }
    assert (
        "Not measured: cpa_10k_over_bluesky: BlueSky is missing." in findings.missing()
    )


def test_a_job_that_was_done_says_how_much_it_measured() -> None:
    """A ratio of fewer volumes is not taken for one of all."""
    findings = Findings()

    with findings.job("bytes_per_volume", volumes=10):
        findings.figures["bytes_per_volume"] = 1_000.0

    assert findings.summary()["sizes"] == {"bytes_per_volume": {"volumes": 10}}
