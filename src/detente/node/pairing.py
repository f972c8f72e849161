"""Decide how a line that was set up becomes one: by the others' offers and our word.

Spec clauses 10.2 to 10.6 and 11.21. Two officers have read the channel's id to each
other before this; an officer of ours signs the founding statement, with which our feed
begins.
"""

from collections.abc import Sequence

from detente.node import opening
from detente.node.officer import Officer, author, sign
from detente.node.place import Place
from detente.ports import Random
from detente.record.statement import SALT_BYTES


def pair(
    place: Place,
    charter_raw: bytes,
    offers: Sequence[bytes],
    us: Sequence[Officer],
    now_s: int,
    random: Random,
) -> str:
    """Pair a line; return our party's code.

    Args:
        place: its directory.
        charter_raw: the charter that the offers found.
        offers: those of the other parties.
        us: our officers who sign the founding statement.
        now_s: POSIX seconds.
        random: the salt of that statement.

    Raises:
        DetenteError: an offer is none of the charter's, or the line was begun before.
    """
    opening.keep_documents(place, offers)
    paired = opening.read_paired(place, charter_raw)
    by = author(paired.own, us, paired.charter.terms.languages[0])
    salt = random(SALT_BYTES)
    composed = opening.compose_founding(paired, by, now_s, salt)
    opening.begin(place, charter_raw, sign(composed, salt, us))
    return paired.own
