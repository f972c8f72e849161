"""Decide what is told of a channel: who is in it, who of whose posts may speak.

From it follows what need not be said: our post where there is one, the addressee where
only one could be meant. In a channel of our own it is our first post (clause 10.15).
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from detente.record.credentials import KeyDocument
from detente.record.errors import Misasked
from detente.report.record import Record


class PostView(msgspec.Struct, frozen=True):
    """A post that has officers, and the numbers of their credentials."""

    post: str
    officers: tuple[int, ...]


class PartyView(msgspec.Struct, frozen=True):
    """A party, its posts that have officers, and those that its key document names."""

    code: str
    staffed: tuple[PostView, ...]
    posts: tuple[str, ...]


class ChannelView(msgspec.Struct, frozen=True, kw_only=True):
    """A channel as its charter and key documents have it; its id in hex."""

    id: str
    own: PartyView
    others: tuple[PartyView, ...]
    traffic: Literal["operation", "exercise"]
    languages: tuple[str, ...]


def channel_view(record: Record) -> ChannelView:
    """Return what is told of the channel of a record."""
    terms = record.terms
    parties = {
        code: party_view(record.paired.channel.party(code).document)
        for code in (record.own, *record.others)
    }
    return ChannelView(
        id=record.founding.channel.hex(),
        own=parties.pop(record.own),
        others=tuple(parties.values()),
        traffic=terms.traffic,
        languages=terms.languages,
    )


def party_view(document: KeyDocument) -> PartyView:
    """Return what is told of a party, by its key document."""
    staffed: dict[str, list[int]] = {}
    for each in document.credentials:
        if not each.node:
            staffed.setdefault(each.post, []).append(each.number)
    rows = tuple(PostView(name, tuple(found)) for name, found in staffed.items())
    return PartyView(document.party, rows, tuple(document.posts))


def own_post(own: PartyView, given: str = "") -> PostView:
    """Return the post of ours that speaks: the one named, else the first with officers.

    Raises:
        Misasked: we have no such post.
    """
    staffed = {each.post: each for each in own.staffed}
    bare = (given or next(iter(staffed), "")).removeprefix(f"{own.code}/")
    if bare not in staffed:
        ours = ", ".join(staffed)
        raise Misasked(f"We have no post {bare[:80]!r}. Ours are: {ours}.")
    return staffed[bare]


def check_officers(post: PostView, numbers: Sequence[int]) -> None:
    """Check that these officers speak for a post, each once.

    Raises:
        Misasked: one has no credential of it, or is named twice.
    """
    for number in numbers:
        if number not in post.officers:
            listed = ", ".join(map(str, sorted(post.officers)))
            raise Misasked(f"{post.post} has no credential {number}. It has: {listed}.")
    if len(set(numbers)) != len(numbers):
        raise Misasked("Two keys are two officers: one credential was named twice.")


def addressee(view: ChannelView, given: str = "") -> str:
    """Return to which post a statement goes: the one named, else the only one.

    Raises:
        Misasked: several could be meant.
    """
    if given:
        return given
    if not view.others:
        return f"{view.own.code}/{own_post(view.own).post}"
    posts = [f"{each.code}/{row.post}" for each in view.others for row in each.staffed]
    if len(posts) == 1:
        return posts[0]
    raise Misasked(f"To whom? Name one with --to: {', '.join(posts)}.")


def post_like(view: ChannelView, post: str) -> str:
    """Return the post of the same name in another channel; empty: it has none."""
    code, _, name = post.partition("/")
    posts = {each.code: each.posts for each in view.others}
    return post if name in posts.get(code, ()) else ""


def check_alone(view: ChannelView) -> None:
    """Check that a channel is one of our own.

    Raises:
        Misasked: others are in it, and would read what is written for ourselves.
    """
    if view.others:
        others = ", ".join(each.code for each in view.others)
        raise Misasked(
            f"{others} would read it: this is for a channel of our own. Found one with "
            "`detente init` and `detente pair --alone`."
        )
