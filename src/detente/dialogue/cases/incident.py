"""Fold an incident: the account of each side, facts one by one, a record, an end.

Spec clauses 19.4 to 19.9. The two accounts stand side by side and neither replaces the
other. A fact is agreed in the words that the other side knew, and no longer when these
change. An incident is open until both sides close it, and nobody closes over an account
that he had not seen.
"""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, NamedTuple, Self, TypeAlias, assert_never

import msgspec

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.fields import Text
from detente.dialogue.forms import inc
from detente.dialogue.pairing import Founding

INITIAL_S: Final = 1_800
FULL_S: Final = 86_400
RECORD_S: Final = 15 * 86_400

State: TypeAlias = Literal[
    "reported", "accounts of both", "recorded", "closed", "continued"
]
Status: TypeAlias = Literal["stated", "agreed", "disputed", "withdrawn"]


class StatedFact(NamedTuple):
    """A fact as its side last worded it, and what the other side said of it."""

    party: str
    number: int
    text: Text
    by: Entered
    answer: Entered | None = None
    withdrawn: bool = False

    @property
    def status(self) -> Status:
        """Where it stands."""
        if self.withdrawn:
            return "withdrawn"
        if self.answer is None:
            return "stated"
        agreed = isinstance(self.answer.body, inc.FactsAgreed)
        return "agreed" if agreed else "disputed"


class AgreedRecord(NamedTuple):
    """The formal record, and the statement by which both sides had said it."""

    record: Entered
    by: Entered


