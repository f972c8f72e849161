"""Compare what two nodes find in one record, and say when it differs (34.10 and 34.11).

Whoever states what it found names the heads it looked at. There the other's node looks
too: at what stands now, if nothing that bears on conflicts has come since, else at the
record as it was. What differs is no error of this node or that: it is an alarm at both,
and neither list may be relied on until they are the same again.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.dialogue.cases.activity import Activity
from detente.dialogue.cases.charter import FAMILY as CHARTER
from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.cases.purge import Purge
from detente.dialogue.cases.site import SiteCase
from detente.dialogue.entered import Entered
from detente.dialogue.fold import at_heads
from detente.dialogue.forms.cfl import HeadOf, Stated
from detente.dialogue.reading import Said
from detente.dialogue.sounding import Lasting
from detente.dialogue.standing import Standing
from detente.record.feed import FeedId

EVERY_S: Final = 60
"""A node states what it finds at most so often, and looks back as seldom."""

Verdict: TypeAlias = Literal["same", "conflicts differ", "conflict engines differ"]


class Found(NamedTuple):
    """What a node finds in a record: how many stand, and the digest of all lives."""

    engine: str
    standing: int
    digest: bytes


Find: TypeAlias = Callable[[Standing], Found]

NOTHING: Final = hashlib.sha256(b"").digest()
"""The digest of no lives."""
_BEARING: Final = frozenset(
    family.family for family in (Activity, SiteCase, MovementCase, CHARTER, Purge)
)


def stated(standing: Standing, found: Found) -> Stated:
    """Return what a node states of what it has found."""
    heads = tuple(
        HeadOf(*feed, size) for feed, size in sorted(standing.heads().items()) if size
    )
    return Stated(
        engine=found.engine,
        heads=heads,
        standing=found.standing,
        digest=found.digest,
    )


def is_due(standing: Standing, own: str, found: Found, now_s: int) -> bool:
    """Say whether a party's node states what it has found.

    When it is another than it stated last, and not more than once a minute; for the
    first time when there is something to tell, or another has stated it.
    """
    last = standing.newest.get((own, Stated))
    if last is None or not isinstance(last.body, Stated):
        parties = standing.founding.charter.codes
        others = any((each, Stated) in standing.newest for each in parties)
        return others or found.digest != NOTHING
    same = (last.body.engine, last.body.digest) == (found.engine, found.digest)
    return not same and not 0 <= now_s - last.header.released < EVERY_S


def newest(standing: Standing, own: str) -> list[Entered]:
    """Return what each other party's node has stated last."""
    parties = standing.founding.charter.codes
    found = (standing.newest.get((each, Stated)) for each in parties if each != own)
    return [each for each in found if each is not None]


def compared(said: Entered, found: Found) -> Verdict:
    """Return how what a party stated compares with what we find at the same heads."""
    body = said.body
    assert isinstance(body, Stated)  # noqa: S101 - `newest` holds nothing else
    if body.engine != found.engine:
        return "conflict engines differ"
    same = (body.digest, body.standing) == (found.digest, found.standing)
    return "same" if same else "conflicts differ"


def engine_lasting(standing: Standing, own: str, engine: str) -> list[Lasting]:
    """Return that our engine is not the one that our charter fixes, if so (34.13)."""
    agreed = standing.binds(own).founding.charter.terms.engine
    other = bool(agreed) and agreed != engine
    return [Lasting(f"space engine is not {agreed[:40]}", own)] if other else []


def is_held(standing: Standing, said: Entered) -> bool:
    """Say whether nothing that bears on conflicts has come since a statement's heads.

    What is found now is then what is found there.
    """
    heads = heads_of(said)
    behind = sum(
        max(0, size - heads.get(feed, 0)) for feed, size in standing.heads().items()
    )
    for entry in standing.roll.backwards():
        if not behind:
            return True
        if entry.position >= heads.get(entry.feed, 0):
            behind -= 1
            if not isinstance(entry, Said):
                continue
            if standing.entries[entry.id].family in _BEARING:
                return False
    return True


def as_it_was(standing: Standing, said: Entered) -> Standing:
    """Return how things stood at the heads that a statement names."""
    return at_heads(standing, heads_of(said))


def heads_of(said: Entered) -> Mapping[FeedId, int]:
    """Return the heads that a statement names."""
    body = said.body
    heads: Iterable[HeadOf] = body.heads if isinstance(body, Stated) else ()
    return {FeedId(each.party, each.generation): each.size for each in heads}
