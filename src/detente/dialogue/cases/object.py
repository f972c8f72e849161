"""Fold an object of unknown owner, or strayed: whose it is, as each side says.

Spec clauses 15.12 to 15.16. That a side is still checking is no answer: it is asked
again ten minutes later, and again, until it has said yes or no. Nobody answers for
another, so whoever was told of the object may own up to it. An admission asks for no
answer; that it sounds until it is read is the alarm's (clause 23.2). Whether an answer
is true is for no node to decide.
"""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, Self, TypeAlias

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.forms import obj
from detente.dialogue.pairing import Founding

SECOND_ECHELON: Final = 2
SECOND_ECHELON_S: Final = 300
ASK_AGAIN_S: Final = 600

State: TypeAlias = Literal[
    "asked",
    "checking",
    "ours",
    "ours, not under control",
    "not ours",
    "admitted",
    "taken back",
]
_STATE: Final[dict[type, State]] = {
    obj.Owned: "ours",
    obj.Strayed: "ours, not under control",
    obj.Disowned: "not ours",
    obj.Checking: "checking",
}
_OWNED: Final = (obj.Owned, obj.Strayed)


class ObjectCase(Case, frozen=True, kw_only=True, gc=False):
    """An object, and whose it is.

    `changed` is the newest word on it of the side that opened the case, where there is
    one after the first; `answers` holds the last answer of each other side, in order;
    `taken_back` is the opener's own cancellation.
    """

    family: ClassVar[str] = "object"

    changed: Entered | None = None
    answers: tuple[Entered, ...] = ()
    taken_back: Entered | None = None

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        body, own = entered.body, entered.party == self.opened.party
        if not entered.effective or not isinstance(body, obj.Told | obj.Answer):
            return case
        if isinstance(body, obj.Told) != own:
            sentence = "One side asks or admits, and the others answer."
            return case.mark(entered, "15.12", sentence)
        cancels = entered.header.kind == "CANCEL"
        if own and cancels:
            return case.having(taken_back=entered)
        if own:
            return case.having(changed=entered)
        answers = tuple(each for each in self.answers if each.party != entered.party)
        if not cancels:
            answers += (entered,)
        return case.having(answers=answers)

    @property
    def told(self) -> Entered:
        """The newest word of the side that opened the case."""
        return self.changed or self.opened

    @property
    def decisive(self) -> Entered | None:
        """The answer that holds: who owns up before who was asked."""
        owned = [each for each in self.answers if isinstance(each.body, _OWNED)]
        asked = [each for each in self.answers if each.party == self.addressee]
        return next(reversed(owned or asked), None)

    @property
    def state(self) -> State:
        """Whose it is, as far as it was said."""
        if self.taken_back is not None:
            return "taken back"
        if isinstance(self.told.body, obj.Admission):
            return "admitted"
        return "asked" if self.decisive is None else _STATE[type(self.decisive.body)]

    @property
    def outcome_words(self) -> str:
        """What has become of it, for a screen."""
        return self.state.upper()

    def own_flags(self) -> Iterator[str]:
        """Yield who says what: "ours" is another's on the other side's screen."""
        if self.state == "admitted":
            yield f"{self.opened.party} SAYS OURS, AND STRAYED"
        for each in self.answers:
            yield f"{each.party} SAYS {_STATE[type(each.body)].upper()}"

    @property
    def live(self) -> bool:
        """Whether an answer is still awaited, or a person."""
        return self.state in {"asked", "checking"} or super().live

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask: an answer, its echelon, and a better answer."""
        yield from super().dues(founding, local)
        post, opened, answer = self.opened.header.to_post, self.opened, self.decisive
        of, now_s = self.addressee, local.now_s
        asked_s = min(opened.header.released, now_s)
        if self.state == "asked":
            yield Due(asked_s, "answer OBJ", of, post, "15.13", opened)
            at_s = asked_s + SECOND_ECHELON_S
            kind = "OBJ to second echelon"
            yield Due(at_s, kind, of, post, "15.13", opened, None, SECOND_ECHELON)
        elif self.state == "checking" and answer is not None:
            said_s = min(answer.header.released, now_s)
            # The ask that is due by now, or the first to come.
            rounds = max(1, (now_s - said_s) // ASK_AGAIN_S)
            at_s = said_s + rounds * ASK_AGAIN_S
            yield Due(at_s, "answer OBJ", of, post, "15.14", opened)


FAMILY = ObjectCase
