"""What the tests of the verifier share: values, altered bytes, and who takes what."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Final

from hypothesis import strategies as st

import detente_verify
from detente.record import wire
from detente.record.errors import Refused
from detente.testing.parties import World

NORTH: Final = "NORTH"
MOST: Final = 1 << 16
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), max_size=8).map(
    partial(unicodedata.normalize, "NFC")
)
scalars: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**64), 2**64 - 1),
    texts,
    st.binary(max_size=40),
    st.just(bytes(32)),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(texts | st.integers(-9, 9), inner, max_size=4),
    ),
    max_leaves=8,
)
flips = st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255))


def flipped(data: bytes, flip: tuple[float, int]) -> bytes:
    """Return the bytes with one of them changed."""
    at = int(flip[0] * len(data))
    return data[:at] + bytes([data[at] ^ flip[1]]) + data[at + 1 :]


def verifier_reads(call: Callable[[], object]) -> bool:
    """Say whether the verifier takes something; only its own errors may come out."""
    try:
        call()
    except (detente_verify.NotReadable, detente_verify.NotProven):
        return False
    return True


def record_reads(call: Callable[[], object]) -> bool:
    """Say whether the record takes something; only its own errors may come out."""
    try:
        call()
    except Refused:
        return False
    return True


@lru_cache
def world() -> World:
    """Return the world that the tests here share; they say nothing in it."""
    made = World(seed=300)
    for number in range(4):
        made.say(NORTH, wire.encode({"text": f"Entry {number}"}))
    return made


@lru_cache
def proof() -> bytes:
    """Return a proof that convinces."""
    return world().proof(NORTH, 3).render(with_body=True)


def trusts() -> list[detente_verify.Trust]:
    """Return each way to trust that proof."""
    policy = world().proof(NORTH, 3).policy.encode()
    return [
        detente_verify.Trust(channel=world().channel),
        detente_verify.Trust(policy=policy),
        detente_verify.Trust(),
    ]
