"""Decide which conflicts concern a party now, and how bad each is (34.8 and 34.9).

A conflict that is past concerns nobody. One that was moved apart may come back by a
hair, and is held for as long as the minima are not kept with a tenth to spare.
"""

from collections.abc import Mapping
from typing import Final

from detente.dialogue.alerts import NONE, Known, Now
from detente.dialogue.conflicts import Conflict, Grade, judged
from detente.dialogue.declared import Declared
from detente.dialogue.life import Life
from detente.dialogue.lives import Lives
from detente.space.volume import Minima

WIDER: Final = (11, 10)
"""What lies apart by a tenth more than the minima is apart for good."""
SEVERITY: Final[Mapping[Grade, int]] = {
    "within minima": 1,
    "time unknown": 2,
    "overlap": 3,
}
_MS: Final = 1_000


def is_past(conflict: Conflict, now_s: int) -> bool:
    """Say whether the times of both are over, the time minimum added (34.8)."""
    return conflict.until_ms is not None and conflict.until_ms < now_s * _MS


def present(lives: Lives, own: str, now_s: int, known: Known) -> dict[str, Now]:
    """Return how bad the conflicts that concern a party are now.

    Args:
        lives: all conflicts of the record.
        own: the party; a conflict concerns the owners of both volumes.
        now_s: our clock, POSIX seconds.
        known: what has sounded; only of this it is asked whether it may come back.
    """
    found, last = dict[str, Now](), dict[str, Life]()
    for life in lives.each():
        if own not in life.owners or is_past(life.conflict, now_s):
            continue
        if life.closed is None:
            found[life.number] = Now(SEVERITY[life.conflict.grade], settled=False)
        elif life.number in known:
            last[life.number] = life
    for number, life in last.items():
        both = lives.still(life)
        if number not in found and both is not None and not _wide_apart(*both):
            found[number] = Now(NONE, settled=False)
    return found


def _wide_apart(one: Declared, other: Declared) -> bool:
    """Say whether two volumes keep their minima with a tenth to spare."""
    return not judged([(_wanting_more(one), _wanting_more(other))])


def _wanting_more(declared: Declared) -> Declared:
    more, of = WIDER
    wanted = Minima(*(-(-each * more // of) for each in declared.minima))
    return declared._replace(minima=wanted)


def words(life: Life) -> str:
    """Return a conflict as an alarm names it: no more than both hold of it."""
    one, other = life.conflict.one, life.conflict.other
    grade = life.conflict.grade
    return f"conflict {life.number} {grade} {one.reference} {other.reference}"
