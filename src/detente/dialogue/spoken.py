"""Decide how two people read an id, or the heads of a record, to each other.

Clauses 10.6 and 10.7; of heads 5.9. Of an id all 256 bits are read: a shorter check
could be met by trying keys until two ids agree in it. Sixteen groups of five digits
need no common language; 24 words are faster where both know the list. The word list is
an argument: reading it is not pure.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from detente.record.errors import Malformed
from detente.record.head import Head

ID_BYTES: Final = 32
GROUPS: Final = 16
GROUP_DIGITS: Final = 5
LARGEST_GROUP: Final = 0xFFFF
HEADS_BYTES: Final = 16
HEADS_GROUPS: Final = 8
_HEADS: Final = b"detente-heads/1\n"
WORDS: Final = 24
WORD_BITS: Final = 11
CHECK_BITS: Final = 8


def groups(spoken: bytes) -> str:
    """Return an id, or a heads code, as groups of five digits: 16-bit numbers."""
    pairs = (spoken[at : at + 2] for at in range(0, len(spoken), 2))
    return " ".join(f"{int.from_bytes(pair, 'big'):05d}" for pair in pairs)


def from_groups(text: str) -> bytes:
    """Return the id that was read out in groups.

    Raises:
        Malformed: not sixteen groups of five digits, each at most 65535.
    """
    found = _read(text, GROUPS)
    if found is None:
        raise Malformed("An id is read as sixteen groups of five digits (clause 10.6).")
    return found


def heads_code(heads: Iterable[Head]) -> bytes:
    """Return the code of these heads, one a feed that holds an entry (clause 5.9)."""
    rows = sorted(heads, key=lambda head: head.origin)
    text = b"".join((_HEADS, *(head.body() for head in rows)))
    return hashlib.sha256(text).digest()[:HEADS_BYTES]


def heads_from_groups(text: str) -> bytes:
    """Return the heads code that was read out.

    Raises:
        Malformed: not eight groups of five digits, each at most 65535.
    """
    found = _read(text, HEADS_GROUPS)
    if found is None:
        raise Malformed(
            "A heads code is read as eight groups of five digits (clause 5.9)."
        )
    return found


def _read(text: str, count: int) -> bytes | None:
    """Return what so many groups of five digits say; None: they are none."""
    parts = text.replace("-", " ").split()
    plain = all(
        len(part) == GROUP_DIGITS and part.isascii() and part.isdigit()
        for part in parts
    )
    if len(parts) != count or not plain or max(map(int, parts)) > LARGEST_GROUP:
        return None
    return b"".join(int(part).to_bytes(2, "big") for part in parts)


def words(channel: bytes, word_list: Sequence[str]) -> str:
    """Return the id as 24 words.

    Args:
        channel: the 32-byte id.
        word_list: the 2,048 words of BIP-39, English, in their order.
    """
    check = hashlib.sha256(channel).digest()[:1]
    bits = int.from_bytes(channel + check, "big")
    shifts = range(WORD_BITS * (WORDS - 1), -1, -WORD_BITS)
    return " ".join(word_list[bits >> shift & (1 << WORD_BITS) - 1] for shift in shifts)


def from_words(text: str, word_list: Sequence[str]) -> bytes:
    """Return the id that was read out in words.

    Raises:
        Malformed: not 24 words of the list, or their check sum is wrong.
    """
    numbers = {word: number for number, word in enumerate(word_list)}
    said = text.lower().split()
    if len(said) != WORDS or any(word not in numbers for word in said):
        raise Malformed("An id is read as 24 words of the list (clause 10.7).")
    bits = 0
    for word in said:
        bits = bits << WORD_BITS | numbers[word]
    channel = (bits >> CHECK_BITS).to_bytes(ID_BYTES, "big")
    if words(channel, word_list).split() != said:
        raise Malformed("A word was misread: the check sum is wrong (clause 10.7).")
    return channel
