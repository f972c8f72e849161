"""Decide what a founding charter is: who the parties are, and on what terms.

Spec clause 10. The charter is deterministic CBOR; SHA-256 of its bytes is the channel's
id, which every statement bears. A party is fixed by the digest of its first key
document, so whoever has compared the id has compared every key. How two sides arrive at
the same bytes is `detente.dialogue.pairing`; reading the id aloud is
`detente.dialogue.spoken`; which later version binds whom, `detente.dialogue.in_force`.
"""

import hashlib
from typing import Final, Literal

import msgspec

from detente.dialogue.terms import Terms, check
from detente.record import wire
from detente.record.cose import MAX_BYTES
from detente.record.credentials import PARTY_CODE
from detente.record.errors import Malformed, Misdirected

FORMAT: Final = "detente-charter/1"
FOUNDING_VERSION: Final = 1
DIGEST_BYTES: Final = 32
MAX_NAME_CHARS: Final = 200


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One side; `keys` is the digest of its first key document."""

    number: int
    code: str
    name: str
    keys: bytes
    observer: bool


class Charter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A founding charter."""

    format: Literal["detente-charter/1"]
    parties: tuple[Party, ...]
    terms: Terms

    def party(self, code: str) -> Party:
        """Return the party of a code.

        Raises:
            Misdirected: the charter has no such party.
        """
        for party in self.parties:
            if party.code == code:
                return party
        raise Misdirected(f"{code[:40]!r} is no party of this channel (clause 10.4).")

    @property
    def codes(self) -> tuple[str, ...]:
        """The parties' codes in the order of their numbers."""
        return tuple(party.code for party in self.parties)

    @property
    def alone(self) -> bool:
        """Whether it founds a channel of one's own: one party (clause 10.15)."""
        return len(self.parties) == 1

    @property
    def speaking(self) -> tuple[str, ...]:
        """The codes of the parties that state anything, in order."""
        return tuple(party.code for party in self.parties if not party.observer)


def channel_id(raw: bytes) -> bytes:
    """Return the 32-byte id of the channel that these bytes found (clause 10.5)."""
    return hashlib.sha256(raw).digest()


def render(charter: Charter) -> bytes:
    """Return a charter's bytes."""
    return wire.encode(msgspec.to_builtins(charter, builtin_types=(bytes,)))


def parse(raw: bytes) -> Charter:
    """Read a founding charter.

    Raises:
        Malformed: not a charter in its one spelling, or one that cannot be kept.
    """
    value = wire.decode(raw, max_bytes=MAX_BYTES)
    try:
        charter = msgspec.convert(value, Charter, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(f"A charter is not complete: {error} (clause 10.4).") from error
    _check_parties(charter)
    check(charter.terms, charter.codes)
    if render(charter) != raw:
        raise Malformed("A charter spells out what may be left out (clause 10.4).")
    return charter


def amended(charter: Charter, terms: bytes) -> tuple[bytes, Charter]:
    """Return a charter with these terms and the same parties, its bytes first.

    Args:
        charter: any version of the charter.
        terms: the whole terms, as a charter spells them.

    Raises:
        Malformed: no terms, or none that these parties can keep (clause 10.11).
    """
    value = wire.decode(terms, max_bytes=MAX_BYTES)
    try:
        changed = msgspec.convert(value, Terms, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(f"Terms are not complete: {error} (clause 10.11).") from error
    kept = charter.terms
    if (changed.observers, changed.traffic) != (kept.observers, kept.traffic):
        raise Malformed("No version changes observers or traffic (clause 10.11).")
    agreed = Charter(FORMAT, charter.parties, changed)
    raw = render(agreed)
    parse(raw)
    if render_terms(changed) != terms:
        raise Malformed("Terms spell out what may be left out (clause 10.11).")
    return raw, agreed


def render_terms(terms: Terms) -> bytes:
    """Return the bytes of terms, as a proposal carries them."""
    return wire.encode(msgspec.to_builtins(terms, builtin_types=(bytes,)))


def _check_parties(charter: Charter) -> None:
    codes = charter.codes
    if list(codes) != sorted(set(codes)):
        raise Malformed("Parties stand once each, sorted by their codes (clause 10.3).")
    if [party.number for party in charter.parties] != list(range(1, len(codes) + 1)):
        raise Malformed("Parties are numbered from one in their order (clause 10.3).")
    for party in charter.parties:
        if PARTY_CODE.fullmatch(party.code) is None:
            raise Malformed(
                "A party's code is a capital and up to 31 letters or digits."
            )
        if len(party.keys) != DIGEST_BYTES:
            raise Malformed("A key document's digest is not 32 bytes (clause 10.4).")
        if not 0 < len(party.name) <= MAX_NAME_CHARS:
            raise Malformed("A party has no name, or one too long (clause 10.4).")
        if party.observer != (party.code in charter.terms.observers):
            raise Malformed("Parties and terms disagree who observes (clause 10.4).")
