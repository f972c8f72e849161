"""Decide what came of a play: counted anew from both stores, nothing assumed.

Everything here is read from what lies on disk on either side after the nodes have
ended: how many statements each feed holds, whether both stores hold the same bytes,
what the receipts cover. The Merkle root is computed apart, over the rows of each store,
by the definition of RFC 6962 §2.1 and by none of the code that the nodes signed with.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from detente.dialogue import receipts
from detente.dialogue.cases.contact import Contact
from detente.dialogue.form import Body
from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome
from detente.dialogue.receipts import Receipt
from detente.dialogue.register import Item, register
from detente.dialogue.tally import Tally, tally
from detente.play.player import Player, differ, totals
from detente.play.script import Expected
from detente.play.side import program
from detente.record.errors import Failed
from detente.record.feed import Entry, FeedId
from detente.record.head import parse_note
from detente.report.export import export
from detente.report.keeping import keep
from detente.report.record import Record, reading

_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


class Shown(NamedTuple):
    """The proof that was exported, and what the verifier said of it."""

    of: str
    file: Path
    parts: Path
    verified: bool
    verdict: str


class Ending(NamedTuple):
    """What both stores hold at the end of a play.

    `statements` counts both feeds, key documents left out; `stored_on_both` those of
    which both stores hold the same bytes, `receipted` those that the other party's
    receipt covers.
    """

    statements: int
    stored_on_both: int
    receipted: int
    tallies: dict[str, Tally]
    tallies_equal: bool
    roots_equal: bool
    not_delivered_then_delivered: int
    registers: dict[str, tuple[Item, ...]]
    proof: Shown


class _Feed(NamedTuple):
    """One party's feed as both stores hold it."""

    feed: FeedId
    own: list[Entry]
    mirrored: list[Entry]
    receipt: Receipt | None


async def conclude(player: Player) -> Ending:
    """Count what came of a play whose nodes have ended, and compare with the script.

    Raises:
        Failed: something was lost or doubled, or came out otherwise than expected.
    """
    with ExitStack() as open_:
        records = {
            code: open_.enter_context(reading(each.place))
            for code, each in player.stage.sides.items()
        }
        feeds = [_feed(records, code) for code in records]
        _check_spoken(player, feeds)
        for code, record in records.items():
            _check_expected(code, player, record)
        tallies = {code: tally(each.standing) for code, each in records.items()}
        registers = {code: register(each.standing) for code, each in records.items()}
        return Ending(
            sum(len(_statements(each.own)) for each in feeds),
            sum(map(_stored_on_both, feeds)),
            sum(map(_receipted, feeds)),
            tallies,
            len(set(map(repr, tallies.values()))) == 1,
            all(map(_roots_equal, feeds)),
            _delivered_late(next(iter(records.values()))),
            registers,
            await _prove(player, records[player.script.case.proof.shown_by]),
        )


def _feed(records: dict[str, Record], code: str) -> _Feed:
    own = records[code]
    other = records[own.others[0]]
    feed = own.standing.own_feed(code)
    size = own.standing.heads()[feed]
    return _Feed(
        feed,
        own.store.entries(feed, 0, size),
        other.store.entries(feed, 0, size),
        _newest_receipt(own, feed, other.own),
    )


def _newest_receipt(own: Record, feed: FeedId, mirror: str) -> Receipt | None:
    """Return the newest receipt of the other party, its signatures checked."""
    party = own.paired.channel.party(mirror)
    for held in own.store.held().receipts:
        if held.feed == feed and held.mirror == mirror:
            return receipts.prove(own.founding, [feed], [party.document], held.note)
    return None


