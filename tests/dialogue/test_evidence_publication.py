"""Nothing is published before its right of reply is over."""

import pytest
from tests.dialogue.evidences import (
    ANSWERS,
    announce,
    body,
    case,
    covering,
    due,
    lapse,
    present,
    publish,
    shown,
)
from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms import evd
from detente.dialogue.forms.ack import Acknowledged


@pytest.mark.parametrize("announced", [False, True])
def test_publishing_before_the_right_of_reply_is_over_is_marked(
    *, announced: bool
) -> None:
    """It is public all the same."""
    talk = Talk()
    said = present(talk)
    if announced:
        announce(talk, said)
    public = publish(talk, said)
    assert talk.clauses(public) == ["20.10"]
    found = case(talk, said)
    assert (found.publication, found.early) == ("published", True)


def test_after_their_reply_it_may_be_published() -> None:
    """They need not wait the time out."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    talk.say("SOUTH", evd.Reply(text=Text("Not so.")), answers=[announced])
    assert case(talk, said).publication == "replied"
    assert talk.clauses(publish(talk, said)) == []
    assert not case(talk, said).early


def test_a_reply_that_crossed_the_publication_does_not_excuse_it() -> None:
    """Who published did not know of it, whoever stands first."""
    talk = Talk()
    said = talk.say("SOUTH", body())
    announced = talk.say(
        "SOUTH",
        evd.RightOfReply(to_publish=Text("A summary.")),
        answers=[said],
        to_post="NORTH/Watch",
    )
    seen = talk.heads()
    talk.say("NORTH", evd.Reply(text=Text("Not so.")), answers=[announced])
    published = evd.Published(where="A report", at=1)
    to = "NORTH/Watch"
    public = talk.say("SOUTH", published, answers=[said], to_post=to, seen=seen)
    assert talk.clauses(public) == ["20.10"]


def test_while_a_reply_is_awaited_the_case_lives() -> None:
    """Also when all else is answered and read."""
    talk = Talk()
    said = present(talk)
    answer = talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    talk.say("NORTH", Acknowledged(read_back=Text("T.")), answers=[answer])
    announced = announce(talk, said)
    talk.say("SOUTH", Acknowledged(read_back=Text("S.")), answers=[announced])
    found = case(talk, said)
    assert (found.waiting, found.live) == ((), True)


def test_after_the_lapse_of_the_right_of_reply_it_may_be_published() -> None:
    """28 days from their receipt for what is to be published."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    lapse(talk, announced)
    found = case(talk, said)
    assert (found.publication, found.state) == ("right of reply over", "presented")
    assert talk.clauses(publish(talk, said)) == []


def test_the_lapse_of_an_answer_is_none_of_the_right_of_reply() -> None:
    """Two times, two silences."""
    talk = Talk()
    said = present(talk)
    announce(talk, said)
    lapse(talk, said)
    assert talk.clauses(publish(talk, said)) == ["20.10"]


def test_a_reply_to_nothing_announced_is_void() -> None:
    """Else an answer could be taken for one, and the time cut short."""
    talk = Talk()
    said = present(talk)
    wrong = talk.say("SOUTH", evd.Reply(text=Text("No.")), answers=[said])
    assert talk.clauses(wrong) == ["20.9"]


def test_a_reply_may_be_corrected() -> None:
    """The correction names the reply, and need not name what it replied to."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    reply = talk.say("SOUTH", evd.Reply(text=Text("Not so.")), answers=[announced])
    anew = evd.Reply(text=Text("Not at all."))
    corrected = talk.say("SOUTH", anew, kind="CORRECTION", changes=[reply])
    assert talk.clauses(corrected) == []
    assert case(talk, said).replied == talk.entered(corrected)


def test_what_is_announced_anew_is_replied_to_anew() -> None:
    """Else one text is shown to them, and another published."""
    talk = Talk()
    said = present(talk)
    first = announce(talk, said)
    talk.say("SOUTH", evd.Reply(text=Text("Not so.")), answers=[first])
    announce(talk, said)
    assert talk.clauses(publish(talk, said)) == ["20.10"]


def test_a_reply_is_due_from_the_receipt_of_what_is_announced() -> None:
    """And the presenter's node is to enter its lapse."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    announced = announce(talk, said)
    receipt = covering(talk, announced, talk.now_s + 90)
    at_s = talk.now_s + 90 + 28 * DAY_S
    found = due(talk, "NORTH", receipt)
    assert shown(found) == [
        ("lapse", "NORTH", at_s),
        ("right of reply", "SOUTH", at_s),
    ]
    assert found[1].clause == "20.9"


@pytest.mark.parametrize("reply_by_s", [evd.ANSWER_S - 1, 0])
def test_a_right_of_reply_of_less_than_28_days_is_marked(reply_by_s: int) -> None:
    """And 28 days hold."""
    talk = Talk()
    said = present(talk)
    short = evd.RightOfReply(to_publish=Text("A summary."), reply_by_s=reply_by_s)
    announced = talk.say("NORTH", short, answers=[said], to_post="SOUTH/Watch")
    assert talk.clauses(announced) == ["20.5"]
    over = lapse(talk, announced, 20 * DAY_S)
    assert talk.clauses(over) == ["20.8"]
