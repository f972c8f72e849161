"""CHT, the charter: its founding (clause 11.21).

The second entry of every feed holds the charter's bytes, so that a feed explains
itself. Proposing, accepting, amending, suspending and denouncing come later, as further
acts of this form.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from detente.dialogue.charter import channel_id
from detente.dialogue.fault import Fault
from detente.dialogue.fields import label
from detente.dialogue.form import Body, Form, Opens, Setting

FOUNDING_POSITION = 1


class Found(Body, frozen=True, tag_field="act", tag="found"):
    """This party founds the channel by this charter."""

    title: ClassVar[str] = "CHARTER FOUNDED"
    opens: ClassVar[Opens] = "always"
    clocked: ClassVar[bool] = False

    charter: Annotated[bytes, label("Charter")]

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: another charter, or another place."""
        if channel_id(self.charter) != setting.founding.channel:
            yield Fault(
                "11.21", "It founds another channel than the one it is in.", voids=True
            )
        if setting.position != FOUNDING_POSITION:
            yield Fault("11.21", "It is not the second entry of its feed.", voids=True)


FORMS = (Form("CHT", 1, "Charter", (Found,), "charter", frozenset({"CHT"})),)
