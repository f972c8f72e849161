"""Decide what is told of posts: which keys speak for each, and which has nobody.

Spec clauses 6.2, 6.3, 10.9 and 11.14. Credentials stand for posts and numbers, never
for persons. What a key document says holds until one of the next version is held;
nothing in it ends by itself. Whose private keys lie where is no matter of the record.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from detente.record import keys
from detente.record.credentials import Credential, KeyDocument
from detente.report.record import Record

_BOTH: Final = 2


class CredentialView(msgspec.Struct, frozen=True):
    """A credential: its number, its kind, its thumbprint in hex.

    A passkey signs at its `origins` alone. The node's own signs automatic entries and
    nothing else.
    """

    number: int
    kind: Literal["key", "passkey"]
    thumbprint: str
    origins: tuple[str, ...]
    node: bool


class InTable(msgspec.Struct, frozen=True):
    """A row of the counterpart table in which a post stands; `rank` counts from 1."""

    rank: int
    level: str
    deputy: bool
    speaks_with: tuple[str, ...]


class PostKeys(msgspec.Struct, frozen=True, kw_only=True):
    """A post, the credentials of its officers, and where it stands in the table.

    `cannot` are the forms that it cannot release, for two officers release them.
    """

    post: str
    credentials: tuple[CredentialView, ...]
    places: tuple[InTable, ...]
    cannot: tuple[str, ...]

    @property
    def staffed(self) -> bool:
        """Whether an officer's credential belongs to it."""
        return any(not each.node for each in self.credentials)

    @property
    def of_node(self) -> bool:
        """Whether it is the machine's, which no officer is to speak for."""
        return bool(self.credentials) and not self.staffed


class PartyPosts(msgspec.Struct, frozen=True, kw_only=True):
    """A party's posts by its key document, of a version and a time that it claims.

    `threshold` of `holders` root holders sign such a document.
    """

    code: str
    name: str
    observer: bool
    version: int
    generation: int
    issued: int
    threshold: int
    holders: int
    posts: tuple[PostKeys, ...]


class PostList(msgspec.Struct, frozen=True, kw_only=True):
    """The posts of every party, ours first; `unmanned` are addresses with nobody."""

    own: str
    parties: tuple[PartyPosts, ...]
    two_key_forms: tuple[str, ...]
    unmanned: tuple[str, ...]


def post_list(record: Record) -> PostList:
    """Return the posts of a channel's parties, by their key documents."""
    documents = [
        record.paired.channel.party(code).document
        for code in (record.own, *record.others)
    ]
    parties = tuple(_party(record, each) for each in documents)
    return PostList(
        own=record.own,
        parties=parties,
        two_key_forms=record.terms.two_key_forms,
        unmanned=tuple(dict.fromkeys(_unmanned(record, parties))),
    )


def _party(record: Record, document: KeyDocument) -> PartyPosts:
    party = record.founding.charter.party(document.party)
    return PartyPosts(
        code=party.code,
        name=party.name,
        observer=party.observer,
        version=document.version,
        generation=document.generation,
        issued=document.issued,
        threshold=document.root.threshold,
        holders=len(document.root.holders),
        posts=tuple(_post(record, document, name) for name in document.posts),
    )


def _post(record: Record, document: KeyDocument, name: str) -> PostKeys:
    listed = [each for each in document.credentials if each.post == name]
    officers = sum(not each.node for each in listed)
    return PostKeys(
        post=name,
        credentials=tuple(map(_credential, listed)),
        places=tuple(_places(record, f"{document.party}/{name}")),
        cannot=record.terms.two_key_forms if 0 < officers < _BOTH else (),
    )


def _credential(credential: Credential) -> CredentialView:
    passkey = credential.algorithm == keys.PASSKEY
    return CredentialView(
        credential.number,
        "passkey" if passkey else "key",
        keys.thumbprint(credential.public()).hex(),
        credential.origins,
        credential.node,
    )


def _places(record: Record, address: str) -> Iterator[InTable]:
    for rank, row in enumerate(record.terms.counterparts, 1):
        if address in (*row.posts, *row.deputies):
            others = tuple(each for each in row.posts if each != address)
            yield InTable(rank, row.level, address in row.deputies, others)


def _unmanned(record: Record, parties: Sequence[PartyPosts]) -> Iterator[str]:
    """Yield each post of a key document or of the table that no officer speaks for."""
    manned = {
        f"{party.code}/{post.post}"
        for party in parties
        for post in party.posts
        if post.staffed
    }
    listed = [
        f"{party.code}/{each.post}"
        for party in parties
        for each in party.posts
        if not each.of_node
    ]
    table = record.terms.counterparts
    for each in (
        *listed,
        *(post for row in table for post in row.posts + row.deputies),
    ):
        if each not in manned:
            yield each
