"""Decide how a play replays tracks against what stands declared (clause 33.5).

Each side's own record is drawn by itself, as for conflicts (clause 34.1), and the same
reports are swept through both. Both must find the same times, to the millisecond; the
script, which was worked out by hand, names them to the minute.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from detente.dialogue.declared import declared
from detente.play.script import Replay, Stay
from detente.play.side import Side
from detente.record.errors import Failed
from detente.report.record import Record
from detente.report.screening import Hit, screened
from detente.space.files import rows
from detente.space.tracking.tracks import Terms, Tracks
from detente.space.volume import Volume

NEAREST_S: Final = 30


class Found(NamedTuple):
    """A track in a volume, once: since when, until when, in RFC 3339."""

    track: str
    volume: str
    since: str
    until: str


def replay(
    step: Replay, data: bytes, sides: Mapping[str, Side], references: Mapping[str, str]
) -> list[str]:
    """Replay on both sides, and compare with the script; return what was found.

    Args:
        step: what is expected.
        data: the file of tracks, as CSV.
        sides: the two; their records are level.
        references: what the statement of each step is cited by.

    Raises:
        Malformed: the file is no track file.
        Failed: the two find different times, or others than expected.
    """
    tracks, unread = rows.tracks(data)
    terms = Terms(step.gap_s)
    lists, problems = dict[str, list[Found]](), unread
    for code, side in sides.items():
        hits, broken = screened(tracks, drawn(side.record()), terms)
        lists[code], problems = [*_found(hits)], [*unread, *broken]
    same(lists)
    found = next(iter(lists.values()))
    check(step, found, references)
    said = [f"{f.track} was in {f.volume} from {f.since} to {f.until}." for f in found]
    return [*said, *(each.sentence for each in problems), _summary(tracks, found)]


def drawn(record: Record) -> list[Volume]:
    """Return the volumes that stand declared.

    Raises:
        Failed: one cannot be drawn, and a track may be in it.
    """
    stands = declared(record.standing)
    for each in stands:
        if each.fault:
            raise Failed(f"{each.volume.id} cannot be drawn: {each.fault}")
    return [each.volume for each in stands]


def _found(hits: Sequence[Hit]) -> Iterator[Found]:
    for hit in hits:
        for since, until in hit.intervals:
            yield Found(hit.track, hit.volume, since, until)


def same(lists: Mapping[str, Sequence[Found]]) -> None:
    """Check that both nodes have found the same.

    Raises:
        Failed: they have not.
    """
    one, *others = lists.values()
    if any(each != one for each in others):
        raise Failed(f"The nodes do not find the same: {dict(lists)}.")


def check(step: Replay, found: Sequence[Found], references: Mapping[str, str]) -> None:
    """Check what was found against what was worked out by hand.

    Raises:
        Failed: they differ; the sentence says in what.
    """
    rest = list(found)
    for stay in step.stays:
        volume = f"{references[stay.volume.step]} {stay.volume.part}".strip()
        met = [each for each in rest if _is(each, stay, volume)]
        if not met:
            raise Failed(f"{stay.track} was not in {volume} at the times expected.")
        rest.remove(met[0])
    for each in rest:
        raise Failed(f"{each.track} was in {each.volume}, which was not expected.")


def _is(found: Found, stay: Stay, volume: str) -> bool:
    return (
        (found.track, found.volume) == (stay.track, volume)
        and _is_near(found.since, stay.since)
        and _is_near(found.until, stay.until)
    )


def _is_near(found: str, said: datetime) -> bool:
    apart = datetime.fromisoformat(found) - said
    return abs(apart.total_seconds()) <= NEAREST_S


def _summary(tracks: Tracks, found: Sequence[Found]) -> str:
    inside = len({each.track for each in found})
    return (
        f"The same on both nodes: {inside} of {len(tracks.ids)} tracks in a volume, "
        f"{len(tracks.of)} reports."
    )
