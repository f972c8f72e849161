"""Decide which version of the charter binds whom, from which entry on.

Spec clauses 10.11 to 10.14. A version is agreed once every party that speaks has
consented to it, and binds a party from its first entry that has seen every consent: so
what binds an entry depends on that entry alone, and no side is held to terms whose
acceptance it could not have known. A proposal is its party's consent. Nobody consents
to two proposals of one number, so no two versions of one number are ever agreed.
What is suspended is decided by `detente.dialogue.suspension`.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from detente.dialogue import charter
from detente.dialogue.charter import FOUNDING_VERSION
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.forms.cht import Consented, Proposed
from detente.dialogue.pairing import Founding
from detente.dialogue.reading import Said
from detente.record.feed import FeedId


class Reader(msgspec.Struct, frozen=True, gc=False):
    """An entry as far as it matters here: its place, and what it knows."""

    feed: FeedId
    position: int
    known: Mapping[FeedId, int]

    def has_seen(self, act: Entered) -> bool:
        """Say whether an entry stands before this one, as its party knew."""
        feed, position = act.said.feed, act.said.position
        if feed == self.feed:
            return position < self.position
        return self.known.get(feed, 0) > position


class Version(NamedTuple):
    """A version that is agreed; `consents` are the entries that agree to it."""

    number: int
    digest: bytes
    founding: Founding
    consents: tuple[Entered, ...] = ()


class Charters(NamedTuple):
    """What the parties did with the charter beside founding it.

    `acts` are the statements that count, by feed and position; `agreed` the versions
    that all have consented to, the founding one first.
    """

    agreed: tuple[Version, ...]
    acts: tuple[Entered, ...] = ()

    @classmethod
    def of(cls, founding: Founding) -> "Charters":
        """Return the charters of a channel that is only just founded."""
        return cls((Version(FOUNDING_VERSION, founding.channel, founding),))

    def noting(self, act: Entered) -> "Charters":
        """Return the charters once this act counts too."""
        acts = tuple(sorted((*self.acts, act), key=_place))
        first = self.agreed[0]
        found = (_agreed(first.founding, each, acts) for each in _proposals(acts))
        later = [each for each in found if each is not None]
        later.sort(key=lambda each: (each.number, each.digest))
        return Charters((first, *later), acts)

    def binding(self, reader: Reader) -> Version:
        """Return the version that binds the party of an entry there."""
        if len(self.agreed) == 1:
            return self.agreed[0]
        first, *amended = self.agreed
        for version in reversed(amended):
            if all(reader.has_seen(each) for each in version.consents):
                return version
        return first

    def next_number(self, reader: Reader) -> int:
        """Return the number of the version that an entry there proposes (10.11)."""
        seen = tuple(self.seen_by(reader))
        proposed = [_number(each) for each in _proposals(seen)]
        return max(proposed, default=self.binding(reader).number) + 1

    def of_digest(self, digest: bytes) -> Version | None:
        """Return the agreed version of a digest; None where there is none."""
        found = (each for each in self.agreed if each.digest == digest)
        return next(found, None)

    def under(self, number: int) -> Founding:
        """Return the founding with the charter of an agreed version."""
        if len(self.agreed) == 1:
            return self.agreed[0].founding
        first, *amended = self.agreed
        for version in reversed(amended):
            if version.number == number:
                return version.founding
        return first.founding

    def seen_by(self, reader: Reader) -> list[Entered]:
        """Return the acts that an entry has seen."""
        return [act for act in self.acts if reader.has_seen(act)]


def _place(act: Entered) -> tuple[FeedId, int]:
    return act.said.feed, act.said.position


def _proposals(acts: tuple[Entered, ...]) -> Iterator[Entered]:
    for act in acts:
        if isinstance(act.body, Proposed) and act.header.kind == "NEW":
            yield act


def _agreed(
    founding: Founding, proposal: Entered, acts: tuple[Entered, ...]
) -> Version | None:
    """Return the version that a proposal became, once all have consented."""
    body = proposal.body
    if not isinstance(body, Proposed):
        return None
    consents = {proposal.party: proposal}
    for act in acts:
        if isinstance(act.body, Consented) and act.case == proposal.id:
            consents.setdefault(act.party, act)
    if consents.keys() != founding.speaking:
        return None
    raw, agreed = charter.amended(founding.charter, body.terms)
    given = tuple(consents[code] for code in sorted(consents))
    number, digest = body.version, charter.channel_id(raw)
    return Version(number, digest, founding._replace(charter=agreed), given)


def faults(charters: Charters, said: Said, reader: Reader) -> Iterator[Fault]:
    """Yield what is wrong with a proposal or an acceptance, as its party knew."""
    body, kind = said.body, said.header.kind
    if isinstance(body, Proposed) and kind == "NEW":
        yield from _proposing(charters, body, reader)
    elif isinstance(body, Consented):
        yield from _accepting(charters, said, reader)


def _proposing(charters: Charters, body: Proposed, reader: Reader) -> Iterator[Fault]:
    bound = charters.binding(reader)
    if body.previous != bound.digest:
        yield Fault(
            "10.11",
            f"It does not amend version {bound.number}, which binds.",
            voids=True,
        )
    number = charters.next_number(reader)
    if body.version != number:
        yield Fault("10.11", f"The next version is number {number}.", voids=True)


def _accepting(charters: Charters, said: Said, reader: Reader) -> Iterator[Fault]:
    seen = tuple(charters.seen_by(reader))
    cited = {each.id for each in said.header.answers}
    found = [each for each in _proposals(seen) if each.id in cited]
    if len(found) != 1 or len(cited) != 1:
        yield Fault("10.12", "It accepts one proposal, and cites it alone.", voids=True)
        return
    proposal, party = found[0], said.feed.party
    if proposal.party == party:
        yield Fault("10.12", "A proposal is its party's consent already.", voids=True)
        return
    if _previous(proposal) != charters.binding(reader).digest:
        yield Fault(
            "10.12", "It accepts an amendment of what binds it no longer.", voids=True
        )
    number = _number(proposal)
    for act in seen:
        if act.case == proposal.id and act.header.kind == "CANCEL":
            yield Fault("10.12", "The proposal was taken back before.", voids=True)
        other = act.party == party and act.case != proposal.id
        if other and _consents_to(act, seen) == number:
            yield Fault(
                "10.12", f"It has consented to another version {number}.", voids=True
            )


def _consents_to(act: Entered, seen: tuple[Entered, ...]) -> int | None:
    """Return the number of the version that an act consents to."""
    if not isinstance(act.body, Proposed | Consented):
        return None
    of = next((each for each in _proposals(seen) if each.id == act.case), None)
    return None if of is None else _number(of)


def _number(proposal: Entered) -> int:
    return proposal.body.version if isinstance(proposal.body, Proposed) else 0


def _previous(proposal: Entered) -> bytes:
    return proposal.body.previous if isinstance(proposal.body, Proposed) else b""
