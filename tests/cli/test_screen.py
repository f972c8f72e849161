"""Tracks are replayed against declared volumes from files, by anybody."""

import csv
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest
from tests.cli.program import call, refused, shell
from tests.cli.story import example_of, matches

from findings import ROOT

FOLDER = ROOT / "examples" / "screening"
TRACKS, ZONES = FOLDER / "tracks.csv", FOLDER / "zones.geojson"


def test_the_run_that_the_help_shows_is_what_happens() -> None:
    """In the checkout, without a line."""
    example = example_of("screen")
    printed = shell(example.typed, ROOT)
    assert printed.code == 0, printed.err
    assert matches(example.expected, printed.out)


@pytest.mark.parametrize("page", ["docs/cli.md", "examples/screening/README.md"])
def test_the_pages_show_the_same_run(page: str) -> None:
    """Whoever reads and whoever asks for help are told the same."""
    example = example_of("screen")
    text = (ROOT / page).read_text()
    assert f"```\n$ {example.typed}\n{example.expected}```" in text


def test_every_row_of_the_example_says_that_it_is_invented() -> None:
    """Cut out of its page, it must still say so."""
    _, *rows = TRACKS.read_text().splitlines()
    assert rows
    assert all(row.endswith(",INVENTED") for row in rows)


def test_a_program_is_told_intervals_and_problems() -> None:
    """In one object."""
    told = call("screen", "--tracks", TRACKS, "--volumes", ZONES, "--json").data
    assert told["tracks"], told["reports"] == (4, 9)
    assert told["engine"] == "detente-space/1"
    assert told["hits"][0] == {
        "track": "S-301",
        "volume": "Z-1",
        "intervals": [["2026-01-31T12:11:00.000Z", "2026-01-31T12:14:00.000Z"]],
    }
    assert [each["code"] for each in told["problems"]] == ["unread", "gap"]


def test_parquet_is_told_like_csv(tmp_path: Path) -> None:
    """The format changes nothing."""
    table = pyarrow.csv.read_csv(TRACKS)
    pyarrow.parquet.write_table(table, tmp_path / "tracks.parquet")
    both = [
        call("screen", "--tracks", file, "--volumes", ZONES, "--json").data
        for file in (TRACKS, tmp_path / "tracks.parquet")
    ]
    assert both[0] == both[1]


def test_a_wrong_row_is_refused_by_its_line(tmp_path: Path) -> None:
    """In one sentence that names the file as well."""
    file = tmp_path / "tracks.csv"
    file.write_text("id,time,lat,lon,alt_m\na,1,99,2,3\n")
    said = refused(call("screen", "--tracks", file, "--volumes", ZONES), 2)
    assert said.rstrip().endswith(
        "tracks.csv: Line 2, column lat: 99 is not between -90 and 90."
    )


def test_a_longer_gap_may_be_allowed() -> None:
    """Then what happened in it is swept."""
    told = call(
        *("screen", "--tracks", TRACKS, "--volumes", ZONES, "--gap-s", "1800", "--json")
    ).data
    hits = {(hit["track"], hit["volume"]) for hit in told["hits"]}
    assert ("S-304", "Z-1") in hits


def test_cursor_on_target_is_told_like_csv(tmp_path: Path) -> None:
    """Whoever takes an object for an enemy changes nothing of where it was."""
    events = [
        '<event uid="{}" type="a-h-A" time="{}"><point lat="{}" lon="{}" hae="{}"/>'
        "</event>".format(*(*each[:4], each[4] or "9999999.0"))
        for each in csv.reader(TRACKS.read_text().splitlines()[1:])
    ]
    (tmp_path / "tracks.cot").write_text("\n".join(events))

    told = [
        call("screen", "--tracks", file, "--volumes", ZONES, "--json").data["hits"]
        for file in (TRACKS, tmp_path / "tracks.cot")
    ]

    assert told[0] == told[1]
