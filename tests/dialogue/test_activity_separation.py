"""How far sides keep apart in an activity is proposed and agreed."""

import pytest
from tests.dialogue.activities import ASIDE, DAY_S, HOUR_S, Range, notice, phase

from detente.dialogue.fields import Text
from detente.dialogue.forms import act


def test_a_separation_is_agreed_by_the_side_it_is_proposed_to() -> None:
    """Until then an answer to it is due."""
    firing = Range()
    proposed = firing.say("SOUTH", ASIDE)
    assert firing.statuses == ["proposed"]
    assert [(d.kind, d.of) for d in firing.due("18.7")] == [
        ("answer separation", "NORTH")
    ]
    agreed = firing.say("NORTH", act.SeparationAgreed(), proposed)
    assert firing.statuses == ["agreed"]
    assert firing.due("18.7") == []
    firing.say("NORTH", act.SeparationAgreed(), proposed)
    [row] = firing.case.separations
    assert row.agreed is not None
    assert row.agreed.id == agreed.id


def test_a_separation_is_summed_up_in_its_own_units() -> None:
    """The officer reads it without opening it."""
    body = act.SeparationProposed(phase=2, vertical_m=600, text=Text("You above."))
    said = "SEPARATION PROPOSED for phase 2: 600 m vertical, You above."
    assert body.summary() == said
    assert ASIDE.summary() == "SEPARATION PROPOSED for phase 1: 9000 m lateral"


def test_nobody_agrees_to_his_own_proposal() -> None:
    """Nor to something that is no proposal."""
    firing = Range()
    proposed = firing.say("SOUTH", ASIDE)
    own = firing.say("SOUTH", act.SeparationAgreed(), proposed)
    none = firing.say("NORTH", act.SeparationAgreed(), firing.asked)
    assert firing.talk.clauses(own) == firing.talk.clauses(none) == ["18.6"]
    assert firing.statuses == ["proposed"]


def test_a_proposal_for_no_phase_is_void() -> None:
    """Nobody could keep it."""
    firing = Range()
    body = act.SeparationProposed(phase=7, time_s=600)
    assert firing.talk.clauses(firing.say("SOUTH", body)) == ["18.6"]
    assert firing.statuses == []


def test_an_agreed_separation_falls_with_a_phase_that_moves() -> None:
    """It was agreed for another place or time."""
    firing = Range()
    proposed = firing.say("SOUTH", ASIDE)
    firing.say("NORTH", act.SeparationAgreed(), proposed)
    firing.change(firing.asked, notice(phase(firing.start_s + HOUR_S)))
    assert firing.statuses == ["superseded"]
    assert [each.start for each in firing.case.superseded] == [firing.start_s]


def test_an_agreed_separation_stands_when_another_phase_is_added() -> None:
    """The phase it is for is as it was."""
    firing = Range()
    proposed = firing.say("SOUTH", ASIDE)
    firing.say("NORTH", act.SeparationAgreed(), proposed)
    firing.change(
        firing.asked, notice(phase(firing.start_s), phase(firing.start_s + DAY_S, 2))
    )
    assert firing.statuses == ["agreed"]


def test_a_proposal_is_replaced_by_its_own_side() -> None:
    """The old one is then nobody's to agree to."""
    firing = Range()
    proposed = firing.say("SOUTH", ASIDE)
    firing.change(proposed, act.SeparationProposed(phase=1, time_s=600))
    assert firing.statuses == ["taken back", "proposed"]
    late = firing.say("NORTH", act.SeparationAgreed(), proposed)
    assert firing.talk.clauses(late) == ["18.6"]


@pytest.mark.parametrize(("one", "other"), [("NORTH", "SOUTH"), ("SOUTH", "NORTH")])
def test_an_agreement_that_crosses_a_taking_back_does_not_hold(
    one: str, other: str
) -> None:
    """One side would keep a distance that the other no longer keeps."""
    firing = Range()
    proposed = firing.say(one, ASIDE)
    seen = firing.talk.heads()
    agreed = firing.say(other, act.SeparationAgreed(), proposed, seen=seen)
    back = firing.change(proposed, ASIDE, kind="CANCEL", seen=seen)
    assert firing.talk.clauses(agreed) == firing.talk.clauses(back) == []
    assert firing.statuses == ["crossed"]


def test_separations_are_agreed_and_taken_back_each_by_itself() -> None:
    """That of one phase says nothing of another's."""
    firing = Range()
    first = firing.say("SOUTH", ASIDE)
    second = firing.say("SOUTH", act.SeparationProposed(phase=1, time_s=600))
    firing.say("NORTH", act.SeparationAgreed(), second)
    assert firing.statuses == ["proposed", "agreed"]
    firing.change(first, ASIDE, kind="CANCEL")
    assert firing.statuses == ["taken back", "agreed"]


def test_what_is_agreed_is_not_taken_back_by_one_side() -> None:
    """Neither the proposal nor the agreement."""
    firing = Range()
    proposed = firing.say("SOUTH", ASIDE)
    agreed = firing.say("NORTH", act.SeparationAgreed(), proposed)
    back = firing.change(proposed, ASIDE, kind="CANCEL")
    body = act.SeparationAgreed()
    other = firing.change(agreed, body, kind="CANCEL", answers=[proposed])
    assert firing.talk.clauses(back) == firing.talk.clauses(other) == ["18.6"]
    assert firing.statuses == ["agreed"]
