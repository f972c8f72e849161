"""Decide, offline and alone, what a proof file or a fork proof shows.

One file, Python 3.11 and `cryptography` alone; it shares no code with Detente, so that
one mistake cannot make both agree. Clauses are those of `spec/`; the contract, with
every verdict and exit code, is `docs/verifier.md`.

A proof file shows that a party released a statement (clause 7) when
  1. the file and all that is signed in it has its one spelling (clause 1);
  2. the founding charter's SHA-256 is the channel's id, and the key documents are those
     the charter names, proven by root and possession (clauses 2, 6 and 10);
  3. both keys of the party's feed signed a head in this channel (clause 5);
  4. an inclusion path leads from the statement to that head (clause 4);
  5. credentials of the party released the statement, and the body, if disclosed, is the
     one it commits to (clause 3).
That much is only *consistent*: anyone can found a channel with himself. It becomes a
proof by what the reader brings along: the channel's id, which fixes every key, and then
another party must have receipted the head; or a C2SP tlog-policy, which must accept the
head. The policy inside the file is compared, never trusted.

What no file can show stands under "Not shown" in every verdict.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import io
import json
import os
import re
import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeAlias

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa
    from cryptography.hazmat.primitives.hashes import SHA256
except ImportError as error:
    sys.stderr.write("The package cryptography, 48.0.1 or newer, is needed.\n")
    raise SystemExit(2) from error

PROVES, DOES_NOT, UNREADABLE, UNTRUSTED = 0, 1, 2, 3
MAX_FILE, MAX_POLICY = 4 * 1024 * 1024, 1024 * 1024
MAX_NOTE, MAX_SIGNED = 64 * 1024, 60 * 1024
MAX_DEPTH, MAX_ITEMS, MAX_PATH, MAX_LINES = 16, 4096, 64, 32
MAX_SIGNERS = 256
HASH_BYTES, SEALING_BYTES, HINT_BYTES, SHORT = 32, 1216, 4, 32
LAST_TIME_S, YEAR_10000_S = 2**63 - 1, 253402300800

Value: TypeAlias = Any  # of CBOR; every use is behind a shape


class NotProven(Exception):
    """What is readable does not convince (exit 1)."""


class NotReadable(Exception):
    """Bytes are not in the form that their clause demands (exit 2)."""


# --- clause 1: the one spelling of a value -----------------------------------------

_LEAST = (24, 1 << 8, 1 << 16, 1 << 32)  # what needs 1, 2, 4, 8 bytes
_SIMPLE = {0xF4: False, 0xF5: True, 0xF6: None}
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


class _Tagged(NamedTuple):
    content: Value


class _Reader:
    """Takes no second spelling of a value, so that nothing need be encoded again."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.items = data, 0, 0

    def take(self, size: int) -> bytes:
        end = self.at + size
        taken = self.data[self.at : end]
        if len(taken) != size:
            raise NotReadable("The bytes end in the middle of a value (clause 1.1).")
        self.at = end
        return taken

    def value(self, depth: int) -> Value:  # noqa: C901 - one arm a type
        self.items += 1
        if self.items > MAX_ITEMS or depth > MAX_DEPTH:
            raise NotReadable("Too many items, or nested too deep (clause 1.7).")
        if self.at >= len(self.data):
            raise NotReadable("The bytes end before a value (clause 1.1).")
        first = self.data[self.at]
        self.at += 1
        if first in _SIMPLE:
            return _SIMPLE[first]
        major, low = first >> 5, first & 31
        if major == 7 or low > 27:  # noqa: PLR2004 - RFC 8949 section 3
            raise NotReadable("A float, or an open length (clauses 1.3 and 1.4).")
        number = low if low < _LEAST[0] else self.long(low - _LEAST[0])
        match major:
            case 0:
                return number
            case 1:
                return -1 - number
            case 2:
                return self.take(number)
            case 3:
                return (_word if number <= SHORT else _text)(self.take(number))
            case 4:
                return [self.value(depth + 1) for _ in range(number)]
            case 5:
                return self.map(number, depth + 1)
            case _ if number == 98 and depth == 0:  # noqa: PLR2004 - COSE_Sign
                return _Tagged(self.value(1))
            case _:
                raise NotReadable(f"Tag {number} has no place there (clause 1.4).")

    def long(self, power: int) -> int:
        number = int.from_bytes(self.take(1 << power), "big")
        if number < _LEAST[power]:
            raise NotReadable("A number is not in its shortest form (clause 1.2).")
        return number

    def map(self, size: int, depth: int) -> dict[int | str, Value]:
        result: dict[int | str, Value] = {}
        before = b""
        for _ in range(size):
            start = self.at
            key = self.value(depth)
            spelled = self.data[start : self.at]
            if type(key) is not int and type(key) is not str:
                raise NotReadable("A map key is no number or text (clause 1.5).")
            if spelled <= before:  # keys that rise cannot stand twice
                raise NotReadable("Map keys are doubled or unsorted (clause 1.5).")
            before = spelled
            result[key] = self.value(depth)
        return result


