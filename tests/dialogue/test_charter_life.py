"""A version binds each party from its first entry that has seen every consent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.amending import FASTER, accept, amend, no_terms, proposal, propose
from tests.dialogue.talk import CONTACT_S, Talk

from detente.dialogue import fold
from detente.dialogue.asked import Local
from detente.dialogue.cases.charter import CharterLife
from detente.dialogue.due import dues
from detente.dialogue.fields import Text
from detente.dialogue.forms import cht
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.standing import begin

HELLO = Message(subject=Text("Exercise"), text=Text("It begins at noon."))


def state(talk: Talk, proposed: Said) -> str:
    """Return what has come of a proposal."""
    return talk.case(proposed, CharterLife).state


def acknowledged_by(talk: Talk, said: Said) -> int:
    """Return within what time a statement is to be acknowledged."""
    local = Local("SOUTH", said.header.released, ReceiptBook([]))
    found = dues(talk.standing(), local)
    (due,) = [d for d in found if d.about is not None and d.about.id == said.id]
    return due.at_s - said.header.released


# -------------------------------------------------------------------- which binds


def test_the_founding_version_binds_until_all_have_consented() -> None:
    """A proposal alone binds nobody."""
    talk = Talk()
    proposed = propose(talk)
    assert talk.clauses(talk.say("NORTH", HELLO)) == []
    assert talk.clauses(talk.say("SOUTH", HELLO)) == []
    assert state(talk, proposed) == "proposed"


def test_an_amendment_binds_a_party_once_it_has_seen_every_consent() -> None:
    """Until then it cannot know that it is bound, and names the old version."""
    talk = Talk()
    accept(talk, "SOUTH", propose(talk))
    unseen = {"SOUTH": talk.heads()["SOUTH"] - 1}
    before = talk.say("NORTH", HELLO, seen=unseen)
    after = talk.say("NORTH", HELLO)
    named = talk.say("NORTH", HELLO, charter_version=2)
    assert talk.clauses(before) == []
    assert talk.clauses(after) == ["11.13"]
    assert talk.clauses(named) == []


def test_who_consents_last_is_bound_from_its_next_statement() -> None:
    """Its own consent stands before it then, and not before."""
    talk = Talk()
    accepted = accept(talk, "SOUTH", propose(talk))
    assert talk.clauses(accepted) == []
    assert talk.clauses(talk.say("SOUTH", HELLO)) == ["11.13"]
    assert talk.clauses(talk.say("SOUTH", HELLO, charter_version=2)) == []


def test_of_three_parties_all_consent() -> None:
    """Two of three agree on nothing for the third."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    proposed = propose(talk, "EAST")
    accept(talk, "NORTH", proposed, to_post="EAST/Watch")
    assert talk.clauses(talk.say("NORTH", HELLO)) == []
    third = accept(talk, "SOUTH", proposed)
    assert "11.11" in talk.clauses(third)  # it was not put to SOUTH
    assert state(talk, proposed) == "proposed"


def test_what_is_put_to_all_is_accepted_by_all() -> None:
    """The others read it for information, and are bound too."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    proposed = propose(talk, "EAST", info_posts=("SOUTH/Watch",))
    accept(talk, "NORTH", proposed, to_post="EAST/Watch")
    accept(talk, "SOUTH", proposed, to_post="EAST/Watch")
    assert state(talk, proposed) == "agreed"
    assert talk.clauses(talk.say("EAST", HELLO, charter_version=2)) == []


def test_a_case_keeps_the_version_it_opened_under() -> None:
    """A clock that runs is not shortened under whom it asks."""
    talk = Talk()
    asked, said = talk.request(), talk.say("NORTH", HELLO)
    before_s = acknowledged_by(talk, said)
    amend(talk)
    assert acknowledged_by(talk, said) == before_s == 21_600
    standing = talk.standing()
    case = standing.case_of(standing.entries[asked.id])
    assert standing.under(case).charter.terms.deadlines.contact_s == CONTACT_S


def test_a_case_opened_under_the_amendment_has_its_deadlines() -> None:
    """The new time counts from the first statement that is bound by it."""
    talk = Talk()
    amend(talk)
    said = talk.say("NORTH", HELLO, charter_version=2)
    assert acknowledged_by(talk, said) == FASTER.acknowledge_r_s
    short = talk.request(answer_by_s=FASTER.contact_s)
    assert "12.3" not in talk.clauses(short)


def test_before_the_amendment_its_shorter_time_is_too_short() -> None:
    """The same request is marked under the founding terms."""
    talk = Talk()
    assert "12.3" in talk.clauses(talk.request(answer_by_s=FASTER.contact_s))


def test_what_joins_an_old_case_is_judged_by_its_version() -> None:
    """A language added later is none of the conversation that began before."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    languages = ("en", "zh", "ru")
    proposed = talk.say("NORTH", proposal(talk, languages=languages))
    accept(talk, "SOUTH", proposed)
    joined = talk.say("SOUTH", HELLO, answers=[said], language="ru", charter_version=2)
    opened = talk.say("SOUTH", HELLO, language="ru", charter_version=2)
    assert talk.clauses(joined) == ["11.12"]
    assert talk.clauses(opened) == []


