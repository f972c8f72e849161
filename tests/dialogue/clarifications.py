"""Questions that North puts to South, and the talk about them."""

from tests.dialogue.matter import Matter

from detente.dialogue.asked import Due
from detente.dialogue.cases.clarification import Clarification
from detente.dialogue.fields import Text
from detente.dialogue.forms import clr
from detente.dialogue.reading import Said

HOUR_S = 3_600
TWO_DAYS_S = 48 * HOUR_S


def asked(*questions: str, **changed: object) -> clr.Asked:
    """Return a request with these questions."""
    usual: dict[str, object] = {
        "concern": Text("Tanks that no notice told of."),
        "observed": (Text("Forty tanks at the bridge."),),
        "questions": tuple(map(Text, questions or ("Whose?", "What for?"))),
        "reply_by_s": TWO_DAYS_S,
    }
    return clr.Asked(**{**usual, **changed})  # type: ignore[arg-type]


def again(*questions: str) -> clr.AskedAgain:
    """Return another round."""
    return clr.AskedAgain(questions=tuple(map(Text, questions)), reply_by_s=TWO_DAYS_S)


def replied(question: int, text: str = "To train.") -> clr.Replied:
    """Return the reply to a question."""
    return clr.Replied(question=question, text=Text(text))


class Inquiry(Matter[Clarification]):
    """A talk in which North asks South."""

    family = Clarification

    def __init__(self, **changed: object) -> None:
        super().__init__()
        info = ("EAST/Watch",)
        self.asked = self.by("NORTH", asked(**changed), info_posts=info)

    @property
    def statuses(self) -> list[tuple[int, str]]:
        """Each question and where it stands."""
        return [(q.number, q.status) for q in self.case.questions]

    def due(self, *held: Said, by: str = "SOUTH") -> list[Due]:
        """Return what is asked besides reading, once `by` has receipted these."""
        receipts = [
            self.talk.receipt(by, each.feed.party, each.position + 1, self.talk.now_s)
            for each in held
        ]
        found = self.dues("NORTH", *receipts)
        return [each for each in found if each.clause in {"19.12", "19.14"}]
