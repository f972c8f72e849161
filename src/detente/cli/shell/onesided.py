"""Decide how one-sided requests are drafted, imported and listed at a command.

A file may hold hundreds of requests: the credential is opened once, all of them are
shown before the first is signed, and each is a statement of its own. What is released
before a failure stands, and a second import takes up where it ended.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec

from detente.cli.shell import drafting, files, releasing
from detente.cli.shell.voice import Voice
from detente.cli.shell.watchlog import own_channel
from detente.dialogue.cases.unilateral import Unilateral
from detente.dialogue.compose import Draft
from detente.dialogue.forms import uni
from detente.dialogue.unilateral import (
    CODE_BYTES,
    UnilateralCount,
    delivery_code,
    origin,
    put_already,
    requests,
)
from detente.record.errors import Misasked
from detente.report.imported import Importable, Sorted, read_csv, sort
from detente.report.mbox import read_mbox
from detente.report.record import Record

MOST_FILE_BYTES: Final = 64 * 1024 * 1024
FileKind = Literal["csv", "mbox"]


class ImportedRow(msgspec.Struct, frozen=True):
    """A request that was imported: its line in the file, and its reference now."""

    line: int
    reference: str
    code: str
    notes: tuple[str, ...]


class PutRow(msgspec.Struct, frozen=True):
    """A one-sided request, and what the other side says of it.

    `put` is the reference under which it was put, empty where it was not; `state` is
    then what has become of it there.
    """

    request: str
    summary: str
    became: str
    put: str
    state: str
    disputed: str


def drawn_code() -> str:
    """Return a new delivery code."""
    return delivery_code(secrets.token_bytes(CODE_BYTES))


def kind_of(file: Path, given: FileKind | None) -> FileKind:
    """Return what a file is: as said, or by its name.

    Raises:
        Misasked: its name does not say.
    """
    if given is not None:
        return given
    named = file.suffix.lower().removeprefix(".")
    if named == "csv":
        return "csv"
    if named == "mbox":
        return "mbox"
    raise Misasked(f"{file} is of which kind? Say --kind csv or --kind mbox.")


def read_file(
    record: Record, file: Path, kind: FileKind, party: str, made_by: str
) -> Sorted:
    """Return what a file holds: new, held already, and not to be read.

    Raises:
        Misasked: others are in the channel, the file cannot be read, or nobody is
            named to whom the messages went.
        Malformed: the file is too long, or its header is none.
    """
    own_channel(record)
    data = files.read(file, MOST_FILE_BYTES)
    held = {
        origin(case.request): case.request
        for case in requests(record.standing)
        if origin(case.request) and case.state != "taken back"
    }
    if kind == "csv":
        return sort(read_csv(data, made_by), held)
    if not party.strip():
        raise Misasked("To whom did the messages go? Say --to-party, in words.")
    sent = {each.message_id: each.made_by for each in held.values() if each.message_id}
    return sort(read_mbox(data, party, sent), held)


def release_all(
    record: Record, voice: Voice, found: Sequence[Importable]
) -> Iterator[ImportedRow]:
    """Release requests one by one, each with a delivery code; yield what each is.

    Raises:
        DetenteError: one cannot be released; those before it stand.
    """
    speaker = releasing.speaker(record, voice)
    to = f"{record.own}/{speaker.by.post}"
    status = drafting.status_of(record, test=False)
    for each in found:
        code = drawn_code()
        body = msgspec.structs.replace(each.request, code=code)
        review = releasing.review(record, speaker, Draft(body, to, status=status))
        releasing.hand_over(record.place, review)
        reference = review.composed.header.reference
        yield ImportedRow(each.line, reference, code, each.notes)


class Compared(NamedTuple):
    """Our own channel's requests, and what was put of them in the line."""

    own: Mapping[str, Unilateral]
    put: Mapping[bytes, Unilateral]


def compared(own: Record, line: Record) -> Compared:
    """Return the requests of a channel of our own beside what was put in a line.

    Raises:
        Misasked: the first is no channel of our own, or the second is one.
    """
    own_channel(own)
    if not line.others:
        raise Misasked("Nobody is in this channel to be put anything.")
    cases = {case.opened.header.reference: case for case in requests(own.standing)}
    return Compared(cases, put_already(line.standing, line.own))


def put_rows(found: Compared) -> Iterator[PutRow]:
    """Yield every request that was not taken back, with what became of it there."""
    for reference, case in found.own.items():
        if case.state == "taken back":
            continue
        put = found.put.get(case.id)
        verdict = None if put is None or put.verdict is None else put.verdict.body
        yield PutRow(
            reference,
            case.request.summary(),
            case.state,
            "" if put is None else put.opened.header.reference,
            "not put" if put is None else put.state,
            str(verdict.what) if isinstance(verdict, uni.Disputed) else "",
        )


def count_lines(ours: UnilateralCount, put: UnilateralCount) -> Iterator[str]:
    """Yield how many requests stand in each state, alone and in the line."""
    yield (
        f"UNILATERAL, one side's word: {ours.requests} recorded; {ours.made} made, "
        f"{ours.delivered} delivered, {ours.answered} answered, "
        f"{ours.no_answer} no answer, {ours.taken_back} taken back"
    )
    yield (
        f"Put in the line: {put.requests}; {put.confirmed} confirmed, "
        f"{put.disputed} disputed, {put.put} open, {put.taken_back} taken back"
    )
