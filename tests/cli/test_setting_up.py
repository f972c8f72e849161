"""A side that cannot be is not set up, and what does not match is not paired."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.program import Ended, call, keep_passphrase, refused, run
from tests.cli.story import Story

from detente.dialogue.pairing import MAX_OFFER_BYTES


def init(at: Path, party: str, *more: str) -> Ended:
    """Set a side up, with as few keys as can be."""
    key = at / "key.pass"
    if not key.exists():
        keep_passphrase(at, key.name)
    return call(
        *("init", "--line", at / party.lower(), "--party", party, "--name", party),
        *("--post", "Watch", "--officers", "1", "--root-holders", "1"),
        *("--root-threshold", "1", "--passphrase-file", key),
        *more,
    )


def test_a_line_is_not_set_up_over_another(story: Story, elsewhere: Path) -> None:
    """The keys in it may be the only copy."""
    kept = sorted(story.north.rglob("*.sealed"))
    line = ("--line", story.north, "--party", "NORTH", "--name", "N", "--post", "W")

    done = call("init", *line, "--passphrase-file", story.keys["north"])

    assert "not empty" in refused(done, 2)
    assert sorted(story.north.rglob("*.sealed")) == kept


@pytest.mark.parametrize(
    "more",
    [
        ["--listen", "somewhere"],
        ["--listen", "127.0.0.1:99999"],
        ["--terms", "missing.toml"],
        ["--root-threshold", "3"],
        ["--post", "Node"],
    ],
)
def test_a_side_that_cannot_be_is_not_set_up(elsewhere: Path, more: list[str]) -> None:
    """What is refused leaves no directory that looks like a line."""
    refused(init(elsewhere, "NORTH", *more), 2)
    assert not (elsewhere / "north" / "line.toml").exists()


@pytest.mark.parametrize("text", ["paths = 1", "unknown = 1", "= broken"])
def test_terms_that_cannot_be_read_are_refused(elsewhere: Path, text: str) -> None:
    """A term that was mistyped must not be left out in silence."""
    Path("terms.toml").write_text(text)

    assert "terms.toml" in refused(init(elsewhere, "NORTH", "--terms", "terms.toml"), 2)


def cut(offer: bytes) -> bytes:
    """Return an offer that was not copied to its end."""
    return offer[:-7]


def flipped(offer: bytes) -> bytes:
    """Return an offer with one bit turned, in a key."""
    return offer[:2000] + bytes([offer[2000] ^ 1]) + offer[2001:]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (cut, 2),
        (lambda _: b"", 2),
        (lambda _: bytes(MAX_OFFER_BYTES + 1), 2),
        (flipped, 1),
    ],
    ids=["cut", "empty", "endless", "one bit turned"],
)
def test_a_broken_offer_pairs_nothing(
    unpaired: Path, elsewhere: Path, spoil: Callable[[bytes], bytes], code: int
) -> None:
    """Cut, empty, endless, or with one bit turned."""
    Path("offer").write_bytes(spoil((unpaired / "west/offer.detente").read_bytes()))

    done = call("pair", "offer", "--line", unpaired / "east", "--show")

    refused(done, code)
    assert not (unpaired / "east" / "keys").exists()


def test_an_id_that_is_not_ours_pairs_nothing(unpaired: Path) -> None:
    """The other side read another id: somebody has swapped an offer on the way."""
    offer, line = unpaired / "west/offer.detente", ("--line", unpaired / "east")
    heard = call("pair", offer, *line, "--show", "--json").data["groups"]
    other = "00000" + heard[5:] if heard[:5] != "00000" else "00001" + heard[5:]

    done = call("pair", offer, *line, "--confirm-id", other)

    assert "not equal" in refused(done, 1)
    assert not (unpaired / "east" / "charter.cbor").exists()


def test_terms_that_differ_pair_nothing_and_are_named(
    story: Story, unpaired: Path
) -> None:
    """Neither side's machine yields for its people."""
    line = ("--line", unpaired / "east")

    assert "traffic" in refused(call("pair", story.offer("south"), *line, "--show"), 1)


@pytest.mark.parametrize("told", ["12345", "abandon " * 24, "99999 " * 16])
def test_what_is_no_id_is_not_taken_for_one(unpaired: Path, told: str) -> None:
    """Misheard words fail their check sum; a number over 65535 is no group."""
    line = ("--line", unpaired / "east", "--confirm-id", told)

    refused(call("pair", unpaired / "west/offer.detente", *line), 2)


def test_without_a_terminal_nothing_is_taken_for_yes(unpaired: Path) -> None:
    """A pipe that says yes to everything has compared nothing."""
    done = run("pair", "west/offer.detente", "--line", "east", at=unpaired)

    assert "--confirm-id" in refused(done, 2)


def test_a_paired_line_is_not_paired_again(story: Story) -> None:
    """Its record would be begun anew."""
    told = call("pair", story.offer("south"), *story.line("north"), "--show", "--json")
    heard = ("--confirm-id", told.data["groups"])
    key = ("--passphrase-file", story.keys["north"])

    done = call("pair", story.offer("south"), *story.line("north"), *heard, *key)

    assert "paired already" in refused(done, 2)
    assert call("inbox", *story.line("north")).code == 0
