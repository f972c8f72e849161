"""The convoy nobody was told of: what is noted is not yet with those who fly."""

from tests.dialogue.talk import Talk
from tests.scenarios.humanitarian import HALF_AN_HOUR_S, convoy
from tests.scenarios.watch import HOUR_S, MINUTE_S, is_void, overdue

from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.forms import move

CLAUSES = ("17.6", "17.7", "17.10")


def play() -> None:
    """A convoy is notified two days ahead, by night, with its logo on the roof."""
    talk = Talk()
    plan = convoy(talk)
    opened = talk.say("NORTH", plan)

    # South's desk notes it. That is not yet anybody who flies, and both sides see so:
    # twelve hours before the convoy leaves the clock asks who has it.
    talk.say("SOUTH", move.Noted(), answers=[opened])
    assert talk.case(opened, MovementCase).undisseminated == ("SOUTH",)
    for own in ("NORTH", "SOUTH"):
        assert ("SOUTH", "disseminate") in overdue(talk, own, 36 * HOUR_S)

    # To have passed it on to nobody in particular is to have passed it on to nobody.
    vague = move.Disseminated(echelon=" ", at=talk.now_s)
    said = talk.say("SOUTH", vague, answers=[opened])
    assert is_void(talk, said)
    assert talk.case(opened, MovementCase).undisseminated == ("SOUTH",)

    crews = move.Disseminated(echelon="Uncrewed aircraft, crews", at=talk.now_s)
    talk.say("SOUTH", crews, answers=[opened])
    assert talk.case(opened, MovementCase).undisseminated == ()

    # The hour changes. Who has the old one has nothing, and is told anew.
    later = convoy(talk, departs_at=plan.departs_at + HOUR_S)
    changed = talk.say("NORTH", later, kind="UPDATE", changes=[opened])
    assert talk.case(opened, MovementCase).undisseminated == ("SOUTH",)
    crews = move.Disseminated(echelon="Uncrewed aircraft, crews", at=talk.now_s)
    talk.say("SOUTH", crews, answers=[changed])

    # It leaves, and is not heard of. Ten minutes after the check-in that did not come
    # North's node says so by itself, and South is asked at once what became of it.
    talk.now_s = later.departs_at
    departed = move.Departed(at=talk.now_s)
    talk.say("NORTH", departed, answers=[opened])
    silent_s = HALF_AN_HOUR_S + 10 * MINUTE_S
    assert ("NORTH", "lost contact") in overdue(talk, "NORTH", silent_s)
    talk.now_s += silent_s
    lost = move.LostContact(last_contact=departed.at)
    talk.by_node("NORTH", lost, answers=[opened], precedence="O")
    assert talk.case(opened, MovementCase).state == "lost contact"
    for own in ("NORTH", "SOUTH"):
        assert ("SOUTH", "lost contact") in overdue(talk, own)


def test_a_convoy_is_with_those_who_fly_or_both_sides_see_that_it_is_not() -> None:
    """Noted, disseminated and heard of are three things."""
    play()
