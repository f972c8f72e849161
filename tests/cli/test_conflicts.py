"""Declared volumes are compared from files, by anybody, without a line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.program import call, refused, shell
from tests.cli.story import Story, example_of, matches

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


def firing(story: Story, side: str, at: Path, radius_m: int) -> str:
    """Let a side notify a firing; return the reference once the other side holds it."""
    volume = {
        "outline_circle": {
            "center": {"lat_e5": 5_700_000, "lon_e5": 1_900_000},
            "radius_m": radius_m,
        },
        "time_start": 2_000_000_000,
        "time_end": 2_000_010_000,
        "mgrs": "34VCJ7888119397",
    }
    body = {
        "act": "notice",
        "designation": f"STEADY {side}",
        "purpose": {"text": "Gunnery."},
        "kind": "live firing",
        "phases": [{"number": 1, "volumes": [volume]}],
    }
    (at / f"{side}.json").write_text(json.dumps(body))
    said = ("--body", at / f"{side}.json", "--wait", "30")
    done = call("send", "ACT", *said, *story.speaks(side))
    assert done.code == 0, done.err
    return str(done.data["reference"])


def called_off(story: Story, side: str, at: Path, notice: str) -> str:
    """Let a side call a firing off; return the reference once the other holds it."""
    (at / "off.json").write_text('{"act": "cancelled"}')
    said = ("--body", at / "off.json", "--answers", notice, "--wait", "30")
    return str(call("send", "ACT", *said, *story.speaks(side)).data["reference"])


def test_both_nodes_find_the_same_conflicts_in_the_record(
    story: Story, tmp_path: Path
) -> None:
    """With one digest, for two officers to read to each other."""
    one = firing(story, "north", tmp_path, 9_000)
    other = firing(story, "south", tmp_path, 12_000)

    north, south = (
        call("conflicts", *story.line(side), "--json").data
        for side in ("north", "south")
    )

    named = [
        {row["one"]["reference"], row["other"]["reference"]}
        for row in north["conflicts"]
    ]
    assert {one, other} in named
    for each in (*north["conflicts"], *south["conflicts"]):
        del each["alert"]  # what has sounded is each node's own
    assert {**north, "heads": None} == {**south, "heads": None}
    row = next(each for each in north["conflicts"] if each["opened"] == other)
    assert re.fullmatch(r"\d{5} \d{5} \d{5}", row["number"])
    assert row["posts"] == ["NORTH/Watch", "SOUTH/Watch"]
    assert (row["changed"], row["closed"], row["past"]) == ([], "", False)
    margins = ("lateral_margin_m", "vertical_margin_m", "time_margin_s")
    assert [row[each] for each in margins] == [0, 0, 0]


def test_what_was_called_off_is_told_as_closed_if_asked(
    story: Story, tmp_path: Path
) -> None:
    """And else not at all."""
    one = firing(story, "north", tmp_path, 9_000)
    other = firing(story, "south", tmp_path, 12_000)
    off = called_off(story, "south", tmp_path, other)
    called_off(story, "north", tmp_path, one)
    opened = f"Opened by {other}, closed by {off}"
    assert opened not in call("conflicts", *story.line("north")).out
    assert opened in call("conflicts", *story.line("north"), "--closed").out


def test_the_page_of_the_record_tells_both_volumes_and_when(
    story: Story, tmp_path: Path
) -> None:
    """An officer sees whom to call."""
    one = firing(story, "north", tmp_path, 9_000)
    other = firing(story, "south", tmp_path, 12_000)

    page = call("conflicts", *story.line("north")).out

    when = "2033-05-18 03:33:20Z to 2033-05-18 06:20:00Z"
    assert re.search(rf"OVERLAP \d{{5}} \d{{5}} \d{{5}}: {when}\n", page)
    assert "Apart 0 m aside, 0 m of height, 0 s\n" in page
    assert f"NORTH  {one} phase 1, volume 1  live firing: STEADY north" in page
    assert f"SOUTH  {other} phase 1, volume 1  live firing: STEADY south" in page


def test_how_to_part_two_activities_is_told_if_asked(
    story: Story, tmp_path: Path
) -> None:
    """Each side may move its own."""
    one = firing(story, "north", tmp_path, 9_000)
    firing(story, "south", tmp_path, 12_000)

    page = call("conflicts", *story.line("north"), "--shifts", "--case", one).out

    assert "NORTH 2 h 50 min later; NORTH 12 NM towards 000" in page
    assert "SOUTH 2 h 50 min later; SOUTH 12 NM towards 000" in page


def test_who_drafts_a_notice_is_told_first_what_it_would_conflict_with(
    story: Story, tmp_path: Path
) -> None:
    """Nothing stops the release; the other side holds the same conflict then."""
    one = firing(story, "north", tmp_path, 9_000)
    body = ("--body", tmp_path / "north.json")

    done = call("send", "ACT", *body, *story.speaks("south"))

    sentences = [
        each["sentence"] for each in done.data["cautions"] if each["clause"] == "34.4"
    ]
    assert (
        f"Phase 1, volume 1: overlap with NORTH {one} phase 1, volume 1, "
        "live firing: STEADY north."
    ) in sentences


def test_minima_are_for_files(story: Story) -> None:
    """In the record each owner says what he wants."""
    done = call("conflicts", *story.line("north"), "--lateral-m", "5")
    assert "for files" in refused(done, 2)


def test_what_no_longer_conflicts_is_for_the_record() -> None:
    """A file tells no story."""
    assert "for the record" in refused(call("conflicts", DECLARED, "--closed"), 2)
