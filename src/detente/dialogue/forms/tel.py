"""TEL, the record of a call by telephone (clause 16.1).

A caller asked for an officer by name, was told that he was out, would leave no message,
called again and waited on hold: twenty-seven minutes, in which fifteen strikes fell.
So a record says who was asked for, how long the caller waited, and whether a message
was left or refused; and what was said becomes a signed text, for a voice can be denied.
Each side may enter its own account; that the two stand side by side, and when a second
officer is due, is folded by `detente.dialogue.cases.call`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Setting

Message: TypeAlias = Literal["left", "refused", "none", "still on hold"]


class CallRecord(Body, frozen=True, kw_only=True):
    """One side's account of one call.

    `message` is `still on hold` while the call goes on and nobody has taken it;
    another account says later how it ended.
    """

    title: ClassVar[str] = "CALL RECORD"
    during_suspension: ClassVar[bool] = True

    caller: Annotated[str, label("Who called", "A post, with its party")]
    began: Annotated[int, label("Call began")]
    answered_after_s: Annotated[
        int | None, label("Answered after", "In seconds; empty: not answered")
    ] = None
    on_hold_s: Annotated[int, label("Time on hold", "In seconds, so far")] = 0
    by_name: Annotated[bool, label("Asked for by name")] = False
    asked_for: Annotated[str, label("Asked for", "The post, or as the caller said")] = (
        ""
    )
    second_officer_after_s: Annotated[
        int | None,
        label("Second officer after", "Seconds on hold; empty: none came"),
    ] = None
    message: Annotated[Message, label("Message")]
    words: Annotated[Text | None, label("Words", "As they were said")] = None
    read_back: Annotated[Text | None, label("Read-back", "What the caller heard")] = (
        None
    )
    about: Annotated[str, label("About", "A reference, if the call was on one")] = ""
    transcribed_by: Annotated[
        str, label("Transcribed by", "A credential's number, or a post")
    ]

    def summary(self) -> str:
        """Return who called, and what was left."""
        if self.message == "still on hold":
            return f"{self.title}: {self.caller} is on hold, {self.on_hold_s} s"
        said = str(self.words) if self.words else f"message: {self.message}"
        return f"{self.title}: {self.caller}, {said}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no side of the call, no words, no such times."""
        header = setting.header
        sides = {each.partition("/")[0] for each in (header.from_post, header.to_post)}
        party, _, post = self.caller.partition("/")
        if party not in sides or not post.strip():
            yield Fault("16.2", "The caller is no post of either side of the record.")
        waits = (self.answered_after_s, self.on_hold_s, self.second_officer_after_s)
        if self.began > header.released or any(s < 0 for s in waits if s is not None):
            yield Fault("16.2", "A time of the call is none, or is to come.")
        unanswered = self.answered_after_s is None
        if unanswered and (self.on_hold_s or self.message != "none"):
            yield Fault("16.2", "A call that was not answered has no hold or message.")
        if self.by_name and not self.asked_for.strip():
            yield Fault("16.2", "The caller asked by name, and for whom is not said.")
        if self.message == "left" and not (self.words and self.words.text.strip()):
            yield Fault("16.2", "A message was left, and its words are not here.")
        if not self.transcribed_by.strip():
            yield Fault("16.2", "It does not say who transcribed it.")


FORMS = (Form("TEL", 1, "Call record", (CallRecord,), "call", frozenset({"TEL"})),)
