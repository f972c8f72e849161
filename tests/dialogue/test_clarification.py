"""What is not understood is asked by number, and replied to by number."""

import pytest
from tests.dialogue.clarifications import (
    HOUR_S,
    TWO_DAYS_S,
    Inquiry,
    again,
    asked,
    replied,
)
from tests.dialogue.talk import window

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import clr
from detente.dialogue.forms.msg import Message
from detente.dialogue.position import Position

WHEN = window(4 * 10**9)
MEETING = clr.MeetingProposed(windows=(WHEN,))
AGREED = clr.Agreed(window=WHEN)
NOT_AGREED = clr.NotAgreed(reason=Text("No interpreter."))


def test_a_request_is_unmarked_and_open() -> None:
    """Concern, what was seen, questions."""
    inquiry = Inquiry(position=Position(0, 0, mgrs="31NAA6602100000"))
    assert inquiry.talk.clauses(inquiry.asked) == []
    assert inquiry.statuses == [(1, "open"), (2, "open")]
    assert (inquiry.case.state, inquiry.case.live) == ("asked", True)


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"concern": Text(" ")}, "19.11"),
        ({"observed": ()}, "19.11"),
        ({"observed": (Text(" "),)}, "19.11"),
        ({"questions": ()}, "19.11"),
        ({"questions": (Text(" "),)}, "19.11"),
        ({"reply_by_s": TWO_DAYS_S - 1}, "19.12"),
        ({"urgency": "routine"}, "19.12"),
        ({"position": Position(0, 0)}, "14.1"),
    ],
)
def test_a_request_that_lacks_something_is_marked(
    changed: dict[str, object], clause: str
) -> None:
    """It is a request all the same."""
    inquiry = Inquiry(**changed)
    assert inquiry.talk.clauses(inquiry.asked) == [clause]


# ------------------------------------------------------------------------ clocks


def test_the_time_to_reply_runs_from_their_receipt() -> None:
    """Nobody replies to what has not come."""
    inquiry = Inquiry()
    assert inquiry.due() == []
    inquiry.talk.now_s += HOUR_S
    [found] = inquiry.due(inquiry.asked)
    assert (found.kind, found.of) == ("answer clarification", "SOUTH")
    assert found.at_s == inquiry.talk.now_s + TWO_DAYS_S


@pytest.mark.parametrize(
    ("changed", "within_s"),
    [
        ({"reply_by_s": 60}, TWO_DAYS_S),
        ({"reply_by_s": 60, "urgency": "routine"}, 7 * 24 * HOUR_S),
        ({"reply_by_s": 30 * 24 * HOUR_S}, 30 * 24 * HOUR_S),
    ],
    ids=["urgent", "routine", "longer"],
)
def test_the_time_to_reply_is_never_below_the_clauses(
    changed: dict[str, object], within_s: int
) -> None:
    """An ultimatum of a minute is none."""
    inquiry = Inquiry(**changed)
    [found] = inquiry.due(inquiry.asked)
    assert found.at_s == inquiry.talk.now_s + within_s


def test_nothing_is_due_once_every_question_has_its_reply() -> None:
    """Or was declined."""
    inquiry = Inquiry()
    inquiry.say("SOUTH", replied(1))
    assert len(inquiry.due(inquiry.asked)) == 1
    inquiry.say("SOUTH", clr.Declined(questions=(2,), reason=Text("Secret.")))
    assert inquiry.due(inquiry.asked) == []


# ----------------------------------------------------------------------- replies


def test_questions_are_replied_to_one_by_one() -> None:
    """What was not replied to is seen to be open."""
    inquiry = Inquiry()
    inquiry.say("SOUTH", replied(2))
    assert inquiry.statuses == [(1, "open"), (2, "replied")]
    assert inquiry.case.state == "replied in part"


def test_a_question_is_declined_with_a_reason() -> None:
    """A refusal is said, not left to silence."""
    inquiry = Inquiry()
    body = clr.Declined(questions=(1, 2), reason=Text("Not before Monday."))
    assert inquiry.talk.clauses(inquiry.say("SOUTH", body)) == []
    assert inquiry.case.state == "replied"
    assert inquiry.statuses == [(1, "declined"), (2, "declined")]


def test_a_refusal_without_a_reason_is_marked_and_stands() -> None:
    """It is a refusal all the same."""
    inquiry = Inquiry()
    said = inquiry.say("SOUTH", clr.Declined(questions=(1,), reason=Text(" ")))
    assert inquiry.talk.clauses(said) == ["19.13"]
    assert inquiry.statuses[0] == (1, "declined")


