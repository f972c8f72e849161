"""Decide how somebody hears: sound what is due, and say when nothing sounds.

Spec clauses 23.2, 23.5, 23.6, 23.7 and 23.10. What sounds is decided by
`detente.dialogue.sounding`, how by `detente.node.sounder`. When every channel has
failed, the other side is told that the officer is unattended, and told again when an
alarm sounds: it must not take a dead loudspeaker for a silent officer. A console that
cannot sound is such a loudspeaker (`detente.node.consoles`).
"""

from collections.abc import Sequence
from typing import Final

from detente.dialogue.asked import Due
from detente.dialogue.entered import Entered
from detente.dialogue.forms.wch import Attended, Unattended
from detente.dialogue.sounding import Lasting, Sounded, Sounding, sound
from detente.dialogue.standing import Standing
from detente.node import sounder
from detente.node.place import Channel
from detente.node.sounder import Tried
from detente.node.trial import Trials
from detente.ports import Alarm
from detente.record.errors import StoreFailed

UNATTENDED: Final = "CONSOLE UNATTENDED"


class Attending:
    """Whoever sounds at one watch."""

    def __init__(
        self,
        own: str,
        channels: Sequence[Channel],
        log: Alarm,
        known: Sequence[Lasting] = (),
        trials: Trials | None = None,
    ) -> None:
        """Sound through `channels`; without any, nothing but the log says it.

        The states that are `known` have sounded before this process began; without
        `trials` no alarm is tried.
        """
        self.own = own
        self._channels = channels
        self._log = log
        self._trials = trials
        self._sounded: Sounded = {each.key: 0 for each in known}
        self._lasting: tuple[Lasting, ...] = tuple(known)

    async def look(
        self,
        standing: Standing,
        dues: Sequence[Due],
        now_s: int,
        lasting: Sequence[Lasting] = (),
        news: Sequence[str] = (),
        *,
        console: bool | None = None,
    ) -> Attended | Unattended | None:
        """Sound what is new; return what to tell the other side.

        Args:
            standing: how things stand.
            dues: everything the clocks ask.
            now_s: our clock.
            lasting: the states that are an alarm now.
            news: what else sounds now, once.
            console: whether an alarm can sound at a console; None: there is none.
        """
        if console is False:
            lasting = [*lasting, Lasting(UNATTENDED, self.own)]
        for ended in (each for each in self._lasting if each not in lasting):
            # Nobody is woken because all is well; who looks it up finds since when.
            self._log.sound("ended", f"{ended.words}: no longer.")
        self._lasting = tuple(lasting)
        sounded = self._sounded
        found, self._sounded = sound(dues, self.own, now_s, sounded, lasting, news)
        pages = _pages(console)
        if found is None:
            return told(standing, self.own, pages, now_s) if console else None
        self._log.sound("due", found.sentence)
        tried = await sounder.sound(self._channels, found.echelon, found.sentence)
        failed = [each for each in tried if each.trouble]
        for each in failed:
            self._log.sound("alarm-failed", f"{each.channel}: {each.trouble}.")
        if failed and len(failed) < len(tried):
            await self._sound_failure(failed)
        return told(standing, self.own, [*tried, *pages], now_s)

    async def try_alarms(self, asked_s: int | None, now_s: int) -> None:
        """Sound the trial that was asked for at a time, if any, and once (23.6)."""
        if self._trials is None:
            return
        try:
            await self._trials.look(self.own, asked_s, now_s)
        except StoreFailed as error:
            # What sounds at night must not end because a trial cannot be kept.
            self._log.sound("trial", error.sentence)

    async def _sound_failure(self, failed: Sequence[Tried]) -> None:
        names = {each.channel for each in failed}
        rest = [c for c in self._channels if sounder.words(c) not in names]
        said = Sounding(1, f"An alarm failed: {', '.join(sorted(names))}.")
        await sounder.sound(rest, said.echelon, said.sentence)


def _pages(console: bool | None) -> list[Tried]:  # noqa: FBT001 - it is what is known
    """Return the pages of a console as an alarm that was tried."""
    if console is None:
        return []
    return [Tried("console", "" if console else "no page of it can sound")]


def told(
    standing: Standing, own: str, tried: Sequence[Tried], now_s: int
) -> Attended | Unattended | None:
    """Return what the other side is to be told once these channels were tried."""
    if not tried:
        return None
    sounded = any(not each.trouble for each in tried)
    if sounded == is_attended(standing, own):
        return None
    return Attended(since=now_s) if sounded else Unattended(since=now_s)


def is_attended(standing: Standing, party: str) -> bool:
    """Say whether a party's alarms sound, as far as its node has said."""
    unattended = standing.newest.get((party, Unattended))
    attended = standing.newest.get((party, Attended))
    if unattended is None:
        return True
    return attended is not None and _place(attended) > _place(unattended)


def _place(entered: Entered) -> tuple[int, int]:
    return entered.said.feed.generation, entered.said.position
