"""Decide what every case has, of whatever family: its statements and who read them.

Spec clauses 11.18, 11.20 and 11.23. A case is folded from its own statements, in the
order of the fold. Here stand who has acknowledged what, what waits for a person, and
which statements crossed; what the acts of a form lead to is folded by its family.
"""

from collections.abc import Iterator
from typing import ClassVar, Self

import msgspec

from detente.dialogue import attachments, readback, sharing
from detente.dialogue.asked import Due, Local
from detente.dialogue.context import kind_of
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.form import Body
from detente.dialogue.forms.ack import Acknowledged, Held, Receipt, Reviewed
from detente.dialogue.forms.ndf import Real
from detente.dialogue.forms.pos import Positions
from detente.dialogue.pairing import Founding
from detente.dialogue.readback import Mismatch
from detente.dialogue.sharing import Shares


class PersonReceipt(msgspec.Struct, frozen=True, gc=False):
    """A receipt that a person gave: `of` is the id of the statement it is for."""

    of: bytes
    by: Entered


class Crossing(msgspec.Struct, frozen=True, gc=False):
    """Two statements of two parties, neither of which had seen the other."""

    earlier: Entered
    later: Entered


class Marked(msgspec.Struct, frozen=True, gc=False):
    """A statement of the case, and the rule of the case that it breaks."""

    id: bytes
    fault: Fault


