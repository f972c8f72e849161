"""A network that loses, doubles, reorders, delays and cuts, as a seed draws it."""

import heapq
import random
from collections.abc import Iterator
from typing import NamedTuple


class Weather(NamedTuple):
    """How bad it is; shares from 0 to 1, times in seconds."""

    lost: float = 0.0
    doubled: float = 0.0
    shortest_s: float = 0.001
    longest_s: float = 0.2


class Cut(NamedTuple):
    """No bundle passes between two parties from one time until another."""

    one: str
    other: str
    from_s: float
    until_s: float


class Parcel(NamedTuple):
    """A bundle under way; `answers` is the number of the bundle it answers, or None."""

    at_s: float
    number: int
    sender: str
    reader: str
    data: bytes
    answers: int | None


class Network:
    """Carries bundles between parties through weather and cuts."""

    def __init__(
        self, dice: random.Random, weather: Weather, cuts: tuple[Cut, ...] = ()
    ) -> None:
        """Draw every accident from `dice`."""
        self._dice = dice
        self._weather = weather
        self._cuts = cuts
        self._under_way: list[Parcel] = []
        self._number = 0

    def cut(self, cut: Cut) -> None:
        """Add a cut."""
        self._cuts = (*self._cuts, cut)

    def calm(self) -> None:
        """Let every later bundle pass at once and unharmed."""
        self._weather, self._cuts = Weather(longest_s=0.002), ()

    def hand_over(
        self, now_s: float, sender: str, reader: str, data: bytes, answers: int | None
    ) -> int:
        """Take a bundle; return its number, whatever becomes of it."""
        self._number += 1
        dice, weather = self._dice, self._weather
        copies = 1 + (dice.random() < weather.doubled)
        if dice.random() < weather.lost or self._is_cut(now_s, sender, reader):
            copies = 0
        for _ in range(copies):
            at_s = now_s + dice.uniform(weather.shortest_s, weather.longest_s)
            parcel = Parcel(at_s, self._number, sender, reader, data, answers)
            heapq.heappush(self._under_way, parcel)
        return self._number

    def _is_cut(self, now_s: float, one: str, other: str) -> bool:
        return any(
            {cut.one, cut.other} == {one, other} and cut.from_s <= now_s < cut.until_s
            for cut in self._cuts
        )

    def next_s(self) -> float:
        """Return when the next bundle arrives; infinity if none is under way."""
        return self._under_way[0].at_s if self._under_way else float("inf")

    def arrived(self, now_s: float) -> Iterator[Parcel]:
        """Yield what has arrived by now, in the order of arrival."""
        while self._under_way and self._under_way[0].at_s <= now_s:
            yield heapq.heappop(self._under_way)
