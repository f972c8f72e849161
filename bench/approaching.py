"""Closest approach beside BlueSky's compiled detection: who comes too close, and when.

Decides what counts. Both get the same objects as columns, the same lookahead and the
same minima, and give back pairs; BlueSky each from both sides. Processor time counts,
in turns, after each has run once on a few.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from bench import sightings
from bench.findings import agreement, in_turns, spent
from bench.statebased import StateBased, pairs
from detente.space.passing.encounters import approaches
from detente.space.passing.moving import Closeness, Moving

if TYPE_CHECKING:
    from bench.findings import Findings
    from bench.sightings import Objects
    from detente.space.passing.moving import Approach

CLOSENESS: Final = Closeness(lookahead_s=300.0, lateral_m=9_260.0, vertical_m=304.8)
"""Five minutes, 5 nautical miles, 1,000 feet: BlueSky's own."""
_SEED: Final = 20_260
_WARM: Final = 200


def measure(findings: Findings, key: str, count: int, turns: int) -> None:
    """Find the conflicts of so many objects.

    Raises:
        BenchError: BlueSky is not installed.
    """
    peer = StateBased(*CLOSENESS)
    findings.say(f"approaches of {count:,} objects, turns: {turns}")
    few = sightings.objects(_WARM, _SEED + 1)
    objects = sightings.objects(count, _SEED)
    found: dict[bool, list[Approach]] = {}
    other: list[tuple[str, str]] = []

    def ours(moving: Moving, *, fast: bool) -> None:
        found[fast] = approaches(moving, CLOSENESS, fast=fast)

    def theirs() -> None:
        other[:] = peer.conflicts(objects)

    either = (False, True)[: 1 + findings.fast]
    for fast in either:
        ours(_moving(few), fast=fast)
    peer.conflicts(few)
    moving = _moving(objects)
    ways = [partial(ours, moving, fast=fast) for fast in either]
    other_s, *mine_s = in_turns(
        turns, lambda: spent(theirs), *(partial(spent, way) for way in ways)
    )
    cost = findings.compare(key, other_s, *mine_s)
    mine = [pairs([(each.a, each.b) for each in told]) for told in found.values()]
    findings.notes.append(
        f"Approaches of {count:,}, processor s: {cost}, {peer.version} compiled"
        f" {other_s:.2f}. {agreement(mine[0], pairs(other), 'BlueSky')}"
        + _alike(list(found.values()))
    )


def _alike(ours: list[list[Approach]]) -> str:
    """Say whether each way told the same pairs and figures, if there are two."""
    if len(ours) == 1:
        return ""
    same = "the same, to the last figure" if ours[0] == ours[1] else "OTHERS"
    return f" With [fast] {same}."


def _moving(objects: Objects) -> Moving:
    return Moving(tuple(str(each) for each in range(len(objects.lat_e9))), *objects)
