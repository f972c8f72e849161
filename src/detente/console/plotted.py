"""Decide what stands on the map, each item once: its row, and its feature.

What is declared, what is followed live, where something happened. The row says all that
the map shows, and more: party, heights and times, in words; the feature has the id of
its row. *For* another moment only what is declared is drawn: where something was is
asked of what was known then (`detente.api.client.Client.back_at`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from detente.api.client import Client
from detente.dialogue.position import E5
from detente.report.chart import Chart, ChartFeature, left_out
from detente.report.notices import SiteRow
from detente.report.positions import Followed, PositionList
from detente.report.words import span, utc
from detente.space import figures
from detente.space.notices.levels import FOOT_MM

When: TypeAlias = Literal["now", "later", "over"]

FAMILIES: Final = ("stop", "object", "incident")
"""Cases that lie at a place, the most urgent first."""
LIVE: Final = "position"
"""The kind of what is followed live."""
_MOST: Final = 50
_MS: Final = 1_000
_MOMENTS: Final = 20_000
_E7: Final = 10_000_000
FLIGHT_LEVEL_M: Final = float(FOOT_MM / 10)
"""A hundred feet."""
_WORDS: Final[Mapping[str, When]] = {"CLOSED": "over", "OVER": "over"}


class Item(NamedTuple):
    """A thing on the map, as its row says it; `feature` is what is drawn of it.

    `begins_s` is when it begins, POSIX seconds; None: nobody told.
    """

    name: str
    kind: str
    said: str
    party: str
    reference: str
    part: str
    status: str
    heights: str
    times: str
    when: When
    stale: bool
    begins_s: int | None
    feature: dict[str, object]


class Picture(NamedTuple):
    """What stands on the map, and what is not on it and has to be reckoned with."""

    items: tuple[Item, ...]
    missing: tuple[str, ...]
    alarms: tuple[str, ...]

    def features(self, *, moving: bool) -> list[dict[str, object]]:
        """Return what is drawn, as features of GeoJSON: what moves, or what stands."""
        return [each.feature for each in self.items if moving == (each.kind == LIVE)]


def picture(client: Client, own: str, now_s: int, at_s: int | None) -> Picture:
    """Return what stands on the map.

    Args:
        client: asks the line.
        own: our party.
        now_s: the node's time.
        at_s: the moment looked at; None: now, and all that is still to come.

    Raises:
        DetenteError: the line cannot be read.
    """
    chart = client.declared(at_s=at_s)
    sites = {row.reference: row for row in client.sites().sites}
    looked_s = now_s if at_s is None else at_s
    items = list(_stands(chart, own, looked_s, sites))
    if at_s is not None:
        return Picture(tuple(items), tuple(left_out(chart.undrawn)), ())
    followed = client.positions()
    items += _followed(followed, own)
    here, unlisted = _happened(client, own)
    missing = (*left_out(chart.undrawn), *unlisted)
    return Picture((*here, *items), missing, followed.alarms)


def matching(chart: Chart, reference: str, part: str) -> list[ChartFeature]:
    """Return the features of one volume of what is declared."""
    return [
        each
        for each in chart.features
        if each.properties["reference"] == reference
        and each.properties.get("part", "") == part
    ]


def moments(properties: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return from when until when a feature stands, POSIX seconds; None: unknown.

    What recurs stands from the first of its times to the end of the last.
    """
    start_s = _seconds(properties, "time_start")
    end_s = _seconds(properties, "time_end")
    again = properties.get("recurrence")
    if again and start_s is not None and end_s is not None:
        end_s += (_seconds(again, "until") or start_s) - start_s
    return start_s, end_s


def heights(properties: Mapping[str, Any]) -> str:
    """Return from which height to which a feature reaches, in words."""
    if not any(name.startswith("altitude_") for name in properties):
        return "every height"
    return f"{_height(properties, 'lower')} to {_height(properties, 'upper')}"


def _height(properties: Mapping[str, Any], end: str) -> str:
    value_m = properties.get(f"altitude_{end}_m")
    if value_m is None:
        return "everything below" if end == "lower" else "everything above"
    datum = properties.get(f"altitude_{end}_datum", "W84")
    if datum == "STD":
        return f"FL {value_m / FLIGHT_LEVEL_M:03.0f}"
    return f"{value_m:,.0f} m {datum}"


def _seconds(properties: Mapping[str, Any], name: str) -> int | None:
    told = properties.get(name)
    return None if told is None else _seconds_of(told)


@lru_cache(_MOMENTS)
def _seconds_of(told: str) -> int:
    """Return a moment that the API tells, POSIX seconds: thousands stand for days."""
    return figures.milliseconds(told, "time", up=False) // _MS


@lru_cache(_MOMENTS)
def _utc(time_s: int) -> str:
    return utc(time_s)


