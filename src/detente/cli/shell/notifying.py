"""Decide how the volumes of a file are stated as one notice of an activity."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from detente.api.answers import Previewed
from detente.api.client import Client
from detente.cli.shell import confirming, releasing
from detente.cli.shell.exits import Exit
from detente.cli.shell.showing import say
from detente.cli.shell.voice import Voice
from detente.record.errors import Malformed
from detente.report.imported import MOST_BODY_BYTES
from detente.report.pages import barred
from detente.report.phased import Phased, Wanted, phased
from detente.space.notices.notice import Notice
from detente.space.volume import Volume


class How(NamedTuple):
    """How volumes are to be stated.

    `header` and `body` are what the notice has beside its phases, `fixes` the second
    fixes of volumes by their id.
    """

    header: Mapping[str, object]
    body: Mapping[str, object]
    fixes: Mapping[str, str]
    wanted: Wanted
    check: bool
    confirmed: bool
    wait_s: float


def state(
    client: Client, voice: Voice, source: Notice | Sequence[Volume], how: How
) -> Exit:
    """Show what a file would be stated as, with its doubts, and state it.

    Raises:
        Misasked: doubts are not confirmed, or the officer decided against it.
        Malformed: it is longer than a statement, or holds no volume.
        DetenteError: it cannot be stated so.
    """
    volumes = _volumes(source)
    made = phased(volumes, how.fixes, how.wanted, client.channel().own.code)
    doubts = (*_doubts(source), *made.doubts)
    body = {**how.body, "phases": msgspec.to_builtins(made.phases)}
    _check_length(made)
    said = releasing.asked(voice, form="ACT", act="notice", body=body, **how.header)
    client.signers(said)  # what cannot be said at all is told before any doubt
    if how.check:
        found = client.preview(said)
        data = {**msgspec.to_builtins(found), "doubts": list(doubts)}
        say(data, _page(found, doubts), as_json=voice.as_json)
        return Exit.DONE
    if not voice.as_json:
        say({}, (f"? {each}" for each in doubts), as_json=False)
    confirming.confirm(doubts, confirmed=how.confirmed)
    outcome = releasing.release(client, voice, said, wait_s=how.wait_s)
    if voice.as_json:
        say({**outcome.data, "doubts": list(doubts)}, (), as_json=True)
    return outcome.code


def _volumes(source: Notice | Sequence[Volume]) -> Sequence[Volume]:
    if isinstance(source, Notice):
        source = [each.volume for each in source.areas]
    if not source:
        raise Malformed("The file holds no volume, and so nothing to state.")
    return source


def _doubts(source: Notice | Sequence[Volume]) -> Iterator[str]:
    """Yield the doubts of a notice, with what of it could not be read."""
    if not isinstance(source, Notice):
        return
    for area in source.areas:
        yield from (f"{area.volume.id}: {each}" for each in area.doubts)
    for one in source.refused:
        yield f"Line {one.line} should be an area and is none: {one.why}"
    for one in source.unread:
        yield f"Not understood, line {one.line}: {one.text}"


def _check_length(made: Phased) -> None:
    """Check that a notice can hold the phases.

    Raises:
        Malformed: they are longer than a statement.
    """
    size = len(msgspec.msgpack.encode(made.phases))
    if size > MOST_BODY_BYTES:
        corners = sum(len(v.points) for p in made.phases for v in p.volumes)
        raise Malformed(
            f"{corners:,} corners are more than one notice holds: state the volumes "
            "in several, or with fewer corners."
        )


def _page(found: Previewed, doubts: Sequence[str]) -> Iterator[str]:
    """Yield what would be stated, for people."""
    yield f"WOULD BE STATED: {found.title}"
    for row in found.rows:
        yield from barred(f"{row.label}: {row.text}")
    for mark in found.marks:
        yield f"Every node will mark it (clause {mark.clause}): {mark.sentence}"
    for mark in found.cautions:
        yield f"Consider (clause {mark.clause}): {mark.sentence}"
    yield from (f"? {each}" for each in doubts)
    yield "NOTHING STATED"
