"""Decide how a list is stated, of sites or of movements: all checked, then each signed.

Nothing is stated while a row is wrong, unless the officer wants the right rows alone;
then the others are written out with the reason. What was stated before a failure
stands, and the same command states the rest: each is known by the owner's own number.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec

from detente.api.client import Client
from detente.api.requests import DraftRequest
from detente.cli.shell import confirming, releasing
from detente.cli.shell.charting import keep
from detente.cli.shell.exits import Exit
from detente.cli.shell.moving import HalfDone
from detente.cli.shell.showing import progress, say
from detente.cli.shell.voice import Voice
from detente.dialogue.forms import move, site
from detente.record.errors import DetenteError, Misasked
from detente.report.tables import moves, sites
from detente.report.tables.rejected import rejected
from detente.report.tables.sheet import Doubt, Fault, Sheet

_GIVEN_ONCE: Final = "14.1"  # told as a doubt where the row was read
_SHOWN: Final = 200
_LONG: Final = 50
_FEW: Final = 10


class How(NamedTuple):
    """How a list is to be stated: `header` is what all its statements have alike."""

    header: Mapping[str, object]
    filled: Mapping[str, str]
    check: bool
    confirmed: bool
    only_right: bool
    rejected: Path


class Entry(NamedTuple):
    """A site or movement of a list: its rows, its number, and what would be stated."""

    rows: tuple[int, ...]
    id: str
    body: site.Notified | move.Notified

    @property
    def row(self) -> int:
        """The first of its rows."""
        return self.rows[0]


class Read(NamedTuple):
    """A list as it was read, and under which form its entries are stated."""

    form: Literal["SITE", "MOVE"]
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    doubts: tuple[Doubt, ...]
    unread: tuple[str, ...]


class Checked(NamedTuple):
    """A list beside the record: what is new, what stands, faults, doubts."""

    form: Literal["SITE", "MOVE"]
    new: tuple[Entry, ...]
    standing: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    doubts: tuple[Doubt, ...]
    unread: tuple[str, ...]


class Stated(msgspec.Struct, frozen=True):
    """A row that was stated, its number, and its reference."""

    row: int
    id: str
    reference: str


def state(client: Client, voice: Voice, sheet: Sheet, how: How) -> Exit:
    """Check a list, show what is found, and state it.

    Raises:
        Misasked: doubts are not confirmed, or the officer decided against it.
        HalfDone: some of it is stated.
        DetenteError: none of it.
    """
    found = _checked(client, voice, _read(sheet, how.filled), how)
    stated = list[Stated]()
    if not voice.as_json:
        say({}, _page(found), as_json=False)
    wrong = bool(found.faults)
    if not how.check and not (wrong and not how.only_right):
        if wrong:
            keep(how.rejected, rejected(sheet, found.faults))
        doubts = [str(each) for each in found.doubts]
        confirming.confirm(doubts, confirmed=how.confirmed)
        for each in _released(client, voice, found, how):
            stated.append(each)
            if not voice.as_json:
                line = f"row {each.row}: {each.id} is {each.reference}"
                say({}, [line], as_json=False)
    if voice.as_json:
        say(_data(found, stated, how), (), as_json=True)
    else:
        say({}, _end(found, stated, how), as_json=False)
    return Exit.MISASKED if wrong else Exit.DONE


def _read(sheet: Sheet, filled: Mapping[str, str]) -> Read:
    """Return a list of sites or movements, whichever its columns say.

    Raises:
        Malformed: its first row names no such columns.
        Misasked: a field that it cannot have was filled in.
    """
    if moves.is_meant(sheet):
        moved = moves.read(sheet, filled)
        entries = [
            Entry(rows, body.movement_id, body) for rows, body in moved.movements
        ]
        rest = moved.faults, moved.doubts, moved.unread
        return Read("MOVE", tuple(entries), *rest)
    listed = sites.read(sheet, filled)
    entries = [Entry((row,), body.site_id, body) for row, body in listed.sites]
    return Read("SITE", tuple(entries), listed.faults, listed.doubts, listed.unread)


def _checked(client: Client, voice: Voice, read: Read, how: How) -> Checked:
    """Compare a list with the record, and ask what every node would mark on each.

    Raises:
        DetenteError: nothing can be stated so at all.
    """
    stands = _stands(client, read.form, test=bool(how.header.get("test")))
    new, standing, faults = list[Entry](), list[Entry](), list[Fault]()
    with progress("Checking the rows", _LONG) as told:
        for done, each in enumerate(read.entries):
            told(done, len(read.entries))
            known = stands.get(each.id)
            if known is not None and known.facts == _facts(each.body):
                standing.append(each)
                continue
            if known is not None:
                marks = [_otherwise(known.reference, each, read.form)]
            else:
                marks = _marks(client, voice, each, how)
            for reason in marks:
                faults += moves.with_it(Fault(each.row, "", reason), each.rows)
            new += [] if marks else [each]
    matter = {row for each in new for row in (0, *each.rows)}
    return Checked(
        read.form,
        tuple(new),
        tuple(standing),
        tuple(sorted([*read.faults, *faults])),
        tuple(each for each in read.doubts if each.row in matter),
        read.unread,
    )


class _Known(NamedTuple):
    reference: str
    facts: tuple[object, ...]


def _stands(client: Client, form: str, *, test: bool) -> Mapping[str, _Known]:
    """Return what stands of ours in the record, by the owner's own number."""
    own = client.channel().own.code
    found: dict[str, _Known] = {}
    if form == "SITE":
        for site_row in client.sites().sites:
            if site_row.owner == own and (site_row.status == "TEST") == test:
                spot = site_row.lat_e5, site_row.lon_e5
                facts = (*spot, site_row.name, site_row.function)
                found[site_row.site_id] = _Known(site_row.reference, facts)
        return found
    for row in client.movements().movements:
        if row.owner == own and (row.status == "TEST") == test:
            plan = row.origin_name, row.destination_name, row.arrives_at
            found[row.movement_id] = _Known(row.reference, plan)
    return found


