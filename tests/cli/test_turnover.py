"""The watch changes hands: the node lists what is open, the officers say who has it."""

from typing import Any

import pytest
from tests.cli.program import call
from tests.cli.story import Story

BOTH = ("--officer", "1", "--officer", "2")
WAIT = ("--wait", "30")


def take(story: Story, officer: int) -> None:
    """Let an officer of NORTH take the watch alone."""
    by = ("--alone", "--officer", str(officer))
    done = call("turnover", *by, *story.speaks("north"), *WAIT)
    assert done.code == 0, done.err


def state(story: Story, side: str) -> dict[str, Any]:
    """Return the state of the line as a side sees it."""
    looked = call("check-line", "--look", *story.line(side), "--json")
    return dict(looked.data["state"])


def looked(story: Story) -> dict[str, Any]:
    """Return who has NORTH's watch, and what a turnover would list now."""
    return dict(call("turnover", "--look", *story.line("north"), "--json").data)


def body(story: Story, reference: str) -> dict[str, Any]:
    """Return what a turnover of NORTH says."""
    shown = call("show", reference, *story.line("north"), "--json")
    return dict(shown.data["statement"]["body"])


def flash(story: Story, text: str) -> str:
    """Let SOUTH say something at once; return the reference, once NORTH holds it."""
    said = ("--field", f"subject={text}", "--field", "text=At dawn.")
    speaks = (*story.speaks("south"), *WAIT)
    sent = call("send", "MSG", *said, "--precedence", "Z", *speaks)
    return str(sent.data["reference"])


def test_both_sides_see_who_has_the_watch(story: Story) -> None:
    """And that nobody handed it to him."""
    take(story, 1)

    seen = looked(story)["watch"]

    assert (seen["officer"], seen["unrelieved"]) == (1, True)
    theirs = state(story, "south")
    assert [each["watch"] for each in theirs["peers"]] == [seen]
    assert (state(story, "north")["watch"], theirs["watch"]) == (seen, None)


def test_the_page_of_the_line_names_the_watch_of_each_side(story: Story) -> None:
    """In words, with the turnover that says so."""
    take(story, 1)

    page = call("check-line", "--look", *story.line("south")).out

    assert "Watch of NORTH: officer 1, UNRELIEVED, since " in page
    assert "Watch of SOUTH: no turnover says who has it" in page


def test_a_turnover_lists_what_is_open_by_itself(story: Story) -> None:
    """The officer takes each FLASH over by its reference; what he leaves is marked."""
    take(story, 1)
    one, other = flash(story, "Rocket"), flash(story, "Drone")
    found = looked(story)
    assert found["said"][other] == "MESSAGE: Drone"
    read = [each for each in found["lists"]["open_z"] if each != other]
    named = [word for each in read for word in ("--take-over", each)]

    done = call("turnover", *BOTH, *named, *story.speaks("north"))

    [mark] = done.data["marks"]
    assert mark["sentence"] == "1 open FLASH were not taken over."
    said = body(story, done.data["reference"])
    assert {one, other} <= set(said["open_z"])
    assert set(said["open_z"]) - set(said["taken_over"]) == {other}
    assert said["paths_up"] == ["https"]
    for reference in (one, other):
        call("answer", reference, "acknowledged", *story.speaks("north"))


@pytest.mark.parametrize(("outgoing", "incoming"), [(1, 2), (2, 1)])
def test_who_signs_says_who_relieves_whom(
    story: Story, outgoing: int, incoming: int
) -> None:
    """Who has the watch hands it over to the other, whoever signs first."""
    take(story, outgoing)

    done = call("turnover", *BOTH, *story.speaks("north"))

    said = body(story, done.data["reference"])
    assert (said["outgoing"], said["incoming"]) == (outgoing, incoming)


def test_what_does_not_follow_is_asked_for(story: Story) -> None:
    """One signature says neither who comes nor who goes."""
    take(story, 2)

    done = call("turnover", *story.speaks("north"))

    assert done.code == 2
    assert "incoming" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--alone", "--outgoing", "1"), "leave --outgoing out"),
        (("--reason", "Ill."), "give --alone as well"),
    ],
)
def test_words_that_contradict_each_other_are_refused(
    story: Story, words: tuple[str, ...], said: str
) -> None:
    """Before anything is drafted."""
    done = call("turnover", *words, *story.speaks("north"))

    assert done.code == 2
    assert said in done.err
