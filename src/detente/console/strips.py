"""Decide how two volumes in conflict are shown by height and time: one flat drawing.

Time runs to the right, height upwards. Each volume is a rectangle, what both have is
hatched; a side whose end nobody told reaches the edge and has no line there. Heights of
different datums are drawn on one scale and the words beside it say which is whose: it
shows where to look, and judges nothing (clause 34 does).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from detente.console.plotted import FLIGHT_LEVEL_M, heights, moments
from detente.report.words import utc

WIDTH: Final = 640
HEIGHT: Final = 260
LEFT: Final = 70
RIGHT: Final = 60
BELOW: Final = 34
ABOVE: Final = 12
_TICKS: Final = 5
_MOST_STEPS: Final = 20
_DAY_S: Final = 86_400
_SPANS_S: Final = (900, 1_800, 3_600, 10_800, 21_600, 43_200, _DAY_S, 7 * _DAY_S)
_SPANS_M: Final = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000)
_LEAST_M: Final = 100.0
_BEYOND: Final = 0.15
"""How much of the whole is shown beyond what is told."""


class Box(NamedTuple):
    """A rectangle of the drawing; `open` names the sides that nobody told."""

    x: float
    y: float
    width: float
    height: float
    open: tuple[str, ...]
    words: str

    def lines(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield the sides that are told, each from a point to a point."""
        right, low = self.x + self.width, self.y + self.height
        for side, line in (
            ("start", (self.x, self.y, self.x, low)),
            ("end", (right, self.y, right, low)),
            ("upper", (self.x, self.y, right, self.y)),
            ("lower", (self.x, low, right, low)),
        ):
            if side not in self.open:
                yield line


class Tick(NamedTuple):
    """A mark on an axis: where, and what stands there; `level` on the far side."""

    at: float
    words: str
    level: str = ""


class Strip(NamedTuple):
    """A drawing of two volumes by height and time."""

    boxes: tuple[Box, ...]
    overlap: Box | None
    times: tuple[Tick, ...]
    heights: tuple[Tick, ...]


class _Range(NamedTuple):
    """From when to when, and from where to where; None: not told."""

    start: float | None
    end: float | None
    lower: float | None
    upper: float | None


class _Frame(NamedTuple):
    """What of time and height the drawing shows."""

    start: float
    end: float
    lower: float
    upper: float

    def x(self, at_s: float) -> float:
        """Return where a time lies."""
        part = (at_s - self.start) / (self.end - self.start)
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)

    def y(self, at_m: float) -> float:
        """Return where a height lies."""
        part = (at_m - self.lower) / (self.upper - self.lower)
        return round(HEIGHT - BELOW - part * (HEIGHT - BELOW - ABOVE), 1)


def strip(two: Sequence[dict[str, Any]]) -> Strip:
    """Return the drawing of two volumes, by the properties of their features."""
    ranges = [_range(each) for each in two]
    frame = _frame(ranges)
    boxes = tuple(
        _box(frame, each, heights(told)) for each, told in zip(ranges, two, strict=True)
    )
    shared = _shared(ranges)
    overlap = None if shared is None else _box(frame, shared, "")
    return Strip(boxes, overlap, tuple(_times(frame)), tuple(_levels(frame)))


def _range(told: dict[str, Any]) -> _Range:
    start_s, end_s = moments(told)
    return _Range(
        start_s, end_s, told.get("altitude_lower_m"), told.get("altitude_upper_m")
    )


def _frame(ranges: Sequence[_Range]) -> _Frame:
    times = [t for each in ranges for t in (each.start, each.end) if t is not None]
    levels = [m for each in ranges for m in (each.lower, each.upper) if m is not None]
    start, end = _around(times or [0.0, _DAY_S], float(_DAY_S) / 24)
    lower, upper = _around(levels or [0.0, 10_000.0], _LEAST_M)
    return _Frame(start, end, lower, upper)


def _around(known: Sequence[float], least: float) -> tuple[float, float]:
    low, high = min(known), max(known)
    beyond = max((high - low) * _BEYOND, least)
    return low - beyond, high + beyond


def _shared(ranges: Sequence[_Range]) -> _Range | None:
    """Return what both have of height and time; None: nothing."""
    one, other = ranges
    start, end = _latest(one.start, other.start), _earliest(one.end, other.end)
    lower, upper = _latest(one.lower, other.lower), _earliest(one.upper, other.upper)
    apart_in_time = start is not None and end is not None and start >= end
    apart_in_height = lower is not None and upper is not None and lower >= upper
    if apart_in_time or apart_in_height:
        return None
    return _Range(start, end, lower, upper)


def _latest(*given: float | None) -> float | None:
    return max((each for each in given if each is not None), default=None)


def _earliest(*given: float | None) -> float | None:
    return min((each for each in given if each is not None), default=None)


def _box(frame: _Frame, each: _Range, words: str) -> Box:
    start = frame.start if each.start is None else each.start
    end = frame.end if each.end is None else each.end
    lower = frame.lower if each.lower is None else each.lower
    upper = frame.upper if each.upper is None else each.upper
    x, y = frame.x(start), frame.y(upper)
    untold = tuple(name for name, end in each._asdict().items() if end is None)
    return Box(
        x, y, max(1.0, frame.x(end) - x), max(1.0, frame.y(lower) - y), untold, words
    )


def _times(frame: _Frame) -> Iterator[Tick]:
    for at in _evenly(frame.start, frame.end, _SPANS_S):
        yield Tick(frame.x(at), f"{utc(int(at))[5:16]}Z")


def _levels(frame: _Frame) -> Iterator[Tick]:
    for at in _evenly(frame.lower, frame.upper, _SPANS_M):
        level = f"FL {at / FLIGHT_LEVEL_M:03.0f}" if at > 0 else ""
        yield Tick(frame.y(at), f"{at:,.0f} m", level)


def _evenly(low: float, high: float, spans: Sequence[int]) -> Iterator[float]:
    """Yield round figures between two, by the finest span that is not too many."""
    fits = (each for each in spans if (high - low) / each <= _TICKS)
    step = next(fits, spans[-1])
    at = -(-low // step) * step + 0.0  # no minus nought
    while at <= high and high - low <= _MOST_STEPS * step:
        yield at
        at += step
