"""A notice is answered by each addressee, and asked about."""

import pytest
from tests.dialogue.activities import DAY_S, Range, notice, phase

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import act
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.msg import Message


def test_each_addressee_answers_for_itself() -> None:
    """What East noted, South has not."""
    said = Range()
    said.answer("EAST", act.Noted())
    assert said.case.answer_of("EAST") is not None
    assert said.case.answer_of("SOUTH") is None


def test_the_newest_answer_of_a_party_holds() -> None:
    """A concern stands over an earlier NOTED."""
    said = Range()
    said.answer("SOUTH", act.Noted())
    body = act.Concern(field="volumes", phase=1, text=Text("It closes the strait."))
    concern = said.answer("SOUTH", body)
    assert said.talk.clauses(concern) == []
    held = said.case.answer_of("SOUTH")
    assert held is not None
    assert held.by.id == concern.id
    assert said.due("18.7") == []


def test_an_answer_to_an_older_version_does_not_answer_the_newest() -> None:
    """Who noted Monday's exercise has not noted Tuesday's."""
    said = Range()
    seen = said.talk.heads()
    said.change(said.asked, notice(phase(said.start_s + DAY_S)))
    said.answer("SOUTH", act.Noted(), seen=seen)
    assert said.case.answer_of("SOUTH") is None
    said.answer("SOUTH", act.Noted())
    assert said.case.answer_of("SOUTH") is not None


def test_an_answer_is_taken_back_by_its_own_side() -> None:
    """As if it had not been given."""
    said = Range()
    noted = said.answer("SOUTH", act.Noted())
    said.change(noted, act.Noted(), kind="CANCEL")
    assert said.case.answers == ()


def test_nobody_answers_his_own_notice() -> None:
    """It would look like an answer."""
    said = Range()
    noted = said.answer("NORTH", act.Noted())
    assert said.talk.clauses(noted) == ["18.5"]
    assert said.case.answers == ()


@pytest.mark.parametrize(
    "body",
    [
        act.ClarificationRequested(questions=(Text(" "),)),
        act.Concern(field="colour", text=Text("Why?")),
        act.Concern(field="volumes", text=Text(" ")),
        act.SeparationProposed(phase=1),
        act.SeparationProposed(phase=1, lateral_m=-1, time_s=60),
    ],
)
def test_an_answer_that_says_nothing_is_marked(body: Body) -> None:
    """A concern about no field cannot be met."""
    said = Range()
    assert said.talk.clauses(said.answer("SOUTH", body)) == ["18.5"]


def test_a_request_for_clarification_is_due_of_the_owner_in_two_days() -> None:
    """And it is no tacit consent meanwhile."""
    said = Range()
    asked = said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    assert said.talk.clauses(asked) == []
    [found] = said.due("18.7")
    assert (found.kind, found.of) == ("answer clarification", "NORTH")
    assert found.at_s == asked.header.released + 2 * DAY_S


def test_a_request_for_clarification_is_due_before_the_activity_begins() -> None:
    """An answer after the firing helps nobody."""
    said = Range(days=1)
    said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    assert [each.at_s for each in said.due("18.7")] == [said.start_s]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (Message(subject=Text("Why"), text=Text("To train.")), 0),
        (Acknowledged(read_back=Text("You ask why.")), 1),
    ],
)
def test_a_clarification_is_given_by_an_answer_and_by_no_receipt(
    body: Body, left: int
) -> None:
    """Read and understood is not explained."""
    said = Range()
    asked = said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    said.answer("NORTH", body, asked)
    assert len(said.due("18.7")) == left


def test_who_asks_for_clarification_does_not_give_it() -> None:
    """To add to a question is not to answer it."""
    said = Range()
    asked = said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    more = Message(subject=Text("Why"), text=Text("We see two ships more."))
    said.answer("SOUTH", more, asked)
    assert len(said.due("18.7")) == 1


def test_where_the_start_is_open_an_answer_is_due_in_two_days() -> None:
    """There is no earlier time to go by."""
    said = Range(phases=(phase(0, time_start=None),))
    asked = said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    assert [d.at_s for d in said.due("18.7")] == [asked.header.released + 2 * DAY_S]


def test_a_changed_notice_that_knew_of_the_question_answers_it() -> None:
    """One that crossed it does not, though it is placed behind it."""
    said = Range()
    seen = said.talk.heads()
    said.answer("EAST", act.ClarificationRequested(questions=(Text("When?"),)))
    body = notice(phase(said.start_s + 1))
    crossed = said.change(said.asked, body, seen=seen)
    assert len(said.due("18.7")) == 1
    said.change(crossed, body)
    assert said.due("18.7") == []
    assert not said.case.unclear


def test_an_answer_to_one_question_leaves_the_other_open() -> None:
    """Each asker has its own doubt."""
    said = Range()
    body = act.ClarificationRequested(questions=(Text("Why?"),))
    first, second = said.answer("EAST", body), said.answer("SOUTH", body)
    said.answer("NORTH", Message(subject=Text("Why"), text=Text("To train.")), first)
    assert [each.about and each.about.id for each in said.due("18.7")] == [second.id]


def test_a_question_is_taken_back_by_its_own_side() -> None:
    """Then no answer to it is due, and others stand."""
    said = Range()
    body = act.ClarificationRequested(questions=(Text("Why?"),))
    said.answer("EAST", body)
    asked = said.answer("SOUTH", body)
    said.change(asked, body, kind="CANCEL")
    assert [each.by.party for each in said.case.answers] == ["EAST"]
    assert [each.party for each in said.case.unclear] == ["EAST"]
