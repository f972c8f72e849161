"""A proof file holds all that a third party needs, in files that others read."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record import feed, head, proof, wire
from detente.record.head import Head, Note, Signature
from detente.testing.parties import World

WORLD = World()
WORLD.say("NORTH", b"one")
WORLD.say("NORTH", b"two")
SIZE = len(WORLD.feeds["NORTH"])


def shown(raw: bytes) -> dict[int | str, wire.Value]:
    """Read a proof file as any CBOR reader does."""
    value = wire.decode(raw, max_bytes=proof.MAX_BYTES)
    assert isinstance(value, dict)
    return value


@given(
    st.integers(0, 2**40), st.lists(st.binary(min_size=32, max_size=32), max_size=40)
)
def test_the_text_is_that_of_c2sp(index: int, path: list[bytes]) -> None:
    """tlog-proof: first line, index, one hash a line, empty line, checkpoint."""
    note = Note(Head("a.example/log", 7, bytes(32)), (Signature("a", b"hint", b"v"),))
    text = proof.tlog_proof(index, path, note)
    before, _, checkpoint = text.partition("\n\n")

    assert before.split("\n")[:2] == ["c2sp.org/tlog-proof@v1", f"index {index}"]
    assert [base64.b64decode(each) for each in before.split("\n")[2:]] == path
    assert head.parse_note(checkpoint.encode()) == note


@pytest.mark.parametrize("index", range(SIZE))
def test_the_parts_prove_their_entry(index: int) -> None:
    """Anyone who reads the four plain files comes to the signed root."""
    made = WORLD.proof("NORTH", index)
    parts = made.parts()
    _, number, *steps = parts["proof.tlog"].decode().partition("\n\n")[0].split("\n")
    note = head.parse_note(parts["head.note"])
    root = feed.root_of_inclusion(
        feed.leaf_hash(parts["statement.cose"]),
        int(number.removeprefix("index ")),
        note.head.size,
        [base64.b64decode(step) for step in steps],
    )

    assert root == note.head.root
    assert parts["policy.txt"].decode() == made.policy
    assert parts["proof.tlog"].endswith(b"\n\n" + parts["head.note"])


def test_the_file_shows_the_body_only_if_asked() -> None:
    """Without it the file proves that something was said, and not what."""
    made = WORLD.proof("NORTH", SIZE - 1)
    entry = made.entry

    with_body = shown(made.render(with_body=True))
    without = shown(made.render(with_body=False))
    purged = shown(
        made._replace(entry=entry._replace(body=None)).render(with_body=True)
    )

    assert (with_body["salt"], with_body["body"]) == (entry.salt, b"two")
    assert (without["salt"], without["body"]) == (None, None)
    assert purged == without
    assert entry.salt not in made.render(with_body=False)


def test_the_file_holds_charter_keys_and_policy() -> None:
    """Trust starts from the channel id, and the charter's hash is that id."""
    made = WORLD.proof("NORTH", 2)
    file = shown(made.render(with_body=True))

    assert list(file) == sorted(file, key=lambda name: (len(str(name)), str(name)))
    assert file == {
        "format": "detente-proof/1",
        "tlog": made.tlog(),
        "statement": made.entry.raw,
        "salt": made.entry.salt,
        "body": made.entry.body,
        "charter": WORLD.charter,
        "keys": [party.raw for party in WORLD.parties.values()],
        "policy": made.policy,
    }
