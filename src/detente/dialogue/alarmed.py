"""Decide which findings of live positions are alarms now, and which are known already.

Spec clause 35.9. The evidence is the same on every node; whether it has been told is
each node's own, and is given and returned. An alarm that goes on and off with every
report along an edge is switched off by hand on the first night: so it sounds once, and
stands until its object has been out of it for a while.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

from detente.dialogue.incursion import Finding, Key

FORGOTTEN_AFTER: Final = 15
"""So many times the span after which it may sound again; no evidence is older.

The oldest is at the beginning of a leg of 900 s that ends ten steps ago.
"""


class Last(NamedTuple):
    """When there was evidence last, and the newest report of the object since."""

    until_ms: int
    newest_ms: int
    clear_ms: int
    owners: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether the object has not been out of it for long enough."""
        return self.newest_ms - self.until_ms <= self.clear_ms


Known: TypeAlias = Mapping[Key, Last]
"""What has been told, and is still to be reckoned with."""


class Alarm(NamedTuple):
    """An alarm that stands, and whose it is."""

    key: Key
    owners: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it is about: never the name of an object, which the other side chose."""
        joined = {"predicted approach": "to"}.get(self.key.kind, "in")
        return f"{self.key.case} {joined} {self.key.other}"


def after(
    found: Iterable[Finding],
    known: Known,
    newest_ms: Mapping[tuple[str, str], int],
    others: Collection[tuple[str, str]],
) -> tuple[list[Alarm], Known]:
    """Return the alarms that stand, and what is known then.

    Args:
        found: the evidence of now.
        known: what was known before.
        newest_ms: the newest report of each object, by case and object.
        others: what there still is to meet, by case and name: what has ended alarms
            nobody any more.
    """
    left = {
        key: _since(last, newest_ms.get((key.case, key.object), 0))
        for key, last in known.items()
        if (key.case, key.other) in others
    }
    told: dict[Key, tuple[str, ...]] = {}
    lasting: set[Key] = set()
    for each in sorted(found):
        key, last = each.key, left.get(each.key)
        fresh = last is None or each.since_ms > last.until_ms + each.clear_ms
        if fresh and not each.sure:
            continue
        now_ms = max(each.until_ms, newest_ms.get((key.case, key.object), 0))
        until_ms = each.until_ms if last is None else max(last.until_ms, each.until_ms)
        left[key] = Last(until_ms, now_ms, each.clear_ms, each.owners)
        if fresh:
            told[key] = each.owners
        if now_ms - each.until_ms <= each.clear_ms:
            lasting.add(key)
    for key, last in left.items():
        # Where it was is known anew at each look: a batch that came late corrects it.
        known_anew = key.kind == "incursion" and (key.case, key.object) in newest_ms
        if key in lasting if known_anew else last.stands:
            told[key] = last.owners
    inside = {key[1:] for key in told if key.kind == "incursion"}
    alarms = [
        Alarm(key, owners)
        for key, owners in sorted(told.items())
        if key.kind == "incursion" or key[1:] not in inside
    ]
    return alarms, {key: last for key, last in left.items() if not _is_old(last)}


def _since(last: Last, newest_ms: int) -> Last:
    return last._replace(newest_ms=max(last.newest_ms, newest_ms))


def _is_old(last: Last) -> bool:
    return last.newest_ms - last.until_ms > FORGOTTEN_AFTER * last.clear_ms
