"""Decide which receipts a line holds and gives (clauses 5.4 and 9.5).

A receipt of ours is signed only for what is flushed, and given again unchanged when the
same bundle comes again. A receipt of theirs counts when both keys of their mirror
cosigned a head that is truly ours; the highest size counts.
"""

from collections.abc import Callable, Sequence

from detente.exchange.channel import Channel, Party
from detente.exchange.mirror import Mirror
from detente.node.skew import Skews
from detente.ports import HeldReceipt, Ports
from detente.record import head, keys
from detente.record.errors import Misdirected
from detente.record.head import Note


class Receipts:
    """Receipts of both directions in one channel."""

    def __init__(
        self,
        channel: Channel,
        own: Party,
        ports: Ports,
        held: Sequence[HeldReceipt],
        verify: keys.Verify,
    ) -> None:
        """Take over the receipts that the store holds."""
        self._channel = channel
        self._own = own
        self._ports = ports
        self._verify = verify
        self._theirs = {r.mirror: r.size for r in held if r.feed == own.feed}
        self._given = {r.feed: r for r in held if r.mirror == own.code}
        self._unwritten: tuple[HeldReceipt, ...] = ()
        self._alarmed: set[str] = set()
        self.skews = Skews()

    def of_ours(self, peer: str) -> int:
        """Return up to where a peer has receipted our feed."""
        return self._theirs.get(peer, 0)

    def read(
        self, text: bytes, sender: str, own: Mirror, note_at: Callable[[int], Note]
    ) -> HeldReceipt | None:
        """Check a receipt for our feed; return it if it says more than we hold.

        One for a head that we never signed sounds an alarm and is passed over: what
        came with it must get through.

        Args:
            text: the cosigned checkpoint as it came.
            sender: the peer that gave it; only its own mirror's receipt is taken.
            own: our feed.
            note_at: returns our signed head at a size that we hold.

        Raises:
            Malformed: not a receipt.
            Misdirected: for another feed.
            Unproven: not cosigned with both keys.
        """
        note = head.parse_note(text)
        if note.head.origin != self._own.feed_keys[0].name:
            raise Misdirected("A receipt is for another feed (clause 9.5).")
        if note.head.size <= self.of_ours(sender):
            return None
        mirror_keys = self._channel.party(sender).mirror_keys
        time_s = head.verify_note(note, mirror_keys, self._verify)
        if note.head.size > own.size or note_at(note.head.size).head != note.head:
            self._alarm(sender, note.head.size, own.size)
            return None
        lines = note.only(mirror_keys).signatures
        full = note_at(note.head.size).with_lines(lines).text()
        now_s = self._ports.clock.now_s()
        self.skews.receipted(sender, note.head.size, time_s, now_s)
        return HeldReceipt(own.feed, sender, note.head.size, full, "", now_s)

    def _alarm(self, sender: str, size: int, own_size: int) -> None:
        """Sound once a peer: it could sign such receipts for ever."""
        if sender in self._alarmed:
            return
        self._alarmed.add(sender)
        self._ports.alarm.sound(
            "unknown-receipt",
            f"{sender} receipts a history of our feed that we do not hold (to "
            f"{size}; we hold {own_size}). If our store was restored "
            "from a copy, stop the node and compare with theirs (clause 9.5).",
        )

    def keep(self, receipt: HeldReceipt) -> None:
        """Count a receipt of theirs, once it is flushed."""
        # Two of one peer may come in one turn, in any order.
        self._theirs[receipt.mirror] = max(receipt.size, self.of_ours(receipt.mirror))

    def give(self, held: Mirror) -> bytes | None:
        """Return our receipt for a feed at the size we hold it; sign it if need be."""
        if held.frozen or held.note is None:
            return None
        given = self._given.get(held.feed)
        if given is None or given.size != held.size:
            now_s = self._ports.clock.now_s()
            lines = self._ports.signer.cosign(held.note.head, now_s)
            text = Note(held.note.head, lines).text()
            given = HeldReceipt(held.feed, self._own.code, held.size, text, "", now_s)
            self._given[held.feed] = given
            self._unwritten = (
                *(r for r in self._unwritten if r.feed != held.feed),
                given,
            )
        return given.note

    def unwritten(self) -> tuple[HeldReceipt, ...]:
        """Return the receipts given since the last commit; the next one takes them."""
        return self._unwritten

    def written(self, receipts: tuple[HeldReceipt, ...], own_size: int) -> None:
        """Forget those that a commit took; our feed reaches so far from now on."""
        self.skews.grew(own_size, self._ports.clock.now_s())
        self._unwritten = tuple(r for r in self._unwritten if r not in receipts)
