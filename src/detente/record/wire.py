"""Decide which bytes are a value: one strict deterministic CBOR codec.

RFC 8949 section 4.2.1 (core deterministic encoding), narrowed by spec clause 1:
shortest integers, definite lengths, maps with unique int or text keys in the
bytewise order of their encodings, text in NFC without control or bidi characters,
true, false and null, at most one tag (98) and that outermost. No floats, no other
tag, no simple value. What these values mean is left to the callers.

A decoder that accepts two spellings of one value lets a party sign one and show the
other; so `decode` encodes what it read and refuses unless the same bytes come out.
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
_FALSE, _TRUE, _NULL = 0xF4, 0xF5, 0xF6
_ONE_BYTE, _EIGHT_BYTES = 24, 27
# C0 and C1 controls (but tab and newline) let a text rewrite a terminal; bidi
# controls let it read differently from what was signed.
_UNSAFE_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
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
    if _UNSAFE_TEXT.search(text):
        raise Malformed("A text holds control or direction characters (clause 1.6).")
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise Malformed("A text is not in Unicode form NFC (clause 1.6).")
    return text


def encode(value: Value) -> bytes:
    """Encode a value as deterministic CBOR.

    Raises:
        Malformed: the value has a type, text or number that clause 1 leaves out.
    """
    out = bytearray()
    _write(value, out)
    return bytes(out)


def _head(major: int, number: int, out: bytearray) -> None:
    if number < _ONE_BYTE:
        out.append(major << 5 | number)
        return
    size = (number.bit_length() + 7) // 8
    power = (size - 1).bit_length()
    if power > 3:  # noqa: PLR2004 - 8 bytes is the widest head of RFC 8949
        raise Malformed("A number does not fit in 64 bits (clause 1.2).")
    out.append(major << 5 | _ONE_BYTE + power)
    out += number.to_bytes(1 << power, "big")


def _write(value: Value, out: bytearray) -> None:  # noqa: C901 - one arm a type
    match value:
        case str():
            data = check_text(value).encode()
            _head(_TEXT, len(data), out)
            out += data
        case bytes():
            _head(_BYTES, len(value), out)
            out += value
        case None:
            out.append(_NULL)
        case bool():
            out.append(_TRUE if value else _FALSE)
        case int() if value >= 0:
            _head(_UNSIGNED, value, out)
        case int():
            _head(_NEGATIVE, -1 - value, out)
        case dict():
            _write_map(value, out)
        case Tagged():
            _head(_TAG, value.tag, out)
            _write(value.content, out)
        case list() | tuple():
            _head(_ARRAY, len(value), out)
            for item in value:
                _write(item, out)
        case _:
            raise Malformed(f"A {type(value).__name__} has no encoding (clause 1.1).")


def _write_map(value: dict[int | str, Value], out: bytearray) -> None:
    _head(_MAP, len(value), out)
    pairs = []
    for key, item in value.items():
        if type(key) is not str and type(key) is not int:
            raise Malformed("A map key is neither number nor text (clause 1.5).")
        pairs.append((_key(key), item))
    pairs.sort(key=lambda pair: pair[0])
    for encoded, item in pairs:
        out += encoded
        _write(item, out)


@lru_cache(maxsize=1024)
def _key(key: int | str) -> bytes:
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
    value = reader.read(0)
    if reader.at != len(data):
        raise Malformed("Bytes follow the value (clause 1.1).")
    if encode(value) != data:
        raise Malformed("The bytes are not the shortest, sorted spelling (clause 1.1).")
    return value


class _Reader:
    """Reads one value; every size is checked before anything is allocated."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.items = 0

    def read(self, depth: int) -> Value:
        self.items += 1
        if depth > MAX_DEPTH:
            raise Malformed(f"Nested deeper than {MAX_DEPTH} (clause 1.7).")
        if self.items > MAX_ITEMS:
            raise Malformed(f"More than {MAX_ITEMS} items (clause 1.7).")
        first = self._take(1)[0]
        major, low = first >> 5, first & 31
        if major == _SIMPLE:
            return self._simple(first)
        number = self._number(low)
        match major:
            case 0:
                return number
            case 1:
                return -1 - number
            case 2:
                return self._take(number)
            case 3:
                return self._text(number)
            case 4:
                self._expect(number)
                return [self.read(depth + 1) for _ in range(number)]
            case 5:
                self._expect(2 * number)
                return self._map(number, depth)
            case _:
                return self._tagged(number, depth)

    def _take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.data):
            raise Malformed("The bytes end in the middle of a value (clause 1.1).")
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def _number(self, low: int) -> int:
        if low < _ONE_BYTE:
            return low
        if low > _EIGHT_BYTES:
            raise Malformed("An indefinite or reserved length (clause 1.3).")
        return int.from_bytes(self._take(1 << (low - _ONE_BYTE)), "big")

    def _expect(self, items: int) -> None:
        # One byte is the least an item takes: a bomb is seen before it is unpacked.
        if items > len(self.data) - self.at:
            raise Malformed("A length promises more than there is (clause 1.7).")

    def _text(self, size: int) -> str:
        try:
            text = self._take(size).decode()
        except UnicodeDecodeError as error:
            raise Malformed("A text is not UTF-8 (clause 1.6).") from error
        return check_text(text)

    def _map(self, size: int, depth: int) -> dict[int | str, Value]:
        result: dict[int | str, Value] = {}
        for _ in range(size):
            key = self.read(depth + 1)
            if type(key) is not int and type(key) is not str:
                raise Malformed("A map key is neither number nor text (clause 1.5).")
            if key in result:
                raise Malformed("A map key stands twice (clause 1.5).")
            result[key] = self.read(depth + 1)
        return result

    def _tagged(self, tag: int, depth: int) -> Tagged:
        if tag != COSE_SIGN or depth:
            raise Malformed(f"Tag {tag} has no place here (clause 1.4).")
        return Tagged(tag, self.read(depth + 1))

    def _simple(self, first: int) -> bool | None:
        if first == _NULL:
            return None
        if first not in {_TRUE, _FALSE}:
            raise Malformed("A float or simple value has no place here (clause 1.4).")
        return first == _TRUE
