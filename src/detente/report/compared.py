"""Find what conflicts among what stands declared, for a page (clauses 34.1 to 34.3).

Loaded only when it is asked for: comparing volumes takes libraries that nothing else at
the API needs.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from detente.dialogue import sameness
from detente.dialogue.alerts import Alert, Known
from detente.dialogue.concerning import is_past, present, words
from detente.dialogue.conflicts import Conflict, conflicts, digest
from detente.dialogue.declared import (
    Declared,
    activity,
    drawable,
    in_theatres,
)
from detente.dialogue.forms.act import Notice
from detente.dialogue.life import Life
from detente.dialogue.lives import Lives
from detente.dialogue.sameness import Found
from detente.node.alerted import Alerted
from detente.record.errors import Misasked
from detente.report.declared import (
    ConflictList,
    ConflictRow,
    ShiftRow,
    UndrawnRow,
    VolumeRow,
)
from detente.report.notices import heads
from detente.report.record import Record
from detente.report.shown import Mark
from detente.report.words import utc
from detente.space.meeting import separation
from detente.space.meeting.margin import margin
from detente.space.meeting.pairs import ENGINE

_MM: Final = 1_000
MOST_TOLD: Final = 20
MOST_PARTED: Final = 20
"""A node answers one at a time: so many may be parted before others are heard."""


class Asked(NamedTuple):
    """How a list of conflicts is asked for.

    `now_s` tells which are past (34.8); `shifts` how each activity may be moved (34.5),
    which takes up to a second each; `closed` those that stand no longer, too; `case`
    only those of a notice, by its reference, or the one of a number; `alerts` says
    whether to tell what has sounded.
    """

    now_s: int
    shifts: bool = False
    closed: bool = False
    case: str = ""
    alerts: bool = True


def conflict_list(record: Record, asked: Asked) -> ConflictList:
    """Return what conflicts among what stands declared.

    Args:
        record: the line.
        asked: what of it.

    Raises:
        Misasked: more are to be parted than can be while others wait.
    """
    stands, lives = record.following.declared(), record.following.lives()
    told = lives.all()
    found = [each for each in told if each.closed is None]
    undrawn = (
        UndrawnRow(volume_row(each), each.fault) for each in stands if each.fault
    )
    known = Alerted(record.place.alerts).known if asked.alerts else {}
    listed = [each for each in (told if asked.closed else found) if _is(each, asked)]
    if asked.shifts and len(listed) > MOST_PARTED:
        raise Misasked(
            f"There are {len(listed):,} conflicts, and how to part them takes up to a "
            f"second each: name a notice or a number, of at most {MOST_PARTED}."
        )
    rows = tuple(_conflict(each, asked, known) for each in listed)
    whole = digest([each.conflict for each in found]).hex()
    return ConflictList(
        heads(record),
        ENGINE,
        whole,
        len(stands),
        rows,
        tuple(undrawn),
        lives.digest().hex(),
        record.terms.engine,
        tuple(_unlike(record, lives)),
    )


def _is(life: Life, asked: Asked) -> bool:
    """Say whether a conflict is asked for."""
    one, other = life.conflict.one, life.conflict.other
    return asked.case in {"", life.number, one.reference, other.reference}


def _unlike(record: Record, lives: Lives) -> Iterator[str]:
    """Yield whose node finds other conflicts than ours where both hold the same."""
    found = Found(ENGINE, len(lives.open()), lives.digest())
    for said in sameness.newest(record.standing, record.own):
        held = sameness.is_held(record.standing, said)
        if held and sameness.compared(said, found) != "same":
            yield said.party


def concerned(record: Record, now_s: int) -> dict[str, str]:
    """Return the conflicts that concern our watch now: in words, by their numbers."""
    lives = record.following.lives()
    known = present(lives, record.own, now_s, {})
    return {each.number: words(each) for each in lives.open() if each.number in known}


def cautions(record: Record, notice: Notice, status: str) -> Iterator[Mark]:
    """Yield what a notice of ours would conflict with, before it is released (34.4).

    What it changes is our own too, and so is not compared with it (34.2).

    Args:
        record: the line.
        notice: what is to be released.
        status: of its statement.
    """
    drafted = map(drawable, activity("", record.own, status, notice))
    checked = in_theatres([(each, record.terms.theatres) for each in drafted])
    for each in checked:
        if each.fault:
            yield Mark("34.4", f"It cannot be compared: {each.fault}", voids=False)
    met = [
        each
        for each in conflicts([*checked, *record.following.declared()])
        if not (each.one.reference and each.other.reference)
    ]
    for conflict in met[:MOST_TOLD]:
        yield Mark("34.4", _caution(conflict), voids=False)
    if len(met) > MOST_TOLD:
        more = len(met) - MOST_TOLD
        yield Mark("34.4", f"It conflicts with {more:,} more.", voids=False)


def _caution(conflict: Conflict) -> str:
    """Return what a volume of a draft would conflict with; it has no reference yet."""
    mine, other = conflict.one, conflict.other
    if mine.reference:
        mine, other = other, mine
    where = f"{mine.part[:1].upper()}{mine.part[1:]}"
    whose = f"{other.owner} {other.reference} {other.part}".strip()
    return f"{where}: {conflict.grade} with {whose}, {other.said}."


def volume_row(each: Declared) -> VolumeRow:
    """Return a declared volume as it is told."""
    return VolumeRow(
        each.reference, each.part, each.owner, each.kind, each.status, each.said
    )


def _conflict(life: Life, asked: Asked, known: Known) -> ConflictRow:
    each = life.conflict
    lateral_mm, vertical_mm, time_ms = each.minima
    kept = margin(each.one.volume, each.other.volume, each.minima)
    return ConflictRow(
        volume_row(each.one),
        volume_row(each.other),
        each.grade,
        lateral_mm / _MM,
        vertical_mm / _MM,
        time_ms / _MM,
        tuple((start, end) for start, end in each.shared),
        each.digest.hex(),
        tuple(_shifts(each)) if asked.shifts and life.closed is None else (),
        life.number,
        life.posts,
        life.opened.header.reference,
        tuple(by.header.reference for by in life.changed),
        "" if life.closed is None else life.closed.header.reference,
        kept.lateral_mm / _MM,
        kept.vertical_mm / _MM,
        kept.time_ms / _MM,
        is_past(each, asked.now_s),
        _alert(known.get(life.number)) if life.closed is None else "",
    )


def _alert(alert: Alert | None) -> str:
    """Return what has sounded of a conflict here, in words."""
    if alert is None:
        return ""
    since_s = alert.better_s
    return "sounded" if since_s is None else f"sounded, better since {utc(since_s)}"


def _shifts(conflict: Conflict) -> Iterator[ShiftRow]:
    """Yield how each of both that is an activity may be moved."""
    both = (conflict.one, conflict.other)
    for mine, theirs in (both, both[::-1]):
        if mine.kind != "activity":
            continue
        found = separation.shifts(mine.volume, theirs.volume, conflict.minima)
        for way, amount, bearing in found:
            metres = amount / _MM
            yield ShiftRow(
                mine.owner,
                later_s=amount // _MM if way == "later" else 0,
                higher_m={"higher": metres, "lower": -metres}.get(way, 0),
                aside_m=amount // _MM if way == "aside" else 0,
                bearing_deg=bearing,
            )
