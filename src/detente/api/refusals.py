"""Decide what is raised where the API refuses, on both of its ends (clause 24.6).

What the API says goes as a code and a sentence. Who asked gets the error of that code
again, as if it had been raised beside him: a command ends alike on every way.
"""

from collections.abc import Iterator

import msgspec

from detente.api.schemas import Problem, Problems
from detente.record.errors import DetenteError, Malformed, Misasked
from detente.report.filling import Unfilled
from detente.report.proposing import Unamendable


class Barred(DetenteError):
    """There is no token, or none that counts."""

    code = "barred"


class Forbidden(DetenteError):
    """The token is known, and its role may not do this."""

    code = "forbidden"


class NotHeld(Misasked):
    """Nothing of this name is held."""

    code = "not-held"


class Hurried(DetenteError):
    """One token asks too often."""

    code = "hurried"


class Unreadable(Malformed):
    """A request is not of the shape that it must have.

    Args:
        field: where, as a path from the request's top.
        reason: what is wrong with it.
    """

    code = "unreadable"

    def __init__(self, field: str, reason: str = "") -> None:
        super().__init__(f"The field {field} cannot be read: {reason}.")
        self.field = field
        self.reason = reason


class Unwelcome(DetenteError):
    """The API does not do what was asked, by a code that this release does not know."""

    code = "unwelcome"


def refusal(data: bytes) -> DetenteError:
    """Return the error that the API tells of, with all that it says of it."""
    try:
        problem = msgspec.json.decode(data, type=Problems).error
    except msgspec.DecodeError as error:
        return Malformed(f"The API refused in another shape: {error}.")
    return _raised(problem)


def _raised(problem: Problem) -> DetenteError:
    match problem.code:
        case Unfilled.code:
            return Unfilled(problem.field, problem.reason)
        case Unreadable.code:
            return Unreadable(problem.field, problem.reason)
        case Unamendable.code:
            return Unamendable(problem.field, problem.reason, problem.clause)
        case code:
            found = (each for each in _families(DetenteError) if each.code == code)
            return next(found, Unwelcome)(problem.sentence)


def _families(above: type[DetenteError]) -> Iterator[type[DetenteError]]:
    """Yield a family of errors and all under it, the wider ones first."""
    yield above
    for each in above.__subclasses__():
        yield from _families(each)
