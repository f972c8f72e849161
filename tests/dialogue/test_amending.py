"""What a proposal changes is the difference of two versions (clauses 10.11, 10.17)."""

import msgspec
import pytest
from tests.dialogue import amending
from tests.dialogue.talk import Talk

from detente.dialogue.amending import amendment, blamed, consented, propose
from detente.dialogue.charter import render_terms
from detente.dialogue.compose import cite
from detente.dialogue.fields import Text
from detente.dialogue.forms import cht
from detente.dialogue.forms.cht import Consented, Proposed
from detente.record.errors import Malformed


def test_a_proposal_amends_what_binds_and_bears_the_next_number() -> None:
    """So that the other side's node finds nothing wrong with it."""
    talk = Talk()
    first = propose(talk.standing(), "NORTH", amending.terms_of(talk))
    assert (first.version, first.previous) == (2, talk.founding.channel)
    amending.accept(talk, "SOUTH", talk.say("NORTH", first))
    slower = amending.terms_of(talk, probe_s=90)
    second = propose(talk.standing(), "SOUTH", slower, Text("Fewer probes."))
    bound = talk.standing().binds("SOUTH")
    assert (second.version, second.previous) == (3, bound.digest)
    said = talk.say("SOUTH", second, charter_version=2)
    standing = talk.standing()
    assert standing.faults(standing.entries[said.id]) == ()


def test_a_number_that_was_proposed_is_not_proposed_again() -> None:
    """Also where nobody has accepted it."""
    talk = Talk()
    amending.propose(talk)
    again = propose(talk.standing(), "NORTH", amending.terms_of(talk, probe_s=9))
    assert again.version == 3


def test_terms_that_cannot_be_kept_are_not_proposed() -> None:
    """Better here than void in every record."""
    talk = Talk()
    with pytest.raises(Malformed):
        propose(talk.standing(), "NORTH", amending.terms_of(talk, probe_s=0))


def test_an_amendment_is_what_was_and_what_is_to_be() -> None:
    """Of the version that it names, not of the one that binds by now."""
    talk = Talk()
    proposed = amending.proposal(talk, probe_s=30)
    amending.amend(talk)
    found = amendment(talk.standing(), proposed)
    assert found is not None
    assert (found.number, found.before.probe_s, found.after.probe_s) == (1, 60, 30)
    assert found.before == talk.founding.charter.terms


@pytest.mark.parametrize(
    "changed",
    [{"previous": bytes(32)}, {"terms": amending.no_terms()}],
    ids=["of nothing agreed", "no terms"],
)
def test_what_a_void_proposal_changes_cannot_be_said(changed: dict[str, bytes]) -> None:
    """Its marks say why."""
    talk = Talk()
    proposed = msgspec.structs.replace(amending.proposal(talk), **changed)
    assert amendment(talk.standing(), proposed) is None


def test_an_acceptance_consents_to_what_the_proposal_changes() -> None:
    """Whoever signs it is shown that."""
    talk = Talk()
    proposed = amending.propose(talk)
    standing = talk.standing()
    answers = (cite(standing.entries[proposed.id]),)
    found = consented(standing, Consented(), answers)
    assert found is not None
    assert found.after == amending.terms_of(talk)
    assert consented(standing, Consented(), ()) is None
    assert consented(standing, cht.Resumed(), answers) is None


@pytest.mark.parametrize(
    ("changed", "blame"),
    [
        ({"probe_s": 0}, "probe_s"),
        ({"paths": ()}, "paths"),
        ({"paths": ("https", "https"), "probe_s": 9}, "paths"),
        ({"check_hours_utc": (25,)}, "check_hours_utc"),
        ({"traffic": "exercise"}, "traffic"),
        ({"probe_s": 9}, ""),
    ],
)
def test_the_term_that_cannot_be_proposed_is_named(
    changed: dict[str, object], blame: str
) -> None:
    """An officer who edited ten of them must not search."""
    talk = Talk()
    terms = amending.terms_of(talk, **changed)
    assert blamed(talk.standing(), "NORTH", terms) == blame


def test_the_deadline_that_cannot_be_proposed_is_named() -> None:
    """By its own name."""
    talk = Talk()
    limits = msgspec.structs.replace(amending.FASTER, echo_s=0)
    terms = amending.terms_of(talk, deadlines=limits)
    assert blamed(talk.standing(), "NORTH", terms) == "deadlines.echo_s"


def test_a_proposal_carries_whole_terms() -> None:
    """As a charter spells them."""
    talk = Talk()
    found = propose(talk.standing(), "NORTH", amending.terms_of(talk))
    assert found == Proposed(
        version=2,
        previous=talk.founding.channel,
        terms=render_terms(amending.terms_of(talk)),
    )
