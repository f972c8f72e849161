"""Decide what a form is, and how its body becomes bytes and back.

Spec clause 11.4. A form is one typed record, or a closed set of them told apart by
`act`, in one file of `detente.dialogue.forms`; adding one touches that file alone. What
its fields are made of is `detente.dialogue.fields`. A body that cannot be read is a
value, not an error: the statement stands in the record all the same.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import ClassVar, Literal, NamedTuple, TypeAlias

import msgspec

from detente.dialogue.fault import Fault
from detente.dialogue.pairing import Founding
from detente.dialogue.position import Placed
from detente.record import wire
from detente.record.cose import MAX_BYTES
from detente.record.errors import Malformed
from detente.record.statement import Header

Opens: TypeAlias = Literal["always", "never", "free"]
Precedence: TypeAlias = Literal["Z", "O", "P", "R"]


class Setting(msgspec.Struct, frozen=True, gc=False):
    """Where a body stands when its own rules are asked."""

    header: Header
    position: int
    founding: Founding


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a statement says, by its form.

    `opens` says whether it opens a case of its own: always, never, or where it answers
    nothing. `automatic` marks what a node enters by itself, `clocked` what a person is
    to acknowledge, `title` what screens call it. `always` is the precedence it goes
    with whatever the officer chose; where `one_suffices`, no charter asks two keys. No
    suspension concerns what goes on `during_suspension` (clause 22.3), and what is
    `real` is no exercise, in whatever channel it is said (clause 28.2).
    """

    title: ClassVar[str]
    opens: ClassVar[Opens] = "free"
    automatic: ClassVar[bool] = False
    clocked: ClassVar[bool] = True
    always: ClassVar[Precedence | None] = None
    one_suffices: ClassVar[bool] = False
    during_suspension: ClassVar[bool] = False
    real: ClassVar[bool] = False

    def summary(self) -> str:
        """Return one line for a screen."""
        return self.title

    def placed(self) -> Iterator[Placed]:
        """Yield the positions that it gives, each to be read back (clause 14.2)."""
        return iter(())

    def asks_acknowledgement(self) -> bool:
        """Say whether a person is to acknowledge it within the charter's time."""
        return self.clocked

    def faults(self, setting: Setting) -> Iterator[Fault]:  # noqa: ARG002 - has none
        """Yield the rules of the form that this body breaks."""
        return iter(())

    def receipt(self) -> bytes | None:
        """Return the signed note of a receipt that it rests on, if any."""
        return None


class Unreadable(NamedTuple):
    """A body that this release cannot read, and why; or one that was purged."""

    reason: str


class Form(NamedTuple):
    """A form: its code and version as in references, its bodies, its case family.

    `answers` lists the forms whose statements it may answer; None stands for all.
    """

    code: str
    version: int
    title: str
    bodies: tuple[type[Body], ...]
    family: str = "thread"
    answers: frozenset[str] | None = None

    @property
    def union(self) -> object:
        """The closed union of its bodies."""
        return reduce(or_, self.bodies)


def encode(body: Body) -> bytes:
    """Return a body's bytes.

    Raises:
        Malformed: a text or number in it has no place in the record (clause 1).
    """
    return wire.encode(msgspec.to_builtins(body, builtin_types=(bytes,)))


def decode(form: Form, data: bytes) -> Body | Unreadable:
    """Read a body; whatever is wrong with it comes back as a value (clause 11.4)."""
    try:
        value = wire.decode(data, max_bytes=MAX_BYTES)
        body = msgspec.convert(value, form.union, builtin_types=(bytes,))
    except Malformed as error:
        return Unreadable(error.sentence)
    except msgspec.ValidationError as error:
        return Unreadable(f"The body does not fit its form: {error}.")
    if not isinstance(body, Body) or encode(body) != data:
        return Unreadable("The body spells out what may be left out.")
    return body


def by_code(forms: tuple[Form, ...]) -> Mapping[tuple[str, int], Form]:
    """Return forms by code and version.

    Raises:
        Malformed: two forms bear one code and version.
    """
    table = {(form.code, form.version): form for form in forms}
    if len(table) != len(forms):
        raise Malformed("Two forms bear one code and version (clause 11.4).")
    return table
