"""Tell from which statement to which each declared volume stood (clause 34.6).

The order of the record is the only time here: a volume stands from the statement that
drew it so until the one that drew it otherwise, or ended it. So who holds the same
heads tells the same, in whatever order they came.
"""

import hashlib
from collections.abc import Hashable, Iterator
from typing import NamedTuple

import msgspec

from detente.dialogue.case import Case
from detente.dialogue.cases import family
from detente.dialogue.cases.activity import Activity
from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.cases.site import SiteCase
from detente.dialogue.declared import Declared, of_case
from detente.dialogue.entered import Entered
from detente.dialogue.pairing import Founding
from detente.dialogue.theatre import Theatre


class Stood(NamedTuple):
    """A volume as it stood for a while.

    `declared` is as its owner wants it. `look` is the digest of all that is told of it
    and of its theatres: equal ones conflict with the same.
    `name` tells it from the others of its case, `place` is its place among them.
    It stood from `since` on, and before `until`; None: it stands.
    """

    declared: Declared
    look: bytes
    name: str
    place: int
    since: Entered
    until: Entered | None = None


class Told(NamedTuple):
    """A case that declares volumes, and all that ever stood by it."""

    case: Case
    volumes: tuple[Stood, ...]


def told(case: Case, founding: Founding, before: Told | None = None) -> Told:
    """Return what stood by a case, from when until when.

    Args:
        case: as it stands.
        founding: with the version of the charter that it opened under.
        before: what was told of it when it had fewer statements; only a hint.
    """
    if before is not None and _goes_on(before.case, case):
        story = _Story(before, founding)
        rest = case.statements[len(before.case.statements) :]
    else:
        first = case.statements[0]
        begun = Told(family(first.family).begin(first, founding), ())
        story = _Story(begun, founding)
        story.draw(first)
        rest = case.statements[1:]
    for entered in rest:
        story.add(entered, founding)
    return Told(case, story.volumes())


def _goes_on(before: Case, case: Case) -> bool:
    """Say whether a case begins with all the statements that it had before."""
    count = len(before.statements)
    return (
        count <= len(case.statements)
        and case.statements[count - 1].id == before.statements[-1].id
    )


class _Story:
    """A case while it is told, statement by statement."""

    def __init__(self, begun: Told, founding: Founding) -> None:
        self._theatres = founding.charter.terms.theatres
        self._case = begun.case
        self._past = [each for each in begun.volumes if each.until is not None]
        self._now = {each.name: each for each in begun.volumes if each.until is None}
        self._sketch = _sketch(begun.case)

    def add(self, entered: Entered, founding: Founding) -> None:
        """Take in the next statement; most of them draw nothing anew."""
        self._case = self._case.add(entered, founding)
        sketch = _sketch(self._case)
        if sketch != self._sketch:
            self._sketch = sketch
            self.draw(entered)

    def draw(self, by: Entered) -> None:
        """Draw the volumes as they stand after a statement."""
        now = dict[str, Stood]()
        for place, (name, each) in enumerate(_named(of_case(self._case))):
            look, stands = _look(each, self._theatres), self._now.pop(name, None)
            if stands is not None and stands.look == look:
                now[name] = stands._replace(place=place)
                continue
            if stands is not None:
                self._past.append(stands._replace(until=by))
            now[name] = Stood(each, look, name, place, by)
        self._past += [each._replace(until=by) for each in self._now.values()]
        self._now = now

    def volumes(self) -> tuple[Stood, ...]:
        """Return all that stood, and what stands."""
        return (*self._past, *self._now.values())


def _sketch(case: Case) -> Hashable:
    """Return what the drawing of a case depends on; equal ones are drawn alike."""
    match case:
        case Activity():
            return case.versions[-1].id, case.over is None
        case SiteCase():
            return case.notified.id, case.withdrawn is None
        case MovementCase():
            return case.notified.id, case.departs_at, case.progress.over is None
        case _:
            return None


def _named(found: Iterator[Declared]) -> Iterator[tuple[str, Declared]]:
    """Yield volumes with names of their own: two phases may bear one number."""
    taken = set[str]()
    for each in found:
        name, count = each.part, 1
        while name in taken:
            count += 1
            name = f"{each.part} ({count})"
        taken.add(name)
        yield name, each


def _look(declared: Declared, theatres: tuple[Theatre, ...]) -> bytes:
    # Known to this program alone: what two nodes compare is encoded by clause 1.
    return hashlib.sha256(msgspec.json.encode((declared, theatres))).digest()
