"""Decide what the rules may ask when a statement is entered.

Spec clause 11.3: what was entered before it, as far as its party could have seen that.
Answers come from `detente.dialogue.ledger`; the rules themselves are
`detente.dialogue.manner` and `detente.dialogue.rules`.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

import msgspec

from detente.dialogue import forms
from detente.dialogue.certified import Certified
from detente.dialogue.charter import FOUNDING_VERSION
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body, Form, Opens, Precedence, Unreadable
from detente.dialogue.forms.ack import Receipt
from detente.dialogue.forms.cht import Act
from detente.dialogue.forms.con import RefusedPrecondition
from detente.dialogue.forms.pre import Stated
from detente.dialogue.forms.pur import Proposed as ToPurge
from detente.dialogue.in_force import Charters, Reader
from detente.dialogue.pairing import Founding
from detente.record.feed import FeedId


class Kind(msgspec.Struct, frozen=True, gc=False):
    """What is the same of all bodies of a kind, so that it is asked but once.

    `form` is None where it cannot be read; `opens`, `always`, `automatic`,
    `one_suffices` and `real` are the body's. The rest says whether it has rules of its
    own, may give a position, may rest on a receipt, is a receipt by a person, gives or
    names numbers of preconditions, does something with the charter, proposes a purge,
    and is an act of officers: neither a receipt nor entered by a node alone.
    """

    form: Form | None
    opens: Opens = "free"
    always: Precedence | None = None
    automatic: bool = False
    one_suffices: bool = False
    real: bool = False
    has_rules: bool = False
    places: bool = False
    rests: bool = False
    receipts: bool = False
    numbered: bool = False
    acts: bool = False
    purges: bool = False
    by_officers: bool = True


KINDS: Final[dict[type[object], Kind]] = {}
"""The kinds that were asked for."""


def kind_of(body: Body | Unreadable) -> Kind:
    """Return what is the same of all bodies of a kind."""
    found = KINDS.get(type(body))
    if found is None:
        found = KINDS[type(body)] = _kind(type(body))
    return found


def _kind(body: type[object]) -> Kind:
    if not issubclass(body, Body):
        return Kind(None)
    return Kind(
        forms.FORM_OF[body],
        body.opens,
        body.always,
        body.automatic,
        body.one_suffices,
        body.real,
        body.faults is not Body.faults,
        body.placed is not Body.placed,
        body.receipt is not Body.receipt,
        issubclass(body, Receipt),
        issubclass(body, Stated | RefusedPrecondition),
        issubclass(body, Act),
        issubclass(body, ToPurge),
        not issubclass(body, Receipt) and not body.automatic,
    )


class Held(Protocol):
    """What the rules may ask of what was entered before."""

    def find(self, id: bytes) -> Entered | None:  # noqa: A002 - the record's word
        """Return an entered statement by id."""
        ...

    def certified(self, party: str, known: Mapping[FeedId, int]) -> Sequence[Certified]:
        """Return a party's key documents that could have been seen, newest first."""
        ...

    def number_used(self, party: str, number: int) -> bool:
        """Say whether a precondition of the party has this number."""
        ...


class Context(msgspec.Struct, frozen=True, gc=False):
    """What the rules may ask when a statement is entered.

    `founding` has the charter that the statement is judged by, `charters` all of them,
    and `bound` is the number of the one that binds it; `kind` is that of its body.
    `own` is the key document in force, `reader` what its party knew, `used` says
    whether its serial stands in the feed already, `held` answers what came before.
    """

    founding: Founding
    charters: Charters
    bound: int
    kind: Kind
    own: Certified
    reader: Reader
    used: bool
    held: Held

    def under(self, version: int) -> "Context":
        """Return the same, for a statement that is judged by this version."""
        if version == FOUNDING_VERSION:
            return self
        founding = self.charters.under(version)
        return msgspec.structs.replace(self, founding=founding)
