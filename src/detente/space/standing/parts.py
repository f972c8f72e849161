"""Put pictures together."""

from collections.abc import Sequence

import numpy as np

from detente.space.picture import Areas, Levels, Picture, Spans
from detente.space.sphere import Integers


def joined(pictures: Sequence[Picture]) -> Picture:
    """Return the volumes of several pictures as one, in order."""
    parties = {name: 0 for each in pictures for name in each.parties}
    parties.update({name: at for at, name in enumerate(parties)})
    party = [
        np.array([parties[name] for name in each.parties])[each.party]
        for each in pictures
    ]
    levels = zip(*(each.levels for each in pictures), strict=True)
    begin = _begin([len(each.ids) for each in pictures])
    return Picture(
        [id_ for each in pictures for id_ in each.ids],
        tuple(parties),
        np.concatenate(party),
        Levels._make(np.concatenate(column) for column in levels),
        _spans([each.spans for each in pictures], begin),
        _areas([each.areas for each in pictures], begin),
    )


def _begin(counts: list[int]) -> list[int]:
    """Return how many there are before each."""
    return [sum(counts[:at]) for at in range(len(counts))]


def _shifted(columns: list[Integers], begin: list[int]) -> Integers:
    """Return columns of numbers as one; each counts from another beginning."""
    pairs = zip(columns, begin, strict=True)
    return np.concatenate([column + shift for column, shift in pairs])


def _spans(all_: list[Spans], begin: list[int]) -> Spans:
    of = _shifted([each.of for each in all_], begin)
    _, start, end = map(np.concatenate, zip(*all_, strict=True))
    return Spans(of, start, end)


def _areas(all_: list[Areas], begin: list[int]) -> Areas:
    _, reach, closed, _, _, directions = map(np.concatenate, zip(*all_, strict=True))
    rings = _begin([len(each.corners) - 1 for each in all_])
    corners = _begin([len(each.directions) for each in all_])
    return Areas(
        _shifted([each.of for each in all_], begin),
        reach,
        closed,
        _offsets([each.rings for each in all_], rings),
        _offsets([each.corners for each in all_], corners),
        directions,
    )


def _offsets(columns: list[Integers], begin: list[int]) -> Integers:
    first = np.zeros(1, dtype=np.int64)
    return np.concatenate((first, _shifted([each[1:] for each in columns], begin)))
