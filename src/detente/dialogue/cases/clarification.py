"""Fold a request for clarification: question by question, round by round.

Spec clauses 19.11 to 19.15. Every question is open, replied to or declined, and a reply
is to the words that its side knew. The time to reply runs from the receipt of the side
that is asked, for nobody replies to what has not come. Only who asked says that he is
satisfied.
"""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, NamedTuple, Self, TypeAlias, assert_never

import msgspec

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.fields import Text
from detente.dialogue.forms import clr
from detente.dialogue.pairing import Founding

ANSWER_S: Final = 48 * 3_600

State: TypeAlias = Literal[
    "asked", "replied in part", "replied", "settled", "taken back"
]
Status: TypeAlias = Literal["open", "replied", "declined"]


class Question(NamedTuple):
    """A question, the statement that first asked it in these words, and its reply.

    `nth` is the round it was asked in, from 0.
    """

    number: int
    text: Text
    nth: int
    by: Entered
    reply: Entered | None = None

    @property
    def status(self) -> Status:
        """Whether it is replied to."""
        if self.reply is None:
            return "open"
        return "replied" if isinstance(self.reply.body, clr.Replied) else "declined"


class Proposed(NamedTuple):
    """A meeting or visit that a side proposed, and the answer to it."""

    by: Entered
    answer: Entered | None = None


