"""A line whose node says of its peer what a test wants, and the state so made."""

from pathlib import Path

from tests.report.lines import line_of, message

from detente.node.place import Place
from detente.report.observed import read_status
from detente.report.record import reading
from detente.report.state import LineState, line_state
from detente.testing.parties import World

PATH = {
    "path": "https",
    "answers": True,
    "failures": 0,
    "ended": "nothing",
    "used_ms_ago": 1_000,
    "failed_ms_ago": None,
    "proved_ms_ago": None,
    "taken_ms_ago": None,
    "trouble": "",
}
FAILING = {**PATH, "failures": 3, "failed_ms_ago": 500, "trouble": "No route."}
BOX = {
    **PATH,
    "path": "folder",
    "answers": False,
    "used_ms_ago": 90_000,
    "proved_ms_ago": 20_000,
    "taken_ms_ago": 7_200_000,
}
UNTRIED = {**PATH, "path": "folder", "used_ms_ago": None}
REFUSED = {**FAILING, "ended": "something"}
PEER: dict[str, object] = {
    "receipted": 3,
    "held": 2,
    "heard_ms_ago": 1_000,
    "suspected": False,
    "awaited_ms": None,
    "skew": None,
    "frozen": False,
    "paths": [PATH],
}
SILENT = {**PEER, "heard_ms_ago": 10_000_000}
DAY_S = 86_400


def owed(at: Path) -> tuple[World, Path]:
    """Make NORTH's line, in which SOUTH owes an acknowledgement."""
    world = World()
    world.say("NORTH", message("Please read."), to_post="SOUTH/WATCH")
    line_of(world, "NORTH", at)
    return world, at


def state(
    line: tuple[World, Path], peer: dict[str, object] | None, after_s: int = 60
) -> LineState:
    """Return the state of NORTH's line, as its node says that SOUTH is."""
    world, at = line
    now_s = world.now_s + after_s
    said = {
        "party": "NORTH",
        "now_s": now_s,
        "size": 3,
        "charter": world.channel,
        "peers": {"SOUTH": peer},
    }
    status = None if peer is None else read_status(said)
    with reading(Place(at)) as record:
        return line_state(record, status, now_s)
