"""The volumes of a file become one notice, outward and with their doubts."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.declaring import body, declare, stands
from tests.cli.program import at_a_terminal, call, refused, shell
from tests.cli.story import Story, example_of, matches
from tests.space.files.drawings import circle, event

from findings import ROOT

GRID = "34VCJ7888119397"
CIRCLE = {
    "type": "Feature",
    "properties": {
        "id": "range-4",
        "party": "NORTH",
        "radius_m": 9_000.2,
        "altitude_upper_m": 3_000.1,
        "altitude_datum": "MSL",
        "time_start": "2034-05-18T03:00:00.5Z",
        "time_end": "2034-05-18T06:00:00.5Z",
    },
    "geometry": {"type": "Point", "coordinates": [19.0, 57.0]},
}
NOTICE = """\
NAVAREA I 100/26
1. GUNNERY 041200Z TO 071200Z AUG 34 IN AREA BOUNDED BY
   57-15.262N 019-29.203E, 56-50.301N 019-05.452E, 56-04.322N 019-51.223E.
"""


def fields(kind: str = "live firing") -> tuple[str, ...]:
    """Return what a notice says beside its volumes."""
    named = {"designation": "STEADY 26", "purpose": "Gunnery.", "kind": kind}
    return tuple(f"--field={name}={value}" for name, value in named.items())


def geojson(at: Path, *features: dict[str, Any]) -> Path:
    """Write volumes down."""
    file = at / "firing.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


def changed(**properties: object) -> dict[str, Any]:
    """Return the circle with other properties."""
    return {**CIRCLE, "properties": {**CIRCLE["properties"], **properties}}  # type: ignore[dict-item]


def test_the_run_that_the_help_shows_is_what_happens(story: Story) -> None:
    """What is typed there works as it stands, and prints what is shown there."""
    geojson(story.at, CIRCLE)
    example = example_of("declare")
    printed = shell(story.here(example.typed), story.at)

    assert printed.code == 0, printed.err
    assert matches(story.here(example.expected), printed.out), printed.out


def test_the_page_of_the_command_line_shows_the_same_run() -> None:
    """Whoever reads the page and whoever asks for help are told the same."""
    page, example = (ROOT / "docs" / "cli.md").read_text(), example_of("declare")

    assert f"```\n$ {example.typed}\n{example.expected}```" in page


def test_a_volume_is_stated_outward_in_whole_figures(
    story: Story, tmp_path: Path
) -> None:
    """Nothing becomes smaller by being stated; nothing of it is marked."""
    file = geojson(tmp_path, CIRCLE)
    more = ("--lateral-m", "500")
    done = declare(story, file, *fields(), "--mgrs", f"range-4={GRID}", *more)

    assert done.code == 0, done.err
    assert (done.data["marks"], done.data["doubts"]) == ([], [])
    [phase] = body(story, done.data["reference"])["phases"]
    [volume] = phase["volumes"]
    assert phase["lateral_m"] == 500
    assert volume["outline_circle"]["radius_m"] == 9_001
    assert volume["altitude_upper"] == {"value_m": 3_001, "reference": "MSL"}
    assert volume["time_end"] - volume["time_start"] == 3 * 3600 + 1
    assert volume["mgrs"] == GRID


def test_volumes_of_the_same_times_are_one_phase(story: Story, tmp_path: Path) -> None:
    """The phases in the order in which they begin."""
    later = changed(id="b", time_start="2034-06-01T00:00:00Z", time_end=None)
    file = geojson(tmp_path, later, CIRCLE, changed(id="c"))
    done = declare(story, file, *fields(), "--confirm-doubts")

    assert done.code == 0, done.err
    phases = body(story, done.data["reference"])["phases"]
    assert [(each["number"], len(each["volumes"])) for each in phases] == [
        (1, 2),
        (2, 1),
    ]
    assert "time_end" not in phases[1]["volumes"][0]


def test_a_doubt_that_is_not_confirmed_states_nothing(
    story: Story, tmp_path: Path
) -> None:
    """And costs no reference; --json answers for no doubt."""
    before = stands(story)
    file = geojson(tmp_path, changed(party="SOUTH"))

    sentence = refused(declare(story, file, *fields(), "--yes"), 2)

    assert "2 doubts not confirmed" in sentence
    assert "SOUTH's" in sentence
    assert stands(story) == before


def test_a_doubt_is_confirmed_at_the_terminal(story: Story, tmp_path: Path) -> None:
    """After it was shown; whoever says no has stated nothing."""
    before = stands(story)
    file = geojson(tmp_path, CIRCLE)
    words = ("declare", file, *fields(), *story.speaks("north")[:-1])

    answers = [("1 doubt? yes or no: ", "no")]
    code, shown = at_a_terminal(words, answers, tmp_path)

    assert code == 2
    assert "? range-4: Its centre or first corner" in shown
    assert stands(story) == before


def test_what_would_be_stated_is_shown_with_what_it_conflicts_with(
    story: Story, tmp_path: Path
) -> None:
    """No reference is fixed for it, and no signature needed."""
    at = tmp_path / "south.geojson"
    at.write_text(json.dumps(changed(party="SOUTH")))
    said = ("--mgrs", f"range-4={GRID}", *fields(), "--wait", "30")
    theirs = call("declare", at, *said, *story.speaks("south"))
    assert theirs.code == 0, theirs.err
    before = stands(story)

    file = geojson(tmp_path, CIRCLE)
    line = (*story.line("north"), "--check")
    told = call("declare", file, *fields(), *line, "--json").data
    page = call("declare", file, *fields(), *line).out

    where = [each["sentence"] for each in told["cautions"] if each["clause"] == "34.4"]
    assert any(theirs.data["reference"] in each for each in where)
    assert any("given once" in each for each in told["doubts"])
    assert "Consider (clause 34.4)" in page
    assert page.splitlines()[-1] == "NOTHING STATED"
    assert stands(story) == before


def test_a_notice_of_ours_is_updated_from_a_file(story: Story, tmp_path: Path) -> None:
    """And is not compared with what it changes."""
    file = geojson(tmp_path, CIRCLE)
    said = (*fields(), "--mgrs", f"range-4={GRID}")
    first = declare(story, file, *said).data["reference"]

    done = declare(story, file, *said, "--changes", first)

    shown = call("show", done.data["reference"], *story.line("north"), "--json").data
    assert shown["statement"]["kind"] == "UPDATE"
    assert shown["statement"]["changes"] == [first]


def test_the_text_of_a_notice_is_stated_with_its_doubts(
    story: Story, tmp_path: Path
) -> None:
    """What was not understood of it is one."""
    file = tmp_path / "warning.txt"
    file.write_text(NOTICE)

    sentence = refused(declare(story, file, *fields()), 2)
    done = declare(story, file, *fields(), "--confirm-doubts")

    assert "doubts not confirmed" in sentence
    assert any("GUNNERY" in each for each in done.data["doubts"])
    [phase] = body(story, done.data["reference"])["phases"]
    assert len(phase["volumes"][0]["outline_polygon"]["vertices"]) == 3


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (("--mgrs", "other=34VCJ7888119397"), "range-4"),
        (("--mgrs", "range-4=nowhere"), "no place of MGRS"),
        (("--only-right-rows",), "for lists"),
        (("--field", "kind=parade"), "twice"),
    ],
)
def test_what_does_not_fit_volumes_is_refused(
    story: Story, tmp_path: Path, more: tuple[str, ...], reason: str
) -> None:
    """In one sentence, and nothing is stated."""
    before = stands(story)
    done = declare(story, geojson(tmp_path, CIRCLE), *fields(), *more)

    assert reason in refused(done, 2)
    assert stands(story) == before


def test_more_corners_than_a_notice_holds_are_refused(
    story: Story, tmp_path: Path
) -> None:
    """Before anything is asked."""
    ring = [[19 + 0.001 * at, 57.0] for at in range(5_000)]
    ring += [[19.0 + 5, 57.5], [19.0, 57.5], ring[0]]
    feature = {
        "type": "Feature",
        "properties": {"id": "a"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    done = declare(story, geojson(tmp_path, feature), *fields())

    assert "5,002 corners" in refused(done, 2)


def test_a_drawing_is_stated_with_its_doubts(story: Story, tmp_path: Path) -> None:
    """Neither height nor time is said: both are unknown, and confirmed as that."""
    file = tmp_path / "drawn.cot"
    file.write_text(event("u-d-c-c", circle()))

    sentence = refused(declare(story, file, *fields()), 2)
    done = declare(story, file, *fields(), "--confirm-doubts")

    assert "3 doubts not confirmed" in sentence
    [phase] = body(story, done.data["reference"])["phases"]
    [volume] = phase["volumes"]
    assert volume["outline_circle"]["radius_m"] == 347
    assert not {"time_start", "time_end", "altitude_lower"} & volume.keys()
