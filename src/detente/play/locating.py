"""Decide how a play lets something be followed live, and what it must alarm (35.9).

The reports of a file are stated as a tracker's would be, by the node of its owner. Then
both records are looked at, each by itself: both must find the alarms that the script
names, and each node must have sounded them at its own watch.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from detente.api.locating import stated
from detente.api.requests import PositionsRequest
from detente.api.watching import Watching
from detente.dialogue.sounding import Lasting
from detente.node.tracking import Tracking
from detente.play.script import Alarmed, Follow
from detente.play.side import Side
from detente.report import located, positions

_NOTHING: Final = "nothing"


async def follow(
    step: Follow, data: bytes, sides: Mapping[str, Side], references: Mapping[str, str]
) -> list[str]:
    """State the reports, and compare what both nodes make of them with the script.

    Args:
        step: what is followed, and what is expected.
        data: the file of reports, as CSV.
        sides: the two.
        references: what the statement of each step is cited by.

    Raises:
        Malformed: the file holds no reports.
        Failed: a node finds other alarms than expected, or sounds none.
    """
    reference = references[step.of]
    watching = Watching(sides[step.by].installed.place)
    try:
        asked = PositionsRequest(case=reference, table=data.decode())
        done = await stated(watching, asked)
    finally:
        watching.close()
    expected = {_lasting(each, step, references) for each in step.alarms}
    for side in sides.values():
        await side.until(
            partial(_is_found, side, expected),
            f"What {side.code}'s node should find ({_told(expected)})",
        )
        for each in expected:
            sounds = f"The alarm at {side.code}'s watch: {each.words}"
            await side.until(partial(_has_sounded, side, each), sounds)
    count = sum(each.reports for each in done.stated)
    facts = [f"{count} reports in {len(done.stated)} entries, signed by the node."]
    facts += [each.sentence for each in done.told]
    facts += [f"ALARM at both watches: {each.words}." for each in sorted(expected)]
    return facts + list(_where(sides[step.by], reference))


def _lasting(each: Alarmed, step: Follow, references: Mapping[str, str]) -> Lasting:
    other = f"{references[each.volume.step]} {each.volume.part}".strip()
    return Lasting(each.kind, f"{references[step.of]} by {step.by} in {other}")


def _is_found(side: Side, expected: set[Lasting]) -> bool:
    record = side.record()
    found = Tracking(side.code, record.store).look(record.standing)
    return set(found) == expected


def _has_sounded(side: Side, alarm: Lasting) -> bool:
    """Say whether the node has written down that this alarm sounded."""
    log = side.installed.place.alarms
    lines = log.read_text().splitlines() if log.exists() else []
    said = [json.loads(line) for line in lines]
    return any(
        alarm.words in each["sentence"].removesuffix(".").split("; ")
        for each in said
        if each["kind"] == "due"
    )


def _told(expected: set[Lasting]) -> str:
    return "; ".join(each.words for each in sorted(expected)) or _NOTHING


def _where(side: Side, reference: str) -> Iterator[str]:
    """Yield where it was last, as the list of positions shows it."""
    record = side.record()
    entered = record.standing.by_reference(reference)
    case = record.standing.case_of(entered)
    for each in positions.of_case(record, case, 0):
        yield from located.places(each)
