"""A proof that leaves the line is an act in it; one from elsewhere is carried in."""

from pathlib import Path

import pytest
from tests.cli.program import call
from tests.cli.story import Story


@pytest.fixture(scope="module")
def disclosed(story: Story) -> Path:
    """A proof that NORTH has handed out, of a message of its own."""
    fields = ("--field", "subject=Count", "--field", "text=Fourteen.")
    sent = call("send", "MSG", *fields, *story.speaks("north"), "--wait", "20").data
    out = story.at / "count.proof"
    done = call(
        *("disclose", sent["reference"], "--to", "The press", "--out", out),
        *story.speaks("north"),
        *("--wait", "20"),
    )
    assert done.code == 0, done.err
    assert done.data["disclosed"] == sent["reference"]
    return out


def test_the_other_side_reads_what_was_disclosed_and_to_whom(
    story: Story, disclosed: Path
) -> None:
    """Before anybody else does."""
    rows = call("inbox", "--last", "50", *story.line("south"), "--json").data
    titles = [row["summary"] for row in rows["received"]]
    assert "DISCLOSED to The press" in titles
    assert disclosed.is_file()


def test_a_proof_is_not_carried_into_its_own_channel_unmarked(
    story: Story, disclosed: Path
) -> None:
    """It is said, and marked with the clause."""
    done = call("carry", disclosed, *story.speaks("north"))
    assert done.code == 0, done.err
    assert [mark["clause"] for mark in done.data["marks"]] == ["25.4"]


def test_a_file_that_proves_nothing_is_not_carried(story: Story) -> None:
    """The other side would judge it, and us by it."""
    path = story.at / "nothing.proof"
    path.write_bytes(b"\xa0")
    done = call("carry", path, *story.speaks("north"))
    assert done.code in {1, 2}
    assert done.data["error"]["sentence"]
