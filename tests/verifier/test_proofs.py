"""Whole files: what the record proves is taken, and nothing that was altered is."""

from functools import lru_cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.verifier.judging import (
    NORTH,
    flipped,
    flips,
    proof,
    record_reads,
    trusts,
    values,
)

import detente_verify
from detente.exchange import fork as forks
from detente.exchange.channel import Seat, open_channel
from detente.record import feed, wire
from detente.testing.parties import World


@settings(max_examples=25)
@given(
    said=st.lists(st.binary(max_size=200), min_size=1, max_size=12),
    picked=st.integers(0, 99),
    with_body=st.booleans(),
    precedence=st.sampled_from("ZOPR"),
    officers=st.sampled_from([(0,), (1,), (0, 1), (1, 0)]),
    quiet=st.booleans(),
)
def test_whatever_the_record_proves_the_verifier_takes(
    said: list[bytes],
    picked: int,
    with_body: bool,  # noqa: FBT001 - drawn
    precedence: str,
    officers: tuple[int, ...],
    quiet: bool,  # noqa: FBT001 - drawn
) -> None:
    """Any statement at any position is proven, by channel and by policy."""
    made = World(("NORTH", "SOUTH", "WEST"), seed=301)
    people = made.parties[NORTH].officers
    for body in said:
        secrets = [people[number] for number in officers]
        made.say(NORTH, body, secrets=secrets, precedence=precedence)
    mirrors = ["WEST"] if quiet else ["WEST", "SOUTH"]
    shown = made.proof(NORTH, 1 + picked % (len(said) + 1), mirrors=mirrors)
    data = shown.render(with_body=with_body)
    by_channel = detente_verify.Trust(channel=made.channel)
    by_policy = detente_verify.Trust(policy=shown.policy.encode())
    assert detente_verify.judge(data, by_channel).exit == 0
    assert detente_verify.judge(data, by_policy).exit == 0
    assert detente_verify.judge(data, detente_verify.Trust()).exit == 3


@settings(max_examples=300)
@given(flips)
def test_a_proof_with_one_byte_changed_is_never_taken(flip: tuple[float, int]) -> None:
    """There is no byte of a proof file that does not count."""
    data = flipped(proof(), flip)
    for trust in trusts():
        assert detente_verify.judge(data, trust).exit in {1, 2}


@given(st.floats(0, 1, exclude_max=True), st.binary(max_size=3))
def test_a_proof_cut_or_grown_is_never_taken(where: float, grown: bytes) -> None:
    """A file that lost its end, or got something inside, convinces nobody."""
    at = int(where * len(proof()))
    for data in (proof()[:at], proof()[:at] + b"\x00" + grown + proof()[at:]):
        for trust in trusts():
            assert detente_verify.judge(data, trust).exit in {1, 2}


@lru_cache
def fork() -> bytes:
    """Return a fork proof that convinces."""
    made = World(seed=302)
    for number in range(5):
        made.say(NORTH, wire.encode(number))
    early = made.head(NORTH, 4)
    made.feeds[NORTH][2] = made.state(NORTH, b"another")
    leaves = made.leaves(NORTH)
    path = feed.consistency_path(feed.Frontier().extend(leaves[:4]), leaves[4:])
    return wire.encode(
        {
            "format": "detente-fork/1",
            "first": early.text(),
            "second": made.head(NORTH).text(),
            "path": tuple(path),
            "charter": made.charter,
            "keys": [party.raw for party in made.parties.values()],
        }
    )


def test_a_fork_proof_of_the_record_is_taken() -> None:
    """Two heads that cannot both be are shown as such."""
    assert detente_verify.judge(fork(), detente_verify.Trust()).exit == 3


@settings(max_examples=200)
@given(flips)
def test_a_fork_proof_with_one_byte_changed_is_never_taken(
    flip: tuple[float, int],
) -> None:
    """Nobody is charged with a fork by bytes that were tampered with."""
    data = flipped(fork(), flip)
    assert detente_verify.judge(data, detente_verify.Trust()).exit in {1, 2}


@given(st.binary(max_size=400))
def test_any_bytes_get_a_verdict(data: bytes) -> None:
    """Whatever a file holds, the verifier answers and does not fail."""
    assert detente_verify.judge(data, detente_verify.Trust()).exit == 2


@settings(max_examples=200)
@given(
    st.sampled_from(["format", "tlog", "statement", "salt", "body", "charter", "keys"]),
    values,
)
def test_any_field_of_a_proof_gets_a_verdict(name: str, value: wire.Value) -> None:
    """Whatever stands in a proof's place, the verifier answers and does not fail."""
    fields: Any = wire.decode(proof(), max_bytes=1 << 20)
    data = wire.encode({**fields, name: value})
    same = value == fields[name]
    for trust in trusts():
        assert (detente_verify.judge(data, trust).exit in {1, 2}) != same


@settings(max_examples=60)
@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.booleans())
def test_both_call_the_same_heads_a_fork(
    one: int,
    other: int,
    rewritten: int,
    told: bool,  # noqa: FBT001 - drawn
) -> None:
    """Two heads, with the path of the larger, are a fork for both or for neither."""
    made = World(seed=305)
    for number in range(4):
        made.say(NORTH, wire.encode(number))
    small, large = sorted((one, other))
    first = made.head(NORTH, small)
    if told and rewritten < 6:
        made.feeds[NORTH][rewritten] = made.state(NORTH, b"another")
    second = made.head(NORTH, large)
    leaves = made.leaves(NORTH, large)
    old = feed.Frontier().extend(leaves[:small])
    path = tuple(feed.consistency_path(old, leaves[small:]))
    found = forks.Fork(first, second, path)
    documents = [party.raw for party in made.parties.values()]
    seats = [Seat(number, False, raw) for number, raw in enumerate(documents, 1)]  # noqa: FBT003
    channel = open_channel(made.channel, seats)
    data = found.render(made.charter, documents)
    judged = detente_verify.judge(data, detente_verify.Trust()).exit
    assert record_reads(lambda: forks.check(found, channel)) == (judged == 3)
    assert (judged == 3) == (told and rewritten < small)
