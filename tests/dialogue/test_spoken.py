"""The whole id can be read aloud, and a slip of the tongue is noticed."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from detente.dialogue.spoken import (
    from_groups,
    from_words,
    groups,
    heads_code,
    heads_from_groups,
    words,
)
from detente.record.errors import Malformed
from detente.record.head import Head

LIST = Mnemonic("english").wordlist
IDS = st.binary(min_size=32, max_size=32)


@given(IDS)
def test_groups_lead_back_to_the_id(channel: bytes) -> None:
    """Sixteen groups of five digits say all of it."""
    text = groups(channel)
    assert [len(group) for group in text.split()] == [5] * 16
    assert from_groups(text) == channel


@given(IDS)
def test_words_are_those_of_bip_39(channel: bytes) -> None:
    """Another maker's library reads the same words."""
    assert words(channel, LIST) == Mnemonic("english").to_mnemonic(channel)


@given(IDS)
def test_words_lead_back_to_the_id(channel: bytes) -> None:
    """Twenty-four words say all of it, in whatever case they are typed."""
    assert from_words(words(channel, LIST).upper(), LIST) == channel


@given(IDS, st.integers(0, 22))
def test_two_words_in_the_wrong_order_are_noticed(channel: bytes, at: int) -> None:
    """A slip either breaks the check sum or gives another id."""
    said = words(channel, LIST).split()
    if said[at] == said[at + 1]:
        return
    said[at], said[at + 1] = said[at + 1], said[at]
    try:
        heard = from_words(" ".join(said), LIST)
    except Malformed:
        return
    assert heard != channel


@pytest.mark.parametrize(
    "text", ["", "12345", " ".join(["65536"] * 16), " ".join(["1234"] * 16)]
)
def test_what_is_not_sixteen_groups_is_refused(text: str) -> None:
    """Too few, too short, or beyond what 16 bits hold."""
    with pytest.raises(Malformed, match="sixteen groups"):
        from_groups(text)


@given(st.text(max_size=80))
def test_any_other_text_is_refused(text: str) -> None:
    """Whatever is typed, only the typed error comes out."""
    with pytest.raises(Malformed):
        from_groups(text)
    with pytest.raises(Malformed):
        from_words(text, LIST)


def test_a_word_that_is_not_in_the_list_is_refused() -> None:
    """Neither guessed nor completed."""
    said = words(bytes(32), LIST).replace("art", "arts")
    with pytest.raises(Malformed, match="24 words"):
        from_words(said, LIST)


NORTH = Head("detente/00/NORTH/1", 12, bytes(32))
SOUTH = Head("detente/00/SOUTH/1", 8, bytes(31) + b"\x01")


def test_the_heads_code_is_the_one_that_the_spec_spells_out() -> None:
    """Whoever writes another program reads the same eight groups."""
    root = "A" * 43 + "="
    other = "A" * 42 + "E="
    text = (
        f"detente-heads/1\ndetente/00/NORTH/1\n12\n{root}\n"
        f"detente/00/SOUTH/1\n8\n{other}\n"
    )
    said = hashlib.sha256(text.encode()).digest()[:16]
    assert heads_code([SOUTH, NORTH]) == said
    assert [len(group) for group in groups(said).split()] == [5] * 8
    assert heads_from_groups(groups(said)) == said


@pytest.mark.parametrize(
    "other", [NORTH._replace(size=13), NORTH._replace(root=bytes([1]) * 32)]
)
def test_another_size_or_root_gives_another_code(other: Head) -> None:
    """What differs below the heads differs in what is read."""
    assert heads_code([NORTH, SOUTH]) != heads_code([other, SOUTH])


@pytest.mark.parametrize("text", ["", "12345", " ".join(["65536"] * 8)])
def test_what_is_not_eight_groups_is_no_heads_code(text: str) -> None:
    """Nobody is told NOT THE SAME for half a code."""
    with pytest.raises(Malformed, match="eight groups"):
        heads_from_groups(text)
