"""Decide who is known to hold an attachment: whose node has said so.

Spec clause 11.30. A receipt says that a node holds a statement, and nothing of the
files that it lists; those come later, or never. So the node that has all bytes of one
enters HELD for it. Who has not said so lacks it, as far as anybody can show.
"""

from collections.abc import Iterable, Iterator

from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.forms.ack import Held
from detente.record.statement import Attachment


def holders(
    statements: Iterable[Entered], of: Entered, attachment: Attachment
) -> tuple[Entered, ...]:
    """Return the first HELD of each party for an attachment, in the fold's order.

    Args:
        statements: those of the case.
        of: the statement that lists it.
        attachment: as it is listed.
    """
    first: dict[str, Entered] = {}
    for each in statements:
        if isinstance(each.body, Held) and each.effective and _says(each, of):
            about = each.body.sha256, each.body.size_bytes
            if about == (attachment.sha256, attachment.size_bytes):
                first.setdefault(each.party, each)
    return tuple(first.values())


def faults(
    statements: Iterable[Entered], entered: Entered, held: Held
) -> Iterator[Fault]:
    """Yield why a HELD says nothing: no such attachment is listed to its party.

    Args:
        statements: those of the case before it.
        entered: the statement that joins the case.
        held: what it says.
    """
    about = held.sha256, held.size_bytes
    for each in statements:
        listed = {(a.sha256, a.size_bytes) for a in each.header.attachments}
        if _says(entered, each) and about in listed:
            return
    yield Fault("11.30", "No such attachment was put to this party.", voids=True)


def _says(held: Entered, of: Entered) -> bool:
    """Say whether a HELD is of another party, for a statement that it answers."""
    cited = any(each.id == of.id for each in held.header.answers)
    return cited and held.party != of.party
