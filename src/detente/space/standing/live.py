"""Keep a picture that changes at every message, and ask what conflicts with each.

Frozen: a declaration gives a new picture and leaves the old one as it is, so that
whoever reads goes on reading. What is new lies in *runs*, each ready to be asked; small
ones are joined as they come, the large one at the bottom only when its owner finds the
time (`settled`). What is found does not depend on how volumes came and went.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from detente.space.kernels import compiled
from detente.space.meeting.pairs import among
from detente.space.picture import Picture, picture
from detente.space.standing.asked import Asked
from detente.space.standing.kept import Kept
from detente.space.standing.parts import joined
from detente.space.volume import TOUCHING, Minima, Volume

JOINED: Final = 4_096
"""Runs up to this many volumes are joined when others come; larger ones are not."""
_AT_ONCE: Final = 10_000
"""So many volumes become columns at once: objects take ten times the memory."""


class Run(NamedTuple):
    """Volumes that are ready to be asked; those that are `gone` no longer stand."""

    kept: Kept
    gone: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        """How many volumes it holds, gone ones too."""
        return self.kept.size

    def standing(self) -> Picture:
        """Return the volumes that stand."""
        return self.kept.picture(self.gone)


class Live(NamedTuple):
    """The volumes that stand, at some minima; the largest run first."""

    minima: Minima
    runs: tuple[Run, ...] = ()
    fast: bool | None = None

    @classmethod
    def of(
        cls,
        volumes: Iterable[Volume],
        minima: Minima = TOUCHING,
        *,
        fast: bool | None = None,
    ) -> "Live":
        """Return the picture of volumes.

        Args:
            volumes: what stands.
            minima: how far apart they must lie.
            fast: whether questions are asked by `detente.space.kernels.compiled`; None:
                if many stand.

        Raises:
            Misasked: two bear one id, or one is wider than half the Earth.
        """
        return _added(cls(minima, fast=fast), _columns(iter(volumes)))

    def declared(self, volume: Volume) -> "Live":
        """Return the picture with a volume, in place of one that bore its id.

        Raises:
            Misasked: it is wider than half the Earth.
        """
        runs, coming = list(self.withdrawn(volume.id).runs), picture([volume])
        while runs and _are_joined(runs[-1].size, len(coming.ids)):
            coming = joined([runs.pop().standing(), coming])
        return _added(self._replace(runs=tuple(runs)), coming)

    def withdrawn(self, id_: str) -> "Live":
        """Return the picture without the volume of an id, if there is one."""
        runs = [_without(run, id_) for run in self.runs]
        return self._replace(runs=tuple(run for run in runs if run is not None))

    def settled(self) -> "Live":
        """Return the same picture in one run: slow, and to be done beside others."""
        return _added(self._replace(runs=()), self._standing())

    def conflicts(self, volume: Volume) -> list[str]:
        """Return the ids of the volumes that one conflicts with, in order.

        It need not be declared; what bears its own id is left out.
        """
        asked, found = Asked(volume, self.minima), list[str]()
        for run in self.runs:
            found += run.kept.names.several(asked.conflicts(run.kept, run.gone))
        if volume.id in found:
            found.remove(volume.id)
        found.sort()
        return found

    def pairs(self) -> list[tuple[str, str]]:
        """Return every pair that conflicts, by id, in order: drawn anew each time."""
        all_ = self._standing()
        if all_ is None:
            return []
        ids, found = all_.ids, among(all_, self.minima).tolist()
        return sorted((min(ids[i], ids[j]), max(ids[i], ids[j])) for i, j in found)

    def _standing(self) -> Picture | None:
        if not self.runs:
            return None
        return joined([run.standing() for run in self.runs])


def _columns(volumes: Iterator[Volume]) -> Picture | None:
    """Return volumes as a picture, some at a time; None if there are none.

    What is of about one size is joined as it comes: little has to be held twice.
    """
    found: list[Picture] = []
    while some := list(islice(volumes, _AT_ONCE)):
        found.append(picture(some))
        while len(found) > 1 and len(found[-2].ids) <= len(found[-1].ids):
            found[-2:] = [joined(found[-2:])]
    return joined(found) if found else None


def _added(live: Live, coming: Picture | None) -> Live:
    """Return a picture with the volumes of another besides, as its last run."""
    if coming is None:
        return live
    count = sum(run.size for run in live.runs) + len(coming.ids)
    fast = compiled.chosen(count, fast=live.fast)
    run = Run(Kept.of(coming, live.minima.lateral_mm, fast=fast))
    return live._replace(runs=(*live.runs, run))


def _are_joined(below: int, above: int) -> bool:
    return below <= 2 * above and below + above <= JOINED


def _without(run: Run, id_: str) -> Run | None:
    """Return a run in which an id does not stand; None if nothing does."""
    at = run.kept.names.find(id_)
    if at is None or at in run.gone:
        return run
    gone = run.gone | {at}
    return run._replace(gone=gone) if len(gone) < run.size else None
