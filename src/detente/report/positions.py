"""Decide how what is followed live is listed: where it was last, and how long ago.

Spec clauses 35.5 and 35.10. What has not been heard of is STALE and stays where it was
last: a convoy whose beacon died is still on the road. Which batches are missing, gone
or not what they were said to be is told beside it.
"""

from typing import Final, Literal, TypeAlias

import msgspec

from detente.dialogue.batch import Report
from detente.dialogue.case import Case
from detente.dialogue.forms.pos import Reported
from detente.dialogue.sharing import STALE_STEPS, Share, followed_now
from detente.node.batches import LOOKED_AT
from detente.node.tracking import Tracking
from detente.report.record import Record

State: TypeAlias = Literal["LIVE", "STALE", "NONE YET", "NO LONGER SHARED", "OVER"]

_S_MS: Final = 1_000


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """Where an object was last, and by which statement that is told."""

    object: str
    time_ms: int
    age_s: int
    lat_e7: int
    lon_e7: int
    alt_mm: int | None
    course_cdeg: int | None
    speed_mms: int | None
    source: str
    accuracy_m: int | None
    stated_by: str


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """A movement or an incident that is followed live, as a party tells it.

    `batches` counts the entries, and of the newest of them `purged`, `lacking` and
    `irregular` those whose reports are not to be had here, `wrong` why.
    """

    reference: str
    family: str
    party: str
    tracker: str
    state: State
    every_s: int
    batches: int
    purged: int
    lacking: int
    irregular: int
    wrong: tuple[str, ...]
    objects: tuple[Fix, ...]


class PositionList(msgspec.Struct, frozen=True):
    """What is followed live, at a time, and what of it is an alarm of our watch.

    What is over is left out.
    """

    now_s: int
    alarms: tuple[str, ...]
    followed: tuple[Followed, ...]


def position_list(record: Record, now_s: int, *, alarms: bool = True) -> PositionList:
    """Return what is followed live in a record.

    Args:
        record: the line; one that looks back has the batches that were stated by then,
            as far as their reports have come since and are not purged yet.
        now_s: the time at which it is looked at.
        alarms: whether to say what the node has found that alarms now.

    Raises:
        StoreFailed: the store cannot be read.
    """
    rows = (
        follow(record, case, share, now_s)
        for case, share in followed_now(record.standing)
    )
    return PositionList(now_s, _alarms(record) if alarms else (), tuple(rows))


def _alarms(record: Record) -> tuple[str, ...]:
    """Return what the node has found: to compare everything again takes seconds."""
    found = Tracking(record.own, record.store, record.place.known_alarms).known
    return tuple(each.words for each in found)


def of_case(record: Record, case: Case, now_s: int) -> tuple[Followed, ...]:
    """Return what is or was told of live positions of one case."""
    return tuple(follow(record, case, share, now_s) for share in case.shares)


def follow(record: Record, case: Case, share: Share, now_s: int) -> Followed:
    """Return what a party tells of a case."""
    terms = record.standing.under(case).charter.terms.positions
    every_s = 0 if terms is None else terms.every_s
    newest = share.batches[-LOOKED_AT:]
    told = [(each, record.batches.told(each)) for each in newest]
    last: dict[str, tuple[Report, str]] = {}
    for entered, found in told:
        reference = entered.header.reference
        last |= {report.object: (report, reference) for report in found.reports}
    states = [found.state for _, found in told]
    wrong = (each.sentence for _, each in told if each.state == "irregular")
    return Followed(
        reference=case.opened.header.reference,
        family=case.family,
        party=share.party,
        tracker=share.shared.tracker,
        state=_state(case, share, every_s, now_s),
        every_s=every_s,
        batches=len(share.batches),
        purged=states.count("purged"),
        lacking=states.count("lacking"),
        irregular=states.count("irregular"),
        wrong=tuple(dict.fromkeys(wrong)),
        objects=tuple(_fix(*last[name], now_s) for name in sorted(last)),
    )


def _state(case: Case, share: Share, every_s: int, now_s: int) -> State:
    """Return how what is shared stands; what is stated and not here yet counts."""
    if case.unfollowed(share.by):
        return "OVER"
    if share.ended:
        return "NO LONGER SHARED"
    if not share.batches:
        since_s = share.by.header.released
        return "STALE" if now_s - since_s > STALE_STEPS * every_s else "NONE YET"
    last = share.batches[-1].body
    assert isinstance(last, Reported)  # noqa: S101 - batches are that
    return "STALE" if now_s - last.last > STALE_STEPS * every_s else "LIVE"


def _fix(report: Report, stated_by: str, now_s: int) -> Fix:
    return Fix(
        age_s=max(0, now_s - report.time_ms // _S_MS),
        stated_by=stated_by,
        **report._asdict(),
    )
