"""How the clauses of safety forms are switched off: positions, STOP, OBJ (14, 15)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec
import pytest
from tests.scenarios.switching import Switch

from detente.dialogue import position, readback
from detente.dialogue.cases.object import ObjectCase
from detente.dialogue.cases.stop import StopCase
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.forms import FORM_OF
from detente.dialogue.forms.stop import Requested
from detente.dialogue.pairing import Founding
from detente.dialogue.position import Placed
from detente.dialogue.readback import Mismatch
from detente.record import keys


def one_fix(patch: pytest.MonkeyPatch) -> None:
    """Nobody is asked for a second fix, nor told that the two disagree."""

    def nothing(placed: Iterable[Placed]) -> Iterator[Fault]:
        return iter(())

    patch.setattr(position, "faults", nothing)
    patch.setattr(position, "cautions", nothing)


def no_read_back(patch: pytest.MonkeyPatch) -> None:
    """A position is believed as it comes."""

    def never(entered: Entered) -> bool:
        return False

    patch.setattr(readback, "is_asked", never)


def any_read_back(patch: pytest.MonkeyPatch) -> None:
    """Whatever was read back settles the position."""
    truly = readback.after

    def after(
        unread: tuple[Entered, ...], mismatches: tuple[Mismatch, ...], entered: Entered
    ) -> tuple[tuple[Entered, ...], tuple[Mismatch, ...]]:
        still, wrong = truly(unread, mismatches, entered)
        read = {each.of for each in wrong}
        return tuple(each for each in still if each.id not in read), ()

    patch.setattr(readback, "after", after)


def precedence_as_chosen(patch: pytest.MonkeyPatch) -> None:
    """A safety form goes as the officer chose, and on two keys like any other."""
    for body in FORM_OF:
        patch.setattr(body, "always", None)
        patch.setattr(body, "one_suffices", False)


def bound_to_a_person(patch: pytest.MonkeyPatch) -> None:
    """Only the man who is asked for answers a STOP: the first officer of the post."""
    truly = StopCase.add

    def add(case: StopCase, entered: Entered, founding: Founding) -> StopCase:
        answers = not isinstance(entered.body, Requested)
        if (
            answers
            and entered.header.kind == "NEW"
            and not _is_first(entered, founding)
        ):
            return super(StopCase, case).add(entered, founding)
        return truly(case, entered, founding)

    patch.setattr(StopCase, "add", add)


def _is_first(entered: Entered, founding: Founding) -> bool:
    document = next(d for d in founding.documents if d.party == entered.party)
    post = entered.header.from_post.partition("/")[2]
    own = next(c for c in document.credentials if (c.post, c.number) == (post, 1))
    return entered.header.drafter == keys.thumbprint(own.public())


def never_taken_back(patch: pytest.MonkeyPatch) -> None:
    """A STOP runs on although its own side took it back."""
    truly = StopCase.add

    def add(case: StopCase, entered: Entered, founding: Founding) -> StopCase:
        return msgspec.structs.replace(truly(case, entered, founding), taken_back=None)

    patch.setattr(StopCase, "add", add)


def an_admission_asks(patch: pytest.MonkeyPatch) -> None:
    """Whoever is told of an object must say whether it is theirs, asked or not."""
    truly = vars(ObjectCase)["state"].fget

    def state(case: ObjectCase) -> str:
        found: str = truly(case)
        if found != "admitted":
            return found
        answer = case.decisive
        return "asked" if answer is None else "not ours"

    patch.setattr(ObjectCase, "state", property(state))


def the_first_word(patch: pytest.MonkeyPatch) -> None:
    """What was asked stays asked, whatever its own side says later."""

    def told(case: ObjectCase) -> Entered:
        return case.opened

    patch.setattr(ObjectCase, "told", property(told))


SWITCHES: Final[Mapping[str, Switch]] = {
    "14.1": one_fix,
    "14.2": no_read_back,
    "14.3": any_read_back,
    "14.4": precedence_as_chosen,
    "15.3": bound_to_a_person,
    "15.6": never_taken_back,
    "15.15": an_admission_asks,
    "15.16": the_first_word,
}
