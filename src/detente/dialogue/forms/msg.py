"""MSG, a message: subject, text, numbered stock phrases (clause 11.22).

A message moves no outcome of any case, whatever case it is written in. What a numbered
phrase says, and whether its wording was published, is in `detente.dialogue.phrases`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Setting
from detente.dialogue.phrases import PhraseNumber


class Message(Body, frozen=True, kw_only=True):
    """A message in free text."""

    title: ClassVar[str] = "MESSAGE"

    subject: Annotated[Text, label("Subject")]
    text: Annotated[Text, label("Text")]
    phrases: Annotated[
        tuple[PhraseNumber, ...], label("Stock phrases", "By number")
    ] = ()
    acknowledge: Annotated[bool, label("Acknowledgement requested")] = True

    def summary(self) -> str:
        """Return the subject."""
        return self.subject.text.strip() or self.title

    def asks_acknowledgement(self) -> bool:
        """Say whether the drafter asked for it."""
        return self.acknowledge

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing said."""
        del setting
        if not self.subject.text.strip():
            yield Fault("11.22", "A message has no subject.")
        if not self.text.text.strip() and not self.phrases:
            yield Fault("11.22", "A message says nothing.")


FORMS = (Form("MSG", 1, "Message", (Message,)),)
