"""Decide what is suspended or denounced, by whom, from when; and what is put meanwhile.

Spec clauses 22.1 to 22.6. The declared state of the line is what its parties have said
of it, and nothing else: calls went on through two political suspensions, so what is
declared and what is observed (`detente.dialogue.silence`) are two things. Line checks,
receipts, STOP and the other safety forms go on through any suspension; what else is put
is marked, never refused, for who refuses to hear a warning is hit by what it was about.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.form import Body
from detente.dialogue.forms import FORM_OF, FORMS
from detente.dialogue.forms.cht import Denounced, Resumed, Suspended
from detente.dialogue.in_force import Charters, Reader
from detente.dialogue.reading import Said

State: TypeAlias = Literal["open", "restricted", "suspended"]
_WEIGHT: Final[dict[State, int]] = {"open": 0, "restricted": 1, "suspended": 2}


class Suspension(NamedTuple):
    """A suspension, or the end of a charter, that its party has not taken back.

    It holds from `from_s` on, for these `forms` or, without any, for all that can be
    suspended; `denounced` where the charter ends then. `by` is the statement.
    """

    party: str
    by: Entered
    from_s: int
    forms: tuple[str, ...]
    denounced: bool

    @property
    def state(self) -> State:
        """What the line is by it, once it holds."""
        return "restricted" if self.forms else "suspended"


class Declared(NamedTuple):
    """What the parties have declared of the line at some time.

    `holding` is in effect by then, `to_come` is declared for later.
    """

    state: State
    holding: tuple[Suspension, ...] = ()
    to_come: tuple[Suspension, ...] = ()


def suspensions(charters: Charters, acts: Iterable[Entered]) -> list[Suspension]:
    """Return what is suspended by these acts, in their order."""
    found: dict[bytes, Suspension] = {}
    for act in acts:
        body, kind = act.body, act.header.kind
        if isinstance(body, Resumed) or kind == "CANCEL":
            found.pop(act.case, None)
        elif isinstance(body, Suspended):
            from_s = max(body.effective_from, act.header.released)
            found[act.case] = Suspension(act.party, act, from_s, body.forms, False)  # noqa: FBT003 - a field
        elif isinstance(body, Denounced):
            terms = charters.under(act.version).charter.terms
            notice_s = max(body.notice_s, terms.denounce_notice_s)
            from_s = act.header.released + notice_s
            found[act.case] = Suspension(act.party, act, from_s, (), True)  # noqa: FBT003 - a field
    return list(found.values())


def declared(charters: Charters, now_s: int) -> Declared:
    """Return the declared state at a time of this node's clock."""
    found = suspensions(charters, charters.acts)
    holding = tuple(each for each in found if each.from_s <= now_s)
    to_come = tuple(each for each in found if each.from_s > now_s)
    states: list[State] = ["open", *(each.state for each in holding)]
    return Declared(max(states, key=_WEIGHT.__getitem__), holding, to_come)


def stops(kind: type[Body]) -> bool:
    """Say whether a suspension can concern a kind of body at all (clause 22.3)."""
    return not (kind.during_suspension or kind.automatic)


def faults(
    charters: Charters, said: Said, reader: Reader, *, opens: bool
) -> Iterator[Fault]:
    """Yield the suspension during which a statement is put, and what ends none.

    Args:
        charters: what was done with the charter.
        said: the statement.
        reader: the same, as far as it knows.
        opens: whether it opens a case of its own.
    """
    body = said.body
    if isinstance(body, Suspended):
        yield from _scope(body)
    if not isinstance(body, Body):
        return
    seen = charters.seen_by(reader)
    if isinstance(body, Resumed):
        cited = {each.id for each in said.header.answers}
        own = [each for each in seen if each.party == said.feed.party]
        if not any(
            each.id in cited and isinstance(each.body, Suspended) for each in own
        ):
            yield Fault("22.4", "It resumes nothing that it suspended.", voids=True)
        return
    if opens and stops(type(body)) and said.header.precedence != "Z":
        yield from _put_during(suspensions(charters, seen), said, body)


def _put_during(found: Iterable[Suspension], said: Said, body: Body) -> Iterator[Fault]:
    sides = {said.feed.party, said.header.to_post.partition("/")[0]}
    for each in found:
        concerned = not each.forms or FORM_OF[type(body)].code in each.forms
        if concerned and each.party in sides and said.header.released >= each.from_s:
            reference = each.by.header.reference
            yield Fault("22.5", f"It is put during the suspension {reference}.")
            return


def _scope(body: Suspended) -> Iterator[Fault]:
    for code in body.forms:
        bodies = [
            b for form in FORMS.values() if form.code == code for b in form.bodies
        ]
        if not any(stops(each) for each in bodies):
            yield Fault("22.3", f"No suspension stops {code[:40]}.")
