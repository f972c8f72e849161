"""Move what is kept into one piece of memory of its own.

While a picture is made, much is held that is given up later; what is kept lies strewn
among that, and so an allocator cannot give back what is free around it. Columns that
are large have memory of their own already.
"""

from collections.abc import Mapping
from typing import Final, TypeVar, cast

import numpy as np
import numpy.typing as npt

T = TypeVar("T")
_Column = npt.NDArray[np.generic]
_ALONE: Final = 32 << 20
"""So large a piece is always one of its own."""
_LINE: Final = 64


def moved(kept: T) -> T:
    """Return the same with its small columns in one piece, if they are many."""
    small: dict[int, _Column] = {}
    _note(kept, small)
    sizes = [-(-each.nbytes // _LINE) * _LINE for each in small.values()]
    if sum(sizes) < _ALONE:
        return kept
    piece = np.empty(sum(sizes), dtype=np.uint8)
    ends = np.cumsum(sizes)
    begin = (ends - sizes).tolist()
    places = {
        key: _laid(each, piece[at : at + each.nbytes])
        for (key, each), at in zip(small.items(), begin, strict=True)
    }
    return cast("T", _with(kept, places))


def _note(part: object, small: dict[int, _Column]) -> None:
    """Note the small columns of a part, each once."""
    match part:
        case np.ndarray() if part.nbytes < _ALONE:
            small[id(part)] = part
        case tuple():
            for each in part:
                _note(each, small)
        case Mapping():
            for each in part.values():
                _note(each, small)


def _laid(column: _Column, room: npt.NDArray[np.uint8]) -> _Column:
    found = room.view(column.dtype).reshape(column.shape)
    found[...] = column
    return found


def _with(part: object, places: Mapping[int, _Column]) -> object:
    """Return a part with other columns in place of its own."""
    match part:
        case np.ndarray():
            return places.get(id(part), part)
        case tuple():
            named = getattr(type(part), "_make", tuple)
            return cast("object", named(_with(each, places) for each in part))
        case Mapping():
            return {key: _with(each, places) for key, each in part.items()}
        case _:
            return part
