"""A convoy is followed live by commands, between two real nodes (clause 35)."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.asking import Api
from tests.cli.program import LONGEST_S, call, refused, shell
from tests.cli.story import SIDES, Story

from detente.node.clock import SystemClock

HEADING = "id,time,lat,lon,alt_m\n"


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Two sides that have agreed on live positions; both nodes run."""
    found = Story(tmp_path_factory.mktemp("followed"))
    found.found()
    try:
        for side in SIDES:
            found.serve(side)
        terms = found.at / "positions.toml"
        terms.write_text("[positions]\nevery_s = 60\n")
        done = call("amend", terms, *found.speaks("north"), "--wait", "40")
        given = ("accept", *found.speaks("south"), "--wait", "40")
        assert call("answer", done.data["reference"], *given).code == 0
        yield found
    finally:
        found.end()


def convoy(line: Story, *, shared: bool = True) -> str:
    """Let NORTH notify a convoy, and let it be seen; return its reference."""
    now_s = SystemClock().now_s()
    spot = {"lat_e5": 3_140_000, "lon_e5": 3_430_000, "mgrs": "36RXV2358974663"}
    body = line.at / "move.json"
    body.write_text(
        json.dumps(
            {
                "act": "notified",
                "movement_id": "M-12",
                "organisations": ["Kitchen"],
                "purpose": "delivery",
                "origin_name": "Jetty",
                "origin": spot,
                "destination_name": "Warehouse",
                "destination": spot,
                "departs_at": now_s + 60,
                "arrives_at": now_s + 7_200,
                "check_in_s": 1_800,
                "lost_contact_action": "Halts.",
                "personal": {"persons": 7, "leader": "R 1", "communications": "HF"},
            }
        )
    )
    to = ("--to", "SOUTH/Watch", *line.speaks("north"))
    reference: str = call("send", "MOVE", "--body", body, *to).data["reference"]
    if shared:
        field = ("--act", "shared", "--field", "tracker=Beacon 7")
        said = call("send", "POS", *field, "--answers", reference, *to)
        assert said.code == 0, said.err
    return reference


def table(line: Story, *ago_s: int) -> Path:
    """Return a file of reports of one truck, each so many seconds ago."""
    file = line.at / "convoy.csv"
    now_s = SystemClock().now_s()
    rows = (f"truck,{now_s - each},{31.4 - each / 1e5},34.3,\n" for each in ago_s)
    file.write_text(HEADING + "".join(rows))
    return file


def followed(line: Story, side: str, reference: str) -> dict[str, Any]:
    """Return what a side lists of a case, once the bytes of all batches are there."""
    until_s = time.monotonic() + LONGEST_S
    while True:
        found = call("positions", *line.line(side), "--json").data["followed"]
        [row] = [each for each in found if each["reference"] == reference] or [{}]
        if row and row["batches"] and not row["lacking"]:
            return dict(row)
        assert time.monotonic() < until_s, found


def test_both_sides_see_where_a_convoy_was_last(line: Story) -> None:
    """The same place, stated by the same entry, with its age; and on a map."""
    reference = convoy(line)
    file = table(line, 150, 145, 90, 2)

    said = call("positions", *line.line("north"), "--case", reference, "--from", file)

    assert said.code == 0, said.err
    assert "/POS/1/O  " in said.out
    one, other = (followed(line, each, reference) for each in SIDES)
    assert one["batches"] == other["batches"] >= 3
    [here], [there] = one["objects"], other["objects"]
    assert {**here, "age_s": 0} == {**there, "age_s": 0}
    assert (here["object"], one["state"]) == ("truck", "LIVE")
    asked = ("--case", reference, "--geojson")
    drawn = call("positions", *line.line("south"), *asked).data
    [feature] = drawn["features"]
    assert feature["geometry"]["coordinates"] == [34.3, here["lat_e7"] / 1e7]
    page = call("show", reference, *line.line("south")).out
    assert f"LIVE  {reference}  by NORTH, Beacon 7: {one['batches']} batches" in page
    assert page.count("/POS/1/O") == 1


def test_what_its_owner_does_not_share_is_not_stated(line: Story) -> None:
    """And no reference is lost over it."""
    reference = convoy(line, shared=False)
    asked = ("--case", reference, "--from", table(line, 2))

    sentence = refused(call("positions", *line.line("north"), *asked), 1)

    assert "does not share live positions" in sentence


def test_a_file_with_a_wrong_row_is_refused_whole(line: Story) -> None:
    """Its row is named."""
    reference = convoy(line)
    file = table(line, 3)
    file.write_text(file.read_text() + "truck,yesterday,31,34,\n")

    asked = ("--case", reference, "--from", file)
    sentence = refused(call("positions", *line.line("north"), *asked), 2)

    assert sentence.startswith("Row 2, column time: 'yesterday'")
    assert sentence.rstrip().endswith("Nothing of it was stated.")


def test_a_stream_is_stated_as_it_comes_without_its_wrong_rows(line: Story) -> None:
    """Each of them is told; what is right is on the map."""
    reference = convoy(line)
    file = table(line, 65, 4)
    file.write_text(file.read_text() + "truck,yesterday,31,34,\n")
    said = shell(
        f"cat convoy.csv | detente positions --line north --case {reference} --from -",
        line.at,
    )

    assert said.code == 2
    assert "Row 3, column time: 'yesterday'" in said.err
    assert said.out.count("/POS/1/O") == 2
    assert followed(line, "south", reference)["batches"] == 2


def test_a_tracker_tells_where_it_is_and_reads_nothing(line: Story) -> None:
    """Its box is lost one day, with the token in it."""
    reference = convoy(line)
    api = Api(line)
    try:
        told = {"case": reference, "table": table(line, 3).read_text()}
        done = api.ask("/v1/positions/reports", "tracker", told)
        assert done.status == 200, done.data
        assert len(done.data["stated"]) == 1  # type: ignore[arg-type]
        assert api.ask("/v1/positions", "tracker").status == 403
        assert api.ask("/v1/positions/reports", "auditor", told).status == 403
        again = api.ask("/v1/positions/reports", "tracker", told)
        assert again.status == 400
        assert "stated before" in str(again.data)
    finally:
        assert api.end() == 0
