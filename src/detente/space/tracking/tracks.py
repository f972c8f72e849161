"""Decide how the reports of moving objects are held, and what of them breaks the sweep.

Clauses 33.1 and 33.2: reports become legs, from one fix of a track to its next. Where
it is not known how the object came from one to the other, no leg leads there, and a
problem says so: nothing is invented, and nothing is passed over in silence.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from detente.space import sphere
from detente.space.exact import RADIUS_MM
from detente.space.kernels import compiled
from detente.space.picture import FAR, Flags
from detente.space.sphere import UNIT, Integers, Reals

SECOND_US: Final = 1_000_000
GAP_S: Final = 900
FASTEST_MS: Final = 3_000
UNKNOWN_MM: Final = FAR
"""The height of a fix that has none: it counts as every height."""
FEW: Final = 10
"""So many places of a problem are listed; all are counted."""


class Tracks(NamedTuple):
    """Reports by columns; `of` is the track of each, by its place in `ids`.

    `ids` are in order. `row` is the number of a report in its file, from 1.
    """

    ids: Sequence[str]
    of: Integers
    time_us: Integers
    lat_e9: Integers
    lon_e9: Integers
    alt_mm: Integers
    row: Integers

    def take(self, at: Integers | Flags) -> "Tracks":
        """Return some of the reports."""
        return Tracks(self.ids, *(column[at] for column in self[1:]))


class Terms(NamedTuple):
    """What breaks the sweep: a longer gap, a faster leg."""

    gap_s: float = GAP_S
    fastest_ms: float = FASTEST_MS


class Problem(NamedTuple):
    """What is wrong with a track, or was repaired: how often, and in which rows."""

    code: str
    track: str
    often: int
    rows: tuple[tuple[int, ...], ...]
    sentence: str


class Legs(NamedTuple):
    """Great circles from one fix to the next; a fix alone is a leg to itself.

    Each has its track, its times, its heights, and the directions of both ends.
    """

    of: Integers
    start_us: Integers
    end_us: Integers
    first_mm: Integers
    last_mm: Integers
    tail: Integers
    head: Integers

    def take(self, at: Integers | slice) -> "Legs":
        """Return some of them."""
        return Legs._make(column[at] for column in self)


DEFAULT: Final = Terms()
_SENTENCES: Final = {
    "unordered": "reports late, {times} ({rows}); put in order of time.",
    "repeated": "repeats a report, {times} ({rows}); counted once.",
    "doubled": "is in two places at one time, {times} ({rows}); each counts as a point "
    "and nothing is swept from or to it.",
    "gap": "is silent for too long, {times} ({rows}); nothing is swept.",
    "jump": "leaps faster than anything may fly, {times} ({rows}); nothing is swept "
    "between.",
    "opposite": "comes out on the opposite side of the Earth, {times} ({rows}); no way "
    "there is the shortest.",
}


def legs(
    tracks: Tracks, terms: Terms = DEFAULT, *, fast: bool | None = None
) -> tuple[Legs, list[Problem]]:
    """Return the legs of tracks in order of track and time, and what was wrong.

    Args:
        tracks: reports.
        terms: what breaks the sweep.
        fast: whether by `detente.space.kernels.compiled`; None: if there are many.
    """
    ordered, found = _in_order(tracks)
    ordered, repeated = _once(ordered)
    by_loops = compiled.chosen(len(ordered.of), fast=fast)
    turned = compiled.directions if by_loops else sphere.directions
    directions = turned(ordered.lat_e9, ordered.lon_e9)
    faults = _faults(ordered, directions, terms)
    found += repeated
    for code, flags in faults.items():
        after = np.flatnonzero(flags) + 1
        found += _problems(code, ordered, after, after - 1)
    another = ordered.of[1:] != ordered.of[:-1]
    broken = np.logical_or.reduce([another, *faults.values()])
    broken |= _beside(faults["doubled"])
    return _drawn(ordered, directions, ~broken), sorted(found)


def _in_order(tracks: Tracks) -> tuple[Tracks, list[Problem]]:
    """Return reports by track and time, and which tracks were not so."""
    step = np.diff(tracks.of)
    later = np.diff(tracks.time_us)
    if bool(((step > 0) | ((step == 0) & (later > 0))).all()):
        return tracks, []
    by_track = tracks.take(np.argsort(tracks.of, kind="stable"))
    back = (np.diff(by_track.time_us) < 0) & (np.diff(by_track.of) == 0)
    after = np.flatnonzero(back) + 1
    found = list(_problems("unordered", by_track, after))
    columns = by_track.row, by_track.alt_mm, by_track.lon_e9, by_track.lat_e9
    order = np.lexsort((*columns, by_track.time_us, by_track.of))
    return by_track.take(order), found


def _once(tracks: Tracks) -> tuple[Tracks, list[Problem]]:
    """Return reports without those that repeat the one before them."""
    same = np.logical_and.reduce([column[1:] == column[:-1] for column in tracks[1:-1]])
    if not same.any():
        return tracks, []
    again = np.flatnonzero(same) + 1
    keep = np.ones(len(tracks.of), dtype=np.bool_)
    keep[again] = False
    return tracks.take(keep), list(_problems("repeated", tracks, again))


def _faults(tracks: Tracks, directions: Integers, terms: Terms) -> dict[str, Flags]:
    """Say of each step from a report to the next, in the same track, what breaks it."""
    same = tracks.of[1:] == tracks.of[:-1]
    if not same.any():
        return {"doubled": same, "gap": same, "opposite": same, "jump": same}
    tail, head = directions[:-1], directions[1:]
    us = np.diff(tracks.time_us)
    doubled = same & (us == 0)
    gap = same & (us > terms.gap_s * SECOND_US)
    opposite = same & ~gap & (tail == -head).all(axis=1)
    away_mm = np.hypot(angles(tail, head) * RADIUS_MM, _climbs(tracks.alt_mm))
    jump = same & ~gap & ~opposite & ~doubled
    jump &= away_mm * 1_000 > terms.fastest_ms * us
    return {"doubled": doubled, "gap": gap, "opposite": opposite, "jump": jump}


def _beside(steps: Flags) -> Flags:
    """Say of steps whether they or a neighbour are marked: they share a report."""
    found = steps.copy()
    found[1:] |= steps[:-1]
    found[:-1] |= steps[1:]
    return found


def angles(tail: Integers, head: Integers) -> Reals:
    """Return the angles between directions, to some 1e-7 where they are opposite."""
    square = np.zeros(len(tail))
    for column in range(3):
        square += ((head[:, column] - tail[:, column]) / UNIT) ** 2
    return np.asarray(2 * np.arcsin(np.minimum(np.sqrt(square) / 2, 1.0)))


def _climbs(alt_mm: Integers) -> Integers:
    """Return how far heights lie apart; nought where one is unknown."""
    known = (alt_mm[1:] != UNKNOWN_MM) & (alt_mm[:-1] != UNKNOWN_MM)
    return np.where(known, np.diff(alt_mm), 0)


def _drawn(tracks: Tracks, directions: Integers, linked: Flags) -> Legs:
    """Return a leg for each link, and one for each report that has none."""
    if not linked.any():
        times, heights = (tracks.time_us,) * 2, (tracks.alt_mm,) * 2
        return Legs(tracks.of, *times, *heights, directions, directions)
    alone = np.ones(len(tracks.of), dtype=np.bool_)
    alone[:-1] &= ~linked
    alone[1:] &= ~linked
    goes_on = np.append(linked, values=False) if len(alone) else alone
    tail = np.flatnonzero(goes_on | alone)
    head = tail + goes_on[tail]
    return Legs(
        tracks.of[tail],
        tracks.time_us[tail],
        tracks.time_us[head],
        tracks.alt_mm[tail],
        tracks.alt_mm[head],
        directions[tail],
        directions[head],
    )


def _problems(
    code: str, tracks: Tracks, after: Integers, before: Integers | None = None
) -> Iterator[Problem]:
    """Yield a problem a track, from the reports where it shows."""
    if not len(after):
        return
    of = tracks.of[after]
    for part in np.split(np.arange(len(of)), np.flatnonzero(np.diff(of)) + 1):
        columns = [tracks.row[after[part[:FEW]]]]
        if before is not None:
            columns.insert(0, tracks.row[before[part[:FEW]]])
        rows = tuple(zip(*(column.tolist() for column in columns), strict=True))
        track, count = tracks.ids[int(of[part[0]])], len(part)
        shown = ", ".join(" to ".join(map(str, each)) for each in rows)
        shown = f"rows {shown}, ..." if count > FEW else f"rows {shown}"
        times = "once" if count == 1 else f"{count:,} times"
        sentence = _SENTENCES[code].format(times=times, rows=shown)
        yield Problem(code, track, count, rows, f"Track {track} {sentence}")
