"""What cannot be said, read, proven or run is refused in one sentence."""

import os
import shutil
from pathlib import Path

import pytest
from tests.cli.program import call, refused, run
from tests.cli.story import Story

SAID = ("--field", "subject=Test", "--field", "text=Said.")


def test_a_wrong_passphrase_releases_nothing(story: Story, elsewhere: Path) -> None:
    """It is told apart from everything else by its exit code."""
    wrong = elsewhere / "wrong.pass"
    wrong.touch(mode=0o600)
    wrong.write_text("something else\n")

    done = call("send", "MSG", *SAID, *story.line("north"), "--passphrase-file", wrong)

    assert "passphrase" in refused(done, 5)


def test_a_passphrase_file_that_is_missing_is_named(
    story: Story, elsewhere: Path
) -> None:
    """Nothing is asked for or guessed in its place."""
    missing = ("--passphrase-file", "missing.pass")

    assert "missing.pass" in refused(
        call("send", "MSG", *SAID, *story.line("north"), *missing), 5
    )


@pytest.mark.parametrize(
    "who", [["--from", "Admiralty"], ["--officer", "7"], ["--officer", "0"]]
)
def test_nobody_speaks_for_a_post_that_is_not_there(
    story: Story, who: list[str]
) -> None:
    """The sentence lists those that are."""
    refused(call("send", "MSG", *SAID, *story.speaks("north"), *who), 2)


def test_one_officer_is_not_two(story: Story) -> None:
    """Two keys of one person would be one judgement."""
    twice = ("--officer", "1", "--officer", "1")

    refused(call("send", "MSG", *SAID, *story.speaks("north"), *twice), 2)


def test_an_act_that_answers_nothing_of_the_kind_is_refused(story: Story) -> None:
    """The sentence lists the acts that do."""
    sent = call("send", "MSG", *SAID, *story.speaks("north")).data["reference"]

    done = call("answer", sent, "accepted", *story.speaks("north"))

    assert "acknowledged" in refused(done, 2)


def test_what_the_node_does_not_take_leaves_a_void_and_no_gap(story: Story) -> None:
    """A statement with its body has at most 60 KiB; its number is not missing."""
    long = ("--field", "subject=Long", "--field", f"text={'x' * 61_000}")
    before = call("send", "MSG", *SAID, *story.speaks("north")).data["reference"]

    refused(call("send", "MSG", *long, *story.speaks("north")), 2)

    sent = call("inbox", "--last", "1", *story.line("north"), "--json").data["sent"]
    serials = [int(each.split("/")[2]) for each in (before, sent[0]["reference"])]
    assert (serials[1], sent[0]["title"]) == (serials[0] + 1, "VOID")


def test_a_statement_that_is_not_held_cannot_be_shown(story: Story) -> None:
    """Well written, and nobody's."""
    refused(call("show", "NORTH/2019/0001/MSG/1/O", *story.line("north")), 2)


def test_a_damaged_store_is_said_to_be_so(story: Story, elsewhere: Path) -> None:
    """Reading stops; nothing is made up for what is missing."""
    copy = elsewhere / "copy"
    shutil.copytree(story.north, copy, ignore=shutil.ignore_patterns("*.sock"))
    for each in copy.glob("store.sqlite3*"):
        each.unlink()
    (copy / "store.sqlite3").write_bytes(os.urandom(8192))

    refused(call("inbox", "--line", copy), 4)


def test_a_proof_is_not_handed_out_before_a_receipt(
    story: Story, elsewhere: Path
) -> None:
    """It would rest on our own word alone."""
    story.nodes["south"].end()
    try:
        sent = call("send", "MSG", *SAID, *story.speaks("north")).data["reference"]
        done = call("export", sent, "--out", "a.proof", *story.line("north"))
    finally:
        story.serve("south")

    assert "receipted" in refused(done, 1)
    assert not (elsewhere / "a.proof").exists()


def test_a_proof_that_cannot_be_written_is_said_to_be_so(story: Story) -> None:
    """A full or missing disk is this side's matter."""
    sent = call("send", "MSG", *SAID, *story.speaks("north"), "--wait", "30")
    out = ("--out", story.at / "nowhere" / "a.proof")

    done = call("export", sent.data["reference"], *out, *story.line("north"))

    refused(done, 4)


def test_bytes_that_are_no_proof_cannot_be_read(elsewhere: Path) -> None:
    """Exit code 2, as the separate verifier has it."""
    Path("a.proof").write_bytes(b"no proof")

    assert call("verify", "a.proof").code == 2
    assert call("verify", "missing.proof").code == 2


@pytest.mark.parametrize(
    "arguments",
    [("leave", "NOBODY", "."), ("leave", "SOUTH", "missing"), ("fetch", "SOUTH", "no")],
)
def test_a_stick_for_nobody_or_in_no_slot_is_refused(
    story: Story, elsewhere: Path, arguments: tuple[str, str, str]
) -> None:
    """Files that nobody fetches must not look like a delivery."""
    done = call("bundle", *arguments, *story.line("north"))

    refused(done, 1 if "NOBODY" in arguments else 4)


def test_told_time_is_for_exercises_alone(story: Story) -> None:
    """No claimed time in a channel that carries real traffic."""
    line = (*story.line("north"), "--told-time", "2023-02-04T18:39Z")
    story.nodes["north"].end()
    try:
        refused(call("serve", *line), 2)
    finally:
        story.serve("north")


def test_a_place_that_is_taken_starts_no_node(story: Story) -> None:
    """Another program listens there."""
    story.nodes["north"].end()
    settings = story.north / "line.toml"
    own = settings.read_text()
    settings.write_text(own.replace(str(story.ports[0]), str(story.ports[1])))
    try:
        done = run("serve", *story.line("north"), at=story.at)
    finally:
        settings.write_text(own)
        story.serve("north")

    assert "listen" in refused(done, 4)
