"""What the map's address asks to see, and how it asks it again."""

from detente.console.moment import Looked, address, looked

NOW_S = 1_770_000_000


def test_a_moment_that_is_none_is_now() -> None:
    """An address that was cut off, or typed, shows the map all the same."""
    for at in ("", "x", "-5", "9" * 30, "\u0665"):
        assert looked({"at": at, "as": "known"}, NOW_S) == Looked()


def test_the_two_replays_have_addresses_of_their_own() -> None:
    """The one that says nothing of it is by the record of now."""
    for each in (Looked(NOW_S - 60), Looked(NOW_S - 60, known=True, conflict="1 2")):
        assert looked(each.asked, NOW_S) == each


def test_what_is_known_is_known_by_now_at_the_latest() -> None:
    """What stands for a moment to come can be asked, what will be known cannot."""
    later = {"at": str(NOW_S + 60)}

    assert looked(later, NOW_S).at_s == NOW_S + 60
    assert looked({**later, "as": "known"}, NOW_S).at_s == NOW_S


def test_of_two_that_name_the_same_the_later_counts() -> None:
    """An empty one takes it out: so one returns to live."""
    asked = Looked(NOW_S, known=True).asked

    assert address(asked, {"at": "5"}) == "/map?at=5&as=known"
    assert address(asked, {"at": "", "as": ""}) == "/map"