def _facts(body: site.Notified | move.Notified) -> tuple[object, ...]:
    """Return what tells whether one stands as a list has it."""
    if isinstance(body, site.Notified):
        spot = body.position.lat_e5, body.position.lon_e5
        return (*spot, body.name, body.function)
    return body.origin_name, body.destination_name, body.arrives_at


def _otherwise(reference: str, each: Entry, form: str) -> str:
    what = "place, name or function" if form == "SITE" else "origin, destination or ETA"
    return (
        f"{each.id[:40]} stands as {reference} with another {what}: change it by "
        f"detente send {form} --kind UPDATE --changes {reference}"
    )


def _marks(client: Client, voice: Voice, each: Entry, how: How) -> list[str]:
    """Return what every node would mark on a row."""
    found = client.preview(_asked(voice, each, how)).marks
    return [
        f"{mark.sentence} (clause {mark.clause})"
        for mark in found
        if mark.clause != _GIVEN_ONCE
    ]


def _asked(voice: Voice, each: Entry, how: How) -> DraftRequest:
    form = "SITE" if isinstance(each.body, site.Notified) else "MOVE"
    body = msgspec.to_builtins(each.body)
    return releasing.asked(voice, form=form, act="notified", body=body, **how.header)


def _released(
    client: Client, voice: Voice, found: Checked, how: How
) -> Iterator[Stated]:
    """State rows one by one; yield what each is.

    Raises:
        Misasked: the officer decided against it.
        HalfDone: one cannot be stated; those before it stand.
    """
    if not (new := found.new):
        return
    us = releasing.opened(client, voice, _asked(voice, new[0], how))
    if not voice.agrees(f"Release {len(new):,} statements, each signed?"):
        raise Misasked("Nothing was stated.")
    with progress("Stating the rows", _LONG) as told:
        for done, each in enumerate(new):
            told(done, len(new))
            try:
                drafted = client.draft(_asked(voice, each, how))
                stands = releasing.hand_over(client, us, drafted)
            except DetenteError as error:
                if not done:
                    raise
                raise HalfDone(
                    f"{done:,} of {len(new):,} rows are stated, up to row "
                    f"{new[done - 1].row}: {error.sentence} The same command states "
                    "the rest."
                ) from error
            yield Stated(each.row, each.id, stands.reference)


def _page(found: Checked) -> Iterator[str]:
    counts = len(found.new), len(found.standing), len({f.row for f in found.faults})
    yield "{:,} new, {:,} standing already, {:,} wrong; doubts: {:,}".format(
        *counts, len(found.doubts)
    )
    if found.unread:
        yield f"Columns that nobody reads: {', '.join(found.unread)}"
    yield from _some([str(each) for each in found.faults])
    yield from _some(list(_alike(found.doubts)))


def _alike(doubts: Sequence[Doubt]) -> Iterator[str]:
    """Yield doubts, those of the same words once: nobody reads a thousand alike."""
    rows: dict[str, list[int]] = {}
    for each in doubts:
        rows.setdefault(each.sentence, []).append(each.row)
    for sentence, of in rows.items():
        if len(of) == 1:
            yield f"? {Doubt(of[0], sentence)}"
            continue
        more = f" and {len(of) - _FEW:,} more" if len(of) > _FEW else ""
        yield f"? rows {', '.join(map(str, of[:_FEW]))}{more}: {sentence}"


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"and {len(lines) - _SHOWN:,} more; --json lists all"


def _end(found: Checked, stated: Sequence[Stated], how: How) -> Iterator[str]:
    if stated:
        yield f"STATED: {len(stated):,}"
    elif found.new:
        yield "NOTHING STATED"
    if found.faults and how.only_right and not how.check:
        yield f"The wrong rows are in {how.rejected}, each with the reason"


def _data(found: Checked, stated: Sequence[Stated], how: How) -> Mapping[str, object]:
    wrote = found.faults and how.only_right and not how.check
    return {
        "form": found.form,
        "stated": msgspec.to_builtins(stated),
        "new": [{"row": each.row, "id": each.id} for each in found.new],
        "standing_already": [each.row for each in found.standing],
        "faults": [each._asdict() for each in found.faults],
        "doubts": [each._asdict() for each in found.doubts],
        "unread_columns": list(found.unread),
        "rejected": str(how.rejected) if wrote else None,
    }
