"""A replay is told the same, however work was shared and reports were ordered."""

import json

import msgspec
import numpy as np
import pytest
from tests.space.flights import EPOCH_US, SECOND_US, Fix, tracks
from tests.space.places import place
from tests.space.test_exact import box

from detente.report.screening import screened, screening_page, told_whole
from detente.space.tracking import replay
from detente.space.tracking.tracks import Terms
from detente.space.volume import Circle, Volume, Window

START_MS = EPOCH_US // 1_000
ZONES = [
    Volume("b", (box(0, 0, 1, 1),), windows=(Window(START_MS, START_MS + 3_600_000),)),
    Volume("a", (Circle(place(0.5, 0.5), 20_000_000),)),
]


def walks(count: int) -> list[Fix]:
    """Return tracks that wander about the zones."""
    random = np.random.default_rng(5)
    found = []
    for track in range(count):
        lat, lon = random.uniform(-0.5, 1.5, 2)
        for at in range(40):
            lat, lon = lat + random.normal(0, 0.05), lon + random.normal(0, 0.05)
            found.append(Fix(f"t{track}", at * 60 * SECOND_US, place(lat, lon), 1_000))
    return found


def told(fixes: list[Fix], jobs: int = 1) -> bytes:
    """Return what a program is told of hits, without the problems."""
    reports = tracks(fixes)
    hits, _ = screened(reports, ZONES, Terms(), jobs)
    return msgspec.json.encode(told_whole(reports, hits, []))


def test_two_processes_tell_what_one_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte, where work is cut into many parts."""
    monkeypatch.setattr(replay, "MOST_LEGS", 101)
    fixes = walks(12)
    alone = told(fixes)
    assert told(fixes, jobs=2) == alone
    assert len(json.loads(alone)["hits"]) > 5


def test_how_work_is_cut_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Intervals that a cut runs through are whole again."""
    fixes = walks(6)
    whole = told(fixes)
    monkeypatch.setattr(replay, "MOST_LEGS", 7)
    assert told(fixes) == whole


def test_the_order_of_reports_changes_nothing() -> None:
    """Hits are those of the same reports in order."""
    fixes = walks(6)
    shuffled = [fixes[at] for at in np.random.default_rng(6).permutation(len(fixes))]
    assert told(shuffled) == told(fixes)


def test_hits_are_in_order_of_track_and_volume() -> None:
    """By their names, whatever the order in the file of volumes."""
    named = [
        (hit["track"], hit["volume"]) for hit in json.loads(told(walks(9)))["hits"]
    ]
    assert named == sorted(named)


def test_times_are_told_to_the_millisecond() -> None:
    """In RFC 3339."""
    hits = json.loads(told([Fix("a", 1_500_000, place(0.5, 0.5))]))["hits"]
    assert hits[1]["intervals"] == [["2023-11-14T22:13:21.500Z"] * 2]


def test_progress_is_told() -> None:
    """How many legs of how many."""
    heard: list[tuple[int, int]] = []
    screened(tracks(walks(2)), ZONES, Terms(), told=lambda *done: heard.append(done))
    assert heard == [(78, 78)]


def test_a_page_says_how_much_it_leaves_out() -> None:
    """Never in silence."""
    zones = [Volume(f"{at:03}", (box(0, 0, 1, 1),)) for at in range(201)]
    reports = tracks([Fix("a", 0, place(0.5, 0.5))])
    hits, problems = screened(reports, zones, Terms())
    first, *_, last = screening_page(reports, hits, problems)
    assert first.startswith("1 of 1 tracks were in a volume, 1 reports")
    assert last == "and 1 times more; --json lists all"
