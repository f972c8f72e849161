"""Decide which line checks a party has missed, and what follows from how many.

Spec clause 22.8. Most lines carry nothing but checks: the check is the product, and a
missed one the first sign of trouble. One is AMBER; two are RED, and the next check goes
by another path; at three a note is drafted, with what was missed and when, which an
officer releases or does not. Local and never compared: it rests on this node's clock.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from operator import attrgetter
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.dialogue.cases.line_check import LineCheck
from detente.dialogue.fields import Text
from detente.dialogue.forms.cht import Found
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said
from detente.dialogue.standing import Standing
from detente.dialogue.terms import Terms

DAY_S: Final = 86_400
HOUR_S: Final = 3_600
# A watch may check the line somewhat before its hour.
EARLY_S: Final = 1_800
MOST_COUNTED: Final = 6
ALTERNATE_AT: Final = 2
NOTE_AT: Final = 3
_RELEASED: Final = attrgetter("header.released")

Colour: TypeAlias = Literal["", "GREEN", "AMBER", "RED"]


class Slot(NamedTuple):
    """A check that the charter asks for: when, and who begins it."""

    at_s: int
    of: str


class Check(NamedTuple):
    """A check that concerned a party: what it was, and whether the party kept it.

    `path` is the one that was to be tried, empty where nobody began.
    """

    at_s: int
    kept: bool
    what: str
    path: str = ""


def slots(terms: Terms, speaking: Sequence[str], day: int) -> Iterator[Slot]:
    """Yield the checks of a day since 1970 (clause 10.10)."""
    hours = terms.check_hours_utc
    for nth, hour in enumerate(hours):
        of = speaking[(day * len(hours) + nth) % len(speaking)]
        yield Slot(day * DAY_S + hour * HOUR_S, of)


def around(terms: Terms, speaking: Sequence[str], now_s: int) -> tuple[Slot, Slot]:
    """Return the check that was due last, and the next one; hours are agreed."""
    today = now_s // DAY_S
    days = (today - 1, today, today + 1)
    planned = [slot for day in days for slot in slots(terms, speaking, day)]
    past = sum(slot.at_s <= now_s for slot in planned)
    return planned[past - 1], planned[past]


def checks(standing: Standing, own: str, of: str, now_s: int) -> list[Check]:
    """Return the checks that a party kept or missed lately, in their order.

    Args:
        standing: how things stand.
        own: our party, whose next statement says which charter binds.
        of: the party that is to keep them.
        now_s: this node's clock.
    """
    put, begun = _backwards(standing, own, of, now_s)
    return sorted((*put, *begun))


def missed_lately(standing: Standing, own: str, of: str, now_s: int) -> list[Check]:
    """Return the checks missed since the last one that was kept.

    Whoever looks at what is due asks this at each look: so it goes back as far as that
    one, and not through all checks of some days.

    Args:
        standing: how things stand.
        own: our party, whose next statement says which charter binds.
        of: the party that is to keep them.
        now_s: this node's clock.
    """
    put, begun = _backwards(standing, own, of, now_s)
    return missed(sorted((*_to_the_last_kept(put), *_to_the_last_kept(begun))))


def _to_the_last_kept(found: Iterator[Check]) -> Iterator[Check]:
    for each in found:
        yield each
        if each.kept:
            return


def _backwards(
    standing: Standing, own: str, of: str, now_s: int
) -> tuple[Iterator[Check], Iterator[Check]]:
    """Return the checks that were put to a party, and those it was to begin.

    Each from the latest on, and each is looked up only when it is asked for.
    """
    founding = standing.binds(own).founding
    founded = standing.newest.get((own, Found))
    if founded is None:
        return iter(()), iter(())
    terms, speaking = founding.charter.terms, founding.charter.speaking
    until_s, hours = now_s - terms.deadlines.echo_s, terms.check_hours_utc
    days = MOST_COUNTED * len(speaking) // len(hours) + 2 if hours else 2
    first = now_s // DAY_S - days
    since_s = max(first * DAY_S, founded.header.released)
    # Only our own times are no claims: they say how far back it is enough to look.
    held = standing.roll.since(Challenge, own, since_s)
    begun = [each for each in held if each.feed.party == of]
    put = [each for each in held if each.header.to_post.partition("/")[0] == of]
    put.sort(key=_RELEASED, reverse=True)
    planned = [
        slot
        for day in range(first, now_s // DAY_S + 2)
        for slot in slots(terms, speaking, day)
    ]
    answered = (_answered(standing, each, until_s) for each in put)
    return (each for each in answered if each is not None), (
        _begun(standing, slot, following.at_s - EARLY_S, begun)
        for slot, following in reversed(list(pairwise(planned)))
        if slot.of == of and since_s <= slot.at_s <= until_s
    )


def _case(standing: Standing, said: Said) -> LineCheck | None:
    """Return the line check that a statement began, if it counts."""
    entered = standing.entries[said.id]
    case = standing.case_of(entered)
    return case if isinstance(case, LineCheck) and entered.effective else None


def _answered(standing: Standing, said: Said, until_s: int) -> Check | None:
    """Return a check that was put to a party; None while it may still answer."""
    case, header, body = _case(standing, said), said.header, said.body
    if case is None or not isinstance(body, Challenge):
        return None
    reference, at_s = case.opened.header.reference, header.released
    if case.echo is not None:
        return Check(at_s, kept=True, what=f"{reference} echoed", path=body.path)
    if at_s > until_s:
        return None
    return Check(at_s, kept=False, what=f"{reference} not echoed", path=body.path)


def _begun(standing: Standing, slot: Slot, end_s: int, begun: Sequence[Said]) -> Check:
    """Return the check that a party was to begin."""
    for said in begun:
        at_s, body = said.header.released, said.body
        if not slot.at_s - EARLY_S <= at_s < end_s or not isinstance(body, Challenge):
            continue
        case = _case(standing, said)
        if case is not None:
            what = f"{case.opened.header.reference} begun"
            return Check(slot.at_s, kept=True, what=what, path=body.path)
    return Check(slot.at_s, kept=False, what="not begun")


def missed(found: Sequence[Check]) -> list[Check]:
    """Return the checks missed since the last one that was kept."""
    since = next((n for n, each in enumerate(reversed(found)) if each.kept), len(found))
    return list(found[len(found) - since :][-MOST_COUNTED:])


def colour(found: Sequence[Check]) -> Colour:
    """Return how the checks stand; empty where there was none yet."""
    if not found:
        return ""
    match len(missed(found)):
        case 0:
            return "GREEN"
        case 1:
            return "AMBER"
        case _:
            return "RED"


def next_path(paths: Sequence[str], failed: Sequence[Check], usual: str) -> str:
    """Return the path of the next check: after two misses, another than the last.

    Args:
        paths: those of the charter.
        failed: the checks missed.
        usual: the path that would be named else.
    """
    tried = next((each.path for each in reversed(failed) if each.path), usual)
    if len(failed) < ALTERNATE_AT or tried not in paths or tried != usual:
        return usual
    return paths[(list(paths).index(tried) + 1) % len(paths)]


def note(of: str, failed: Sequence[Check]) -> Message | None:
    """Return the formal note that an officer may release; None before the third."""
    if len(failed) < NOTE_AT:
        return None
    lines = [f"{_utc(each.at_s)}: {each.what}" for each in failed]
    text = f"{of} has missed {len(failed)} line checks in a row. " + "; ".join(lines)
    return Message(subject=Text("Missed line checks"), text=Text(f"{text}."))


def _utc(time_s: int) -> str:
    return f"{datetime.fromtimestamp(time_s, UTC):%Y-%m-%d %H:%MZ}"
