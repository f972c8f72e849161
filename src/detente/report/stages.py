"""Decide how far a statement of ours has come: signed, stored, handed over, in theirs.

Each further step rests on evidence and on nothing else: a statement is in another
party's record when both keys of that party's mirror cosigned a head that covers it. The
first such receipt says by which path it was shown, and our clock when it came. That a
path took it is another thing, which only a running node remembers.
"""

from typing import Literal, TypeAlias

import msgspec

from detente.dialogue.entered import Entered
from detente.record.errors import Malformed
from detente.report.record import Record

Stage: TypeAlias = Literal["STORED HERE", "IN THEIR RECORD", "FROM THEM"]


class Holding(msgspec.Struct, frozen=True):
    """A party whose node receipted it: the path, and our clock (POSIX s) when."""

    by: str
    path: str
    at_s: int


class HandedOver(msgspec.Struct, frozen=True):
    """A party for whom a path took it first: the path, and our clock (POSIX s) when."""

    to: str
    path: str
    at_s: int


class Progress(msgspec.Struct, frozen=True):
    """How far a statement has come; `missing` have not receipted it.

    It is in their record once every other party has receipted it.
    """

    stage: Stage
    held_by: tuple[Holding, ...] = ()
    missing: tuple[str, ...] = ()


def read_handed(said: object) -> tuple[HandedOver, ...]:
    """Return what a node said of the hand-overs of an entry.

    Raises:
        Malformed: it said something else, as another release may.
    """
    try:
        rows = msgspec.convert(said, list[tuple[str, str, int]])
    except msgspec.ValidationError as error:
        raise Malformed(f"The node tells hand-overs otherwise: {error}.") from error
    return tuple(HandedOver(*row) for row in rows)


def progress(record: Record, entered: Entered) -> Progress:
    """Return how far a statement has come.

    Raises:
        Failed: the store cannot be read.
    """
    if entered.party != record.own:
        return Progress("FROM THEM")
    return progress_of_ours(record, entered.said.position)


def progress_of_ours(record: Record, position: int) -> Progress:
    """Return how far the entry at a position of our own feed has come by now.

    Raises:
        Failed: the store cannot be read.
    """
    feed = record.paired.channel.party(record.own).feed
    holdings, missing = [], []
    for code in record.others:
        found = record.following.first_receipt(feed, code, position)
        if found is None:
            missing.append(code)
        else:
            holdings.append(Holding(code, found.path, found.kept_at_s))
    # In a channel of one's own nobody holds it: it is receipted by nobody, ever.
    here = bool(missing) or not holdings
    stage: Stage = "STORED HERE" if here else "IN THEIR RECORD"
    return Progress(stage, tuple(holdings), tuple(missing))
