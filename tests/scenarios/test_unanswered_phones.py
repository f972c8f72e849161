"""Unanswered phones: rain in the cable is not a snub, and silence accuses nobody."""

from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.forms.msg import Message
from detente.dialogue.outcome import Outcome
from detente.exchange import replica
from detente.exchange.replica import Answered, Failed, Grew, Heard, Replica, Terms, Tick
from detente.record.feed import FeedId

CLAUSES = ("12.9", "9.8")

NORTH, SOUTH = FeedId("NORTH", 1), FeedId("SOUTH", 1)


def play() -> None:
    """Both lines ring, and nobody picks up."""
    talk = Talk()
    asked = talk.request()

    # The time is over, and South's machine never said that it held the request. That
    # is NOT DELIVERED, and says nothing of South.
    talk.lapse(asked)
    assert talk.contact(asked).outcome is Outcome.NOT_DELIVERED

    # Two days later the line is dry again. South's next message, about something else,
    # shows that the request has come. It is open again, and nobody was late.
    talk.say("SOUTH", Message(subject=Text("Rain"), text=Text("We hear you again.")))
    assert talk.contact(asked).outcome is Outcome.PENDING
    talk.say("SOUTH", con.Accepted(), answers=[asked], at=talk.now_s + DAY_S)
    assert talk.contact(asked).outcome is Outcome.ACCEPTED
    assert not talk.contact(asked).late

    # North's node, meanwhile, has something to send and gets nothing through. An hour
    # of that is no ground to suspect South of anything.
    peer = Replica("SOUTH", NORTH, SOUTH, Terms(), {NORTH: 2, SOUTH: 2}, receipted=2)
    peer, _ = replica.step(peer, Grew(NORTH, 3), 0.0)
    for minute in range(60):
        peer, _ = replica.step(peer, Failed(0.5), 60.0 * minute)
        peer, _ = replica.step(peer, Tick(), 60.0 * minute + 40)
        assert not replica.suspected(peer, 60.0 * minute + 59)

    # If South's node answers, and takes and receipts nothing, that is another matter.
    peer, _ = replica.step(peer, Heard({NORTH: 2}, 2), 3_600.0)
    peer, _ = replica.step(peer, Answered(0.5), 3_600.0)
    assert replica.suspected(peer, 3_900.0)


def test_silence_is_put_into_words_by_evidence_alone() -> None:
    """First the weather, then the politics."""
    play()
