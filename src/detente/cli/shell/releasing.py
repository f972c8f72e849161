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
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from detente.cli.shell import knocking, officers
from detente.cli.shell.asking import typed
from detente.cli.shell.exits import Exit
from detente.cli.shell.showing import progress, say, waiting
from detente.dialogue.compose import Author, Composed, Desk, Draft, compose
from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms.void import Void
from detente.node.officer import Officer, author, sign
from detente.node.place import Place
from detente.record.errors import Malformed, Misasked, PathFailed, Refused
from detente.record.feed import Entry, leaf_hash
from detente.record.statement import SALT_BYTES
from detente.report import record, shown, stages
from detente.report.pages import barred, how_far
from detente.report.record import Record
from detente.report.shown import Mark
from detente.report.words import PRECEDENCE

_STORE_S: Final = 30.0
_YES: Final = frozenset({"yes", "y"})


class Voice(NamedTuple):
    """Who speaks at this command and how, as its options say.

    `serial` was reserved before and not used; `wait_s` is how long to wait for the
    other side's receipts; `sure` asks nothing.
    """

    post: str | None
    officers: Sequence[int]
    files: Sequence[Path]
    language: str = ""
    serial: int | None = None
    wait_s: float = 0.0
    sure: bool = False
    as_json: bool = False


class Outcome(NamedTuple):
    """How a release ended: exit code, and what is told of it."""

    code: Exit
    data: Mapping[str, object]


class _Review(NamedTuple):
    """What an officer is about to sign."""

    draft: Draft
    desk: Desk
    by: Author
    us: tuple[Officer, ...]
    composed: Composed


@contextmanager
def opened(place: Place) -> Iterator[Record]:
    """Open a line's record, with progress where it is long.

    Raises:
        DetenteError: it cannot be read.
    """
    with progress("Reading the record") as told, record.reading(place, told) as found:
        yield found


def release(found: Record, voice: Voice, draft: Draft) -> Outcome:
    """Review, sign and release a statement; say to people how far it gets.

    Raises:
        Misasked: no node runs, or the officer decided against it.
        KeysSealed: a credential does not open.
        Refused: the node does not take it; the reference is entered VOID.
        PathFailed: the node went away.
    """
    encode(draft.body)  # what has no place in the record must not cost a reference
    review = _open(found, voice, draft)
    reference = review.composed.header.reference
    if not voice.as_json:
        say({}, _lines(review), as_json=False)
    if not _agreed(voice):
        _void(found, review, "Not released after review.")
        raise Misasked(f"Nothing was released; {reference} is entered VOID.")
    entry = sign(review.composed, review.desk.salt, review.us)
    try:
        position = _hand_over(found.place, entry, reference)
    except Refused:
        _void(found, review, "Its node did not take it.")
        raise
    if not voice.as_json:
        signed = ", ".join(f"{o.post} {o.number}" for o in review.us)
        lines = (f"SIGNED by {signed}", f"STORED HERE at position {position}")
        say({}, lines, as_json=False)
    return _follow(found, voice, review, entry, position)


def _open(found: Record, voice: Voice, draft: Draft) -> _Review:
    now_s = knocking.status(found.place).now_s
    document = found.paired.channel.party(found.own).document
    post = officers.post_of(document, voice.post)
    us = officers.open_all(found.place, document, post, voice.officers, voice.files)
    language = voice.language or found.founding.charter.terms.languages[0]
    by = author(found.own, us, language)
    serial = voice.serial or _reserve(found.place, now_s)
    salt = secrets.token_bytes(SALT_BYTES)
    desk = Desk(serial, found.seen(), now_s, now_s, salt)
    return _Review(draft, desk, by, us, compose(found.standing, by, desk, draft))


def _reserve(place: Place, now_s: int) -> int:
    year = datetime.fromtimestamp(now_s, UTC).year
    serial = knocking.ask(place, "reserve", year)
    if not isinstance(serial, int):
        raise Malformed("The node gave something else than a serial.")
    return serial


def _lines(review: _Review) -> Iterator[str]:
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
    for row in shown.rows(review.draft.body):
        yield from barred(f"{row.label}: {row.text}")
    for fault in review.composed.faults:
        yield f"Every node will mark it (clause {fault.clause}): {fault.sentence}"
    for fault in review.composed.cautions:
        yield f"Consider (clause {fault.clause}): {fault.sentence}"


def _agreed(voice: Voice) -> bool:
    if voice.sure or voice.as_json:
        return True
    answer = typed("Release it? yes or no: ")
    return answer is None or answer.lower() in _YES


def _void(found: Record, review: _Review, reason: str) -> None:
    """Enter VOID under a reference that is not used."""
    draft = review.draft
    void = Draft(Void(reason=Text(text=reason)), draft.to, status=draft.status)
    composed = compose(found.standing, review.by, review.desk, void)
    entry = sign(composed, review.desk.salt, review.us)
    _hand_over(found.place, entry, composed.header.reference)


def _hand_over(place: Place, entry: Entry, reference: str) -> int:
    """Release a signed statement; return its position in our feed."""
    body = entry.body or b""
    try:
        arguments = (entry.raw, entry.salt, body, False)
        said = knocking.ask(place, "release", *arguments, within_s=_STORE_S)
    except (TimeoutError, PathFailed) as error:
        raise PathFailed(
            f"The node did not say what became of {reference}. Look before you send it "
            f"again: detente show {reference}"
        ) from error
    if not isinstance(said, int):
        raise Malformed("The node gave something else than a position.")
    return said


def _follow(
    found: Record, voice: Voice, review: _Review, entry: Entry, position: int
) -> Outcome:
    """Wait for the other side's receipts, as long as was asked, and say what came."""
    if voice.wait_s > 0 and found.others:
        # The same bytes are the same release: this one only waits.
        arguments = (entry.raw, entry.salt, entry.body or b"", True)
        whose = " and ".join(found.others)
        try:
            with waiting(f"Waiting for the receipt of {whose}"):
                knocking.ask(found.place, "release", *arguments, within_s=voice.wait_s)
        except TimeoutError:
            pass  # how far it got is read from the record below
        except PathFailed as error:
            raise PathFailed(
                f"{error.sentence} It is STORED HERE and will go on by itself."
            ) from error
    reached = stages.progress_of_ours(found, position)
    if not voice.as_json:
        say({}, how_far(reached), as_json=False)
    data = {
        "reference": review.composed.header.reference,
        "id": leaf_hash(entry.raw).hex(),
        "position": position,
        **msgspec.to_builtins(reached),
        "marks": _told(review.composed.faults),
        "cautions": _told(review.composed.cautions),
    }
    unreceipted = voice.wait_s > 0 and reached.missing
    return Outcome(Exit.UNRECEIPTED if unreceipted else Exit.DONE, data)


def _told(faults: Sequence[Fault]) -> object:
    return msgspec.to_builtins([Mark(*each) for each in faults])


def finish(outcome: Outcome, *, as_json: bool) -> Exit:
    """Tell a program how a release ended; return the exit code."""
    if as_json:
        say(outcome.data, (), as_json=True)
    return outcome.code
