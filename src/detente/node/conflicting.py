"""Decide what a node does about conflicts by itself: sound, state and compare them.

Spec clauses 34.8 to 34.11. Which conflicts there are is decided by
`detente.dialogue.lives`, which of them sound by `detente.dialogue.alerts`, whether two
nodes find the same by `detente.dialogue.sameness`. Finding them takes much more than
the rest of a duty, so what finds them is loaded with the first activity: without one
nothing conflicts.
"""

from typing import TYPE_CHECKING, NamedTuple, Protocol

from detente.dialogue import sameness
from detente.dialogue.alerts import Known, alerts
from detente.dialogue.cases.activity import Activity
from detente.dialogue.entered import Entered
from detente.dialogue.forms.cfl import Stated
from detente.dialogue.sameness import EVERY_S, Found, Verdict
from detente.dialogue.sounding import Lasting
from detente.dialogue.standing import Standing

if TYPE_CHECKING:
    from detente.dialogue.lives import Lives


class Engine(Protocol):
    """What finds conflicts, and by which rules."""

    @property
    def name(self) -> str:
        """The name of the rules (clause 30.8)."""

    def follow(self, standing: Standing, before: "Lives | None") -> "Lives":
        """Return the conflicts of a record; what was found before is a hint."""


class OurEngine:
    """The engine of this release."""

    @property
    def name(self) -> str:
        """The name of its rules."""
        from detente.space.meeting.pairs import ENGINE  # noqa: PLC0415

        return ENGINE

    def follow(self, standing: Standing, before: "Lives | None") -> "Lives":
        """Return the conflicts of a record."""
        from detente.dialogue.lives import follow  # noqa: PLC0415

        return follow(standing, before)


class Memory(Protocol):
    """What has sounded of conflicts, kept over a restart."""

    known: Known

    def keep(self, known: Known) -> None:
        """Keep what has sounded."""


class Attention(NamedTuple):
    """What sounds now, what is an alarm as long as it lasts, and what is stated."""

    news: tuple[str, ...] = ()
    lasting: tuple[Lasting, ...] = ()
    stated: Stated | None = None


class Conflicting:
    """The conflicts of a line, as its node attends to them."""

    def __init__(self, own: str, memory: Memory, engine: Engine | None = None) -> None:
        """Attend to those of `own`, as our engine finds them or another."""
        self._own = own
        self._memory = memory
        self._engine = engine or OurEngine()
        self._lives: Lives | None = None
        self._found: Found | None = None
        self._known: Known = memory.known
        self._verdicts: dict[str, tuple[bytes, Verdict]] = {}
        self._looked_back_s: int | None = None

    def look(self, standing: Standing, now_s: int) -> Attention:
        """Return what to do now; what sounds counts as sounded once it is `kept`.

        That conflicts cannot be found is an alarm itself.
        """
        if Activity.family not in standing.cases:
            return Attention()
        try:
            return self._look(standing, now_s)
        except Exception as error:  # noqa: BLE001 - no notice may silence a FLASH
            self._lives = None
            kind = f"conflicts cannot be found ({type(error).__name__})"
            return Attention(lasting=(Lasting(kind, self._own),))

    def _look(self, standing: Standing, now_s: int) -> Attention:
        lives, found = self._follow(standing)
        news = self._news(lives, now_s)
        lasting = self._compare(standing, found, now_s)
        lasting += sameness.engine_lasting(standing, self._own, found.engine)
        due = sameness.is_due(standing, self._own, found, now_s)
        stated = sameness.stated(standing, found) if due else None
        return Attention(news, tuple(lasting), stated)

    def keep(self) -> None:
        """Keep what has sounded by now.

        Raises:
            StoreFailed: it cannot be written.
        """
        self._memory.keep(self._known)

    def _follow(self, standing: Standing) -> "tuple[Lives, Found]":
        """Return the conflicts of the record; they are looked for when it has grown."""
        before, found = self._lives, self._found
        if before is None or found is None or before.standing is not standing:
            lives = self._engine.follow(standing, before)
            if before is None or found is None or before.of is not lives.of:
                found = self._of(lives)
            self._lives, self._found = lives, found
            return lives, found
        return before, found

    def _of(self, lives: "Lives") -> Found:
        return Found(self._engine.name, len(lives.open()), lives.digest())

    def _news(self, lives: "Lives", now_s: int) -> tuple[str, ...]:
        """Return the conflicts that sound now, in words."""
        from detente.dialogue import concerning  # noqa: PLC0415

        known = self._memory.known
        now = concerning.present(lives, self._own, now_s, known)
        change = alerts(now, now_s, known)
        self._known = change.known
        told = {each.number: each for each in lives.open()} if change.sounding else {}
        return tuple(concerning.words(told[number]) for number in change.sounding)

    def _compare(self, standing: Standing, found: Found, now_s: int) -> list[Lasting]:
        """Return which other party's node finds something else than ours."""
        for said in sameness.newest(standing, self._own):
            before = self._verdicts.get(said.party)
            if before is not None and before[0] == said.id:
                continue
            there = self._at(standing, said, found, now_s)
            if there is not None:
                verdict = sameness.compared(said, there)
                self._verdicts[said.party] = said.id, verdict
        return [
            Lasting(verdict, party)
            for party, (_, verdict) in sorted(self._verdicts.items())
            if verdict != "same"
        ]

    def _at(
        self, standing: Standing, said: Entered, found: Found, now_s: int
    ) -> Found | None:
        """Return what we find where a statement looked; None: not to be told yet.

        To fold a long record again takes seconds in which nothing sounds, so nobody may
        have it done more often than he may state anything.
        """
        if sameness.is_held(standing, said):
            return found
        back_s = self._looked_back_s
        if back_s is not None and 0 <= now_s - back_s < EVERY_S:
            return None
        self._looked_back_s = now_s
        return self._of(self._engine.follow(sameness.as_it_was(standing, said), None))
