"""Decide how a post is written: `NORTH/Watch` (clause 10.9).

Posts are addressed, never persons. Whether a party has such a post is said by its key
document; who may speak for it, by the credentials there.
"""

from functools import lru_cache
from typing import NamedTuple

from detente.record.credentials import PARTY_CODE
from detente.record.errors import Malformed

MAX_POST_CHARS = 120


class Address(NamedTuple):
    """A post of a party."""

    party: str
    post: str

    def __str__(self) -> str:
        return f"{self.party}/{self.post}"


@lru_cache(maxsize=4096)
def parse(text: str) -> Address:
    """Read an address.

    Raises:
        Malformed: not a party's code, a stroke, and the name of a post.
    """
    party, _, post = text.partition("/")
    if PARTY_CODE.fullmatch(party) is None or not post or post != post.strip():
        raise Malformed(f"{text[:80]!r} is no post such as NORTH/Watch (clause 10.9).")
    if len(post) > MAX_POST_CHARS:
        raise Malformed(f"A post's name is over {MAX_POST_CHARS} signs (clause 10.9).")
    return Address(party, post)
