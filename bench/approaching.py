"""Closest approach beside BlueSky's compiled detection: who comes too close, and when.

Decides what counts. Both get the same objects as columns, the same lookahead and the
same minima, and give back pairs; BlueSky each from both sides. Processor time counts,
in turns, after each has run once on a few.
"""

from __future__ import annotations

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


def measure(findings: Findings, count: int, turns: int) -> None:
    """Find the conflicts of so many objects.

    Raises:
        BenchError: BlueSky is not installed.
    """
    peer = StateBased(*CLOSENESS)
    findings.say(f"approaches of {count:,} objects, turns: {turns}")
    few = sightings.objects(_WARM, _SEED + 1)
    approaches(_moving(few), CLOSENESS)
    peer.conflicts(few)
    objects = sightings.objects(count, _SEED)
    moving = _moving(objects)
    found: list[Approach] = []
    other: list[tuple[str, str]] = []

    def ours() -> None:
        found[:] = approaches(moving, CLOSENESS)

    def theirs() -> None:
        other[:] = peer.conflicts(objects)

    mine_s, other_s = in_turns(turns, lambda: spent(ours), lambda: spent(theirs))
    findings.figures["cpa_10k_over_bluesky"] = other_s / mine_s
    mine = pairs([(each.a, each.b) for each in found])
    findings.notes.append(
        f"Approaches of {count:,}, processor s: {mine_s:.3f}, {peer.version} compiled"
        f" {other_s:.2f}. {agreement(mine, pairs(other), 'BlueSky')}"
    )


def _moving(objects: Objects) -> Moving:
    return Moving(tuple(str(each) for each in range(len(objects.lat_e9))), *objects)
