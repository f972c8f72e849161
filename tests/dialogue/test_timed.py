"""A case names the statements on which a clock runs from a receipt."""

from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms import evd
from detente.dialogue.forms.clr import Asked
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said


def timed(talk: Talk, opened: Said) -> list[tuple[str, bytes]]:
    """Return whose receipt of which statement a case's clocks run from."""
    return [(party, entered.id) for party, entered in talk.case_of(opened).timed()]


def test_a_request_is_timed_from_its_addressees_receipt() -> None:
    """Of nothing else in the case."""
    talk = Talk()
    asked = talk.request()
    assert timed(talk, asked) == [("SOUTH", asked.id)]


def test_evidence_is_timed_from_the_receipt_of_who_it_is_put_to() -> None:
    """Else a real node would never run its 28 days."""
    talk = Talk()
    body = evd.Presented(claim=Text("It was made elsewhere."), asked=("explain",))
    said = talk.say("NORTH", body)
    assert timed(talk, said) == [("SOUTH", said.id)]


def test_a_clarification_is_timed_from_the_receipt_of_who_is_asked() -> None:
    """Questions run both ways, so each statement names its own addressee."""
    talk = Talk()
    body = Asked(
        concern=Text("Troops near the border."),
        observed=(Text("Seen on Monday."),),
        questions=(Text("Why?"),),
        reply_by_s=172_800,
    )
    said = talk.say("NORTH", body)
    assert timed(talk, said) == [("SOUTH", said.id)]


def test_a_message_is_timed_from_no_receipt() -> None:
    """Its clock runs from release."""
    talk = Talk()
    said = talk.say("NORTH", Message(subject=Text("S"), text=Text("T")))
    assert timed(talk, said) == []
