"""Show the register of preconditions: what was raised, for what, and where it stands.

Spec clause 11.25. A function of what is folded, the same on every node of the same
heads.
"""

import msgspec

from detente.dialogue.cases.contact import Contact
from detente.dialogue.cases.precondition import Precondition, Status
from detente.dialogue.entered import Entered
from detente.dialogue.fields import Text
from detente.dialogue.forms.con import RefusedPrecondition
from detente.dialogue.forms.pre import Disputed, Met, Stated, Withdrawn
from detente.dialogue.standing import Standing


class Reply(msgspec.Struct, frozen=True):
    """What was said of a precondition; `at` is a claim, POSIX seconds."""

    party: str
    act: str
    reference: str
    at: int
    text: Text | None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One precondition.

    `number` counts in the register of `raised_by`; `requests` are references of the
    requests it was raised for, `refused` of those refused on its ground.
    """

    number: int
    raised_by: str
    reference: str
    raised_at: int
    text: Text
    status: Status
    claimed_met: bool
    requests: tuple[str, ...]
    refused: tuple[str, ...]
    replies: tuple[Reply, ...]


def register(standing: Standing) -> tuple[Item, ...]:
    """Return the register, by the party that raised each, and number."""
    contacts = standing.contacts()
    items = [
        _item(case, case.opened.body, contacts)
        for case in standing.of_family(Precondition.family)
        if isinstance(case, Precondition) and isinstance(case.opened.body, Stated)
    ]
    return tuple(sorted(items, key=lambda item: (item.raised_by, item.number)))


def _item(case: Precondition, stated: Stated, contacts: list[Contact]) -> Item:
    header = case.opened.header
    return Item(
        number=stated.number,
        raised_by=case.raised_by,
        reference=header.reference,
        raised_at=header.released,
        text=stated.text,
        status=case.status,
        claimed_met=case.claimed_met,
        requests=tuple(cited.reference for cited in header.answers),
        refused=tuple(
            contact.opened.header.reference
            for contact in contacts
            if _rests_on(contact, case.raised_by, stated.number)
        ),
        replies=tuple(_reply(entered) for entered in case.answers),
    )


def _rests_on(contact: Contact, party: str, number: int) -> bool:
    standing = contact.sought.standing
    if standing is None or standing.by.party != party:
        return False
    body = standing.by.body
    return isinstance(body, RefusedPrecondition) and number in body.preconditions


def _reply(entered: Entered) -> Reply:
    body, header = entered.body, entered.header
    said = body if isinstance(body, Disputed | Met | Withdrawn) else None
    return Reply(
        entered.party,
        said.title if said else "",
        header.reference,
        header.released,
        said.text if said else None,
    )
