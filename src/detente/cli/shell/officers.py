"""Decide who signs at a command: the numbered credentials that open in this line."""

import base64
from collections.abc import Sequence
from pathlib import Path

from detente.api.answers import Signer, Signers
from detente.cli.shell.asking import passphrase
from detente.node import officer
from detente.node.officer import Officer
from detente.node.place import Place
from detente.record import keys
from detente.record.credentials import KeyDocument
from detente.record.errors import Misasked, Misdirected
from detente.report.channel import check_officers, own_post, party_view


def signers_of(document: KeyDocument, post: str, numbers: Sequence[int]) -> Signers:
    """Return who signs by a key document of ours: no channel is there to be asked yet.

    Raises:
        Misasked: we have no such post or credential.
    """
    found = own_post(party_view(document), post)
    check_officers(found, numbers)
    kids = {
        each.number: base64.b64encode(keys.thumbprint(each.public())).decode()
        for each in document.credentials
        if each.post == found.post and not each.node
    }
    rows = tuple(Signer(found.post, number, kids[number]) for number in numbers)
    return Signers(document.party, rows)


def open_all(
    place: Place, signers: Signers, files: Sequence[Path]
) -> tuple[Officer, ...]:
    """Open the credentials of those who are to sign.

    Args:
        place: the line's directory.
        signers: whose they are, the drafter's first.
        files: a passphrase file for each of them, or one for all, or none.

    Raises:
        Misasked: files that do not match.
        KeysSealed: a credential does not open.
        Refused: a file holds another credential than its name says.
    """
    if len(files) not in {0, 1, len(signers.officers)}:
        raise Misasked("Give one --passphrase-file for all officers, or one for each.")
    opened = []
    for at, each in enumerate(signers.officers):
        file = files[min(at, len(files) - 1)] if files else None
        opened.append(_open(place, signers.party, each, file))
    return tuple(opened)


def _open(place: Place, party: str, asked: Signer, file: Path | None) -> Officer:
    post, number = asked.post, asked.number
    typed = passphrase(file, f"{party}/{post}, credential {number}")
    opened = officer.open_credential(place, party, post, number, typed)
    if base64.b64encode(opened.kid).decode() != asked.credential:
        raise Misdirected(
            f"{place.root} holds another credential {number} of {party}/{post} than "
            "the line that is spoken on."
        )
    return opened
