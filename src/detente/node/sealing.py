"""Decide under which key each bundle is sealed, and which keys still open one.

Spec clause 8; the frame and its bindings are `detente.record.seal`. On a connection one
random epoch key per direction seals many bundles, each under its own counter. Every
frame encloses that key, sealed by HPKE to the reader, until the reader has answered
under it; then frames travel without. An epoch ends after 2^20 bundles or an hour, and
with the process: its key is stored nowhere, so nobody who copies a disk later opens
what was recorded on the way. Elsewhere (a file, a mail) each frame is an epoch of its
own; its counter is the last there is, which tells the reader to remember nothing.

A reader remembers a few epochs of each sender. A frame that comes twice opens twice:
carriers double, and a sender repeats what it saw no answer to, so that refusing the
second would lose the answer; entries have positions, so the second changes nothing.
Sealing authenticates nobody, and anyone who knows our sealing key can open an epoch in
a peer's name. It can crowd out remembered epochs, which costs the peer a renewal; it
can say nothing, for what is inside proves itself.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from detente.carriers.refusals import EpochUnknown
from detente.ports import Random
from detente.record import seal
from detente.record.errors import Misdirected, Unproven
from detente.record.seal import Frame, Route

EPOCH_BUNDLES: Final = 2**20
EPOCH_AGE_S: Final = 3600.0
EPOCHS_REMEMBERED: Final = 8
_EPOCH_ID_BYTES: Final = 16


class Opened(NamedTuple):
    """A bundle, and the party that the frame names as its sender, unproven."""

    sender: str
    bundle: bytes


@dataclass
class _Outward:
    """An epoch that we seal under."""

    frame: Frame
    key: bytes
    born_s: float
    enclosed: bytes
    confirmed: bool = False


class Sealing:
    """Seals for, and opens from, the other parties of one channel.

    Args:
        channel: 32-byte channel id.
        own: our party's code.
        seeds: our private sealing seeds, the present one and those still honoured;
            when an old one is dropped is the caller's rule (90 days, clause 8.6).
        random: epoch names and keys come from it.
    """

    def __init__(
        self, channel: bytes, own: str, seeds: Sequence[bytes], random: Random
    ) -> None:
        self._channel = channel
        self._own = own
        self._random = random
        self._private = {
            seal.sealing_kid(public): private
            for private, public in map(seal.private_key, seeds)
        }
        self._readers: dict[str, bytes] = {}
        self._outward: dict[str, _Outward] = {}
        self._inward: dict[str, OrderedDict[bytes, bytes]] = {}

    def know(self, peer: str, public: bytes) -> None:
        """Take a peer's sealing key from its key document, as often as it changes.

        Raises:
            Unproven: it is no sound sealing key.
        """
        if self._readers.get(peer) == public:
            return
        self._draw(self._route(peer, public), public)
        self._readers[peer] = public
        self._inward.setdefault(peer, OrderedDict())
        self.forget(peer)

    def seal(self, reader: str, bundle: bytes, now_s: float) -> bytes:
        """Seal a bundle for a connection; `now_s` is monotonic.

        Raises:
            Misdirected: the reader is nobody we know.
        """
        outward = self._outward.get(reader)
        if outward is None or _worn(outward, now_s):
            route, public = self._to(reader)
            frame, key = self._draw(route, public)
            outward = _Outward(frame, key, now_s, frame.enclosed)
            self._outward[reader] = outward
        frame = outward.frame
        enclosed = b"" if outward.confirmed else outward.enclosed
        outward.frame = frame._replace(counter=frame.counter + 1)
        return seal.close(frame._replace(enclosed=enclosed), outward.key, bundle)

    def seal_alone(self, reader: str, bundle: bytes) -> bytes:
        """Seal a bundle for a path without answers: an epoch of one.

        Raises:
            Misdirected: the reader is nobody we know.
        """
        route, public = self._to(reader)
        frame, key = self._draw(route, public)
        return seal.close(frame._replace(counter=seal.LAST_COUNTER), key, bundle)

    def confirmed(self, reader: str, frame: bytes) -> None:
        """Note that the reader answered this frame: it holds the frame's epoch."""
        outward = self._outward.get(reader)
        if outward is None or outward.confirmed:
            return
        # An answer to a frame of an earlier epoch says nothing about the present one.
        outward.confirmed = seal.parse(frame).epoch == outward.frame.epoch

    def forget(self, reader: str) -> None:
        """Begin a new epoch with the next bundle: the reader does not hold this one."""
        self._outward.pop(reader, None)

    def open(self, data: bytes) -> Opened:
        """Open a frame.

        Raises:
            Malformed: it is no frame.
            Misdirected: for another channel, reader or key, or from a stranger.
            EpochUnknown: its epoch is not remembered; the sender must `forget` us.
                Where this was an answer, forget its sender here: our new epoch makes
                it tell its own again.
            Unproven: altered on the way.
        """
        frame = seal.parse(data)
        sender = frame.route.sender
        private = self._private.get(frame.route.sealing_kid)
        if private is None or sender not in self._readers:
            raise Misdirected(
                "A bundle is from a stranger, or for a key we do not have."
            )
        expected = Route(self._channel, sender, self._own, frame.route.sealing_kid)
        seal.check_route(frame, expected)
        remembered = self._inward[sender]
        key = remembered.get(frame.epoch)
        if key is not None:
            remembered.move_to_end(frame.epoch)
            return Opened(sender, seal.open_bundle(frame, key))
        if not frame.enclosed:
            raise EpochUnknown("A bundle's key was never told to us, or is forgotten.")
        key = seal.open_epoch(frame, private)
        bundle = seal.open_bundle(frame, key)
        if frame.counter != seal.LAST_COUNTER:
            self._remember(sender, frame.epoch, key)
        return Opened(sender, bundle)

    def _remember(self, sender: str, epoch: bytes, key: bytes) -> None:
        remembered = self._inward[sender]
        remembered[epoch] = key
        if len(remembered) > EPOCHS_REMEMBERED:
            remembered.popitem(last=False)
        # A peer that has restarted begins an epoch, and has lost ours: without being
        # told again it could not open our very next answer.
        if sender in self._outward:
            self._outward[sender].confirmed = False

    def _to(self, reader: str) -> tuple[Route, bytes]:
        public = self._readers.get(reader)
        if public is None:
            raise Misdirected(f"No sealing key is known of {reader}.")
        return self._route(reader, public), public

    def _route(self, reader: str, public: bytes) -> Route:
        return Route(self._channel, self._own, reader, seal.sealing_kid(public))

    def _draw(self, route: Route, public: bytes) -> tuple[Frame, bytes]:
        """Draw an epoch; return its first frame, still without bundle, and its key."""
        epoch, key = self._random(_EPOCH_ID_BYTES), self._random(seal.EPOCH_KEY_BYTES)
        try:
            enclosed = seal.suite().encrypt(
                key, seal.public_key(public), info=route.info()
            )
        except ValueError as error:
            raise Unproven("A sealing key is not sound (clause 8.2).") from error
        return Frame(route, epoch, 0, enclosed, b""), key


def _worn(outward: _Outward, now_s: float) -> bool:
    old = now_s - outward.born_s >= EPOCH_AGE_S
    return old or outward.frame.counter >= EPOCH_BUNDLES
