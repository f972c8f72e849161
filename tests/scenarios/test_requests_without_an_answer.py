"""Requests without an answer: silence, refusal and cancellation are counted apart."""

from tests.dialogue.talk import CONTACT_S, DAY_S, Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome
from detente.dialogue.tally import tally
from detente.record.head import parse_note

CLAUSES = ("12.7", "12.8", "13.2")


def play() -> None:
    """Three requests: one refused, one called off by who was asked, one ignored."""
    talk = Talk()
    refused = talk.request()
    talk.say(
        "SOUTH",
        con.Refused(reason="stated", text=Text("Not at this time.")),
        answers=[refused],
    )
    called_off = talk.request()
    talk.say("SOUTH", con.Accepted(), answers=[called_off])
    talk.say("SOUTH", con.Cancelled(reason=Text("The visit.")), answers=[called_off])
    ignored = talk.request()
    stored_at = talk.now_s + 5

    # North may not call it silence before the time is over,
    early = talk.receipt("SOUTH", "NORTH", ignored.position + 1, stored_at)
    soon = con.Lapse(deadline=stored_at + DAY_S, note=early.note)
    talk.by_node("NORTH", soon, answers=[ignored], at=stored_at + DAY_S)
    assert talk.contact(ignored).outcome is Outcome.PENDING

    # nor on its own word that South's machine ever held the request.
    forged = talk.receipt("SOUTH", "NORTH", ignored.position + 1, stored_at)
    note = parse_note(forged.note)
    lines = tuple(s._replace(value=s.value[:-1] + b"x") for s in note.signatures)
    claim = con.Lapse(
        deadline=stored_at + CONTACT_S, note=note._replace(signatures=lines).text()
    )
    talk.by_node("NORTH", claim, answers=[ignored], at=stored_at + CONTACT_S)
    assert talk.contact(ignored).outcome is Outcome.PENDING

    # With South's own receipt, and when the time is over, it is NO RESPONSE.
    talk.lapse(ignored, stored_at=stored_at)
    assert talk.contact(ignored).outcome is Outcome.NO_RESPONSE

    total = tally(talk.standing()).total
    assert total.requested == 3
    assert (total.refused, total.cancelled, total.no_response) == (1, 1, 1)
    assert total.cancelled_by == {"SOUTH": 1}


def test_nobody_counts_a_silence_that_the_other_sides_machine_does_not_admit() -> None:
    """And a silence is never counted as a refusal."""
    play()
