"""The meeting in the air of these stories, as each side reports it."""

from typing import Literal

from detente.dialogue.fields import Text
from detente.dialogue.forms import inc
from detente.dialogue.position import Position

Assessment = Literal["SAFE", "UNSAFE", "not assessed"]
EAST_OF_THE_ISLAND = Position(1_850_000, 11_250_000, mgrs="49QFA5835446162")


def report(happened: int, who: str, whom: str) -> inc.Initial:
    """Return a first report of an intercept in which nobody was hurt."""
    return inc.Initial(
        happened=happened,
        position=EAST_OF_THE_ISLAND,
        who=who,
        whom=whom,
        what="intercept",
        emergency=Text("None."),
    )


def account(narrative: str, assessment: Assessment) -> inc.Account:
    """Return a side's account of the intercept."""
    return inc.Account(
        code="intercept",
        narrative=Text(narrative),
        assessment=assessment,
        position=EAST_OF_THE_ISLAND,
    )
