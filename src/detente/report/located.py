"""Decide how live positions are written, for people and for maps (clause 35.10)."""

from collections.abc import Iterator, Sequence
from typing import Final

from detente.dialogue.sharing import STALE_STEPS
from detente.report.pages import columns
from detente.report.positions import Fix, Followed
from detente.report.words import span, utc, visible

_S_MS: Final = 1_000
_E7: Final = 10_000_000


def positions_page(
    found: Sequence[Followed], alarms: Sequence[str], now_s: int
) -> Iterator[str]:
    """Yield what is followed, each with its objects, as of a time."""
    yield from (f"ALARM  {each}" for each in alarms)
    if not found:
        yield "Nothing is followed live."
    for each in found:
        yield from followed_page(each)
    if found:
        yield f"As of {utc(now_s)}."


def followed_page(found: Followed) -> Iterator[str]:
    """Yield how one is followed, and where its objects were last."""
    told = f"{found.batches:,} batches" if found.batches != 1 else "1 batch"
    for count, word in (
        (found.purged, "PURGED"),
        (found.lacking, "NOT HERE YET"),
        (found.irregular, "IRREGULAR"),
    ):
        told += f", {count:,} {word}" if count else ""
    tracker = visible(found.tracker)
    yield f"{found.state}  {found.reference}  by {found.party}, {tracker}: {told}"
    yield from (f"  ! {each}" for each in found.wrong)
    if found.objects:
        rows = [list(_cells(each, found)) for each in found.objects]
        yield from (f"  {each}" for each in columns(rows))


def places(found: Followed) -> Iterator[str]:
    """Yield where each object was last, and when."""
    for each in found.objects:
        at, name = utc(each.time_ms // _S_MS), visible(each.object)
        yield f"{name} was at {_place(each)} at {at}."


def _cells(fix: Fix, of: Followed) -> Iterator[str]:
    yield visible(fix.object)
    yield _place(fix)
    yield "height unknown" if fix.alt_mm is None else f"{fix.alt_mm / 1000:.0f} m"
    yield _course(fix)
    stale = of.state != "LIVE" or fix.age_s > STALE_STEPS * of.every_s
    yield f"{span(fix.age_s)} ago" + (", STALE" if stale else "")
    accuracy = "" if fix.accuracy_m is None else f", within {fix.accuracy_m:,} m"
    yield f"{fix.source}{accuracy}"


def _place(fix: Fix) -> str:
    return f"{_degrees(fix.lat_e7, 'NS', 2)} {_degrees(fix.lon_e7, 'EW', 3)}"


def _course(fix: Fix) -> str:
    if fix.course_cdeg is None or fix.speed_mms is None:
        return ""
    return f"{fix.course_cdeg / 100:05.1f}° {fix.speed_mms / 1000:.1f} m/s"


def _degrees(value_e7: int, signs: str, width: int) -> str:
    whole, rest = divmod(abs(value_e7) // 100, _E7 // 100)
    return f"{signs[value_e7 < 0]}{whole:0{width}}.{rest:05}"


def drawn(found: Sequence[Followed]) -> dict[str, object]:
    """Return the last positions as GeoJSON points; what is unknown is left out."""
    features = [_feature(each, fix) for each in found for fix in each.objects]
    return {"type": "FeatureCollection", "features": features}


def _feature(of: Followed, fix: Fix) -> dict[str, object]:
    place: list[float] = [fix.lon_e7 / _E7, fix.lat_e7 / _E7]
    if fix.alt_mm is not None:
        place.append(fix.alt_mm / 1000)
    known: dict[str, object] = {
        "case": of.reference,
        "party": of.party,
        "state": of.state,
        "object": fix.object,
        "time": utc(fix.time_ms // _S_MS).replace(" ", "T"),
        "age_s": fix.age_s,
        "source": fix.source,
    }
    if fix.course_cdeg is not None:
        known["track_deg"] = fix.course_cdeg / 100
    if fix.speed_mms is not None:
        known["ground_speed_ms"] = fix.speed_mms / 1000
    if fix.accuracy_m is not None:
        known["accuracy_m"] = fix.accuracy_m
    geometry = {"type": "Point", "coordinates": place}
    name = f"{of.reference} {fix.object}"
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": known}
