"""What the clocks ask of whom, by this node's clock and receipts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.talk import CONTACT_S, DAY_S, START_S, Talk, digest

from detente.dialogue.asked import Due, Local
from detente.dialogue.due import dues
from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.outcome import Outcome
from detente.dialogue.reading import Said
from detente.dialogue.receipts import Receipt, ReceiptBook
from detente.record.feed import FeedId

HELLO = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
FOX = Challenge(path="https", text="fox")
HOUR_S = 3_600
LINE = (con.PathEvidence("https", START_S, 7),)


def asked_of(talk: Talk, own: str = "NORTH", *receipts: Receipt) -> list[Due]:
    """Return what the clocks ask, but for line checks."""
    local = Local(own, talk.now_s, ReceiptBook(receipts), LINE)
    return [due for due in dues(talk.standing(), local) if due.kind != "line check"]


def shown(found: list[Due]) -> list[tuple[str, str, int]]:
    """Return kind, party and time of each."""
    return [(due.kind, due.of, due.at_s) for due in found]


def covering(talk: Talk, asked: Said, time_s: int) -> Receipt:
    """Return the addressee's receipt for a request."""
    of, to = asked.feed.party, asked.header.to_post.partition("/")[0]
    return talk.receipt(to, of, asked.position + 1, time_s)


@pytest.mark.parametrize(
    ("precedence", "limit_s"), [("Z", 600), ("O", 1800), ("P", 10800), ("R", 21600)]
)
def test_a_person_acknowledges_within_the_time_of_the_precedence(
    precedence: str, limit_s: int
) -> None:
    """The clock runs from release, and asks the post addressed."""
    talk = Talk()
    said = talk.say("NORTH", HELLO, precedence=precedence)
    (due,) = asked_of(talk)
    assert shown([due]) == [("acknowledge", "SOUTH", said.header.released + limit_s)]
    assert (due.post, due.clause) == ("SOUTH/Watch", "11.20")


def test_what_is_acknowledged_is_due_no_longer() -> None:
    """The clock stops with the person's receipt."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    talk.say("SOUTH", Acknowledged(read_back=Text("Noon.")), answers=[said])
    assert asked_of(talk) == []


def test_a_release_time_in_the_future_does_not_put_the_clock_off() -> None:
    """A claimed time buys nobody a later deadline."""
    talk = Talk()
    talk.say("SOUTH", HELLO, at=START_S + 100 * DAY_S)
    talk.now_s = START_S + 60
    assert shown(asked_of(talk)) == [("acknowledge", "NORTH", START_S + 60 + 21600)]


def test_before_their_receipt_only_not_delivered_can_become_due() -> None:
    """The asker's node will enter a lapse with the line's evidence alone."""
    talk = Talk()
    asked = talk.request()
    found = [due for due in asked_of(talk) if due.kind != "acknowledge"]
    at_s = asked.header.released + CONTACT_S
    assert shown(found) == [("lapse", "NORTH", at_s)]
    assert found[0].enter == con.Lapse(deadline=at_s, line=LINE)


def test_from_their_receipt_on_an_answer_is_due_of_them() -> None:
    """And our node will enter the lapse with that receipt."""
    talk = Talk()
    asked = talk.request()
    receipt = covering(talk, asked, talk.now_s + 90)
    found = [d for d in asked_of(talk, "NORTH", receipt) if d.kind != "acknowledge"]
    at_s = talk.now_s + 90 + CONTACT_S
    assert shown(found) == [("lapse", "NORTH", at_s), ("answer", "SOUTH", at_s)]
    assert found[0].enter == con.Lapse(deadline=at_s, note=receipt.note)


def test_a_later_receipt_does_not_start_the_clock_anew() -> None:
    """The first one that covers the request counts, whatever came since."""
    talk = Talk()
    asked = talk.request()
    first = covering(talk, asked, talk.now_s + 90)
    later = talk.receipt("SOUTH", "NORTH", asked.position + 7, talk.now_s + 9000)
    times = {
        due.at_s
        for due in asked_of(talk, "NORTH", later, first)
        if due.kind in {"answer", "lapse"}
    }
    assert times == {talk.now_s + 90 + CONTACT_S}


def test_who_is_asked_sees_the_answer_due_and_enters_no_lapse() -> None:
    """By its own receipt, which it gave."""
    talk = Talk()
    asked = talk.request()
    receipt = covering(talk, asked, talk.now_s)
    kinds = {due.kind for due in asked_of(talk, "SOUTH", receipt)}
    assert kinds == {"acknowledge", "answer"}


def test_what_the_node_enters_is_what_the_fold_takes() -> None:
    """A lapse entered when due is regular, and says NO RESPONSE."""
    talk = Talk()
    asked = talk.request()
    receipt = covering(talk, asked, talk.now_s + 90)
    (lapse,) = [d for d in asked_of(talk, "NORTH", receipt) if d.kind == "lapse"]
    assert lapse.enter is not None
    said = talk.by_node("NORTH", lapse.enter, answers=[asked], at=lapse.at_s)
    assert talk.clauses(said) == []
    assert talk.contact(asked).outcome is Outcome.NO_RESPONSE
    assert {d.kind for d in asked_of(talk, "NORTH", receipt)} == {"acknowledge"}


def test_a_receipt_after_not_delivered_is_entered_at_once() -> None:
    """So that the other nodes learn of it; and the time to answer runs from it."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    receipt = covering(talk, asked, talk.now_s + 5)
    found = [d for d in asked_of(talk, "NORTH", receipt) if d.kind != "acknowledge"]
    assert shown(found) == [
        ("receipted", "NORTH", receipt.time_s),
        ("lapse", "NORTH", receipt.time_s + CONTACT_S),
        ("answer", "SOUTH", receipt.time_s + CONTACT_S),
    ]
    assert found[0].enter == con.Receipted(note=receipt.note)
    assert found[0].clause == "12.9"


