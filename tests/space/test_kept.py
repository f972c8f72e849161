"""What is kept of volumes is all of them, and little."""

import numpy as np
import numpy.typing as npt
import pytest
from bench import theatres
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.test_pairs import crowds, minima

from detente.space.picture import Picture, picture
from detente.space.standing.kept import Kept
from detente.space.standing.parts import joined
from detente.space.volume import Minima, Volume


def said(found: Picture) -> list[object]:
    """Return what a picture says, parties by name."""
    columns: list[npt.NDArray[np.generic]] = [
        *found.levels,
        *found.spans,
        *found.areas,
    ]
    parties = [found.parties[each] for each in found.party]
    return [list(found.ids), parties, *(each.tolist() for each in columns)]


@settings(max_examples=50, deadline=None)
@given(crowds("a"), minima, st.data())
def test_what_stands_is_what_was_kept(
    volumes: list[Volume], apart: Minima, data: st.DataObject
) -> None:
    """All of it but what is gone."""
    places = st.integers(0, max(0, len(volumes) - 1))
    gone = data.draw(st.sets(places)) if volumes else set()
    fast = data.draw(st.booleans())
    kept = Kept.of(picture(volumes), apart.lateral_mm, fast=fast)
    left = [each for at, each in enumerate(volumes) if at not in gone]

    assert said(kept.picture(gone)) == said(picture(left))


@settings(max_examples=50, deadline=None)
@given(st.lists(crowds("a"), min_size=1, max_size=3))
def test_joined_pictures_are_one_of_all_volumes(parts: list[list[Volume]]) -> None:
    """Whichever parties each of them knows."""
    every = [volume for part in parts for volume in part]

    assert said(joined([picture(each) for each in parts])) == said(picture(every))


@pytest.mark.parametrize(("fast", "most"), [(False, 530), (True, 310)])
def test_a_volume_costs_a_few_hundred_bytes(most: int, *, fast: bool) -> None:
    """Of eleven corners, which take most of it."""
    kept = Kept.of(theatres.week(5_000, 1).picture, 0, fast=fast)
    names, areas, plots = kept.names, kept.areas, kept.plots.values()
    columns: list[npt.NDArray[np.generic]] = [
        *(names.ends, names.order, kept.rows, kept.far, *areas)
    ]
    for each in plots:
        columns += [each.entry, each.shape, each.ends, *each.boxes.levels]
    if kept.quick is not None:
        held = kept.quick.held
        assert held.rows is kept.rows
        assert held.directions is areas.directions
        columns += [held.frames, held.codes, held.below]
    texts = [names.text, *(each.text for each in plots)]

    size = sum(each.nbytes for each in columns) + sum(map(len, texts))
    assert size / 5_000 < most
