"""Decide what holds at one level of a contact, when acts follow or cross each other.

Spec clauses 12.5 and 12.6. An act that knew the one before it takes its place. Of two
that crossed, the weightier holds whichever way the parties are numbered: so no side
gains from being first in the charter. Every act that had effect stays in the list.
"""

import msgspec
from msgspec.structs import replace

from detente.dialogue.entered import Entered
from detente.dialogue.outcome import WEIGHT, Outcome


class Step(msgspec.Struct, frozen=True, gc=False):
    """An act that had effect, and the outcome it states."""

    by: Entered
    outcome: Outcome


class Track(msgspec.Struct, frozen=True, gc=False):
    """What has become of a contact at one level.

    `standing` is the step that holds; `records` are records of the contact that wait
    for the other side to agree; `crossed` says that two acts did not know of each
    other.
    """

    steps: tuple[Step, ...] = ()
    standing: Step | None = None
    records: tuple[Entered, ...] = ()
    crossed: bool = False

    @property
    def outcome(self) -> Outcome:
        """What holds."""
        return Outcome.PENDING if self.standing is None else self.standing.outcome

    def as_known_by(self, entered: Entered) -> Outcome:
        """Return what held as far as the party of an act knew when it acted."""
        standing = self.standing
        if standing is None or (not self.crossed and entered.knows(standing.by)):
            return self.outcome
        track = Track()
        for step in self.steps:
            if entered.knows(step.by):
                track = track.take(step.by, step.outcome)
        return track.outcome

    def take(self, entered: Entered, outcome: Outcome) -> "Track":
        """Return the track after an act that states this outcome."""
        step, standing = Step(entered, outcome), self.standing
        steps = (*self.steps, step)
        if standing is None or entered.knows(standing.by):
            return replace(self, steps=steps, standing=step)
        holds = step if WEIGHT[outcome] > WEIGHT[standing.outcome] else standing
        return replace(self, steps=steps, standing=holds, crossed=True)

    def knows_lapse(self, entered: Entered) -> bool:
        """Say whether an act knew that the time to answer had lapsed unanswered."""
        return any(
            step.outcome is Outcome.NO_RESPONSE and entered.knows(step.by)
            for step in self.steps
        )
