"""A tree has one root, and a proof that was altered proves nothing."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record import feed
from detente.record.errors import Unproven
from detente.record.feed import Frontier

MOST = 40
LEAVES = [feed.leaf_hash(b"entry %d" % number) for number in range(MOST)]
sizes = st.integers(1, MOST)


def sha256(*parts: bytes) -> bytes:
    """Hash the parts one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def split(size: int) -> int:
    """Return the largest power of two below size."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def root_of(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162 section 2.1.1, over leaf hashes, as it stands there."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01", root_of(leaves[:k]), root_of(leaves[k:]))


def path_to(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 9162 section 2.1.3.1, as it stands there."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*path_to(index, leaves[:k]), root_of(leaves[k:])]
    return [*path_to(index - k, leaves[k:]), root_of(leaves[:k])]


def subproof(old: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162 section 2.1.4.1, as it stands there."""
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = split(len(leaves))
    if old <= k:
        return [*subproof(old, leaves[:k], whole=whole), root_of(leaves[k:])]
    return [*subproof(old - k, leaves[k:], whole=False), root_of(leaves[:k])]


def frontier(size: int) -> Frontier:
    """Return the frontier of the first leaves."""
    return Frontier().extend(LEAVES[:size])


def test_the_root_is_that_of_the_definition_at_every_size() -> None:
    """A frontier grown leaf by leaf gives the root of the recursive definition."""
    growing = Frontier()
    for size in range(MOST + 1):
        assert growing.root() == frontier(size).root() == root_of(LEAVES[:size])
        assert growing.size == size
        if size < MOST:
            growing = growing.extend(LEAVES[size : size + 1])


def test_the_roots_of_the_reference_log_come_out() -> None:
    """The eight entries and roots that implementations of RFC 6962 share."""
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    data.append(bytes(range(0x60, 0x70)).hex())
    leaves = [feed.leaf_hash(bytes.fromhex(each)) for each in data]

    assert [Frontier().extend(leaves[:size]).root().hex() for size in (1, 2, 3)] == [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    ]
    assert (
        Frontier().extend(leaves).root().hex()
        == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    """RFC 9162 section 2.1.1."""
    assert Frontier().root() == feed.EMPTY_ROOT == sha256()


def test_a_leaf_is_never_a_node() -> None:
    """The prefix keeps an inner node from being shown as an entry."""
    inner = LEAVES[0] + LEAVES[1]

    assert feed.leaf_hash(inner) == sha256(b"\x00", inner) != frontier(2).root()


@given(sizes, st.data())
def test_growing_in_parts_or_at_once_is_the_same(
    size: int, data: st.DataObject
) -> None:
    """However bundles cut a feed, the root is one."""
    cut = data.draw(st.integers(0, size))

    assert frontier(cut).extend(LEAVES[cut:size]) == frontier(size)


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_entry_has_its_inclusion_proof(size: int) -> None:
    """The path is that of the RFC and leads to the root, for every entry."""
    leaves, root = LEAVES[:size], root_of(LEAVES[:size])
    for index, leaf in enumerate(leaves):
        path = feed.inclusion_path(leaves, index)
        assert path == path_to(index, leaves)
        assert feed.root_of_inclusion(leaf, index, size, path) == root


@pytest.mark.parametrize("new", range(2, MOST + 1))
def test_every_two_sizes_have_their_consistency_path(new: int) -> None:
    """It starts with the tree that ends at the old size, and is else the RFC's."""
    for old in range(1, new):
        path = feed.consistency_path(frontier(old), LEAVES[old:new])
        of_the_rfc = subproof(old, LEAVES[:new], whole=True)
        if old & (old - 1) == 0:
            of_the_rfc.insert(0, root_of(LEAVES[:old]))
        assert path == of_the_rfc
        assert feed.roots_of_path(old, new, path) == (
            root_of(LEAVES[:old]),
            root_of(LEAVES[:new]),
        )


@given(sizes, st.data())
def test_an_altered_inclusion_proof_leads_elsewhere_or_nowhere(
    size: int, data: st.DataObject
) -> None:
    """Any step changed, dropped, doubled or exchanged, any other index or leaf."""
    index = data.draw(st.integers(0, size - 1))
    leaf, path = LEAVES[index], path_to(index, LEAVES[:size])
    changed = data.draw(changes(path))
    other = (
        data.draw(st.integers(0, size - 1).filter(lambda each: each != index))
        if (size > 1)
        else None
    )

    root = root_of(LEAVES[:size])
    assert not leads(root, leaf, index, size, changed)
    assert not leads(root, sha256(leaf), index, size, path)
    if other is not None:
        assert not leads(root, leaf, other, size, path)


def leads(
    root: bytes, leaf: bytes, index: int, size: int, path: Sequence[bytes]
) -> bool:
    """Tell whether an inclusion proof convinces."""
    try:
        return feed.root_of_inclusion(leaf, index, size, path) == root
    except Unproven:
        return False


@st.composite
def changes(draw: st.DrawFn, path: Sequence[bytes]) -> list[bytes]:
    """Draw a path that differs from the given one."""
    steps = list(path)
    kinds = ["append"] + ["change", "drop", "double", "short"] * bool(steps)
    kinds += ["swap"] * (len(steps) > 1)
    at = draw(st.integers(0, max(0, len(steps) - 1)))
    match draw(st.sampled_from(kinds)):
        case "append":
            steps.append(sha256(b"one more"))
        case "change":
            bit = draw(st.integers(0, 255))
            number = int.from_bytes(steps[at], "big") ^ 1 << bit
            steps[at] = number.to_bytes(32, "big")
        case "drop":
            del steps[at]
        case "double":
            steps.insert(at, steps[at])
        case "short":
            steps[at] = steps[at][:31]
        case _:
            to = draw(st.integers(0, len(steps) - 1).filter(lambda each: each != at))
            steps[at], steps[to] = steps[to], steps[at]
    return steps


@given(st.integers(2, MOST), st.data())
def test_an_altered_consistency_path_leads_elsewhere_or_nowhere(
    new: int, data: st.DataObject
) -> None:
    """Any change of the path loses the old root or the new one."""
    old = data.draw(st.integers(1, new - 1))
    path = feed.consistency_path(frontier(old), LEAVES[old:new])
    changed = data.draw(changes(path))

    assert not joins(old, new, changed)


@given(st.integers(2, MOST), st.data())
def test_a_consistency_path_is_for_its_two_sizes_alone(
    new: int, data: st.DataObject
) -> None:
    """The same path convinces of no other sizes."""
    old = data.draw(st.integers(1, new - 1))
    path = feed.consistency_path(frontier(old), LEAVES[old:new])
    other_new = data.draw(st.integers(2, MOST))
    other_old = data.draw(st.integers(1, other_new - 1))

    if (other_old, other_new) != (old, new):
        assert not joins(other_old, other_new, path)


def joins(old: int, new: int, path: Sequence[bytes]) -> bool:
    """Tell whether a consistency path convinces."""
    expected = (root_of(LEAVES[:old]), root_of(LEAVES[:new]))
    try:
        return feed.roots_of_path(old, new, path) == expected
    except Unproven:
        return False


def test_a_path_of_a_rewritten_feed_shows_another_old_root() -> None:
    """What was signed at the larger size convicts whoever changed the smaller."""
    other = [LEAVES[0], sha256(b"changed"), *LEAVES[2:9]]
    path = feed.consistency_path(Frontier().extend(other[:5]), other[5:])
    old_root, new_root = feed.roots_of_path(5, 9, path)

    assert new_root == root_of(other)
    assert old_root != root_of(LEAVES[:5])


def test_no_path_is_needed_from_nothing_or_between_equals() -> None:
    """Everything is consistent with the empty tree, and a tree with itself."""
    assert feed.consistency_path(Frontier(), LEAVES[:7]) == []
    assert feed.consistency_path(frontier(7), []) == []


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        (0, 0, 0),
        (0, 5, 0),
        (0, 5, 1),
        (5, 5, 0),
        (5, 5, 1),
        (1, 1, 1),
        (6, 5, 3),
        (-1, 5, 1),
        (3, 7, 0),
        (3, 7, 65),
        (2**64, 2**64 + 1, 65),
    ],
)
def test_sizes_that_need_no_path_or_have_none_are_refused(
    old: int, new: int, steps: int
) -> None:
    """A path is for two sizes above nought, and is never empty or endless."""
    with pytest.raises(Unproven):
        feed.roots_of_path(old, new, [LEAVES[0]] * steps)


