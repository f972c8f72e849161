"""Decide who speaks at a command: which of our posts, which numbered credentials."""

from collections.abc import Sequence
from pathlib import Path

from detente.cli.shell.asking import passphrase
from detente.node import officer
from detente.node.officer import Officer
from detente.node.place import Place
from detente.record.credentials import KeyDocument
from detente.record.errors import Misasked


def post_of(document: KeyDocument, given: str | None) -> str:
    """Return the post that speaks: the one named, else the first with officers.

    Raises:
        Misasked: we have no such post.
    """
    staffed = dict.fromkeys(c.post for c in document.credentials if not c.node)
    name = next(iter(staffed), "") if given is None else given
    bare = name.removeprefix(f"{document.party}/")
    if bare not in staffed:
        raise Misasked(f"We have no post {bare!r}. Ours are: {', '.join(staffed)}.")
    return bare


def open_all(
    place: Place,
    document: KeyDocument,
    post: str,
    numbers: Sequence[int],
    files: Sequence[Path],
) -> tuple[Officer, ...]:
    """Open the credentials of officers of one post.

    Args:
        place: the line's directory.
        document: our key document.
        post: the officers' post.
        numbers: which of its credentials, the drafter's first; none: the first.
        files: a passphrase file for each of them, or one for all, or none.

    Raises:
        Misasked: no such credential, or files that do not match.
        KeysSealed: a credential does not open.
        Refused: a file holds another credential than its name says.
    """
    numbers = numbers or (1,)
    known = {c.number for c in document.credentials if c.post == post and not c.node}
    for number in numbers:
        if number not in known:
            listed = ", ".join(map(str, sorted(known)))
            raise Misasked(f"{post} has no credential {number}. It has: {listed}.")
    if len(files) not in {0, 1, len(numbers)}:
        raise Misasked("Give one --passphrase-file for all officers, or one for each.")
    opened = []
    for at, number in enumerate(numbers):
        file = files[min(at, len(files) - 1)] if files else None
        typed = passphrase(file, f"{document.party}/{post}, credential {number}")
        party = document.party
        opened.append(officer.open_credential(place, party, post, number, typed))
    return tuple(opened)
