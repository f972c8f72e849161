"""Files become statements: volumes one notice, each row of a list a site."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.cli.program import DETENTE, Ended, at_a_terminal, call, refused, shell
from tests.cli.story import Story, example_of, matches
from tests.report.tables.lists import GOOD, book, stops, text
from tests.space.files.drawings import circle, event

from detente.node.clock import SystemClock
from detente.report.words import utc
from findings import ROOT

GRID = "34VCJ7888119397"
DAY_S = 86_400
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


def body(story: Story, reference: str) -> dict[str, Any]:
    """Return the body of a statement as it stands at NORTH, persons and all."""
    line = story.line("north")
    shown = call("show", reference, *line, "--personal", "--json").data
    found: dict[str, Any] = shown["statement"]["body"]
    return found


def stands(story: Story) -> list[str]:
    """Return all that NORTH has sent."""
    sent = call("inbox", *story.line("north"), "--json").data["sent"]
    return [each["reference"] for each in sent]


def declare(story: Story, file: Path, *more: str | Path) -> Ended:
    """Declare a file as NORTH."""
    return call("declare", file, *more, *story.speaks("north"))


# --------------------------------------------------------------------------- volumes


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


# ----------------------------------------------------------------------------- lists


def listed(prefix: str, *changes: dict[str, object]) -> list[dict[str, object]]:
    """Return rows of sites far from each other, good from yesterday for ninety days."""
    now_s = SystemClock().now_s()
    fix_at, until = (utc(now_s + days * DAY_S)[:10] for days in (-1, 90))
    return [
        {
            **GOOD,
            "site_id": f"{prefix}-{number}",
            "lat": f"{36.718 + number / 1000:.5f}",
            "mgrs": "",
            "fix_at": fix_at,
            "revalidate_by": until,
            **each,
        }
        for number, each in enumerate(changes, 1)
    ]


def csv(at: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write a list down."""
    file = at / "sites.csv"
    file.write_text(text(rows))
    return file


def ours(story: Story) -> list[str]:
    """Return the numbers of the sites that stand at NORTH."""
    drawn = call("export", "--geojson", "--form", "SITE", *story.line("north")).data
    names = [each["properties"]["reference"] for each in drawn["features"]]
    return [body(story, each)["site_id"] for each in dict.fromkeys(names)]


def test_each_row_is_a_site_and_is_stated_once(story: Story, tmp_path: Path) -> None:
    """The same command again states what is new."""
    rows = listed("A", {}, {}, {"persons_day": "12"})
    first = declare(story, csv(tmp_path, rows[:2]), "--confirm-doubts")
    again = declare(story, csv(tmp_path, rows), "--confirm-doubts")

    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert [each["id"] for each in first.data["stated"]] == ["A-1", "A-2"]
    assert [each["id"] for each in again.data["stated"]] == ["A-3"]
    assert again.data["standing_already"] == [2, 3]
    [third] = again.data["stated"]
    assert body(story, third["reference"])["personal"]["persons_day"] == 12
    assert sorted(e for e in ours(story) if e.startswith("A-")) == ["A-1", "A-2", "A-3"]


def test_nothing_is_stated_while_a_row_is_wrong(story: Story, tmp_path: Path) -> None:
    """All faults are listed: of cells, and of what every node would mark."""
    rows = listed("B", {}, {"lat": "north"}, {"revalidate_by": "2026-01-01"})
    done = declare(story, csv(tmp_path, rows), "--confirm-doubts")

    assert done.code == 2
    assert done.data["stated"] == []
    assert [(each["row"], each["column"]) for each in done.data["faults"]] == [
        (3, "lat"),
        (4, ""),
    ]
    assert "17.2" in done.data["faults"][1]["reason"]
    assert not any(each.startswith("B-") for each in ours(story))


def test_the_right_rows_alone_are_stated_if_asked_for(
    story: Story, tmp_path: Path
) -> None:
    """The others are written out with the reason, and once mended are stated."""
    rows = listed("C", {}, {"lat": "north"})
    file = csv(tmp_path, rows)
    done = declare(story, file, "--only-right-rows", "--confirm-doubts")

    rest = tmp_path / "sites.csv.rejected.csv"
    assert done.code == 2
    assert [each["id"] for each in done.data["stated"]] == ["C-1"]
    assert done.data["rejected"] == str(rest)
    mended = rest.read_text("utf-8-sig").replace(",north,", ",36.91800,")
    rest.write_text(mended)
    again = declare(story, rest, "--confirm-doubts")
    assert [each["id"] for each in again.data["stated"]] == ["C-2"]
    assert again.data["unread_columns"] == ["row", "reason"]


