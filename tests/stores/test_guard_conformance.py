"""The contract of the HeadGuard port, sentence by sentence, on every adapter."""

import pytest
from tests.stores.media import Medium
from tests.stores.samples import head

from detente.record.errors import HeadLost
from detente.record.head import Head


def test_a_guard_that_never_held_a_head_says_so(medium: Medium) -> None:
    """None means never, and nothing else; also after a restart."""
    assert medium.guard.read() is None
    medium.restart()
    assert medium.guard.read() is None


def test_a_replaced_head_stays_after_the_process_ends(medium: Medium) -> None:
    """The next process reads the head that the last one put there."""
    medium.guard.replace(None, head(1))
    assert medium.guard.read() == head(1)
    medium.restart()
    assert medium.guard.read() == head(1)


def test_heads_follow_each_other(medium: Medium) -> None:
    """Each takes the place of the one before, over restarts."""
    old: Head | None = None
    for size in range(1, 10):
        medium.guard.replace(old, head(size))
        old = head(size)
        assert medium.guard.read() == old
        if size % 4 == 0:
            medium.restart()


@pytest.mark.parametrize(
    "old", [None, head(1), head(3)], ids=["none", "older", "newer"]
)
def test_a_head_that_is_not_held_is_not_replaced(
    medium: Medium, old: Head | None
) -> None:
    """A node that believes in another head would sign a second history."""
    medium.guard.replace(None, head(1))
    medium.guard.replace(head(1), head(2))
    with pytest.raises(HeadLost, match="another head"):
        medium.guard.replace(old, head(4))
    assert medium.guard.read() == head(2)
    medium.restart()
    assert medium.guard.read() == head(2)


def test_a_head_of_the_same_size_and_another_root_is_another_head(
    medium: Medium,
) -> None:
    """The root counts, not the size alone."""
    medium.guard.replace(None, head(2))
    with pytest.raises(HeadLost, match="another head"):
        medium.guard.replace(head(2)._replace(root=bytes(32)), head(3))


def test_a_guard_without_a_head_replaces_none(medium: Medium) -> None:
    """An old copy of the second file does not vouch for what it never saw."""
    with pytest.raises(HeadLost, match="another head"):
        medium.guard.replace(head(1), head(2))
    assert medium.guard.read() is None
