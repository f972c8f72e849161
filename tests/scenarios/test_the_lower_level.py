"""The lower level: whoever comes instead does not close the senior request."""

from tests.dialogue.talk import Talk, window

from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome
from detente.dialogue.tally import tally

CLAUSES = ("12.11",)


def play() -> None:
    """The minister is asked for; officials of the working level are offered."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", con.AcceptedLower(post="Working level"), answers=[asked])

    # They meet, in a neutral place, and both sides agree on the record.
    when = window(talk.now_s + 3600)
    meeting = con.Scheduled(window=when, post="Working level", venue="Singapore")
    talk.say("SOUTH", meeting, answers=[asked])
    record = con.Held(
        window=when, post="Working level", participants=("NORTH/Watch", "SOUTH/Watch")
    )
    held = talk.say("NORTH", record, answers=[asked])
    talk.say("SOUTH", con.Agreed(), answers=[asked, held])

    # That meeting was held. The ministers have still not spoken, and it shows.
    contact = talk.contact(asked)
    assert contact.lower.outcome is Outcome.HELD
    assert contact.outcome is Outcome.ACCEPTED_LOWER
    total = tally(talk.standing()).total
    assert (total.stepped_down, total.held) == (1, 0)

    # So the minister can still accept, and then it is another matter.
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    assert talk.contact(asked).outcome is Outcome.ACCEPTED


def test_a_meeting_of_officials_is_not_counted_as_the_ministers_call() -> None:
    """Both are on record, each as what it was."""
    play()
