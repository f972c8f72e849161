"""Decide which conflicts sound at a watch, and when they may sound again (34.9).

A conflict sounds once: when it is first known, and again only when it is worse than
what has sounded. What is better must stay so before it counts, for two plans at the
edge of their minima would else ring at every amendment. Local: it rests on the node's
clock, and on what has sounded there before; nothing of it is compared.

    change = alerts(present(lives, own, now_s, known), now_s, known)
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

import msgspec

BETTER_FOR_S: Final = 600
"""So long a conflict must be better before it may sound again."""
NONE: Final = 0


class Alert(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What has sounded of a conflict: how bad, and since when it has been better.

    `better_s` is in POSIX seconds by the node's clock; None: it is as bad as that.
    """

    severity: int
    better_s: int | None = None


Known: TypeAlias = Mapping[str, Alert]
"""By the number of the conflict."""


class Now(NamedTuple):
    """How bad a conflict is now; `settled` if it cannot come back by a hair."""

    severity: int
    settled: bool


_GONE: Final = Now(NONE, settled=True)


class Change(NamedTuple):
    """The conflicts that sound now, by their numbers, and what has sounded then."""

    sounding: tuple[str, ...]
    known: dict[str, Alert]


def alerts(now: Mapping[str, Now], now_s: int, known: Known) -> Change:
    """Return what sounds now, and what is known from then on.

    Args:
        now: how bad each conflict of ours is; one that is left out is settled.
        now_s: our clock, POSIX seconds.
        known: what this returned last.
    """
    after = {
        number: kept
        for number, alert in known.items()
        if (kept := _after(alert, now.get(number, _GONE), now_s)) is not None
    }
    sounding = [
        number
        for number, found in now.items()
        if found.severity > (after[number].severity if number in after else NONE)
    ]
    after |= {number: Alert(now[number].severity) for number in sounding}
    return Change(tuple(sounding), after)


def _after(alert: Alert, now: Now, now_s: int) -> Alert | None:
    """Return what is left of an alert that is no worse; None: it is cleared."""
    if now.severity >= alert.severity:
        return Alert(alert.severity)
    if now.settled:
        return None
    better_s = now_s if alert.better_s is None else min(alert.better_s, now_s)
    if now_s - better_s < BETTER_FOR_S:
        return Alert(alert.severity, better_s)
    return Alert(now.severity) if now.severity else None
