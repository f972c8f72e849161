"""Decide how a statement leaves: review, signature, door, and how far it then got.

The review fixes the reference and freezes what the releaser had seen. It tells what
every node will mark, and what an officer would want to know; neither stops a release.
A reference that was given and is not used is entered VOID, so that a missing number
never looks like a missing statement (clause 11.26).
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, NamedTuple

import msgspec

from detente.cli.shell import knocking, officers
from detente.cli.shell.exits import Exit
from detente.cli.shell.showing import progress, say, waiting
from detente.cli.shell.voice import Voice
from detente.dialogue.amending import Amendment
from detente.dialogue.compose import Author, Composed, Desk, Draft, completed, compose
from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text
from detente.dialogue.forms.void import Void
from detente.node.officer import Officer, author, sign
from detente.node.place import Place
from detente.record import wire
from detente.record.errors import Malformed, Misasked, PathFailed, Refused
from detente.record.feed import Entry, leaf_hash
from detente.record.statement import SALT_BYTES
from detente.report import record, shown, stages
from detente.report.pages import barred, how_far
from detente.report.record import Record
from detente.report.shown import Mark
from detente.report.words import PRECEDENCE

_STORE_S: Final = 30.0


class Outcome(NamedTuple):
    """How a release ended: exit code, and what is told of it."""

    code: Exit
    data: Mapping[str, object]


class Speaker(NamedTuple):
    """Who releases: as a statement names them, and with their opened credentials."""

    by: Author
    us: tuple[Officer, ...]


class Review(NamedTuple):
    """What an officer is about to sign."""

    draft: Draft
    desk: Desk
    speaker: Speaker
    composed: Composed


@contextmanager
def opened(place: Place) -> Iterator[Record]:
    """Open a line's record, with progress where it is long.

    Raises:
        DetenteError: it cannot be read.
    """
    with progress("Reading the record") as told, record.reading(place, told) as found:
        yield found


def release(
    found: Record,
    voice: Voice,
    draft: Draft,
    *,
    wait_s: float = 0.0,
    serial: int | None = None,
) -> Outcome:
    """Review, sign and release a statement; say to people how far it gets.

    Args:
        found: the line.
        voice: who speaks.
        draft: what is said.
        wait_s: how long to wait for the other side's receipts.
        serial: one that was reserved before and not used; None: a new one.

    Raises:
        Misasked: no node runs, or the officer decided against it.
        KeysSealed: a credential does not open.
        Refused: the node does not take it; the reference is entered VOID.
        PathFailed: the node went away.
    """
    said = completed(found.standing, draft)
    reviewed = review(found, speaker(found, voice), said, serial)
    reference = reviewed.composed.header.reference
    if not voice.as_json:
        changes = shown.amendment_of(found, said.body, said.answers)
        say({}, _lines(reviewed, changes), as_json=False)
    if not voice.agrees("Release it?"):
        _void(found, reviewed, "Not released after review.")
        raise Misasked(f"Nothing was released; {reference} is entered VOID.")
    try:
        stored = hand_over(found.place, reviewed)
    except Refused:
        _void(found, reviewed, "Its node did not take it.")
        raise
    if not voice.as_json:
        signed = ", ".join(f"{o.post} {o.number}" for o in reviewed.speaker.us)
        lines = f"SIGNED by {signed}", f"STORED HERE at position {stored.position}"
        say({}, lines, as_json=False)
    if wait_s > 0 and found.others:
        _wait(found, stored.entry, wait_s)
    reached = stages.progress_of_ours(found, stored.position)
    if not voice.as_json:
        say({}, how_far(reached), as_json=False)
    unreceipted = wait_s > 0 and reached.missing
    code = Exit.UNRECEIPTED if unreceipted else Exit.DONE
    return Outcome(code, _data(reviewed, stored, reached))


def speaker(found: Record, voice: Voice) -> Speaker:
    """Open the credentials of who speaks.

    Raises:
        Misasked: no such post or credential.
        KeysSealed: a credential does not open.
    """
    document = found.paired.channel.party(found.own).document
    post = officers.post_of(document, voice.post)
    us = officers.open_all(found.place, document, post, voice.officers, voice.files)
    language = voice.language or found.terms.languages[0]
    return Speaker(author(found.own, us, language), us)


def review(
    found: Record, by: Speaker, draft: Draft, serial: int | None = None
) -> Review:
    """Fix the reference and the time, and freeze what the releaser had seen.

    Raises:
        Misasked: no node runs.
        PathFailed: the node went away.
    """
    now_s = knocking.status(found.place).now_s
    number = serial or _reserve(found.place, now_s)
    salt = secrets.token_bytes(SALT_BYTES)
    desk = Desk(number, found.seen(), now_s, now_s, salt)
    return Review(draft, desk, by, compose(found.standing, by.by, desk, draft))


def _reserve(place: Place, now_s: int) -> int:
    year = datetime.fromtimestamp(now_s, UTC).year
    serial = knocking.ask(place, "reserve", year)
    if not isinstance(serial, int):
        raise Malformed("The node gave something else than a serial.")
    return serial


def _lines(review: Review, changes: Amendment | None) -> Iterator[str]:
    """Yield the review page."""
    header = review.composed.header
    precedence = f"{header.precedence} {PRECEDENCE[header.precedence]}"
    yield f"{header.status}  {header.reference}  {precedence}  {header.kind}"
    to = ", info ".join((header.to_post, *header.info_posts))
    yield f"From {header.from_post} to {to}"
    for verb, cited in (("Answers", header.answers), ("Changes", header.changes)):
        if cited:
            yield f"{verb} {', '.join(each.reference for each in cited)}"
    yield f"{type(review.draft.body).title}"
    for row in shown.rows(review.draft.body, changes):
        yield from barred(f"{row.label}: {row.text}")
    for each in header.attachments:
        yield f"Attached: {each.name}, {each.media_type}, {each.size_bytes:,} bytes"
    for fault in review.composed.faults:
        yield f"Every node will mark it (clause {fault.clause}): {fault.sentence}"
    for fault in review.composed.cautions:
        yield f"Consider (clause {fault.clause}): {fault.sentence}"


def _void(found: Record, reviewed: Review, reason: str) -> None:
    """Enter VOID under a reference that is not used."""
    draft = reviewed.draft
    void = Draft(Void(reason=Text(text=reason)), draft.to, status=draft.status)
    by = reviewed.speaker.by
    composed = compose(found.standing, by, reviewed.desk, void)
    hand_over(found.place, reviewed._replace(draft=void, composed=composed))


class Stored(NamedTuple):
    """A statement that stands in our feed."""

    entry: Entry
    position: int


def hand_over(place: Place, reviewed: Review) -> Stored:
    """Sign a statement and hand it to the node.

    Raises:
        Refused: the node does not take it.
        PathFailed: the node did not say what became of it.
    """
    entry = sign(reviewed.composed, reviewed.desk.salt, reviewed.speaker.us)
    reference = reviewed.composed.header.reference
    try:
        said = _ask_release(place, entry, _STORE_S, receipted=False)
    except (TimeoutError, PathFailed) as error:
        raise PathFailed(
            f"The node did not say what became of {reference}. Look before you send it "
            f"again: detente show {reference}"
        ) from error
    if not isinstance(said, int):
        raise Malformed("The node gave something else than a position.")
    return Stored(entry, said)


def _ask_release(
    place: Place, entry: Entry, within_s: float, *, receipted: bool
) -> wire.Value:
    arguments = (entry.raw, entry.salt, entry.body or b"", receipted)
    return knocking.ask(place, "release", *arguments, within_s=within_s)


def _wait(found: Record, entry: Entry, wait_s: float) -> None:
    """Wait for the other side's receipts, as long as was asked.

    Raises:
        PathFailed: the node went away.
    """
    whose = " and ".join(found.others)
    try:
        with waiting(f"Waiting for the receipt of {whose}"):
            # The same bytes are the same release: this one only waits.
            _ask_release(found.place, entry, wait_s, receipted=True)
    except TimeoutError:
        pass  # how far it got is read from the record
    except PathFailed as error:
        raise PathFailed(
            f"{error.sentence} It is STORED HERE and will go on by itself."
        ) from error


def _data(
    reviewed: Review, stored: Stored, reached: stages.Progress
) -> Mapping[str, object]:
    return {
        "reference": reviewed.composed.header.reference,
        "id": leaf_hash(stored.entry.raw).hex(),
        "position": stored.position,
        **msgspec.to_builtins(reached),
        "marks": _told(reviewed.composed.faults),
        "cautions": _told(reviewed.composed.cautions),
    }


def _told(faults: Sequence[Fault]) -> object:
    return msgspec.to_builtins([Mark(*each) for each in faults])


def finish(outcome: Outcome, *, as_json: bool) -> Exit:
    """Tell a program how a release ended; return the exit code."""
    if as_json:
        say(outcome.data, (), as_json=True)
    return outcome.code
