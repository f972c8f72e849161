"""What pages draw is held by its digest, the last ones asked for."""

import json

import pytest

from detente.console.drawings import Drawings
from detente.record.errors import Misasked


def test_what_is_drawn_is_found_by_its_digest() -> None:
    """As a list in JSON."""
    drawings = Drawings()

    name = drawings.keep([{"type": "Feature"}])

    assert json.loads(drawings.find(name)) == [{"type": "Feature"}]


def test_the_same_has_the_same_name() -> None:
    """A browser that has drawn it asks for nothing."""
    drawings = Drawings()
    assert drawings.keep([{"a": 1}]) == drawings.keep([{"a": 1}])
    assert drawings.keep([{"a": 1}]) != drawings.keep([{"a": 2}])


def test_what_was_asked_for_long_ago_is_held_no_more() -> None:
    """It is said in words, and the newest stay."""
    drawings = Drawings()
    first, *others = [drawings.keep([{"a": number}]) for number in range(40)]

    with pytest.raises(Misasked, match="load the page anew"):
        drawings.find(first)
    assert drawings.find(others[-1])