class Case(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Statements that hang together.

    `waiting` are those that nobody at the post addressed has acknowledged, `unreviewed`
    those that went out on one signature and wait for a second, `latest` the newest
    act of each party's officers, `unread` those whose positions nobody there has read
    back as they were given, `mismatches` where that was tried and failed, `shares` what
    is told of live positions.
    """

    family: ClassVar[str]

    opened: Entered
    statements: tuple[Entered, ...]
    receipts: tuple[PersonReceipt, ...] = ()
    waiting: tuple[Entered, ...] = ()
    unreviewed: tuple[Entered, ...] = ()
    latest: tuple[Entered, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    unread: tuple[Entered, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    marks: tuple[Marked, ...] = ()
    shares: Shares = ()

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that a statement opens."""
        return cls(
            opened=entered,
            statements=(entered,),
            waiting=(entered,) if _is_clocked(entered, founding) else (),
            unreviewed=(entered,) if _needs_review(entered, founding) else (),
            latest=(entered,) if kind_of(entered.body).by_officers else (),
            unread=(entered,) if readback.is_asked(entered) else (),
        )

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        said, body = entered.said, entered.said.body
        kind, waiting, unreviewed = kind_of(body), self.waiting, self.unreviewed
        receipts, latest, crossings = self.receipts, self.latest, self.crossings
        unread, mismatches, marks = self.unread, self.mismatches, self.marks
        if said.header.answers and entered.effective:
            waiting, unreviewed, receipts = self._answered(entered)
        if _is_clocked(entered, founding):
            waiting = (*waiting, entered)
        if _needs_review(entered, founding):
            unreviewed = (*unreviewed, entered)
        if kind.by_officers:
            party = said.feed.party
            others = [each for each in latest if each.said.feed.party != party]
            crossed = [Crossing(o, entered) for o in others if not entered.saw(o)]
            latest, crossings = (*others, entered), (*crossings, *crossed)
        if unread or kind.places:
            unread, mismatches = readback.after(unread, mismatches, entered)
        if isinstance(body, Held):
            for fault in attachments.faults(self.statements, entered, body):
                marks = (*marks, Marked(said.id, fault))
        case = self
        if isinstance(body, Positions):
            case = self._followed(entered, body, founding)
            marks = case.marks
        return msgspec.structs.replace(
            case,
            unread=unread,
            mismatches=mismatches,
            statements=(*self.statements, entered),
            receipts=receipts,
            waiting=waiting,
            unreviewed=unreviewed,
            latest=latest,
            crossings=crossings,
            marks=marks,
        )

    def _followed(self, entered: Entered, body: Positions, founding: Founding) -> Self:
        """Return the case after what a statement says of its live positions."""
        shares, faults = sharing.after(self, entered, body, founding)
        return self.marked(entered, *faults).having(shares=shares)

    def unfollowed(self, entered: Entered) -> str:
        """Return why its party may not tell live positions of this; empty: it may.

        A family that is followed says so itself.
        """
        del entered
        return "Only a movement or an incident is followed live."

    def _answered(
        self, entered: Entered
    ) -> tuple[tuple[Entered, ...], tuple[Entered, ...], tuple[PersonReceipt, ...]]:
        """Return what waits, what is unreviewed, and the receipts, after an answer."""
        waiting, unreviewed, receipts = self.waiting, self.unreviewed, self.receipts
        body = entered.said.body
        cited = {citation.id for citation in entered.said.header.answers}
        if waiting:
            waiting = tuple([w for w in waiting if not _reads(entered, cited, w)])
        if isinstance(body, Receipt):
            receipts += tuple([PersonReceipt(of, entered) for of in sorted(cited)])
            if unreviewed and isinstance(body, Reviewed):
                unreviewed = tuple([w for w in unreviewed if w.id not in cited])
        return waiting, unreviewed, receipts

    @property
    def id(self) -> bytes:
        """The id of the statement that opened it."""
        return self.opened.id

    @property
    def addressee(self) -> str:
        """The party that it was put to; in a channel of one's own, its own."""
        return self.opened.header.to_post.partition("/")[0]

    def having(self, **changes: object) -> Self:
        """Return the case with these fields."""
        return msgspec.structs.replace(self, **changes)

    def mark(
        self, entered: Entered, clause: str, sentence: str, *, voids: bool = True
    ) -> Self:
        """Return the case with a rule of it that a statement of it breaks."""
        return self.marked(entered, Fault(clause, sentence, voids))

    def marked(self, entered: Entered, *faults: Fault) -> Self:
        """Return the case with every rule of it that a statement of it breaks."""
        found = (Marked(entered.id, fault) for fault in faults)
        return self.having(marks=(*self.marks, *found))

    @property
    def live(self) -> bool:
        """Whether a clock may ask something of someone."""
        return bool(self.waiting or self.unreviewed or self.unread)

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask in this case, of us and of them (clause 11.20).

        A family adds what its own acts ask.
        """
        deadlines = founding.charter.terms.deadlines
        for entered in self.waiting:
            header = entered.header
            # A claimed time in the future must not put the clock off.
            start_s = min(header.released, local.now_s)
            at_s = start_s + deadlines.acknowledge_s(header.precedence)
            of = header.to_post.partition("/")[0]
            yield Due(at_s, "acknowledge", of, header.to_post, "11.20", entered)
        for entered in self.unreviewed:
            at_s = entered.header.released + deadlines.review_s
            post = entered.header.from_post
            yield Due(at_s, "review", entered.party, post, "11.14", entered)
        for entered in self.unread:
            yield from self._read_back(entered, founding, local)

    def _read_back(
        self, entered: Entered, founding: Founding, local: Local
    ) -> Iterator[Due]:
        """Yield the read-back of a statement's positions (clauses 14.2 and 14.3)."""
        header = entered.header
        of = header.to_post.partition("/")[0]
        failed = [each.by for each in self.mismatches if each.of == entered.id]
        if failed:
            # Both sides are wrong until they have found out which of them is.
            at_s = min(failed[-1].header.released, local.now_s)
            yield Due(at_s, "settle position", of, header.to_post, "14.3", entered)
            post = header.from_post
            yield Due(at_s, "settle position", entered.party, post, "14.3", entered)
            return
        limit_s = founding.charter.terms.deadlines.acknowledge_s(header.precedence)
        at_s = min(header.released, local.now_s) + limit_s
        yield Due(at_s, "read back position", of, header.to_post, "14.2", entered)

    def timed(self) -> Iterator[tuple[str, Entered]]:
        """Yield each statement on which a clock runs from a receipt, and whose.

        A family whose clocks run so names them here: a node looks up no others.
        """
        return iter(())

    # ---------------------------------------------------------- what screens show

    @property
    def outcome_words(self) -> str:
        """What has become of it, in capitals; empty where its family knows nothing."""
        return ""

    def outcome_at(self, now_s: int) -> str:
        """Return the same at a time; a family says where a date belongs to it."""
        del now_s
        return self.outcome_words

    def own_flags(self) -> Iterator[str]:
        """Yield what else its family knows of the outcome, in capitals."""
        yield from ()

    @property
    def flags(self) -> tuple[str, ...]:
        """What else must be known of it: what its family says, then what all cases."""
        found = ["NO DUFF"] if self.no_duff else []
        found += self.own_flags()
        found += [
            f"{each.name.replace('_', ' ').upper()} READ BACK {each.apart_m:,} M OFF"
            for each in self.mismatches
        ]
        found += ["CROSSED"] if self.crossings else []
        if self.waiting:
            found.append(f"{len(self.waiting)} NOT ACKNOWLEDGED")
        if self.unreviewed:
            found.append("RELEASED ON ONE SIGNATURE, REVIEW DUE")
        return tuple(dict.fromkeys(found))

    @property
    def no_duff(self) -> bool:
        """Whether something in it is said to be real, exercise or not (clause 28.5)."""
        said = [e for e in self.statements if isinstance(e.body, Real) and e.effective]
        gone = {
            cited.id
            for each in said
            if each.header.kind == "CANCEL"
            for cited in each.header.changes
        }
        return any(e.header.kind != "CANCEL" and e.id not in gone for e in said)

    def summary(self) -> str:
        """Return one line for a screen."""
        body = self.opened.body
        return body.summary() if isinstance(body, Body) else body.reason


def _is_clocked(entered: Entered, founding: Founding) -> bool:
    """Say whether a person is to acknowledge it; what cannot be read needs one most."""
    body = entered.said.body
    if isinstance(body, Body) and not body.asks_acknowledgement():
        return False
    to = entered.said.header.to_post.partition("/")[0]
    return to != entered.said.feed.party and to in founding.speaking


def _needs_review(entered: Entered, founding: Founding) -> bool:
    said = entered.said
    if said.header.precedence != "Z" or len(set(said.header.releasers)) != 1:
        return False
    if isinstance(said.body, Body) and said.body.one_suffices:
        return False
    return said.name.form in founding.charter.terms.two_key_forms


def _reads(entered: Entered, cited: set[bytes], waiting: Entered) -> bool:
    """Say whether a statement shows that a person there has read another."""
    asked, said = waiting.said, entered.said
    if asked.id not in cited:
        return False
    if asked.header.to_post.partition("/")[0] != said.feed.party:
        return False
    return isinstance(said.body, Acknowledged) or kind_of(said.body).by_officers
