"""Decide which path a bundle takes: the charter's order, and what failed lately.

A path that failed is left alone for a while and the next one is tried at once; the
first path is always tried again first when its time has come. A one-way path (a folder,
a stick, a diode) gets each new thing once: what was left there is not left there again
before `LEFT_FOR_S`, or the folder would fill with copies while the other side is away.
A path that works while another is used is probed all the same: the one that is tried
only when it is needed is found dead when it is needed (clause 22.10).
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.carriers import refusals
from detente.ports import Box, Carrier
from detente.record.errors import PathFailed

ONE_WAY: Final = frozenset({"folder"})
FIRST_REST_S: Final = 0.5
LONGEST_REST_S: Final = 20.0
LEFT_FOR_S: Final = 300.0


Ended: TypeAlias = Literal["nothing", "something", "refusal"]


class PathState(NamedTuple):
    """What is known of one path to one peer; times on the monotonic clock.

    `ended` says where the last failure ended: at nothing that answers, at something
    that is no node, or at a node that refused. `proved_at_s` is when a path without
    answers was tried out last and served. `round_s` is how long the last answer took:
    there, checked and flushed there, and back.
    """

    path: str
    failures: int = 0
    rests_until_s: float = 0.0
    used_at_s: float | None = None
    failed_at_s: float | None = None
    proved_at_s: float | None = None
    round_s: float | None = None
    trouble: str = ""
    ended: Ended = "nothing"
    left: int = -1
    left_at_s: float = 0.0

    @property
    def tried_at_s(self) -> float | None:
        """When it was tried last; None where it never was."""
        known = self.used_at_s, self.failed_at_s, self.proved_at_s
        return max((at for at in known if at is not None), default=None)


def _ended(error: PathFailed) -> Ended:
    match error:
        case refusals.NotTaken():
            return "refusal"
        case refusals.Unanswered():
            return "something"
        case _:
            return "nothing"


class Delivered(NamedTuple):
    """A bundle went out on a path; `answer` is None on a one-way path."""

    path: str
    answer: bytes | None


class Paths:
    """The paths to one peer, best first.

    `taken_at_s` says by which path a bundle of the peer was taken last, and when.
    """

    def __init__(self, carriers: Sequence[Carrier]) -> None:
        """Take the carriers in the charter's order."""
        self._carriers = tuple(carriers)
        self.states = {each.path: PathState(each.path) for each in carriers}
        self.taken_at_s: dict[str, float] = {}

    def ready(self, now_s: float, size: int) -> list[Carrier]:
        """Return the carriers to try now, best first.

        Args:
            now_s: the monotonic clock.
            size: how far our feed reaches: what a one-way path has had already.
        """
        return [
            each
            for each in self._carriers
            if now_s >= self.states[each.path].rests_until_s
            and not self._was_left(self.states[each.path], now_s, size)
        ]

    def unproved(self, now_s: float, probe_s: float) -> list[Carrier]:
        """Return the paths that were not tried for so long (22.10)."""
        found = []
        for each in self._carriers:
            tried_s = self.states[each.path].tried_at_s
            if tried_s is None or now_s - tried_s >= probe_s:
                found.append(each)
        # A bundle is no probe of a path without answers: it would fill with them.
        return [e for e in found if e.path not in ONE_WAY or isinstance(e, Box)]

    @property
    def heard_at_s(self) -> float | None:
        """When the peer's node was heard; None where it was not.

        A bundle out of a folder is no sign of life: nobody saw when it was written.
        """
        times = [at for path, at in self.taken_at_s.items() if path not in ONE_WAY]
        return max(times, default=None)

    def took(self, path: str, now_s: float) -> None:
        """Note that a bundle of the peer was taken that came by a path."""
        self.taken_at_s[path] = now_s

    def proved(self, path: str, now_s: float) -> None:
        """Note that a path without answers was tried out and served."""
        state = self.states.get(path)
        if state is not None:
            self.states[path] = state._replace(
                failures=0, trouble="", proved_at_s=now_s, rests_until_s=now_s
            )

    def change(self, carriers: Sequence[Carrier]) -> list[Carrier]:
        """Take the carriers of amended terms; return those that are to be let go.

        A path that stays keeps its carrier, and what is known of it.
        """
        old = {each.path: each for each in self._carriers}
        self._carriers = tuple(old.pop(each.path, each) for each in carriers)
        self.states = {
            each.path: self.states.get(each.path, PathState(each.path))
            for each in self._carriers
        }
        # Into an inbox we look on: the other side may be bound later than we are.
        return [each for each in old.values() if each.path not in ONE_WAY]

    def _was_left(self, state: PathState, now_s: float, size: int) -> bool:
        return state.left >= size and now_s - state.left_at_s < LEFT_FOR_S

    def worked(
        self, path: str, began_s: float, now_s: float, size: int, *, answered: bool
    ) -> None:
        """Note that a bundle handed over at `began_s` went out on a path."""
        if path not in self.states:
            return  # the charter took it away while the bundle was under way
        state = self.states[path]._replace(failures=0, used_at_s=now_s, trouble="")
        if answered:
            state = state._replace(round_s=now_s - began_s)
        else:
            state = state._replace(left=size, left_at_s=now_s)
        self.states[path] = state

    def failed(self, path: str, error: PathFailed, now_s: float) -> None:
        """Note that a path failed, and let it rest."""
        if path not in self.states:
            return
        state = self.states[path]
        rest_s = min(FIRST_REST_S * 2**state.failures, LONGEST_REST_S)
        self.states[path] = state._replace(
            failures=min(state.failures + 1, 20),
            rests_until_s=now_s + rest_s,
            failed_at_s=now_s,
            trouble=error.sentence,
            ended=_ended(error),
        )

    def heard(self, path: str, now_s: float) -> None:
        """Note that the peer came by a path: it need not rest any longer."""
        state = self.states.get(path)
        if state is not None:
            self.states[path] = state._replace(failures=0, rests_until_s=now_s)

    async def close(self) -> None:
        """Let go of every path."""
        for each in self._carriers:
            await each.close()
