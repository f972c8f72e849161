"""ORD, the order wire: short chat between the operators of a line (clause 16.7).

"Your last page is garbled; we switch to the folder." Operators need such words, and on
a line where every word is weighed they must not be able to pass for a statement. So an
order wire is short, always ROUTINE, answers nothing but the order wire, waits for
nobody, and moves no outcome; what is meant officially is said in MSG or its own form.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final

from detente.dialogue.fault import Fault
from detente.dialogue.fields import label
from detente.dialogue.form import Body, Form, Precedence, Setting

MOST_SIGNS: Final = 280


class OrderWire(Body, frozen=True, kw_only=True):
    """A line of chat, in the header's language; no translation goes with it."""

    title: ClassVar[str] = "ORDER WIRE"
    clocked: ClassVar[bool] = False
    always: ClassVar[Precedence | None] = "R"
    one_suffices: ClassVar[bool] = True
    during_suspension: ClassVar[bool] = True

    text: Annotated[str, label("Text", f"At most {MOST_SIGNS} signs")]

    def summary(self) -> str:
        """Return the line."""
        return f"{self.title}: {self.text}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: too long, nothing, or more than chat."""
        if not self.text.strip():
            yield Fault("16.8", "An order wire says nothing.")
        if len(self.text) > MOST_SIGNS:
            yield Fault(
                "16.8",
                f"{len(self.text)} signs on the order wire; {MOST_SIGNS} are chat.",
            )
        header = setting.header
        clocks = (header.valid_from, header.valid_until, header.reply_by)
        if header.attachments or any(each is not None for each in clocks):
            yield Fault("16.8", "An order wire carries no file, and sets no time.")


FORMS = (Form("ORD", 1, "Order wire", (OrderWire,), answers=frozenset({"ORD"})),)
