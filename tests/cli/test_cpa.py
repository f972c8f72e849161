"""The closest approach of moving objects is found from a table, by anybody."""

from pathlib import Path

import pytest
from tests.cli.program import call, refused, shell
from tests.cli.story import example_of, matches

from findings import ROOT

STATES = ROOT / "examples" / "encounters" / "states.csv"


def test_the_run_that_the_help_shows_is_what_happens() -> None:
    """In the checkout, without a line."""
    example = example_of("cpa")
    printed = shell(example.typed, ROOT)
    assert printed.code == 0, printed.err
    assert matches(example.expected, printed.out)


@pytest.mark.parametrize("page", ["docs/cli.md", "examples/encounters/README.md"])
def test_the_pages_show_the_same_run(page: str) -> None:
    """Whoever reads and whoever asks for help are told the same."""
    example = example_of("cpa")
    text = (ROOT / page).read_text()
    assert f"```\n$ {example.typed}\n{example.expected}```" in text


def test_every_row_of_the_example_says_that_it_is_invented() -> None:
    """Cut out of its page, it must still say so."""
    _, *rows = STATES.read_text().splitlines()
    assert rows
    assert all(row.endswith(",INVENTED") for row in rows)


def test_a_program_is_told_the_figures() -> None:
    """Null where an altitude is unknown; pairs and their ids in order."""
    told = call("cpa", STATES, "--json").data
    pairs = [(each["a"], each["b"]) for each in told["conflicts"]]
    assert pairs == [("N-101", "S-301"), ("N-101", "S-302"), ("N-201", "S-401")]
    assert told["conflicts"][2]["dalt_m"] is None
    assert told["conflicts"][1] == {
        "a": "N-101",
        "b": "S-302",
        "tcpa_s": pytest.approx(146.28, abs=0.002),
        "dcpa_m": pytest.approx(5296.466, abs=0.002),
        "dalt_m": pytest.approx(317.04, abs=0.002),
        "enter_s": pytest.approx(152.4, abs=0.002),
        "leave_s": pytest.approx(164.61, abs=0.002),
    }
    assert (told["objects"], told["ignored_columns"]) == (6, ["note"])


def test_other_minima_find_other_pairs_and_none_is_no_failure() -> None:
    """A script sees by the list what was found, and by the code that it was sought."""
    near = call("cpa", STATES, "--lateral-m", "10", "--lookahead-s", "200")
    none = call("cpa", STATES, "--lookahead-s", "10", "--vertical-m", "0", "--json")
    assert "1 conflict among 6 objects, 200 s ahead, within 10 m" in near.out
    assert (none.code, none.data["conflicts"]) == (0, [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv"], "missing.csv cannot be read"),
        ([str(STATES), "--lookahead-s", "3601"], "lookahead_s"),
        ([str(STATES), "--lateral-m", "nan"], "lateral_m"),
        ([str(ROOT / "LICENSE")], "no column id"),
    ],
)
def test_what_cannot_be_compared_is_asked_for_again(
    elsewhere: Path, arguments: list[str], said: str
) -> None:
    """In one sentence."""
    assert said in refused(call("cpa", *arguments), 2)
