"""Decide whether positions were read back as they were given (clauses 14.2 and 14.3).

Whoever is told a position enters it again, from the map, in the acknowledgement. Nine
kilometres off, and fifteen strikes fall on the wrong side before anyone asks: so a
mismatch stays open, on both sides, until a read-back fits or the position is corrected.
"""

import msgspec

from detente.dialogue.entered import Entered
from detente.dialogue.form import Body
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import Placed, ReadPosition, apart_m


class Mismatch(msgspec.Struct, frozen=True, gc=False):
    """A position whose read-back lies too far from it.

    `of` is the id of the statement that gives the position, `name` that of its field,
    `by` the acknowledgement that read it back.
    """

    of: bytes
    name: str
    apart_m: int
    by: Entered


def is_asked(entered: Entered) -> bool:
    """Say whether a statement gives a position, for its addressee to read back."""
    return entered.effective and bool(_placed(entered))


def after(
    unread: tuple[Entered, ...], mismatches: tuple[Mismatch, ...], entered: Entered
) -> tuple[tuple[Entered, ...], tuple[Mismatch, ...]]:
    """Return what is unread, and read wrongly, after the next statement of the case."""
    if not unread and not is_asked(entered):
        return unread, mismatches
    still, wrong = [], list(mismatches)
    for each in unread:
        found = _read(each, entered)
        if found is None and not _replaces(entered, each):
            still.append(each)
            continue
        wrong = [m for m in wrong if m.of != each.id] + list(found or ())
        if found:
            still.append(each)
    if is_asked(entered):
        still.append(entered)
    return tuple(still), tuple(wrong)


def _placed(entered: Entered) -> tuple[Placed, ...]:
    body = entered.said.body
    # Most kinds give none at all.
    if not isinstance(body, Body) or type(body).placed is Body.placed:
        return ()
    return tuple(body.placed())


def _read(given: Entered, entered: Entered) -> list[Mismatch] | None:
    """Return what was read wrongly; None where nothing, or not all, was read back."""
    body = entered.body
    if not isinstance(body, Acknowledged) or not entered.effective:
        return None
    if given.id not in {cited.id for cited in entered.header.answers}:
        return None
    if entered.party != given.header.to_post.partition("/")[0]:
        return None
    read: dict[str, ReadPosition] = {each.name: each for each in body.positions}
    placed = _placed(given)
    if not {each.name for each in placed} <= set(read):
        return None
    far = [(each, _apart_m(each, read[each.name])) for each in placed]
    return [
        Mismatch(given.id, each.name, apart, entered)
        for each, apart in far
        if apart > each.tolerance_m
    ]


def _apart_m(placed: Placed, read: ReadPosition) -> int:
    given = placed.position
    return apart_m((given.lat_e5, given.lon_e5), (read.lat_e5, read.lon_e5))


def _replaces(entered: Entered, given: Entered) -> bool:
    """Say whether a statement takes the place of one that gave a position."""
    changed = {cited.id for cited in entered.header.changes}
    return entered.effective and entered.party == given.party and given.id in changed
