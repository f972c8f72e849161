"""Two real nodes take up an amended charter without a restart, and keep it over one."""

import json
import signal
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec
import pytest
from tests.cli.program import LONGEST_S, call, refused
from tests.cli.story import SIDES, Story

from detente.cli.shell.amending import edited
from detente.cli.shell.terms import USUAL
from detente.dialogue.terms import AttachmentBounds, Terms

SAID = ("--field", "subject=Test", "--field", "text=Said.")


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Two sides with a folder beside the network, paired; both nodes run."""
    found = Story(tmp_path_factory.mktemp("amended"))
    found.found()
    for side, other in (SIDES, reversed(SIDES)):
        (found.at / f"to-{other}").mkdir()
        with (found.at / side / "line.toml").open("a") as settings:
            boxes = {"outbox": f"to-{other}", "inbox": f"to-{side}"}
            settings.write(f"[peers.{other.upper()}]\n")
            for name, box in boxes.items():
                settings.write(f"{name} = {json.dumps(str(found.at / box))}\n")
    try:
        for side in SIDES:
            found.serve(side)
        yield found
    finally:
        found.end()


def state(line: Story, side: str) -> dict[str, Any]:
    """Return how a side's node and record show the line."""
    looked = call("check-line", "--look", *line.line(side), "--json")
    found: dict[str, Any] = looked.data["state"]
    return found


def until(done: Callable[[], bool]) -> None:
    """Ask again and again until something has happened."""
    by_s = monotonic() + LONGEST_S
    while not done():
        assert monotonic() < by_s, "It did not happen."


def amend(line: Story, by: str, other: str, terms: str) -> str:
    """Let one side propose and the other accept; return the proposal's reference."""
    file = line.at / "edited.toml"
    file.write_text(terms)
    done = call("amend", file, *line.speaks(by), "--wait", "40")
    assert done.code == 0, done.err
    reference: str = done.data["reference"]
    given = ("accept", *line.speaks(other), "--wait", "40")
    accepted = call("answer", reference, *given)
    assert accepted.code == 0, accepted.err
    return reference


def in_use(line: Story, version: int) -> bool:
    """Say whether both nodes work by a version."""
    found = [state(line, side)["terms"] for side in SIDES]
    return all(each["version"] == version and each["used"] for each in found)


def test_the_terms_in_force_are_shown_as_a_file_that_can_be_edited(
    line: Story,
) -> None:
    """Each term stands there, and reading it back changes nothing."""
    shown = call("amend", "--show", *line.line("north"))
    terms = tomllib.loads(shown.out)
    assert terms["languages"] == ["en"]
    assert terms["deadlines"]["contact_s"] == 172_800
    file = line.at / "same.toml"
    file.write_text(shown.out)
    sentence = refused(call("amend", file, *line.speaks("north")[:-1]), 2)
    assert "nothing is proposed" in sentence


@pytest.mark.parametrize(
    ("terms", "bounds"),
    [
        ("[attachments]\neach_bytes = 7", AttachmentBounds(each_bytes=7)),
        ("attachments = false", None),
        ("probe_s = 5", AttachmentBounds()),
    ],
)
def test_the_bounds_of_attachments_are_amended_in_part_or_taken_away(
    tmp_path: Path, terms: str, bounds: AttachmentBounds | None
) -> None:
    """What the file leaves out of them stays; TOML has a word for none of them."""
    file = tmp_path / "edited.toml"
    file.write_text(terms)
    before = msgspec.convert({**USUAL, "attachments": {}}, Terms)
    assert edited(file, before).attachments == bounds


