"""The parts of the API that need no line: roles, tokens, pace, places of events."""

import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.api import tokens
from detente.api.events import read_place, write_place
from detente.api.pace import Pace
from detente.api.permissions import ACTIONS, ROLES, Action, Role, may
from detente.node.place import Place
from detente.record.errors import Malformed, Misasked

# Written out a second time on purpose: a slip in the table shows here.
_MAY = {
    "watch": "read draft release prove audit locate attend",
    "desk": "read draft release locate",
    "linguist": "read draft",
    "engineer": "",
    "auditor": "read prove audit",
    "tracker": "locate",
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says(role: Role, action: Action) -> None:
    """One test a cell."""
    assert may(role, action) == (action in _MAY[role].split())


def test_a_token_counts_until_it_is_taken_back(tmp_path: Path) -> None:
    """And is told from every other."""
    place = Place(tmp_path)
    secret = tokens.give(place, "screen", "desk", secrets.token_bytes)
    found = tokens.find(tokens.held(place), secret)
    assert found is not None
    assert (found.name, found.role) == ("screen", "desk")
    assert tokens.find(tokens.held(place), secret[:-1] + "x") is None
    tokens.take_back(place, "screen")
    assert tokens.find(tokens.held(place), secret) is None


def test_a_token_is_kept_nowhere(tmp_path: Path) -> None:
    """Who reads the directory cannot ask with it."""
    place = Place(tmp_path)
    secret = tokens.give(place, "screen", "desk", secrets.token_bytes)
    kept = tokens.file_of(place).read_text()
    assert secret not in kept
    assert secret.removeprefix(tokens.PREFIX) not in kept


@pytest.mark.parametrize("name", ["screen", " "])
def test_a_token_has_a_name_of_its_own(tmp_path: Path, name: str) -> None:
    """Else nobody knows which one to take back."""
    place = Place(tmp_path)
    tokens.give(place, "screen", "desk", secrets.token_bytes)
    with pytest.raises(Misasked):
        tokens.give(place, name, "desk", secrets.token_bytes)


def test_no_token_is_taken_back_that_was_not_given(tmp_path: Path) -> None:
    """A slip in the name leaves the right one in force: it is said."""
    with pytest.raises(Misasked):
        tokens.take_back(Place(tmp_path), "screen")


def test_a_bucket_is_emptied_at_once_and_fills_at_its_pace() -> None:
    """Two at once, then one a second."""
    pace = Pace(per_s=1, at_once=2)
    assert [pace.wait_s("a", at_s) for at_s in (0, 0, 0, 1, 1)] == [0, 0, 1, 0, 1]


def test_one_token_does_not_empty_the_bucket_of_another() -> None:
    """A page that loops leaves the watch's own screen alone."""
    pace = Pace(per_s=1, at_once=1)
    assert [pace.wait_s(name, 0) for name in ("a", "a", "b")] == [0, 1, 0]


@given(
    st.dictionaries(
        st.from_regex(r"[A-Z][A-Za-z0-9-]{0,31}/[0-9]{1,9}", fullmatch=True),
        st.integers(0, 10**17),
    )
)
def test_the_place_of_an_event_reads_back(sizes: dict[str, int]) -> None:
    """Whoever was away goes on exactly there."""
    assert read_place(write_place(sizes)) == sizes


@pytest.mark.parametrize("text", ["NORTH", "NORTH/1", "north/1=2", "NORTH/1=-1"])
def test_a_place_that_is_none_is_refused(text: str) -> None:
    """To begin at nought instead would tell everything again."""
    with pytest.raises(Malformed):
        read_place(text)
