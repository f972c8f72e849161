"""Find what live positions alarm: who is where a notice is, or soon will be.

Spec clauses 35.7 and 35.8. A function of batches and of what stands declared, the same
on every node; what of it sounds is `detente.dialogue.alarmed`. Gaza 2024: the route was
agreed, and nobody laid the cars beside what was to be fired at.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np

from detente.dialogue.batch import Report
from detente.dialogue.declared import Declared
from detente.dialogue.intake import Rate, tracks_of
from detente.dialogue.sharing import STALE_STEPS
from detente.dialogue.terms import PositionTerms
from detente.space.passing.encounters import approaches
from detente.space.passing.moving import Closeness
from detente.space.picture import picture
from detente.space.sphere import Integers
from detente.space.tracking import ahead, nearby
from detente.space.tracking.ahead import Fix
from detente.space.tracking.pieces import cut_mm
from detente.space.tracking.replay import replay
from detente.space.tracking.tracks import (
    GAP_S,
    SECOND_US,
    UNKNOWN_MM,
    Legs,
    Terms,
    legs,
)

Kind: TypeAlias = Literal["incursion", "predicted incursion", "predicted approach"]

CLEAR_S: Final = 120
WINDOW_STEPS: Final = 10
REMEMBERED: Final = 1_024
"""So much of what is followed is swept once, though it is asked for thrice."""
_MS: Final = 1_000
_E2: Final = 100
_TENTH: Final = 1.1


class Seen(NamedTuple):
    """What is known of live positions of one case, as a party tells them.

    `reports` are those of the last steps; of each object the last one, however old.
    """

    reference: str
    party: str
    kind: Literal["movement", "incident"]
    status: str
    terms: PositionTerms
    fastest_kmh: int | None
    reports: tuple[Report, ...]

    @property
    def name(self) -> str:
        """How it is named: an alarm names references, not what is told under them."""
        return f"{self.reference} by {self.party}"

    @property
    def clear_ms(self) -> int:
        """How long it must be out of something until that may alarm again."""
        return max(CLEAR_S, STALE_STEPS * self.terms.every_s) * _MS


class Key(NamedTuple):
    """What an alarm is about: an object of a case, and a volume or another object."""

    kind: Kind
    case: str
    object: str
    other: str


class Finding(NamedTuple):
    """Evidence for an alarm.

    It lasted from `since_ms` to `until_ms`. What is not `sure` keeps an alarm up, and
    begins none.
    """

    key: Key
    owners: tuple[str, ...]
    since_ms: int
    until_ms: int
    clear_ms: int
    sure: bool = True


# ---------------------------------------------------------------- what there is to meet


class Meeting:
    """The volumes that what is followed must not be in (clause 35.7), ready to compare.

    It is made once for what stands declared, and used as long as that stands.
    """

    def __init__(self, stands: Iterable[Declared]) -> None:
        """Take what stands declared; what cannot be drawn is left to clause 34.1."""
        self._stands = [each for each in stands if not each.fault]
        self._chosen: dict[tuple[str, str, str], list[Declared]] = {}
        self._drawn: dict[tuple[tuple[str, str, str], int], nearby.Declared] = {}

    def of(self, seen: Seen) -> list[Declared]:
        """Return the volumes that count for what is followed."""
        key = _sort(seen)
        chosen = self._chosen.get(key)
        if chosen is None:
            chosen = [each for each in self._stands if _counts(each, seen)]
            self._chosen[key] = chosen
        return chosen

    def drawn(self, seen: Seen, cut: int) -> nearby.Declared:
        """Return the same as they are looked up by legs cut so long."""
        key = _sort(seen), cut
        if key not in self._drawn:
            volumes = [each.volume for each in self.of(seen)]
            self._drawn[key] = nearby.Declared(picture(volumes), cut)
        return self._drawn[key]


def _sort(seen: Seen) -> tuple[str, str, str]:
    """Return what of it says which volumes count."""
    return seen.kind, seen.status, seen.party if seen.kind == "incident" else ""


def _counts(each: Declared, seen: Seen) -> bool:
    if each.status != seen.status or each.kind == "movement":
        return False
    if seen.kind == "movement":
        return each.kind == "activity"
    return each.owner != seen.party


def named(each: Declared) -> str:
    """Return how a volume is named."""
    return f"{each.reference} {each.part}".strip()


# ------------------------------------------------------------------- where something is


def incursions(seen: Seen, meeting: Meeting) -> list[Finding]:
    """Return the stays of what is followed in volumes that count (clause 35.7)."""
    drawn, ids = _swept(seen)
    return [
        _finding("incursion", seen, ids[hit.track], hit.other, hit.since, hit.until)
        for hit in _hits(drawn, seen, meeting)
    ]


@lru_cache(maxsize=REMEMBERED)
def _swept(seen: Seen) -> tuple[Legs, Sequence[str]]:
    """Return the legs of what is followed that are to be trusted."""
    tracks = tracks_of(seen.reports)
    fastest_ms = Rate(seen.terms.every_s, seen.fastest_kmh).fastest_ms
    gap_s = max(GAP_S, STALE_STEPS * seen.terms.every_s)
    drawn, _ = legs(tracks, Terms(gap_s, fastest_ms))
    before_us = _before(drawn)
    return drawn.take(ahead.trusted(drawn, before_us, gap_s * SECOND_US)), tracks.ids


def _before(drawn: Legs) -> Integers:
    """Return for each leg when the report before it came; -1: it is the first."""
    before = np.full(len(drawn.of), -1, dtype=np.int64)
    same = drawn.of[1:] == drawn.of[:-1]
    before[1:][same] = drawn.end_us[:-1][same]
    return before


class _Hit(NamedTuple):
    track: int
    other: Declared
    since: int
    until: int


def _hits(drawn: Legs, seen: Seen, meeting: Meeting) -> Iterator[_Hit]:
    volumes = meeting.of(seen)
    if not volumes or not len(drawn.of):
        return
    found = replay(drawn, meeting.drawn(seen, cut_mm(drawn)))
    for track, volume, since, until in zip(*found, strict=True):
        yield _Hit(int(track), volumes[int(volume)], int(since), int(until))


def _finding(
    kind: Kind, seen: Seen, name: str, other: Declared, since_ms: int, until_ms: int
) -> Finding:
    key = Key(kind, seen.name, name, named(other))
    owners = tuple(sorted({seen.party, other.owner}))
    return Finding(key, owners, since_ms, until_ms, seen.clear_ms)


def _time(report: Report) -> int:
    return report.time_ms


# ---------------------------------------------------------------- where it soon will be


@lru_cache(maxsize=REMEMBERED)
def last_fixes(seen: Seen) -> Mapping[str, Fix]:
    """Return from where each object goes on; one that just leapt goes nowhere."""
    drawn, ids = _swept(seen)
    last: dict[str, Fix] = {}
    by_object: dict[str, list[Report]] = {}
    for each in sorted(seen.reports, key=_time):
        by_object.setdefault(each.object, []).append(each)
    ends = {int(of): row for row, of in enumerate(drawn.of)}
    for of, row in ends.items():
        report = by_object[ids[of]][-1]
        if int(drawn.end_us[row]) != report.time_ms * _MS:
            continue
        earlier = [e for e in by_object[ids[of]] if e != report]
        moved = int(drawn.start_us[row]) != int(drawn.end_us[row])
        before = earlier[-1] if earlier else None
        last[report.object] = _fix(report, before if moved else None)
    return last


def _fix(report: Report, before: Report | None) -> Fix:
    course, speed = report.course_cdeg, report.speed_mms
    place = None
    if before is not None:
        place = before.time_ms * _MS, before.lat_e7 * _E2, before.lon_e7 * _E2
    return Fix(
        report.time_ms * _MS,
        report.lat_e7 * _E2,
        report.lon_e7 * _E2,
        UNKNOWN_MM if report.alt_mm is None else report.alt_mm,
        None if course is None else course / 100,
        None if speed is None else speed / 1_000,
        place,
    )


def foreseen(seen: Seen, meeting: Meeting) -> list[Finding]:
    """Return the volumes that what is followed will be in, as it goes (35.8)."""
    fixes = last_fixes(seen)
    names, last = list(fixes), list(fixes.values())
    if not last:
        return []
    ahead_s = seen.terms.ahead_s
    drawn = ahead.ways(last, ahead.courses(last), ahead_s * _TENTH)
    found = []
    for hit in _hits(drawn, seen, meeting):
        at_ms = last[hit.track].time_us // _MS
        name = names[hit.track]
        each = _finding("predicted incursion", seen, name, hit.other, at_ms, at_ms)
        sure = hit.since <= at_ms + ahead_s * _MS
        found.append(each._replace(sure=sure))
    return found


def meetings(every: Sequence[Seen]) -> list[Finding]:
    """Return the objects of two parties that will come too close (clause 35.8)."""
    found: list[Finding] = []
    for status in sorted({each.status for each in every}):
        found += _close(sorted((e for e in every if e.status == status), key=_name))
    return found


def _name(seen: Seen) -> str:
    return seen.name


class _Object(NamedTuple):
    seen: Seen
    name: str
    fix: Fix


def _close(every: Sequence[Seen]) -> Iterator[Finding]:
    """Yield the same of one status: what is real does not meet what is exercised."""
    if len({each.party for each in every}) < 2:  # noqa: PLR2004 - nobody to meet
        return
    objects = [
        _Object(seen, name, fix)
        for seen in every
        for name, fix in sorted(last_fixes(seen).items())
    ]
    at_us = max((each.fix.time_us for each in objects), default=0)
    objects = [each for each in objects if _is_fresh(each, at_us)]
    if not objects:
        return
    terms = objects[0].seen.terms
    fixes = [each.fix for each in objects]
    names = tuple(f"{row:08}" for row in range(len(objects)))
    parties = tuple(each.seen.party for each in objects)
    on = ahead.courses(fixes)
    moving = ahead.placed(names, parties, fixes, on, at_us, UNKNOWN_MM)
    sure = {(each.a, each.b) for each in approaches(moving, _closeness(terms, 1.0))}
    for each in approaches(moving, _closeness(terms, _TENTH)):
        one, other = objects[int(each.a)], objects[int(each.b)]
        yield from _approach(one, other, at_us // _MS, sure=(each.a, each.b) in sure)


def _is_fresh(each: _Object, at_us: int) -> bool:
    within_us = STALE_STEPS * each.seen.terms.every_s * SECOND_US
    return at_us - each.fix.time_us <= within_us


def _closeness(terms: PositionTerms, widened: float) -> Closeness:
    ahead_s = min(terms.ahead_s * widened, 3_600.0)
    return Closeness(ahead_s, terms.lateral_m * widened, terms.vertical_m * widened)


def _approach(
    one: _Object, other: _Object, at_ms: int, *, sure: bool
) -> Iterator[Finding]:
    """Yield it once, under the object whose case and name come first."""
    first, second = sorted((one, other), key=lambda o: (o.seen.name, o.name))
    key = Key("predicted approach", first.seen.name, first.name, second.seen.name)
    owners = tuple(sorted({first.seen.party, second.seen.party}))
    clear_ms = max(first.seen.clear_ms, second.seen.clear_ms)
    yield Finding(key, owners, at_ms, at_ms, clear_ms, sure)
