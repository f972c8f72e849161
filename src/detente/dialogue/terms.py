"""Decide what two sides agree on before they speak: the terms of a charter.

Spec clause 10.8. Times are in seconds. A term left out has the value that stands here,
which is the one the clause names: so a short charter says as much as a long one, and
has one spelling. The label of each term stands at it, as at the fields of forms. Which
version of the terms binds is `detente.dialogue.in_force`.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Literal

import msgspec

from detente.dialogue import address, theatre
from detente.dialogue.fields import label
from detente.dialogue.theatre import Theatre
from detente.record.errors import Malformed

PROTOCOL = 1
FORMS = 1
MOST_AHEAD_S = 3_600


class Versions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which protocol and which set of forms are spoken."""

    protocol: Annotated[int, label("Protocol")]
    forms: Annotated[int, label("Forms")]


class Deadlines(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How long each thing may take, in seconds."""

    acknowledge_z_s: Annotated[
        int, label("Acknowledged, FLASH", "Release to ACKNOWLEDGED by a person")
    ] = 600
    acknowledge_o_s: Annotated[int, label("Acknowledged, IMMEDIATE")] = 1_800
    acknowledge_p_s: Annotated[int, label("Acknowledged, PRIORITY")] = 10_800
    acknowledge_r_s: Annotated[int, label("Acknowledged, ROUTINE")] = 21_600
    contact_s: Annotated[int, label("Contact request answered", "From its receipt")] = (
        172_800
    )
    contact_crisis_s: Annotated[int, label("Contact request answered, in a crisis")] = (
        7_200
    )
    review_s: Annotated[int, label("FLASH on one signature reviewed")] = 43_200
    echo_s: Annotated[int, label("Line check echoed")] = 600

    def acknowledge_s(self, precedence: Literal["Z", "O", "P", "R"]) -> int:
        """Return the time from release to ACKNOWLEDGED by a person."""
        match precedence:
            case "Z":
                return self.acknowledge_z_s
            case "O":
                return self.acknowledge_o_s
            case "P":
                return self.acknowledge_p_s
            case "R":
                return self.acknowledge_r_s

    def answer_s(self, *, crisis: bool) -> int:
        """Return the least time a contact request leaves for its answer."""
        return self.contact_crisis_s if crisis else self.contact_s


class Counterpart(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One row of the counterpart table: posts that speak with each other.

    `posts` and `deputies` are addresses. Rows stand in order of rank, highest first;
    `level` is the name under which the tally counts the row.
    """

    posts: Annotated[tuple[str, ...], label("Posts", "Addresses, one of each party")]
    deputies: Annotated[
        tuple[str, ...], label("Deputies", "Addresses of who may stand in")
    ] = ()
    level: Annotated[
        str, label("Level", "The name under which the tally counts the row")
    ] = ""


class AttachmentBounds(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How much of attachments travels, in bytes (clause 9.11)."""

    each_bytes: Annotated[int, label("One attachment")] = 16 * 1024**2
    statement_bytes: Annotated[int, label("Those of one statement")] = 64 * 1024**2
    party_bytes: Annotated[
        int, label("Those of one party", "All that it lists in the channel")
    ] = 4 * 1024**3
    reserve_bytes: Annotated[
        int, label("Reserve for FLASH", "Of one party, beyond all others of its")
    ] = 64 * 1024**2


class PositionTerms(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How live positions are told, and for how long they are kept (clause 35)."""

    every_s: Annotated[int, label("One entry every", "Of one party in one case")] = 60
    keep_s: Annotated[
        int, label("Positions kept for", "Then each node destroys them")
    ] = 2_592_000
    ahead_s: Annotated[int, label("Warned ahead by", "Of what will be met")] = 600
    lateral_m: Annotated[int, label("Apart at least", "Two that move")] = 1_852
    vertical_m: Annotated[int, label("Above each other at least")] = 305


class Terms(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """What a charter says beside who its parties are.

    Without bounds for attachments none travel: who speaks by an older charter is never
    handed what it could not read.
    """

    versions: Annotated[Versions, label("Versions")]
    languages: Annotated[
        tuple[str, ...], label("Languages", "In which statements may be authentic")
    ]
    receipt_sentence: Annotated[str, label("What a receipt means")]
    traffic: Annotated[Literal["operation", "exercise"], label("Traffic")] = "operation"
    observers: Annotated[
        tuple[str, ...],
        label("Observers", "Parties that hold everything and state nothing"),
    ] = ()
    counterparts: Annotated[
        tuple[Counterpart, ...],
        label("Counterparts", "Posts that speak with each other, highest first"),
    ] = ()
    deadlines: Annotated[Deadlines, label("Deadlines")] = Deadlines()
    check_hours_utc: Annotated[tuple[int, ...], label("Hours of line checks, UTC")] = ()
    paths: Annotated[tuple[str, ...], label("Paths", "In the order of their use")] = (
        "https",
    )
    two_key_forms: Annotated[
        tuple[str, ...], label("Forms that two officers release")
    ] = ()
    relay_after_s: Annotated[
        int, label("Another party's entries relayed", "After what time without them")
    ] = 10
    probe_s: Annotated[int, label("Each path tried", "Time between probes")] = 60
    receipt_withheld_s: Annotated[
        int, label("Receipt counts as withheld", "After what time")
    ] = 120
    denounce_notice_s: Annotated[int, label("Least notice of denunciation")] = 7_776_000
    attachments: Annotated[
        AttachmentBounds | None,
        label("Attachments", "How much of them travels; left out, none do"),
    ] = None
    theatres: Annotated[
        tuple[Theatre, ...], label("Theatres", "Areas in which wider minima hold")
    ] = ()
    engine: Annotated[
        str,
        label("Space engine", "By whose rules conflicts are found; left out, any"),
    ] = ""
    positions: Annotated[
        PositionTerms | None,
        label("Live positions", "How they are told; left out, none are"),
    ] = None

    def row_of(self, post: str) -> Counterpart | None:
        """Return the first row of the table in which an address stands."""
        for row in self.counterparts:
            if post in row.posts or post in row.deputies:
                return row
        return None

    def are_counterparts(self, one: str, other: str) -> bool:
        """Say whether two addresses stand in one row of the table."""
        return any(
            {one, other} <= {*row.posts, *row.deputies} for row in self.counterparts
        )


def check(terms: Terms, parties: tuple[str, ...]) -> None:
    """Check that terms can be kept by these parties (clause 10.8).

    Raises:
        Malformed: a term contradicts itself, the parties, or this release.
    """
    for wrong, sentence in _faults(terms, parties):
        if wrong:
            raise Malformed(f"{sentence} (clause 10.8).")


def _faults(terms: Terms, parties: tuple[str, ...]) -> Iterator[tuple[bool, str]]:
    hours, seconds = terms.check_hours_utc, _seconds(terms)
    yield (
        (terms.versions.protocol, terms.versions.forms) != (PROTOCOL, FORMS),
        f"This release speaks protocol {PROTOCOL} with forms {FORMS} alone",
    )
    yield not all(terms.languages) or not terms.languages, "A charter names languages"
    yield not terms.receipt_sentence, "A charter says what a receipt means"
    yield not terms.paths or not all(terms.paths), "A charter names its paths"
    yield (
        list(hours) != sorted(set(hours) & set(range(24))),
        "Line checks stand at hours from 0 to 23, ascending",
    )
    yield min(seconds) < 1, "A time in the terms is below one second"
    bounds = _bounds(terms)
    yield min(bounds) < 1, "A bound in the terms is below one byte"
    yield (
        list(bounds[:3]) != sorted(bounds[:3]),
        "A bound of attachments is above the next wider one",
    )
    yield from _position_faults(terms)
    yield (
        any(len(set(group)) != len(group) for group in _lists(terms)),
        "A list in the terms names one thing twice",
    )
    yield (
        not set(terms.observers) <= set(parties),
        "An observer in the terms is no party",
    )
    speaking = len(parties) - len(terms.observers)
    yield (
        speaking < max(1, min(len(parties), 2)),
        "Two parties at least must be able to speak, or the only one there is",
    )
    for row in terms.counterparts:
        yield from _row_faults(row, parties)
    yield terms.engine != terms.engine.strip(), "The space engine is named by blanks"
    yield from ((True, sentence) for sentence in theatre.faults(terms.theatres))


def _position_faults(terms: Terms) -> Iterator[tuple[bool, str]]:
    told = terms.positions
    if told is None:
        return
    figures: tuple[int, ...] = msgspec.structs.astuple(told)
    yield min(figures) < 1, "A figure of live positions is below one"
    yield told.ahead_s > MOST_AHEAD_S, "Nothing is foreseen more than an hour ahead"
    yield terms.attachments is None, "Live positions travel as attachments, and none do"


def _row_faults(
    row: Counterpart, parties: tuple[str, ...]
) -> Iterator[tuple[bool, str]]:
    posts = [address.parse(post) for post in row.posts]
    deputies = [address.parse(post) for post in row.deputies]
    sides = {post.party for post in posts}
    yield len(posts) < 2, "A counterpart row pairs two posts at least"  # noqa: PLR2004
    yield len(sides) != len(posts), "A counterpart row names one post of each party"
    yield (
        not {post.party for post in deputies} <= sides <= set(parties),
        "A counterpart row names a stranger",
    )


def _seconds(terms: Terms) -> list[int]:
    limits: list[int] = list(msgspec.structs.astuple(terms.deadlines))
    others = [terms.relay_after_s, terms.probe_s, terms.receipt_withheld_s]
    return [*limits, *others, terms.denounce_notice_s]


def _bounds(terms: Terms) -> tuple[int, ...]:
    given = terms.attachments or AttachmentBounds()
    return msgspec.structs.astuple(given)


def _lists(terms: Terms) -> Iterator[tuple[str, ...]]:
    yield terms.languages
    yield terms.observers
    yield terms.paths
    yield terms.two_key_forms
    for row in terms.counterparts:
        yield tuple(chain(row.posts, row.deputies))