def _stands(
    chart: Chart, own: str, now_s: int, sites: Mapping[str, SiteRow]
) -> Iterator[Item]:
    """Yield what stands declared; a name stays as long as its statement stands."""
    counted = Counter[str]()
    for each in chart.features:
        reference = str(each.properties["reference"])
        counted[reference] += 1
        name = f"declared-{reference}-{counted[reference]}"
        yield _declared(name, each, own, now_s, sites)


def _declared(
    name: str,
    each: ChartFeature,
    own: str,
    now_s: int,
    sites: Mapping[str, SiteRow],
) -> Item:
    told = each.properties
    start_s, end_s = moments(told)
    later, over = (start_s or 0) > now_s, end_s is not None and end_s < now_s
    when: When = "later" if later else "over" if over else "now"
    kind, party = str(told["kind"]), str(told.get("party", ""))
    reference, part = str(told["reference"]), str(told.get("part", ""))
    drawn: dict[str, object] = {
        "shape": sites[reference].function if reference in sites else kind,
        "reference": reference,
        "part": part,
    }
    if reference in sites:
        drawn["label"] = sites[reference].name
    drawn |= {name: told[name] for name in ("radius_m", "width_m") if name in told}
    item = Item(
        name=name,
        kind=kind,
        said=str(told["said"]),
        party=party,
        reference=reference,
        part=part,
        status=str(told["status"]),
        heights=heights(told),
        times=_times(told),
        when=when,
        stale=False,
        begins_s=start_s,
        feature={},
    )
    return _with_feature(item, own, each.geometry, drawn)


def _times(told: Mapping[str, Any]) -> str:
    start_s = _seconds(told, "time_start")
    end_s = _seconds(told, "time_end")
    if start_s is None and end_s is None:
        return "at every time"
    start = "before" if start_s is None else _utc(start_s)
    end = "without an end" if end_s is None else _utc(end_s)
    again = told.get("recurrence")
    if not again:
        return f"{start} to {end}"
    every = span(int(again["every_s"]))
    return f"{start} to {end}, every {every} until {again['until']}"


def _followed(found: PositionList, own: str) -> Iterator[Item]:
    for row in found.followed:
        for number, fix in enumerate(row.objects):
            item = Item(
                name=f"live-{row.reference}-{number}",
                kind=LIVE,
                said=f"{fix.object}, {_course(row, number)}",
                party=row.party,
                reference=row.reference,
                part="",
                status=row.state,
                heights="" if fix.alt_mm is None else f"{fix.alt_mm // _MS:,} m",
                times=f"{utc(fix.time_ms // _MS)}, {span(fix.age_s)} ago",
                when="now",
                stale=row.state != "LIVE",
                begins_s=fix.time_ms // _MS,
                feature={},
            )
            yield _with_feature(
                item,
                own,
                _point(fix.lon_e7 / _E7, fix.lat_e7 / _E7),
                {"shape": "movement", "label": fix.object},
            )


def _course(row: Followed, number: int) -> str:
    fix = row.objects[number]
    known = []
    if fix.course_cdeg is not None:
        known.append(f"course {fix.course_cdeg // 100:03d}")
    if fix.speed_mms is not None:
        known.append(f"{fix.speed_mms * 36 // 10_000:,} km/h")
    return f"{row.tracker} {' '.join(known)}".strip()


def _happened(client: Client, own: str) -> tuple[list[Item], list[str]]:
    """Return what happens at a place in open cases, and what is not listed of it."""
    found, unlisted = list[Item](), list[str]()
    for family in FAMILIES:
        listed = client.cases(family, only_open=True, last=_MOST)
        if listed.left_out:
            sentence = "older open cases are not drawn; the inbox has what is due."
            unlisted.append(f"{listed.left_out} {family}: {sentence}")
        for row in listed.cases:
            said = client.statement(row.opened).statement
            where = (said.body or {}).get("position") or {}
            if "lat_e5" not in where:
                continue
            item = Item(
                name=f"case-{row.opened}",
                kind=family,
                said=row.summary,
                party=said.party,
                reference=row.opened,
                part="",
                status=row.status,
                heights="",
                times=f"{utc(said.released)}, {row.outcome}",
                when=_WORDS.get(row.outcome, "now"),
                stale=False,
                begins_s=said.released,
                feature={},
            )
            point = _point(where["lon_e5"] / E5, where["lat_e5"] / E5)
            found.append(_with_feature(item, own, point, {"shape": family}))
    return found, unlisted


def _point(lon: float, lat: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [lon, lat]}


def _with_feature(
    item: Item, own: str, geometry: dict[str, Any], besides: Mapping[str, object]
) -> Item:
    properties = {
        "item": item.name,
        "kind": item.kind,
        "label": item.said[:40],
        "own": item.party == own,
        "when": item.when,
        "stale": item.stale,
        **besides,
    }
    feature: dict[str, object] = {
        "type": "Feature",
        "properties": properties,
        "geometry": geometry,
    }
    return item._replace(feature=feature)
