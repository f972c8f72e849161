"""Whoever holds the same offers founds the same channel."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.talk import terms

from detente.dialogue.charter import channel_id, parse
from detente.dialogue.pairing import (
    Offer,
    found,
    founding,
    parse_offer,
    render_offer,
)
from detente.dialogue.terms import Terms
from detente.record import credentials, wire
from detente.record.errors import Malformed, Misdirected, Refused, Unproven
from detente.testing.parties import Party, seeded

CODES = ("NORTH", "SOUTH", "EAST")
PARTIES = {code: Party.draw(code, seeded(at)) for at, code in enumerate(CODES)}


def offer(code: str, agreed: Terms) -> Offer:
    """Return what a party offers, by way of its offer file."""
    return parse_offer(render_offer(PARTIES[code].raw, agreed))


def test_both_sides_compute_the_same_charter() -> None:
    """The order in which the files are read makes no difference, with two or three."""
    for codes in (CODES, CODES[:2]):
        offers = [offer(code, terms(codes)) for code in codes]
        assert len({found(order) for order in permutations(offers)}) == 1


def test_the_charter_fixes_every_key_document() -> None:
    """Each party stands there by the digest of the document it offered."""
    raw = found([offer("SOUTH", terms()), offer("NORTH", terms())])
    digests = [party.keys for party in parse(raw).parties]
    expected = [credentials.digest(PARTIES[code].raw) for code in ("NORTH", "SOUTH")]
    assert digests == expected


def test_terms_that_differ_are_named_with_both_sides() -> None:
    """No charter comes of it, and the officer reads which term, and who offers what."""
    one = offer("NORTH", terms(relay_after_s=10, languages=("en",)))
    other = offer("SOUTH", terms(relay_after_s=20, languages=("en", "zh")))
    with pytest.raises(Misdirected) as caught:
        found([one, other])
    assert "relay_after_s: NORTH offers 10, SOUTH offers 20" in caught.value.sentence
    assert "languages" in caught.value.sentence
    assert "probe_s" not in caught.value.sentence


def test_an_observer_is_one_in_both_places() -> None:
    """What the terms say of observers, the list of parties says too."""
    agreed = terms(("NORTH", "SOUTH"), observers=("EAST",))
    read = parse(found([offer(code, agreed) for code in CODES]))
    assert [party.observer for party in read.parties] == [True, False, False]


def test_two_offers_of_one_party_found_nothing() -> None:
    """A side cannot pair with itself."""
    with pytest.raises(Misdirected, match="one party's code"):
        found([offer("NORTH", terms()), offer("NORTH", terms())])


def test_one_offer_founds_nothing() -> None:
    """A channel has two parties at least."""
    with pytest.raises(Malformed, match="two to sixteen"):
        found([offer("NORTH", terms())])


def test_a_later_key_document_is_no_offer() -> None:
    """Only a first document, of no channel, can be offered."""
    _, raw = PARTIES["NORTH"].next_document(bytes(32))
    with pytest.raises(Unproven):
        parse_offer(render_offer(raw, terms()))


def test_the_founding_holds_the_documents_that_the_charter_names() -> None:
    """Given charter and documents, in any order, a node has what it needs."""
    raw = found([offer("NORTH", terms()), offer("SOUTH", terms())])
    held = founding(raw, [PARTIES["SOUTH"].raw, PARTIES["NORTH"].raw])
    assert [document.party for document in held.documents] == ["NORTH", "SOUTH"]
    assert held.channel == channel_id(raw)


def test_a_charter_that_gives_a_document_another_name_is_refused() -> None:
    """Code and name are those of the document whose digest stands beside them."""
    raw = found([offer("NORTH", terms()), offer("SOUTH", terms())])
    value = wire.decode(raw, max_bytes=len(raw))
    assert isinstance(value, dict)
    parties = value["parties"]
    assert isinstance(parties, list)
    assert isinstance(parties[0], dict)
    parties[0]["name"] = "Another"
    with pytest.raises(Unproven, match="is another's"):
        founding(wire.encode(value), [PARTIES[code].raw for code in CODES])


def test_terms_spelled_out_in_an_offer_are_refused() -> None:
    """One offer, one spelling."""
    raw = render_offer(PARTIES["NORTH"].raw, terms())
    value = wire.decode(raw, max_bytes=len(raw))
    assert isinstance(value, dict)
    agreed = value["terms"]
    assert isinstance(agreed, dict)
    agreed["probe_s"] = 60
    with pytest.raises(Malformed, match="spells out"):
        parse_offer(wire.encode(value))


def test_another_document_than_the_charter_names_is_refused() -> None:
    """A key document that nobody compared by voice is not taken in its place."""
    raw = found([offer("NORTH", terms()), offer("SOUTH", terms())])
    with pytest.raises(Unproven, match="key document of SOUTH is not the one"):
        founding(raw, [PARTIES["NORTH"].raw, PARTIES["EAST"].raw])


@pytest.mark.parametrize(
    "fields",
    [
        {"format": "detente-offer/2"},
        {"keys": "text"},
        {"terms": {}},
        {"more": 1},
    ],
)
def test_a_file_that_is_no_offer_is_refused(fields: dict[str, wire.Value]) -> None:
    """Format, keys, terms, and nothing else."""
    raw = render_offer(PARTIES["NORTH"].raw, terms())
    value = wire.decode(raw, max_bytes=len(raw))
    assert isinstance(value, dict)
    value.update(fields)
    with pytest.raises(Malformed):
        parse_offer(wire.encode(value))


@given(st.binary(max_size=200))
def test_random_bytes_are_no_offer(data: bytes) -> None:
    """Whatever comes in, only the typed error comes out."""
    with pytest.raises(Refused):
        parse_offer(data)
