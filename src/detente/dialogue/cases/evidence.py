"""Fold evidence: what was presented, what was answered, what may be published.

Spec clauses 20.5 to 20.11. Two times of 28 days run, one for an answer and one to reply
before publication. Each begins with the receipt of the side concerned and is over when
the presenter's node says so with that receipt; so nobody is said to have kept silent
about what never came. Asking for more puts the presenter's turn; it stops the clock of
the other side, and is no silence.
"""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, Self, TypeAlias, assert_never

import msgspec

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.forms import evd
from detente.dialogue.pairing import Founding
from detente.dialogue.receipts import Receipt, ReceiptBook

RECEIVE_S: Final = 86_400

State: TypeAlias = Literal[
    "presented",
    "received",
    "need more",
    "trace result",
    "disputed",
    "accepted in part",
    "declined",
    "joint inspection offered",
    "no response",
    "withdrawn",
]
Publication: TypeAlias = Literal[
    "none", "right of reply", "replied", "right of reply over", "published"
]
_ANSWER: Final[dict[type, State]] = {
    evd.NeedMore: "need more",
    evd.TraceResult: "trace result",
    evd.Disputed: "disputed",
    evd.AcceptedInPart: "accepted in part",
    evd.Declined: "declined",
    evd.InspectionOffered: "joint inspection offered",
}


