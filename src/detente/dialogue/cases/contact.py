"""Fold a contact request: what was asked, and what has become of it.

Spec clauses 12.3 to 12.13. Two tracks run side by side: the level sought, and a lower
one where it was offered; nothing on the lower track closes the senior request. What
each act may follow is judged by what its party knew, so that crossing costs nobody an
act. NO RESPONSE rests on the addressee's own receipt; NOT DELIVERED ends with any sign
that the request arrived.
"""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, Self, TypeAlias, assert_never

import msgspec

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.forms import ack, con
from detente.dialogue.outcome import CONCLUDED, Bucket, Outcome, bucket
from detente.dialogue.pairing import Founding
from detente.dialogue.receipts import Receipt, ReceiptBook
from detente.dialogue.track import Track

_ANSWER: Final = {
    con.Accepted: Outcome.ACCEPTED,
    con.AcceptedLower: Outcome.ACCEPTED_LOWER,
    con.CounterProposed: Outcome.COUNTER_PROPOSED,
    con.Deferred: Outcome.DEFERRED,
    con.Refused: Outcome.REFUSED,
    con.RefusedPrecondition: Outcome.REFUSED_PRECONDITION,
}
_UNANSWERED: Final = {Outcome.PENDING, Outcome.NO_RESPONSE, Outcome.NOT_DELIVERED}
_ANSWERABLE: Final = {*_UNANSWERED, *_ANSWER.values()}
_TO_SCHEDULE: Final = {
    Outcome.ACCEPTED,
    Outcome.COUNTER_PROPOSED,
    Outcome.SCHEDULED,
    Outcome.NO_SHOW,
}
_TO_HOLD: Final = {Outcome.ACCEPTED, Outcome.SCHEDULED, Outcome.NO_SHOW}
_TO_CALL_OFF: Final = {
    Outcome.ACCEPTED,
    Outcome.COUNTER_PROPOSED,
    Outcome.SCHEDULED,
}
_TO_TAKE_BACK: Final = {
    *_TO_CALL_OFF,
    Outcome.PENDING,
    Outcome.NOT_DELIVERED,
    Outcome.ACCEPTED_LOWER,
    Outcome.DEFERRED,
}
Stage: TypeAlias = Literal["not delivered yet", "delivered"]
_FIXED: Final = ("level_sought", "mode", "urgency", "answer_by_s")


