"""DIS, what leaves a channel and what comes into it (clauses 25.1 to 25.5).

A line on which everything is confidential until one side publishes its own count is no
line for long. What is handed to a third party, or carried into another channel, is
therefore an act in the record: both sides know what was disclosed, to whom, and may
check what was said against it. That a disclosure stands here forbids nothing.
"""

import hashlib
from collections.abc import Iterator
from typing import Annotated, ClassVar

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Setting

DIGEST_BYTES = 32


class Disclosed(Body, frozen=True, tag_field="act", tag="disclosed", kw_only=True):
    """The statement that the header's `answers` cite is handed out as a proof.

    `sha256` is that of the proof file; `to_whom` is in words, `channel` the id of the
    channel it is carried into, empty where it goes elsewhere.
    """

    title: ClassVar[str] = "DISCLOSED"
    opens: ClassVar[Opens] = "never"
    clocked: ClassVar[bool] = False
    during_suspension: ClassVar[bool] = True

    to_whom: Annotated[str, label("To whom")]
    channel: Annotated[bytes, label("Into the channel", "Its id")] = b""
    sha256: Annotated[bytes, label("Proof file", "Its SHA-256")]
    with_body: Annotated[bool, label("What was said is shown")] = True
    purpose: Annotated[Text | None, label("Purpose")] = None

    def summary(self) -> str:
        """Return to whom."""
        return f"{self.title} to {self.to_whom}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nobody named, a digest or id that is none."""
        del setting
        if not self.to_whom.strip():
            yield Fault("25.2", "A disclosure does not say to whom.")
        yield from _digests(self.sha256, self.channel)


class Carried(Body, frozen=True, tag_field="act", tag="carried", kw_only=True):
    """A statement of another channel, as its proof.

    `proof` is the proof file; where it is too long for a statement it is left out and
    handed over otherwise, and `sha256` says which file is meant.
    """

    title: ClassVar[str] = "CARRIED FROM ANOTHER CHANNEL"

    reference: Annotated[str, label("Reference", "In its own channel")]
    channel: Annotated[bytes, label("Its channel", "The id")]
    sha256: Annotated[bytes, label("Proof file", "Its SHA-256")]
    proof: Annotated[bytes, label("Proof")] = b""
    text: Annotated[Text | None, label("Text")] = None

    def summary(self) -> str:
        """Return which statement."""
        return f"{self.title}: {self.reference}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: its own channel, or another file than named."""
        yield from _digests(self.sha256, self.channel)
        if not self.channel or self.channel == setting.header.channel:
            yield Fault("25.4", "What is carried here does not come from elsewhere.")
        if self.proof and hashlib.sha256(self.proof).digest() != self.sha256:
            yield Fault("25.4", "The proof carried is not the file it names.")


def _digests(sha256: bytes, channel: bytes) -> Iterator[Fault]:
    if len(sha256) != DIGEST_BYTES or len(channel) not in {0, DIGEST_BYTES}:
        yield Fault("25.2", "A digest or a channel's id is not 32 bytes.")


FORMS = (Form("DIS", 1, "Disclosure", (Disclosed, Carried)),)
