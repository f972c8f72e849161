"""Decide what a theatre of the charter is: an area in which wider minima hold (10.18).

What each side wants for its own activity stays its own wish; a theatre is what both
have agreed for a place, whoever plans there. It is drawn as a volume of a notice is, at
every height and time, and only ever widens what is wanted.
"""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from detente.dialogue import volume
from detente.dialogue.drawing import drawn
from detente.dialogue.fields import label
from detente.dialogue.volume import LARGEST_RADIUS_M, Circle, Polygon, Volume4D


class Theatre(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """An area by a circle or a polygon, and the minima that hold in it."""

    name: Annotated[str, label("Name")]
    outline_circle: Annotated[Circle | None, label("Circle")] = None
    outline_polygon: Annotated[Polygon | None, label("Polygon")] = None
    lateral_m: Annotated[int, label("Minimum, lateral", "In metres")] = 0
    vertical_m: Annotated[int, label("Minimum, vertical", "In metres")] = 0
    time_s: Annotated[int, label("Minimum, time", "In seconds")] = 0

    @property
    def drawn(self) -> Volume4D:
        """Its area as a volume."""
        circle, polygon = self.outline_circle, self.outline_polygon
        return Volume4D(outline_circle=circle, outline_polygon=polygon)


def faults(theatres: tuple[Theatre, ...]) -> Iterator[str]:
    """Yield what is wrong with theatres."""
    names = [each.name for each in theatres]
    if len(set(names)) != len(names) or not all(each.strip() for each in names):
        yield "A theatre has no name, or that of another"
    for each in theatres:
        minima = (each.lateral_m, each.vertical_m, each.time_s)
        if min(minima) < 0 or not any(minima) or each.lateral_m > LARGEST_RADIUS_M:
            yield f"The theatre {each.name[:40]} has no minima that can be kept"
        found = [fault.sentence.rstrip(".") for fault in volume.faults(each.drawn)]
        if not all(point.sound for point in each.drawn.points):
            found.append("A point of a volume is nowhere on the Earth")
        found = found or list(_crossed(each))
        for sentence in found:
            yield f"The theatre {each.name[:40]} is no area: {sentence}"


def _crossed(theatre: Theatre) -> Iterator[str]:
    """Yield what is wrong with how the sides of an area run (clause 30.7)."""
    if theatre.outline_polygon is None:
        return
    # What looks at sides is loaded where there are some: most charters have none.
    from detente.space.soundness import sound  # noqa: PLC0415

    for sentence in sound.faults(drawn(theatre.name, "", theatre.drawn)):
        yield sentence.rstrip(".")
