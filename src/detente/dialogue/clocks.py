"""Decide whether two clocks are apart, and for how long that is an alarm.

Spec clauses 22.11 and 23.7. Deadlines that run on two clocks pass at two times, and
each side would call the other late. A measure is two bounds between which the
difference lies: one that leaves it open begins no alarm, and ends none before the
clocks may agree, or it would sound at every other receipt. What their officer gave in
the newest echo is a second measure, and stands until the next.
"""

from collections.abc import Collection, Iterator
from typing import Final

from detente.dialogue.forms.lck import Echo
from detente.dialogue.sounding import Lasting
from detente.dialogue.standing import Standing

LIMIT_S: Final = 2
_MS: Final = 1_000


def apart(low_s: int, high_s: int, *, before: bool) -> bool:
    """Say whether two clocks count as apart by these bounds of their difference.

    Args:
        low_s: what it is at least.
        high_s: what it is at most.
        before: whether they counted as apart until now.
    """
    if before:
        return not low_s <= 0 <= high_s
    return low_s > LIMIT_S or high_s < -LIMIT_S


def echo_offset_ms(standing: Standing, code: str) -> int | None:
    """Return a party's clock less ours in milliseconds, by its newest echo of ours."""
    newest = standing.newest.get((code, Echo))
    if newest is None or not isinstance(newest.body, Echo):
        return None
    # Who echoes gives the clock of the side that asked, less its own.
    return -newest.body.clock_offset_ms


def echo_apart(standing: Standing, code: str) -> bool:
    """Say whether the clocks are apart by a party's newest echo."""
    offset_ms = echo_offset_ms(standing, code)
    return offset_ms is not None and abs(offset_ms) > LIMIT_S * _MS


def lasting(standing: Standing, own: str, apart: Collection[str]) -> Iterator[Lasting]:
    """Yield an alarm for each other party whose clock is apart from ours.

    Args:
        standing: how things stand.
        own: our party.
        apart: those whose receipts show it.
    """
    for code in standing.founding.charter.codes:
        if code != own and (code in apart or echo_apart(standing, code)):
            yield Lasting("clocks apart", code)
