"""Decide how declared volumes and minima are read at the command line."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from detente.cli.shell import files
from detente.record.errors import Malformed, Misasked
from detente.space.files import reading
from detente.space.volume import Minima, Volume

MOST_BYTES: Final = 4 << 30
MOST_M: Final = 10_000_000
MOST_S: Final = 400 * 86_400


def volumes(path: Path) -> list[Volume]:
    """Return the volumes of a file.

    Raises:
        Misasked: it cannot be read.
        Malformed: it is no file of volumes, or one of them makes no sense.
    """
    try:
        return reading.volumes(files.read(path, MOST_BYTES))
    except Malformed as error:
        raise Malformed(f"{path}: {error.sentence}") from error


def minima(lateral_m: str, vertical_m: str, time_s: str) -> Minima:
    """Return minima that are typed in metres and seconds.

    Raises:
        Misasked: one is no number, less than nought, or more than can be meant.
    """
    return Minima(
        _thousandths("--lateral-m", lateral_m, MOST_M),
        _thousandths("--vertical-m", vertical_m, MOST_M),
        _thousandths("--time-s", time_s, MOST_S),
    )


def _thousandths(name: str, text: str, most: int) -> int:
    """Return a typed figure in thousandths, a fraction of one upward."""
    try:
        figure = Decimal(text)
    except InvalidOperation as error:
        raise Misasked(f"{name} {text[:40]!r} is no number.") from error
    if not (figure.is_finite() and 0 <= figure <= most):
        raise Misasked(f"{name} is from 0 to {most:,}, and not {text[:40]}.")
    return -int(-figure * 1000 // 1)
