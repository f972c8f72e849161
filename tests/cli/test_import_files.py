"""Drawings, lists and volumes of other programs become GeoJSON, with their doubts."""

import json
from pathlib import Path

import pytest
from tests.cli.program import call, refused
from tests.report.tables.lists import GOOD, book, rows, text
from tests.space.files.drawings import RING, circle, event, links

from detente.space.files import f3548, geojson
from findings import ROOT

DECLARED = ROOT / "examples" / "space" / "declared.geojson"


def test_drawings_become_features_with_their_doubts(tmp_path: Path) -> None:
    """A line is one only with a width; what is no drawing is told."""
    file = tmp_path / "drawn.cot"
    file.write_text(
        event("u-d-c-c", circle())
        + event("u-d-f", links(*RING), "line")
        + event("b-t-f", uid="chat")
    )

    without = call("import", file, "--geojson")
    found = call("import", file, "--geojson", "--width-m", "500").data
    page = call("import", file, "--width-m", "500").out

    assert without.code == 2
    assert without.data["no_area"][0]["text"] == "u-d-f line"
    assert [each["geometry"]["type"] for each in found["features"]] == [
        "Point",
        "LineString",
    ]
    assert all(len(each["properties"]["doubts"]) == 2 for each in found["features"])
    assert found["not_understood"] == [{"line": 1, "text": "b-t-f chat"}]
    assert "a1, line 1: circle, radius 346 m" in page


@pytest.mark.parametrize("name", ["sites.csv", "sites.xlsx"])
def test_a_list_becomes_features_without_its_contacts(
    tmp_path: Path, name: str
) -> None:
    """Ready for a check of conflicts."""
    listed = rows({}, {"function": "castle"})
    made = text(listed).encode() if name.endswith("csv") else book(listed)
    (tmp_path / name).write_bytes(made)

    done = call("import", tmp_path / name, "--geojson")
    page = call("import", tmp_path / name).out

    assert done.code == 2
    [feature] = done.data["features"]
    assert feature["properties"]["id"] == "H-1"
    assert feature["properties"]["radius_m"] == 100
    assert "given once" in feature["properties"]["doubts"][0]
    assert [each["row"] for each in done.data["faults"]] == [3]
    assert str(GOOD["contact"]) not in done.out + page
    assert "NO SITE, row 3, function" in page
    assert len(geojson.read(done.out.encode())) == 1


def test_geojson_and_f3548_become_each_other(tmp_path: Path) -> None:
    """The same volumes both ways."""
    kept = [
        each
        for each in json.loads(DECLARED.read_text())["features"]
        if each["geometry"]["type"] != "LineString"
    ]
    for each in kept:
        each["properties"] |= {"altitude_datum": "W84"}
    file = tmp_path / "a.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": kept}))

    there = call("import", file, "--f3548")
    (tmp_path / "a.json").write_text(there.out)
    back = call("import", tmp_path / "a.json", "--geojson")

    expected = geojson.read(file.read_bytes())
    assert len(expected) >= 2
    assert f3548.read(there.out.encode()) == expected
    assert geojson.read(back.out.encode()) == expected


def test_what_f3548_cannot_say_is_refused(tmp_path: Path) -> None:
    """And no part of it is printed."""
    file = tmp_path / "a.cot"
    file.write_text(event("u-d-f", links(*RING)))

    done = call("import", file, "--f3548", "--width-m", "500")

    assert "corridor" in refused(done, 2)
    assert done.out == ""


def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    """So that the right one is mended."""
    file = tmp_path / "a.cot"
    file.write_text("<event>")

    assert f"{file}: " in refused(call("import", file), 2)
