"""Fold what a humanitarian notice has become: its acts in force, and who has it.

Spec clauses 17.4, 17.5 and 17.7. Kunduz 2015: headquarters had the list, the aircraft
had not. So a notice counts as not disseminated to a side until that side says to whom
it was; and when it changes it is not disseminated anew, for who holds the old position
or the old hour holds nothing. Nothing is ever late: only the time left is shown. What
sites and movements have each of their own is folded in `detente.dialogue.cases`.
"""

from collections.abc import Iterator
from typing import Self

import msgspec

from detente.dialogue import notice
from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.pairing import Founding


class Notice(Case, frozen=True, kw_only=True, gc=False):
    """A site or a movement that is notified.

    `notified` is its notification as last changed, `acts` what is in force of both
    sides, in order; `receivers` the posts it is put to, one a party. `news` is the
    newest statement that is to be disseminated, `since` the owner's acts from it on,
    `answered` the answers DISSEMINATED TO and UNABLE that are about these.
    """

    notified: Entered
    acts: tuple[Entered, ...]
    receivers: tuple[str, ...]
    news: Entered
    since: tuple[bytes, ...]
    answered: tuple[Entered, ...] = ()

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that a notification opens."""
        case = Case.begin(entered, founding)
        return cls(
            **msgspec.structs.asdict(case),
            notified=entered,
            acts=(entered,),
            receivers=_receivers(entered, founding),
            news=entered,
            since=(entered.id,),
        )

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case, body = super().add(entered, founding), entered.body
        if not entered.effective or not isinstance(body, notice.Act):
            return case
        faults = tuple(case.misplaced(entered, body))
        if faults:
            case = case.marked(entered, *faults)
        if any(fault.voids for fault in faults):
            return case
        if isinstance(body, notice.Notification):
            case = case.having(receivers=_receivers(entered, founding))
        return case.after(entered, body)

    # ------------------------------------------------------------------ what it is

    @property
    def owner(self) -> str:
        """The party that notifies."""
        return self.opened.party

    @property
    def answers(self) -> tuple[Entered, ...]:
        """What the receivers have said of it, and not taken back."""
        return tuple(e for e in self.acts if isinstance(e.body, notice.Answer))

    @property
    def disseminated(self) -> tuple[Entered, ...]:
        """The echelons that have it as it now stands, as each receiver says."""
        return tuple(
            e for e in self.answered if isinstance(e.body, notice.Disseminated)
        )

    @property
    def undisseminated(self) -> tuple[str, ...]:
        """The parties it is put to that have passed it on to nobody yet."""
        passed_on = {entered.party for entered in self.disseminated}
        return tuple(p for p in map(_party, self.receivers) if p not in passed_on)

    def own_flags(self) -> Iterator[str]:
        """Yield who has not passed it on, and what receivers advise or cannot do."""
        for party in self.undisseminated:
            yield f"NOT DISSEMINATED BY {party}"
        for each in self.answers:
            if isinstance(
                each.body, notice.HoldAdvised | notice.RerouteRequested | notice.Unable
            ):
                yield f"{each.body.title} BY {each.party}"

    # ---------------------------------------------------------------- what follows

    def misplaced(self, entered: Entered, body: notice.Act) -> Iterator[Fault]:
        """Yield why an act has no place in this case (clauses 17.4 and 17.5)."""
        if body.by_owner and entered.party != self.owner:
            yield Fault("17.4", "Only its owner says this of it.", voids=True)
        if not body.by_owner and entered.party not in map(_party, self.receivers):
            yield Fault("17.4", "Only a side it is put to answers.", voids=True)
        if entered.header.kind == "NEW":
            return
        if entered.header.kind == "CANCEL" and isinstance(body, notice.Notification):
            yield Fault("17.5", "A notification is not cancelled.", voids=True)
        elif not self.changed_by(entered):
            yield Fault("17.5", "It changes no act in force of its kind.", voids=True)

    def changed_by(self, entered: Entered) -> tuple[Entered, ...]:
        """Return the acts in force that a statement changes: those of its own kind.

        There is one notification, whichever version of it is cited.
        """
        cited = {citation.id for citation in entered.header.changes}
        kind = type(entered.body)
        if isinstance(entered.body, notice.Notification):
            versions = (each for each in self.statements if type(each.body) is kind)
            return (self.notified,) if any(e.id in cited for e in versions) else ()
        return tuple(e for e in self.acts if e.id in cited and type(e.body) is kind)

    def after(self, entered: Entered, body: notice.Act) -> Self:
        """Return the case after an act that has its place."""
        kind = entered.header.kind
        old = () if kind == "NEW" else self.changed_by(entered)
        fresh = () if kind == "CANCEL" else (entered,)
        case = self.having(acts=_in_force(self.acts, old, fresh))
        if isinstance(body, notice.Answer):
            return case.having(answered=_answered(self, old, fresh))
        if isinstance(body, notice.Notification):
            case = case.having(notified=entered)
        if self.is_news(body):
            return case.having(news=entered, since=(entered.id,), answered=())
        return case.having(since=(*self.since, entered.id))

    def is_news(self, body: notice.Act) -> bool:
        """Say whether an act of the owner is to be disseminated anew."""
        return isinstance(body, notice.Notification)

    # ------------------------------------------------------------- what clocks ask

    def to_disseminate(self, at_s: int) -> Iterator[Due]:
        """Yield the dissemination, of each receiver that has said nothing of it."""
        answered = {entered.party for entered in self.answered}
        for post in self.receivers:
            if _party(post) not in answered:
                yield Due(at_s, "disseminate", _party(post), post, "17.7", self.news)

    def told_s(self, local: Local) -> int:
        """Return when the news was released; a claim to come puts no clock off."""
        return min(self.news.header.released, local.now_s)

    def passing_on_s(self, founding: Founding) -> int:
        """Return the time to pass the news on: that of its acknowledgement."""
        deadlines = founding.charter.terms.deadlines
        return deadlines.acknowledge_s(self.news.header.precedence)


def _in_force(
    acts: tuple[Entered, ...], old: tuple[Entered, ...], fresh: tuple[Entered, ...]
) -> tuple[Entered, ...]:
    """Return the acts in force, with one in the place of what it changes.

    A notification that changes is its owner's newest word, and stands last.
    """
    gone = {each.id for each in old}
    kept = tuple(each for each in acts if each.id not in gone)
    at = len(kept)
    if old and not isinstance(old[0].body, notice.Notification):
        at = acts.index(old[0])
    return (*kept[:at], *fresh, *kept[at:])


def _answered(
    case: Notice, old: tuple[Entered, ...], fresh: tuple[Entered, ...]
) -> tuple[Entered, ...]:
    """Return the answers about the news, with one in the place of others."""
    since = set(case.since)
    about = tuple(
        each
        for each in fresh
        if isinstance(each.body, notice.Disseminated | notice.Unable)
        and since & {citation.id for citation in each.header.answers}
    )
    return (*(each for each in case.answered if each not in old), *about)


def _party(post: str) -> str:
    return post.partition("/")[0]


def _receivers(notified: Entered, founding: Founding) -> tuple[str, ...]:
    """Return the posts it is put to, one a party that can answer."""
    header, found = notified.header, dict[str, str]()
    for post in (header.to_post, *header.info_posts):
        if _party(post) in founding.speaking and _party(post) != notified.party:
            found.setdefault(_party(post), post)
    return tuple(found.values())
