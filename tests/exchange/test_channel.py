"""The channel says whose keys count (clause 9.1)."""

import pytest
from tests.exchange.sides import Sides

from detente.exchange.channel import Seat, open_channel
from detente.record import keys
from detente.record.errors import Misdirected, Refused
from detente.record.feed import FeedId


def test_each_party_has_the_keys_of_its_key_document() -> None:
    """Feed keys and mirror keys bear the channel's names and the document's bytes."""
    sides = Sides("NORTH", "SOUTH", "EAST")
    for number, (code, drawn) in enumerate(sides.world.parties.items(), 1):
        party = sides.party(code)
        origin = f"detente/{sides.channel.id.hex()}/{code}"
        assert (party.number, party.feed) == (number, FeedId(code, 1))
        assert {key.name for key in party.feed_keys} == {f"{origin}/1"}
        assert {key.name for key in party.mirror_keys} == {f"{origin}/mirror"}
        assert party.feed_keys[0].raw == drawn.document.feed.ed25519
        assert party.mirror_keys[1].raw == drawn.document.mirror.ml_dsa_44


def test_a_feed_is_found_by_the_origin_of_its_heads() -> None:
    """A head names its feed; the channel says whose that is."""
    sides = Sides()
    head = sides.checkpoint("SOUTH")

    assert sides.channel.by_origin(head.origin).code == "SOUTH"


@pytest.mark.parametrize("origin", ["", "detente", "NORTH", "x" * 255])
def test_an_origin_of_no_feed_is_misdirected(origin: str) -> None:
    """What stands under another origin belongs to nobody here."""
    with pytest.raises(Misdirected):
        Sides().channel.by_origin(origin)


@pytest.mark.parametrize("code", ["", "EAST", "north", "NORTH/1"])
def test_a_code_of_no_party_is_misdirected(code: str) -> None:
    """Only the charter's parties speak here, in its spelling of their codes."""
    with pytest.raises(Misdirected):
        Sides().party(code)


def test_a_credential_is_found_with_its_post_by_its_thumbprint() -> None:
    """A signature names a thumbprint; the document says which post that is."""
    sides = Sides()
    officer = sides.world.parties["NORTH"].officers[1].public()
    found = sides.party("NORTH").post_of(keys.thumbprint(officer))

    assert found is not None
    assert (found.post, found.number) == ("WATCH", 2)
    assert sides.party("SOUTH").post_of(keys.thumbprint(officer)) is None


def test_a_damaged_key_document_opens_no_channel() -> None:
    """A channel with one party whose keys are not proven is none."""
    sides = Sides()
    raw = bytearray(sides.world.parties["SOUTH"].raw)
    raw[-1] ^= 1

    with pytest.raises(Refused):
        open_channel(
            sides.channel.id, [Seat(1, observer=False, document_raw=bytes(raw))]
        )
