"""Decide what sounds at the watch, when, and for which echelon.

Spec clauses 23.1 to 23.3 and 23.7. A line that lights a page which nobody has open is a
telephone that rings in an empty room. What is due of our own people sounds: a FLASH as
soon as it is stored, again after two minutes, for the second echelon after five, for
the third after ten; a STOP as its own clock says; whatever else, once its time is over;
and a state of the line that is an alarm, once when it begins. How it sounds is the
node's matter (`detente.node.sounder`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from detente.dialogue.asked import Due

FLASH_MOMENTS: Final = ((0, 1), (120, 1), (300, 2), (600, 3))
"""Seconds from release, and the echelon that a FLASH sounds for then."""
MOST_NAMED: Final = 3
_BEGUN: Final = 0
"""The one moment of a state that lasts."""

Key: TypeAlias = tuple[bytes, str]
Sounded: TypeAlias = Mapping[Key, int]
"""Of what is due, the moment for which it has sounded last."""


class Lasting(NamedTuple):
    """A state of the line that is an alarm as long as it lasts, and of which party."""

    kind: str
    of: str

    @property
    def words(self) -> str:
        """The state, as an alarm names it."""
        return f"{self.kind} {self.of}"

    @property
    def key(self) -> Key:
        """Under what it is known whether it has sounded."""
        return b"", self.words


class Sounding(NamedTuple):
    """One sound for all that is new: the echelon it is for, and why."""

    echelon: int
    sentence: str


def sound(
    dues: Iterable[Due],
    own: str,
    now_s: int,
    sounded: Sounded,
    lasting: Iterable[Lasting] = (),
    news: Iterable[str] = (),
) -> tuple[Sounding | None, Sounded]:
    """Return what sounds now, if anything, and what has sounded then.

    Args:
        dues: everything the clocks ask.
        own: our party; what is asked of others sounds there.
        now_s: our clock, POSIX seconds.
        sounded: what this returned last; empty at first. What is no longer due is
            forgotten, so that it would sound anew.
        lasting: the states that are an alarm now; each sounds when it begins.
        news: what sounds now whatever has sounded before; whoever gives it knows.
    """
    after: dict[Key, int] = {}
    new: list[tuple[int, str]] = []
    for due in dues:
        moment = _latest(due, now_s) if due.of == own and due.enter is None else None
        if moment is None:
            continue
        at_s, echelon = moment
        key = (b"" if due.about is None else due.about.id, due.kind)
        after[key] = at_s
        if sounded.get(key) != at_s:
            new.append((echelon, _words(due)))
    for state in lasting:
        after[state.key] = _BEGUN
        if state.key not in sounded:
            new.append((1, state.words))
    new += [(1, words) for words in news]
    if not new:
        return None, after
    new.sort(reverse=True)
    named = "; ".join(words for _, words in new[:MOST_NAMED])
    more = f"; and {len(new) - MOST_NAMED} more" if len(new) > MOST_NAMED else ""
    return Sounding(new[0][0], f"{named}{more}."), after


def _latest(due: Due, now_s: int) -> tuple[int, int] | None:
    """Return the last moment of a due that has come, and the echelon it is for."""
    past = [moment for moment in _moments(due, now_s) if moment[0] <= now_s]
    return past[-1] if past else None


def _moments(due: Due, now_s: int) -> Iterator[tuple[int, int]]:
    about = due.about
    if due.clause == "11.20" and about is not None and about.header.precedence == "Z":
        start_s = min(about.header.released, now_s)
        for after_s, echelon in FLASH_MOMENTS:
            yield start_s + after_s, echelon
        return
    yield due.at_s, due.echelon


def _words(due: Due) -> str:
    """Return what is due, by its reference: an alarm names a state, not a content."""
    return f"{due.kind} {due.about.header.reference}" if due.about else due.kind
