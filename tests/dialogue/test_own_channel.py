"""A channel of one's own: the same record, with nobody else to be told or asked."""

import msgspec
import pytest
from tests.dialogue.talk import START_S, Talk, terms

from detente.dialogue import charter as charters
from detente.dialogue.charter import parse, render
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.stop import Requested
from detente.dialogue.pairing import found_alone, founding, parse_offer, render_offer
from detente.dialogue.tally import tally
from detente.dialogue.terms import Counterpart, Terms
from detente.record.errors import Malformed
from detente.testing.parties import Party, seeded

NORTH = Party.draw("NORTH", seeded(1))
NOTE = Message(subject=Text("Note"), text=Text("To ourselves."))


def alone() -> Talk:
    """Return a channel in which NORTH speaks with nobody."""
    return Talk(("NORTH",), counterparts=())


def own_terms(**changed: object) -> Terms:
    """Return terms that one party can keep."""
    return terms(("NORTH",), **{"counterparts": (), **changed})


def test_one_side_founds_a_channel_of_its_own() -> None:
    """From its own offer, and its first key document is the only one in it."""
    offer = parse_offer(render_offer(NORTH.raw, own_terms()))
    raw = found_alone(offer)
    held = founding(raw, [NORTH.raw])
    assert (held.charter.codes, held.charter.alone) == (("NORTH",), True)


def test_a_channel_of_several_is_nobodys_own() -> None:
    """Two sides are enough to tell things to."""
    assert not Talk().founding.charter.alone


@pytest.mark.parametrize(
    "changed",
    [
        {"observers": ("NORTH",)},
        {"counterparts": (Counterpart(("NORTH/Watch", "SOUTH/Watch")),)},
    ],
)
def test_terms_that_need_another_side_found_none(changed: dict[str, object]) -> None:
    """An observer states nothing, and a counterpart is somebody else."""
    offer = parse_offer(render_offer(NORTH.raw, own_terms(**changed)))
    with pytest.raises(Malformed):
        found_alone(offer)


def test_a_charter_without_a_party_is_none() -> None:
    """Nobody founds nothing."""
    charter = msgspec.structs.replace(alone().founding.charter, parties=())
    with pytest.raises(Malformed):
        parse(render(charter))


def test_a_statement_in_it_is_put_to_a_post_of_ones_own() -> None:
    """And breaks no rule, nor does the founding."""
    talk = alone()
    assert talk.clauses(talk.say("NORTH", NOTE)) == []
    found = talk.all[1].id
    assert talk.standing().entries[found].faults == ()


def test_a_statement_in_it_to_a_side_that_is_not_there_is_void() -> None:
    """A page that says it went to SOUTH would be believed."""
    talk = alone()
    said = talk.say("NORTH", NOTE, to_post="SOUTH/Watch")
    assert "11.8" in talk.clauses(said)
    assert not talk.entered(said).effective


def stop() -> Requested:
    """Return a request to stop."""
    return Requested(
        about="NORTH/2026/0001/SITE/1/O",
        happening=Text("Fire."),
        since=START_S,
        wanted="hold",
    )


@pytest.mark.parametrize("body", [stop(), Challenge(path="https", text="Fox")])
def test_what_asks_another_side_is_void_in_it(body: Body) -> None:
    """Nobody else is there: a STOP that nobody got must not look like one."""
    talk = alone()
    said = talk.say("NORTH", body, precedence=body.always or "R")
    assert talk.clauses(said) == ["10.15"]
    assert talk.standing().live == {}


def test_a_contact_request_in_it_counts_in_no_tally() -> None:
    """Else a side could ask itself and publish that it was not answered."""
    talk = alone()
    asked = talk.request("NORTH")
    assert talk.clauses(asked) == ["10.15"]
    assert tally(talk.standing()).total.requested == 0


def test_no_line_checks_are_due_in_it() -> None:
    """There is nobody to send the text back, whatever hours the terms name."""
    talk = alone()
    talk.now_s += 86_400
    assert talk.founding.charter.terms.check_hours_utc
    assert talk.dues("NORTH") == []


def test_nothing_in_it_waits_for_a_person_elsewhere() -> None:
    """A message to oneself is not to be acknowledged."""
    talk = alone()
    said = talk.say("NORTH", NOTE)
    assert talk.case_of(said).waiting == ()


def test_the_charter_of_one_has_one_spelling() -> None:
    """Its bytes read back as they were written."""
    raw = charters.render(alone().founding.charter)
    assert charters.render(parse(raw)) == raw
