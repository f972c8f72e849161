"""Bytes that are nearly right: what a decoder is searched with.

A mutant is a seed after some edits. Edits of bytes find what breaks a reader; edits of
the value inside (an item exchanged, dropped, doubled, nested or of another type, in
bytes within bytes too) find what breaks behind it, since they are spelled as clause 1
demands. All chance comes from the generator that is handed in.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeAlias

from detente.record import wire
from detente.record.errors import Malformed
from detente.record.wire import Value

MAX_BYTES = 64 * 1024
_MOST_EDITS = 4
_NUMBERS = [0, 1, -1, 2, 23, 24, 255, 256, 2**31, 2**32, 2**53, 2**63, 2**64 - 1]
_ITEMS: list[Value] = [
    None,
    True,
    False,
    *_NUMBERS,
    -(2**63),
    -(2**64),
    b"",
    bytes(31),
    bytes(32),
    bytes(33),
    "",
    "a",
    "NORTH",
    "\u0416\u65e5",
    [],
    [[]],
    {},
    {"a": 1},
    {1: 2},
]
_KEYS: list[int | str] = ["x", "format", "keys", 0, 1, 2, 4, 16, -1]
_ENDS = ["", "x", "/", "\n", "\u0301"]
_TOKENS = [
    *(b"\n", b"\n\n", b" ", b"=", b"+", b"/", b"\x00", b"\xff", b"[", b"{", b'"', b"]"),
    *(b"\x81", b"\xa1", b"\x9f", b"\xbf", b"\xd8\x62", b"\x1b", b"\x5b", b"\xf5"),
    *("\u2014 ".encode(), b"0", b"-1", b"9" * 20, b"\xc3\x28", b"\xed\xa0\x80"),
]
_OPENINGS = [b"[", b'{"a":', b"{a=", b"\x81", b"\xa1\x00", b"("]


def mutant(random: Random, seeds: Sequence[bytes]) -> bytes:
    """Return a seed after one edit or several."""
    data = random.choice(seeds)
    for _ in range(random.randint(1, _MOST_EDITS)):
        edit = random.choice([_edit_value, _edit_bytes])
        data = edit(random, data, seeds)[:MAX_BYTES]
    return data


# --- edits of bytes --------------------------------------------------------------


def _edit_bytes(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    at = random.choice([0, random.randint(0, len(data)), random.randint(0, len(data))])
    end = random.randint(at, min(len(data), at + random.choice([1, 4, 32])))
    before, part, after = data[:at], data[at:end], data[end:]
    match random.choice(["flip", "token", "random", "drop", "repeat", "join", "deep"]):
        case "flip" if part:
            return before + bytes([part[0] ^ 1 << random.randrange(8)]) + data[at + 1 :]
        case "token":
            return before + random.choice(_TOKENS) + after
        case "random":
            return before + random.randbytes(random.randint(1, 16)) + after
        case "repeat":
            return before + part * random.choice([2, 3, 100, 3000]) + after
        case "deep":
            return before + random.choice(_OPENINGS) * random.choice([20, 700]) + after
        case "join":
            other = random.choice(seeds)
            return before + other[random.randint(0, len(other)) :]
        case _:
            return before + after


# --- edits of the value ----------------------------------------------------------


def _edit_value(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    try:
        return wire.encode(_changed(random, wire.decode(data, max_bytes=MAX_BYTES)))
    except Malformed:
        return _edit_bytes(random, data, seeds)


def _changed(random: Random, value: Value) -> Value:
    """Return the value with one item in it changed, at whatever depth."""
    if random.randrange(8) == 0:
        return random.choice(_ITEMS)
    match value:
        case wire.Tagged():
            return wire.Tagged(value.tag, _changed(random, value.content))
        case list() if value:
            return random.choice(_OF_A_LIST)(random, value)
        case dict() if value:
            return random.choice(_OF_A_MAP)(random, value)
        case bytes() if len(value) > 1:
            return _edit_value(random, value, [value])
        case str():
            texts: list[Value] = [value[:-1] + random.choice(_ENDS), value.encode()]
            return random.choice(texts)
        case int() if type(value) is int:
            # Python takes True for 1: the oldest mistake there is in reading numbers.
            numbers: list[Value] = [value - 1, value + 1, bool(value), str(value)]
            return random.choice(numbers)
        case _:
            return random.choice(_ITEMS)


_List: TypeAlias = Callable[[Random, list[Value]], Value]
_Map: TypeAlias = Callable[[Random, dict[int | str, Value]], Value]


def _item_changed(random: Random, items: list[Value]) -> Value:
    at = random.randrange(len(items))
    return [*items[:at], _changed(random, items[at]), *items[at + 1 :]]


def _item_dropped(random: Random, items: list[Value]) -> Value:
    at = random.randrange(len(items))
    return items[:at] + items[at + 1 :]


def _item_doubled(random: Random, items: list[Value]) -> Value:
    at = random.randrange(len(items))
    return items[: at + 1] + items[at:]


def _item_moved(random: Random, items: list[Value]) -> Value:
    return random.sample(items, len(items))


def _item_nested(random: Random, items: list[Value]) -> Value:
    at = random.randrange(len(items))
    return [*items[:at], [items[at]], *items[at + 1 :]]


def _field_changed(random: Random, value: dict[int | str, Value]) -> Value:
    key = random.choice([*value])
    return {**value, key: _changed(random, value[key])}


def _field_dropped(random: Random, value: dict[int | str, Value]) -> Value:
    gone = random.choice([*value])
    return {key: item for key, item in value.items() if key != gone}


def _field_renamed(random: Random, value: dict[int | str, Value]) -> Value:
    old, new = random.choice([*value]), random.choice(_KEYS)
    return {new if key == old else key: item for key, item in value.items()}


def _field_added(random: Random, value: dict[int | str, Value]) -> Value:
    return {**value, random.choice(_KEYS): random.choice(_ITEMS)}


def _field_taken_over(random: Random, value: dict[int | str, Value]) -> Value:
    return {**value, random.choice([*value]): value[random.choice([*value])]}


_OF_A_LIST: list[_List] = [
    *([_item_changed] * 4),
    _item_dropped,
    _item_doubled,
    _item_moved,
    _item_nested,
]
_OF_A_MAP: list[_Map] = [
    *([_field_changed] * 4),
    _field_dropped,
    _field_renamed,
    _field_added,
    _field_taken_over,
]
