"""Decide what can be purged of a body, what remains of it, and which bodies are gone.

Spec clauses 29.1 to 29.5. Only words and contacts can be purged: no outcome rests on
what they say, and that they were said is still seen, for PURGED takes their place. So
what remains of the body folds to what the whole body did, on a node that has destroyed
it and on one that is about to. Which proposals are agreed is folded by
`detente.dialogue.cases.purge`; the bytes are destroyed by the node.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import msgspec

from detente.dialogue import forms, personal
from detente.dialogue.cases.purge import Purge
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text
from detente.dialogue.form import Body, Unreadable, encode
from detente.dialogue.forms.pur import KEPT, Consented, Proposed
from detente.dialogue.notice import Contacts
from detente.dialogue.reading import Said, Spoken
from detente.record.errors import Misasked
from detente.record.statement import parse_reference

if TYPE_CHECKING:
    from detente.dialogue.standing import Standing

PURGED: Final = "PURGED"


class Purged(NamedTuple):
    """What is agreed of a statement: what remains, and which attachments go too."""

    remainder: bytes
    files: tuple[bytes, ...] = ()


Remainders: TypeAlias = Mapping[bytes, Purged]
"""What is agreed of purged statements, by their ids."""


def purgeable(body: Body) -> tuple[str, ...]:
    """Return the names of the fields of a body that can be purged."""
    names = (each.name for each in msgspec.structs.fields(type(body)))
    return tuple(name for name in names if _can_go(getattr(body, name)))


def remainder(body: Body, names: Sequence[str]) -> Body:
    """Return what remains of a body once these fields are purged.

    Raises:
        Misasked: a field does not exist, is empty, or bears on what came of it.
    """
    listed = purgeable(body)
    for name in names:
        if name not in listed:
            can = ", ".join(listed) or "none"
            raise Misasked(
                f"{name[:40]!r} cannot be purged here; of {body.title}: {can}."
            )
    return msgspec.structs.replace(
        body, **{name: _gone(getattr(body, name)) for name in names}
    )


def _can_go(value: object) -> bool:
    match value:
        case Text() | Contacts():
            return True
        case (Text(), *_):
            return True
        case _:
            return False


def _gone(value: object) -> object:
    """Return what stands in place of words or contacts: that there were some."""
    match value:
        case Text():
            return Text(PURGED)
        case Contacts():
            return personal.blanked(value, PURGED)
        case (Text(), *_):
            return tuple(Text(PURGED) for _ in value)
        case _:
            raise AssertionError(value)


def completed(standing: "Standing", body: Body, answers: Sequence[bytes]) -> Body:
    """Return a proposal with what remains, made from the fields that it names.

    Args:
        standing: the line.
        body: what an officer has filled in; anything but a proposal stays as it is.
        answers: the ids of the statements that it cites.

    Raises:
        Misasked: what it names cannot be purged.
    """
    if not isinstance(body, Proposed) or body.remainder or len(answers) != 1:
        return body
    cited = standing.entries.get(answers[0])
    if cited is None or not isinstance(cited.body, Body):
        raise Misasked("There is no body to purge: it cannot be read here.")
    names = body.purged or purgeable(cited.body)
    return msgspec.structs.replace(
        body,
        purged=tuple(names),
        remainder=encode(remainder(cited.body, names)),
        files=tuple(dict.fromkeys((*body.files, *_photographs(cited, names)))),
    )


def _photographs(entered: Entered, names: Sequence[str]) -> Iterator[bytes]:
    """Yield the hashes of the attachments that purged contacts name."""
    if not any(isinstance(getattr(entered.body, name), Contacts) for name in names):
        return
    shown = personal.photographs(entered.body)
    for each in entered.header.attachments:
        if each.name in shown:
            yield each.sha256


def faults(said: Said) -> Iterator[Fault]:
    """Yield what is wrong with a proposal, by what it cites and what is to remain.

    Never by the body itself: a node on which it is gone must judge alike.
    """
    body, header = said.body, said.header
    if not isinstance(body, Proposed) or header.kind != "NEW":
        return
    for cited in header.answers[:1]:
        name = parse_reference(cited.reference)
        if name.form in KEPT:
            yield Fault("29.1", f"A statement {name.form} is kept whole.", voids=True)
        elif isinstance(forms.read(name, body.remainder), Unreadable):
            yield Fault("29.2", "What is to remain is no body of its form.", voids=True)


def doubts(standing: "Standing", entered: Entered) -> Iterator[Fault]:
    """Yield what an officer should know before proposing a purge or consenting to it.

    The body is still there to be compared with what is to remain of it.
    """
    body, cited = entered.body, entered.header.answers
    if isinstance(body, Consented) and cited:
        opened = standing.entries.get(cited[0].id)
        if opened is not None:
            yield from doubts(standing, opened)
    elif isinstance(body, Proposed) and cited:
        whole = standing.entries.get(cited[0].id)
        if whole is None or not isinstance(whole.body, Body):
            return
        try:
            honest = body.remainder == encode(remainder(whole.body, body.purged))
        except Misasked:
            honest = False
        if not honest:
            yield Fault(
                "29.5",
                f"What is to remain of {cited[0].reference} is not the same body with "
                "PURGED in the fields named: something else would stand in its place.",
            )
        listed = {each.sha256 for each in whole.header.attachments}
        if not listed.issuperset(body.files):
            yield Fault("29.5", f"{cited[0].reference} lists no such attachment.")


def agreed(standing: "Standing") -> Remainders:
    """Return the bodies that are to be gone by what stands, and what remains of each.

    Of several proposals for one statement the first that is agreed counts.
    """
    found: dict[bytes, Purged] = {}
    for case in standing.of_family(Purge.family):
        body = case.opened.body
        if isinstance(case, Purge) and case.agreed and isinstance(body, Proposed):
            found.setdefault(case.purged, Purged(body.remainder, body.files))
    return found


def without(spoken: Spoken, remainders: Remainders) -> Spoken:
    """Return an entry with what remains of its body, if that is to be gone."""
    left = remainders.get(spoken.id)
    if left is None or not isinstance(spoken, Said):
        return spoken
    return msgspec.structs.replace(spoken, body=forms.read(spoken.name, left.remainder))
