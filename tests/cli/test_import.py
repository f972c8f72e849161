"""A pasted warning becomes areas, from a file or a pipe, each with its doubts."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.cli.program import DETENTE, Ended, call, refused, shell
from tests.cli.story import example_of, matches

from detente.space.files import geojson
from detente.space.notices.notice import read
from findings import ROOT

WARNING = """\
NAVAREA XI 100/26
1. LIVE FIRING 041200Z TO 071200Z AUG 26 IN AREA BOUNDED BY
   25-15.26N 120-29.20E, 24-50.30N 120-05.45E, 25-04.32N 119-51.22E.
2. CANCEL THIS MSG 071300Z AUG 26.
"""
CORNERS = "12-34N 045-56W, 12-35N 045-57W, 12-39N 045-51W"
WRECKS = f"3. WRECKS IN {CORNERS}.\n"


@pytest.fixture
def warning(tmp_path: Path) -> Path:
    """The file of the example."""
    file = tmp_path / "warning.txt"
    file.write_text(WARNING)
    return file


def features(ended: Ended) -> list[dict[str, Any]]:
    """Return the features that a run printed."""
    assert ended.data["type"] == "FeatureCollection"
    found: list[dict[str, Any]] = ended.data["features"]
    return found


def test_the_run_that_the_help_shows_is_what_happens(warning: Path) -> None:
    """What is typed there works as it stands, and prints what is shown there."""
    example = example_of("import")
    printed = shell(example.typed, warning.parent)

    assert printed.code == 0, printed.err
    assert matches(example.expected, printed.out), printed.out


def test_the_page_of_the_command_line_shows_the_same_run() -> None:
    """Whoever reads the page and whoever asks for help are told the same."""
    page, example = (ROOT / "docs" / "cli.md").read_text(), example_of("import")

    assert f"```\n$ {example.typed}\n{example.expected}```" in page


def test_an_area_is_a_feature_with_its_doubts(warning: Path) -> None:
    """Closed as GeoJSON wants it, longitude first."""
    [feature] = features(call("import", warning, "--geojson"))
    given = feature["properties"]

    assert feature["geometry"]["type"] == "Polygon"
    [ring] = feature["geometry"]["coordinates"]
    assert ring[0] == ring[3] == [120.486666667, 25.254333333]
    assert given["id"] == "area-1"
    assert (given["time_start"], given["time_end"]) == (
        "2026-08-04T12:00:00Z",
        "2026-08-07T12:00:00Z",
    )
    assert len(given["doubts"]) == 2


def test_the_rest_of_the_text_stands_beside_the_features(warning: Path) -> None:
    """No program loses it in silence."""
    printed = call("import", warning, "--geojson").data

    assert printed["not_understood"] == [{"line": 2, "text": "LIVE FIRING"}]
    assert len(printed["remarks"]) == 2
    assert printed["no_area"] == []


def test_what_should_be_an_area_and_is_none_ends_with_another_code(
    warning: Path,
) -> None:
    """The rest is read all the same."""
    warning.write_text(WARNING + WRECKS)
    printed = call("import", warning, "--geojson")

    assert printed.code == 2
    assert len(features(printed)) == 1
    assert printed.data["no_area"][0]["line"] == 5
    assert "NO AREA, line 5" in call("import", warning).out


def test_the_reading_of_minutes_is_fixed_by_whoever_knows_it(warning: Path) -> None:
    """And that doubt is gone."""
    [feature] = features(
        call("import", warning, "--geojson", "--minutes-as", "seconds")
    )

    assert feature["geometry"]["coordinates"][0][0] == [120.488888889, 25.257222222]
    assert len(feature["properties"]["doubts"]) == 1


def test_circles_and_corridors_are_points_and_lines_with_a_size(tmp_path: Path) -> None:
    """GeoJSON has neither."""
    (tmp_path / "a.txt").write_text(
        "1. WITHIN 5 MILES OF 12-34N 045-56W FROM SFC TO FL290.\n"
        "2. WITHIN 2 MILES OF LINE JOINING 12-34N 045-56W, 13-34N 045-56W.\n"
    )
    circle, corridor = features(call("import", tmp_path / "a.txt", "--geojson"))

    assert circle["geometry"]["type"] == "Point"
    assert circle["properties"]["radius_m"] == 9260
    assert circle["properties"]["altitude_lower_datum"] == "AGL"
    assert circle["properties"]["altitude_upper_m"] == 8839.2
    assert circle["properties"]["altitude_upper_datum"] == "STD"
    assert corridor["geometry"]["type"] == "LineString"
    assert corridor["properties"]["width_m"] == 7408


def test_hours_of_each_day_are_one_feature_that_recurs(warning: Path) -> None:
    """The last one begins on the last day."""
    hours = "DAILY 0000Z TO 0600Z 4 THRU 7 AUG 26"
    warning.write_text(WARNING.replace("041200Z TO 071200Z AUG 26", hours))
    [feature] = features(call("import", warning, "--geojson"))

    assert feature["properties"]["recurrence"] == {
        "every_s": 86_400,
        "until": "2026-08-07T00:00:00Z",
    }


def test_what_is_printed_reads_back_as_the_same_volumes(warning: Path) -> None:
    """So that the next command takes it as it is."""
    more = "3. WITHIN 5 MILES OF 12-34N 045-56W DAILY 0000Z TO 0600Z 4 THRU 7 AUG 26.\n"
    warning.write_text(f"{WARNING}{more}4. WITHIN 2NM OF LINE JOINING {CORNERS}.\n")
    expected = [each.volume for each in read(warning.read_text()).areas]

    printed = call("import", warning, "--geojson").out

    assert len(expected) == 3
    assert geojson.read(printed.encode()) == expected


def test_days_that_do_not_recur_are_a_feature_each(warning: Path) -> None:
    """With the number of the window behind the id."""
    hours = "0000Z TO 0600Z DAILY 4, 5 AND 7 AUG 26"
    warning.write_text(WARNING.replace("041200Z TO 071200Z AUG 26", hours))
    found = features(call("import", warning, "--geojson"))

    ids = [each["properties"]["id"] for each in found]
    assert ids == ["area-1#1", "area-1#2", "area-1#3"]


def test_a_warning_may_come_through_a_pipe() -> None:
    """As it is pasted, with whatever mark its bytes begin."""
    piped = subprocess.run(
        [DETENTE, "import", "-", "--geojson"],
        input=WARNING.replace("\n", "\r\n").encode("utf-8-sig"),
        capture_output=True,
        check=True,
    )

    assert len(json.loads(piped.stdout)["features"]) == 1


def test_a_text_that_is_no_warning_is_refused(tmp_path: Path) -> None:
    """In one sentence, with the code of what cannot be read."""
    (tmp_path / "a.txt").write_text("GOOD MORNING\n")

    assert "no position" in refused(call("import", tmp_path / "a.txt"), 2)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """Figures read in another code would be other figures."""
    (tmp_path / "a.txt").write_bytes(WARNING.encode("utf-16"))

    assert "UTF-8" in refused(call("import", tmp_path / "a.txt"), 2)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """It is asked for otherwise."""
    assert "none.txt" in refused(call("import", tmp_path / "none.txt"), 2)
