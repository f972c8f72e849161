"""Decide how an officer speaks: open credentials, sign what was composed.

A statement is signed by officers of one post, each with a numbered credential that
rests under a passphrase (`detente.node.vault`). What it may say is decided by
`detente.dialogue`; that it stands in the feed, by the line.
"""

from collections.abc import Sequence
from typing import NamedTuple

from detente.dialogue.compose import Author, Composed
from detente.node import keyring, vault
from detente.node.keyring import SecretKey
from detente.node.place import Place
from detente.record import keys
from detente.record.errors import Misasked, Misdirected
from detente.record.feed import Entry


class Officer(NamedTuple):
    """A numbered credential of a post, opened."""

    post: str
    number: int
    secret: SecretKey

    @property
    def kid(self) -> bytes:
        """The thumbprint by which key documents and headers name it."""
        return keys.thumbprint(self.secret.public())


def open_credential(
    place: Place, party: str, post: str, number: int, passphrase: str
) -> Officer:
    """Open the credential of a post that rests in a line's directory.

    Raises:
        KeysSealed: it is not there, or the passphrase is another.
        Malformed: the file is damaged.
        Misdirected: the file holds another credential than its name says.
    """
    data = vault.load(place.credential(post, number))
    label, secrets = vault.unseal(data, passphrase)
    if label != vault.Label("credential", party, post, number) or len(secrets) != 1:
        raise Misdirected(
            f"{place.credential(post, number)} holds the keys of {label.party}/"
            f"{label.post} number {label.number}: a file was put in another's place."
        )
    return Officer(post, number, secrets[0])


def author(party: str, officers: Sequence[Officer], language: str) -> Author:
    """Return who speaks: the first officer drafts, all of them release.

    Raises:
        Misasked: nobody speaks, one stands twice, or they are of two posts.
    """
    if not officers or len({each.post for each in officers}) > 1:
        raise Misasked("A statement is released by officers of one post.")
    kids = tuple(each.kid for each in officers)
    if len(set(kids)) != len(kids):
        raise Misasked("Two keys are two officers: one credential was named twice.")
    return Author(party, officers[0].post, kids[0], kids, language)


def sign(composed: Composed, salt: bytes, officers: Sequence[Officer]) -> Entry:
    """Return the statement signed by the officers that its header lists, in order.

    Raises:
        Malformed: it is longer than clause 3.1 allows.
    """
    raw = keyring.release(composed.header, [each.secret for each in officers])
    return Entry(raw, salt, composed.body)
