"""ACK, the receipts that persons give, and HELD (clauses 11.23 and 11.30).

Four receipts are never confused. STORED is the node's, and no statement. OPENED,
ACKNOWLEDGED and DELIVERED are acts of officers, and stand here; so does REVIEWED, by
which a second officer of the releasing side confirms what went out on one signature.
Each says of which statements in the header's `answers`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Setting
from detente.dialogue.position import ReadPosition
from detente.record.feed import HASH_BYTES


class Receipt(Body, frozen=True, tag_field="act"):
    """What a person confirms of a statement."""

    opens: ClassVar[Opens] = "never"
    clocked: ClassVar[bool] = False
    during_suspension: ClassVar[bool] = True


class Opened(Receipt, frozen=True, tag="opened"):
    """An officer has it on the screen."""

    title: ClassVar[str] = "OPENED"


class Acknowledged(Receipt, frozen=True, tag="acknowledged", kw_only=True):
    """Read and understood by the post that releases this."""

    title: ClassVar[str] = "ACKNOWLEDGED"

    read_back: Annotated[Text, label("Read-back", "What was understood, in own words")]
    positions: Annotated[
        tuple[ReadPosition, ...],
        label("Positions read back", "Entered again, from the map"),
    ] = ()

    def summary(self) -> str:
        """Return the read-back behind the word."""
        return f"{self.title}: {self.read_back}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing read back."""
        del setting
        if not self.read_back.text.strip():
            yield Fault("11.23", "An acknowledgement reads nothing back.")
        names = {each.name for each in self.positions} if self.positions else ()
        if len(names) != len(self.positions):
            yield Fault("14.2", "One position is read back twice.")


class Delivered(Receipt, frozen=True, tag="delivered", kw_only=True):
    """It reached the principal."""

    title: ClassVar[str] = "DELIVERED"

    principal: Annotated[str, label("Principal", "The post it was delivered to")]
    at: Annotated[int, label("Delivered at")]

    def summary(self) -> str:
        """Return to whom it was delivered."""
        return f"{self.title} to {self.principal}"


class Reviewed(Receipt, frozen=True, tag="reviewed"):
    """A second officer of the same side confirms what one officer released."""

    title: ClassVar[str] = "REVIEWED"


class Held(Body, frozen=True, tag_field="act", tag="held", kw_only=True):
    """All bytes of an attachment are on this side, and have the hash listed."""

    title: ClassVar[str] = "ATTACHMENT HELD"
    opens: ClassVar[Opens] = "never"
    clocked: ClassVar[bool] = False
    automatic: ClassVar[bool] = True
    during_suspension: ClassVar[bool] = True

    sha256: Annotated[bytes, label("SHA-256")]
    size_bytes: Annotated[int, label("Bytes")]

    def summary(self) -> str:
        """Return which attachment, as its statement lists it."""
        return f"{self.title}: {self.sha256.hex()}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: what no attachment can be."""
        del setting
        if len(self.sha256) != HASH_BYTES or self.size_bytes < 1:
            yield Fault("11.30", "It names no attachment.", voids=True)


FORMS = (
    Form(
        "ACK",
        1,
        "Receipt by a person",
        (Opened, Acknowledged, Delivered, Reviewed, Held),
    ),
)
