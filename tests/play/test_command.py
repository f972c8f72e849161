"""The command: the run that its help shows, and what it tells a program."""

from pathlib import Path

import pytest
from tests.cli.program import Ended, run, shell
from tests.cli.story import example_of, matches

from detente.console.rendering import VERIFIER


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """Carry the run of the help out, as a process and for a program to read."""
    return shell(f"{example_of('demo').typed} --json", tmp_path_factory.mktemp("at"))


def test_the_run_of_the_help_is_what_happens(ended: Ended) -> None:
    """Without a terminal it goes to its end by itself."""
    assert ended.code == 0, ended.err
    assert matches(example_of("demo").expected, ended.out)


def test_it_says_where_each_side_can_be_watched(ended: Ended) -> None:
    """A console a side; or, where npm has not been, what its pages lack."""
    told = " ".join(ended.out.split())

    if VERIFIER.is_file():
        assert told.count("http://127.0.0.1:") == 2
    else:
        assert "npm" in told


def test_the_last_line_is_one_object_for_a_program(ended: Ended) -> None:
    """Nothing was lost, doubled or left without a receipt, and the proof holds."""
    data = ended.data
    assert data["statements"] == data["stored_on_both"] == data["receipted"] > 20
    assert (
        data["tallies_equal"] is data["roots_equal"] is data["proof_verified"] is True
    )
    assert data["not_delivered_then_delivered"] == data["outages"] == 1
    assert data["restarts"] == 1
    assert len(set(data["pids"])) == len(set(data["stores"])) == 2
    for kept in (data["proof"], data["parts"], *data["stores"]):
        assert Path(kept).exists()
    assert data["seconds"] > 0


def test_a_directory_in_use_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """Nothing is played over another play."""
    (tmp_path / "2016").mkdir()
    (tmp_path / "2016" / "mine").touch()
    refused = run("demo", "--case", "2016", "--keep", ".", "--once", at=tmp_path)
    assert refused.code == 2
    assert refused.err == f"{tmp_path}/2016 is not empty. Name another directory.\n"
    assert refused.out == ""
