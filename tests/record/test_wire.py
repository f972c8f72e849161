"""The codec knows one spelling of a value and refuses every other."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.record.values import altered, texts, values

from detente.record import wire
from detente.record.errors import Malformed
from detente.record.wire import Value

LIMIT = 100_000


def decode(data: bytes) -> Value:
    """Decode with room for anything a test makes."""
    return wire.decode(data, max_bytes=LIMIT)


def plain(value: Value) -> bytes:
    """Encode as RFC 8949 section 4.2.1 says, with no thought of speed: the oracle."""
    match value:
        case None | bool():
            return {False: b"\xf4", True: b"\xf5", None: b"\xf6"}[value]
        case int():
            return start(0, value) if value >= 0 else start(1, -1 - value)
        case bytes():
            return start(2, len(value)) + value
        case str():
            return start(3, len(value.encode())) + value.encode()
        case list():
            return start(4, len(value)) + b"".join(plain(each) for each in value)
        case dict():
            pairs = sorted((plain(key), plain(item)) for key, item in value.items())
            return start(5, len(pairs)) + b"".join(key + item for key, item in pairs)
        case _:
            raise AssertionError(value)


def start(major: int, number: int) -> bytes:
    """Return the shortest initial bytes of an item."""
    if number < 24:
        return bytes([major << 5 | number])
    width = next(each for each in range(4) if number < 1 << (8 << each))
    return bytes([major << 5 | 24 + width]) + number.to_bytes(1 << width, "big")


@given(values)
def test_what_is_encoded_decodes_to_the_same_value(value: Value) -> None:
    """Nothing is lost or changed between two nodes."""
    assert decode(wire.encode(value)) == value


@given(values)
def test_every_value_is_spelled_as_rfc_8949_says(value: Value) -> None:
    """Another implementation of core deterministic encoding writes the same bytes."""
    assert wire.encode(value) == plain(value)


@given(st.data(), values)
def test_bytes_are_refused_or_come_back_as_they_were(
    data: st.DataObject, value: Value
) -> None:
    """No second spelling of any value gets through, wherever the bytes come from."""
    raw = data.draw(altered(wire.encode(value)))
    try:
        read = decode(raw)
    except Malformed:
        return
    assert wire.encode(read) == raw


@given(st.binary(max_size=60))
@example(bytes.fromhex("62c328"))
@example(bytes.fromhex("1b0000000000000018"))
def test_any_bytes_are_a_value_or_malformed(raw: bytes) -> None:
    """A decoder raises one error and no other, whatever it is handed."""
    try:
        read = decode(raw)
    except Malformed:
        return
    assert wire.encode(read) == raw


@given(values)
def test_a_value_cut_short_or_followed_by_bytes_is_refused(value: Value) -> None:
    """A value ends where its bytes end."""
    raw = wire.encode(value)
    for wrong in (raw[:-1], raw + b"\x00"):
        with pytest.raises(Malformed):
            decode(wrong)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 2, 3, 4, 5]))
def test_a_longer_spelling_of_a_length_or_number_is_refused(
    number: int, major: int
) -> None:
    """Every width above the shortest is another spelling (clause 1.2)."""
    shortest = start(major, number)
    for width in range(4):
        first = bytes([major << 5 | 24 + width])
        if len(shortest) < 1 + (1 << width):
            with pytest.raises(Malformed):
                decode(first + number.to_bytes(1 << width, "big"))


@given(st.lists(st.integers(-30, 30) | texts, min_size=2, max_size=6, unique=True))
def test_a_map_in_another_order_is_refused(keys: list[int | str]) -> None:
    """Keys stand in the bytewise order of their encodings (clause 1.5)."""
    ordered = sorted(keys, key=plain)
    for wrong in (ordered[1:] + ordered[:1], ordered[::-1], ordered + ordered[-1:]):
        raw = start(5, len(wrong)) + b"".join(plain(key) + b"\xf6" for key in wrong)
        with pytest.raises(Malformed):
            decode(raw)


def test_keys_sort_by_their_bytes_and_not_by_their_length() -> None:
    """RFC 8949 section 4.2.1, not the older order of RFC 7049."""
    raw = bytes.fromhex("a50af61864f620f6617af6626161f6")

    assert wire.encode(dict.fromkeys(["aa", "z", -1, 100, 10])) == raw
    assert decode(raw) == dict.fromkeys([10, 100, -1, "z", "aa"])


# RFC 8949 appendix A, whole, in its order. The codec takes what clause 1 leaves in:
# no floats, no undefined or other simple values, no tags, nothing of indefinite length.
_TAKEN = """
00 01 0a 17 1818 1819 1864 1903e8 1a000f4240 1b000000e8d4a51000 1bffffffffffffffff
3bffffffffffffffff 20 29 3863 3903e7 f4 f5 f6 40 4401020304 60 6161 6449455446 62225c
62c3bc 63e6b0b4 64f0908591 80 83010203 8301820203820405
98190102030405060708090a0b0c0d0e0f101112131415161718181819 a0 a201020304
a26161016162820203 826161a161626163 a56161614161626142616361436164614461656145
"""
_LEFT_OUT = """
c249010000000000000000 c349010000000000000000 f90000 f98000 f93c00 fb3ff199999999999a
f93e00 f97bff fa47c35000 fa7f7fffff fb7e37e43c8800759c f90001 f90400 f9c400
fbc010666666666666 f97c00 f97e00 f9fc00 fa7f800000 fa7fc00000 faff800000
fb7ff0000000000000 fb7ff8000000000000 fbfff0000000000000 f7 f0 f8ff
c074323031332d30332d32315432303a30343a30305a c11a514b67b0 c1fb41d452d9ec200000
d74401020304 d818456449455446 d82076687474703a2f2f7777772e6578616d706c652e636f6d
5f42010243030405ff 7f657374726561646d696e67ff 9fff 9f018202039f0405ffff
9f01820203820405ff 83018202039f0405ff 83019f0203ff820405
9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff bf61610161629f0203ffff
826161bf61626163ff bf6346756ef563416d7421ff
"""


def test_the_table_holds_all_examples_of_the_rfc() -> None:
    """Appendix A has 81 rows; none is passed over in silence."""
    assert len(_TAKEN.split()) + len(_LEFT_OUT.split()) == 81


@pytest.mark.parametrize("text", _TAKEN.split())
def test_an_example_of_the_rfc_that_clause_1_leaves_in_is_taken(text: str) -> None:
    """It is read, and written as the RFC writes it."""
    assert wire.encode(decode(bytes.fromhex(text))).hex() == text


@pytest.mark.parametrize("text", _LEFT_OUT.split())
def test_an_example_of_the_rfc_that_clause_1_leaves_out_is_refused(text: str) -> None:
    """Floats, tags, open ends and odd simple values have no place in the record."""
    with pytest.raises(Malformed):
        decode(bytes.fromhex(text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a1f500", "a map key that is a boolean, which Python takes for 1"),
        ("a1f600", "a map key that is null"),
        ("a14000", "a map key that is bytes"),
        ("a18000", "a map key that is an array"),
        ("1c", "a reserved length"),
        ("ff", "a break with nothing to break"),
        ("f800", "a simple value in two bytes"),
        ("d86240", "tag 98 spelled in two bytes more than it may be inside"),
    ],
)
def test_what_other_decoders_let_pass_is_refused(text: str, why: str) -> None:
    """Each is well-formed, or nearly, and has fooled a decoder before."""
    if text == "d86240":
        assert decode(bytes.fromhex(text)) == wire.Tagged(98, b"")
        text = "81" + text
    with pytest.raises(Malformed):
        decode(bytes.fromhex(text))


@pytest.mark.parametrize("tag", [0, 2, 18, 97, 99, 55799])
def test_no_tag_but_that_of_cose_sign_is_taken(tag: int) -> None:
    """Clause 1.4 allows tag 98 alone."""
    with pytest.raises(Malformed):
        decode(start(6, tag) + b"\x00")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (bytes.fromhex("9bffffffffffffffff"), "an array of 2 to the 64 items"),
        (bytes.fromhex("bbffffffffffffffff"), "a map of as many"),
        (bytes.fromhex("5bffffffffffffffff"), "a string of as many bytes"),
        (bytes.fromhex("7b00000000ffffffff61"), "a text of four gigabytes"),
        (b"\x81" * 90_000 + b"\x00", "an array nested ninety thousand deep"),
        (b"\xa1\x00" * 40_000 + b"\x00", "a map nested forty thousand deep"),
        (b"\x99\x10\x00" + b"\x00" * 4096, "one item more than 4096"),
        (b"\x82" + b"\x81" * 17 + b"\x00" * 2, "18 deep"),
    ],
)
def test_a_bomb_is_refused(raw: bytes, why: str) -> None:
    """Nothing is allocated, and no stack used, on the word of a stranger."""
    with pytest.raises(Malformed):
        decode(raw)


def test_as_many_items_as_allowed_are_read() -> None:
    """The limit counts the array itself: 4095 items in it are read."""
    assert decode(b"\x99\x0f\xff" + b"\x00" * 4095) == [0] * 4095


def test_as_deep_as_allowed_is_read() -> None:
    """Sixteen levels below the outermost item."""
    raw = b"\x81" * 16 + b"\x00"

    assert wire.encode(decode(raw)) == raw
    with pytest.raises(Malformed):
        decode(b"\x81" * 17 + b"\x00")


@pytest.mark.parametrize("empty", [b"\x80", b"\xa0"])
def test_what_holds_nothing_may_stand_at_the_greatest_depth(empty: bytes) -> None:
    """Depth is counted at values, and there is none below it."""
    raw = b"\x81" * 16 + empty

    assert wire.encode(decode(raw)) == raw
    with pytest.raises(Malformed):
        decode(b"\x81" * 17 + empty)


def test_longer_than_the_callers_clause_allows_is_refused_unread() -> None:
    """The length is looked at before the bytes are; as long as allowed is read."""
    assert wire.decode(b"\x83\x00\x00\x00", max_bytes=4) == [0, 0, 0]
    with pytest.raises(Malformed, match="5 bytes where 4 are the most"):
        wire.decode(b"\x00" * 5, max_bytes=4)


_UNSAFE = [
    *("\x00", "\x07", "\x0b", "\x0c", "\r", "\x1b", "\x1f", "\x7f", "\x80", "\x9f"),
    *("\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069"),
]


@pytest.mark.parametrize("sign", _UNSAFE, ids=ascii)
def test_a_text_that_would_rewrite_or_turn_a_line_is_refused(sign: str) -> None:
    """What the officer reads is what was signed: no control or direction signs."""
    for text in (sign, f"from {sign} here"):
        with pytest.raises(Malformed):
            wire.encode(text)
        with pytest.raises(Malformed):
            decode(plain(text))


@pytest.mark.parametrize("text", ["e\u0301", "\u2126", "\u1100\u1161"], ids=ascii)
def test_a_text_that_is_not_in_form_nfc_is_refused(text: str) -> None:
    """Two texts that look the same are the same bytes."""
    with pytest.raises(Malformed):
        wire.encode(text)
    with pytest.raises(Malformed):
        decode(plain(text))


@pytest.mark.parametrize(
    "text", ["61ff", "62c080", "63eda080", "64f4908080", "62c328", "61c3"]
)
def test_a_text_that_is_not_utf_8_is_refused(text: str) -> None:
    """Overlong, a surrogate, beyond Unicode, broken off."""
    with pytest.raises(Malformed):
        decode(bytes.fromhex(text))


def test_half_a_character_is_no_text() -> None:
    """Python reads bytes of a command line that are not UTF-8 as lone surrogates."""
    with pytest.raises(Malformed):
        wire.encode("caf\udce9")


def test_tabs_and_line_ends_may_stand_in_a_text() -> None:
    """A body is a table or several lines."""
    assert decode(wire.encode("one\ttwo\nthree")) == "one\ttwo\nthree"


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        {1, 2},
        pytest.param(object(), id="an object"),
        pytest.param(b"x".hex, id="a method"),
        bytearray(b"x"),
        2**64,
        -(2**64) - 1,
    ],
    ids=repr,
)
def test_what_has_no_encoding_is_not_encoded(value: object) -> None:
    """Times and places are scaled integers; a float reads differently elsewhere."""
    with pytest.raises(Malformed):
        wire.encode(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", [True, None, b"a", 1.0, (1,)], ids=repr)
def test_a_key_that_is_neither_number_nor_text_is_not_encoded(key: object) -> None:
    """Python takes True and 1.0 for 1; the codec does not."""
    with pytest.raises(Malformed):
        wire.encode({key: 0})  # type: ignore[dict-item]


def test_each_refusal_cites_its_clause() -> None:
    """An officer can read the clause to the other side."""
    for raw in (
        b"\xff",
        b"\x18\x01",
        b"\xa2\x00\x00\x00\x00",
        b"\xf9\x00\x00",
        b"\x61",
    ):
        with pytest.raises(Malformed, match=re.compile(r"\(clause 1\.[1-7]\)\.$")):
            decode(raw)
