"""Values and altered bytes that properties of the record draw from."""

import re
import unicodedata

from hypothesis import strategies as st

from detente.record.wire import Value

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e]")


def _may_stand(text: str) -> bool:
    isolates = {"\u2066", "\u2067", "\u2068", "\u2069"}
    return not _UNSAFE.search(text) and isolates.isdisjoint(text)


# Surrogates are no characters: they have no UTF-8.
texts = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=24)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(_may_stand)
)
integers = st.integers(-(2**64), 2**64 - 1)
scalars = st.none() | st.booleans() | integers | st.binary(max_size=40) | texts


def _containers(inside: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    keys = st.integers(-300, 300) | integers | texts
    lists: st.SearchStrategy[Value] = st.lists(inside, max_size=6)
    return lists | st.dictionaries(keys, inside, max_size=6)


values: st.SearchStrategy[Value] = st.recursive(scalars, _containers, max_leaves=25)


@st.composite
def altered(draw: st.DrawFn, original: bytes) -> bytes:
    """Draw bytes that are not the original: some changed, dropped, put in or moved."""
    data = bytearray(original)
    at = draw(st.integers(0, len(data) - 1))
    end = draw(st.integers(at, min(len(data), at + 40)))
    match draw(st.sampled_from(["change", "drop", "insert", "move"])):
        case "change":
            data[at] ^= draw(st.integers(1, 255))
        case "drop":
            del data[at : end + 1]
        case "insert":
            data[at:at] = draw(st.binary(min_size=1, max_size=8))
        case _:
            data += data[at : end + 1]
            del data[at : end + 1]
    result = bytes(data)
    return result if result != original else result + b"\x00"