class Evidence(Case, frozen=True, kw_only=True, gc=False):
    """Evidence put to the other side.

    `presented` is the evidence as last amended, `received` their word that it is looked
    into, `answers` what they answered, `lapsed` that the time to answer is over,
    `announced` what is to be published, `replied` and `over` how the right to reply to
    it ended, `published` the last publication, `early` whether one came before that.
    """

    family: ClassVar[str] = "evidence"

    presented: Entered
    received: Entered | None = None
    answers: tuple[Entered, ...] = ()
    lapsed: Entered | None = None
    announced: Entered | None = None
    replied: Entered | None = None
    over: Entered | None = None
    published: Entered | None = None
    early: bool = False
    withdrawn: bool = False

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that evidence opens."""
        case = Case.begin(entered, founding)
        return cls(**msgspec.structs.asdict(case), presented=entered)

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case, body = super().add(entered, founding), entered.body
        if not entered.effective:
            return case
        if isinstance(body, evd.Ours):
            return case.after_ours(entered, body)
        return (
            case.after_theirs(entered, body) if isinstance(body, evd.Theirs) else case
        )

    # ------------------------------------------------------------------ what it is

    @property
    def presenter(self) -> str:
        """The party that presents."""
        return self.opened.party

    @property
    def state(self) -> State:
        """What has become of it; the last answer holds."""
        if self.withdrawn:
            return "withdrawn"
        if self.answers:
            return _ANSWER[type(self.answers[-1].body)]
        if self.lapsed is not None:
            return "no response"
        return "presented" if self.received is None else "received"

    @property
    def publication(self) -> Publication:
        """How far it has come toward the public."""
        if self.published is not None:
            return "published"
        if self.announced is None:
            return "none"
        if self.replied is not None:
            return "replied"
        return "right of reply" if self.over is None else "right of reply over"

    @property
    def late(self) -> bool:
        """Whether the first answer knew that the time for it was over."""
        first = self.answers[0] if self.answers else None
        return bool(first and self.lapsed and first.knows(self.lapsed))

    @property
    def outcome_words(self) -> str:
        """What has become of it, for a screen."""
        return self.state.upper()

    def own_flags(self) -> Iterator[str]:
        """Yield lateness, and how far it has come toward the public."""
        if self.late:
            yield "LATE"
        if self.publication != "none":
            yield self.publication.upper()
        if self.early:
            yield "PUBLISHED BEFORE THE RIGHT OF REPLY WAS OVER"

    @property
    def live(self) -> bool:
        """Whether a clock may ask something of someone."""
        asked = self.state in {"presented", "received", "need more"}
        return asked or self._may_reply or super().live

    @property
    def _may_reply(self) -> bool:
        return not self.withdrawn and self.publication == "right of reply"

    # ------------------------------------------------------------- what clocks ask

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask: a receipt by a person, an answer, a reply."""
        yield from super().dues(founding, local)
        state, post = self.state, self.opened.header.to_post
        if state == "need more":
            yield self._supply(local)
        elif state in {"presented", "received"}:
            receipt = self._receipt(self.presented, local.receipts)
            if receipt is not None and state == "presented":
                yield Due(
                    receipt.time_s + RECEIVE_S,
                    "receive evidence",
                    self.addressee,
                    post,
                    "20.7",
                    self.presented,
                )
            yield from self._time(self.presented, "answer evidence", "20.7", local)
        if self._may_reply and self.announced is not None:
            yield from self._time(self.announced, "right of reply", "20.9", local)

    def _supply(self, local: Local) -> Due:
        asking = self.answers[-1]
        at_s = min(asking.header.released, local.now_s) + evd.ANSWER_S
        return Due(at_s, "supply more evidence", self.presenter, "", "20.7", asking)

    def _time(
        self, about: Entered, kind: str, clause: str, local: Local
    ) -> Iterator[Due]:
        """Yield what is due of the addressee, and the lapse that our node enters."""
        receipt = self._receipt(about, local.receipts)
        if receipt is None:
            return
        at_s, post = receipt.time_s + _within_s(about), about.header.to_post
        yield Due(at_s, kind, self.addressee, post, clause, about)
        if local.own == self.presenter:
            lapse = evd.Lapse(deadline=at_s, note=receipt.note)
            yield Due(at_s, "lapse", self.presenter, "", "20.8", about, lapse)

    def timed(self) -> Iterator[tuple[str, Entered]]:
        """Yield what the presenter said: each may start a time of the other side."""
        for entered in self.statements:
            if entered.party == self.presenter:
                yield self.addressee, entered

    def _receipt(self, about: Entered, receipts: ReceiptBook) -> Receipt | None:
        return receipts.first(self.addressee, about.said.feed, about.said.position)

    # ---------------------------------------------------------------- what follows

    def after_ours(self, entered: Entered, body: evd.Ours) -> Self:
        """Return the case after an act of the side that presents."""
        if entered.party != self.presenter:
            return self.mark(entered, "20.6", "Only who presents evidence says this.")
        if entered.header.kind == "CANCEL":
            return self._take_back(entered)
        match body:
            case evd.Presented():
                return self._amend(entered)
            case evd.RightOfReply():
                return self.having(announced=entered, replied=None, over=None)
            case evd.Published():
                return self._publish(entered)
            case evd.Lapse():
                return self._lapse(entered, body)
            case _:
                assert_never(body)

    def after_theirs(self, entered: Entered, body: evd.Theirs) -> Self:
        """Return the case after an act of the side that it is put to."""
        if entered.party != self.addressee:
            return self.mark(entered, "20.6", "Only the side it was put to answers.")
        if entered.header.kind == "CANCEL":
            return self._take_back(entered)
        if isinstance(body, evd.Received):
            return self.having(received=entered)
        if isinstance(body, evd.Reply):
            return self._reply(entered)
        case = self.having(answers=(*self.answers, entered))
        unknown = set(body.named()).difference(self._numbers())
        if not unknown:
            return case
        numbers = ", ".join(map(str, sorted(unknown)))
        sentence = f"No item {numbers} is presented."
        return case.mark(entered, "20.4", sentence, voids=False)

    def _numbers(self) -> Iterator[int]:
        body = self.presented.body
        if isinstance(body, evd.Presented):
            yield from (each.number for each in body.items)

    def _amend(self, entered: Entered) -> Self:
        case = self.having(presented=entered)
        kept = tuple(each for each in self.answers if not _is_met(each, entered))
        if kept == self.answers:
            return case
        # They had spoken, and are asked anew: no earlier silence stands against them.
        return case.having(answers=kept, lapsed=None)

    def _reply(self, entered: Entered) -> Self:
        announced, replied = self.announced, self.replied
        gone = {each.id for each in entered.header.changes}
        anew = announced is not None and _cites(entered, announced)
        if not anew and (replied is None or replied.id not in gone):
            return self.mark(entered, "20.9", "It replies to nothing announced.")
        return self.having(replied=entered)

    def _publish(self, entered: Entered) -> Self:
        case = self.having(published=entered)
        ended = [each for each in (self.replied, self.over) if each is not None]
        if any(entered.knows(each) for each in ended):
            return case
        return case.having(early=True).mark(
            entered,
            "20.10",
            "It was published before the right of reply was over.",
            voids=False,
        )

    def _lapse(self, entered: Entered, body: evd.Lapse) -> Self:
        reply = self.announced is not None and _cites(entered, self.announced)
        about = self.announced if reply and self.announced else self.presented
        if not _cites(entered, about):
            return self.mark(entered, "20.8", "It is about nothing that runs now.")
        said = (self.replied,) if reply else self.answers
        if any(each and entered.knows(each) for each in said):
            return self.mark(entered, "20.8", "It was answered.")
        if not self._covers(entered, about):
            return self.mark(entered, "20.8", "The receipt does not cover it.")
        begun_s = entered.receipt.time_s if entered.receipt else 0
        if not begun_s + _within_s(about) <= body.deadline <= entered.header.released:
            return self.mark(entered, "20.8", "The time was not over.")
        return self.having(**{"over" if reply else "lapsed": entered})

    def _covers(self, entered: Entered, about: Entered) -> bool:
        receipt, said = entered.receipt, about.said
        return (
            receipt is not None
            and receipt.mirror == self.addressee
            and receipt.feed == said.feed
            and receipt.size > said.position
        )

    def _take_back(self, entered: Entered) -> Self:
        """Return the case without what its own party cancels (clause 20.11)."""
        gone = {each.id for each in entered.header.changes}
        if gone & {self.opened.id, self.presented.id}:
            return self.having(withdrawn=True)
        kept = tuple(each for each in self.answers if each.id not in gone)
        case = self.having(answers=kept)
        if _among(self.received, gone):
            case = case.having(received=None)
        if _among(self.replied, gone):
            case = case.having(replied=None)
        if _among(self.announced, gone):
            case = case.having(announced=None, replied=None, over=None)
        return case


def _among(entered: Entered | None, ids: set[bytes]) -> bool:
    return entered is not None and entered.id in ids


def _is_met(answer: Entered, supplied: Entered) -> bool:
    """Say whether an amended presentation meets an answer that asked for more."""
    return isinstance(answer.body, evd.NeedMore) and supplied.knows(answer)


def _cites(entered: Entered, other: Entered) -> bool:
    return any(each.id == other.id for each in entered.header.answers)


def _within_s(about: Entered) -> int:
    """Return how long the addressee has from its receipt: never below 28 days."""
    match about.body:
        case evd.Presented(answer_by_s=within_s):
            return max(within_s, evd.ANSWER_S)
        case evd.RightOfReply(reply_by_s=within_s):
            return max(within_s, evd.ANSWER_S)
        case _:
            return evd.ANSWER_S


FAMILY = Evidence
