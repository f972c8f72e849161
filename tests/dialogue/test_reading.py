"""What stands in a feed is read as it was signed."""

import pytest
from tests.dialogue.talk import request

from detente.dialogue import pairing, reading
from detente.dialogue.address import Address, parse
from detente.dialogue.fold import extend
from detente.dialogue.form import encode
from detente.dialogue.outcome import Outcome
from detente.dialogue.standing import begin
from detente.dialogue.tally import tally
from detente.record import keys
from detente.record.errors import Malformed
from detente.record.feed import Entry, leaf_hash
from detente.testing.parties import World


def test_signed_feeds_fold_to_a_request_that_breaks_no_rule() -> None:
    """Real keys, real statements, as a store holds them: one request, pending."""
    world = World()
    entry = world.say("NORTH", encode(request(own_principal="WATCH")), form="CON")
    documents = [party.raw for party in world.parties.values()]
    founding = pairing.founding(world.charter, documents, keys.verify)
    standing = begin(founding)
    for code, party in world.parties.items():
        feed = world.feed(code)
        first = reading.keyed(feed, 0, party.raw, party.document)
        rest = enumerate(world.feeds[code][1:], 1)
        said = [reading.read(founding, feed, at, each) for at, each in rest]
        standing = extend(standing, [first, *said])
    (contact,) = standing.contacts()
    assert contact.outcome is Outcome.PENDING
    assert contact.opened.id == leaf_hash(entry.raw)
    assert [each.faults for each in standing.entries.values()] == [(), (), ()]
    assert tally(standing).total.requested == 1


def test_what_is_no_statement_is_refused() -> None:
    """It would not have been admitted; only the typed error comes out."""
    world = World()
    documents = [party.raw for party in world.parties.values()]
    founding = pairing.founding(world.charter, documents)
    with pytest.raises(Malformed):
        reading.read(founding, world.feed("NORTH"), 1, Entry(b"paper", b"", b""))


def test_an_address_is_a_party_and_a_post() -> None:
    """What follows the first stroke is the post's name, strokes included."""
    assert parse("NORTH/Watch/Night") == Address("NORTH", "Watch/Night")
    assert str(parse("NORTH/Watch")) == "NORTH/Watch"


@pytest.mark.parametrize(
    "text",
    ["Watch", "/Watch", "NORTH/", "NORTH/ Watch", "north/Watch", "N/" + "x" * 121],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """A bare post, a bare party, stray spaces, or a name beyond all posts."""
    with pytest.raises(Malformed):
        parse(text)
