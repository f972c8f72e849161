"""Decide how the alarms of a watch are tried, and what is kept of it (clause 23.6).

Whoever takes the watch asks for a trial at the node's door (`detente.node.desk`). It is
sounded by the process that sounds what is due (`detente.node.duty`), through the alarms
it has: so what was heard then is what will sound at night. One small file in the line's
directory keeps the newest; whether it was heard only an officer can say.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from detente.durable import publish, read
from detente.node import sounder
from detente.node.place import Channel, Place
from detente.node.sounder import Tried
from detente.record.errors import Misasked

_EVERY_ECHELON: Final = 3
_MOST_BYTES: Final = 1024**2


class Trial(msgspec.Struct, frozen=True):
    """The alarms as they were tried; times are POSIX seconds.

    `asked_s`: when the trial was asked for at the node's door.
    """

    asked_s: int
    at_s: int
    tried: tuple[Tried, ...]


async def sound_all(channels: Sequence[Channel], party: str) -> tuple[Tried, ...]:
    """Sound every alarm, of whatever echelon; say how each went.

    Raises:
        Misasked: none is set up.
    """
    if not channels:
        raise Misasked(
            "No alarm is set up for this line: nothing would wake the officer. Name "
            "one by `detente alarm` with --command, --device or --webhook, and --keep."
        )
    sentence = f"Trial of the alarm of {party}."
    return tuple(await sounder.sound(channels, _EVERY_ECHELON, sentence))


class Trials:
    """The trials that are asked of a node, and the newest of them."""

    def __init__(self, place: Place, channels: Sequence[Channel]) -> None:
        """Try these alarms for a line."""
        self._place = place
        self._channels = channels
        newest = last(place)
        self._done_s = 0 if newest is None else newest.asked_s

    async def look(self, party: str, asked_s: int | None, now_s: int) -> None:
        """Sound the trial that was asked for, unless it was sounded before.

        Args:
            party: whose alarms they are.
            asked_s: when the newest trial was asked for; None: none was.
            now_s: our clock.

        Raises:
            StoreFailed: it sounded, and cannot be kept.
        """
        if asked_s is None or asked_s <= self._done_s:
            return
        self._done_s = asked_s
        tried: tuple[Tried, ...] = ()
        if self._channels:  # else it is kept that nothing sounded
            tried = await sound_all(self._channels, party)
        keep(self._place, Trial(asked_s, now_s, tried))


def last(place: Place) -> Trial | None:
    """Return the newest trial of a line; None where none is known."""
    try:
        found, _ = read(place.trial, max_bytes=_MOST_BYTES)
        return msgspec.json.decode(found, type=Trial)
    except (OSError, msgspec.DecodeError):
        # A damaged file must neither keep alarms from being tried nor from sounding.
        return None


def keep(place: Place, trial: Trial) -> None:
    """Keep a trial as the newest.

    Raises:
        StoreFailed: it cannot be written.
    """
    publish(place.trial, msgspec.json.encode(trial))
