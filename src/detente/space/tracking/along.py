"""Tell by whole numbers where on a leg an object is, alike on every processor.

Clause 33.3: on the great circle between two fixes, at an angle in step with time. The
direction is the nearest whole numbers to the exact one, as in clause 30.2.
"""

from fractions import Fraction
from math import atan2, isqrt
from typing import Final

from detente.space.exact import cross, dot
from detente.space.sines import BITS, ONE, sine_cosine
from detente.space.sphere import Vector, nearest

# Each step of Newton's doubles the places that are right, beginning from some fifty.
_STEPS: Final = 3


def at_part(tail: Vector, head: Vector, part: Fraction) -> Vector:
    """Return the direction at a part of the way from one direction to another.

    Args:
        tail: where it begins.
        head: where it ends; not opposite.
        part: from 0 to 1.
    """
    if part == 0 or tail == head:
        return tail
    if part == 1:
        return head
    angle = _angle(tail, head)
    here = angle * part.numerator // part.denominator
    before, _ = sine_cosine(angle - here)
    after, _ = sine_cosine(here)
    # Both ends weigh by the sine of what lies between them and the place.
    one, other = _length(tail), _length(head)
    x, y, z = (
        (before * a << BITS) // one + (after * b << BITS) // other
        for a, b in zip(tail, head, strict=True)
    )
    length = isqrt(x * x + y * y + z * z)
    return nearest((x, y, z), length)


def _length(of: Vector) -> int:
    """Return the length of a vector, times `ONE`."""
    return isqrt(dot(of, of) << 2 * BITS)


def _angle(tail: Vector, head: Vector) -> int:
    """Return the angle between two directions, in radians times `ONE`."""
    level, across = dot(tail, head), cross(tail, head)
    length = isqrt(level * level + dot(across, across) << 2 * BITS)
    cosine = (level << 2 * BITS) // length
    sine = (_length(across) << BITS) // length
    angle = int(atan2(sine / ONE, cosine / ONE) * 2**53) * (ONE >> 53)
    for _ in range(_STEPS):
        s, c = sine_cosine(angle)
        angle += (sine * c - cosine * s) >> BITS
    return angle