# ------------------------------------------------------------------ proposals


@pytest.mark.parametrize(
    "changed",
    [
        {"previous": bytes(32)},
        {"version": 3},
        {"version": 1},
        {"terms": no_terms()},
        {"terms": b"\xff"},
    ],
)
def test_a_proposal_that_amends_nothing_is_void(changed: dict[str, object]) -> None:
    """Another base, another number, or no terms: it could be accepted wrongly."""
    talk = Talk()
    body = proposal(talk)
    fields = {name: getattr(body, name) for name in body.__struct_fields__}
    said = talk.say("NORTH", cht.Proposed(**{**fields, **changed}))
    assert "10.11" in talk.clauses(said)
    assert "10.12" in talk.clauses(accept(talk, "SOUTH", said))
    assert talk.clauses(talk.say("SOUTH", HELLO)) == []


@pytest.mark.parametrize(
    "changed", [{"observers": ("SOUTH",)}, {"traffic": "exercise"}]
)
def test_no_version_changes_who_speaks_or_what_the_channel_is_for(
    changed: dict[str, object],
) -> None:
    """Who is silenced by a version could not have objected to the next."""
    talk = Talk()
    said = talk.say("NORTH", proposal(talk, 2, **changed))
    assert talk.clauses(said) == ["10.11"]


def test_a_proposal_is_not_changed() -> None:
    """Who accepted the first wording would be held to the second."""
    talk = Talk()
    proposed = propose(talk)
    said = propose(talk, version=3, kind="UPDATE", changes=[proposed])
    assert "10.11" in talk.clauses(said)


def test_nobody_consents_to_two_versions_of_one_number() -> None:
    """Two proposals that crossed are both dead, and the next number is free."""
    talk = Talk()
    heads = talk.heads()
    north = propose(talk)
    south = propose(talk, "SOUTH", seen=heads)
    assert talk.clauses(south) == []
    assert "10.12" in talk.clauses(accept(talk, "SOUTH", north))
    assert "10.12" in talk.clauses(accept(talk, "NORTH", south))
    third = propose(talk, version=3)
    accept(talk, "SOUTH", third)
    assert state(talk, third) == "agreed"
    assert talk.clauses(talk.say("SOUTH", HELLO, charter_version=3)) == []


def test_a_proposal_taken_back_is_no_longer_accepted() -> None:
    """By whoever knew."""
    talk = Talk()
    proposed = propose(talk)
    propose(talk, kind="CANCEL", changes=[proposed])
    assert talk.clauses(accept(talk, "SOUTH", proposed)) == ["10.12"]
    assert state(talk, proposed) == "taken back"


def test_an_acceptance_that_crossed_the_taking_back_holds() -> None:
    """Or nobody could rely on an acceptance before it was answered."""
    talk = Talk()
    proposed = propose(talk)
    heads = talk.heads()
    propose(talk, kind="CANCEL", changes=[proposed])
    accept(talk, "SOUTH", proposed, seen=heads)
    assert state(talk, proposed) == "agreed"
    assert talk.clauses(talk.say("NORTH", HELLO, charter_version=2)) == []


def test_nobody_accepts_its_own_proposal() -> None:
    """One side agrees with itself on nothing."""
    talk = Talk()
    proposed = propose(talk)
    assert talk.clauses(accept(talk, "NORTH", proposed)) == ["10.12"]


def test_an_acceptance_of_two_proposals_is_void() -> None:
    """It would have to be asked which."""
    talk = Talk()
    first, second = propose(talk), propose(talk, version=3)
    said = talk.say("SOUTH", cht.Consented(), answers=[first, second])
    assert talk.clauses(said) == ["10.12"]


def test_a_second_amendment_rests_on_the_first() -> None:
    """An old base is refused once another version binds."""
    talk = Talk()
    amend(talk)
    old = propose(talk, version=3, charter_version=2)
    assert talk.clauses(old) == ["10.11"]
    standing = talk.standing()
    bound = standing.bound("NORTH", standing.heads())
    body = proposal(talk, version=3)
    body = cht.Proposed(version=3, previous=bound.digest, terms=body.terms)
    new = talk.say("NORTH", body, charter_version=2)
    accept(talk, "SOUTH", new, charter_version=2)
    standing = talk.standing()
    assert standing.bound("NORTH", standing.heads()).number == 3
    assert standing.bound("NORTH", {}).number == 2


@given(st.integers(0, 12))
def test_what_binds_is_the_same_in_whatever_order_feeds_arrive(cut: int) -> None:
    """One feed whole before the other, or any part of it first."""
    talk = Talk()
    talk.say("NORTH", HELLO)
    amend(talk)
    talk.say("SOUTH", HELLO, charter_version=2)
    talk.say("NORTH", HELLO, charter_version=2)
    at_once = talk.standing()
    south = [e for e in talk.all if e.feed.party == "SOUTH"]
    north = [e for e in talk.all if e.feed.party == "NORTH"]
    standing = fold.extend(begin(talk.founding), south[:cut])
    standing = fold.extend(standing, north)
    standing = fold.extend(standing, south)
    assert standing.charters == at_once.charters
    assert standing.entries == at_once.entries
