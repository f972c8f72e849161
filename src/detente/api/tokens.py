"""Decide whose request it is: a token that this side gave out (clause 24.1).

A token is 32 random bytes that are shown once. The line's directory keeps its SHA-256
alone, with the name and role it was given; taking the row out takes the token back.
A random token needs no slow hash: there is nothing to guess.
"""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Final

import msgspec

from detente.api.permissions import Role
from detente.durable import publish
from detente.node.place import Place
from detente.ports import Random
from detente.record.errors import Misasked, StoreFailed

TOKEN_BYTES: Final = 32
PREFIX: Final = "detente-"


class Token(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token that was given out: whose it is, what it may, and its digest in hex."""

    name: str
    role: Role
    sha256: str


def file_of(place: Place) -> Path:
    """Return where the tokens of a line are kept."""
    return place.root / "tokens.json"


def held(place: Place) -> tuple[Token, ...]:
    """Return the tokens that were given out.

    Raises:
        StoreFailed: the file cannot be read, or is none of ours.
    """
    path = file_of(place)
    if not path.exists():
        return ()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Token, ...])
    except (OSError, msgspec.DecodeError) as error:
        raise StoreFailed(f"{path} cannot be used: {error}.") from error


def give(place: Place, name: str, role: Role, random: Random) -> str:
    """Give a token out and return it; it is shown once and kept nowhere.

    Raises:
        Misasked: the name is taken or empty.
        StoreFailed: it cannot be kept.
    """
    tokens = held(place)
    if not name.strip() or name in {each.name for each in tokens}:
        raise Misasked(f"A token needs a name of its own; {name[:40]!r} is none.")
    secret = PREFIX + random(TOKEN_BYTES).hex()
    rows = (*tokens, Token(name, role, digest(secret)))
    _keep(place, rows)
    return secret


def take_back(place: Place, name: str) -> None:
    """Take a token back.

    Raises:
        Misasked: there is none of this name.
        StoreFailed: it cannot be kept.
    """
    tokens = held(place)
    rest = tuple(each for each in tokens if each.name != name)
    if len(rest) == len(tokens):
        raise Misasked(f"No token is called {name[:40]!r}.")
    _keep(place, rest)


def find(tokens: tuple[Token, ...], secret: str) -> Token | None:
    """Return the token that a request bears, comparing in constant time."""
    asked = digest(secret)
    found = None
    for each in tokens:
        if hmac.compare_digest(each.sha256, asked):
            found = each
    return found


def digest(secret: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _keep(place: Place, rows: tuple[Token, ...]) -> None:
    text = json.dumps(msgspec.to_builtins(rows), indent=1) + "\n"
    publish(file_of(place), text.encode())
