"""WCH, whether our officers can be woken (clauses 23.4 and 23.5).

The other side must know whether its FLASH wakes anyone here. When every alarm of a node
has failed, the node says so by itself; when one sounds again, it says that too. Neither
says why: what failed is our own business, that nobody may hear is theirs.
"""

from typing import Annotated, ClassVar

from detente.dialogue.fields import label
from detente.dialogue.form import Body, Form, Opens


class _Watch(Body, frozen=True, tag_field="act"):
    opens: ClassVar[Opens] = "free"
    automatic: ClassVar[bool] = True
    clocked: ClassVar[bool] = False


class Unattended(_Watch, frozen=True, tag="unattended", kw_only=True):
    """No alarm sounds here: an officer may not hear what comes."""

    title: ClassVar[str] = "OFFICER UNATTENDED"

    since: Annotated[int, label("Since")]


class Attended(_Watch, frozen=True, tag="attended", kw_only=True):
    """An alarm sounds again."""

    title: ClassVar[str] = "OFFICER ATTENDED"

    since: Annotated[int, label("Since")]


FORMS = (
    Form("WCH", 1, "State of the watch", (Unattended, Attended), "thread", frozenset()),
)
