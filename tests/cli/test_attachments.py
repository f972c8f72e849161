"""A file follows its statement from one officer to another, between two real nodes."""

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from tests.cli.program import call, refused
from tests.cli.story import Story

from detente.cli.shell.exits import Exit
from findings import ROOT

EVIDENCE = ROOT / "examples" / "evidence"
TABLE, CLAIM = EVIDENCE / "components.csv", EVIDENCE / "claim.json"
PRESENTED = {
    "act": "presented",
    "claim": {"text": "Fifteen in a hundred parts come from two makers."},
    "asked": ["trace end user"],
    "table_claim": json.loads(CLAIM.read_text()),
}
WITHIN_S = 30.0


def present(story: Story, at: Path, *attached: Path) -> str:
    """Let NORTH present evidence with files; return the reference."""
    body = at / "evidence.json"
    body.write_text(json.dumps(PRESENTED))
    files = [part for path in attached for part in ("--attach", path)]
    asked = ("--body", body, "--to", "SOUTH/Watch", *files)
    sent = call("send", "EVD", *asked, *story.speaks("north"), "--wait", "30")
    assert sent.code == 0, sent.err
    return str(sent.data["reference"])


def shown(story: Story, side: str, reference: str) -> list[dict[str, Any]]:
    """Return what a side shows of the attachments of a statement."""
    found = call("show", reference, *story.line(side), "--json")
    return list(found.data["statement"]["attachments"])


def held(story: Story, side: str, reference: str) -> list[dict[str, Any]]:
    """Return the same once every attachment is HELD by the other side."""
    until_s = time.monotonic() + WITHIN_S
    while True:
        found = shown(story, side, reference)
        if all(each["held_by"] for each in found):
            return found
        assert time.monotonic() < until_s, found


@pytest.fixture(scope="module")
def presented(story: Story, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Evidence with a table and a large photograph, which SOUTH's node holds."""
    at = tmp_path_factory.mktemp("evidence")
    photo = at / "roof é.jpg"
    photo.write_bytes(b"\xff\xd8" + bytes(range(256)) * 8_000)
    reference = present(story, at, TABLE, photo)
    held(story, "south", reference)
    return reference


def test_both_sides_see_that_it_is_held(story: Story, presented: str) -> None:
    """By the same entry, which SOUTH's node made by itself."""
    one, other = (held(story, each, presented) for each in ("north", "south"))
    assert one == other
    table, photo = one
    assert (table["name"], table["media_type"]) == ("components.csv", "text/csv")
    assert table["sha256"] == hashlib.sha256(TABLE.read_bytes()).hexdigest()
    assert photo["name"] == "roof \u00e9.jpg"
    assert [each["party"] for each in table["held_by"]] == ["SOUTH"]
    assert "HELD by SOUTH" in call("show", presented, *story.line("south")).out


def test_the_bytes_come_out_as_they_went_in(
    story: Story, presented: str, tmp_path: Path
) -> None:
    """Under the name that their reader chose, and over no other file."""
    out = tmp_path / "table.csv"
    asked = ("attachment", presented, "components.csv", *story.line("south"))
    took = call(*asked, "--out", out)
    assert took.code == 0, took.err
    assert out.read_bytes() == TABLE.read_bytes()
    assert "is there already" in refused(call(*asked, "--out", out), Exit.MISASKED)


def test_an_attachment_is_named_by_its_hash_too(
    story: Story, presented: str, tmp_path: Path
) -> None:
    """Two may bear one name, and a name may be hard to type."""
    sha256 = shown(story, "south", presented)[1]["sha256"]
    out = tmp_path / "photo"
    took = call("attachment", presented, sha256, *story.line("south"), "--out", out)
    assert took.code == 0, took.err
    assert hashlib.sha256(out.read_bytes()).hexdigest() == sha256


@pytest.mark.parametrize("name", ["../components.csv", "/etc/hostname", "", "x"])
def test_a_name_that_is_not_listed_leads_nowhere(
    story: Story, presented: str, tmp_path: Path, name: str
) -> None:
    """It is compared, and never used as a path."""
    asked = ("attachment", presented, name, *story.line("south"))
    ended = call(*asked, "--out", tmp_path / "out")
    assert "lists no such attachment" in refused(ended, Exit.MISASKED)
    assert list(tmp_path.iterdir()) == []


def test_the_other_side_counts_the_claim_over_what_came(
    story: Story, presented: str
) -> None:
    """With no file given by hand, and it comes to the same figures."""
    counted = call("claim", "--of", presented, *story.line("south"), "--json")
    assert counted.code == 0, counted.err
    given = call("claim", "--table", TABLE, "--claim", CLAIM, "--json")
    assert counted.data == given.data


def test_a_claim_from_a_file_needs_its_table() -> None:
    """There is no statement with which it could have come."""
    ended = call("claim", "--claim", CLAIM)
    assert "--table FILE" in refused(ended, Exit.MISASKED)


def test_an_empty_or_missing_file_is_not_attached(story: Story, tmp_path: Path) -> None:
    """No reference is used up by it."""
    empty = tmp_path / "empty"
    empty.touch()
    for path, said in ((empty, "is empty"), (tmp_path / "none", "cannot be read")):
        told = ("--field", "subject=s", "--field", "text=t", "--attach", path)
        ended = call("send", "MSG", *told, *story.speaks("north"))
        assert said in refused(ended, Exit.MISASKED)
