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
    firing = Range()
    firing.say("EAST", act.Noted())
    assert firing.case.answer_of("EAST") is not None
    assert firing.case.answer_of("SOUTH") is None


def test_the_newest_answer_of_a_party_holds() -> None:
    """A concern stands over an earlier NOTED."""
    firing = Range()
    firing.say("SOUTH", act.Noted())
    body = act.Concern(field="volumes", phase=1, text=Text("It closes the strait."))
    concern = firing.say("SOUTH", body)
    assert firing.talk.clauses(concern) == []
    held = firing.case.answer_of("SOUTH")
    assert held is not None
    assert held.by.id == concern.id
    assert firing.due("18.7") == []


def test_an_answer_to_an_older_version_does_not_answer_the_newest() -> None:
    """Who noted Monday's exercise has not noted Tuesday's."""
    firing = Range()
    seen = firing.talk.heads()
    firing.change(firing.asked, notice(phase(firing.start_s + DAY_S)))
    firing.say("SOUTH", act.Noted(), seen=seen)
    assert firing.case.answer_of("SOUTH") is None
    firing.say("SOUTH", act.Noted())
    assert firing.case.answer_of("SOUTH") is not None


def test_an_answer_is_taken_back_by_its_own_side() -> None:
    """As if it had not been given."""
    firing = Range()
    noted = firing.say("SOUTH", act.Noted())
    firing.change(noted, act.Noted(), kind="CANCEL")
    assert firing.case.answers == ()


def test_nobody_answers_his_own_notice() -> None:
    """It would look like an answer."""
    firing = Range()
    noted = firing.say("NORTH", act.Noted())
    assert firing.talk.clauses(noted) == ["18.5"]
    assert firing.case.answers == ()


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
    firing = Range()
    assert firing.talk.clauses(firing.say("SOUTH", body)) == ["18.5"]


def test_a_request_for_clarification_is_due_of_the_owner_in_two_days() -> None:
    """And it is no tacit consent meanwhile."""
    firing = Range()
    asked = firing.say("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    assert firing.talk.clauses(asked) == []
    [found] = firing.due("18.7")
    assert (found.kind, found.of) == ("answer clarification", "NORTH")
    assert found.at_s == asked.header.released + 2 * DAY_S


def test_a_request_for_clarification_is_due_before_the_activity_begins() -> None:
    """An answer after the firing helps nobody."""
    firing = Range(days=1)
    firing.say("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    assert [each.at_s for each in firing.due("18.7")] == [firing.start_s]


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
    firing = Range()
    asked = firing.say("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    firing.say("NORTH", body, asked)
    assert len(firing.due("18.7")) == left


def test_who_asks_for_clarification_does_not_give_it() -> None:
    """To add to a question is not to answer it."""
    firing = Range()
    asked = firing.say("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    more = Message(subject=Text("Why"), text=Text("We see two ships more."))
    firing.say("SOUTH", more, asked)
    assert len(firing.due("18.7")) == 1


def test_where_the_start_is_open_an_answer_is_due_in_two_days() -> None:
    """There is no earlier time to go by."""
    firing = Range(phases=(phase(0, time_start=None),))
    asked = firing.say("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    assert [d.at_s for d in firing.due("18.7")] == [asked.header.released + 2 * DAY_S]


def test_a_changed_notice_that_knew_of_the_question_answers_it() -> None:
    """One that crossed it does not, though it is placed behind it."""
    firing = Range()
    seen = firing.talk.heads()
    firing.say("EAST", act.ClarificationRequested(questions=(Text("When?"),)))
    body = notice(phase(firing.start_s + 1))
    crossed = firing.change(firing.asked, body, seen=seen)
    assert len(firing.due("18.7")) == 1
    firing.change(crossed, body)
    assert firing.due("18.7") == []
    assert not firing.case.unclear


def test_an_answer_to_one_question_leaves_the_other_open() -> None:
    """Each asker has its own doubt."""
    firing = Range()
    body = act.ClarificationRequested(questions=(Text("Why?"),))
    first, second = firing.say("EAST", body), firing.say("SOUTH", body)
    firing.say("NORTH", Message(subject=Text("Why"), text=Text("To train.")), first)
    assert [each.about and each.about.id for each in firing.due("18.7")] == [second.id]


def test_a_question_is_taken_back_by_its_own_side() -> None:
    """Then no answer to it is due, and others stand."""
    firing = Range()
    body = act.ClarificationRequested(questions=(Text("Why?"),))
    firing.say("EAST", body)
    asked = firing.say("SOUTH", body)
    firing.change(asked, body, kind="CANCEL")
    assert [each.by.party for each in firing.case.answers] == ["EAST"]
    assert [each.party for each in firing.case.unclear] == ["EAST"]
