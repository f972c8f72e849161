"""Decide whether an alarm can sound at a console (clause 23.10).

A page that was closed says nothing more, so its silence counts as that it cannot.
"""

from typing import Final

SILENT_S: Final = 15.0
"""After so long without a word none of its pages can sound."""


class Consoles:
    """What the consoles of a node have said; times on the monotonic clock."""

    def __init__(self) -> None:
        """Know of no console yet."""
        self._sounds_since: float | None = None
        self._known = False

    def say(self, can_sound: bool | None, now_s: float) -> None:  # noqa: FBT001 - one wire value
        """Note what a console says; None: it is ended, and nothing is expected."""
        self._sounds_since = now_s if can_sound else None
        self._known = can_sound is not None and (self._known or can_sound)

    def attended(self, now_s: float) -> bool | None:
        """Say whether an alarm can sound there; None where none ever could."""
        if not self._known:
            return None
        since_s = self._sounds_since
        return since_s is not None and now_s - since_s <= SILENT_S
