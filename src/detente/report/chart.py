"""Decide what a drawing of what stands declared holds: GeoJSON, and what it lacks.

What cannot be drawn is listed with the reason, never left out in silence. How it is
drawn is `detente.report.charted`, which loads much more.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from detente.report.declared import UndrawnRow


class ChartFeature(msgspec.Struct, frozen=True):
    """A declared volume as GeoJSON has it, or one area of it."""

    properties: dict[str, Any]
    geometry: dict[str, Any]
    type: str = "Feature"


class Chart(msgspec.Struct, frozen=True):
    """What stands declared as a feature collection, at these heads.

    `undrawn` cannot be drawn, and why: whoever looks must reckon with it everywhere.
    """

    heads: dict[str, int]
    features: tuple[ChartFeature, ...]
    undrawn: tuple[UndrawnRow, ...]
    type: str = "FeatureCollection"


def left_out(undrawn: Iterable[UndrawnRow]) -> Iterator[str]:
    """Yield what is not in a drawing and must be reckoned with, as sentences."""
    for each in undrawn:
        of = f"{each.volume.owner} {each.volume.reference} {each.volume.part}".strip()
        yield f"NOT DRAWN, reckon with it everywhere: {of}: {each.why}"
