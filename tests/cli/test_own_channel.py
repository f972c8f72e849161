"""A channel of our own is a line like any other, in which nothing waits for others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.alone import Alone
from tests.cli.program import call, refused, shell
from tests.cli.story import Story, example_of, matches, year_now

from findings import ROOT


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    """The channel, set up; its node runs."""
    alone = Alone(tmp_path_factory.mktemp("alone"))
    try:
        yield alone
    finally:
        alone.node.end()


def log(own: Alone, text: str, *more: str) -> str:
    """Write a line of the log; return its reference."""
    done = call("log", text, *more, *own.speaks)
    assert done.code == 0, done.err
    return str(done.data["reference"])


def test_the_run_that_the_help_of_the_log_shows_is_what_happens(
    tmp_path: Path,
) -> None:
    """In a channel that nothing was said in before."""
    fresh = Alone(tmp_path)
    try:
        example = example_of("log")
        ended = shell(example.typed, tmp_path)
    finally:
        fresh.node.end()

    assert ended.code == 0, ended.err
    assert matches(fresh.here(example.expected), ended.out), ended.out


def test_the_page_of_the_command_line_shows_the_same_run_of_the_log() -> None:
    """Whoever reads the page and whoever asks for help are told the same."""
    page, example = (ROOT / "docs" / "cli.md").read_text(), example_of("log")

    assert f"```\n$ {example.typed}\n{example.expected}```" in page


def test_it_is_founded_without_an_offer_and_without_an_id_to_compare(
    own: Alone,
) -> None:
    """There is nobody to read it to; and the node opens no door to the network."""
    assert own.paired.data["parties"] == ["NORTH"]
    assert "no network" in own.node.ready


@pytest.mark.parametrize("more", [[], ["--alone", "south/offer.detente"]])
def test_alone_is_said_and_never_guessed(unpaired: Path, more: list[str]) -> None:
    """An offer that was forgotten must not found a channel with nobody in it."""
    line = ("--line", unpaired / "east")

    assert "--alone" in refused(call("pair", *more, *line), 2)


def test_nothing_in_it_waits_for_a_receipt(own: Alone) -> None:
    """And nothing is shown as receipted either."""
    said = ("--field", "subject=Note", "--field", "text=To ourselves.")

    sent = call("send", "MSG", *said, *own.speaks, "--wait", "30")

    assert sent.code == 0, sent.err
    assert (sent.data["stage"], sent.data["marks"]) == ("STORED HERE", [])
    assert sent.data["held_by"] == []


def test_no_proof_leaves_it(own: Alone, tmp_path: Path) -> None:
    """It would rest on our own word alone."""
    line = log(own, "Nothing heard.")
    out = ("--out", tmp_path / "own.proof", "--line", own.line)

    assert "nobody receipts" in refused(call("export", line, *out), 1)


def test_the_log_is_read_by_the_day_with_what_was_struck(own: Alone) -> None:
    """At the time it says, with when it was entered, and both texts."""
    line = log(own, "Called at ten.", "--at", "2026-01-05T10:00Z")
    struck = log(own, "Called at eleven.", "--strike", line)

    page = call("log", "--day", "2026-01-05", "--line", own.line).out.splitlines()

    assert page[0] == "Watch log of NORTH: 1 line. Receipted by nobody."
    assert page[2] == "2026-01-05"
    assert page[3].startswith(f"10:00:00Z  ENTRY  {line}  NORTH/Watch, credential 1, e")
    assert f"entered {year_now()}-" in page[3]
    assert page[4:6] == ["STRUCK THROUGH:", "| Called at ten."]
    assert struck in page[6]
    assert page[7:] == ["| Called at eleven."]


def test_a_line_is_struck_without_a_text_in_its_place(own: Alone) -> None:
    """And only what the log says is shown of it."""
    line = log(own, "Wrong.", "--at", "2026-01-06T10:00Z")
    log(own, "", "--strike", line)

    [found] = call("log", "--day", "2026-01-06", *own.speaks[:2], "--json").data[
        "lines"
    ]

    assert [each["text"] for each in found["struck"]] == [""]


def test_the_log_is_refused_where_others_read(story: Story) -> None:
    """Before anything is released."""
    sentence = refused(call("log", "Our orders.", *story.speaks("north")), 2)

    assert "SOUTH would read it" in sentence
    assert "SOUTH would read it" in refused(call("log", *story.line("north")), 2)


def test_a_line_check_in_it_says_that_nobody_is_there(own: Alone) -> None:
    """It is told before release, by the rule that voids it."""
    done = call("check-line", *own.speaks)

    assert [each["clause"] for each in done.data["check"]["marks"]] == ["10.15"]
    assert done.data["state"]["peers"] == []
