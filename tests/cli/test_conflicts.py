"""Declared volumes are compared from files, by anybody, without a line."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.program import call, refused, shell
from tests.cli.story import example_of, matches

from findings import ROOT

DECLARED = ROOT / "examples" / "space" / "declared.geojson"
FEATURES = json.loads(DECLARED.read_text())["features"]


def of(at: Path, party: str, **changed: object) -> Path:
    """Write down the volumes of one party of the example, with other properties."""
    rows = [
        {**each, "properties": {**each["properties"], **changed}}
        for each in FEATURES
        if each["properties"]["party"] == party
    ]
    file = at / f"{party}.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    return file


def pairs(*words: str | Path) -> list[list[str]]:
    """Return the pairs that a program is told."""
    found: list[list[str]] = call("conflicts", *words, "--json").data["pairs"]
    return found


def test_the_run_that_the_help_shows_is_what_happens() -> None:
    """In the checkout, without a line."""
    example = example_of("conflicts")
    printed = shell(example.typed, ROOT)
    assert printed.code == 0, printed.err
    assert matches(example.expected, printed.out)


@pytest.mark.parametrize("page", ["docs/cli.md", "examples/space/README.md"])
def test_the_pages_show_the_same_run(page: str) -> None:
    """Whoever reads and whoever asks for help are told the same."""
    example = example_of("conflicts")
    text = (ROOT / page).read_text()
    assert f"```\n$ {example.typed}\n{example.expected}```" in text


def test_a_program_is_told_the_pairs_and_the_rules() -> None:
    """By ids, in order."""
    told = call("conflicts", DECLARED, "--json").data
    assert told == {"pairs": [["range-4", "survey"]], "engine": "detente-space/1"}


def test_two_files_are_two_sides(tmp_path: Path) -> None:
    """Each of the one is compared with each of the other, in the files' order."""
    north, south = of(tmp_path, "NORTH"), of(tmp_path, "SOUTH")
    assert pairs(north, south) == [["range-4", "survey"]]
    assert pairs(south, north) == [["survey", "range-4"]]


def test_what_comes_closer_than_a_minimum_conflicts_too() -> None:
    """An hour after the practice the survey begins where it was."""
    assert pairs(DECLARED, "--time-s", "3599.9") == [["range-4", "survey"]]
    assert ["gunnery", "survey"] in pairs(DECLARED, "--time-s", "3600")


def test_volumes_in_conflict_are_given_as_geojson() -> None:
    """Ready for a map, each with what it conflicts with."""
    told = call("conflicts", DECLARED, "--geojson").data
    found = {
        each["properties"]["id"]: each["properties"]["conflicts_with"]
        for each in told["features"]
    }
    assert found == {"range-4": ["survey"], "survey": ["range-4"]}


def test_without_a_conflict_the_page_says_so(tmp_path: Path) -> None:
    """And ends with 0: it is no failure."""
    done = call("conflicts", of(tmp_path, "NORTH"))
    assert (done.code, done.out) == (
        0,
        "No conflict among 2 volumes (detente-space/1)\n",
    )


@pytest.mark.parametrize("figure", ["-1", "nan", "inf", "much", "1e9"])
@pytest.mark.parametrize("option", ["--lateral-m", "--vertical-m", "--time-s"])
def test_a_minimum_that_cannot_be_meant_is_refused(option: str, figure: str) -> None:
    """By the option's name."""
    assert option in refused(call("conflicts", DECLARED, f"{option}={figure}"), 2)


def test_a_volume_that_makes_no_sense_is_refused_by_file_and_corner(
    tmp_path: Path,
) -> None:
    """So that somebody can put it right."""
    feature: dict[str, Any] = json.loads(json.dumps(FEATURES[0]))
    feature["geometry"]["coordinates"][0][1] = [18.9, 95]
    file = tmp_path / "declared.geojson"
    file.write_text(json.dumps(feature))
    sentence = refused(call("conflicts", file), 2)
    assert str(file) in sentence
    assert "orner 2" in sentence