def test_a_site_that_stands_elsewhere_is_no_new_one(
    story: Story, tmp_path: Path
) -> None:
    """It is changed, by its reference."""
    rows = listed("D", {})
    first = declare(story, csv(tmp_path, rows), "--confirm-doubts").data["stated"][0]
    moved = [{**rows[0], "lat": "36.99900"}]

    done = declare(story, csv(tmp_path, moved), "--confirm-doubts")

    [fault] = done.data["faults"]
    assert f"--changes {first['reference']}" in fault["reason"]
    assert done.data["stated"] == []


def test_doubts_of_a_list_are_confirmed_or_nothing_is_stated(
    story: Story, tmp_path: Path
) -> None:
    """Swapped figures are not stated unseen."""
    rows = listed("E", {"lat": "68.86300", "lon": "36.71800", "mgrs": GOOD["mgrs"]})
    file = csv(tmp_path, rows)

    sentence = refused(declare(story, file, "--yes"), 2)
    checked = declare(story, file, "--check")

    assert "look swapped" in sentence
    assert (checked.code, checked.data["stated"]) == (0, [])
    assert "look swapped" in checked.data["doubts"][0]["sentence"]
    assert not any(each.startswith("E-") for each in ours(story))


def test_a_workbook_is_stated_like_a_table(story: Story, tmp_path: Path) -> None:
    """What no row says is filled in for all."""
    [row] = listed("F", {"lat": 36.818, "lon": 68.863})
    del row["organisation"]
    file = tmp_path / "sites.xlsx"
    file.write_bytes(book([row]))

    fill = ("--field", "organisation=Relief", "--confirm-doubts")
    done = declare(story, file, *fill)

    [stated] = done.data["stated"]
    assert body(story, stated["reference"])["organisation"] == "Relief"


def test_the_page_lists_faults_doubts_and_what_became_of_each_row(
    story: Story, tmp_path: Path
) -> None:
    """For whoever stands at the terminal."""
    rows = listed("G", {"Colour": "red"}, {"Colour": "", "function": "castle"})
    words = ("--only-right-rows", "--confirm-doubts", "--yes")
    page = call(
        "declare", csv(tmp_path, rows), *words, *story.speaks("north")[:-1]
    ).out.splitlines()

    assert page[0] == "1 new, 0 standing already, 1 wrong; doubts: 1"
    assert page[1] == "Columns that nobody reads: Colour"
    assert page[2].startswith("row 3, function: Invalid enum value")
    assert page[3].startswith("? row 2: Its position is given once")
    assert page[4].startswith("row 2: G-1 is NORTH/")
    rest = tmp_path / "sites.csv.rejected.csv"
    assert page[5:] == [
        "STATED: 1",
        f"The wrong rows are in {rest}, each with the reason",
    ]


def test_what_was_stated_before_a_break_is_not_stated_again(
    story: Story, tmp_path: Path
) -> None:
    """Killed in the middle of a list; the same command states the rest."""
    file = csv(tmp_path, listed("I", *[{}] * 30))
    words = ["declare", file, "--confirm-doubts", "--yes", *story.speaks("north")[:-1]]
    broken = subprocess.Popen(
        [DETENTE, *words], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    with broken:
        assert broken.stdout is not None
        for line in broken.stdout:
            if line.startswith("row 4: "):
                broken.kill()
                break
    assert 3 <= sum(each.startswith("I-") for each in ours(story)) < 30

    done = declare(story, file, "--confirm-doubts")

    assert done.code == 0, done.err
    found = sorted(each for each in ours(story) if each.startswith("I-"))
    assert found == sorted(f"I-{number}" for number in range(1, 31))


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


def test_a_list_of_movements_is_stated_movement_by_movement(
    story: Story, tmp_path: Path
) -> None:
    """And, as sites are, once."""
    file = csv(tmp_path, [*stops("J-1"), *stops("J-2")])

    done = declare(story, file)
    again = declare(story, file)

    assert (done.code, again.code) == (0, 0), done.err
    assert [(each["row"], each["id"]) for each in done.data["stated"]] == [
        (2, "J-1"),
        (5, "J-2"),
    ]
    assert (again.data["stated"], again.data["standing_already"]) == ([], [2, 5])
    moved = body(story, done.data["stated"][0]["reference"])
    assert [each["name"] for each in moved["waypoints"]] == ["Bridge"]
