"""Fold a line check: what was sent, what came back (clause 11.24)."""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self, TypeAlias

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.pairing import Founding

Result: TypeAlias = Literal["open", "echoed", "garbled"]


class LineCheck(Case, frozen=True, kw_only=True, gc=False):
    """A line check; `echo` is the first answer of the side that was asked."""

    family: ClassVar[str] = "line check"

    echo: Entered | None = None

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        theirs = entered.party != self.opened.party
        if not isinstance(entered.body, Echo) or not entered.effective or not theirs:
            return case
        return case if self.echo else case.having(echo=entered)

    @property
    def result(self) -> Result:
        """Whether what came back is what was sent, sign by sign."""
        if self.echo is None:
            return "open"
        sent, came = self.opened.body, self.echo.body
        if isinstance(sent, Challenge) and isinstance(came, Echo):
            return "echoed" if sent.text == came.text else "garbled"
        return "garbled"

    @property
    def outcome_words(self) -> str:
        """What came back, for a screen."""
        return self.result.upper()

    @property
    def live(self) -> bool:
        """Whether the echo is still awaited, or a person."""
        return self.echo is None or super().live

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask; also the echo, while none has come."""
        yield from super().dues(founding, local)
        if self.echo is None:
            header = self.opened.header
            at_s = header.released + founding.charter.terms.deadlines.echo_s
            of = header.to_post.partition("/")[0]
            yield Due(at_s, "echo", of, header.to_post, "11.24", self.opened)


FAMILY = LineCheck
