"""Decide what kind of silence there is on a line, by evidence alone.

Spec clause 22.7. In April 2023 two lines rang and nobody answered; the year before,
heavy rain had cut one of them. A cause that is guessed is an accusation. So five kinds
are told apart, each by what this node observed itself, each piece with its age; where
that does not decide it says so, and what is missing. Pure: ages and times are handed
in. What was declared of the line is `detente.dialogue.suspension`, and explains only
what a suspension can stop.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal[
    "NOT SILENT",
    "PATH DOWN",
    "THEIR NODE IS DOWN",
    "NODE UP, NOBODY ANSWERS",
    "NO MESSAGE",
    "DECLARED SUSPENDED",
    "UNKNOWN",
]

_HOW: Final = {
    "nothing": "Path {} reached nothing {} ago{}",
    "something": "Path {} reached something that did not answer as their node {} ago{}",
    "refusal": "Path {} reached their node, which refused {} ago{}",
}
# So many probe times without a sign are silence: one lost probe is none.
PROBES: Final = 3
MINUTE_S: Final = 60
HOUR_S: Final = 3_600
DAY_S: Final = 86_400


class PathSeen(NamedTuple):
    """What was observed of one path, as ages in seconds.

    `answers` is False where nothing comes back, as on a folder; `taken_s` is then the
    age of the last bundle of theirs that was taken from there, whenever it was written.
    Where the last try
    `fails`, `ended` says where: at nothing that answers, at something that is no node
    of theirs, or at their node, which refused.
    """

    path: str
    answers: bool = True
    worked_s: int | None = None
    failed_s: int | None = None
    fails: bool = False
    ended: Literal["nothing", "something", "refusal"] = "nothing"
    trouble: str = ""
    taken_s: int | None = None

    @property
    def tried_s(self) -> int | None:
        """The age of the last try; None where there was none."""
        ages = [age for age in (self.worked_s, self.failed_s) if age is not None]
        return min(ages, default=None)


class Asked(NamedTuple):
    """Something that is overdue of their people.

    `asked_s` is how long ago it was asked, `overdue_s` how long it is overdue. Their
    node is known to hold it if `receipted`; what has no statement is nothing to
    receipt. `accounted` says that a suspension accounts for its silence.
    """

    kind: str
    about: str
    asked_s: int
    overdue_s: int
    receipted: bool = True
    accounted: bool = False


class Act(NamedTuple):
    """The newest act of their officers, by its claimed time."""

    reference: str
    age_s: int
    no_message: bool = False


class Evidence(NamedTuple):
    """What a node observed of a peer; ages in seconds."""

    probe_s: int
    node_runs: bool = True
    paths: Sequence[PathSeen] = ()
    heard_s: int | None = None
    overdue: Sequence[Asked] = ()
    act: Act | None = None
    suspended_by: str = ""

    @property
    def limit_s(self) -> int:
        """After what time without a sign there is silence."""
        return self.probe_s * PROBES

    @property
    def ways(self) -> list[PathSeen]:
        """The paths on which an answer can be awaited."""
        return [path for path in self.paths if path.answers]

    @property
    def heard(self) -> bool:
        """Whether their node was heard lately, and not every path has failed since."""
        if self.heard_s is None or self.heard_s > self.limit_s:
            return False
        failed = [way.failed_s for way in self.ways if way.fails]
        since = [age for age in failed if age is not None and age <= self.heard_s]
        return not self.ways or len(since) < len(self.ways)


class Silence(NamedTuple):
    """What kind of silence it is, what shows it, and what is missing to know it."""

    kind: Kind
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def classify(found: Evidence) -> Silence:
    """Return the kind of silence that the evidence shows, and no more."""
    if not found.node_runs:
        return Silence("UNKNOWN", (), ("Our own node does not run.",))
    if not found.heard:
        return _no_sign(found)
    shown = [*_heard(found), *_acted(found)]
    open_ = [each for each in found.overdue if not each.accounted]
    silent = [each for each in open_ if not _acted_since(found, each)]
    held = [each for each in silent if each.receipted]
    if held:
        shown += [_overdue(each) for each in held]
        return Silence("NODE UP, NOBODY ANSWERS", tuple(shown))
    if silent:
        missing = tuple(f"Their receipt for {each.about}." for each in silent)
        shown += [_overdue(each) for each in silent]
        return Silence("UNKNOWN", tuple(shown), missing)
    shown += [_overdue(each) for each in found.overdue]
    if found.suspended_by:
        shown.append(f"Suspended by {found.suspended_by}.")
        return Silence("DECLARED SUSPENDED", tuple(shown))
    if found.act is not None and found.act.no_message and not open_:
        shown.append(f'{found.act.reference} says "no message".')
        return Silence("NO MESSAGE", tuple(shown))
    return Silence("NOT SILENT", tuple(shown))


def _no_sign(found: Evidence) -> Silence:
    """Return what their silent node, or the way to it, is known to be."""
    ways = found.ways
    boxes = [path for path in found.paths if not path.answers]
    told = (sentence for way in (*ways, *boxes) for sentence in _path(way))
    shown = (*_heard(found), *told)
    missing = [
        f"Path {way.path} was not tried for {found.limit_s} s."
        for way in ways
        if way.tried_s is None or way.tried_s > found.limit_s
    ]
    if not ways:
        missing.append("A path with answers.")
    if any(way.fails and way.ended == "refusal" for way in ways):
        missing.append("A bundle that their node takes: it answers, and refuses ours.")
    if missing:
        return Silence("UNKNOWN", shown, tuple(missing))
    # A path that carried a bundle and brought no answer has reached something.
    if any(way.ended == "something" or not way.fails for way in ways):
        return Silence("THEIR NODE IS DOWN", shown)
    return Silence("PATH DOWN", shown)


def _acted_since(found: Evidence, asked: Asked) -> bool:
    return found.act is not None and found.act.age_s < asked.asked_s


def _heard(found: Evidence) -> Iterator[str]:
    if found.heard_s is None:
        yield "Their node was not heard since ours began."
    else:
        yield f"Their node was heard {age(found.heard_s)} ago."


def _acted(found: Evidence) -> Iterator[str]:
    if found.act is None:
        yield "No act of their officers is held."
    else:
        act = found.act
        yield f"Their officers released {act.reference} {age(act.age_s)} ago (claimed)."


def _path(way: PathSeen) -> Iterator[str]:
    if not way.answers:
        yield from _box(way)
    elif way.tried_s is None:
        yield f"Path {way.path} was never tried."
    elif not way.fails:
        yield f"Path {way.path} carried a bundle {age(way.tried_s)} ago."
    else:
        why = f": {way.trouble}" if way.trouble else "."
        yield _HOW[way.ended].format(way.path, age(way.tried_s), why)


def _box(box: PathSeen) -> Iterator[str]:
    """Yield what is known of a path without answers, which shows no sign of life."""
    if box.tried_s is None:
        yield f"Path {box.path} was never tried."
    elif box.fails:
        why = f": {box.trouble}" if box.trouble else "."
        yield f"Path {box.path} could not be written {age(box.tried_s)} ago{why}"
    else:
        yield f"Path {box.path} could be written {age(box.tried_s)} ago."
    if box.taken_s is not None:
        ago = age(box.taken_s)
        yield f"A bundle of theirs was taken there {ago} ago; it may be older."


def _overdue(asked: Asked) -> str:
    what = f"{asked.kind} {asked.about}".strip()
    return f"Overdue for {age(asked.overdue_s)}: {what}."


def age(length_s: int) -> str:
    """Return a length of time in its two largest units."""
    if length_s < MINUTE_S:
        return f"{length_s} s"
    if length_s < HOUR_S:
        return f"{length_s // MINUTE_S} min {length_s % MINUTE_S} s"
    if length_s < DAY_S:
        return f"{length_s // HOUR_S} h {length_s % HOUR_S // MINUTE_S} min"
    return f"{length_s // DAY_S} d {length_s % DAY_S // HOUR_S} h"
