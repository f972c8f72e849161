"""Decide which bytes are a value: one strict deterministic CBOR codec.

RFC 8949 section 4.2.1 (core deterministic encoding), narrowed by spec clause 1:
shortest integers, definite lengths, maps with unique int or text keys in the
bytewise order of their encodings, text in NFC without control or bidi characters,
true, false and null, at most one tag (98) and that outermost. No floats, no other
tag, no simple value. What these values mean is left to the callers.

A decoder that accepts two spellings of one value lets a party sign one and show the
other. `decode` therefore refuses every spelling but the one that `encode` writes, each
where it stands: the tests hold it to `encode(decode(data)) == data` for whatever bytes
it takes.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from detente.record.errors import Malformed

Value: TypeAlias = (
    "bool | int | str | bytes | list[Value] | tuple[Value, ...]"
    " | dict[int | str, Value] | Tagged | None"
)

MAX_DEPTH: Final = 16
MAX_ITEMS: Final = 4096
COSE_SIGN: Final = 98

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_STRINGS = (_BYTES, _TEXT)
_FALSE, _TRUE, _NULL = 0xF4, 0xF5, 0xF6
_ONE_BYTE, _EIGHT_BYTES = 24, 27
_LEAST = (_ONE_BYTE, 1 << 8, 1 << 16, 1 << 32)
_SHORT = tuple(bytes([first]) for first in range(256))
_CUT_SHORT = "The bytes end in the middle of a value (clause 1.1)."
# C0 and C1 controls (but tab and newline) let a text rewrite a terminal; bidi
# controls let it read differently from what was signed.
_UNSAFE_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Tagged(NamedTuple):
    """A CBOR tag and its content."""

    tag: int
    content: Value


def check_text(text: str) -> str:
    """Return the text if it may stand in the record.

    Raises:
        Malformed: the text is not NFC, or has control or bidi characters.
    """
    if text.isascii() and text.isprintable():
        return text
    if _UNSAFE_TEXT.search(text):
        raise Malformed("A text holds control or direction characters (clause 1.6).")
    if not unicodedata.is_normalized("NFC", text):
        raise Malformed("A text is not in Unicode form NFC (clause 1.6).")
    return text


def are_whole(*values: Value) -> bool:
    """Tell whether all are whole numbers; Python takes true for one, a pattern too."""
    return all(type(value) is int for value in values)


def encode(value: Value) -> bytes:
    """Encode a value as deterministic CBOR.

    Raises:
        Malformed: the value has a type, text or number that clause 1 leaves out.
    """
    out = bytearray()
    _write(value, out)
    return bytes(out)


def _head(major: int, number: int) -> bytes:
    """Return the initial bytes of an item, in their shortest spelling."""
    if number < _ONE_BYTE:
        return _SHORT[major << 5 | number]
    power = ((number.bit_length() + 7) // 8 - 1).bit_length()
    if power > 3:  # noqa: PLR2004 - 8 bytes is the widest head of RFC 8949
        raise Malformed("A number does not fit in 64 bits (clause 1.2).")
    return _SHORT[major << 5 | _ONE_BYTE + power] + number.to_bytes(1 << power, "big")


def _write(value: Value, out: bytearray) -> None:  # noqa: C901 - one arm a type
    # Done by the thousand a second: plain tests are twice as fast here as patterns.
    if isinstance(value, bytes):
        out += _head(_BYTES, len(value))
        out += value
    elif isinstance(value, str):
        data = check_text(value).encode()
        out += _head(_TEXT, len(data))
        out += data
    elif value is None:
        out.append(_NULL)
    elif isinstance(value, bool):
        out.append(_TRUE if value else _FALSE)
    elif isinstance(value, int):
        out += _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    elif isinstance(value, dict):
        out += _head(_MAP, len(value))
        for encoded, key in sorted([(_key(key), key) for key in value]):
            out += encoded
            _write(value[key], out)
    elif isinstance(value, Tagged):
        out += _head(_TAG, value.tag)
        _write(value.content, out)
    elif isinstance(value, list | tuple):
        out += _head(_ARRAY, len(value))
        for item in value:
            _write(item, out)
    else:
        raise Malformed(f"A {type(value).__name__} has no encoding (clause 1.1).")


@lru_cache(maxsize=1024, typed=True)
def _key(key: int | str) -> bytes:
    if type(key) is not str and type(key) is not int:
        raise Malformed("A map key is neither number nor text (clause 1.5).")
    return encode(key)


def decode(data: bytes, *, max_bytes: int) -> Value:
    """Decode bytes that hold exactly one value in its only spelling.

    Args:
        data: the bytes as received.
        max_bytes: the most that the caller's clause allows.

    Raises:
        Malformed: too long, not deterministic, or outside the narrowed CBOR.
    """
    if len(data) > max_bytes:
        raise Malformed(f"{len(data)} bytes where {max_bytes} are the most.")
    reader = _Reader(data)
    try:
        value = reader.read(0)
    except IndexError as error:
        raise Malformed(_CUT_SHORT) from error
    if reader.at != reader.size:
        raise Malformed("Bytes follow the value (clause 1.1).")
    return value


class _Reader:
    """Reads one value; every size is checked before anything is allocated."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)
        self.at = 0
        self.items = 1

    def read(self, depth: int) -> Value:
        # Leaves are most of what is read, so they are read here, with no further call.
        # A byte beyond the end is an IndexError, and refused as such.
        first, start = self.data[self.at], self.at + 1
        major, number = first >> 5, first & 31
        if number >= _ONE_BYTE and major != _SIMPLE:
            number, start = self._number(number, start)
        if major in _STRINGS:
            self.at = end = start + number
            if end > self.size:
                raise Malformed(_CUT_SHORT)
            piece = self.data[start:end]
            return _text(piece) if major == _TEXT else piece
        self.at = start
        if major <= _NEGATIVE:
            return number if major == _UNSIGNED else -1 - number
        return self._nested(major, number, depth + 1)

    def _nested(self, major: int, number: int, depth: int) -> Value:
        if major == _SIMPLE:
            return _simple(_SIMPLE << 5 | number)
        if major == _TAG:
            if number != COSE_SIGN or depth != 1:
                raise Malformed(f"Tag {number} has no place here (clause 1.4).")
            self._open(1, depth)
            return Tagged(number, self.read(depth))
        if major == _MAP:
            self._open(2 * number, depth)
            return self._map(number, depth)
        self._open(number, depth)
        return [self.read(depth) for _ in range(number)]

    def _open(self, items: int, depth: int) -> None:
        # One byte is the least an item takes: a bomb is seen before it is unpacked.
        self.items += items
        if items and depth > MAX_DEPTH:
            raise Malformed(f"Nested deeper than {MAX_DEPTH} (clause 1.7).")
        if items > self.size - self.at:
            raise Malformed("A length promises more than there is (clause 1.7).")
        if self.items > MAX_ITEMS:
            raise Malformed(f"More than {MAX_ITEMS} items (clause 1.7).")

    def _number(self, low: int, start: int) -> tuple[int, int]:
        """Return a number of one to eight bytes, and where it ends."""
        if low == _ONE_BYTE:
            number, end = self.data[start], start + 1
        elif low > _EIGHT_BYTES:
            raise Malformed("An indefinite or reserved length (clause 1.3).")
        else:
            end = start + (1 << low - _ONE_BYTE)
            if end > self.size:
                raise Malformed(_CUT_SHORT)
            number = int.from_bytes(self.data[start:end], "big")
        if number < _LEAST[low - _ONE_BYTE]:
            raise Malformed("A number has a shorter spelling (clause 1.2).")
        return number, end

    def _map(self, size: int, depth: int) -> dict[int | str, Value]:
        result: dict[int | str, Value] = {}
        before = b""
        for _ in range(size):
            start = self.at
            key = self.read(depth)
            if type(key) is not str and type(key) is not int:
                raise Malformed("A map key is neither number nor text (clause 1.5).")
            encoded = self.data[start : self.at]
            if encoded <= before:
                raise Malformed("Map keys are doubled or out of order (clause 1.5).")
            before = encoded
            result[key] = self.read(depth)
        return result


def _text(raw: bytes) -> str:
    try:
        return check_text(raw.decode())
    except UnicodeDecodeError as error:
        raise Malformed("A text is not UTF-8 (clause 1.6).") from error


def _simple(first: int) -> bool | None:
    if first == _NULL:
        return None
    if first not in {_TRUE, _FALSE}:
        raise Malformed("A float or simple value has no place here (clause 1.4).")
    return first == _TRUE
