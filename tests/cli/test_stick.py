"""Bundles carried by hand, between nodes that no network joins, in an exercise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Node, call, keep_passphrase, serving

TOLD = "2023-02-04T18:39:00Z"
SAID = ("--field", "subject=Test", "--field", "text=Said.")


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Path]:
    """EAST and WEST, paired for exercises; their nodes run and cannot reach each other."""
    key = keep_passphrase(tmp_path, "key.pass")
    for party in ("EAST", "WEST"):
        done = call(
            *("init", "--line", tmp_path / party, "--party", party, "--name", party),
            *("--post", "Watch", "--officers", "1", "--root-holders", "1"),
            *("--root-threshold", "1", "--exercise", "--passphrase-file", key),
        )
        assert done.code == 0, done.err
    for own, other in (("EAST", "WEST"), ("WEST", "EAST")):
        offer = tmp_path / other / "offer.detente"
        line = ("--line", tmp_path / own)
        told = call("pair", offer, *line, "--show", "--json").data["channel"]
        confirm = ("--confirm-id", told, "--passphrase-file", key)
        assert call("pair", offer, *line, *confirm).code == 0
    with serving_at(tmp_path, "EAST"), serving_at(tmp_path, "WEST"):
        yield tmp_path


def serving_at(at: Path, party: str) -> "serving[Node]":
    """Run a node on told time."""
    return serving("--line", at / party, "--told-time", TOLD, at=at)


def test_a_stick_there_and_back_carries_statement_and_receipt(apart: Path) -> None:
    """What the stick brought back says by which path it is in their record."""
    there, back = apart / "there", apart / "back"
    there.mkdir()
    back.mkdir()
    east, west = ("--line", apart / "EAST"), ("--line", apart / "WEST")
    speaks = (*east, "--passphrase-file", apart / "key.pass", "--json")
    sent = call("send", "MSG", *SAID, *speaks).data

    left = call("bundle", "leave", "WEST", there, *east, "--json")
    fetched = call("bundle", "fetch", "EAST", there, "--answers", back, *west, "--json")
    call("bundle", "fetch", "WEST", back, *east)

    assert left.data["left"] == 1
    assert (fetched.data["read"], fetched.data["refused"]) == (1, 0)
    shown = call("show", sent["reference"], *east, "--json").data
    assert shown["progress"]["stage"] == "IN THEIR RECORD"
    assert [each["path"] for each in shown["progress"]["held_by"]] == ["folder"]


def test_an_exercise_runs_on_told_time_and_is_marked_as_one(apart: Path) -> None:
    """Its statements bear the year that is played, and EXERCISE."""
    line = ("--line", apart / "EAST", "--passphrase-file", apart / "key.pass")

    sent = call("send", "MSG", *SAID, *line, "--json").data

    assert sent["reference"].split("/")[1] == "2023"
    assert sent["reference"].endswith("/E")
    assert sent["marks"] == []