class Incident(Case, frozen=True, kw_only=True, gc=False):
    """An incident between the side that reported it and the one it was put to.

    `acts` are the acts of both that have effect, in their order; `facts` those stated
    by either, `recorded` the record that is agreed, `continued` where the side that
    opened this case goes on in the other's.
    """

    family: ClassVar[str] = "incident"

    acts: tuple[Entered, ...]
    facts: tuple[StatedFact, ...] = ()
    recorded: AgreedRecord | None = None
    continued: Entered | None = None

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that a first report opens."""
        case = Case.begin(entered, founding)
        made = cls(**msgspec.structs.asdict(case), acts=(entered,))
        return made.lateness(entered, INITIAL_S)

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        body = entered.body
        if not entered.effective or not isinstance(body, inc.Act):
            return case
        if entered.party not in self.sides:
            return case.mark(entered, "19.8", "It comes from neither side of the case.")
        if entered.header.kind == "CANCEL" and not isinstance(body, inc.Facts):
            return case.mark(entered, "19.8", "Only facts are taken back.")
        after = case.follow(entered, body)
        if any(each.id == entered.id and each.fault.voids for each in after.marks):
            return after
        return after.having(acts=(*after.acts, entered))

    # ------------------------------------------------------------------ what it is

    @property
    def sides(self) -> tuple[str, str]:
        """The party that reported it, and the one it was put to."""
        return self.opened.party, self.opened.header.to_post.partition("/")[0]

    def _newest(self, party: str, *bodies: type[inc.Act]) -> Entered | None:
        found = (e for e in reversed(self.acts) if e.party == party)
        return next((e for e in found if isinstance(e.body, bodies)), None)

    def report_of(self, party: str) -> Entered | None:
        """Return a side's first report as last changed."""
        return self._newest(party, inc.Initial)

    def account_of(self, party: str) -> Entered | None:
        """Return a side's account as last given; it stands beside the other's."""
        return self._newest(party, inc.Account)

    def record_of(self, party: str) -> Entered | None:
        """Return a side's formal record as last given."""
        return self._newest(party, inc.Recorded)

    @property
    def happened(self) -> int:
        """When it happened, as the side that opened the case says."""
        found = self.report_of(self.sides[0]) or self.opened
        assert isinstance(found.body, inc.Initial)  # noqa: S101 - reports are that
        return found.body.happened

    @property
    def closed_by(self) -> tuple[str, ...]:
        """The sides that have closed it, knowing all that the other had said."""
        return tuple(party for party in self.sides if self._has_closed(party))

    def _has_closed(self, party: str) -> bool:
        last = next((e for e in reversed(self.acts) if e.party == party), None)
        if last is None or not isinstance(last.body, inc.Closed):
            return False
        others = (each for each in self.acts if each.party != party)
        return all(
            last.knows(each) for each in others if not isinstance(each.body, inc.Closed)
        )

    @property
    def state(self) -> State:
        """How far the two sides have come."""
        if self.continued is not None:
            return "continued"
        if len(self.closed_by) == len(self.sides):
            return "closed"
        if self.recorded is not None:
            return "recorded"
        both = all(self.account_of(party) for party in self.sides)
        return "accounts of both" if both else "reported"

    @property
    def outcome_words(self) -> str:
        """What has become of it, for a screen."""
        return self.state.upper()

    def own_flags(self) -> Iterator[str]:
        """Yield lateness, disputed facts, and who alone has closed it."""
        if any(each.fault.clause == "19.4" for each in self.marks):
            yield "LATE"
        disputed = sum(each.status == "disputed" for each in self.facts)
        if disputed:
            yield f"FACTS DISPUTED: {disputed}"
        if len(self.closed_by) == 1:
            yield f"CLOSED BY {self.closed_by[0]} ALONE"

    @property
    def live(self) -> bool:
        """Whether a clock may ask something of someone."""
        return self.state not in {"closed", "continued"} or super().live

    def unfollowed(self, entered: Entered) -> str:
        """Return why a party may not tell live positions of it (clause 35.1).

        Each side tells its own; what crossed the end of the case still counts.
        """
        if entered.party not in self.sides:
            return "It comes from neither side of the case."
        over = self.state in {"closed", "continued"}
        if over and all(entered.knows(each) for each in self.acts):
            return "The incident is closed."
        return ""

    # ------------------------------------------------------------- what clocks ask

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask: report, account and record of each side (19.4)."""
        yield from super().dues(founding, local)
        if self.state in {"closed", "continued"}:
            return
        header = self.opened.header
        for party, post in zip(
            self.sides, (header.from_post, header.to_post), strict=True
        ):
            start_s = min(self._told(party), local.now_s)
            for after_s, kind in self._missing(party):
                at_s = start_s + after_s
                yield Due(at_s, kind, party, post, "19.4", self.opened)

    def _told(self, party: str) -> int:
        """Return when the times of a side begin: it may learn of it by the report."""
        if party == self.opened.party:
            return self.happened
        return max(self.happened, self.opened.header.released)

    def _missing(self, party: str) -> Iterator[tuple[int, str]]:
        account = self.account_of(party)
        if account is None and self.report_of(party) is None:
            yield INITIAL_S, "first report"
        if account is None:
            yield FULL_S, "full account"
        if self.recorded is None and self.record_of(party) is None:
            yield RECORD_S, "formal record"

    # ---------------------------------------------------------------- what follows

    def lateness(self, entered: Entered, limit_s: int) -> Self:
        """Return the case with a stage marked that came after its time (19.4)."""
        late_s = entered.header.released - self._told(entered.party) - limit_s
        if late_s <= 0:
            return self
        sentence = f"LATE: {late_s // 60} min after its time."
        return self.mark(entered, "19.4", sentence, voids=False)

    def follow(self, entered: Entered, body: inc.Act) -> Self:
        """Return the case after an act of one of its sides."""
        match body:
            case inc.Initial():
                return self._stage(entered, self.report_of(entered.party), INITIAL_S)
            case inc.Account():
                return self._stage(entered, self.account_of(entered.party), FULL_S)
            case inc.Facts():
                return self._state(entered, body)
            case inc.FactsAgreed() | inc.FactDisputed():
                return self._answer(entered, body)
            case inc.Recorded():
                return self._record(entered)
            case inc.RecordAgreed():
                return self._agree(entered)
            case inc.Continued():
                return self._continue(entered)
            case inc.Closed():
                return self
            case _:
                assert_never(body)

    def _stage(self, entered: Entered, before: Entered | None, limit_s: int) -> Self:
        """Mark a stage that is late; what is only changed was in time or was not."""
        return self if before else self.lateness(entered, limit_s)

    def _state(self, entered: Entered, body: inc.Facts) -> Self:
        party, kind = entered.party, entered.header.kind
        stated = {each.number: each for each in self.facts if each.party == party}
        said = dict(enumerate(body.facts, body.first))
        if kind == "NEW" and stated.keys() & said.keys():
            return self.mark(
                entered, "19.5", "Another fact of its side bears a number."
            )
        for number, text in said.items():
            old = stated.get(number)
            if kind == "CANCEL":
                if old is not None:
                    stated[number] = old._replace(withdrawn=True)
            elif old is None or old.withdrawn or old.text != text:
                stated[number] = StatedFact(party, number, text, entered)
        others = tuple(each for each in self.facts if each.party != party)
        rows = (*others, *stated.values())
        return self.having(facts=tuple(sorted(rows, key=_place)))

    def _answer(
        self, entered: Entered, body: inc.FactsAgreed | inc.FactDisputed
    ) -> Self:
        """Take an answer to facts, as far as it knew their words."""
        match body:
            case inc.FactDisputed(number=number):
                numbers = {number}
            case inc.FactsAgreed():
                numbers = set(body.numbers)
            case _:
                assert_never(body)
        known = {
            each.number
            for each in self.facts
            if each.party != entered.party
            and not each.withdrawn
            and entered.knows(each.by)
        }
        answered = known & numbers
        rows = tuple(
            each._replace(answer=entered)
            if each.party != entered.party and each.number in answered
            else each
            for each in self.facts
        )
        case = self.having(facts=rows)
        if answered == numbers and numbers:
            return case
        sentence = "It answers a fact that does not stand in words that it knew."
        return case.mark(entered, "19.5", sentence, voids=False)

    def _record(self, entered: Entered) -> Self:
        case = self._stage(entered, self.record_of(entered.party), RECORD_S)
        agreed = case.recorded
        if agreed is not None:
            changed = {each.id for each in entered.header.changes}
            if agreed.record.id in changed and not entered.knows(agreed.by):
                # Agreed and changed at once: one side would hold other words.
                return case.having(recorded=None)
            return case
        (other,) = (each for each in self.sides if each != entered.party)
        theirs = self.record_of(other)
        if theirs is not None and theirs.body == entered.body:
            return case.having(recorded=AgreedRecord(entered, entered))
        return case

    def _agree(self, entered: Entered) -> Self:
        cited = {each.id for each in entered.header.answers}
        (other,) = (each for each in self.sides if each != entered.party)
        theirs = self.record_of(other)
        if theirs is None or theirs.id not in cited:
            sentence = "It agrees to no record that stands on the other side."
            return self.mark(entered, "19.6", sentence)
        return self.having(recorded=self.recorded or AgreedRecord(theirs, entered))

    def _continue(self, entered: Entered) -> Self:
        here = {each.id for each in self.statements}
        other = self.sides[1]
        elsewhere = (c for c in entered.header.answers if c.id not in here)
        theirs = [c for c in elsewhere if c.reference.startswith(f"{other}/")]
        if entered.party != self.opened.party or not theirs:
            sentence = "Who opened a case says that it goes on in the other side's."
            return self.mark(entered, "19.9", sentence)
        return self.having(continued=entered)


def _place(fact: StatedFact) -> tuple[str, int]:
    return fact.party, fact.number


FAMILY = Incident
