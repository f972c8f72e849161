"""Decide who of our party may sit at the console, and by what each is known.

A credential rests sealed in the line's directory, and opens by a passphrase; or it is a
passkey, of which the key document has the public key, and the line the name by which
its device knows it (clause 2.5).
"""

from typing import Literal, TypeAlias

from detente.node import opening, passkeys
from detente.node.passkeys import Known
from detente.node.place import Place
from detente.record import keys
from detente.record.errors import Misasked

Way: TypeAlias = Literal["passkey", "sealed", "elsewhere"]


class Officers:
    """By what a line's officers sign at its console."""

    def __init__(self, place: Place) -> None:
        """Read a paired line's key document, and which passkeys there are.

        Raises:
            DetenteError: the line is not paired, or damaged.
        """
        self._place = place
        self._known = passkeys.load(place)
        paired = opening.read_paired(place)
        document = paired.channel.party(paired.own).document
        self._keys = {
            (each.post, each.number): each.public()
            for each in document.credentials
            if each.algorithm == keys.PASSKEY
        }

    def holds_passkey(self, post: str, number: int) -> bool:
        """Say whether an officer's credential is a passkey."""
        return (post, number) in self._keys

    def way(self, post: str, number: int) -> Way:
        """Say by what an officer sits down here; "elsewhere": he cannot."""
        if self.holds_passkey(post, number):
            return "passkey" if (post, number) in self._known else "elsewhere"
        return (
            "sealed" if self._place.credential(post, number).exists() else "elsewhere"
        )

    def passkey(self, post: str, number: int) -> tuple[Known, keys.PublicKey]:
        """Return how an officer's passkey is asked for, and its public key.

        Raises:
            Misasked: his credential is none, or its name is not known here.
        """
        who = post, number
        if who not in self._keys or who not in self._known:
            raise Misasked(f"{post} {number} has no passkey that is known here.")
        return self._known[who], self._keys[who]