def _text(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NotReadable("A text is not UTF-8 (clause 1.6).") from error
    if not text.replace("\n", "").isprintable() and _UNSAFE.search(text):
        raise NotReadable("A text has control or direction characters (clause 1.6).")
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise NotReadable("A text is not in Unicode form NFC (clause 1.6).")
    return text


_word = lru_cache(maxsize=4096)(_text)  # names of fields come again and again


def cbor(data: bytes, most: int) -> Value:
    """Read bytes that hold exactly one value, in its one spelling (clause 1)."""
    if len(data) > most:
        raise NotReadable(f"{len(data)} bytes where {most} are the most.")
    reader = _Reader(data)
    value = reader.value(0)
    if reader.at != len(data):
        raise NotReadable("Bytes follow the value (clause 1.1).")
    return value


def _head(major: int, number: int) -> bytes:
    for power in (3, 2, 1, 0):
        if number >= _LEAST[power]:
            first = major << 5 | _LEAST[0] + power
            return bytes([first]) + number.to_bytes(1 << power, "big")
    return bytes([major << 5 | number])


def _octets(data: bytes) -> bytes:
    return _head(2, len(data)) + data


# --- shapes: which fields a value has, and of which kind ---------------------------

Shape: TypeAlias = Callable[[Value], bool]


def _list_of(shape: Shape) -> Shape:
    return lambda value: type(value) is list and all(map(shape, value))


def _row(*shapes: Shape) -> Shape:
    return lambda value: (
        type(value) is list
        and len(value) == len(shapes)
        and all(shape(each) for shape, each in zip(shapes, value, strict=True))
    )


_SHAPES: dict[str, Shape] = {
    "number": lambda value: type(value) is int,
    "count": lambda value: type(value) is int and value >= 0,
    "flag": lambda value: type(value) is bool,
    "true": lambda value: value is True,
    "text": lambda value: type(value) is str,
    "bytes": lambda value: type(value) is bytes,
    "hash": lambda value: type(value) is bytes and len(value) == HASH_BYTES,
    "map": lambda value: type(value) is dict,
    "empty": lambda value: type(value) is dict and not value,
}


def _shape(name: str) -> Shape:
    """Look a kind up: `A|B` is one of two words, `[k]` a list, `[k]+` not an empty one.

    `k?` may be null.
    """
    if name.endswith("?"):
        inner = _shape(name[:-1])
        return lambda value: value is None or inner(value)
    if name.endswith("+"):
        filled = _shape(name[:-1])
        return lambda value: filled(value) and bool(value)
    if name.startswith("["):
        return _list_of(_shape(name[1:-1]))
    words = name.split("|")
    return _SHAPES.get(name) or (lambda value: type(value) is str and value in words)


def _map_of(always: str, sometimes: str = "") -> Shape:
    """Describe a map by fields written `name=kind`; no other field may stand in it."""
    needed = {part.split("=")[0] for part in always.split()}
    rows = (part.split("=") for part in f"{always} {sometimes}".split())
    shapes = {name: _shape(kind) for name, kind in rows}
    return lambda value: (
        type(value) is dict
        and needed <= value.keys() <= shapes.keys()
        and all(shapes[name](each) for name, each in value.items())
    )


# --- clause 2: keys and signatures -------------------------------------------------

ED25519, ML_DSA_44, ML_DSA_65, PASSKEY = -19, -48, -49, -65537
_KEY_BYTES = {ED25519: 32, ML_DSA_44: 1312, ML_DSA_65: 1952, PASSKEY: 65}
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_Y_OF_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7
_SMALL_ORDERS = {0, 1, _P - 1, _Y_OF_ORDER_8, _P - _Y_OF_ORDER_8}


class Key(NamedTuple):
    """A public key: COSE algorithm, bytes, and a passkey's site and origins."""

    algorithm: int
    raw: bytes
    origins: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def thumbprint(key: Key) -> bytes:
    """Return the RFC 9679 thumbprint that names a sound key (clause 2.2)."""
    if key.algorithm == ED25519:
        members = b"\xa3\x01\x01\x20\x06\x21" + _octets(key.raw)
    elif key.algorithm == PASSKEY:
        x, y = _octets(key.raw[1:33]), _octets(key.raw[33:])
        members = b"\xa4\x01\x02\x20\x01\x21" + x + b"\x22" + y
    else:
        kind = _head(1, -1 - key.algorithm)
        members = b"\xa3\x01\x07\x03" + kind + b"\x20" + _octets(key.raw)
    return hashlib.sha256(members).digest()


@lru_cache(maxsize=4096)
def sound(key: Key) -> Key:
    """Return a key unless it is of an unknown kind or does not bind (clause 2.3)."""
    if _KEY_BYTES.get(key.algorithm) != len(key.raw):
        raise NotProven("A key has an unknown kind or a wrong length (clause 2.3).")
    if bool(key.origins) != (key.algorithm == PASSKEY):
        raise NotProven("A passkey names its origins, no other key does (clause 2.3).")
    if key.algorithm == PASSKEY:
        _p256(key.raw)
    elif key.algorithm == ED25519 and not _prime_order(key.raw):
        raise NotProven("An Ed25519 key is not sound (clause 2.4).")
    return key


def _y(point: bytes) -> int:
    return int.from_bytes(point, "little") & (1 << 255) - 1


def _prime_order(raw: bytes) -> bool:
    """Say whether a point is canonical and of prime order.

    Under a point of low order one signature fits every message. The order is found by
    a Montgomery ladder over u = (1 + y) / (1 - y), which the sign of x does not change.
    """
    y = _y(raw)
    x_squared = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    if y >= _P or y in _SMALL_ORDERS or pow(x_squared, (_P - 1) // 2, _P) != 1:
        return False
    u = (1 + y) * pow(1 - y, -1, _P) % _P
    low, high = (1, 0), (u, 1)  # u of n and of n + 1 times the point, as fractions
    for bit in f"{_ORDER:b}":
        plus, minus = low[0] + low[1], low[0] - low[1]
        left, right = (high[0] - high[1]) * plus, (high[0] + high[1]) * minus
        both = (left + right) ** 2 % _P, u * (left - right) ** 2 % _P
        double = high if bit == "1" else low
        plus, minus = (double[0] + double[1]) ** 2, (double[0] - double[1]) ** 2
        four = plus - minus
        twice = plus * minus % _P, four * (minus + 121666 * four) % _P
        low, high = (both, twice) if bit == "1" else (twice, both)
    return low[1] == 0


_ed25519 = lru_cache(maxsize=1024)(ed25519.Ed25519PublicKey.from_public_bytes)
_ml_dsa_44 = lru_cache(maxsize=256)(mldsa.MLDSA44PublicKey.from_public_bytes)
_ml_dsa_65 = lru_cache(maxsize=256)(mldsa.MLDSA65PublicKey.from_public_bytes)


def _p256(raw: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError as error:
        raise NotProven("A passkey is no point of P-256 (clause 2.3).") from error


def check_signature(key: Key, message: bytes, signature: bytes) -> None:
    """Check one signature of a sound key (clause 2.1)."""
    try:
        if key.algorithm == ED25519:
            if _y(signature[:32]) in _SMALL_ORDERS:
                raise NotProven("A signature's R is of small order (clause 2.1).")
            _ed25519(key.raw).verify(signature, message)
        elif key.algorithm == ML_DSA_44:
            _ml_dsa_44(key.raw).verify(signature, message)
        elif key.algorithm == ML_DSA_65:
            _ml_dsa_65(key.raw).verify(signature, message)
        else:
            _check_passkey(key, message, signature)
    except InvalidSignature as error:
        raise NotProven("A signature does not fit its key and text.") from error


def _check_passkey(key: Key, message: bytes, signature: bytes) -> None:
    parts = cbor(signature, 4096)
    if not _row(_SHAPES["bytes"], _SHAPES["bytes"], _SHAPES["bytes"])(parts):
        raise NotReadable("A passkey signature has three parts (clause 2.5).")
    device, client, ecdsa = parts
    try:
        said = json.loads(client.decode(), parse_constant=int)  # int takes no NaN
    except (ValueError, RecursionError) as error:
        raise NotReadable("A passkey's client data is no JSON (clause 2.5).") from error
    digest = base64.urlsafe_b64encode(hashlib.sha256(message).digest())
    challenge = digest.rstrip(b"=").decode()
    if not isinstance(said, dict) or said.get("challenge") != challenge:
        raise NotProven("A passkey signed something else (clause 2.5).")
    if said.get("type") != "webauthn.get" or said.get("origin") not in key.origins[1:]:
        raise NotProven("A passkey signed for another site (clause 2.5).")
    site = hashlib.sha256(key.origins[0].encode()).digest()
    if device[:32] != site or len(device) < 37 or device[32] & 5 != 5:  # noqa: PLR2004
        raise NotProven("A passkey was used without its person (clause 2.5).")
    signed = device + hashlib.sha256(client).digest()
    _p256(key.raw).verify(ecdsa, signed, ec.ECDSA(SHA256()))


# --- clause 3.1: COSE_Sign ---------------------------------------------------------


class Signature(NamedTuple):
    """One signature with its signer, and the message it is over."""

    algorithm: int
    kid: bytes
    message: bytes
    value: bytes


_ROW = _row(_SHAPES["bytes"], _SHAPES["empty"], _SHAPES["bytes"])
_COSE = _row(_SHAPES["bytes"], _SHAPES["empty"], _SHAPES["bytes"], _list_of(_ROW))


@lru_cache(maxsize=4096)
def _signer(header: bytes) -> tuple[int, bytes]:
    match cbor(header, 128):
        case {1: int(algorithm), 4: bytes(kid), **rest} if not rest:
            if type(algorithm) is int:
                return algorithm, kid
    raise NotReadable("A signer is not algorithm and key id (clause 3.1).")


def cose(kind: str, raw: bytes) -> tuple[bytes, list[Signature]]:
    """Return the payload of signed bytes of one kind, and who signed it."""
    media_type = f"application/vnd.detente.{kind}+cose".encode()
    value = cbor(raw, MAX_SIGNED)
    if not isinstance(value, _Tagged) or not _COSE(value.content):
        raise NotReadable("The bytes are no COSE_Sign structure (clause 3.1).")
    outer, _, payload, rows = value.content
    if outer != b"\xa1\x10" + _head(3, len(media_type)) + media_type:
        raise NotReadable(f"The bytes are not signed as {kind} (clause 3.1).")
    before, after = b"\x85\x69Signature" + _octets(outer), b"\x40" + _octets(payload)
    signatures = [
        Signature(*_signer(header), before + _octets(header) + after, signature)
        for header, _, signature in rows
    ]
    if not 0 < len({s[:2] for s in signatures}) == len(rows) <= MAX_SIGNERS:
        raise NotReadable("No signature, one twice, or too many (clause 3.1).")
    return payload, signatures


# --- clause 4: Merkle trees, as RFC 9162 section 2.1 defines them ------------------

EMPTY_ROOT = hashlib.sha256(b"").digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _last(path: list[bytes]) -> bytes:
    if not path:
        raise NotProven("A path is too short for its tree (clauses 4.3 and 4.4).")
    return path.pop()


def included_root(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root to which a leaf's path leads (clause 4.3)."""
    rest = list(path)
    if index >= size:
        raise NotProven("A position lies beyond its head (clause 4.3).")
    root = _climb(leaf, index, size, rest)
    if rest:
        raise NotProven("A path is too long for its tree (clause 4.3).")
    return root


def _climb(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    if size == 1:
        return leaf
    split, sibling = 1 << (size - 1).bit_length() - 1, _last(path)
    if index < split:
        return _node(_climb(leaf, index, split, path), sibling)
    return _node(sibling, _climb(leaf, index - split, size - split, path))


def consistent_roots(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the old and the new root to which a path leads (clause 4.4)."""
    rest = list(path)
    if not 0 < old < new:
        raise NotProven("A path is between two sizes (clause 4.4).")
    roots = _climb_both(old, new, rest)
    if rest:
        raise NotProven("A path is too long for its tree (clause 4.4).")
    return roots


def _climb_both(old: int, new: int, path: list[bytes]) -> tuple[bytes, bytes]:
    step = _last(path)
    if old == new:
        return step, step
    split = 1 << (new - 1).bit_length() - 1
    if old <= split:
        old_root, new_root = _climb_both(old, split, path)
        return old_root, _node(new_root, step)
    old_root, new_root = _climb_both(old - split, new - split, path)
    return _node(step, old_root), _node(step, new_root)


# --- clause 5: heads, receipts, policies -------------------------------------------

PLAIN, COSIGNED, COSIGNED_ML_DSA = 0x01, 0x04, 0x06
_ALGORITHM = {PLAIN: ED25519, COSIGNED: ED25519, COSIGNED_ML_DSA: ML_DSA_44}
_NAME = rb"[!-*,-~]{1,255}"
_CHECKPOINT = re.compile(_NAME + rb"\n(?:0|[1-9][0-9]{0,18})\n[A-Za-z0-9+/]{43}=")
_SIGNED_BY = re.compile("— ".encode() + _NAME + rb" [A-Za-z0-9+/]+={0,2}")
_VKEY = re.compile(rb"([!-*,-~\x80-\xff]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


class NoteKey(NamedTuple):
    """A key that signs notes: name, C2SP signature type, bytes."""

    name: str
    kind: int
    raw: bytes

    def hint(self) -> bytes:
        """Return what C2SP calls the key id: a hint, never an identity."""
        name = self.name.encode("utf-8", "surrogateescape")
        return hashlib.sha256(name + b"\n" + bytes([self.kind]) + self.raw).digest()[:4]

    def vkey(self) -> str:
        """Return the key as policies write it."""
        raw = base64.b64encode(bytes([self.kind]) + self.raw).decode()
        return f"{self.name}+{self.hint().hex()}+{raw}"


Pair: TypeAlias = tuple[NoteKey, NoteKey]


class Note(NamedTuple):
    """A signed checkpoint: its body, what it says, and its signature lines."""

    body: bytes
    origin: str
    size: int
    root: bytes
    lines: list[tuple[str, bytes, bytes]]

    def names(self, pair: Pair) -> bool:
        """Say whether a line names any key of a pair."""
        named = {line[:2] for line in self.lines}
        return any((key.name, key.hint()) in named for key in pair)


def unbase64(text: bytes) -> bytes:
    """Decode base64 in its one spelling (clause 5.1)."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise NotReadable("A text is no base64 (clause 5.1).") from error
    if base64.b64encode(data) != text:
        raise NotReadable("A base64 text has stray bits (clause 5.1).")
    return data


def note(text: bytes) -> Note:
    """Read a signed checkpoint without extension lines (clause 5.1)."""
    body, _, rest = text.partition(b"\n\n")
    if len(text) > MAX_NOTE or not _CHECKPOINT.fullmatch(body):
        raise NotReadable("A head is not origin, size and root alone (clause 5.1).")
    *rows, end = rest.split(b"\n")
    if (
        end
        or not 0 < len(rows) <= MAX_LINES
        or not all(map(_SIGNED_BY.fullmatch, rows))
    ):
        raise NotReadable("A head has no signature line, or another (clause 5.1).")
    lines = []
    for row in rows:
        _, name, value = row.split(b" ")
        data = unbase64(value)
        if len(data) <= HINT_BYTES:
            raise NotReadable("A signature line has a hint alone (clause 5.1).")
        lines.append((name.decode(), data[:HINT_BYTES], data[HINT_BYTES:]))
    origin, size, root = body.split(b"\n")
    return Note(body + b"\n", origin.decode(), int(size), unbase64(root), lines)


def _check_line(head: Note, key: NoteKey) -> int:
    found = [line[2] for line in head.lines if line[:2] == (key.name, key.hint())]
    if len(found) != 1:
        raise NotProven(f"A head needs one signature of {key.name} (clause 5.3).")
    message, value, time_s = head.body, found[0], 0
    if key.kind != PLAIN:
        stamp, value = value[:8], value[8:]
        time_s = int.from_bytes(stamp, "big")
        if time_s > LAST_TIME_S:
            raise NotProven("A signature claims a time beyond all times (clause 5.4).")
        message = f"cosignature/v1\ntime {time_s}\n".encode() + head.body
    if key.kind == COSIGNED_ML_DSA:
        name, origin = key.name.encode(), head.origin.encode()
        cosigner = bytes([len(name)]) + name + time_s.to_bytes(8, "big")
        tree = bytes([len(origin)]) + origin + bytes(8) + head.size.to_bytes(8, "big")
        message = b"subtree/v1\n\x00" + cosigner + tree + head.root
    check_signature(Key(_ALGORITHM[key.kind], key.raw), message, value)
    return time_s


def check_pair(head: Note, pair: Pair) -> int:
    """Check that both keys signed once (clause 5.3); return the latest time claimed."""
    return max(_check_line(head, key) for key in pair)


@lru_cache(maxsize=64)
def own_policy(feed: Pair, mirrors: tuple[Pair, ...]) -> str:
    """Return the policy that demands all of these keys (clause 5.6)."""
    named = [("feed-06", feed[1])]
    for number, mirror in enumerate(mirrors, 1):
        named += [(f"mirror{number}-{key.kind:02x}", key) for key in mirror]
    witnesses = "".join(f"witness {name} {key.vkey()}\n" for name, key in named)
    members = " ".join(name for name, _ in named)
    tail = f"group all-keys all {members}\nquorum all-keys\n"
    return f"log {feed[0].vkey()}\n{witnesses}{tail}"


class Policy:
    """A C2SP tlog-policy, and what it says of the keys that signed (clause 5.7)."""

    def __init__(
        self, data: bytes, feed: Pair | None = None, mirrors: tuple[Pair, ...] = ()
    ) -> None:
        pairs = [feed, *mirrors] if feed else []
        self.signed = {key for pair in pairs for key in pair}
        self.logs: set[NoteKey] = set()
        self.listed: set[tuple[bytes, bytes]] = set()
        self.reached: dict[bytes, bool] = {}
        self.grouped: set[bytes] = set()
        self.quorum = b""
        if not data.endswith(b"\n") or re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data):
            raise NotReadable("The policy is no text of whole lines (clause 5.7).")
        for number, row in enumerate(data.split(b"\n"), 1):
            words = row.split()
            if words and not words[0].startswith(b"#") and not self._line(words):
                raise NotReadable(f"Line {number} of the policy is wrong (clause 5.7).")
        if not self.quorum:
            raise NotReadable("The policy names no quorum (clause 5.7).")
        self.names_feed = not self.logs.isdisjoint(feed or ())
        self.accepts = self.names_feed and self.reached.get(self.quorum, True)

    def _line(self, words: list[bytes]) -> bool:
        match words:
            case [b"log" as role, vkey, *url] if len(url) <= 1:
                key = _vkey(vkey, {PLAIN, COSIGNED_ML_DSA})
                self.logs.add(key)
                return self._is_new(role, key)
            case [b"witness" as role, name, vkey, *url] if len(url) <= 1:
                key = _vkey(vkey, {COSIGNED, COSIGNED_ML_DSA})
                reached = key in self.signed
                return self._is_new(role, key) and self._define(name, reached=reached)
            case [b"group", name, least, *members] if members:
                return self._group(name, least, members)
            case [b"quorum", name] if not self.quorum:
                self.quorum = name
                return name == b"none" or name in self.reached
        return False

    def _is_new(self, role: bytes, key: NoteKey) -> bool:
        known = len(self.listed)
        self.listed.add((role, key.raw))
        return len(self.listed) > known

    def _define(self, name: bytes, *, reached: bool) -> bool:
        fresh = name != b"none" and name not in self.reached
        self.reached[name] = reached
        return fresh

    def _group(self, name: bytes, least: bytes, members: list[bytes]) -> bool:
        together = set(members)
        named = {b"all": len(members), b"any": 1}
        if least not in named and not re.fullmatch(rb"[1-9][0-9]{0,3}", least):
            return False
        needed = named[least] if least in named else int(least)
        if not needed <= len(members) == len(together - self.grouped):
            return False
        if not together <= self.reached.keys():
            return False
        self.grouped |= together
        return self._define(
            name, reached=sum(self.reached[each] for each in together) >= needed
        )


def _vkey(text: bytes, kinds: set[int]) -> NoteKey:
    parts = _VKEY.fullmatch(text)
    raw = unbase64(parts[3]) if parts else b""
    if not parts or raw[0] not in kinds:
        raise NotReadable("A policy has a key of a kind it cannot use (clause 5.7).")
    key = NoteKey(parts[1].decode("utf-8", "surrogateescape"), raw[0], raw[1:])
    if key.hint().hex().encode() != parts[2]:
        raise NotReadable("A policy has a key with a wrong key id (clause 5.7).")
    return key


# --- clauses 6 and 10: key documents and the charter -------------------------------

_PARTY = re.compile("[A-Z][A-Za-z0-9-]{0,31}")
_SHAPES["seat"] = _map_of("number=count code=text name=text keys=hash observer=flag")
_CHARTER = _map_of("format=detente-charter/1 parties=[seat] terms=map")
_SHAPES["holder"] = _map_of("ed25519=bytes ml_dsa_65=bytes")
_SHAPES["root"] = _map_of("threshold=number holders=[holder]")
_SHAPES["pair"] = _map_of("ed25519=bytes ml_dsa_44=bytes")
_SHAPES["credential"] = _map_of(
    "post=text number=number algorithm=number key=bytes", "origins=[text]+ node=true"
)
_DOCUMENT = _map_of(
    "format=detente-keys/1 party=text name=text version=number previous=bytes?"
    " channel=bytes? nonce=bytes generation=number issued=number root=root"
    " posts=[text] credentials=[credential] feed=pair mirror=pair sealing=bytes"
    " spare=bytes tls=bytes addresses=[text] last_head=bytes?"
)


class Credential(NamedTuple):
    """A numbered key of a post; `node` marks the machine's own."""

    post: str
    number: int
    node: bool
    key: Key


class KeyDocument:
    """One version of a party's keys, which proves itself (clause 6)."""

    def __init__(self, raw: bytes, before: KeyDocument | None = None) -> None:
        payload, signatures = cose("keys", raw)
        said = cbor(payload, MAX_SIGNED)
        if not _DOCUMENT(said) or not _PARTY.fullmatch(said["party"]):
            raise NotReadable("A key document is not complete (clause 6.2).")
        self.said, self.digest = said, hashlib.sha256(raw).digest()
        self.party, self.version = said["party"], said["version"]
        if len(said["nonce"]) != HASH_BYTES or len(said["sealing"]) != SEALING_BYTES:
            raise NotReadable("A nonce or sealing key has a wrong length (clause 6.2).")
        if self.version < 1 or said["generation"] < 1:
            raise NotReadable("Versions and generations count from one (clause 6.2).")
        first = self.version == 1
        if first and (said["channel"], said["previous"]) != (None, None):
            raise NotReadable("A first key document has no channel before it.")
        if (self.version > 1) != (before is not None):
            raise NotProven("A key document lacks the one before (clause 6.5).")
        self.holders = [
            (Key(ED25519, h["ed25519"]), Key(ML_DSA_65, h["ml_dsa_65"]))
            for h in said["root"]["holders"]
        ]
        self.threshold = said["root"]["threshold"]
        self.credentials = self._certified()
        self._check_signatures(signatures, [self, before] if before else [self])

    def pair(self, use: str, channel: bytes) -> Pair:
        """Return both keys of the feed or the mirror in a channel (clause 5.2)."""
        last = self.said["generation"] if use == "feed" else "mirror"
        name = f"detente/{channel.hex()}/{self.party}/{last}"
        classical = NoteKey(
            name, PLAIN if use == "feed" else COSIGNED, self.said[use]["ed25519"]
        )
        return classical, NoteKey(name, COSIGNED_ML_DSA, self.said[use]["ml_dsa_44"])

    def _certified(self) -> dict[bytes, Credential]:
        rows = [
            Credential(
                row["post"],
                row["number"],
                row.get("node", False),
                sound(Key(row["algorithm"], row["key"], tuple(row.get("origins", ())))),
            )
            for row in self.said["credentials"]
        ]
        if len({row[:2] for row in rows}) != len(rows):
            raise NotProven("Two credentials have one number (clause 6.3).")
        if not {row.post for row in rows} <= set(self.said["posts"]):
            raise NotProven("A credential belongs to no post (clause 6.3).")
        named = {thumbprint(row.key): row for row in rows}
        if len(named) != len(rows):
            raise NotProven("One key has two credentials (clause 6.3).")
        return named

    def _check_signatures(
        self, signatures: list[Signature], roots: list[KeyDocument]
    ) -> None:
        """Demand every listed key's signature and enough of every root (clause 6.4)."""
        said = self.said
        listed = [Key(ED25519, said["spare"])]
        for use in ("feed", "mirror"):
            listed.append(Key(ED25519, said[use]["ed25519"]))
            listed.append(Key(ML_DSA_44, said[use]["ml_dsa_44"]))
        listed += [credential.key for credential in self.credentials.values()]
        every = [*listed, *(key for holder in self.holders for key in holder)]
        if len(set(every)) != len(every):
            raise NotProven("One key stands in two places of a document (clause 6.3).")
        every += [key for holder in roots[-1].holders for key in holder]
        known = {(key.algorithm, thumbprint(sound(key))): key for key in every}
        signed = set()
        for algorithm, kid, message, value in signatures:
            key = known.get((algorithm, kid))
            if key is None:
                raise NotProven("A key document has a stranger's signature.")
            check_signature(key, message, value)
            signed.add(key)
        if not signed.issuperset(listed):
            raise NotProven("A listed key did not prove to be held (clause 6.4).")
        for root in roots:
            whole = sum(signed.issuperset(holder) for holder in root.holders)
            if not 0 < root.threshold <= whole:
                raise NotProven(f"{whole} of {root.threshold} root holders signed.")


class Channel:
    """A founding charter and the key documents it names (clauses 7.3 and 10.4)."""

    def __init__(self, charter: bytes, documents: Sequence[bytes]) -> None:
        said = cbor(charter, MAX_FILE)
        if not _CHARTER(said):
            raise NotReadable("The bytes are no founding charter (clause 10.4).")
        self.id = hashlib.sha256(charter).digest()
        self.names = {row["code"]: row["name"] for row in said["parties"]}
        if len(self.names) != len(said["parties"]):
            raise NotReadable("A party stands twice in the charter (clause 10.3).")
        seats = {row["keys"]: (row["code"], row["name"]) for row in said["parties"]}
        self.chains: dict[str, list[KeyDocument]] = {}
        for raw in documents:
            seat = seats.pop(hashlib.sha256(raw).digest(), None)
            document = KeyDocument(raw) if seat else self._follow(raw)
            if seat and seat != (document.party, document.said["name"]):
                raise NotProven(
                    "The charter gives a party another's keys (clause 10.2)."
                )
            self.chains.setdefault(document.party, []).append(document)

    def _follow(self, raw: bytes) -> KeyDocument:
        said = cbor(cose("keys", raw)[0], MAX_SIGNED)
        if not _DOCUMENT(said) or said["party"] not in self.chains:
            raise NotProven("A key document is not the charter's (clause 6.5).")
        last = self.chains[said["party"]][-1]
        place = said["channel"], said["previous"], said["version"]
        if place != (self.id, last.digest, last.version + 1):
            raise NotProven("A key document does not follow another (clause 6.5).")
        return KeyDocument(raw, last)

    def pairs(self, code: str, use: str) -> list[Pair]:
        """Return the pairs of keys a party has had for a use, newest first."""
        return [d.pair(use, self.id) for d in reversed(self.chains.get(code, []))]

    def feed(self, head: Note) -> tuple[str, Pair]:
        """Return whose feed a head is of, and the keys that must have signed it."""
        for code in self.chains:
            pairs = [p for p in self.pairs(code, "feed") if p[0].name == head.origin]
            for pair in pairs:
                if head.names(pair) or pair is pairs[-1]:
                    return code, pair
        raise NotProven("A head is of no feed whose keys are in the file (clause 5.2).")


class Held:
    """A proof's head, every line of which is checked (clause 7.2)."""

    def __init__(self, text: bytes, channel: Channel) -> None:
        self.head = note(text)
        self.party, self.feed = channel.feed(self.head)
        self.time_s = check_pair(self.head, self.feed)
        self.mirrors: dict[str, tuple[Pair, int]] = {}
        for code in channel.names:
            shown = [p for p in channel.pairs(code, "mirror") if self.head.names(p)]
            if shown and code != self.party:
                self.mirrors[code] = shown[0], check_pair(self.head, shown[0])
        if len(self.head.lines) != 2 + 2 * len(self.mirrors):
            raise NotProven("A head has a signature of no other party (clause 7.2).")


# Many proofs of one channel differ in statement and path alone.
_channel = lru_cache(maxsize=64)(Channel)
_held = lru_cache(maxsize=1024)(Held)
_policy = lru_cache(maxsize=1024)(Policy)

# --- clause 3: statements ----------------------------------------------------------

_REFERENCE = re.compile(
    "([A-Z][A-Za-z0-9-]{0,31})/[0-9]{4}/(?:[0-9]{4}|[1-9][0-9]{4,8})"
    "/([A-Z]{3,5})/[1-9][0-9]{0,3}/([OET])"
)
_SHAPES["citation"] = _row(_SHAPES["text"], _SHAPES["hash"])
_SHAPES["seen"] = _row(*map(_shape, ("text", "count", "count", "hash")))
_SHAPES["attachment"] = _map_of(
    "name=text media_type=text size_bytes=number sha256=hash"
)
# What may be left out has a usual value, and that value may not be spelled out.
_HEADER = _map_of(
    "channel=hash reference=text from_post=text to_post=text drafted=count"
    " released=count language=text drafter=hash releasers=[hash]"
    " charter_version=count body_digest=hash",
    "status=EXERCISE|TEST kind=UPDATE|CANCEL|CORRECTION precedence=Z|O|P"
    " info_posts=[text]+ changes=[citation]+ answers=[citation]+"
    " valid_from=number valid_until=number reply_by=number"
    " handling=releasable|public releasable_to=[text]+"
    " attachments=[attachment]+ seen=[seen]+",
)
_USUAL = {"status": "OPERATION", "kind": "NEW", "precedence": "R"}


class Statement:
    """A statement whose header is whole (clause 3.2)."""

    def __init__(self, raw: bytes) -> None:
        payload, self.signatures = cose("statement", raw)
        said = cbor(payload, MAX_SIGNED)
        if not _HEADER(said):
            raise NotReadable("A statement's header is not complete (clause 3.2).")
        self.said: dict[str, Value] = _USUAL | said
        named = _REFERENCE.fullmatch(said["reference"])
        if named is None or named[3] != self.said["status"][0]:
            raise NotReadable("A reference is none, or contradicts (clause 3.3).")
        self.party, self.form = named[1], named[2]
        if bool(said.get("changes")) != (self.said["kind"] != "NEW"):
            raise NotReadable("A change cites what it changes (clause 3.6).")
        if [signature.kid for signature in self.signatures] != said["releasers"]:
            raise NotReadable("Signatures are not those the header lists (clause 3.5).")

    def check_released(self, channel: Channel, party: str) -> dict[bytes, Credential]:
        """Check who released it; return the party's credentials (clause 3.5)."""
        if self.said["channel"] != channel.id or self.party != party:
            raise NotProven("A statement is of another channel or party (clause 3.3).")
        held: dict[bytes, Credential] = {}
        for document in channel.chains[party]:
            held |= document.credentials
        for algorithm, kid, message, value in self.signatures:
            if kid not in held or held[kid].key.algorithm != algorithm:
                raise NotProven("A releaser has no credential (clause 3.5).")
            check_signature(held[kid].key, message, value)
        if self.said["drafter"] not in held:
            raise NotProven("The drafter has no credential (clause 3.5).")
        return held


# --- clause 7: the verdict on a file -----------------------------------------------

_PROOF = _map_of(
    "format=detente-proof/1 tlog=text statement=bytes salt=bytes? body=bytes?"
    " charter=bytes keys=[bytes] policy=text"
)
_FORK = _map_of(
    "format=detente-fork/1 first=bytes second=bytes path=[hash] charter=bytes"
    " keys=[bytes]"
)
_INDEX = re.compile(rb"index (0|[1-9][0-9]{0,18})")
_WORDS = {
    PROVES: "proves",
    DOES_NOT: "does not prove",
    UNREADABLE: "cannot be read",
    UNTRUSTED: "consistent, trust not shown",
}
_NOT_SHOWN = [
    "which person held a credential: posts and numbered credentials are named",
    "that any time is true: times are claims of whoever signed them",
    "that what is said is so, or keeps the charter's rules",
    "what came later: a change, a cancellation, a withdrawn credential",
    "that no other history of this feed exists elsewhere (a fork has its own proof)",
]
_NOT_SHOWN_OF_FORK = [
    "which of the two histories others hold",
    "whether it was meant, or a restored copy or a second instance signed",
]


class Trust(NamedTuple):
    """What the reader brings along: a channel's id, a policy, or nothing."""

    channel: bytes | None = None
    policy: bytes | None = None

    def because(self) -> str:
        """Say what is trusted, and why."""
        if self.channel is not None:
            return "the channel id you gave is the hash of the charter in the file"
        if self.policy is not None:
            return "the policy you gave accepts the keys that signed"
        return "nothing: you gave neither a channel id nor a policy"


@dataclass(frozen=True)
class Verdict:
    """The outcome for one file: exit code, sentence, and what is shown."""

    file: str
    exit: int
    sentence: str
    shown: dict[str, Any] = field(default_factory=dict)


def judge(data: bytes, trust: Trust, file: str = "") -> Verdict:
    """Judge the bytes of one file; bad bytes give a verdict, never an error."""
    try:
        sentence, shown = _judge(cbor(data, MAX_FILE), trust)
    except NotProven as error:
        return Verdict(file, DOES_NOT, str(error))
    except NotReadable as error:
        return Verdict(file, UNREADABLE, str(error))
    if trust == Trust():
        sentence = f"If the channel below is the right one: {sentence}"
        return Verdict(file, UNTRUSTED, sentence, shown)
    return Verdict(file, PROVES, sentence, shown)


def _judge(said: Value, trust: Trust) -> tuple[str, dict[str, Any]]:
    is_proof = _PROOF(said)
    if not is_proof and not _FORK(said):
        raise NotReadable("The file is no proof and no fork proof (clause 7.1).")
    if trust.channel not in {None, hashlib.sha256(said["charter"]).digest()}:
        raise NotProven("The file is of another channel than the one you gave.")
    channel = _channel(said["charter"], tuple(said["keys"]))
    party, shown = (_proof if is_proof else _fork)(said, channel, trust)
    shown["channel"] = _spoken(channel.id)
    shown["trusted_because"] = trust.because()
    shown["not_shown"] = _NOT_SHOWN if is_proof else _NOT_SHOWN_OF_FORK
    name = f"{party} ({channel.names[party]})"
    if is_proof:
        return f"{name} released this statement and cannot deny it.", shown
    return f"{name} signed two histories that cannot both be.", shown


def _proof(
    said: dict[str, Value], channel: Channel, trust: Trust
) -> tuple[str, dict[str, Any]]:
    index, path, text = _tlog(said["tlog"].encode())
    held = _held(text, channel)
    statement = Statement(said["statement"])
    credentials = statement.check_released(channel, held.party)
    leaf = hashlib.sha256(b"\x00" + said["statement"]).digest()
    if included_root(leaf, index, held.head.size, path) != held.head.root:
        raise NotProven("The path does not lead to the head (clause 4.3).")
    body = _body(said, statement)
    pairs = [pair for pair, _ in held.mirrors.values()]
    policy = said["policy"]
    pairs.sort(key=lambda pair: policy.find(pair[0].vkey()))
    if policy != own_policy(held.feed, tuple(pairs)):
        raise NotProven("The policy in the file is not that of its head (clause 7.4).")
    if trust.channel is not None and not pairs:
        raise NotProven("No other party has receipted the head (clause 7.5).")
    if trust.policy is not None:
        reader = _policy(trust.policy, held.feed, tuple(pairs))
        if not reader.accepts:
            raise NotProven("Your policy does not accept the head (clause 7.6).")
    return held.party, {
        **_shown_statement(statement, credentials),
        "body": body,
        "feed": _feed(held.head),
        "position": index,
        "head": _shown_head(held.head, held.time_s),
        "held_by": [
            f"{code} ({channel.names[code]}), receipt of {_utc(time_s)}"
            for code, (_, time_s) in held.mirrors.items()
        ]
        or "nobody else, as far as this file shows",
    }


def _tlog(text: bytes) -> tuple[int, list[bytes], bytes]:
    """Read a C2SP tlog-proof without extra line: index, path, signed note."""
    top, _, signed = text.partition(b"\n\n")
    first, *rows = top.split(b"\n")
    index = _INDEX.fullmatch(rows[0]) if rows else None
    if first != b"c2sp.org/tlog-proof@v1" or not index:
        raise NotReadable("The inclusion proof is no tlog-proof (clause 7.2).")
    path = [unbase64(row) for row in rows[1:]]
    if len(path) > MAX_PATH or not all(map(_SHAPES["hash"], path)):
        raise NotReadable("An inclusion path is not hashes, or too long (clause 4.3).")
    return int(index[1]), path, signed


def _body(said: dict[str, Value], statement: Statement) -> str | None:
    salt, body = said["salt"], said["body"]
    if salt is None and body is None:
        return None
    if salt is None or body is None or len(salt) != HASH_BYTES:
        raise NotReadable("A body comes with its salt of 32 bytes (clause 3.4).")
    if len(said["statement"]) + len(body) > MAX_SIGNED:
        raise NotReadable("A statement with its body is over 60 KiB (clause 3.1).")
    if hashlib.sha256(salt + body).digest() != statement.said["body_digest"]:
        raise NotProven("The body is not the one that was signed (clause 3.4).")
    return _shown_body(body)


def _fork(
    said: dict[str, Value], channel: Channel, trust: Trust
) -> tuple[str, dict[str, Any]]:
    first, second, path = note(said["first"]), note(said["second"]), said["path"]
    if first.origin != second.origin or first.size > second.size:
        raise NotProven("The two heads are not of one feed in order (clause 9.6).")
    party, feed = channel.feed(first)
    times_s = check_pair(first, feed), check_pair(second, channel.feed(second)[1])
    if trust.policy is not None and not _policy(trust.policy, feed).names_feed:
        raise NotProven("Your policy does not name this feed (clause 7.6).")
    old_root = second.root if first.size == second.size else EMPTY_ROOT
    if 0 < first.size < second.size:
        old_root, new_root = consistent_roots(first.size, second.size, path)
        if new_root != second.root:
            raise NotProven("The path does not lead to the larger head (clause 4.4).")
    elif path:
        raise NotProven("No path belongs between these heads (clause 9.6).")
    if old_root == first.root:
        raise NotProven("The two heads can both be: no fork is shown (clause 9.6).")
    return party, {
        "feed": _feed(first),
        "first_head": _shown_head(first, times_s[0]),
        "second_head": _shown_head(second, times_s[1]),
    }


# --- the verdict in words ----------------------------------------------------------

_PRECEDENCE = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}


def _utc(time_s: int) -> str:
    if time_s >= YEAR_10000_S:
        return f"{time_s} s after 1970 (claimed)"
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=time_s)
    return f"{moment:%Y-%m-%d %H:%M:%S}Z (claimed)"


@lru_cache(maxsize=64)
def _spoken(channel: bytes) -> str:
    """Return a channel's id in hex and as the sixteen groups that are read aloud."""
    words = [int.from_bytes(channel[at : at + 2], "big") for at in range(0, 32, 2)]
    return f"{channel.hex()} = {' '.join(f'{word:05}' for word in words)}"


def _feed(head: Note) -> str:
    return "/".join(head.origin.split("/")[2:])


def _shown_head(head: Note, time_s: int) -> str:
    return f"{head.size} entries, root {head.root.hex()}, signed {_utc(time_s)}"


def _shown_statement(
    statement: Statement, credentials: dict[bytes, Credential]
) -> dict[str, Any]:
    def by(kid: bytes) -> str:
        post, number, node, _ = credentials[kid]
        machine = " (the node's own, automatic)" if node else ""
        return f"{statement.party}, post {post}, credential {number}{machine}"

    said = statement.said
    precedence = f"precedence {said['precedence']} {_PRECEDENCE[said['precedence']]}"
    shown: dict[str, Any] = {
        "reference": said["reference"],
        "form": statement.form,
        "marked": f"{said['status']}, {said['kind']}, {precedence}",
        "from": said["from_post"],
        "to": [said["to_post"], *said.get("info_posts", [])],
        "drafted": f"{_utc(said['drafted'])} by {by(said['drafter'])}",
        "released": _utc(said["released"]),
        "released_by": [by(kid) for kid in said["releasers"]],
    }
    for name in ("changes", "answers"):
        if said.get(name):
            shown[name] = [f"{text} = {id_.hex()}" for text, id_ in said[name]]
    if said.get("seen"):
        shown["had_seen"] = [f"{p}/{g} up to {size}" for p, g, size, _ in said["seen"]]
    return shown


def _shown_body(body: bytes) -> str:
    """Write a body out: as its fields, as text, or else in hex."""
    try:
        return "\n".join(_fields(cbor(body, MAX_SIGNED), ""))
    except NotReadable:
        pass
    try:
        return _text(body)
    except NotReadable:
        return body.hex()


def _fields(value: Value, name: str) -> Iterator[str]:
    if isinstance(value, _Tagged):
        yield from _fields(value.content, name)
    elif isinstance(value, dict) and value:
        for key, each in value.items():
            yield from _fields(each, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list) and value:
        for number, each in enumerate(value, 1):
            yield from _fields(each, f"{name}.{number}")
    else:
        yield f"{name}: {value.hex() if isinstance(value, bytes) else value}"


def _visible(text: str) -> str:
    """Show invisible characters by number: they could make a line read as another."""
    return "".join(c if c.isprintable() else f"\\u{{{ord(c):04x}}}" for c in text)


def in_words(verdict: Verdict) -> str:
    """Return a verdict as an officer or a court reads it."""
    rows = [f"{_WORDS[verdict.exit].upper()}: {verdict.file}", verdict.sentence]
    for name, value in verdict.shown.items():
        label = name.replace("_", " ").capitalize()
        lines = value if isinstance(value, list) else [str(value)]
        if name == "body":
            # A body must not be able to imitate the verdict around it.
            said = "not in this file: withheld or purged" if value is None else value
            lines = [f"| {line}" for line in said.split("\n")]
        rows += [f"{label if line is lines[0] else '':<16}{line}" for line in lines]
    return "".join(f"{_visible(row)}\n" for row in rows)


def in_a_line(verdict: Verdict) -> str:
    """Return a verdict among many."""
    said = verdict.shown.get("reference", verdict.sentence)
    return f"{_visible(f'{_WORDS[verdict.exit]}: {verdict.file}: {said}')}\n"


# --- the command -------------------------------------------------------------------

_CHUNK = 32
_SEVERITY = (PROVES, UNTRUSTED, DOES_NOT, UNREADABLE)


def channel_id(text: str) -> bytes:
    """Read a channel's id: 64 hex digits, or sixteen groups of five digits."""
    if re.fullmatch("[0-9a-fA-F]{64}", text):
        return bytes.fromhex(text)
    groups = re.split("[ -]+", text.strip())
    if re.fullmatch("[0-9]{5}( [0-9]{5}){15}", " ".join(groups)):
        words = [int(group) for group in groups]
        if max(words) < 1 << 16:
            return b"".join(word.to_bytes(2, "big") for word in words)
    raise NotReadable("A channel id is 64 hex digits or 16 groups of five digits.")


def _read(path: str, most: int) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise NotReadable(f"The file {path} cannot be opened: {reason}.") from error
    if len(data) > most:
        raise NotReadable(f"The file {path} is longer than {most} bytes.")
    return data


def judge_file(path: str, trust: Trust) -> Verdict:
    """Judge one file by its path."""
    try:
        return judge(_read(path, MAX_FILE), trust, path)
    except NotReadable as error:
        return Verdict(path, UNREADABLE, str(error))


def _paths(given: Sequence[str]) -> Iterator[str]:
    """List the files; of a directory those in it, in the order of their names."""
    for name in given:
        path = Path(name)
        if not path.is_dir():
            yield name
            continue
        try:
            inside = sorted(str(each) for each in path.iterdir() if each.is_file())
        except OSError as error:
            reason = f"The directory {name} cannot be read: {error.strerror}."
            raise NotReadable(reason) from error
        if not inside:
            raise NotReadable(f"The directory {name} holds no file.")
        yield from inside


def _judge_all(paths: list[str], trust: Trust) -> Iterator[Verdict]:
    """Judge files in order, on all cores where there are enough of them."""
    work = partial(judge_file, trust=trust)
    if len(paths) <= _CHUNK:
        yield from map(work, paths)
        return
    # Ctrl-C is for this process; the others end with it, without a word of their own.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    pool = ProcessPoolExecutor(initializer=signal.signal, initargs=ignore)
    try:
        yield from pool.map(work, paths, chunksize=_CHUNK)
    finally:
        pool.shutdown(cancel_futures=True)


def _report(paths: list[str], trust: Trust, *, as_json: bool) -> int:
    """Write every verdict, progress if somebody watches, and a summary of many."""
    counts = dict.fromkeys(_SEVERITY, 0)
    for done, verdict in enumerate(_judge_all(paths, trust), 1):
        counts[verdict.exit] += 1
        if as_json:
            line = json.dumps({**vars(verdict), "verdict": _WORDS[verdict.exit]}) + "\n"
        else:
            line = in_words(verdict) if len(paths) == 1 else in_a_line(verdict)
        sys.stdout.write(line)
        if sys.stderr.isatty() and len(paths) > _CHUNK and not done % _CHUNK:
            sys.stderr.write(f"\r{done} of {len(paths)} files\r")
    worst = max((code for code in counts if counts[code]), key=_SEVERITY.index)
    if len(paths) > 1:
        total = {_WORDS[code]: number for code, number in counts.items()}
        words = ", ".join(f"{number} {text}" for text, number in total.items())
        as_object = json.dumps({"files": len(paths), **total, "exit": worst})
        sys.stdout.write(f"{as_object if as_json else f'Of {len(paths)}: {words}'}\n")
    return worst


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise NotReadable(f"{message}; see detente-verify --help")


def _run(arguments: Sequence[str] | None) -> int:
    parser = _Arguments(
        prog="detente-verify",
        description="Show what a proof file proves, offline.",
        epilog="Exit: 0 proves, 1 does not, 2 cannot be read, 3 consistent but trust"
        " not shown. Of several files the first of 2, 1, 3, 0 that occurs.",
    )
    parser.add_argument("file", nargs="+", metavar="FILE", help="or a directory")
    trusted = parser.add_mutually_exclusive_group()
    trusted.add_argument("--policy", metavar="FILE", help="a C2SP policy you trust")
    trusted.add_argument("--channel", metavar="ID", help="the channel's id you know")
    parser.add_argument("--json", action="store_true", help="one object a line")
    given = parser.parse_args(arguments)
    channel = None if given.channel is None else channel_id(given.channel)
    policy = None if given.policy is None else _read(given.policy, MAX_POLICY)
    if policy is not None:
        Policy(policy)
    trust = Trust(channel, policy)
    return _report(list(_paths(given.file)), trust, as_json=given.json)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code (`docs/verifier.md`)."""
    for stream in (sys.stdout, sys.stderr):
        # A verdict must come out on any terminal, whatever letters it has.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except NotReadable as error:
        sys.stderr.write(f"{_visible(str(error))}\n")
    except OSError as error:
        sys.stderr.write(f"The verdict cannot be written: {error.strerror}.\n")
        # What is still buffered must not fail once more when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except UnsupportedAlgorithm:
        sys.stderr.write("The package cryptography here was built without ML-DSA.\n")
    except BrokenProcessPool:
        sys.stderr.write("A process that verified was ended from outside.\n")
    except KeyboardInterrupt:
        sys.stderr.write("Stopped before the end: no verdict.\n")
    else:
        return code
    return UNREADABLE


if __name__ == "__main__":
    sys.exit(main())
