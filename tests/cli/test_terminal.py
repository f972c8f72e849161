"""At a terminal people are asked: passphrases, the id, and once more before release."""

from pathlib import Path

import pytest
from tests.cli.program import PASSPHRASE, at_a_terminal, call
from tests.cli.story import Story

QUESTION = "Release it? yes or no: "
SAID = ("--field", "subject=Test", "--field", "text=Said.")


def set_up(at: Path, party: str, again: str = PASSPHRASE) -> tuple[int, str]:
    """Set a side up at a terminal, the passphrase typed twice."""
    return at_a_terminal(
        [
            *("init", "--line", party.lower(), "--party", party, "--name", party),
            *("--post", "Watch", "--officers", "1", "--root-holders", "1"),
            *("--root-threshold", "1", "--exercise"),
        ],
        [(f"keys of {party}: ", PASSPHRASE), ("The same again: ", again)],
        at,
    )


def pair(line: Path, offer: Path, answer: str) -> tuple[int, str]:
    """Pair a line at a terminal."""
    return at_a_terminal(
        ["pair", offer, "--line", line],
        [("if it is: ", answer), ("credential 1: ", PASSPHRASE)],
        line,
    )


def test_a_line_is_set_up_and_paired_by_hand(unpaired: Path, tmp_path: Path) -> None:
    """Nothing that is typed as a passphrase is shown."""
    code, shown = set_up(tmp_path, "HILLS")
    assert code == 0, shown
    assert PASSPHRASE not in shown

    offer = unpaired / "west" / "offer.detente"
    code, shown = pair(tmp_path / "hills", offer, "equal")

    assert code == 0, shown
    assert PASSPHRASE not in shown
    assert (tmp_path / "hills" / "charter.cbor").exists()


@pytest.mark.parametrize("answer", ["", "yes", "EQUAL"])
def test_nothing_but_equal_pairs(unpaired: Path, answer: str) -> None:
    """Somebody who only wants to get on has compared nothing."""
    code, _ = pair(unpaired / "east", unpaired / "west" / "offer.detente", answer)

    assert code == 1
    assert not (unpaired / "east" / "keys").exists()


def test_two_different_passphrases_set_nothing_up(tmp_path: Path) -> None:
    """One of them was mistyped, and nobody would know which."""
    code, shown = set_up(tmp_path, "EAST", again="something else")

    assert code == 2, shown
    assert not (tmp_path / "east").exists()


def test_a_release_that_is_thought_better_of_leaves_a_void(story: Story) -> None:
    """The reference was given; a missing number would look like a missing statement."""
    line = (*story.line("north"), "--passphrase-file", story.keys["north"])

    code, shown = at_a_terminal(
        ["send", "MSG", *SAID, *line], [(QUESTION, "no")], story.at
    )

    assert code == 2, shown
    assert "VOID" in shown
    sent = call("inbox", "--last", "1", *story.line("north"), "--json").data["sent"]
    assert sent[0]["title"] == "VOID"


def test_a_yes_releases(story: Story) -> None:
    """The review stands on the screen before it is asked for."""
    line = (*story.line("north"), "--passphrase-file", story.keys["north"])

    code, shown = at_a_terminal(
        ["send", "MSG", *SAID, *line, "--wait", "30"], [(QUESTION, "yes")], story.at
    )

    assert code == 0, shown
    before, after = shown.split(QUESTION)
    assert "| Text: Said." in before
    assert "IN THEIR RECORD: SOUTH" in after
