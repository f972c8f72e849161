"""Decide how sides arrive at one charter from the files they exchanged.

Spec clauses 10.1 to 10.3. An offer carries a party's first key document and the terms
it proposes. Whoever holds the same offers computes the same charter, byte for byte: so
there is nothing to send back, and only the channel's id is left to compare by voice. A
difference in terms is named, never merged: neither side's machine yields for its
people. One side alone founds a channel of its own (clause 10.15), and says so: an offer
that was forgotten must not found one.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from detente.dialogue import terms as agreed
from detente.dialogue.charter import FORMAT, Charter, Party, channel_id, parse, render
from detente.dialogue.terms import Terms
from detente.record import credentials, keys, wire
from detente.record.credentials import KeyDocument
from detente.record.errors import Malformed, Misdirected, Unproven

OFFER_FORMAT: Final = "detente-offer/1"
MAX_OFFER_BYTES: Final = 256 * 1024
MOST_PARTIES: Final = 16


class Offer(NamedTuple):
    """What one side offers: its key document, signed and as read, and its terms."""

    keys_raw: bytes
    document: KeyDocument
    terms: Terms


class Founding(NamedTuple):
    """What every node of a channel holds from pairing on.

    `documents` are the first key documents in the order of the charter, `numbers` the
    parties' numbers, `speaking` those that are no observers. `verify` checks the
    signatures of receipts that statements carry.
    """

    raw: bytes
    charter: Charter
    channel: bytes
    documents: tuple[KeyDocument, ...]
    verify: keys.Verify
    numbers: Mapping[str, int]
    speaking: frozenset[str]

    @classmethod
    def of(
        cls, raw: bytes, documents: Sequence[KeyDocument], verify: keys.Verify
    ) -> "Founding":
        """Return the founding by a charter whose documents are checked already.

        Raises:
            Malformed: the charter cannot be read.
        """
        charter = parse(raw)
        numbers = {party.code: party.number for party in charter.parties}
        speaking = frozenset(charter.speaking)
        channel, ordered = channel_id(raw), tuple(documents)
        return cls(raw, charter, channel, ordered, verify, numbers, speaking)


def render_offer(keys_raw: bytes, terms: Terms) -> bytes:
    """Return an offer file."""
    proposed = msgspec.to_builtins(terms, builtin_types=(bytes,))
    return wire.encode({"format": OFFER_FORMAT, "keys": keys_raw, "terms": proposed})


def parse_offer(raw: bytes, verify: keys.Verify = keys.verify) -> Offer:
    """Read an offer file and check its key document.

    Raises:
        Malformed: not an offer in its one spelling.
        Unproven: the key document does not stand by itself, or is not a first one.
    """
    value = wire.decode(raw, max_bytes=MAX_OFFER_BYTES)
    if not isinstance(value, dict) or value.keys() != {"format", "keys", "terms"}:
        raise Malformed("An offer holds format, keys and terms (clause 10.1).")
    keys_raw, proposed = value["keys"], value["terms"]
    if value["format"] != OFFER_FORMAT or not isinstance(keys_raw, bytes):
        raise Malformed(f"An offer is of format {OFFER_FORMAT} (clause 10.1).")
    try:
        terms = msgspec.convert(proposed, Terms)
    except msgspec.ValidationError as error:
        raise Malformed(f"Terms are not complete: {error} (clause 10.8).") from error
    if render_offer(keys_raw, terms) != raw:
        raise Malformed("An offer spells out what may be left out (clause 10.1).")
    return Offer(keys_raw, _first(credentials.parse(keys_raw, verify=verify)), terms)


def _first(document: KeyDocument) -> KeyDocument:
    if document.version != 1 or document.channel is not None:
        raise Unproven("An offer carries a first key document (clause 10.1).")
    return document


def found(offers: Sequence[Offer]) -> bytes:
    """Return the charter that these offers found, in whatever order they come.

    Raises:
        Malformed: not two to sixteen parties, or terms that cannot be kept.
        Misdirected: two offers bear one code, or the terms differ.
    """
    if not 1 < len(offers) <= MOST_PARTIES:
        raise Malformed("A channel has two to sixteen parties (clause 10.3).")
    return _charter(offers)


def found_alone(offer: Offer) -> bytes:
    """Return the charter of a channel of one's own (clause 10.15).

    Raises:
        Malformed: its terms cannot be kept by one party.
    """
    return _charter([offer])


def _charter(offers: Sequence[Offer]) -> bytes:
    ordered = sorted(offers, key=lambda offer: offer.document.party)
    codes = tuple(offer.document.party for offer in ordered)
    if len(set(codes)) != len(codes):
        raise Misdirected("Two offers bear one party's code (clause 10.3).")
    for offer in ordered[1:]:
        _compare(ordered[0], offer)
    terms = ordered[0].terms
    agreed.check(terms, codes)
    parties = tuple(
        Party(
            number,
            offer.document.party,
            offer.document.name,
            credentials.digest(offer.keys_raw),
            offer.document.party in terms.observers,
        )
        for number, offer in enumerate(ordered, 1)
    )
    raw = render(Charter(FORMAT, parties, terms))
    parse(raw)
    return raw


def _compare(one: Offer, other: Offer) -> None:
    differing = [
        f"{name}: {one.document.party} offers {_shown(getattr(one.terms, name))}, "
        f"{other.document.party} offers {_shown(getattr(other.terms, name))}"
        for name in Terms.__struct_fields__
        if getattr(one.terms, name) != getattr(other.terms, name)
    ]
    if differing:
        raise Misdirected(
            "The offers differ in their terms; agree, and offer again (clause 10.3). "
            + "; ".join(differing)
        )


def _shown(term: object) -> str:
    return msgspec.json.encode(term).decode()


def founding(
    raw: bytes, keys_raw: Sequence[bytes], verify: keys.Verify = keys.verify
) -> Founding:
    """Return what a node holds from pairing: the charter and the documents it names.

    Args:
        raw: the charter's bytes.
        keys_raw: the first key documents, in any order.
        verify: checks one signature.

    Raises:
        Malformed: the charter cannot be read.
        Unproven: a document is missing, or is not the one the charter names.
    """
    charter = parse(raw)
    held = {credentials.digest(each): each for each in keys_raw}
    documents = []
    for party in charter.parties:
        if party.keys not in held:
            raise Unproven(
                f"The key document of {party.code} is not the one that the charter "
                "names (clause 10.2)."
            )
        document = _first(credentials.parse(held[party.keys], verify=verify))
        if (document.party, document.name) != (party.code, party.name):
            raise Unproven(f"{party.code}'s key document is another's (clause 10.2).")
        documents.append(document)
    return Founding.of(raw, documents, verify)
