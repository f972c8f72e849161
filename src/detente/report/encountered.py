"""Decide how conflicts of moving objects are written for people and programs.

Which they are is decided by `detente.space.passing.encounters` (clause 32); here
figures are rounded for reading, and nothing else.
"""

from collections.abc import Iterator, Sequence

from detente.space.files.states import States
from detente.space.passing.moving import Approach, Closeness

_PLACES = 3


def encounters_page(
    states: States, closeness: Closeness, found: Sequence[Approach]
) -> Iterator[str]:
    """Yield the conflicts, a line each under a headline."""
    count = len(states.moving.ids)
    yield (
        f"{_counted(len(found), 'conflict')} among {_counted(count, 'object')}, "
        f"{closeness.lookahead_s:g} s ahead, within {closeness.lateral_m:g} m and "
        f"{closeness.vertical_m:g} m of height"
    )
    for each in found:
        yield (
            f"{each.a}  {each.b}  from {each.enter_s:.1f} to {each.leave_s:.1f} s; "
            f"closest at {each.tcpa_s:.1f} s: {each.dcpa_m:.0f} m{_height(each)}"
        )
    if states.ignored:
        yield f"Not read: {', '.join(states.ignored)}"


def encounters_data(
    states: States, closeness: Closeness, found: Sequence[Approach]
) -> dict[str, object]:
    """Return the conflicts, for a program; seconds and metres to the third place."""
    return {
        **closeness._asdict(),
        "objects": len(states.moving.ids),
        "ignored_columns": list(states.ignored),
        "conflicts": [_data(each) for each in found],
    }


def _data(each: Approach) -> dict[str, object]:
    return {
        name: round(figure, _PLACES) if isinstance(figure, float) else figure
        for name, figure in each._asdict().items()
    }


def _height(each: Approach) -> str:
    if each.dalt_m is None:
        return ", height unknown"
    return f", {each.dalt_m:.0f} m of height"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