def test_an_undelivered_request_lapses_once() -> None:
    """While there is no receipt, nothing more is to be said."""
    talk = Talk()
    talk.lapse(talk.request())
    assert {due.kind for due in asked_of(talk)} == {"acknowledge"}


def test_an_answered_request_asks_nothing_but_to_be_read() -> None:
    """The answer, in its turn, is to be acknowledged."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    receipt = covering(talk, asked, talk.now_s)
    found = asked_of(talk, "NORTH", receipt)
    assert [(due.kind, due.of) for due in found] == [("acknowledge", "NORTH")]


def test_a_flash_on_one_signature_is_to_be_reviewed_in_time() -> None:
    """By the side that released it, within twelve hours."""
    talk = Talk(two_key_forms=("MSG",))
    said = talk.say("NORTH", HELLO, precedence="Z")
    (review,) = [due for due in asked_of(talk) if due.kind == "review"]
    assert shown([review]) == [("review", "NORTH", said.header.released + 43200)]


def test_a_line_check_is_to_be_echoed() -> None:
    """By the watch that was asked; then no longer."""
    talk = Talk()
    check = talk.say("NORTH", FOX)
    assert shown(asked_of(talk)) == [("echo", "SOUTH", check.header.released + 600)]
    talk.say("SOUTH", Echo(text="fox", received=talk.now_s), answers=[check])
    assert asked_of(talk) == []


def checks(talk: Talk, now_s: int) -> list[tuple[str, int]]:
    """Return which line checks are due of whom, in hours from the start."""
    found = dues(talk.standing(), Local("NORTH", now_s, ReceiptBook()))
    times = [d for d in found if d.kind == "line check"]
    return [(due.of, (due.at_s - START_S) // HOUR_S) for due in times]


def test_the_sides_begin_line_checks_in_turn() -> None:
    """At six and at eighteen, one side and then the other."""
    talk = Talk()
    assert checks(talk, START_S + HOUR_S) == [("NORTH", 6)]
    assert checks(talk, START_S + 7 * HOUR_S) == [("NORTH", 6), ("SOUTH", 18)]


def test_a_line_check_made_is_due_no_longer() -> None:
    """Somewhat early counts; long before does not."""
    talk = Talk()
    talk.say("NORTH", FOX, at=START_S + 6 * HOUR_S - 1800)
    assert checks(talk, START_S + 7 * HOUR_S) == [("SOUTH", 18)]
    early = Talk()
    early.say("NORTH", FOX, at=START_S + 5 * HOUR_S)
    assert checks(early, START_S + 7 * HOUR_S) == [("NORTH", 6), ("SOUTH", 18)]


def test_no_line_check_was_due_before_the_channel_was_founded() -> None:
    """The first one is the first after pairing."""
    talk = Talk()
    assert ("SOUTH", -6) not in checks(talk, START_S + HOUR_S)


def test_a_charter_without_hours_asks_for_no_line_check() -> None:
    """What was not agreed is not missed."""
    talk = Talk(check_hours_utc=())
    assert checks(talk, START_S + 40 * HOUR_S) == []


def test_dues_are_sorted_soonest_first() -> None:
    """Whatever the order in which they arose."""
    talk = Talk()
    for precedence in ("R", "Z", "P", "O"):
        talk.say("NORTH", HELLO, precedence=precedence)
    times = [due.at_s for due in asked_of(talk)]
    assert times == sorted(times)


def test_a_due_says_how_long_it_is_overdue() -> None:
    """Negative while there is time."""
    due = Due(100, "echo", "NORTH", "", "11.24")
    assert (due.overdue_s(160), due.overdue_s(90)) == (60, -10)


@pytest.mark.parametrize("with_receipt", [True, False])
def test_the_stage_of_a_request_is_local(*, with_receipt: bool) -> None:
    """Delivered, as far as this node can tell; the outcome is PENDING either way."""
    talk = Talk()
    asked = talk.request()
    kept = [covering(talk, asked, talk.now_s)] if with_receipt else []
    expected = "delivered" if with_receipt else "not delivered yet"
    assert talk.contact(asked).stage(ReceiptBook(kept)) == expected
    assert talk.contact(asked).outcome is Outcome.PENDING


RECEIPTS = st.builds(
    Receipt,
    st.sampled_from(["NORTH", "SOUTH"]),
    st.sampled_from([FeedId("NORTH", 1), FeedId("SOUTH", 1)]),
    st.integers(1, 9),
    st.integers(0, 9),
    st.just(digest("note")),
)


@given(st.lists(RECEIPTS, max_size=12), st.integers(0, 9))
def test_the_book_finds_the_earliest_receipt_that_covers(
    receipts: list[Receipt], position: int
) -> None:
    """Of all that cover an entry, the one of the earliest time."""
    feed = FeedId("NORTH", 1)
    found = ReceiptBook(receipts).first("SOUTH", feed, position)
    times = [
        each.time_s
        for each in receipts
        if (each.mirror, each.feed) == ("SOUTH", feed) and each.size > position
    ]
    assert (found.time_s if found else None) == min(times, default=None)
    assert found is None or found.size > position
