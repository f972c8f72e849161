"""The precondition: it has a number, an owner and a status, and it closes nothing."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import is_void

from detente.dialogue.cases.precondition import Precondition
from detente.dialogue.fields import Text
from detente.dialogue.forms import con, pre
from detente.dialogue.outcome import Outcome
from detente.dialogue.reading import Said
from detente.dialogue.tally import tally

CLAUSES = ("11.19", "11.25")


def status(talk: Talk, stated: Said) -> str:
    """Return where a precondition stands."""
    return talk.case(stated, Precondition).status


def play() -> None:
    """Sanctions on the minister who is asked for stand in the way of a call."""
    talk = Talk()
    asked = talk.request()
    sanctions = Text("The sanctions on our minister are lifted.")
    stated = talk.say("SOUTH", pre.Stated(number=1, text=sanctions), answers=[asked])

    # The request is still open: a precondition is a text with a number, and no answer.
    assert talk.contact(asked).outcome is Outcome.PENDING

    # North disputes it, and then claims that it is met. South alone can say so.
    talk.say("NORTH", pre.Disputed(text=Text("They are older.")), answers=[stated])
    assert status(talk, stated) == "disputed"
    talk.say("NORTH", pre.Met(), answers=[stated])
    assert status(talk, stated) == "stated"

    # South refuses for a precondition that it never raised. That is marked.
    moved = con.RefusedPrecondition(preconditions=(2,))
    assert talk.clauses(talk.say("SOUTH", moved, answers=[asked])) == ["11.19"]
    named = con.RefusedPrecondition(preconditions=(1,))
    assert talk.clauses(talk.say("SOUTH", named, answers=[asked])) == []
    total = tally(talk.standing()).total
    assert (total.refused, total.refused_precondition) == (0, 1)

    # Nor can another text slip in under the old number.
    swapped = pre.Stated(number=1, text=Text("And an apology."))
    assert is_void(talk, talk.say("SOUTH", swapped, answers=[asked]))

    # When South withdraws it, the same request can be taken up.
    talk.say("SOUTH", pre.Withdrawn(), answers=[stated])
    assert status(talk, stated) == "withdrawn"
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    assert talk.contact(asked).outcome is Outcome.ACCEPTED


def test_what_stands_in_the_way_is_numbered_and_can_be_taken_away() -> None:
    """A condition that nobody wrote down can never be met."""
    play()
