"""An index is a mapping that never changes."""

from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue.index import Index

KEYS = st.binary(min_size=1, max_size=2)
CHANGES = st.dictionaries(KEYS, st.none() | st.integers())


@given(st.lists(CHANGES, max_size=8))
def test_an_index_holds_what_a_dictionary_would(
    changes: list[dict[bytes, int | None]],
) -> None:
    """Values put in are there, keys taken out are not, however often they change."""
    index, plain = Index[bytes, int](), dict[bytes, int]()
    for change in changes:
        index = index.changed(change)
        for key, value in change.items():
            plain.pop(key, None)
            if value is not None:
                plain[key] = value
    assert dict(index) == plain
    assert len(index) == len(plain)
    assert list(index) == sorted(plain)
    assert list(index.items()) == sorted(plain.items())
    assert all(index.get(key) == value for key, value in plain.items())
    assert all(key in index for key in plain)


@given(CHANGES, CHANGES)
def test_a_change_leaves_the_index_before_it_alone(
    first: dict[bytes, int | None], second: dict[bytes, int | None]
) -> None:
    """A reader keeps what it has while the next state is made."""
    index = Index[bytes, int]().changed(first)
    before = dict(index)
    index.changed(second)
    assert dict(index) == before


def test_what_is_no_key_is_not_held() -> None:
    """Asking for a text in place of bytes finds nothing."""
    text: object = "a"
    assert Index[bytes, int]().get(b"b") is None
    assert text not in Index[bytes, int]().changed({b"a": 1})
