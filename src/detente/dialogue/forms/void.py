"""VOID, a reference that was given and not used (clause 11.26).

A reference is fixed when the review page opens. If nothing is released under it, a VOID
takes its serial, so that a missing number never looks like a missing statement.
"""

from typing import Annotated, ClassVar

from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens


class Void(Body, frozen=True, kw_only=True):
    """Nothing is released under this serial."""

    title: ClassVar[str] = "VOID"
    opens: ClassVar[Opens] = "always"
    clocked: ClassVar[bool] = False
    during_suspension: ClassVar[bool] = True

    reason: Annotated[Text | None, label("Reason")] = None


FORMS = (Form("VOID", 1, "Abandoned reference", (Void,)),)
