"""Silence is put into words by evidence alone, and every light has its age."""

from pathlib import Path

import pytest
from tests.report.lines import line_of, message

from detente.node.place import Place
from detente.record.errors import Malformed
from detente.report.record import reading
from detente.report.state import LineState, line_state, read_status
from detente.testing.parties import World

PATH = {
    "path": "https",
    "failures": 0,
    "used_ms_ago": 1_000,
    "failed_ms_ago": None,
    "trouble": "",
}
FAILING = {**PATH, "failures": 3, "failed_ms_ago": 500, "trouble": "No route."}
UNTRIED = {**PATH, "path": "folder", "used_ms_ago": None}
PEER = {
    "receipted": 2,
    "held": 2,
    "heard_ms_ago": 1_000,
    "frozen": False,
    "paths": [PATH],
}
DAY_S = 86_400


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """NORTH's line, in which SOUTH owes an acknowledgement."""
    world = World()
    world.say("NORTH", message("Please read."), to_post="SOUTH/WATCH")
    at = tmp_path_factory.mktemp("state") / "line"
    line_of(world, "NORTH", at)
    return world, at


def state(
    line: tuple[World, Path], peer: dict[str, object] | None, after_s: int = 60
) -> LineState:
    """Return the state of NORTH's line, as its node says that SOUTH is."""
    world, at = line
    now_s = world.now_s + after_s
    said = {"party": "NORTH", "now_s": now_s, "size": 3, "peers": {"SOUTH": peer}}
    status = None if peer is None else read_status(said)
    with reading(Place(at)) as record:
        return line_state(record, status, now_s)


@pytest.mark.parametrize(
    ("peer", "after_s", "verdict"),
    [
        (None, 60, "OUR NODE IS DOWN"),
        (PEER, 60, "OPEN"),
        ({**PEER, "paths": [FAILING]}, 60, "NO PATH WORKS"),
        ({**PEER, "paths": [FAILING, UNTRIED]}, 60, "OPEN"),
        ({**PEER, "heard_ms_ago": 10_000_000}, 60, "THEIR NODE IS SILENT"),
        ({**PEER, "heard_ms_ago": None}, 60, "THEIR NODE IS SILENT"),
        (PEER, DAY_S, "NO ANSWER FROM PEOPLE"),
        ({**PEER, "heard_ms_ago": None}, DAY_S, "THEIR NODE IS SILENT"),
    ],
)
def test_silence_is_called_what_the_evidence_shows(
    line: tuple[World, Path],
    peer: dict[str, object] | None,
    after_s: int,
    verdict: str,
) -> None:
    """People are not blamed for a node, nor a node for a path."""
    [found] = state(line, peer, after_s).peers

    assert found.verdict == verdict


def test_what_nobody_observed_is_unknown(line: tuple[World, Path]) -> None:
    """Without our node there is no light of theirs, old or new."""
    [found] = state(line, None).peers

    assert (found.node, found.heard_ms_ago, found.paths) == ("UNKNOWN", None, ())


def test_a_fork_is_a_light_of_its_own(line: tuple[World, Path]) -> None:
    """A node that signed two histories is heard, and that is not the point."""
    [found] = state(line, {**PEER, "frozen": True}).peers

    assert found.node == "FORKED"


def test_each_path_shows_what_was_seen_of_it_and_when(
    line: tuple[World, Path],
) -> None:
    """Works, fails with its trouble, or was not tried."""
    [found] = state(line, {**PEER, "paths": [PATH, FAILING, UNTRIED]}).peers

    assert [path.light for path in found.paths] == ["WORKS", "FAILS", "UNTRIED"]
    assert [path.failed_ms_ago for path in found.paths] == [None, 500, None]
    assert found.paths[1].trouble == "No route."


@pytest.mark.parametrize("said", [None, [], {}, {"party": "NORTH"}, {"party": 1}])
def test_a_node_that_describes_itself_otherwise_is_not_believed(said: object) -> None:
    """Another release may, and half a state would be shown as a whole one."""
    with pytest.raises(Malformed):
        read_status(said)
