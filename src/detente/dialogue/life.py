"""Tell the life of one conflict: opened, changed and closed by statements (34.6, 34.7).

A conflict is of two volumes, whatever their versions. It is opened by the statement
after which both stand and conflict, changed by one that draws either anew so that they
still do, and closed by the one after which they do not. Nothing here reads a clock.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from detente.dialogue.conflicts import Conflict
from detente.dialogue.entered import Entered
from detente.dialogue.stood import Stood
from detente.record import wire

Rank: TypeAlias = Callable[[Entered], int]
"""Returns the place of a statement in the order of the record."""


class Met(NamedTuple):
    """Two volumes that conflict as they stood, and what there is between them."""

    one: Stood
    other: Stood
    conflict: Conflict


class Step(NamedTuple):
    """What a conflict is from one statement on."""

    by: Entered
    met: Met


class Life(NamedTuple):
    """A conflict from the statement that opened it on.

    `number` is read aloud; a conflict that comes again bears it again. `met` is what
    there is now between the two volumes, or was last. `closed` is the statement that
    ended it; None: it stands. `digest` is that of its whole story.
    """

    number: str
    steps: tuple[Step, ...]
    met: Met
    closed: Entered | None
    digest: bytes

    @property
    def opened(self) -> Entered:
        """The statement that brought it."""
        return self.steps[0].by

    @property
    def changed(self) -> tuple[Entered, ...]:
        """The statements that changed it since."""
        return tuple(each.by for each in self.steps[1:])

    @property
    def conflict(self) -> Conflict:
        """What it is now, or was last."""
        return self.met.conflict

    @property
    def posts(self) -> tuple[str, str]:
        """The posts that answer for the two volumes: each drew its own."""
        one, other = self.met.one.since, self.met.other.since
        return one.header.from_post, other.header.from_post

    @property
    def owners(self) -> tuple[str, str]:
        """The parties whose business it is."""
        return self.conflict.one.owner, self.conflict.other.owner


def lives(number: str, found: Iterable[Met], rank: Rank) -> list[Life]:
    """Return the lives of one conflict, in order.

    Args:
        number: its own.
        found: its two volumes in all versions that conflict and stood at one time.
        rank: the place of a statement in the record.
    """
    spans = [each for each in (_span(met, rank) for met in found) if each is not None]
    spans.sort(key=lambda each: rank(each.step.by))
    out = list[list[_Span]]()
    for span in spans:
        before = out[-1][-1].end if out else None
        if before is not None and before.id == span.step.by.id:
            out[-1].append(span)
        else:
            out.append([span])
    return [_life(number, each) for each in out]


def _life(number: str, spans: Sequence["_Span"]) -> Life:
    steps, closed = _steps(spans), spans[-1].end
    told: list[wire.Value] = [
        [each.by.id, each.met.conflict.grade, each.met.conflict.digest]
        for each in steps
    ]
    ended = None if closed is None else closed.id
    value: list[wire.Value] = [number, told, ended]
    digest = hashlib.sha256(wire.encode(value)).digest()
    return Life(number, steps, spans[-1].step.met, closed, digest)


class _Span(NamedTuple):
    step: Step
    end: Entered | None


def _span(met: Met, rank: Rank) -> _Span | None:
    """Return from when until when two volumes stood together; None if they did not."""
    since = max(met.one.since, met.other.since, key=rank)
    ends = [each for each in (met.one.until, met.other.until) if each is not None]
    end = min(ends, key=rank, default=None)
    if end is not None and rank(end) <= rank(since):
        return None
    return _Span(Step(since, met), end)


def _steps(spans: Sequence[_Span]) -> tuple[Step, ...]:
    """Return the steps that change something: most amendments draw the same."""
    changes = [
        after.step
        for before, after in pairwise(spans)
        if after.step.met.conflict.digest != before.step.met.conflict.digest
    ]
    return (spans[0].step, *changes)


def number(one: Stood, other: Stood) -> str:
    """Return the number of the conflict of two volumes: three groups of five digits."""
    cases: list[wire.Value] = [each.since.case for each in (one, other)]
    value = [*cases, one.name, other.name]
    made = hashlib.sha256(wire.encode(value)).digest()
    groups = (int.from_bytes(made[at : at + 2], "big") for at in (0, 2, 4))
    return " ".join(f"{group:05}" for group in groups)
