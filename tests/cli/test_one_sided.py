"""Requests of a side without a node: recorded, imported, printed, put, confirmed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.alone import Alone
from tests.cli.program import Ended, call, refused, shell
from tests.cli.story import Story, example_of, matches

from findings import ROOT

COMMANDS = (
    "one-sided-record",
    "one-sided-import",
    "one-sided-print",
    "one-sided-put",
)
TABLE = (
    "medium,made_at,party,office,purpose\n"
    "telephone,2026-01-05T10:00Z,Southern Republic,Operations room,Speak\n"
    "fax,2026-01-06T10:00Z,Southern Republic,Operations room,Speak again\n"
)
ASKED = (
    *("--medium", "courier", "--to-party", "Southern Republic"),
    *("--to-office", "Ministry", "--purpose", "Speak."),
)


@pytest.fixture(scope="module")
def own(story: Story) -> Iterator[Alone]:
    """NORTH's channel of its own beside its line with SOUTH; both nodes run."""
    alone = Alone(story.at)
    try:
        yield alone
    finally:
        alone.node.end()


@pytest.fixture(scope="module")
def printed(own: Alone) -> dict[str, Ended]:
    """What the examples print, one after the other in an empty channel."""
    (own.at / "sent.csv").write_text(TABLE)
    return {name: shell(own.here(example_of(name).typed), own.at) for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_run_that_the_help_shows_is_what_happens(
    own: Alone, printed: dict[str, Ended], name: str
) -> None:
    """What is typed there works as it stands, and prints what is shown there."""
    expected, ended = own.here(example_of(name).expected), printed[name]

    assert ended.code == 0, ended.err
    assert matches(expected, ended.out), ended.out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_of_the_command_line_shows_the_same_run(name: str) -> None:
    """Whoever reads the page and whoever asks for help are told the same."""
    page, example = (ROOT / "docs" / "cli.md").read_text(), example_of(name)

    assert f"```\n$ {example.typed}\n{example.expected}```" in page


def record(own: Alone, *more: str) -> Ended:
    """Record a request by courier."""
    done = call("one-sided-record", *ASKED, *more, *own.speaks)
    assert done.code == 0, done.err
    return done


def outcome(line: Path, reference: str) -> str:
    """Return what has become of a request, as a line shows it."""
    case = call("show", reference, "--line", line, "--json").data["case"]
    return str(case["outcome"])


@pytest.mark.usefixtures("printed")
def test_a_courier_brings_the_code_back(own: Alone) -> None:
    """As it stands on the printed page; another code delivers nothing."""
    asked = record(own, "--made", "2026-01-05T10:00Z").data
    line = ("--line", own.line, "--json")
    page = call("one-sided-print", asked["reference"], *line).data
    brought = ("--field", "at=2026-01-05T11:00Z", "--field", "office=Guard")
    deliver = ("answer", asked["reference"], "delivered", *brought, *own.speaks)

    wrong = call(*deliver, "--field", "code=00000 00000 00000").data
    first = outcome(own.line, asked["reference"])
    right = call(*deliver, "--field", f"code={page['code']}").data

    assert page["code"] == asked["code"]
    assert sum(asked["code"] in each for each in page["page"]) == 2
    assert max(map(len, page["page"])) <= 80
    assert [each["clause"] for each in wrong["marks"]] == ["26.4"]
    assert (first, right["marks"]) == ("UNILATERAL, MADE", [])
    assert outcome(own.line, asked["reference"]) == "UNILATERAL, DELIVERED"


@pytest.mark.usefixtures("printed")
def test_the_rest_of_a_file_is_imported_and_only_once(own: Alone) -> None:
    """A row that cannot be read is named by its line, each time."""
    file = own.at / "more.csv"
    bad = "fax,noon,Southern Republic,Operations room,Speak\n"
    file.write_text(TABLE + bad + "fax,2026-01-07T10:00Z,S,O,Third\n")

    once = call("one-sided-import", file, *own.speaks)
    again = call("one-sided-import", file, *own.speaks)

    assert (once.code, again.code) == (2, 2)
    assert [each["line"] for each in once.data["imported"]] == [5]
    assert [each["line"] for each in once.data["problems"]] == [4]
    assert once.data["recorded_already"] == [2, 3]
    assert again.data["imported"] == []
    assert again.data["recorded_already"] == [2, 3, 5]


@pytest.mark.usefixtures("printed")
def test_a_mailbox_is_imported_to_whom_is_said(own: Alone) -> None:
    """A file of messages does not know which side its addresses belong to."""
    file = own.at / "sent.mbox"
    file.write_text(
        "From watch Mon Jan  5\nFrom: watch@north.example\nTo: ops@south.example\n"
        "Date: Mon, 05 Jan 2026 11:00:00 +0100\nSubject: Speak\n\nPlease.\n"
    )

    untold = refused(call("one-sided-import", file, *own.speaks), 2)
    done = call("one-sided-import", file, "--to-party", "South", *own.speaks)

    assert "--to-party" in untold
    assert [each["line"] for each in done.data["imported"]] == [1]


@pytest.mark.usefixtures("printed")
def test_a_request_is_put_and_confirmed_or_disputed_and_never_twice(
    own: Alone, story: Story
) -> None:
    """One by one, and the list says what the other side says of each."""
    asked = [record(own).data["reference"] for _ in range(3)]
    where = ("--own", own.line, *story.speaks("north"))
    put = [call("one-sided-put", each, *where, "--wait", "30") for each in asked[:2]]
    there = [each.data["reference"] for each in put]
    what = ("--field", "what=No letter came.")
    speaks = (*story.speaks("south"), "--wait", "30")
    call("answer", there[0], "confirmed", *speaks)
    call("answer", there[1], "disputed", *what, *speaks)

    listed = call("one-sided-put", "--own", own.line, *story.line("north"), "--json")

    rows = {each["request"]: each for each in listed.data["requests"]}
    found = [(rows[each]["put"], rows[each]["state"]) for each in asked]
    assert found == [
        (there[0], "confirmed"),
        (there[1], "disputed"),
        ("", "not put"),
    ]
    assert rows[asked[1]]["disputed"] == "No letter came."
    assert (listed.data["put"]["confirmed"], listed.data["put"]["disputed"]) == (1, 1)
    assert "put already" in refused(call("one-sided-put", asked[0], *where), 2)
    assert outcome(story.south, there[0]) == "UNILATERAL, CONFIRMED"


@pytest.mark.usefixtures("printed")
def test_nothing_is_recorded_one_sidedly_in_a_line_with_another(story: Story) -> None:
    """The other side is there to be asked itself."""
    done = call("one-sided-record", *ASKED, *story.speaks("north"))

    assert "SOUTH would read it" in refused(done, 2)


@pytest.mark.usefixtures("printed")
def test_nothing_is_put_where_nobody_is(own: Alone) -> None:
    """The channel of one's own is not the line."""
    done = call("one-sided-put", "--own", own.line, *own.speaks)

    assert "Nobody is in this channel" in refused(done, 2)
