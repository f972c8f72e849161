"""LCK, the line check between two watches (clause 11.24).

A check that carries nothing still proves that people are there. The text is neutral and
rotates, so that in time every sign of both scripts is tried; what comes back is
compared sign by sign. Path probes by the node are no entries and stand nowhere here.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from detente.dialogue.fault import Fault
from detente.dialogue.fields import label
from detente.dialogue.form import Body, Form, Opens, Setting

READABILITIES = range(6)


class _Check(Body, frozen=True, tag_field="act"):
    clocked: ClassVar[bool] = False
    during_suspension: ClassVar[bool] = True


class Challenge(_Check, frozen=True, tag="challenge", kw_only=True):
    """Send this text back as it came."""

    title: ClassVar[str] = "LINE CHECK"
    opens: ClassVar[Opens] = "always"

    path: Annotated[str, label("Path")]
    text: Annotated[str, label("Text", "Neutral, from the agreed samples")]
    readability: Annotated[
        int, label("Readability", "Of the last check, 1 to 5; 0 where there was none")
    ] = 0
    no_message: Annotated[bool, label("No message")] = False

    def summary(self) -> str:
        """Return the path, and whether there is traffic."""
        return f"{self.title} on {self.path}" + ", no message" * self.no_message

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: path, text or figure."""
        if self.path not in setting.founding.charter.terms.paths:
            yield Fault("11.24", "A line check names a path the charter lacks.")
        if not self.text:
            yield Fault("11.24", "A line check carries no text to send back.")
        if self.readability not in READABILITIES:
            yield Fault("11.24", "Readability is a figure from 1 to 5.")


class Echo(_Check, frozen=True, tag="echo", kw_only=True):
    """This is what came."""

    title: ClassVar[str] = "LINE CHECK ECHO"
    opens: ClassVar[Opens] = "never"

    text: Annotated[str, label("What came")]
    received: Annotated[int, label("Received at")]
    clock_offset_ms: Annotated[
        int, label("Clock offset", "Their clock less ours, in milliseconds")
    ] = 0
    no_message: Annotated[bool, label("No message")] = False


FORMS = (
    Form("LCK", 1, "Line check", (Challenge, Echo), "line check", frozenset({"LCK"})),
)
