"""The case of the six areas, played as it stands."""

import io
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console

from detente.play import demo
from detente.play.narrator import Narrator

SIX: Final = demo.script_of("2022")
WIDE: Final = 300


class Told(NamedTuple):
    """What was told, a fact a line, and where the lines lie."""

    text: str
    root: Path


def play_six(root: Path) -> Told:
    """Play it below a directory."""
    into = io.StringIO()
    console = Console(file=into, width=WIDE, highlight=False, markup=False)
    demo.play_all([SIX], root, Narrator(console, paced=False))
    return Told(into.getvalue(), root / "2022")
