"""What stands in the record is drawn as GeoJSON, and conflicts as it does there."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.program import call, refused
from tests.cli.story import Story

from detente.node.clock import SystemClock
from detente.space.files import geojson

SPOT = {"lat_e5": 3_671_800, "lon_e5": 6_886_300, "mgrs": "42SVF8776163590"}
CONTACT = "Duty desk, +00 000"


def say(story: Story, side: str, form: str, body: dict[str, Any], at: Path) -> str:
    """Let a side state something; return its reference once both hold it."""
    (at / "body.json").write_text(json.dumps(body))
    done = call(
        *("send", form, "--body", at / "body.json", "--wait", "30"),
        *story.speaks(side),
    )
    assert done.code == 0, done.err
    return str(done.data["reference"])


def firing(story: Story, side: str, at: Path, **volume: object) -> str:
    """Let a side notify a firing about the spot."""
    here = {"lat_e5": SPOT["lat_e5"], "lon_e5": SPOT["lon_e5"]}
    usual = {
        "outline_circle": {"center": here, "radius_m": 7_000},
        "time_start": 1_990_000_000,
        "time_end": 1_990_010_000,
        "mgrs": SPOT["mgrs"],
    }
    body = {
        "act": "notice",
        "designation": f"LONG {side}",
        "purpose": {"text": "Gunnery."},
        "kind": "live firing",
        "phases": [{"number": 1, "volumes": [{**usual, **volume}]}],
    }
    return say(story, side, "ACT", body, at)


def hospital(story: Story, side: str, at: Path) -> str:
    """Let a side notify a hospital with a footprint at the spot."""
    now_s = SystemClock().now_s()
    lat, lon = 3_671_800, 6_886_300
    corners = [(lat, lon), (lat + 90, lon), (lat + 90, lon + 90)]
    body = {
        "act": "notified",
        "site_id": "H-70",
        "organisation": "Relief",
        "name": "Trauma Centre",
        "local_name": "Trauma Centre",
        "function": "hospital",
        "position": SPOT,
        "fix_source": "GPS on the site",
        "fix_at": now_s - 60,
        "revalidate_by": now_s + 86_400,
        "footprint": [{"lat_e5": y, "lon_e5": x} for y, x in corners],
        "personal": {"contact": CONTACT},
    }
    return say(story, side, "SITE", body, at)


def drawn(story: Story, at: Path, name: str, *filters: str) -> Path:
    """Draw a part of the record of NORTH into a file."""
    file = at / name
    done = call("export", "--geojson", "--out", file, *filters, *story.line("north"))
    assert done.code == 0, done.err
    return file


def ids(file: Path) -> list[str]:
    """Return the ids of the features of a file."""
    features = json.loads(file.read_text())["features"]
    return [each["properties"]["id"] for each in features]


@pytest.fixture(scope="module")
def stated(
    story: Story, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str, str]:
    """Two firings and a hospital between them, on both nodes."""
    at = tmp_path_factory.mktemp("stated")
    return (
        firing(story, "north", at),
        firing(story, "south", at, time_start=1_990_005_000),
        hospital(story, "south", at),
    )


def test_what_is_drawn_conflicts_as_what_stands_in_the_record(
    story: Story, tmp_path: Path, stated: tuple[str, str, str]
) -> None:
    """Whoever has the file alone finds the same pairs."""
    rows = call("conflicts", *story.line("north"), "--json").data["conflicts"]
    expected = {
        frozenset(
            f"{r['reference']} {r['part']}".strip() for r in (c["one"], c["other"])
        )
        for c in rows
        if c["grade"] != "within minima"
    }
    acts = drawn(story, tmp_path, "acts", "--form", "ACT")
    protected = [
        drawn(story, tmp_path, form, "--form", form) for form in ("SITE", "MOVE")
    ]

    found = call("conflicts", acts, "--json").data["pairs"]
    for file in protected:
        found += call("conflicts", acts, file, "--json").data["pairs"]

    named = {frozenset(each.partition("#")[0] for each in pair) for pair in found}
    assert named == expected
    assert any(set(stated[:2]) == {e.split(" ")[0] for e in pair} for pair in named)
    assert any(stated[2] in pair for pair in named)


def test_a_part_of_the_record_is_drawn_if_asked_for(
    story: Story, tmp_path: Path, stated: tuple[str, str, str]
) -> None:
    """By form, by owner, by case and by time."""
    north, south, site = stated

    one = ids(drawn(story, tmp_path, "a", "--case", north))
    owned = ids(drawn(story, tmp_path, "b", "--form", "ACT", "--party", "SOUTH"))
    early = ids(drawn(story, tmp_path, "c", "--at", "2033-01-22T10:20Z"))

    assert one == [f"{north} phase 1, volume 1"]
    assert f"{south} phase 1, volume 1" in owned
    assert not any(each.startswith("NORTH") for each in owned)
    assert f"{north} phase 1, volume 1" in early
    assert f"{south} phase 1, volume 1" not in early
    assert f"{site}#1" in early


def test_nothing_personal_is_drawn(
    story: Story, tmp_path: Path, stated: tuple[str, str, str]
) -> None:
    """A map goes further than a statement."""
    file = drawn(story, tmp_path, "sites", "--case", stated[2])

    assert ids(file) == [f"{stated[2]}#1", f"{stated[2]}#2"]
    assert CONTACT not in file.read_text()


def test_what_cannot_be_drawn_is_listed_with_the_reason(
    story: Story, tmp_path: Path
) -> None:
    """An area whose sides cross may be anywhere."""
    lat, lon = 3_000_000, 3_000_000
    turns = [(0, 0), (900, 900), (900, 0), (0, 900)]
    bow = [{"lat_e5": lat + y, "lon_e5": lon + x} for y, x in turns]
    crossed = firing(
        story,
        "north",
        tmp_path,
        outline_circle=None,
        outline_polygon={"vertices": bow},
        mgrs="36RVU0000018000",
    )

    told = call("export", "--geojson", "--case", crossed, *story.line("north"))

    [row] = told.data["undrawn"]
    assert told.data["features"] == []
    assert row["volume"]["reference"] == crossed
    assert "cross" in row["why"]
    assert crossed in told.err


def test_cursor_on_target_reads_back_as_the_same_volumes(
    story: Story, tmp_path: Path, stated: tuple[str, str, str]
) -> None:
    """With heights and times, which others pass over."""
    filters = ("--form", "ACT")
    file = tmp_path / "acts.cot"
    done = call("export", "--cot", "--out", file, *filters, *story.line("north"))
    assert done.code == 0, done.err
    expected = geojson.read(drawn(story, tmp_path, "acts", *filters).read_bytes())

    printed = call("import", file, "--geojson")

    assert printed.code == 0, printed.err
    assert all(not e["properties"]["doubts"] for e in printed.data["features"])
    assert geojson.read(printed.out.encode()) == expected


def test_a_drawing_proves_nothing(story: Story) -> None:
    """And a proof has no filters."""
    line = story.line("north")

    assert "proves nothing" in refused(call("export", "X", "--geojson", *line), 2)
    assert "a drawing" in refused(call("export", "X", "--form", "ACT", *line), 2)
    assert "--out" in refused(call("export", "--cot", *line), 2)
    assert "--out" in refused(call("export", "X", *line), 2)
