"""Bundles carried by hand, between nodes that no network joins, in an exercise."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.program import call, serving

TOLD = "2023-02-04T18:39:00Z"
DEEP = "a-directory-name-that-is-rather-long/" * 3
SAID = ("--field", "subject=Test", "--field", "text=Said.")


@pytest.fixture(scope="module")
def apart(unpaired: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """`east` and `west`, paired for exercises; their nodes cannot reach each other."""
    at = tmp_path_factory.mktemp("apart") / DEEP / "lines"
    shutil.copytree(unpaired, at)
    key = ("--passphrase-file", at / "key.pass")
    for own, other in (("east", "west"), ("west", "east")):
        pair = ("pair", at / other / "offer.detente", "--line", at / own)
        told = call(*pair, "--show", "--json").data["channel"]
        done = call(*pair, "--confirm-id", told, *key)
        assert done.code == 0, done.err
    told_time = ("--told-time", TOLD)
    with (
        serving("--line", "east", *told_time, at=at),
        serving("--line", "west", *told_time, at=at),
    ):
        yield at


def test_a_stick_there_and_back_carries_statement_and_receipt(apart: Path) -> None:
    """What the stick brought back says by which path it is in their record."""
    there, back = apart / "there", apart / "back"
    there.mkdir()
    back.mkdir()
    east, west = ("--line", apart / "east"), ("--line", apart / "west")
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


def test_a_stick_carries_the_files_behind_their_statement(apart: Path) -> None:
    """Nobody over there could have asked for them; what came is HELD there."""
    there, back = apart / "files there", apart / "files back"
    there.mkdir()
    back.mkdir()
    east, west = ("--line", apart / "east"), ("--line", apart / "west")
    film, out = apart / "film.bin", apart / "film.out"
    film.write_bytes(bytes(range(250)) * 4_000)
    speaks = (*east, "--passphrase-file", apart / "key.pass", "--json")
    reference = call("send", "MSG", *SAID, "--attach", film, *speaks).data["reference"]

    call("bundle", "leave", "WEST", there, *east)
    fetched = call("bundle", "fetch", "EAST", there, *west, "--json")
    took = call("attachment", reference, "film.bin", *west, "--out", out)

    assert fetched.data["refused"] == 0
    assert took.code == 0, took.err
    assert out.read_bytes() == film.read_bytes()
    show = ("show", reference, "--json")
    until_s = time.monotonic() + 30
    while not call(*show, *west).data["statement"]["attachments"][0]["held_by"]:
        assert time.monotonic() < until_s
    call("bundle", "leave", "EAST", back, *west)
    call("bundle", "fetch", "WEST", back, *east)
    (attached,) = call(*show, *east).data["statement"]["attachments"]
    assert [each["party"] for each in attached["held_by"]] == ["WEST"]


def test_an_exercise_runs_on_told_time_and_is_marked_as_one(apart: Path) -> None:
    """Its statements bear the year that is played, and EXERCISE."""
    line = ("--line", apart / "east", "--passphrase-file", apart / "key.pass")

    sent = call("send", "MSG", *SAID, *line, "--json").data

    assert sent["reference"].split("/")[1] == "2023"
    assert sent["reference"].endswith("/E")
    assert sent["marks"] == []


def test_a_line_that_lies_deep_has_its_door_all_the_same(apart: Path) -> None:
    """The address of a local socket has room for 107 bytes, and paths are longer."""
    line = apart / "east"

    looked = call("check-line", "--look", "--line", line, "--json")

    assert len(str(line / "door.sock")) > 107
    assert looked.data["state"]["our_node"] == "UP"