class Clarification(Case, frozen=True, kw_only=True, gc=False):
    """A concern, the questions about it, and what was replied.

    `rounds` holds for each round what asked and what changed it, `proposals` the
    meetings and visits.
    """

    family: ClassVar[str] = "clarification"

    rounds: tuple[tuple[Entered, ...], ...]
    questions: tuple[Question, ...]
    proposals: tuple[Proposed, ...] = ()
    settled: Entered | None = None
    taken_back: Entered | None = None

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that a request opens."""
        case = Case.begin(entered, founding)
        texts = _asks(entered).questions
        return cls(
            **msgspec.structs.asdict(case),
            rounds=((entered,),),
            questions=tuple(
                Question(n, text, 0, entered) for n, text in enumerate(texts, 1)
            ),
        )

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        body = entered.body
        if not entered.effective or not isinstance(body, clr.Act):
            return case
        if entered.party not in {self.asker, self.addressee}:
            return case.mark(entered, "19.15", "It comes from neither side.")
        return case.follow(entered, body)

    # ------------------------------------------------------------------ what it is

    @property
    def asker(self) -> str:
        """The party that asks."""
        return self.opened.party

    @property
    def concern(self) -> Text:
        """The concern as last put."""
        asked = [each.body for each in self.rounds[0]]
        return [each.concern for each in asked if isinstance(each, clr.Asked)][-1]

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions that have neither reply nor refusal."""
        return tuple(each for each in self.questions if each.reply is None)

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.taken_back is not None:
            return "taken back"
        if self.settled is not None:
            return "settled"
        if not self.open_questions:
            return "replied"
        some = len(self.open_questions) < len(self.questions)
        return "replied in part" if some else "asked"

    @property
    def over(self) -> bool:
        """Whether nothing more is asked."""
        return self.state in {"settled", "taken back"}

    @property
    def outcome_words(self) -> str:
        """What has become of it, for a screen."""
        return self.state.upper()

    def own_flags(self) -> Iterator[str]:
        """Yield what is open, what was declined, and what was proposed."""
        if self.open_questions and not self.over:
            yield f"QUESTIONS OPEN: {len(self.open_questions)}"
        declined = sum(each.status == "declined" for each in self.questions)
        if declined:
            yield f"QUESTIONS DECLINED: {declined}"
        if any(each.answer is None for each in self.proposals) and not self.over:
            yield "PROPOSAL NOT ANSWERED"

    @property
    def live(self) -> bool:
        """Whether a clock may ask something of someone."""
        waits = self.open_questions or any(p.answer is None for p in self.proposals)
        return bool(waits and not self.over) or super().live

    # ------------------------------------------------------------- what clocks ask

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask: replies, by round, and answers to proposals."""
        yield from super().dues(founding, local)
        if self.over:
            return
        asked = {each.by.id: each.by for each in self.open_questions}
        for by in asked.values():
            kind, within_s = "answer clarification", _asks(by).within_s
            yield from self._from_receipt(by, kind, within_s, "19.12", local)
        for each in self.proposals:
            if each.answer is None:
                kind = "answer proposal"
                yield from self._from_receipt(each.by, kind, ANSWER_S, "19.14", local)

    def timed(self) -> Iterator[tuple[str, Entered]]:
        """Yield every statement with its addressee: questions run both ways."""
        for entered in self.statements:
            yield entered.header.to_post.partition("/")[0], entered

    def _from_receipt(
        self, about: Entered, kind: str, within_s: int, clause: str, local: Local
    ) -> Iterator[Due]:
        post, said = about.header.to_post, about.said
        of = post.partition("/")[0]
        receipt = local.receipts.first(of, said.feed, said.position)
        if receipt is not None:
            yield Due(receipt.time_s + within_s, kind, of, post, clause, about)

    # ---------------------------------------------------------------- what follows

    def follow(self, entered: Entered, body: clr.Act) -> Self:
        """Return the case after an act of one of its sides."""
        asks = isinstance(body, clr.Asked | clr.AskedAgain | clr.Settled)
        replies = isinstance(body, clr.Replied | clr.Declined)
        wrong = self.addressee if asks else self.asker if replies else ""
        if entered.party == wrong:
            return self.mark(entered, "19.15", "It is for the other side to say.")
        if entered.header.kind == "CANCEL":
            return self._cancel(entered, body)
        match body:
            case clr.Asked() | clr.AskedAgain():
                return self._ask(entered, body)
            case clr.Replied():
                return self._reply(entered, (body.question,))
            case clr.Declined():
                return self._reply(entered, body.questions)
            case clr.MeetingProposed() | clr.VisitProposed():
                return self._propose(entered)
            case clr.Agreed() | clr.NotAgreed():
                return self._answer(entered)
            case clr.Settled():
                return self.having(settled=entered)
            case _:
                assert_never(body)

    def _cancel(self, entered: Entered, body: clr.Act) -> Self:
        """Take back the request, or a proposal of its own."""
        if isinstance(body, clr.Asked):
            return self.having(taken_back=entered)
        changed = {each.id for each in entered.header.changes}
        left = tuple(p for p in self.proposals if p.by.id not in changed)
        if len(left) == len(self.proposals):
            sentence = "Only a request and a proposal are taken back."
            return self.mark(entered, "19.15", sentence)
        return self.having(proposals=left)

    def _ask(self, entered: Entered, body: clr.Round) -> Self:
        """Take another round, numbered on; or other words for one that was asked."""
        if self.taken_back is not None:
            return self.mark(entered, "19.15", "What was taken back is asked anew.")
        if entered.header.changes:
            return self._reword(entered, body)
        nth, first = len(self.rounds), len(self.questions) + 1
        rows = tuple(
            Question(n, text, nth, entered)
            for n, text in enumerate(body.questions, first)
        )
        return self.having(
            rounds=(*self.rounds, (entered,)),
            questions=(*self.questions, *rows),
            settled=None,
        )

    def _reword(self, entered: Entered, body: clr.Round) -> Self:
        """Open again the questions of a round that are now put in other words."""
        changed = {each.id for each in entered.header.changes}
        found = [
            nth
            for nth, versions in enumerate(self.rounds)
            if changed & {each.id for each in versions}
        ]
        old = [each for each in self.questions if each.nth in found]
        if len(found) != 1 or len(old) != len(body.questions):
            sentence = "A changed round keeps its number of questions."
            return self.mark(entered, "19.11", sentence)
        words = {q.number: t for q, t in zip(old, body.questions, strict=True)}
        rows = tuple(
            Question(q.number, words[q.number], q.nth, entered)
            if words.get(q.number, q.text) != q.text
            else q
            for q in self.questions
        )
        rounds = tuple(
            (*versions, entered) if nth == found[0] else versions
            for nth, versions in enumerate(self.rounds)
        )
        return self.having(questions=rows, rounds=rounds)

    def _reply(self, entered: Entered, numbers: tuple[int, ...]) -> Self:
        known = {q.number for q in self.questions if entered.knows(q.by)} & {*numbers}
        rows = tuple(
            q._replace(reply=entered) if q.number in known else q
            for q in self.questions
        )
        case = self.having(questions=rows)
        if numbers and known == {*numbers}:
            return case
        sentence = "It names a question that was not asked in words that it knew."
        return case.mark(entered, "19.13", sentence, voids=False)

    def _propose(self, entered: Entered) -> Self:
        changed = {each.id for each in entered.header.changes}
        left = tuple(p for p in self.proposals if p.by.id not in changed)
        return self.having(proposals=(*left, Proposed(entered)))

    def _answer(self, entered: Entered) -> Self:
        cited = {each.id for each in entered.header.answers}
        changed = {each.id for each in entered.header.changes}
        found = [
            each
            for each in self.proposals
            if each.by.party != entered.party
            and (each.by.id in cited or (each.answer and each.answer.id in changed))
        ]
        if not found:
            sentence = "It answers no proposal of the other side that stands."
            return self.mark(entered, "19.14", sentence)
        rows = tuple(
            p._replace(answer=entered) if p is found[0] else p for p in self.proposals
        )
        return self.having(proposals=rows)


def _asks(entered: Entered) -> clr.Round:
    body = entered.body
    assert isinstance(body, clr.Asked | clr.AskedAgain)  # noqa: S101 - rounds ask
    return body


FAMILY = Clarification
