"""Decide how a replay of tracks is carried out, by how many processes, and told.

Work is cut the same way however many processes share it, so what is told is the same
byte for byte (clause 33.5). Processes inherit the picture; nothing is sent to them but
which part is theirs.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Final, NamedTuple, TypeAlias

import msgspec
import numpy as np

from detente.report.pages import columns
from detente.space.meeting.pairs import ENGINE
from detente.space.picture import picture
from detente.space.sphere import Integers
from detente.space.tracking.nearby import Declared
from detente.space.tracking.pieces import cut_mm
from detente.space.tracking.replay import Hits, merged, portions, replay
from detente.space.tracking.tracks import Legs, Problem, Terms, Tracks, legs
from detente.space.volume import Volume

Told: TypeAlias = Callable[[int, int], None]
"""Is told how many of how many legs are replayed."""
MOST_SHOWN: Final = 200
"""So many intervals are shown on a page; `--json` has all."""


class Hit(NamedTuple):
    """A track in a volume, and when: from and until, in RFC 3339."""

    track: str
    volume: str
    intervals: list[tuple[str, str]]


class Screened(msgspec.Struct, frozen=True):
    """What a replay has found."""

    engine: str
    tracks: int
    reports: int
    hits: list[dict[str, object]]
    problems: list[dict[str, object]]


class _Work(NamedTuple):
    legs: Legs
    declared: Declared

    def part(self, of: slice) -> Hits:
        return replay(self.legs.take(of), self.declared)


def screened(
    tracks: Tracks,
    volumes: list[Volume],
    terms: Terms,
    jobs: int = 1,
    told: Told = lambda done, total: None,  # noqa: ARG005 - nobody need watch
) -> tuple[list[Hit], list[Problem]]:
    """Return which tracks were in which volumes, by track and volume, and when.

    Args:
        tracks: the reports.
        volumes: the declared picture.
        terms: what breaks the sweep.
        jobs: how many processes work.
        told: is told of the progress.
    """
    ways, problems = legs(tracks, terms)
    work = _Work(ways, Declared(picture(volumes), cut_mm(ways)))
    found = []
    for part, hits in zip(portions(ways), _parts(work, jobs), strict=True):
        found.append(hits)
        told(min(part.stop, len(ways.of)), len(ways.of))
    return list(_hits(merged(found), tracks, volumes)), problems


def _parts(work: _Work, jobs: int) -> Iterator[Hits]:
    """Yield what is found in each part, in order."""
    parts = list(portions(work.legs))
    if min(jobs, len(parts)) <= 1:
        yield from map(work.part, parts)
        return
    work.declared.prepare()
    with ProcessPoolExecutor(
        min(jobs, len(parts)),
        mp_context=get_context("fork"),
        initializer=_inherit,
        initargs=(work,),
    ) as pool:
        yield from pool.map(_of_inherited, parts)


_inherited: list[_Work] = []


def _inherit(work: _Work) -> None:
    """Take over, in a new process, what its parent has prepared."""
    _inherited.append(work)


def _of_inherited(part: slice) -> Hits:
    return _inherited[0].part(part)


def _hits(hits: Hits, tracks: Tracks, volumes: list[Volume]) -> Iterator[Hit]:
    """Yield hits by the ids of track and volume."""
    ids = np.array([each.id for each in volumes], dtype=np.object_)
    rank = np.argsort(np.argsort(ids, kind="stable")) if len(ids) else ids
    order = np.lexsort((hits.enter_ms, rank[hits.volume].astype(np.int64), hits.track))
    track, volume, enter, leave = (column[order] for column in hits)
    if not len(order):
        return
    times = zip(_rfc_3339(enter), _rfc_3339(leave), strict=True)
    first = np.flatnonzero((np.diff(track) != 0) | (np.diff(volume) != 0)) + 1
    begin = [0, *first.tolist()]
    for at, end in zip(begin, [*begin[1:], len(track)], strict=True):
        named = tracks.ids[int(track[at])], volumes[int(volume[at])].id
        yield Hit(*named, list(islice(times, end - at)))


def _rfc_3339(time_ms: Integers) -> Iterable[str]:
    shown = np.datetime_as_string(time_ms.astype("datetime64[ms]"), unit="ms")
    return (f"{each}Z" for each in shown.tolist())


def told_whole(tracks: Tracks, found: list[Hit], problems: list[Problem]) -> Screened:
    """Return all that was found, for programs."""
    return Screened(
        ENGINE,
        len(tracks.ids),
        len(tracks.of),
        [hit._asdict() for hit in found],
        [problem._asdict() for problem in problems],
    )


def screening_page(
    tracks: Tracks, found: list[Hit], problems: list[Problem]
) -> Iterator[str]:
    """Yield what was found as lines for people: each interval, then each problem."""
    inside = len({hit.track for hit in found})
    yield (
        f"{inside:,} of {len(tracks.ids):,} tracks were in a volume, "
        f"{len(tracks.of):,} reports ({ENGINE})"
    )
    rows = [
        (hit.track, hit.volume, f"{since} to {until}")
        for hit in found
        for since, until in hit.intervals
    ]
    yield from columns(rows[:MOST_SHOWN]) if rows else ()
    if len(rows) > MOST_SHOWN:
        yield f"and {len(rows) - MOST_SHOWN:,} times more; --json lists all"
    yield from (problem.sentence for problem in problems)
