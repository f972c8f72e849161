"""Decide what a play tells of the case that a statement has moved.

Only what the line itself has folded is told: that a position was read back wrongly,
what has come of a request to stop, whose an object is, what has come of a separation.
"""

from collections.abc import Iterator

from detente.dialogue.case import Case
from detente.dialogue.cases.activity import Activity
from detente.dialogue.cases.object import ObjectCase
from detente.dialogue.cases.stop import StopCase
from detente.dialogue.entered import Entered
from detente.dialogue.forms.ack import Acknowledged


def become(case: Case, by: Entered) -> Iterator[str]:
    """Yield what stands in a case once this statement is in it."""
    if isinstance(by.body, Acknowledged) and by.body.positions:
        wrong = [each for each in case.mismatches if each.by.id == by.id]
        for each in wrong:
            yield (
                f"READ BACK {each.apart_m:,} m OFF: both sides are to settle it at "
                "once, and nothing waits for it."
            )
        if not wrong:
            yield "The position is read back as it was given."
    if isinstance(case, StopCase):
        yield f"The STOP: {case.state.upper()}."
    elif isinstance(case, ObjectCase):
        yield f"The object: {case.state.upper()}."
    elif isinstance(case, Activity):
        for separation in case.separations:
            if by in (separation.by, separation.agreed):
                yield f"The separation: {case.status_of(separation).upper()}."
