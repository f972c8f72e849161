"""Decide what a node does about conflicts by itself: sound those that are new or worse.

Spec clauses 34.8 and 34.9. Which conflicts there are is decided by
`detente.dialogue.lives`, which sound by `detente.dialogue.alerts`. Finding them takes
much more than the rest of a duty, so what finds them is loaded with the first activity:
without one nothing conflicts.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from detente.dialogue.alerts import Known, alerts
from detente.dialogue.cases.activity import Activity
from detente.dialogue.standing import Standing

if TYPE_CHECKING:
    from detente.dialogue.lives import Lives

Follow: TypeAlias = "Callable[[Standing, Lives | None], Lives]"
"""Finds the conflicts of a record; what it found before is a hint."""


def our_engine(standing: Standing, before: "Lives | None") -> "Lives":
    """Find the conflicts of a record by the engine of this release."""
    from detente.dialogue.lives import follow  # noqa: PLC0415

    return follow(standing, before)


class Memory(Protocol):
    """What has sounded of conflicts, kept over a restart."""

    known: Known

    def keep(self, known: Known) -> None:
        """Keep what has sounded."""


class Conflicting:
    """The conflicts of a line, as its node attends to them."""

    def __init__(self, own: str, memory: Memory, follow: Follow = our_engine) -> None:
        """Attend to those of `own`; `follow` finds them."""
        self._own = own
        self._memory = memory
        self._follow = follow
        self._lives: Lives | None = None
        self._known: Known = memory.known

    def look(self, standing: Standing, now_s: int) -> Sequence[str]:
        """Return what sounds now, in words; it counts as sounded once it is `kept`."""
        lives = self._found(standing)
        if lives is None:
            return ()
        from detente.dialogue import concerning  # noqa: PLC0415

        known = self._memory.known
        now = concerning.present(lives, self._own, now_s, known)
        change = alerts(now, now_s, known)
        self._known = change.known
        told = {each.number: each for each in lives.open()} if change.sounding else {}
        return [concerning.words(told[number]) for number in change.sounding]

    def keep(self) -> None:
        """Keep what has sounded by now.

        Raises:
            StoreFailed: it cannot be written.
        """
        self._memory.keep(self._known)

    def _found(self, standing: Standing) -> "Lives | None":
        """Return the conflicts of the record; None before the first activity."""
        if Activity.family not in standing.cases:
            return None
        if self._lives is None or self._lives.standing is not standing:
            self._lives = self._follow(standing, self._lives)
        return self._lives
