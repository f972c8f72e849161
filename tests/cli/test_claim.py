"""A claim over a table is counted from a file or from the record, by anybody."""

import json
from pathlib import Path

import pytest
from tests.cli.program import call, refused, shell
from tests.cli.story import Story, example_of, matches

from findings import ROOT

EVIDENCE = ROOT / "examples" / "evidence"
TABLE, CLAIM = EVIDENCE / "components.csv", EVIDENCE / "claim.json"
FIELDS = json.loads(CLAIM.read_text())


def changed(at: Path, **fields: object) -> Path:
    """Write the claim of the examples down with other fields."""
    file = at / "claim.json"
    file.write_text(json.dumps({**FIELDS, **fields}))
    return file


def test_the_run_that_the_help_shows_is_what_happens() -> None:
    """In the checkout, without a line."""
    example = example_of("claim")
    printed = shell(example.typed, ROOT)
    assert printed.code == 0, printed.err
    assert matches(example.expected, printed.out)


@pytest.mark.parametrize("page", ["docs/cli.md", "examples/evidence/README.md"])
def test_the_pages_show_the_same_run(page: str) -> None:
    """Whoever reads and whoever asks for help are told the same."""
    example = example_of("claim")
    text = (ROOT / page).read_text()
    assert f"```\n$ {example.typed}\n{example.expected}```" in text


def test_every_row_of_the_example_says_that_it_is_invented() -> None:
    """Cut out of its page, it must still say so."""
    _, *rows = TABLE.read_text().splitlines()
    assert rows
    assert all(row.endswith(",INVENTED") for row in rows)


def test_a_program_is_told_the_figures() -> None:
    """Whole numbers, and no percentage to round."""
    told = call("claim", "--table", TABLE, "--claim", CLAIM, "--json").data
    assert (told["matching"], told["total"], told["verdict"]) == (7, 40, "holds")
    assert told["off"] == {"matching": 0, "total": 0}
    assert told["interval_e4"] is None


@pytest.mark.parametrize("other", [{"numerator": 18}, {"matching": 8}, {"total": 39}])
def test_what_does_not_hold_as_stated_ends_with_1(
    tmp_path: Path, other: dict[str, object]
) -> None:
    """Below its threshold, or by other figures: a script sees it by the code."""
    done = call("claim", "--table", TABLE, "--claim", changed(tmp_path, **other))
    assert done.code == 1
    assert "Counted: 7 of 40 rows" in done.out


def test_another_table_is_refused(tmp_path: Path) -> None:
    """The bytes counted are those that the claim names."""
    other = tmp_path / "components.csv"
    other.write_bytes(TABLE.read_bytes() + b"41,x,x,x,x,CN,x\n")
    sentence = refused(call("claim", "--table", other, "--claim", CLAIM), 1)
    assert "not the table of the claim" in sentence


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--claim", "missing.json"], "missing.json cannot be read"),
        (["--claim", str(TABLE)], "no JSON"),
        ([], "Name one claim"),
        (["--claim", str(CLAIM), "--of", "NORTH/2026/0002/EVD/1/O"], "Name one claim"),
    ],
)
def test_a_claim_that_is_none_is_asked_for_again(
    arguments: list[str], reason: str
) -> None:
    """With what is wrong."""
    assert reason in refused(call("claim", "--table", TABLE, *arguments), 2)


def test_a_misspelt_field_is_refused(tmp_path: Path) -> None:
    """Else a threshold could be left out unnoticed."""
    claim = changed(tmp_path, treshold=15)
    sentence = refused(call("claim", "--table", TABLE, "--claim", claim), 2)
    assert "treshold" in sentence


def test_the_other_side_counts_what_was_presented(
    story: Story, elsewhere: Path
) -> None:
    """From the statement in its own record, over the bytes that it was given."""
    body = elsewhere / "evidence.json"
    evidence = {
        "claim": {"text": "At least 15 % of the parts come from two places."},
        "asked": ["trace end user"],
        "table_claim": {**FIELDS, "matching": 9},
    }
    body.write_text(json.dumps(evidence))
    sent = call(
        *("send", "EVD", "--act", "presented", "--to", "SOUTH/Watch"),
        *("--body", body, "--wait", "20", *story.speaks("north")),
    )
    assert sent.code == 0, sent.err
    reference = sent.data["reference"]

    done = call("claim", "--table", TABLE, "--of", reference, *story.line("south"))

    assert done.code == 1
    assert "DIFFERS: we count -2 matching, +0 in all" in done.out


def test_a_statement_without_a_claim_is_said_to_have_none(story: Story) -> None:
    """A message is no evidence."""
    message = story.here("NORTH/2026/0002/MSG/1/O")
    done = call("claim", "--table", TABLE, "--of", message, *story.line("south"))
    assert "makes no claim over a table" in refused(done, 2)
