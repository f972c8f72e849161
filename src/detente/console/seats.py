"""Decide who sits at the console: officers whose credential was opened for their watch.

A seat is one browser. Its officer opens his sealed credential once, by its passphrase,
when he sits down: opening is slow on purpose, and a STOP must not wait for it. What is
opened stays in this process alone, until he leaves or the longest watch is over. What
leaves the building needs a deliberate act besides (`detente.console.speaking`).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from detente.node.officer import Officer
from detente.ports import Clock, Random

LONGEST_S: Final = 12 * 3600
"""No watch is longer; an officer sits down anew for the next."""
ARMED_S: Final = 12.0
"""A seat that has not said for so long that it can sound is not armed."""
_NAME_BYTES: Final = 32


@dataclass
class Seat:
    """An officer at a browser; times are of the monotonic clock.

    `opened` is his credential where it rested under a passphrase; a passkey stays in
    his hand, and is asked whenever he signs.
    """

    post: str
    number: int
    opened: Officer | None
    since_s: float
    armed_at_s: float | None = None

    @property
    def who(self) -> str:
        """The post and number, as screens show them."""
        return f"{self.post} {self.number}"


class Seats:
    """The seats that are taken, by a secret that each browser keeps."""

    def __init__(self, clock: Clock, random: Random) -> None:
        """Give seats by this clock; their secrets are random."""
        self._clock = clock
        self._random = random
        self._taken: dict[str, Seat] = {}

    def take(self, post: str, number: int, opened: Officer | None) -> str:
        """Give an officer a seat; return the secret that its browser keeps."""
        secret = self._random(_NAME_BYTES).hex()
        seat = Seat(post, number, opened, self._clock.monotonic_s())
        self._taken[_digest(secret)] = seat
        return secret

    def find(self, secret: str) -> Seat | None:
        """Return the seat of a secret; None if there is none, or none any more."""
        seat = self._taken.get(_digest(secret))
        if seat is None:
            return None
        if self._is_over(seat):
            self.leave(secret)
            return None
        return seat

    def sitting(self) -> tuple[Seat, ...]:
        """Return every seat that is taken, whoever sat down first first."""
        return tuple(each for each in self._taken.values() if not self._is_over(each))

    def _is_over(self, seat: Seat) -> bool:
        return self._clock.monotonic_s() - seat.since_s > LONGEST_S

    def leave(self, secret: str) -> None:
        """Give a seat up, and forget its credential."""
        self._taken.pop(_digest(secret), None)

    def arm(self, seat: Seat, *, can_sound: bool) -> None:
        """Note what a seat says of its alarm: that it can sound, or cannot."""
        seat.armed_at_s = self._clock.monotonic_s() if can_sound else None

    def armed(self) -> tuple[str, ...]:
        """Return who sits where an alarm can sound."""
        return tuple(seat.who for seat in self._armed())

    def _armed(self) -> Iterator[Seat]:
        now_s = self._clock.monotonic_s()
        for seat in self._taken.values():
            if seat.armed_at_s is not None and now_s - seat.armed_at_s <= ARMED_S:
                yield seat


def _digest(secret: str) -> str:
    """Return under what a secret is looked up: comparing it tells nothing of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
