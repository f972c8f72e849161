"""Decide how a list of sites is stated: every row checked first, then each signed.

Nothing is stated while a row is wrong, unless the officer wants the right rows alone;
then the others are written out with the reason. What was stated before a failure
stands, and the same command states the rest: a site is known by its number.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from detente.api.client import Client
from detente.api.requests import DraftRequest
from detente.cli.shell import confirming, releasing
from detente.cli.shell.charting import keep
from detente.cli.shell.exits import Exit
from detente.cli.shell.moving import HalfDone
from detente.cli.shell.showing import progress, say
from detente.cli.shell.voice import Voice
from detente.record.errors import DetenteError, Misasked
from detente.report.notices import SiteRow
from detente.report.tables import sites
from detente.report.tables.rejected import rejected
from detente.report.tables.sheet import Doubt, Fault, Sheet
from detente.report.tables.sites import Site, Sites

_GIVEN_ONCE: Final = "14.1"  # told as a doubt where the row was read
_SHOWN: Final = 200


class How(NamedTuple):
    """How a list is to be stated: `header` is what all its statements have alike."""

    header: Mapping[str, object]
    filled: Mapping[str, str]
    check: bool
    confirmed: bool
    only_right: bool
    rejected: Path


class Checked(NamedTuple):
    """A list beside the record: what is new, what stands, faults, doubts."""

    new: tuple[Site, ...]
    standing: tuple[Site, ...]
    faults: tuple[Fault, ...]
    doubts: tuple[Doubt, ...]
    unread: tuple[str, ...]


class Stated(msgspec.Struct, frozen=True):
    """A row that was stated, its site, and its reference."""

    row: int
    site_id: str
    reference: str


def state(client: Client, voice: Voice, sheet: Sheet, how: How) -> Exit:
    """Check a list, show what is found, and state it.

    Raises:
        Misasked: doubts are not confirmed, or the officer decided against it.
        HalfDone: some of it is stated.
        DetenteError: none of it.
    """
    found = _checked(client, voice, sites.read(sheet, how.filled), how)
    stated = list[Stated]()
    if not voice.as_json:
        say({}, _page(found), as_json=False)
    wrong = bool(found.faults)
    if not how.check and not (wrong and not how.only_right):
        if wrong:
            keep(how.rejected, rejected(sheet, found.faults))
        doubts = [str(each) for each in _doubts_of(found)]
        confirming.confirm(doubts, confirmed=how.confirmed)
        for each in _released(client, voice, found.new, how):
            stated.append(each)
            if not voice.as_json:
                line = f"row {each.row}: {each.site_id} is {each.reference}"
                say({}, [line], as_json=False)
    if voice.as_json:
        say(_data(found, stated, how), (), as_json=True)
    else:
        say({}, _end(found, stated, how), as_json=False)
    return Exit.MISASKED if wrong else Exit.DONE


def _checked(client: Client, voice: Voice, read: Sites, how: How) -> Checked:
    """Compare a list with the record, and ask what every node would mark on each row.

    Raises:
        DetenteError: nothing can be stated so at all.
    """
    own = client.channel().own.code
    test = bool(how.header.get("test"))
    stands = {
        each.site_id: each
        for each in client.sites().sites
        if each.owner == own and (each.status == "TEST") == test
    }
    new, standing, faults = list[Site](), list[Site](), list[Fault]()
    with progress("Checking the rows") as told:
        for done, each in enumerate(read.sites):
            told(done, len(read.sites))
            known = stands.get(each.body.site_id)
            if known is not None and _same(known, each):
                standing.append(each)
                continue
            marks = (
                [_otherwise(known, each)] if known else _marks(client, voice, each, how)
            )
            faults += [Fault(each.row, "", reason) for reason in marks]
            new += [] if marks else [each]
    rows = {each.row for each in new} | {0}
    return Checked(
        tuple(new),
        tuple(standing),
        tuple(sorted([*read.faults, *faults])),
        tuple(each for each in read.doubts if each.row in rows),
        read.unread,
    )


def _same(known: SiteRow, each: Site) -> bool:
    body = each.body
    return (known.lat_e5, known.lon_e5, known.name, known.function) == (
        *(body.position.lat_e5, body.position.lon_e5),
        *(body.name, body.function),
    )


def _otherwise(known: SiteRow, each: Site) -> str:
    return (
        f"the site {each.body.site_id[:40]} stands as {known.reference} with another "
        "place, name or function: change it by detente send SITE --kind UPDATE "
        f"--changes {known.reference}"
    )


def _marks(client: Client, voice: Voice, each: Site, how: How) -> list[str]:
    """Return what every node would mark on a row."""
    found = client.preview(_asked(voice, each, how)).marks
    return [
        f"{mark.sentence} (clause {mark.clause})"
        for mark in found
        if mark.clause != _GIVEN_ONCE
    ]


def _asked(voice: Voice, each: Site, how: How) -> DraftRequest:
    body = msgspec.to_builtins(each.body)
    return releasing.asked(voice, form="SITE", act="notified", body=body, **how.header)


def _released(
    client: Client, voice: Voice, new: Sequence[Site], how: How
) -> Iterator[Stated]:
    """State rows one by one; yield what each is.

    Raises:
        Misasked: the officer decided against it.
        HalfDone: one cannot be stated; those before it stand.
    """
    if not new:
        return
    us = releasing.opened(client, voice, _asked(voice, new[0], how))
    if not voice.agrees(f"Release {len(new):,} statements, each signed?"):
        raise Misasked("Nothing was stated.")
    with progress("Stating the rows") as told:
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
            yield Stated(each.row, each.body.site_id, stands.reference)


def _doubts_of(found: Checked) -> Sequence[Doubt]:
    """Return the doubts that matter: of rows that would be stated, if there are any."""
    return found.doubts if found.new else ()


def _page(found: Checked) -> Iterator[str]:
    counts = len(found.new), len(found.standing), len({f.row for f in found.faults})
    yield "{:,} new, {:,} standing already, {:,} wrong; doubts: {:,}".format(
        *counts, len(found.doubts)
    )
    if found.unread:
        yield f"Columns that nobody reads: {', '.join(found.unread)}"
    yield from _some([str(each) for each in found.faults])
    yield from _some([f"? {each}" for each in found.doubts])


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
        "stated": msgspec.to_builtins(stated),
        "new": [{"row": e.row, "site_id": e.body.site_id} for e in found.new],
        "standing_already": [each.row for each in found.standing],
        "faults": [each._asdict() for each in found.faults],
        "doubts": [each._asdict() for each in found.doubts],
        "unread_columns": list(found.unread),
        "rejected": str(how.rejected) if wrote else None,
    }
