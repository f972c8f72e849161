"""Draw what stands declared, as far as it is asked for (clause 34.1, docs/space.md).

A function of the heads held and of what is asked for. Of a site and a movement only its
place, its time and its one line are drawn: contacts, plates and persons stand in the
statement (clause 17.12). Loaded only when it is asked for: drawing takes libraries that
nothing else at the API needs.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from detente.dialogue.declared import Declared, Kind
from detente.record.errors import Misasked
from detente.report.chart import Chart, ChartFeature
from detente.report.compared import volume_row
from detente.report.declared import UndrawnRow
from detente.report.notices import heads
from detente.report.record import Record
from detente.space.files import geojson
from detente.space.volume import Volume, Window

KINDS: Final[Mapping[str, Kind]] = {
    "ACT": "activity",
    "SITE": "site",
    "MOVE": "movement",
}
_MM: Final = 1_000
_MOST_KEPT: Final = 20_000


class Wanted(NamedTuple):
    """What is asked for; what is left out leaves nothing out.

    Args:
        form: ACT, SITE or MOVE.
        party: whose.
        at_s: what stands at that moment; a time that is not told counts.
        case: the reference of its first statement.
    """

    form: str = ""
    party: str = ""
    at_s: int | None = None
    case: str = ""

    def has(self, each: Declared) -> bool:
        """Say whether a declared volume is asked for."""
        return (
            (not self.form or each.kind == KINDS[self.form])
            and (not self.party or each.owner == self.party)
            and (not self.case or each.reference == self.case)
            and (self.at_s is None or _stands(each.volume, self.at_s * _MM))
        )


def _stands(volume: Volume, at_ms: int) -> bool:
    return any(_within(each, at_ms) for each in volume.windows)


def _within(window: Window, at_ms: int) -> bool:
    start_ms, end_ms = window
    return (start_ms is None or start_ms <= at_ms) and (
        end_ms is None or at_ms <= end_ms
    )


def chart(record: Record, wanted: Wanted) -> Chart:
    """Return what stands declared, as far as it is asked for."""
    found = list(filter(wanted.has, record.following.declared()))
    drawn, undrawn = list[ChartFeature](), list[UndrawnRow]()
    for each in found:
        try:
            drawn += _drawn(each)
        except Misasked as error:
            undrawn.append(UndrawnRow(volume_row(each), error.sentence))
    return Chart(heads(record), tuple(drawn), tuple(undrawn))


@lru_cache(_MOST_KEPT)  # what stands for days is asked for at every look
def _drawn(each: Declared) -> tuple[ChartFeature, ...]:
    """Return the features of a declared volume.

    Raises:
        Misasked: it makes no sense, or GeoJSON cannot say it.
    """
    if each.fault:
        raise Misasked(each.fault)
    besides = dict(_besides(each))
    made = (geojson.feature(one, **besides) for one in geojson.sayable(each.volume))
    return tuple(msgspec.convert(one, ChartFeature) for one in made)


def _besides(each: Declared) -> Iterator[tuple[str, object]]:
    """Yield the properties that are no part of a volume."""
    yield "reference", each.reference
    if each.part:
        yield "part", each.part
    yield "kind", each.kind
    yield "status", each.status
    yield "said", each.said
    wants = zip(("lateral_m", "vertical_m", "apart_s"), each.minima, strict=True)
    for name, figure in wants:
        if figure:
            yield name, figure // _MM
