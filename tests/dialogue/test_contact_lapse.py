"""A contact request without an answer: silence, its proof, and what comes late."""

import pytest
from tests.dialogue.contacts import HELLO, NO, OFF
from tests.dialogue.talk import CONTACT_S, START_S, Talk

from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome


def test_silence_becomes_no_response_on_their_own_receipt() -> None:
    """The addressee's node says that it held the request; its people said nothing."""
    talk = Talk()
    asked = talk.request()
    lapse = talk.lapse(asked, stored_at=talk.now_s + 60)
    assert talk.contact(asked).outcome is Outcome.NO_RESPONSE
    assert talk.clauses(lapse) == []


def test_without_a_lapse_nothing_is_unanswered() -> None:
    """However old a request is, no clock is read: it is pending until the entry."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", HELLO, at=START_S + 100 * CONTACT_S)
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_without_a_receipt_a_lapse_says_not_delivered() -> None:
    """Nothing is said of the other side."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked, seen={"SOUTH": 2})
    assert talk.contact(asked).outcome is Outcome.NOT_DELIVERED


@pytest.mark.parametrize(("mirror", "of"), [("NORTH", "NORTH"), ("SOUTH", "SOUTH")])
def test_a_receipt_of_another_or_for_another_is_no_evidence(
    mirror: str, of: str
) -> None:
    """The asker's own mirror, or a receipt for the addressee's feed, proves nothing."""
    talk = Talk()
    asked = talk.request()
    note = talk.receipt(mirror, of, 9, talk.now_s).note
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=note)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.clauses(lapse) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_a_receipt_of_a_third_party_is_no_evidence() -> None:
    """That an observer's node holds a request says nothing of who was asked."""
    talk = Talk(("NORTH", "SOUTH", "EAST"))
    asked = talk.request(to_post="SOUTH/Minister")
    note = talk.receipt("EAST", "NORTH", asked.position + 1, talk.now_s).note
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=note)
    at = talk.now_s + CONTACT_S
    lapse = talk.by_node("NORTH", body, answers=[asked], at=at, to_post="SOUTH/Watch")
    assert talk.clauses(lapse) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.PENDING


@pytest.mark.parametrize(
    ("generation", "outcome"), [(1, Outcome.NO_RESPONSE), (2, Outcome.PENDING)]
)
def test_a_receipt_is_for_the_feed_that_holds_the_request(
    generation: int, outcome: Outcome
) -> None:
    """After a fork a party asks no old question on a receipt for its new feed."""
    talk = Talk()
    asked = talk.request()
    talk.renew("NORTH")
    note = talk.receipt("SOUTH", "NORTH", 9, talk.now_s, generation).note
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=note)
    talk.by_node("NORTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.contact(asked).outcome is outcome


def test_a_receipt_that_ends_before_the_request_is_no_evidence() -> None:
    """It holds what came before, and not this."""
    talk = Talk()
    asked = talk.request()
    note = talk.receipt("SOUTH", "NORTH", asked.position, talk.now_s).note
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=note)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.clauses(lapse) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_a_forged_receipt_is_no_evidence() -> None:
    """Nobody can be called silent on a receipt that he did not give."""
    talk = Talk()
    asked = talk.request()
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, talk.now_s).note
    forged = note.replace(b"A", b"B", 9)
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=forged)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.clauses(lapse) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.PENDING


@pytest.mark.parametrize(("deadline_s", "at_s"), [(-1, 0), (0, -1)])
def test_a_lapse_before_its_time_is_void(deadline_s: int, at_s: int) -> None:
    """One second early, in the deadline or the release, and nothing has lapsed."""
    talk = Talk()
    asked = talk.request()
    stored = talk.now_s + 60
    over = stored + CONTACT_S
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, stored).note
    body = con.Lapse(deadline=over + deadline_s, note=note)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=over + at_s)
    assert talk.clauses(lapse) == ["12.7"]
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_the_time_starts_at_their_receipt_and_not_at_release() -> None:
    """A request that lay in a cut line for days is not overdue when it arrives."""
    talk = Talk()
    asked = talk.request()
    stored = talk.now_s + 3 * CONTACT_S
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, stored).note
    body = con.Lapse(deadline=asked.header.released + CONTACT_S, note=note)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=stored + 60)
    assert talk.clauses(lapse) == ["12.7"]