@pytest.mark.parametrize(
    ("index", "size", "steps"), [(0, 0, 0), (5, 5, 3), (-1, 5, 3), (0, 5, 65)]
)
def test_an_index_outside_its_tree_is_refused(
    index: int, size: int, steps: int
) -> None:
    """There is no such entry to prove."""
    with pytest.raises(Unproven):
        feed.root_of_inclusion(LEAVES[0], index, size, [LEAVES[1]] * steps)


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_the_entry_after_the_last_is_never_proved(size: int) -> None:
    """Neither with a path of any length, nor where the tree is that entry alone."""
    for steps in range(8):
        with pytest.raises(Unproven):
            feed.root_of_inclusion(LEAVES[0], size, size, LEAVES[:steps])


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_step_that_is_no_hash_is_refused(length: int) -> None:
    """Bytes of another length could be read as a leaf and its neighbour."""
    inclusion = path_to(2, LEAVES[:6])
    consistency = feed.consistency_path(frontier(3), LEAVES[3:6])
    for at in range(len(inclusion)):
        wrong = [*inclusion[:at], bytes(length), *inclusion[at + 1 :]]
        with pytest.raises(Unproven):
            feed.root_of_inclusion(LEAVES[2], 2, 6, wrong)
    for at in range(len(consistency)):
        wrong = [*consistency[:at], bytes(length), *consistency[at + 1 :]]
        with pytest.raises(Unproven, match="not a hash"):
            feed.roots_of_path(3, 6, wrong)


def test_the_largest_tree_there_can_be_has_paths_of_64_steps() -> None:
    """As many steps as a size has bits are followed."""
    steps = [LEAVES[0]] * 64

    assert len(feed.root_of_inclusion(LEAVES[1], 0, 2**64, steps)) == 32
    assert len(feed.roots_of_path(1, 2**63, steps)) == 2


def test_a_feed_of_one_entry_proves_it_with_no_step() -> None:
    """The leaf is the root."""
    assert feed.root_of_inclusion(LEAVES[0], 0, 1, []) == LEAVES[0]


@given(sizes)
def test_a_stored_frontier_must_fit_its_size(size: int) -> None:
    """Damage is seen before a head is signed over it."""
    whole = frontier(size)

    assert whole.check() == whole
    for wrong in (whole._replace(size=size * 2 + 1), whole._replace(peaks=())):
        with pytest.raises(Unproven):
            wrong.check()
