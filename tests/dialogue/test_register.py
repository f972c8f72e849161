"""The register of preconditions says what stands against what."""

from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.forms.pre import Disputed, Stated
from detente.dialogue.register import register


def test_a_precondition_is_listed_with_all_that_was_said_of_it() -> None:
    """Number, text, for which requests, refused on its ground, status, answers."""
    talk = Talk()
    asked = talk.request()
    raised = talk.say(
        "SOUTH", Stated(number=1, text=Text("Lift the sanctions.")), answers=[asked]
    )
    talk.say("SOUTH", con.RefusedPrecondition(preconditions=(1,)), answers=[asked])
    talk.say("NORTH", Disputed(text=Text("They bar nothing.")), answers=[raised])
    (item,) = register(talk.standing())
    assert (item.number, item.raised_by, item.status) == (1, "SOUTH", "disputed")
    assert item.text == Text("Lift the sanctions.")
    assert item.requests == item.refused == (asked.header.reference,)
    assert [(r.party, r.act) for r in item.replies] == [
        ("NORTH", "PRECONDITION DISPUTED")
    ]
    assert item.replies[0].text == Text("They bar nothing.")


def test_a_request_that_was_accepted_after_all_no_longer_rests_on_it() -> None:
    """Only the outcome that holds counts as refused on its ground."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", Stated(number=1, text=Text("Lift the sanctions.")))
    talk.say("SOUTH", con.RefusedPrecondition(preconditions=(1,)), answers=[asked])
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    assert register(talk.standing())[0].refused == ()


def test_the_register_is_sorted_by_side_and_number() -> None:
    """Whatever the order in which they were raised."""
    talk = Talk()
    for code, number in (("SOUTH", 2), ("NORTH", 1), ("SOUTH", 1)):
        talk.say(code, Stated(number=number, text=Text("P")))
    items = [(item.raised_by, item.number) for item in register(talk.standing())]
    assert items == [("NORTH", 1), ("SOUTH", 1), ("SOUTH", 2)]
