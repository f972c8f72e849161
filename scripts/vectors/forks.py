"""Pairs of heads that cannot both be, and pairs that can."""

from detente.exchange.fork import Fork
from detente.record import head
from detente.record.head import Head, Note
from detente.testing.parties import World
from vectors.blocks import (
    FILE,
    NORTH,
    Case,
    Cases,
    altered,
    bad,
    between,
    flipped,
    good,
    message,
    spoken,
)


def forks() -> Cases:
    """Yield pairs of heads that cannot both be, and pairs that can."""
    world = spoken(120)
    early, late = world.head(NORTH, 4), world.head(NORTH)
    leaves = world.leaves(NORTH)
    path = between(leaves, 4)
    kept = world.feeds[NORTH][:]
    world.feeds[NORTH][3] = world.state(NORTH, message("Balloon 2 is not ours."))
    forged_early, forged_late = world.head(NORTH, 4), world.head(NORTH)
    forged_path = between(world.leaves(NORTH), 4)
    world.feeds[NORTH] = kept
    empty = Head(late.head.origin, 0, bytes(32))
    nothing = Note(empty, world.signer(NORTH).sign_head(empty, world.now_s))
    south, first_two = world.head("SOUTH", 2), world.head(NORTH, 2)
    one_key = Note(forged_late.head, forged_late.signatures[:1])
    receipted = world.head(NORTH, mirrors=["SOUTH"])
    for name, what, first, second, steps in (
        ("fork-of-equal-sizes", "Two roots of one size.", late, forged_late, ()),
        (
            "fork-of-sizes",
            "The larger head has another beginning.",
            early,
            forged_late,
            forged_path,
        ),
        ("fork-from-nothing", "An empty feed with a root.", nothing, late, ()),
        (
            "fork-with-receipts",
            "One of the heads is receipted.",
            forged_late,
            receipted,
            (),
        ),
    ):
        data = fork(world, first, second, steps)
        yield good(world, name, what, "9.6", data)
    there = f"../fork-of-sizes/{FILE}"
    what = "Nothing to trust."
    yield Case("fork-without-trust_untrusted", what, "7.7", 3, (there,), {})
    given = (there, "--policy", "policy.txt")
    for name, what, code, code_name in (
        ("fork-by-policy", "The policy names the feed.", 0, NORTH),
        ("fork-by-other-policy_fail", "The policy names another.", 1, "SOUTH"),
    ):
        named = world.names.feed_keys(world.parties[code_name].document)
        held = {"policy.txt": head.policy(named, []).encode()}
        yield Case(name, what, "7.6", code, given, held)
    for name, what, first, second, steps in (
        ("fork-of-consistent-heads", "One grew from the other.", early, late, path),
        ("fork-of-equal-heads", "One head twice.", late, late, ()),
        ("fork-backwards", "The larger first.", forged_late, early, forged_path),
        ("fork-backwards-bare", "The larger first.", forged_late, early, ()),
        ("fork-of-two-feeds", "Two parties, two feeds.", south, first_two, ()),
        ("fork-by-one-key", "Signed by half.", late, one_key, ()),
        ("fork-without-path", "Nothing connects them.", early, forged_late, ()),
        ("fork-by-other-path", "A path of the other tree.", early, forged_late, path),
        (
            "fork-path-too-long",
            "A step too many.",
            early,
            forged_late,
            (bytes(32), *forged_path),
        ),
        (
            "fork-path-flipped",
            "A step is another.",
            early,
            forged_late,
            (flipped(forged_path[0]), *forged_path[1:]),
        ),
        (
            "fork-path-idle",
            "A path where none belongs.",
            late,
            forged_late,
            forged_path,
        ),
    ):
        data = fork(world, first, second, steps)
        yield bad(world, name, what, "9.6", data)
    stranger = spoken(121)
    data = fork(stranger, early, forged_late, forged_path)
    yield bad(world, "fork-of-another-channel", "Not this channel.", "10.5", data)
    yield bad(stranger, "fork-of-other-keys", "Keys that did not sign.", "5.2", data)
    data = fork(world, forged_early, forged_late, forged_path)
    again = altered(data, path=[forged_path[0][:31], *forged_path[1:]])
    yield bad(world, "fork-short-hash", "A step of 31 bytes.", "4.4", again, 2)
    yield bad(
        world,
        "fork-cut",
        "Its second half is missing.",
        "1.1",
        data[: len(data) // 2],
        2,
    )


def fork(world: World, first: Note, second: Note, path: tuple[bytes, ...]) -> bytes:
    """Return a fork proof file."""
    documents = [party.raw for party in world.parties.values()]
    return Fork(first, second, path).render(world.charter, documents)


def cases() -> Cases:
    """Yield every case of this module."""
    yield from forks()
