"""Compute with numbers of twice the places that floating point has.

A number is the sum of two figures, the second some 2^-53 of the first: so it is good to
a hundred binary places and more. Whoever uses it allows for far less than that.
"""

from fractions import Fraction
from math import factorial
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.space.sines import ONE, PI

Reals: TypeAlias = npt.NDArray[np.float64]

_SPLIT: Final = (1 << 27) + 1.0
"""Times this, a figure falls into halves whose products are exact."""
_TERMS: Final = 20
"""Of the series of sine and cosine: what follows is below 1e-26 up to pi."""


class Twofold(NamedTuple):
    """Numbers: the figures nearest to them, and what is left."""

    high: Reals
    low: Reals

    def plus(self, other: "Twofold") -> "Twofold":
        """Return the sums."""
        high = self.high + other.high
        part = high - self.high
        low = (self.high - (high - part)) + (other.high - part)
        return _joined(high, low + (self.low + other.low))

    def times(self, other: "Twofold") -> "Twofold":
        """Return the products."""
        high = self.high * other.high
        a, b = _halves(self.high)
        c, d = _halves(other.high)
        low = ((a * c - high) + a * d + b * c) + b * d
        return _joined(high, low + (self.high * other.low + self.low * other.high))


def _halves(figure: Reals) -> tuple[Reals, Reals]:
    wide = figure * _SPLIT
    high = wide - (wide - figure)
    return high, figure - high


def _joined(high: Reals, low: Reals) -> Twofold:
    total = high + low
    return Twofold(total, low - (total - high))


def of(number: Fraction) -> Twofold:
    """Return a number."""
    high = float(number)
    return Twofold(np.asarray(high), np.asarray(float(number - Fraction(high))))


def _terms(first: int) -> list[Twofold]:
    """Return the terms of a series: one over every second factorial, signs in turn."""
    return [of(Fraction((-1) ** k, factorial(first + 2 * k))) for k in range(_TERMS)]


_SINE: Final = _terms(1)
_COSINE: Final = _terms(0)
RADIANS: Final = of(Fraction(PI, ONE * 180 * 10**9))
"""What a billionth of a degree is."""


def sine_cosine(angle: Twofold) -> tuple[Twofold, Twofold]:
    """Return sine and cosine of angles of at most pi."""
    square = angle.times(angle)
    sine, cosine = _SINE[-1], _COSINE[-1]
    for odd, even in zip(_SINE[-2::-1], _COSINE[-2::-1], strict=True):
        sine, cosine = sine.times(square).plus(odd), cosine.times(square).plus(even)
    return sine.times(angle), cosine


def inverse_root(square: Twofold) -> Twofold:
    """Return one over the square roots of numbers."""
    near = Twofold(1 / np.sqrt(square.high), np.zeros_like(square.high))
    short = square.times(near).times(near)
    left = Twofold(1 - short.high, -short.low)
    half = Twofold(near.high * 0.5, near.low)
    return near.plus(half.times(left))
