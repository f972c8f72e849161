"""Fold a notified activity: its versions, the answers to it, separations, its end.

Spec clauses 18.4 to 18.8. A notice is answered by everyone it was put to, each for
himself, and nothing makes it approved. An answer is an answer to the version that its
party knew: who noted an exercise on Monday has not noted the one that was moved on
Tuesday. A separation holds for a phase as it was when it was proposed, and only while
both sides can know that it does.
"""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, NamedTuple, Self, TypeAlias, assert_never

import msgspec

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.forms import act
from detente.dialogue.forms.ack import Receipt
from detente.dialogue.pairing import Founding

ANSWER_S: Final = 48 * 3_600

State: TypeAlias = Literal["notified", "cancelled", "ended"]
Status: TypeAlias = Literal["proposed", "agreed", "superseded", "taken back", "crossed"]


class Answered(NamedTuple):
    """An answer, and the version of the notice that its party knew."""

    by: Entered
    version: Entered


class Separation(NamedTuple):
    """A separation proposed, the phase that it was proposed for, and what came of it.

    `agreed` and `taken_back` are the statements that say so; both stand where neither
    knew of the other.
    """

    by: Entered
    phase: act.Phase | None
    agreed: Entered | None = None
    taken_back: Entered | None = None


class Activity(Case, frozen=True, kw_only=True, gc=False):
    """A notified activity.

    `versions` are the notice and its changes, `answers` all answers in their order,
    `unclear` the requests for clarification that its owner has not answered, `over`
    the statement that cancelled it or said that it ended.
    """

    family: ClassVar[str] = "activity"

    versions: tuple[Entered, ...]
    answers: tuple[Answered, ...] = ()
    unclear: tuple[Entered, ...] = ()
    separations: tuple[Separation, ...] = ()
    over: Entered | None = None

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that a notice opens."""
        case = Case.begin(entered, founding)
        made = cls(**msgspec.structs.asdict(case), versions=(entered,))
        return made.lateness(entered, made.notice.phases)

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        if not entered.effective:
            return case
        if entered.party == self.owner and not isinstance(entered.body, Receipt):
            case = case.clarified(entered)
        body = entered.body
        return case.follow(entered, body) if isinstance(body, act.Act) else case

    # ------------------------------------------------------------------ what it is

    @property
    def owner(self) -> str:
        """The party whose activity it is."""
        return self.opened.party

    @property
    def notice(self) -> act.Notice:
        """The notice as last changed."""
        body = self.versions[-1].body
        assert isinstance(body, act.Notice)  # noqa: S101 - nothing else is a version
        return body

    @property
    def addressees(self) -> tuple[str, ...]:
        """The parties it was put to, each of which answers for itself."""
        posts = [
            post
            for version in self.versions
            for post in (version.header.to_post, *version.header.info_posts)
        ]
        parties = dict.fromkeys(post.partition("/")[0] for post in posts)
        return tuple(each for each in parties if each != self.owner)

    @property
    def state(self) -> State:
        """Whether it is still to be reckoned with."""
        if self.over is None:
            return "notified"
        return "ended" if isinstance(self.over.body, act.Ended) else "cancelled"

    @property
    def lead_s(self) -> int | None:
        """Seconds from release of the first notice to its start, as both claim."""
        return _lead_s(self.opened, _notice(self.opened).phases)

    def summary(self) -> str:
        """Return what will be done, and how long before its start that was said."""
        lead_s = self.lead_s
        if lead_s is None:
            return f"{self.notice.summary()} (its start is open)"
        when = "after" if lead_s < 0 else "before"
        return f"{self.notice.summary()} (said {_span(abs(lead_s))} {when} its start)"

    @property
    def superseded(self) -> tuple[act.Phase, ...]:
        """The phases that were notified once, and stand so no longer."""
        stated = (each for by in self.versions for each in _notice(by).phases)
        return tuple(each for each in stated if each not in self.notice.phases)

    def answer_of(self, party: str) -> Answered | None:
        """Return a party's newest answer to the notice as it stands now.

        None also where it answered an older version, and did not know the newest.
        """
        own = [each for each in self.answers if each.by.party == party]
        return own[-1] if own and own[-1].version == self.versions[-1] else None

    def status_of(self, separation: Separation) -> Status:
        """Return what a separation has come to."""
        if separation.taken_back is not None:
            return "crossed" if separation.agreed is not None else "taken back"
        if separation.phase not in self.notice.phases:
            return "superseded"
        return "proposed" if separation.agreed is None else "agreed"

    @property
    def outcome_words(self) -> str:
        """What has become of it, for a screen."""
        return self.state.upper()

    def own_flags(self) -> Iterator[str]:
        """Yield lateness, each side's answer to it as it stands, and separations."""
        if any(each.fault.clause == "18.4" for each in self.marks):
            yield "LATE"
        for party in self.addressees:
            answer = self.answer_of(party)
            if answer is not None and isinstance(answer.by.body, act.Answer):
                yield f"{answer.by.body.title} BY {party}"
            elif self.over is None:
                yield f"NOT ANSWERED BY {party}"
        for each in self.separations:
            phase = "" if each.phase is None else f" FOR PHASE {each.phase.number}"
            yield f"SEPARATION {self.status_of(each).upper()}{phase}"

    @property
    def live(self) -> bool:
        """Whether an answer may be asked of someone."""
        return super().live or bool(self.over is None and any(self._unanswered()))

    # ------------------------------------------------------------- what clocks ask

    def _unanswered(self) -> Iterator[tuple[str, Entered]]:
        for each in self.unclear:
            yield "answer clarification", each
        for separation in self.separations:
            if self.status_of(separation) == "proposed":
                yield "answer separation", separation.by

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask: answers, before the activity begins (18.7)."""
        yield from super().dues(founding, local)
        if self.over is not None:
            return
        starts = [each.start for each in self.notice.phases]
        first = min((each for each in starts if each is not None), default=None)
        for kind, about in self._unanswered():
            asked_s = min(about.header.released, local.now_s)
            at_s = asked_s + ANSWER_S
            if first is not None:
                at_s = max(asked_s, min(at_s, first))
            post = about.header.to_post
            yield Due(at_s, kind, post.partition("/")[0], post, "18.7", about)

    # ---------------------------------------------------------------- what follows

    def follow(self, entered: Entered, body: act.Act) -> Self:
        """Return the case after an act that may have effect."""
        match body:
            case act.Notice():
                return self._amend(entered, body)
            case act.Noted() | act.ClarificationRequested() | act.Concern():
                return self._answer(entered)
            case act.SeparationProposed():
                return self._propose(entered, body)
            case act.SeparationAgreed():
                return self._agree(entered)
            case act.Cancelled() | act.Ended():
                return self._end(entered)
            case _:
                assert_never(body)

    def clarified(self, entered: Entered) -> Self:
        """Return the case without the requests that its owner has answered."""
        cited = {each.id for each in entered.header.answers}
        changed = isinstance(entered.body, act.Notice)
        return self.having(
            unclear=tuple(
                each
                for each in self.unclear
                if each.id not in cited and not (changed and entered.knows(each))
            )
        )

    def _amend(self, entered: Entered, body: act.Notice) -> Self:
        if entered.party != self.owner:
            return self.mark(entered, "18.6", "Only its own side changes a notice.")
        if self.over is not None:
            return self.mark(entered, "18.8", "What is over is notified anew.")
        if entered.header.kind == "CANCEL":
            return self.having(over=entered)
        stood = {(each.number, each.volumes) for each in self.notice.phases}
        moved = [e for e in body.phases if (e.number, e.volumes) not in stood]
        case = self.having(versions=(*self.versions, entered))
        return case.lateness(entered, tuple(moved))

    def lateness(self, entered: Entered, phases: tuple[act.Phase, ...]) -> Self:
        """Return the case with a notice marked that its clause finds late (18.4)."""
        notice, lead_s = _notice(entered), _lead_s(entered, phases)
        if not notice.clause.strip() or notice.notice_due_s <= 0 or lead_s is None:
            return self
        late_s = notice.notice_due_s - lead_s
        if late_s <= 0:
            return self
        sentence = f"LATE under {notice.clause[:80]}: by {_span(late_s)}."
        return self.mark(entered, "18.4", sentence, voids=False)

    def _answer(self, entered: Entered) -> Self:
        if entered.party == self.owner:
            return self.mark(entered, "18.5", "Nobody answers his own notice.")
        changed = {each.id for each in entered.header.changes}
        case = self.having(
            answers=tuple(each for each in self.answers if each.by.id not in changed),
            unclear=tuple(each for each in self.unclear if each.id not in changed),
        )
        if entered.header.kind == "CANCEL":
            return case
        answered = Answered(entered, self._version_known_by(entered))
        case = case.having(answers=(*case.answers, answered))
        if isinstance(entered.body, act.ClarificationRequested):
            case = case.having(unclear=(*case.unclear, entered))
        return case

    def _version_known_by(self, entered: Entered) -> Entered:
        known = [each for each in self.versions if entered.knows(each)]
        return known[-1] if known else self.opened

    def _propose(self, entered: Entered, body: act.SeparationProposed) -> Self:
        case = self
        for each in {cited.id for cited in entered.header.changes}:
            case = case._take_back(entered, each)
        if entered.header.kind == "CANCEL":
            return case
        phases = _notice(self._version_known_by(entered)).phases
        found = [each for each in phases if each.number == body.phase]
        if not found:
            return case.mark(entered, "18.6", "It names no phase of the notice.")
        new = Separation(entered, found[0])
        return case.having(separations=(*case.separations, new))

    def _take_back(self, entered: Entered, proposal: bytes) -> Self:
        """Take a proposal back; what its party knew to be agreed, it cannot."""
        found = [each for each in self.separations if each.by.id == proposal]
        if not found or found[0].taken_back is not None:
            return self
        agreed = found[0].agreed
        if agreed is not None and entered.knows(agreed):
            sentence = "What is agreed is not taken back by one side."
            return self.mark(entered, "18.6", sentence)
        return self._put(found[0], found[0]._replace(taken_back=entered))

    def _put(self, old: Separation, new: Separation) -> Self:
        rows = tuple(new if each is old else each for each in self.separations)
        return self.having(separations=rows)

    def _agree(self, entered: Entered) -> Self:
        if entered.header.kind == "CANCEL":
            sentence = "What is agreed is not taken back by one side."
            return self.mark(entered, "18.6", sentence)
        cited = {each.id for each in entered.header.answers}
        found = [
            each
            for each in self.separations
            if each.by.id in cited and each.by.party != entered.party
        ]
        if not found:
            sentence = "It agrees to no separation that another side proposed."
            return self.mark(entered, "18.6", sentence)
        back = found[0].taken_back
        if back is not None and entered.knows(back):
            return self.mark(entered, "18.6", "The proposal had been taken back.")
        if found[0].agreed is not None:
            return self
        return self._put(found[0], found[0]._replace(agreed=entered))

    def _end(self, entered: Entered) -> Self:
        if entered.party != self.owner:
            return self.mark(entered, "18.8", "Only its own side ends an activity.")
        if self.over is not None:
            return self.mark(entered, "18.8", "It was over already.", voids=False)
        return self.having(over=entered)


def _notice(entered: Entered) -> act.Notice:
    body = entered.body
    assert isinstance(body, act.Notice)  # noqa: S101 - versions of a notice are notices
    return body


def _lead_s(entered: Entered, phases: tuple[act.Phase, ...]) -> int | None:
    """Return the seconds from release to the first start; None where one is open."""
    starts = [each.start for each in phases]
    known = [each for each in starts if each is not None]
    if not known or len(known) != len(starts):
        return None
    return min(known) - entered.header.released


def _span(length_s: int) -> str:
    """Return a length of time in days, hours and minutes; below a minute in seconds."""
    sizes = (("d", 86_400), ("h", 3_600), ("min", 60))
    parts, rest = list[str](), length_s
    for unit, size_s in sizes:
        count, rest = divmod(rest, size_s)
        parts += [f"{count} {unit}"] if count else []
    return " ".join(parts) or f"{rest} s"


FAMILY = Activity
