"""How far sides keep apart in an activity is proposed and agreed."""

import pytest
from tests.dialogue.activities import ASIDE, DAY_S, HOUR_S, Range, notice, phase

from detente.dialogue.fields import Text
from detente.dialogue.forms import act


def test_a_separation_is_agreed_by_the_side_it_is_proposed_to() -> None:
    """Until then an answer to it is due."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    assert said.statuses == ["proposed"]
    assert [(d.kind, d.of) for d in said.due("18.7")] == [
        ("answer separation", "NORTH")
    ]
    agreed = said.answer("NORTH", act.SeparationAgreed(), proposed)
    assert said.statuses == ["agreed"]
    assert said.due("18.7") == []
    said.answer("NORTH", act.SeparationAgreed(), proposed)
    [row] = said.case.separations
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
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    own = said.answer("SOUTH", act.SeparationAgreed(), proposed)
    none = said.answer("NORTH", act.SeparationAgreed(), said.asked)
    assert said.talk.clauses(own) == said.talk.clauses(none) == ["18.6"]
    assert said.statuses == ["proposed"]


def test_a_proposal_for_no_phase_is_void() -> None:
    """Nobody could keep it."""
    said = Range()
    body = act.SeparationProposed(phase=7, time_s=600)
    assert said.talk.clauses(said.answer("SOUTH", body)) == ["18.6"]
    assert said.statuses == []


def test_an_agreed_separation_falls_with_a_phase_that_moves() -> None:
    """It was agreed for another place or time."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    said.answer("NORTH", act.SeparationAgreed(), proposed)
    said.change(said.asked, notice(phase(said.start_s + HOUR_S)))
    assert said.statuses == ["superseded"]
    assert [each.start for each in said.case.superseded] == [said.start_s]


def test_an_agreed_separation_stands_when_another_phase_is_added() -> None:
    """The phase it is for is as it was."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    said.answer("NORTH", act.SeparationAgreed(), proposed)
    said.change(said.asked, notice(phase(said.start_s), phase(said.start_s + DAY_S, 2)))
    assert said.statuses == ["agreed"]


def test_a_proposal_is_replaced_by_its_own_side() -> None:
    """The old one is then nobody's to agree to."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    said.change(proposed, act.SeparationProposed(phase=1, time_s=600))
    assert said.statuses == ["taken back", "proposed"]
    late = said.answer("NORTH", act.SeparationAgreed(), proposed)
    assert said.talk.clauses(late) == ["18.6"]


@pytest.mark.parametrize(("one", "other"), [("NORTH", "SOUTH"), ("SOUTH", "NORTH")])
def test_an_agreement_that_crosses_a_taking_back_does_not_hold(
    one: str, other: str
) -> None:
    """One side would keep a distance that the other no longer keeps."""
    said = Range()
    proposed = said.answer(one, ASIDE)
    seen = said.talk.heads()
    agreed = said.answer(other, act.SeparationAgreed(), proposed, seen=seen)
    back = said.change(proposed, ASIDE, kind="CANCEL", seen=seen)
    assert said.talk.clauses(agreed) == said.talk.clauses(back) == []
    assert said.statuses == ["crossed"]


def test_separations_are_agreed_and_taken_back_each_by_itself() -> None:
    """That of one phase says nothing of another's."""
    said = Range()
    first = said.answer("SOUTH", ASIDE)
    second = said.answer("SOUTH", act.SeparationProposed(phase=1, time_s=600))
    said.answer("NORTH", act.SeparationAgreed(), second)
    assert said.statuses == ["proposed", "agreed"]
    said.change(first, ASIDE, kind="CANCEL")
    assert said.statuses == ["taken back", "agreed"]


def test_what_is_agreed_is_not_taken_back_by_one_side() -> None:
    """Neither the proposal nor the agreement."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    agreed = said.answer("NORTH", act.SeparationAgreed(), proposed)
    back = said.change(proposed, ASIDE, kind="CANCEL")
    body = act.SeparationAgreed()
    other = said.change(agreed, body, kind="CANCEL", answers=[proposed])
    assert said.talk.clauses(back) == said.talk.clauses(other) == ["18.6"]
    assert said.statuses == ["agreed"]