def _statements(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that are statements: a key document has no salt."""
    return [entry for entry in entries if entry.salt]


def _stored_on_both(feed: _Feed) -> int:
    pairs = zip(feed.own, feed.mirrored, strict=False)
    return sum(own == mirrored for own, mirrored in pairs if own.salt)


def _receipted(feed: _Feed) -> int:
    size = 0 if feed.receipt is None else feed.receipt.size
    return len(_statements(feed.own[:size]))


def _roots_equal(feed: _Feed) -> bool:
    if feed.receipt is None:
        return False
    cosigned = parse_note(feed.receipt.note).head
    roots = {root(rows[: cosigned.size]) for rows in (feed.own, feed.mirrored)}
    whole = {root(rows) for rows in (feed.own, feed.mirrored)}
    return roots == {cosigned.root} and len(whole) == 1


def root(entries: Sequence[Entry]) -> bytes:
    """Return the Merkle root of entries, by the definition of RFC 6962 §2.1."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(_LEAF + entries[0].raw).digest()
    split = 1 << (len(entries) - 1).bit_length() - 1
    left, right = root(entries[:split]), root(entries[split:])
    return hashlib.sha256(_NODE + left + right).digest()


def _check_spoken(player: Player, feeds: Sequence[_Feed]) -> None:
    """Check that all that was released stands exactly once in both stores."""
    for rows in ("own", "mirrored"):
        found = Counter(
            hashlib.sha256(_LEAF + entry.raw).digest()
            for feed in feeds
            for entry in getattr(feed, rows)
        )
        for spoken in player.all_spoken:
            if found[spoken.id] != 1:
                raise Failed(
                    f"{spoken.reference} was released once and stands "
                    f"{found[spoken.id]} times in a store."
                )


def _check_expected(code: str, player: Player, record: Record) -> None:
    """Compare with what was worked out by hand, on one side."""
    expected, contacts = player.script.expected, record.standing.contacts()
    differ(code, totals(record), expected.tally)
    names = {spoken.id: id_ for id_, spoken in player.spoken.items()}
    counts = tally(record.standing).total
    found = {
        "requests": {names[each.id]: each.bucket for each in contacts},
        "late": tuple(names[each.id] for each in contacts if each.late),
        "cancelled_by": counts.cancelled_by,
        "preconditions": {
            str(item.number): item.status for item in register(record.standing)
        },
        "lapses": sum(isinstance(e.body, con.Lapse) for e in record.statements()),
        "released": dict(
            Counter(
                each.party for each in record.statements() if _is_officers(each.body)
            )
        ),
        "not_delivered_then_delivered": _delivered_late(record),
    }
    for name, value in found.items():
        wanted = _wanted(expected, name)
        if value != wanted:
            raise Failed(
                f"On {code}'s node, {name} is {value}; the script expects {wanted}."
            )


def _wanted(expected: Expected, name: str) -> object:
    value = getattr(expected, name)
    if name == "cancelled_by":
        return {code: count for code, count in value.items() if count}
    return value


def _is_officers(body: object) -> bool:
    """Say whether a body is an officer's act in the play; founding came before it."""
    return (
        isinstance(body, Body)
        and not body.automatic
        and body.title != "CHARTER FOUNDED"
    )


def _delivered_late(record: Record) -> int:
    """Count the requests that lapsed as NOT DELIVERED and were delivered after all."""
    return sum(map(_was_delivered_late, record.standing.contacts()))


def _was_delivered_late(contact: Contact) -> bool:
    lapsed = any(s.outcome is Outcome.NOT_DELIVERED for s in contact.sought.steps)
    return lapsed and contact.delivered and contact.bucket != "not_delivered"


async def _prove(player: Player, record: Record) -> Shown:
    """Export the statement that the script names, and have it judged."""
    case, stage = player.script.case, player.stage
    name = case.proof.of
    entered = record.standing.entries[player.spoken[name].id]
    ends_s = int(case.ends_at.timestamp())
    exported = export(record, entered, ends_s, with_body=True)
    file, parts = stage.root / f"{name}.proof", stage.root / f"{name}.parts"
    keep(exported, file, parts)
    process = await asyncio.create_subprocess_exec(
        *(program("detente-verify"), str(file), "--channel", stage.channel.hex()),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return Shown(
        entered.header.reference,
        file,
        parts,
        process.returncode == 0,
        said.decode(errors="replace"),
    )
