"""Take sines and cosines by whole numbers alone (clauses 30.2 and 30.3)."""

from typing import Final

BITS: Final = 192
ONE: Final = 1 << BITS
# 200 binary places of pi, from its 62 decimal ones; checked against a series by a test.
PI: Final = (
    31415926535897932384626433832795028841971693993751058209749446 * ONE // 10**61
)


def sine_cosine(angle: int) -> tuple[int, int]:
    """Return sine and cosine of an angle of at most 4 radians, to some 180 places.

    Args:
        angle: in radians, times `ONE`, as is what is returned.
    """
    square = angle * angle >> BITS
    sine = term_s = angle
    cosine = term_c = ONE
    step = 0
    while term_c or term_s:
        step += 2
        term_c = -(term_c * square >> BITS) // (step * (step - 1))
        term_s = -(term_s * square >> BITS) // (step * (step + 1))
        # The last place of a negative term never shifts away by itself.
        term_c, term_s = term_c if term_c != -1 else 0, term_s if term_s != -1 else 0
        cosine, sine = cosine + term_c, sine + term_s
    return sine, cosine
