"""What was handed over is remembered by path, as of the first time."""

from detente.node.handed import REMEMBERED, Handed, HandOver


def test_an_entry_was_handed_over_when_a_path_first_took_it() -> None:
    """What is sent again because no receipt came keeps its first time."""
    handed = Handed()
    handed.note("https", 0, 3, at_s=100)
    handed.note("https", 1, 5, at_s=200)

    assert handed.of(2) == [HandOver(0, 3, "https", 100)]
    assert handed.of(4) == [HandOver(3, 5, "https", 200)]
    assert handed.of(5) == []


def test_each_path_is_told_the_first_one_first() -> None:
    """A stick that took it too is another way of its own."""
    handed = Handed()
    handed.note("folder", 0, 3, at_s=200)
    handed.note("https", 0, 3, at_s=100)

    assert [each.path for each in handed.of(1)] == ["https", "folder"]


def test_what_is_forgotten_is_not_told_with_a_later_time() -> None:
    """A node that runs for months remembers a bounded number of hand-overs."""
    handed = Handed()
    for at in range(REMEMBERED + 1):
        handed.note("https", at, at + 1, at_s=at)
    handed.note("https", 0, REMEMBERED + 1, at_s=9_999)

    assert handed.of(0) == []
    assert len(handed.of(1)) == 1
