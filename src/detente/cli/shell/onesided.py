"""Decide how one-sided requests are imported at a command.

A file may hold hundreds of requests: the credential is opened once, all of them are
shown before the first is signed, and each is a statement of its own. What is released
before a failure stands, and a second import takes up where it ended.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from detente.api.client import Client
from detente.api.requests import DraftRequest
from detente.cli.shell import files, releasing
from detente.cli.shell.voice import Voice
from detente.dialogue.unilateral import origin
from detente.record.errors import Misasked
from detente.report.channel import check_alone, own_post
from detente.report.imported import Importable, Sorted, read_csv, sort
from detente.report.mbox import read_mbox

MOST_FILE_BYTES: Final = 64 * 1024 * 1024
FileKind = Literal["csv", "mbox"]


class ImportedRow(msgspec.Struct, frozen=True):
    """A request that was imported: its line in the file, and its reference now."""

    line: int
    reference: str
    code: str
    notes: tuple[str, ...]


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
    client: Client, voice: Voice, file: Path, kind: FileKind, party: str
) -> Sorted:
    """Return what a file holds: new, held already, and not to be read.

    Raises:
        Misasked: others are in the channel, the file cannot be read, or nobody is
            named to whom the messages went.
        Malformed: the file is too long, or its header is none.
    """
    view = client.channel()
    check_alone(view)
    made_by = f"{view.own.code}/{own_post(view.own, voice.post or '').post}"
    data = files.read(file, MOST_FILE_BYTES)
    held = {
        origin(each.asked): each.asked
        for each in client.one_sided().requests
        if origin(each.asked) and each.became != "taken back"
    }
    if kind == "csv":
        return sort(read_csv(data, made_by), held)
    if not party.strip():
        raise Misasked("To whom did the messages go? Say --to-party, in words.")
    sent = {each.message_id: each.made_by for each in held.values() if each.message_id}
    return sort(read_mbox(data, party, sent), held)


def release_all(
    client: Client, voice: Voice, found: Sequence[Importable]
) -> Iterator[ImportedRow]:
    """Release requests one by one, each with a delivery code; yield what each is.

    Raises:
        DetenteError: one cannot be released; those before it stand.
    """
    us = releasing.opened(client, voice, _asked(voice, found[0]))
    for each in found:
        drafted = client.draft(_asked(voice, each))
        stands = releasing.hand_over(client, us, drafted)
        code = str(drafted.fields["code"])
        yield ImportedRow(each.line, stands.reference, code, each.notes)


def _asked(voice: Voice, each: Importable) -> DraftRequest:
    body = msgspec.to_builtins(each.request)
    return releasing.asked(voice, form="UNI", act="request", body=body, alone=True)