class Contact(Case, frozen=True, kw_only=True, gc=False):
    """A contact request.

    `request` is as last amended, `within_s` the time its answer has from the receipt
    on, `answered` the first answer, `late` whether that one knew of the lapse,
    `delivered` whether anything shows that the request arrived.
    """

    family: ClassVar[str] = "contact"

    request: con.Request
    within_s: int
    sought: Track = Track()
    lower: Track = Track()
    answered: Entered | None = None
    late: bool = False
    delivered: bool = False

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that a request opens."""
        request = entered.body
        assert isinstance(request, con.Request)  # noqa: S101 - only a request opens it
        case = Case.begin(entered, founding)
        limit_s = founding.charter.terms.deadlines.answer_s(
            crisis=request.urgency == "crisis"
        )
        return cls(
            **msgspec.structs.asdict(case),
            request=request,
            within_s=max(limit_s, request.answer_by_s),
        )

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        if not entered.effective:
            return case
        if not case.delivered and entered.party == self.addressee:
            case = case.having(delivered=True)
        body = entered.body
        # Most of what follows a request are receipts, and there are many acts to try.
        if isinstance(body, ack.Receipt) or not isinstance(body, con.Act):
            return case
        return case.follow(entered, body)

    # ------------------------------------------------------------------ what it is

    @property
    def asker(self) -> str:
        """The party that asks."""
        return self.opened.party

    @property
    def outcome(self) -> Outcome:
        """What has become of the request, at the level sought."""
        outcome = self.sought.outcome
        if outcome is Outcome.NOT_DELIVERED and self.delivered:
            return Outcome.PENDING
        return outcome

    @property
    def bucket(self) -> Bucket:
        """The bucket of the tally it counts in."""
        return bucket(self.outcome)

    @property
    def revised(self) -> tuple[Outcome, ...]:
        """The outcomes that were stated as final and hold no longer."""
        stated = (step.outcome for step in self.sought.steps)
        gone = (each for each in stated if each in CONCLUDED and each != self.outcome)
        return tuple(dict.fromkeys(gone))

    @property
    def crossed(self) -> bool:
        """Whether two of its acts did not know of each other."""
        return self.sought.crossed or self.lower.crossed

    @property
    def cancelled_by(self) -> str:
        """The party that cancelled it; empty where it is not cancelled."""
        standing = self.sought.standing
        if standing is None or standing.outcome is not Outcome.CANCELLED:
            return ""
        return standing.by.party

    @property
    def absent(self) -> tuple[str, ...]:
        """Who is said not to have come, by each side that says so."""
        said = (step.by.body for step in self.sought.steps)
        return tuple(
            dict.fromkeys(body.absent for body in said if isinstance(body, con.NoShow))
        )

    @property
    def scheduled(self) -> con.Scheduled | None:
        """The time that stands, at the level sought."""
        return _scheduled(self.sought)

    @property
    def notice_s(self) -> int | None:
        """Seconds from the cancellation to the time that had been set; claims, both."""
        when = self.scheduled
        standing = self.sought.standing
        if not self.cancelled_by or when is None or standing is None:
            return None
        return when.window.from_s - standing.by.header.released

    @property
    def answer_s(self) -> int | None:
        """Seconds from release to first answer, as both claim; at least nought."""
        if self.answered is None:
            return None
        return max(0, self.answered.header.released - self.opened.header.released)

    @property
    def outcome_words(self) -> str:
        """What has become of the request, for a screen."""
        return self.outcome.value

    def own_flags(self) -> Iterator[str]:
        """Yield lateness, outcomes that hold no longer, who cancelled, who was away."""
        if self.late:
            yield "LATE"
        yield from (f"REVISED, WAS {each.value}" for each in self.revised)
        if self.cancelled_by:
            yield f"BY {self.cancelled_by}"
        yield from (f"{each} IS SAID NOT TO HAVE COME" for each in self.absent)
        if self.lower.standing is not None:
            yield f"AT A LOWER LEVEL: {self.lower.outcome.value}"
        if self.crossed:
            yield "CROSSED"

    @property
    def live(self) -> bool:
        """Whether a clock may ask something of someone."""
        running = self.outcome in {Outcome.PENDING, Outcome.NOT_DELIVERED}
        return running or super().live

    @property
    def undelivered(self) -> bool:
        """Whether it lapsed without a receipt, and nothing shows that it arrived."""
        return not self.delivered and any(
            step.outcome is Outcome.NOT_DELIVERED for step in self.sought.steps
        )

    def arrived(self) -> Self:
        """Return the case once the addressee, elsewhere, shows to have seen it."""
        return self.having(delivered=True)

    # ------------------------------------------------------------- what clocks ask

    def stage(self, receipts: ReceiptBook) -> Stage:
        """Return how far the request has come, as far as this node can tell."""
        held = self.delivered or self._receipt(receipts) is not None
        return "delivered" if held else "not delivered yet"

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask; also the answer, and the lapse of its time.

        Clauses 12.7 and 12.9: a lapse is entered by the asker's node alone.
        """
        yield from super().dues(founding, local)
        if self.outcome not in {Outcome.PENDING, Outcome.NOT_DELIVERED}:
            return
        receipt = self._receipt(local.receipts)
        own = self.asker == local.own
        if receipt is not None:
            yield from self._after_receipt(receipt, own=own)
        elif own and not (self.delivered or self.undelivered):
            at_s = self.opened.header.released + self.within_s
            lapse = con.Lapse(deadline=at_s, line=local.line)
            yield Due(at_s, "lapse", self.asker, "", "12.7", self.opened, lapse)

    def _after_receipt(self, receipt: Receipt, *, own: bool) -> Iterator[Due]:
        asker, opened = self.asker, self.opened
        if own and self.outcome is Outcome.NOT_DELIVERED:
            came = con.Receipted(note=receipt.note)
            yield Due(receipt.time_s, "receipted", asker, "", "12.9", opened, came)
        at_s, post = receipt.time_s + self.within_s, opened.header.to_post
        yield Due(at_s, "answer", self.addressee, post, "12.7", opened)
        if own:
            lapse = con.Lapse(deadline=at_s, note=receipt.note)
            yield Due(at_s, "lapse", asker, "", "12.7", opened, lapse)

    def timed(self) -> Iterator[tuple[str, Entered]]:
        """Yield the request: the time to answer runs from the addressee's receipt."""
        yield self.addressee, self.opened

    def _receipt(self, receipts: ReceiptBook) -> Receipt | None:
        said = self.opened.said
        return receipts.first(self.addressee, said.feed, said.position)

    # ---------------------------------------------------------------- what follows

    def follow(  # noqa: C901, PLR0911 - one arm an act
        self, entered: Entered, body: con.Act
    ) -> Self:
        """Return the case after an act that may have effect."""
        if entered.party not in {self.asker, self.addressee}:
            return self.mark(entered, "12.5", "It comes from neither side of the case.")
        if entered.header.kind == "CANCEL" and not isinstance(body, con.Cancelled):
            return self.mark(entered, "12.5", "A contact is called off by CANCELLED.")
        match body:
            case con.Request():
                return self._amend(entered, body)
            case con.Scheduled():
                return self._schedule(entered, body)
            case con.Held():
                return self._record(entered, body)
            case con.Agreed():
                return self._agree(entered)
            case con.Cancelled():
                return self._cancel(entered, body)
            case con.NoShow():
                return self._miss(entered, body)
            case con.Lapse():
                return self._lapse(entered, body)
            case con.Receipted():
                return self._receipted(entered)
            case (
                con.Accepted()
                | con.AcceptedLower()
                | con.CounterProposed()
                | con.Deferred()
                | con.Refused()
                | con.RefusedPrecondition()
            ):
                return self._answer(entered, _ANSWER[type(body)])
            case _:
                assert_never(body)

    def _amend(self, entered: Entered, body: con.Request) -> Self:
        same = all(getattr(body, f) == getattr(self.request, f) for f in _FIXED)
        if entered.party != self.asker or not same:
            return self.mark(
                entered,
                "12.5",
                "An amended request keeps level, mode, urgency and time to answer.",
            )
        return self.having(request=body)

    def _answer(self, entered: Entered, outcome: Outcome) -> Self:
        if entered.party != self.addressee:
            return self.mark(entered, "12.5", "Only the side that is asked answers.")
        if self.sought.as_known_by(entered) not in _ANSWERABLE:
            return self.mark(
                entered, "12.5", "The request is past answering; cancel, or ask anew."
            )
        case = self._first_answer(entered)
        settled = {Outcome.SCHEDULED, Outcome.HELD}
        if outcome is Outcome.ACCEPTED_LOWER and self.lower.outcome not in settled:
            case = case.having(lower=self.lower.take(entered, Outcome.ACCEPTED))
        return case.having(sought=self.sought.take(entered, outcome))

    def _first_answer(self, entered: Entered) -> Self:
        if self.answered is not None:
            return self
        return self.having(answered=entered, late=self.sought.knows_lapse(entered))

    def _track(self, post: str) -> tuple[str, Track]:
        """Return which track an act is on by the level it names."""
        if post in {"", self.request.level_sought}:
            return "sought", self.sought
        return "lower", self.lower

    def _schedule(self, entered: Entered, body: con.Scheduled) -> Self:
        name, track = self._track(body.post)
        theirs = entered.party == self.addressee
        allowed = _ANSWERABLE | _TO_SCHEDULE if theirs else _TO_SCHEDULE
        if track.as_known_by(entered) not in allowed:
            return self.mark(entered, "12.5", "There is no agreement to schedule on.")
        case = self._first_answer(entered) if theirs else self
        open_above = self.sought.as_known_by(entered) in _UNANSWERED
        if name == "lower" and theirs and open_above:
            case = case.having(sought=self.sought.take(entered, Outcome.ACCEPTED_LOWER))
        return case.having(**{name: track.take(entered, Outcome.SCHEDULED)})

    def _record(self, entered: Entered, body: con.Held) -> Self:
        name, track = self._track(body.post)
        if track.as_known_by(entered) not in _TO_HOLD:
            return self.mark(entered, "12.5", "No contact was agreed to hold.")
        others = (each for each in track.records if each.party != entered.party)
        if any(each.body == body for each in others):
            return self.having(**{name: track.take(entered, Outcome.HELD)})
        records = (*track.records, entered)
        return self.having(**{name: msgspec.structs.replace(track, records=records)})

    def _agree(self, entered: Entered) -> Self:
        cited = {citation.id for citation in entered.header.answers}
        for name, track in (("sought", self.sought), ("lower", self.lower)):
            for record in track.records:
                if record.id in cited and record.party != entered.party:
                    return self.having(**{name: track.take(entered, Outcome.HELD)})
        return self.mark(entered, "12.5", "It agrees to no record of the other side.")

    def _cancel(self, entered: Entered, body: con.Cancelled) -> Self:
        name, track = self._track(body.post)
        own = name == "sought" and entered.party == self.asker
        allowed = _TO_TAKE_BACK if own else _TO_CALL_OFF
        if track.as_known_by(entered) not in allowed:
            return self.mark(
                entered, "12.5", "There is nothing to cancel; an outcome stays."
            )
        return self.having(**{name: track.take(entered, Outcome.CANCELLED)})

    def _miss(self, entered: Entered, body: con.NoShow) -> Self:
        name, track = self._track(body.post)
        when = _scheduled(track)
        known = track.as_known_by(entered) in {Outcome.SCHEDULED, Outcome.NO_SHOW}
        early = when is None or entered.header.released < when.window.from_s
        if not known or early or body.absent not in {self.asker, self.addressee}:
            return self.mark(
                entered, "12.5", "A no-show needs a side, a time set, and that it came."
            )
        return self.having(**{name: track.take(entered, Outcome.NO_SHOW)})

    def _lapse(self, entered: Entered, body: con.Lapse) -> Self:
        if entered.party != self.asker:
            return self.mark(entered, "12.7", "Only the asker's node enters a lapse.")
        if self.sought.as_known_by(entered) not in {
            Outcome.PENDING,
            Outcome.NOT_DELIVERED,
        }:
            return self.mark(entered, "12.7", "The request was answered, or lapsed.")
        start_s, outcome = self.opened.header.released, Outcome.NOT_DELIVERED
        if body.note is not None:
            if not self._covers(entered):
                return self.mark(entered, "12.8", "The receipt does not cover it.")
            start_s = entered.receipt.time_s if entered.receipt else start_s
            outcome = Outcome.NO_RESPONSE
        if not start_s + self.within_s <= body.deadline <= entered.header.released:
            return self.mark(entered, "12.7", "The time to answer was not over.")
        return self.having(sought=self.sought.take(entered, outcome))

    def _receipted(self, entered: Entered) -> Self:
        if not self._covers(entered):
            return self.mark(entered, "12.8", "The receipt does not cover it.")
        return self.having(delivered=True)

    def _covers(self, entered: Entered) -> bool:
        receipt = entered.receipt
        return (
            receipt is not None
            and receipt.mirror == self.addressee
            and receipt.feed == self.opened.said.feed
            and receipt.size > self.opened.said.position
        )


def _scheduled(track: Track) -> con.Scheduled | None:
    bodies = [s.by.body for s in track.steps if s.outcome is Outcome.SCHEDULED]
    return bodies[-1] if bodies and isinstance(bodies[-1], con.Scheduled) else None


FAMILY = Contact