def test_a_blank_is_no_reply() -> None:
    """Else it would stop the clock."""
    inquiry = Inquiry()
    said = inquiry.say("SOUTH", replied(1, " "))
    assert inquiry.talk.clauses(said) == ["19.13"]
    assert inquiry.statuses[0] == (1, "open")


def test_a_message_is_no_reply() -> None:
    """It stands in the case, and moves no outcome."""
    inquiry = Inquiry()
    body = Message(subject=Text("Tanks"), text=Text("We are looking into it."))
    said = inquiry.say("SOUTH", body)
    assert inquiry.case.statements[-1].id == said.id
    assert inquiry.case.state == "asked"


def test_a_reply_to_no_question_is_marked() -> None:
    """Which one was meant?"""
    inquiry = Inquiry()
    said = inquiry.say("SOUTH", replied(3))
    assert inquiry.talk.clauses(said) == ["19.13"]
    assert inquiry.case.state == "asked"


def test_the_newest_reply_holds() -> None:
    """Who declined may reply after all."""
    inquiry = Inquiry()
    inquiry.say("SOUTH", clr.Declined(questions=(1,), reason=Text("No.")))
    inquiry.say("SOUTH", replied(1))
    assert inquiry.statuses[0] == (1, "replied")


def test_nobody_replies_for_the_other_side() -> None:
    """Neither the asker nor who was told for information."""
    inquiry = Inquiry()
    own = inquiry.say("NORTH", replied(1))
    third = inquiry.say("EAST", replied(1))
    assert inquiry.talk.clauses(own) == inquiry.talk.clauses(third) == ["19.15"]
    assert inquiry.case.state == "asked"


# ------------------------------------------------------------------------ rounds


def test_another_round_numbers_its_questions_on() -> None:
    """Question 3 is question 3 for good."""
    inquiry = Inquiry()
    inquiry.say("SOUTH", clr.Declined(questions=(1, 2), reason=Text("No.")))
    second = inquiry.say("NORTH", again("Until when?"))
    assert inquiry.statuses[2:] == [(3, "open")]
    [found] = inquiry.due(inquiry.asked, second)
    assert found.about is not None
    assert found.about.id == second.id
    inquiry.say("SOUTH", replied(3))
    assert inquiry.case.state == "replied"


def test_only_the_asker_asks_again() -> None:
    """The other side asks in a case of its own."""
    inquiry = Inquiry()
    said = inquiry.say("SOUTH", again("Why do you ask?"))
    assert inquiry.talk.clauses(said) == ["19.15"]
    assert len(inquiry.case.questions) == 2


def test_a_question_in_other_words_is_open_again() -> None:
    """The others keep their replies."""
    inquiry = Inquiry()
    inquiry.say("SOUTH", replied(1))
    inquiry.say("SOUTH", replied(2))
    inquiry.change(inquiry.asked, asked("Whose?", "How long?"))
    assert inquiry.statuses == [(1, "replied"), (2, "open")]


def test_a_reply_to_words_that_were_changed_meanwhile_has_no_effect() -> None:
    """It answers another question."""
    inquiry = Inquiry()
    seen = inquiry.talk.heads()
    inquiry.change(inquiry.asked, asked("Whose?", "How long?"))
    said = inquiry.say("SOUTH", replied(2), seen=seen)
    assert inquiry.talk.clauses(said) == ["19.13"]
    assert inquiry.statuses == [(1, "open"), (2, "open")]


def test_a_change_of_a_change_is_one_of_the_round() -> None:
    """Also where the first touched the concern alone."""
    inquiry = Inquiry()
    told = inquiry.change(inquiry.asked, asked(concern=Text("Forty tanks.")))
    last = inquiry.change(told, asked("Whose?", "How long?"))
    assert inquiry.talk.clauses(last) == []
    assert [str(q.text) for q in inquiry.case.questions] == ["Whose?", "How long?"]


def test_a_changed_round_keeps_its_number_of_questions() -> None:
    """Numbers that were replied to would come to mean another question."""
    inquiry = Inquiry()
    said = inquiry.change(inquiry.asked, asked("Whose?"))
    assert inquiry.talk.clauses(said) == ["19.11"]
    assert len(inquiry.case.questions) == 2


# ------------------------------------------------------------- meetings and visits


