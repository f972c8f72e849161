"""Decide by which version of the charter a node exchanges: paths and times.

Spec clause 10.16. Which version binds is a matter of the fold
(`detente.dialogue.in_force`), which runs beside the exchange: so `detente.node.duty`
says it at the node's door, and says it again until the node works by it. The terms are
kept in a file, for a node that starts must not go back to what was agreed at first.
"""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from detente import durable
from detente.dialogue import charter as charters
from detente.dialogue.charter import Charter
from detente.exchange.replica import Terms
from detente.node.attachments import bounds_of
from detente.node.place import Place
from detente.record.errors import Malformed, Misasked


class InForce(NamedTuple):
    """A version of the charter; its digest is that of clause 10.11."""

    digest: bytes
    charter: Charter

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths in the order of their use."""
        return self.charter.terms.paths

    def exchange(self) -> Terms:
        """Return what the version says of the exchange."""
        agreed = self.charter.terms
        return Terms(
            relay_after_s=agreed.relay_after_s,
            probe_s=agreed.probe_s,
            receipt_withheld_s=agreed.receipt_withheld_s,
            attachments=bounds_of(agreed),
        )


def founding(charter: Charter) -> InForce:
    """Return the founding version."""
    return InForce(charters.channel_id(charters.render(charter)), charter)


def amended(charter: Charter, terms: bytes) -> InForce:
    """Return the version that has these terms.

    Args:
        charter: the founding charter.
        terms: the whole terms, as a proposal carries them.

    Raises:
        Malformed: they are none that these parties can keep (clause 10.11).
    """
    raw, agreed = charters.amended(charter, terms)
    return InForce(charters.channel_id(raw), agreed)


def read(place: Place, charter: Charter) -> InForce:
    """Return the version that a node starts with: the one it worked by last.

    Raises:
        StoreFailed: the file cannot be read.
    """
    try:
        return amended(charter, place.read(place.terms))
    except (Misasked, Malformed):
        # None was ever bound, or the file is damaged: the fold will say it anew.
        return founding(charter)


def keep(place: Place, version: InForce) -> None:
    """Keep a version as the one that a node of this line starts with.

    Raises:
        StoreFailed: it could not be written.
    """
    durable.publish(place.terms, charters.render_terms(version.charter.terms))


class Binding:
    """The version that a running node works by; `take` makes it work by another."""

    def __init__(
        self,
        place: Place,
        version: InForce,
        take: Callable[[InForce], Awaitable[None]],
    ) -> None:
        """Start with the version that the node started with."""
        self.version = version
        self._place = place
        self._take = take

    async def bind(self, terms: bytes) -> None:
        """Work by the version with these terms from now on.

        Raises:
            Malformed: they are no terms that these parties can keep (clause 10.11).
            StoreFailed: it binds, but could not be kept for the next start.
        """
        self.version = amended(self.version.charter, terms)
        await self._take(self.version)
        keep(self._place, self.version)
