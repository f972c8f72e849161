"""Decide what every page hears: once a second that the console lives, and what it sees.

A page that hears nothing for ten seconds says NOT LIVE. So the beat comes whether or
not something happened, and carries what grows old: each light with its age, what is
due, what nobody has acknowledged. What has come since the last beat is told at once.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from detente.console.line import Line
from detente.console.seats import Seats
from detente.console.strip import lights
from detente.ports import Clock
from detente.record.errors import DetenteError
from detente.report.inbox import DueRow, Inbox, Row
from detente.report.retold import age, told
from detente.report.state import LineState
from detente.report.translated import ENGLISH, Catalogue, catalogue
from detente.report.words import utc

LOOK_S: Final = 0.25
BEAT_S: Final = 1.0
SILENCE_S: Final = 30.0
"""So long an alarm stays silent that was silenced (MSC.302(87), 7.3)."""
_BEHIND: Final = 4


class Seen(NamedTuple):
    """A line, as the last beat saw it."""

    state: LineState
    inbox: Inbox
    sizes: dict[str, int]

    def unread(self) -> list[Row]:
        """Return what waits for us, in the order of the inbox."""
        return [row for row in self.inbox.received if not row.acknowledged]

    def overdue(self) -> list[DueRow]:
        """Return what is overdue of our own people."""
        return [
            row
            for row in self.inbox.dues
            if row.of == self.inbox.party and row.overdue_s > 0 and not row.by_node
        ]


class Beat:
    """What beats for every page of a console."""

    def __init__(self, line: Line, seats: Seats, clock: Clock) -> None:
        """Look at a line, and at who can hear it."""
        self._line = line
        self._seats = seats
        self._clock = clock
        self._hearing: dict[asyncio.Queue[str], str] = {}
        self._silent_until_s: dict[str, float] = {}
        self._was_armed = False
        self.seen: Seen | None = None

    async def run(self) -> None:
        """Beat for ever."""
        due_s = 0.0
        while True:
            now_s = self._clock.monotonic_s()
            try:
                sizes = await self._line.sizes()
                moved = self.seen is None or sizes != self.seen.sizes
                if moved or now_s >= due_s:
                    await self.look(sizes)
                    due_s = now_s + BEAT_S
                    self._beat(moved=moved)
                    await self._attend()
            except DetenteError as error:
                # The page must not look alive on what was true before.
                for queue, language in self._hearing.items():
                    sentence = told(catalogue(language), error.sentence)
                    _tell(queue, _event("trouble", {"sentence": sentence}))
                due_s = now_s + BEAT_S
            await asyncio.sleep(LOOK_S)

    async def _attend(self) -> None:
        """Tell the node whether an alarm can sound here, once one could (23.10)."""
        armed = bool(self._seats.armed())
        self._was_armed |= armed
        if (
            self._was_armed
            and self.seen is not None
            and self.seen.state.our_node == "UP"
        ):
            await self._line.ask(lambda client: client.attend(can_sound=armed))

    async def end(self) -> None:
        """Tell the node that nothing is to be expected of this console any more.

        Raises:
            DetenteError: no node runs.
        """
        if self._was_armed:
            await self._line.ask(lambda client: client.attend(can_sound=None))

    async def look(self, sizes: dict[str, int] | None = None) -> Seen:
        """Look at the line now.

        Raises:
            DetenteError: it cannot be read.
        """
        held = await self._line.sizes() if sizes is None else sizes
        state = await self._line.ask(lambda client: client.line())
        inbox = await self._line.ask(lambda client: client.inbox())
        self.seen = Seen(state, inbox, held)
        return self.seen

    def now_s(self) -> int:
        """Return the node's time, as the last beat had it; before it, our clock's."""
        return self._clock.now_s() if self.seen is None else self.seen.state.now_s

    def silence(self) -> None:
        """Silence for a while whatever sounds now; what comes later sounds."""
        until_s = self._clock.monotonic_s() + SILENCE_S
        for row in self.seen.unread() if self.seen else ():
            self._silent_until_s[row.reference] = until_s

    async def hear(self, language: str = ENGLISH) -> AsyncIterator[str]:
        """Yield the beat as server-sent events in a language, from now on; for ever."""
        with self._listening(language) as queue:
            if self.seen is not None:
                yield self._words(language, moved=False)
            while True:
                yield await queue.get()

    @contextmanager
    def _listening(self, language: str) -> Iterator[asyncio.Queue[str]]:
        queue: asyncio.Queue[str] = asyncio.Queue(_BEHIND)
        self._hearing[queue] = language
        try:
            yield queue
        finally:
            del self._hearing[queue]

    def _beat(self, *, moved: bool) -> None:
        """Tell everyone what was seen, once in each language that is heard."""
        spoken = set(self._hearing.values())
        events = {each: self._words(each, moved=moved) for each in spoken}
        for queue, language in self._hearing.items():
            _tell(queue, events[language])

    def _words(self, language: str, *, moved: bool) -> str:
        if self.seen is None:
            raise RuntimeError("A beat is told before anything was seen.")
        seen, armed = self.seen, self._seats.armed()
        words = {
            "now_s": seen.state.now_s,
            "moved": moved,
            "live": shown(seen, armed, catalogue(language)),
            "sounding": self._sounding(seen),
        }
        return _event("beat", words)

    def _sounding(self, seen: Seen) -> list[dict[str, object]]:
        """Return what nobody has acknowledged, and whether it was silenced."""
        now_s = self._clock.monotonic_s()
        silent = self._silent_until_s
        known = {row.reference for row in seen.unread()}
        for gone in silent.keys() - known:
            del silent[gone]
        return [
            {
                "reference": row.reference,
                "precedence": row.precedence,
                "silent": silent.get(row.reference, 0.0) > now_s,
            }
            for row in seen.unread()
        ]


def shown(
    seen: Seen, armed: tuple[str, ...], says: Catalogue
) -> dict[str, tuple[str, str]]:
    """Return the words that change by themselves on any page: by name, with a grade."""
    state = seen.state
    found = {
        "clock": (utc(state.now_s), ""),
        "sheet": (utc(state.now_s), ""),
        "watch": (_watch(state, says), "good" if state.watch else "late"),
        "alarm": _alarm(armed, says),
        "unread": _counted(len(seen.unread()), says.fixed("{} to acknowledge")),
        "overdue": _counted(len(seen.overdue()), says.fixed("{} overdue")),
    }
    for each in lights(state, says):
        found[f"{each.peer}/verdict"] = (each.verdict, "")
        for light in each.lights:
            key = f"{each.peer}/{light.name}"
            found[key] = (light.word, light.grade)
            found[f"{key}/age"] = (light.age, "")
    for row in seen.inbox.dues:
        found[f"due/{row.kind}/{row.about}"] = due_words(row, says)
    return found


def due_words(row: DueRow, says: Catalogue) -> tuple[str, str]:
    """Return how long something has been due, or has time."""
    length = age(says, row.overdue_s)
    if row.overdue_s > 0:
        return says.fixed("OVERDUE {}").format(length), "bad"
    return says.fixed("in {}").format(length), ""


def _watch(state: LineState, says: Catalogue) -> str:
    if state.watch is None:
        return says.fixed("nobody has taken it over")
    alone = f", {says.fixed('UNRELIEVED')}" if state.watch.unrelieved else ""
    return f"{says.fixed('officer')} {state.watch.officer}{alone}"


def _alarm(armed: tuple[str, ...], says: Catalogue) -> tuple[str, str]:
    if not armed:
        return says.fixed("NOT ARMED"), "bad"
    return says.fixed("ARMED: {}").format(", ".join(sorted(armed))), "good"


def _counted(count: int, words: str) -> tuple[str, str]:
    return words.format(count), "bad" if count else "good"


def _tell(queue: asyncio.Queue[str], event: str) -> None:
    if queue.full():
        queue.get_nowait()  # a page that lags wants the newest, not all
    queue.put_nowait(event)


def _event(kind: str, data: object) -> str:
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"
