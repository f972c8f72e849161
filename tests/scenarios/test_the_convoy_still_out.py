"""The convoy still out: a plan that is over ends no movement."""

from tests.dialogue.talk import Talk
from tests.scenarios.humanitarian import HALF_AN_HOUR_S, convoy
from tests.scenarios.watch import HOUR_S, is_void, overdue

from detente.dialogue import notified
from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.forms import move

CLAUSES = ("17.7", "17.9")


def play() -> None:
    """A convoy is held at a checkpoint until long after the hour it was to arrive."""
    talk = Talk()
    plan = convoy(talk)
    opened = talk.say("NORTH", plan)
    crews = move.Disseminated(echelon="Brigade", at=talk.now_s)
    talk.say("SOUTH", crews, answers=[opened])
    talk.now_s = plan.departs_at
    talk.say("NORTH", move.Departed(at=talk.now_s), answers=[opened])

    # Held up. This is news: whoever has the old hours is to have the new ones, now.
    talk.now_s += HALF_AN_HOUR_S
    held = move.Delayed(at=talk.now_s, until=plan.arrives_at + HOUR_S)
    delayed = talk.say("NORTH", held, answers=[opened])
    assert ("SOUTH", "disseminate") in overdue(talk, "SOUTH")
    again = move.Disseminated(echelon="Brigade", at=talk.now_s)
    talk.say("SOUTH", again, answers=[delayed])

    # The hour of arrival passes. The convoy is still heard of, and still on the list.
    talk.now_s = plan.arrives_at + HALF_AN_HOUR_S
    check_in = move.CheckIn(at=talk.now_s, place="Checkpoint")
    heard = talk.say("NORTH", check_in, answers=[opened])
    assert not is_void(talk, heard)
    [listed] = notified.notified_movements(talk.standing())
    assert (listed.reference, listed.state) == (opened.header.reference, "delayed")

    # South's screen says that the plan is over. It is not for South to say so.
    done = move.Complete(at=talk.now_s)
    assert is_void(talk, talk.say("SOUTH", done, answers=[opened]))
    assert len(notified.notified_movements(talk.standing())) == 1

    # It has come home when its owner says so, and from then on nothing moves it.
    talk.say("NORTH", move.Complete(at=talk.now_s), answers=[opened])
    assert notified.notified_movements(talk.standing()) == []
    ghost = talk.say("NORTH", move.CheckIn(at=talk.now_s), answers=[opened])
    assert is_void(talk, ghost)
    assert talk.case(opened, MovementCase).state == "complete"


def test_a_convoy_is_protected_until_its_owner_says_that_it_is_home() -> None:
    """Whatever its plan, and whatever the other side makes of the plan."""
    play()
