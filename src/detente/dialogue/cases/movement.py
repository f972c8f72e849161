"""Fold a notified movement: where it is, when it was last heard of, whether it is over.

Spec clauses 17.9 and 17.10. It lasts until its owner says COMPLETE or ABORTED, whatever
its plan: a convoy that is late is still a convoy. From its departure on it checks in;
ten minutes after a check-in that did not come the owner's node enters LOST CONTACT, and
the receivers are asked what has become of it until it is heard of again.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final, Literal, NamedTuple, Self, TypeAlias

from detente.dialogue import notice
from detente.dialogue.asked import Due, Local
from detente.dialogue.dissemination import Notice
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.forms import move
from detente.dialogue.pairing import Founding

OVERDUE_S: Final = 600
BEFORE_DEPARTURE_S: Final = 43_200

State: TypeAlias = Literal[
    "notified",
    "departed",
    "at waypoint",
    "delayed",
    "lost contact",
    "aborted",
    "complete",
]
_STATE: Final[dict[type, State]] = {
    move.Departed: "departed",
    move.AtWaypoint: "at waypoint",
    move.Delayed: "delayed",
    move.Aborted: "aborted",
    move.Complete: "complete",
}


class Progress(NamedTuple):
    """How far a movement has come.

    `departed` is the first word of it under way, `latest` the last DEPARTED, AT
    WAYPOINT or DELAYED, `waypoint` the last one it came to, `heard_s` its last contact,
    `lost` the LOST CONTACT that stands, `over` what ended it.
    """

    departed: Entered | None = None
    latest: Entered | None = None
    waypoint: int = 0
    heard_s: int = 0
    lost: Entered | None = None
    over: Entered | None = None

    def take(self, entered: Entered, silent_s: int) -> "Progress":
        """Return how far it has come after an event.

        `silent_s` is how long it may be silent until contact is lost. Word that is
        itself that old does not end a LOST CONTACT.
        """
        body = entered.body
        if isinstance(body, move.LostContact):
            return self._replace(lost=entered)
        if not isinstance(body, move.Event):
            return self
        released_s = entered.header.released
        heard_s = max(self.heard_s, min(body.at, released_s))
        resumed = heard_s + silent_s > released_s
        after = self._replace(heard_s=heard_s, lost=None if resumed else self.lost)
        if isinstance(body, move.Aborted | move.Complete):
            return after._replace(over=entered)
        if isinstance(body, move.CheckIn):
            return after
        if isinstance(body, move.AtWaypoint):
            after = after._replace(waypoint=body.waypoint)
        if isinstance(body, move.Departed | move.AtWaypoint):
            after = after._replace(departed=self.departed or entered)
        return after._replace(latest=entered)


class MovementCase(Notice, frozen=True, kw_only=True, gc=False):
    """A movement that is to be protected."""

    family: ClassVar[str] = "movement"

    progress: Progress = Progress()

    # ------------------------------------------------------------------ what it is

    @property
    def movement(self) -> move.Notified:
        """The movement as last notified."""
        body = self.notified.body
        assert isinstance(body, move.Notified)  # noqa: S101 - only this opens it
        return body

    @property
    def state(self) -> State:
        """What is known of it, by the events in force."""
        over, lost, latest = (
            self.progress.over,
            self.progress.lost,
            self.progress.latest,
        )
        if over is not None:
            return _STATE[type(over.body)]
        if lost is not None:
            return "lost contact"
        return "notified" if latest is None else _STATE[type(latest.body)]

    @property
    def departs_at(self) -> int:
        """When it leaves, by its owner's newest word before it does."""
        if self.progress.departed is not None:
            return self.movement.departs_at
        for each in reversed(self.acts):
            if isinstance(each.body, move.Delayed):
                return each.body.until
            if isinstance(each.body, move.Notified):
                break
        return self.movement.departs_at

    @property
    def silent_s(self) -> int:
        """How long it may be silent until contact is lost."""
        return max(0, self.movement.check_in_s) + OVERDUE_S

    @property
    def outcome_words(self) -> str:
        """What has become of it, for a screen."""
        return self.state.upper()

    def own_flags(self) -> Iterator[str]:
        """Yield how far it came, and as long as it lasts who has not passed it on."""
        if self.progress.waypoint:
            yield f"WAYPOINT {self.progress.waypoint}"
        if self.progress.over is None:
            yield from super().own_flags()

    @property
    def live(self) -> bool:
        """Whether it lasts, or a person is waited for."""
        return self.progress.over is None or super().live

    def unfollowed(self, entered: Entered) -> str:
        """Return why a party may not tell live positions of it (clause 35.1)."""
        if entered.party != self.owner:
            return "Only its owner says where a movement is."
        return "" if self.progress.over is None else "The movement is over."

    # ---------------------------------------------------------------- what follows

    def misplaced(self, entered: Entered, body: notice.Act) -> Iterator[Fault]:
        """Yield why an act has no place in this case (clauses 17.9 and 17.10)."""
        yield from super().misplaced(entered, body)
        if isinstance(body, move.LostContact):
            yield from self._unlost(entered, body)
        elif (
            isinstance(body, move.Event)
            and entered.header.kind == "NEW"
            and self.progress.over is not None
        ):
            yield Fault("17.9", "The movement is over.", voids=True)
        if isinstance(body, move.AtWaypoint):
            if not 1 <= body.waypoint <= len(self.movement.waypoints):
                yield Fault("17.9", "Its plan has no such waypoint.")
            if self.progress.departed is None:
                yield Fault("17.9", "It was not said to have departed.")

    def _unlost(self, entered: Entered, body: move.LostContact) -> Iterator[Fault]:
        now = self.progress
        if now.departed is None or now.over is not None or now.lost is not None:
            yield Fault("17.10", "There is no contact to lose.", voids=True)
        elif body.last_contact < now.heard_s:
            yield Fault("17.10", "It was heard of since.", voids=True)
        elif entered.header.released < body.last_contact + self.silent_s:
            yield Fault("17.10", "The check-in was not overdue.")

    def after(self, entered: Entered, body: notice.Act) -> Self:
        """Return the case after an act that has its place."""
        case = super().after(entered, body)
        if isinstance(body, notice.Answer):
            return case
        if entered.header.kind == "NEW":
            progress = self.progress.take(entered, self.silent_s)
        else:
            progress = _progress(case.acts, case.silent_s)
        return case.having(progress=progress)

    def is_news(self, body: notice.Act) -> bool:
        """Say whether an act of the owner is to be disseminated anew: also a delay."""
        return super().is_news(body) or isinstance(body, move.Delayed)

    # ------------------------------------------------------------- what clocks ask

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask: that it is passed on, heard of, and found."""
        yield from super().dues(founding, local)
        if self.progress.over is not None:
            return
        yield from self.to_disseminate(self._pass_on_by_s(founding, local))
        lost, post = self.progress.lost, self.notified.header.from_post
        if self.progress.departed is None:
            at_s, kind = self.departs_at, "report departure"
            yield Due(at_s, kind, self.owner, post, "17.9", self.notified)
        elif lost is None:
            yield from self._check_in(local)
        else:
            at_s = min(lost.header.released, local.now_s)
            for of in self.receivers:
                code = of.partition("/")[0]
                yield Due(at_s, "lost contact", code, of, "17.10", lost)
            yield Due(at_s, "resume contact", self.owner, post, "17.10", lost)

    def _pass_on_by_s(self, founding: Founding, local: Local) -> int:
        """Return by when the news is passed on: before it leaves, and in good time."""
        told_s, leaves_s = self.told_s(local), self.departs_at
        if self.progress.departed is not None or leaves_s <= told_s:
            return told_s
        soon_s = told_s + self.passing_on_s(founding)
        return min(leaves_s, max(leaves_s - BEFORE_DEPARTURE_S, soon_s))

    def _check_in(self, local: Local) -> Iterator[Due]:
        heard_s, about = self.progress.heard_s, self.notified
        start_s = min(heard_s, local.now_s)
        at_s, post = start_s + self.silent_s - OVERDUE_S, about.header.from_post
        yield Due(at_s, "check in", self.owner, post, "17.10", about)
        if local.own == self.owner:
            at_s, lost = start_s + self.silent_s, move.LostContact(last_contact=heard_s)
            yield Due(at_s, "lost contact", self.owner, "", "17.10", about, lost)


def _progress(acts: Iterable[Entered], silent_s: int) -> Progress:
    progress = Progress()
    for entered in acts:
        progress = progress.take(entered, silent_s)
    return progress


FAMILY = MovementCase
