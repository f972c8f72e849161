"""Decide how a statement leaves: review, signature, release, and how far it then got.

The review fixes the reference and freezes what the releaser had seen. It tells what
every node will mark, and what an officer would want to know; neither stops a release.
A reference that was given and is not used is entered VOID, so that a missing number
never looks like a missing statement (clause 11.26).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from detente.api import releasing
from detente.api.answers import DraftView, Released
from detente.api.client import Client
from detente.api.requests import DraftRequest, draft_request
from detente.cli.shell import officers
from detente.cli.shell.exits import Exit
from detente.cli.shell.showing import say, waiting
from detente.cli.shell.voice import Voice
from detente.node.officer import Officer
from detente.record.errors import Misasked, PathFailed, Refused
from detente.report.pages import barred, how_far
from detente.report.stages import Progress
from detente.report.words import PRECEDENCE


class Outcome(NamedTuple):
    """How a release ended: exit code, and what is told of it.

    `draft` is the statement as it was shown and now stands.
    """

    code: Exit
    data: Mapping[str, object]
    draft: DraftView


def asked(voice: Voice, **fields: object) -> DraftRequest:
    """Return what is to be said, by who speaks.

    Raises:
        Unreadable: a field has no place in a request.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    return draft_request(
        **{
            "from_post": voice.post or "",
            "officers": list(voice.officers) or [1],
            "language": voice.language,
            **given,
        }
    )


def release(
    client: Client, voice: Voice, said: DraftRequest, *, wait_s: float = 0.0
) -> Outcome:
    """Review, sign and release a statement; say to people how far it gets.

    Args:
        client: the line.
        voice: who speaks.
        said: what is said.
        wait_s: how long to wait for the other side's receipts.

    Raises:
        Misasked: no node runs, or the officer decided against it.
        KeysSealed: a credential does not open.
        Refused: the node does not take it; the reference is entered VOID.
        PathFailed: the node went away.
    """
    us = opened(client, voice, said)
    drafted = client.draft(said)
    if not voice.as_json:
        say({}, _lines(drafted), as_json=False)
    if not voice.agrees("Release it?"):
        releasing.void(client, us, said, drafted, "Not released after review.")
        raise Misasked(f"Nothing was released; {drafted.reference} is entered VOID.")
    try:
        stands = hand_over(client, us, drafted)
    except Refused:
        releasing.void(client, us, said, drafted, "Its node did not take it.")
        raise
    if not voice.as_json:
        signed = ", ".join(f"{each.post} {each.number}" for each in us)
        lines = f"SIGNED by {signed}", f"STORED HERE at position {stands.position}"
        say({}, lines, as_json=False)
    reached = client.progress(drafted.reference)
    if wait_s > 0 and reached.missing:
        reached = _waited(client, drafted.reference, reached, wait_s)
    if not voice.as_json:
        say({}, how_far(reached), as_json=False)
    unreceipted = wait_s > 0 and reached.missing
    code = Exit.UNRECEIPTED if unreceipted else Exit.DONE
    return Outcome(code, _data(drafted, stands, reached), drafted)


def opened(client: Client, voice: Voice, said: DraftRequest) -> tuple[Officer, ...]:
    """Open the credentials of who speaks, once it is sure that this can be said.

    Raises:
        Misasked: it cannot, or there is no such post or credential.
        KeysSealed: a credential does not open.
    """
    return officers.open_all(voice.place, client.signers(said), voice.files)


def _lines(drafted: DraftView) -> Iterator[str]:
    """Yield the review page."""
    precedence = f"{drafted.precedence} {PRECEDENCE.get(drafted.precedence, '')}"
    yield f"{drafted.status}  {drafted.reference}  {precedence}  {drafted.kind}"
    to = ", info ".join((drafted.to_post, *drafted.info_posts))
    yield f"From {drafted.from_post} to {to}"
    for verb, cited in (("Answers", drafted.answers), ("Changes", drafted.changes)):
        if cited:
            yield f"{verb} {', '.join(cited)}"
    yield drafted.title
    for row in drafted.rows:
        yield from barred(f"{row.label}: {row.text}")
    for each in drafted.attachments:
        yield f"Attached: {each.name}, {each.media_type}, {each.size_bytes:,} bytes"
    for mark in drafted.marks:
        yield f"Every node will mark it (clause {mark.clause}): {mark.sentence}"
    for mark in drafted.cautions:
        yield f"Consider (clause {mark.clause}): {mark.sentence}"


def hand_over(client: Client, us: Sequence[Officer], drafted: DraftView) -> Released:
    """Sign a statement and hand it to the node.

    Raises:
        Refused: the node does not take it.
        PathFailed: it is not known what became of it.
    """
    try:
        return releasing.hand_over(client, us, drafted)
    except PathFailed as error:
        raise PathFailed(
            f"The node did not say what became of {drafted.reference}. Look before you "
            f"send it again: detente show {drafted.reference}"
        ) from error


def _waited(
    client: Client, reference: str, reached: Progress, wait_s: float
) -> Progress:
    """Wait for the other side's receipts, as long as was asked.

    Raises:
        PathFailed: the node went away.
    """
    whose = " and ".join(reached.missing)
    try:
        with waiting(f"Waiting for the receipt of {whose}"):
            return client.progress(reference, wait_s)
    except PathFailed as error:
        raise PathFailed(
            f"{error.sentence} It is STORED HERE and will go on by itself."
        ) from error


def _data(
    drafted: DraftView, stands: Released, reached: Progress
) -> Mapping[str, object]:
    return {
        "reference": stands.reference,
        "id": stands.id,
        "position": stands.position,
        **msgspec.to_builtins(reached),
        "marks": msgspec.to_builtins(drafted.marks),
        "cautions": msgspec.to_builtins(drafted.cautions),
    }


def finish(outcome: Outcome, *, as_json: bool) -> Exit:
    """Tell a program how a release ended; return the exit code."""
    if as_json:
        say(outcome.data, (), as_json=True)
    return outcome.code