def test_who_is_asked_does_not_enter_the_lapse() -> None:
    """The addressee cannot declare the question void of answer."""
    talk = Talk()
    asked = talk.request()
    body = con.Lapse(deadline=talk.now_s + CONTACT_S)
    lapse = talk.by_node("SOUTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.clauses(lapse) == ["12.7"]


def test_a_lapse_of_what_was_answered_is_void() -> None:
    """An asker that has seen the answer cannot count it as silence."""
    talk = Talk()
    asked = talk.request()
    stored = talk.now_s + 60
    talk.say("SOUTH", NO, answers=[asked])
    lapse = talk.lapse(asked, stored_at=stored)
    assert talk.clauses(lapse) == ["12.7"]
    assert talk.contact(asked).outcome is Outcome.REFUSED


def test_a_request_lapses_once() -> None:
    """A second lapse says nothing more."""
    talk = Talk()
    asked = talk.request()
    stored = talk.now_s + 60
    talk.lapse(asked, stored_at=stored)
    again = talk.lapse(asked, stored_at=stored)
    assert talk.clauses(again) == ["12.7"]


def test_the_asker_does_not_cancel_a_silence_away() -> None:
    """NO RESPONSE stays, until there is a response."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked, stored_at=talk.now_s + 60)
    off = talk.say("NORTH", OFF, answers=[asked])
    assert talk.clauses(off) == ["12.5"]
    assert talk.contact(asked).outcome is Outcome.NO_RESPONSE


def test_an_answer_that_had_seen_the_lapse_is_late_and_keeps_its_age() -> None:
    """It takes effect, and the age of the request when it came is kept."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked, stored_at=talk.now_s + 60)
    answer = talk.say("SOUTH", NO, answers=[asked], at=talk.now_s + 500)
    contact = talk.contact(asked)
    assert (contact.outcome, contact.late, contact.crossed) == (
        Outcome.REFUSED,
        True,
        False,
    )
    assert contact.answer_s == answer.header.released - asked.header.released
    assert contact.revised == (Outcome.NO_RESPONSE,)


@pytest.mark.parametrize("asker", ["NORTH", "SOUTH"])
def test_an_answer_that_had_not_seen_the_lapse_is_crossed_and_not_late(
    asker: str,
) -> None:
    """Whichever side has the lower number: the answer holds, and both are flagged."""
    talk = Talk()
    other = talk.other(asker)
    asked = talk.request(asker)
    before = talk.heads()
    talk.lapse(asked, stored_at=talk.now_s + 60)
    talk.say(other, con.Accepted(), answers=[asked], seen=before)
    contact = talk.contact(asked)
    assert (contact.outcome, contact.late, contact.crossed) == (
        Outcome.ACCEPTED,
        False,
        True,
    )
    assert contact.revised == (Outcome.NO_RESPONSE,)


def test_a_side_that_showed_the_lapse_elsewhere_did_not_cross_it() -> None:
    """A head left out of the answer does not make it a crossing."""
    talk = Talk()
    asked = talk.request()
    before = talk.heads()
    talk.lapse(asked, stored_at=talk.now_s + 60)
    talk.say("SOUTH", HELLO)
    talk.say("SOUTH", NO, answers=[asked], seen=before)
    assert talk.contact(asked).late


def test_an_answer_after_not_delivered_is_not_late() -> None:
    """A clock that never started cannot run out."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    contact = talk.contact(asked)
    assert (contact.outcome, contact.late) == (Outcome.ACCEPTED, False)
    assert contact.revised == (Outcome.NOT_DELIVERED,)


def test_the_receipt_that_comes_at_last_makes_it_pending_again() -> None:
    """NOT DELIVERED until it is, and never a snub."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, talk.now_s).note
    came = talk.by_node("NORTH", con.Receipted(note=note), answers=[asked])
    contact = talk.contact(asked)
    assert talk.clauses(came) == []
    assert contact.outcome is Outcome.PENDING
    assert contact.revised == (Outcome.NOT_DELIVERED,)


@pytest.mark.parametrize("code", ["NORTH", "SOUTH"])
def test_a_receipt_for_less_leaves_it_undelivered(code: str) -> None:
    """Nor does a receipt that the other side enters about itself."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    note = talk.receipt("SOUTH", "NORTH", asked.position, talk.now_s).note
    came = talk.by_node(code, con.Receipted(note=note), answers=[asked])
    assert talk.clauses(came) == ["12.8"]


def test_a_receipt_of_nobody_leaves_it_undelivered() -> None:
    """What does not prove arrival does not end NOT DELIVERED."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    came = talk.by_node("NORTH", con.Receipted(note=b"paper"), answers=[asked])
    assert talk.clauses(came) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.NOT_DELIVERED


@pytest.mark.parametrize("lapse_first", [True, False])
def test_a_statement_that_has_seen_the_request_shows_that_it_arrived(
    *, lapse_first: bool
) -> None:
    """Any word of theirs will do, in whatever case, before the lapse or after."""
    talk = Talk()
    asked = talk.request()
    for step in (talk.lapse, None) if lapse_first else (None, talk.lapse):
        if step is None:
            talk.say("SOUTH", HELLO)
        else:
            step(asked, seen={})
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_once_delivered_it_may_lapse_for_want_of_a_response() -> None:
    """The time is counted from the receipt that came at last."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    stored = talk.now_s + 60
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, stored).note
    talk.by_node("NORTH", con.Receipted(note=note), answers=[asked], at=stored)
    talk.lapse(asked, stored_at=stored)
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.NO_RESPONSE
    assert contact.revised == (Outcome.NOT_DELIVERED,)