@pytest.mark.parametrize(
    "body", [MEETING, clr.VisitProposed(windows=(WHEN,), place="The bridge")]
)
def test_a_meeting_or_visit_is_agreed_by_the_other_side(body: Body) -> None:
    """Whoever proposed it; until then an answer is due."""
    inquiry = Inquiry()
    proposed = inquiry.say("SOUTH", body)
    found = [d for d in inquiry.due(proposed, by="NORTH") if d.clause == "19.14"]
    assert [(d.kind, d.of) for d in found] == [("answer proposal", "NORTH")]
    assert found[0].at_s == inquiry.talk.now_s + TWO_DAYS_S
    inquiry.say("NORTH", AGREED, proposed)
    [row] = inquiry.case.proposals
    assert row.answer is not None
    assert not inquiry.due(proposed, by="NORTH")


@pytest.mark.parametrize(
    "body",
    [
        clr.MeetingProposed(windows=()),
        clr.MeetingProposed(windows=(window(4 * 10**9, -1),)),
    ],
    ids=["none", "backwards"],
)
def test_a_meeting_for_no_time_is_marked(body: Body) -> None:
    """Nobody could come."""
    inquiry = Inquiry()
    assert inquiry.talk.clauses(inquiry.say("NORTH", body)) == ["19.14"]


def test_an_answer_that_is_none_is_marked() -> None:
    """A time that is none is void; a refusal without reason is one all the same."""
    inquiry = Inquiry()
    proposed = inquiry.say("NORTH", MEETING)
    never = inquiry.say("SOUTH", clr.Agreed(window=window(9, -1)), proposed)
    assert inquiry.case.proposals[0].answer is None
    bare = inquiry.say("SOUTH", clr.NotAgreed(reason=Text(" ")), proposed)
    assert inquiry.talk.clauses(never) == inquiry.talk.clauses(bare) == ["19.14"]
    assert inquiry.case.proposals[0].answer is not None


def test_nobody_agrees_to_his_own_proposal() -> None:
    """Nor to something that is none."""
    inquiry = Inquiry()
    proposed = inquiry.say("NORTH", MEETING)
    own = inquiry.say("NORTH", AGREED, proposed)
    none = inquiry.say("SOUTH", NOT_AGREED)
    assert inquiry.talk.clauses(own) == inquiry.talk.clauses(none) == ["19.14"]


@pytest.mark.parametrize(("one", "other"), [("NORTH", "SOUTH"), ("SOUTH", "NORTH")])
@pytest.mark.parametrize("kind", ["CANCEL", "UPDATE"])
def test_an_agreement_that_crosses_a_change_of_the_proposal_does_not_hold(
    one: str, other: str, kind: str
) -> None:
    """One side would wait at another time."""
    inquiry = Inquiry()
    proposed = inquiry.say(one, MEETING)
    seen = inquiry.talk.heads()
    inquiry.change(proposed, MEETING, kind=kind, seen=seen)
    inquiry.say(other, AGREED, proposed, seen=seen)
    assert [row for row in inquiry.case.proposals if row.answer] == []


# -------------------------------------------------------------------------- over


def test_who_asked_says_that_it_is_settled() -> None:
    """Then nothing is due, whatever was left open."""
    inquiry = Inquiry()
    inquiry.say("NORTH", clr.Settled())
    assert (inquiry.case.state, inquiry.due(inquiry.asked)) == ("settled", [])


def test_who_was_asked_does_not_settle_it() -> None:
    """Only who doubts knows whether he still does."""
    inquiry = Inquiry()
    said = inquiry.say("SOUTH", clr.Settled())
    assert inquiry.talk.clauses(said) == ["19.15"]
    assert inquiry.case.state == "asked"


def test_another_round_opens_what_was_settled() -> None:
    """Doubt may come back."""
    inquiry = Inquiry()
    inquiry.say("NORTH", clr.Settled())
    inquiry.say("NORTH", again("Still there?"))
    assert inquiry.case.state == "asked"


def test_a_request_is_taken_back_and_then_asked_anew() -> None:
    """In a case of its own."""
    inquiry = Inquiry()
    inquiry.change(inquiry.asked, asked(), kind="CANCEL")
    assert (inquiry.case.state, inquiry.due(inquiry.asked)) == ("taken back", [])
    said = inquiry.say("NORTH", again("Still there?"))
    assert inquiry.talk.clauses(said) == ["19.15"]


def test_a_reply_is_not_taken_back() -> None:
    """Another one is given in its place."""
    inquiry = Inquiry()
    reply = inquiry.say("SOUTH", replied(1))
    back = inquiry.change(reply, replied(1), kind="CANCEL")
    assert inquiry.talk.clauses(back) == ["19.15"]
    assert inquiry.statuses[0] == (1, "replied")
