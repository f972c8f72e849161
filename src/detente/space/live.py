"""Keep a picture that changes at every message, and ask what conflicts with each.

Frozen: a declaration gives a new picture and leaves the old one as it is, so that
whoever reads goes on reading. What is new lies in *runs*, each ready to be compared;
small ones are joined as they come, the large one at the bottom only when its owner
finds the time (`settled`). What is found does not depend on how volumes came and went.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from detente.record.errors import Misasked
from detente.space.asked import Asked
from detente.space.pairs import Prepared, conflicts
from detente.space.picture import picture
from detente.space.volume import TOUCHING, Minima, Volume

JOINED: Final = 4_096
"""Runs up to this many volumes are joined when others come; larger ones are not."""


class Run(NamedTuple):
    """Volumes that are ready to be compared; `places` by id, `gone` no longer stand."""

    volumes: Sequence[Volume]
    prepared: Prepared
    places: Mapping[str, int]
    gone: frozenset[int] = frozenset()

    @classmethod
    def of(cls, volumes: Sequence[Volume], minima: Minima) -> "Run":
        """Return volumes as a run."""
        prepared = Prepared(picture(volumes), minima.lateral_mm)
        places = {each.id: at for at, each in enumerate(volumes)}
        if len(places) != len(volumes):
            raise Misasked("Two volumes bear one id.")
        return cls(volumes, prepared, places)

    def standing(self) -> Iterator[Volume]:
        """Yield the volumes that stand."""
        for at, each in enumerate(self.volumes):
            if at not in self.gone:
                yield each

    @property
    def size(self) -> int:
        """How many volumes it holds, gone ones too."""
        return len(self.volumes)


class Live(NamedTuple):
    """The volumes that stand, at some minima; the largest run first."""

    minima: Minima
    runs: tuple[Run, ...] = ()

    @classmethod
    def of(cls, volumes: Iterable[Volume], minima: Minima = TOUCHING) -> "Live":
        """Return the picture of volumes.

        Raises:
            Misasked: two bear one id, or one is wider than half the Earth.
        """
        held = list(volumes)
        return cls(minima, (Run.of(held, minima),) if held else ())

    def standing(self) -> Iterator[Volume]:
        """Yield the volumes that stand."""
        for run in self.runs:
            yield from run.standing()

    def declared(self, volume: Volume) -> "Live":
        """Return the picture with a volume, in place of one that bore its id.

        Raises:
            Misasked: it is wider than half the Earth.
        """
        runs = [*self.withdrawn(volume.id).runs, Run.of([volume], self.minima)]
        while len(runs) > 1 and _are_joined(*runs[-2:]):
            last = runs.pop()
            both = [*runs.pop().standing(), *last.standing()]
            runs.append(Run.of(both, self.minima))
        return self._replace(runs=tuple(runs))

    def withdrawn(self, id_: str) -> "Live":
        """Return the picture without the volume of an id, if there is one."""
        runs = [_without(run, id_) for run in self.runs]
        return self._replace(runs=tuple(run for run in runs if run is not None))

    def settled(self) -> "Live":
        """Return the same picture in one run: slow, and to be done beside others."""
        return Live.of(self.standing(), self.minima)

    def conflicts(self, volume: Volume) -> list[str]:
        """Return the ids of the volumes that one conflicts with, in order.

        It need not be declared; what bears its own id is left out.
        """
        asked = Asked(volume, self.minima)
        return sorted(
            found.id
            for run in self.runs
            for at in asked.conflicts(run.prepared).tolist()
            if at not in run.gone and (found := run.volumes[at]).id != volume.id
            if not found.party or found.party != volume.party
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return every pair that conflicts, by id, in order."""
        found = [self._between(run, run) for run in self.runs]
        found += [self._between(*each) for each in combinations(self.runs, 2)]
        return sorted({(min(pair), max(pair)) for each in found for pair in each})

    def _between(self, one: Run, other: Run) -> Iterator[tuple[str, str]]:
        pairs = conflicts(one.prepared, other.prepared, self.minima)
        for i, j in pairs.tolist():
            mine, theirs = one.volumes[i], other.volumes[j]
            same = mine.party == theirs.party != ""
            if i not in one.gone and j not in other.gone and not same:
                yield mine.id, theirs.id


def _are_joined(below: Run, above: Run) -> bool:
    return below.size <= 2 * above.size and below.size + above.size <= JOINED


def _without(run: Run, id_: str) -> Run | None:
    """Return a run in which an id does not stand; None if nothing does."""
    at = run.places.get(id_)
    if at is None or at in run.gone:
        return run
    gone = run.gone | {at}
    return run._replace(gone=gone) if len(gone) < run.size else None
