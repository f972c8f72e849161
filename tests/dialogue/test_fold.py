"""Nodes that hold the same heads see the same, however the entries came."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue.drawn import HELLO, delivered, deliveries, talks, views
from tests.dialogue.talk import Talk, digest, document

from detente.dialogue import fold
from detente.dialogue.cases.contact import Contact
from detente.dialogue.fields import Text
from detente.dialogue.fold import at_heads, extend
from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome
from detente.dialogue.reading import Keyed
from detente.dialogue.standing import begin
from detente.record.errors import Malformed, Misasked, Misdirected
from detente.record.feed import FeedId


@settings(max_examples=150)
@given(st.data(), st.sampled_from([2, 3, 5]))
def test_any_interleaving_leads_to_the_same(data: st.DataObject, parties: int) -> None:
    """Two, three or five parties: order, cases, dues to come, tally and register."""
    codes = ("NORTH", "SOUTH", "EAST", "WEST", "MID")[:parties]
    talk = data.draw(talks(codes))
    one = delivered(talk, data.draw(deliveries(talk)))
    assert views(one) == views(talk.standing())


@settings(max_examples=60)
@given(st.data())
def test_a_node_that_held_less_agrees_about_that_much(data: st.DataObject) -> None:
    """At any two heads, past or present, the tally is one and the same."""
    talk = data.draw(talks())
    heads = {feed: data.draw(st.integers(2, size)) for feed, size in talk.sizes.items()}
    held = [each for each in talk.all if each.position < heads[each.feed]]
    then = extend(begin(talk.founding), held)
    now = at_heads(talk.standing(), heads)
    assert now.heads() == then.heads()
    assert views(now)[:8] == views(then)[:8]


@settings(max_examples=60)
@given(st.data())
def test_what_comes_twice_changes_nothing(data: st.DataObject) -> None:
    """A bundle repeated, in whole or in part, is passed over."""
    talk = data.draw(talks())
    standing = talk.standing()
    assert views(extend(standing, talk.all)) == views(standing)


def test_an_entry_that_has_seen_what_is_not_held_waits() -> None:
    """It is shown as waiting, in no case, until the other feed has come that far."""
    talk = Talk()
    asked = talk.request()
    answer = talk.say("SOUTH", con.Accepted(), answers=[asked])
    held = [each for each in talk.all if each is not asked]
    standing = extend(begin(talk.founding), held)
    assert standing.waiting() == [answer]
    standing = extend(standing, [asked])
    assert standing.waiting() == []
    contact = standing.case_of(standing.entries[asked.id])
    assert isinstance(contact, Contact)
    assert contact.outcome is Outcome.ACCEPTED


def test_a_late_entry_of_a_case_folds_the_case_again() -> None:
    """The answer of the lower party, arriving last, takes its place before."""
    talk = Talk()
    asked = talk.request("SOUTH")
    before = talk.heads()
    off = talk.say(
        "SOUTH", con.Cancelled(reason=Text("R")), answers=[asked], seen=before
    )
    answer = talk.say("NORTH", con.Accepted(), answers=[asked], seen=before)
    standing = extend(begin(talk.founding), [e for e in talk.all if e is not answer])
    standing = extend(standing, [answer])
    case = standing.case_of(standing.entries[asked.id])
    assert [each.id for each in case.statements] == [asked.id, answer.id, off.id]


def test_a_state_that_a_reader_keeps_does_not_change() -> None:
    """What was read before the next entry came reads the same after."""
    talk = Talk()
    asked = talk.request()
    before = talk.standing()
    kept = views(before)
    extend(before, [talk.say("SOUTH", con.Accepted(), answers=[asked])])
    assert views(before) == kept


def test_a_gap_is_refused() -> None:
    """The caller hands entries over in feed order; anything else is its mistake."""
    talk = Talk()
    with pytest.raises(Misasked, match="Entry 1 of NORTH"):
        extend(begin(talk.founding), [talk.all[0], talk.request()])


def test_an_entry_of_a_stranger_is_refused() -> None:
    """No party of the channel, no feed in it."""
    talk = Talk()
    stranger = Keyed(FeedId("EAST", 1), 0, digest("EAST"), document("EAST"))
    with pytest.raises(Misdirected, match="'EAST' is no party"):
        extend(talk.standing(), [stranger])


def test_a_new_generation_follows_the_old_one() -> None:
    """After a fork a party goes on in a new feed; the old one is folded first."""
    talk = Talk()
    old = talk.say("NORTH", HELLO)
    talk.renew("NORTH")
    new = talk.say("NORTH", HELLO, answers=[old])
    standing = talk.standing()
    assert standing.own_feed("NORTH") == new.feed == FeedId("NORTH", 2)
    order = [each.id for each in standing.roll]
    assert order.index(old.id) < order.index(new.id)
    assert standing.entries[new.id].faults == ()
    assert standing.entries[new.id].case == old.id


def test_the_statements_of_a_party_are_counted_and_its_key_documents_are_not() -> None:
    """In all of its feeds, as far as they are placed."""
    talk = Talk()
    talk.say("SOUTH", HELLO)
    talk.say("NORTH", HELLO)
    talk.renew("NORTH")
    talk.say("NORTH", HELLO)
    standing = talk.standing()
    counts = {code: standing.stated(code) for code in ("NORTH", "SOUTH")}
    assert counts == {"NORTH": 3, "SOUTH": 2}
    for code, count in counts.items():
        found = list(standing.newest_of(code))
        assert len(found) == count
        assert {each.party for each in found} == {code}
    assert begin(talk.founding).stated("NORTH") == 0


def test_a_statement_is_found_by_its_reference() -> None:
    """What people call it leads to it."""
    talk = Talk()
    asked = talk.request()
    standing = talk.standing()
    assert standing.by_reference(asked.header.reference).id == asked.id


@pytest.mark.parametrize(
    ("text", "error"),
    [("NORTH/2026/0099/CON/1/O", Misasked), ("NORTH/1", Malformed)],
)
def test_a_reference_that_leads_nowhere_says_so(
    text: str, error: type[Exception]
) -> None:
    """Neither guessed nor invented."""
    with pytest.raises(error):
        Talk().standing().by_reference(text)


def test_a_used_serial_leads_to_the_first_statement_alone() -> None:
    """The second one under it is in the record, and found by its id."""
    talk = Talk()
    first = talk.say("NORTH", HELLO, serial=40)
    talk.say("NORTH", con.Cancelled(reason=Text("R")), serial=40)
    standing = talk.standing()
    assert standing.by_reference(first.header.reference).id == first.id
    with pytest.raises(Misasked):
        standing.by_reference("NORTH/2026/0040/CON/1/O")


def test_a_used_serial_leads_to_the_first_however_much_later_the_next_comes() -> None:
    """What a node learned before is not forgotten for what breaks the rule."""
    talk = Talk()
    first = talk.say("NORTH", HELLO, serial=40)
    before = talk.standing()
    talk.say("NORTH", con.Cancelled(reason=Text("R")), serial=40)
    standing = extend(before, talk.all)
    assert standing.by_reference(first.header.reference).id == first.id


def test_no_clock_is_folded() -> None:
    """The module that folds takes no time at all."""
    assert "now_s" not in fold.extend.__code__.co_varnames