@pytest.mark.parametrize(
    ("terms", "field", "clause"),
    [
        ("probe_s = 0", "probe_s", "10.8"),
        ("probes_s = 5", "probes_s", "10.8"),
        ('probe_s = "5"', "probe_s", "10.8"),
        ("[deadlines]\necho = 5", "deadlines.echo", "10.8"),
        ("deadlines = 5", "deadlines", "10.8"),
        ("[deadlines]\necho_s = 0", "deadlines.echo_s", "10.8"),
        ('paths = ["https", "https"]', "paths", "10.8"),
        ('traffic = "exercise"', "traffic", "10.11"),
        ('observers = ["SOUTH"]', "observers", "10.11"),
        ("versions = {protocol = 2, forms = 1}", "versions", "10.11"),
    ],
)
def test_what_cannot_be_amended_is_refused_by_its_name(
    line: Story, terms: str, field: str, clause: str
) -> None:
    """Before a reference is spent on it."""
    file = line.at / "wrong.toml"
    file.write_text(terms)
    before = state(line, "north")["peers"][0]["size"]
    done = call("amend", file, *line.speaks("north"))
    error = done.data["error"]
    assert done.code == 2
    assert (error["code"], error["field"], error["clause"]) == (
        "unamendable",
        field,
        clause,
    )
    assert state(line, "north")["peers"][0]["size"] == before


def test_both_nodes_take_up_what_both_have_agreed(line: Story) -> None:
    """While both run: the folder is left out, the network is tried every second."""
    statements = [
        call("send", "MSG", *SAID, *line.speaks("north")).data["reference"]
        for _ in range(2)
    ]
    version = state(line, "north")["charter_version"] + 1
    amend(line, "north", "south", 'probe_s = 1\npaths = ["https"]')
    statements += [call("send", "MSG", *SAID, *line.speaks("north")).data["reference"]]
    until(lambda: in_use(line, version))

    used_at: set[int] = set()

    def tried_thrice() -> bool:
        found = state(line, "north")
        [path] = found["peers"][0]["paths"]
        assert path["path"] == "https"
        used_at.add(found["now_s"] - path["used_ms_ago"] // 1000)
        return len(used_at) > 3

    until(tried_thrice)
    rows = call("inbox", "--last", "99", *line.line("south"), "--json").data["received"]
    held = [each["reference"] for each in rows]
    assert [held.count(each) for each in statements] == [1, 1, 1]
    until(lambda: state(line, "north")["peers"][0]["awaited_ms"] is None)


def test_a_path_that_is_added_is_used_and_kept_over_a_restart(line: Story) -> None:
    """The first path of the charter in force: a folder, for whoever is cut off."""
    version = state(line, "north")["charter_version"] + 1
    amend(line, "south", "north", 'paths = ["folder", "https"]')
    until(lambda: in_use(line, version))
    call("send", "MSG", *SAID, *line.speaks("north"))
    until(lambda: any((line.at / "to-south" / "done").glob("*.bundle")))

    line.nodes["north"].end(signal.SIGKILL)
    line.serve("north")

    found = state(line, "north")
    assert (found["terms"]["version"], found["terms"]["used"]) == (version, True)
    assert [path["path"] for path in found["peers"][0]["paths"]] == ["folder", "https"]
    until(lambda: state(line, "north")["peers"][0]["paths"][0]["light"] == "WRITABLE")


def test_the_other_side_is_shown_what_changes(line: Story) -> None:
    """In what it shows, in what it prints, and before it signs its consent."""
    file = line.at / "edited.toml"
    file.write_text("[deadlines]\necho_s = 300")
    done = call(
        "amend", file, *line.speaks("north"), "--text", "Faster.", "--wait", "40"
    )
    reference = done.data["reference"]
    change = "Deadlines, Line check echoed: 10 min -> 5 min"

    shown = call("show", reference, *line.line("south"))
    page = call("print", reference, *line.line("south"), "--language", "en")
    accepted = call(
        *("answer", reference, "accept", *line.speaks("south")[:-1]),
        *("--yes", "--wait", "40"),
    )

    assert f"| Amended terms: {change}" in shown.out
    assert f"| {change}" in page.out
    assert f"| What it agrees to: {change}" in accepted.out
    until(lambda: state(line, "south")["terms"]["used"] is True)


def test_a_line_that_is_no_toml_is_refused(line: Story, tmp_path: Path) -> None:
    """In a sentence."""
    (tmp_path / "torn.toml").write_text("probe_s = ")
    refused(call("amend", tmp_path / "torn.toml", *line.speaks("north")[:-1]), 2)
