"""Draw the picture of the demonstration that the front page shows.

Plays the case of 2023 in a directory of its own, as `detente demo` does, and draws
three pieces of what it told: a call declined, the outage, the ending. Nothing is drawn
that was not told.
"""

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from detente.play import demo
from detente.play.narrator import WIDTH, Narrator
from findings import ROOT

PICTURE: Final = ROOT / "docs" / "demo.svg"
CASE: Final = "2023"
# From the first line of a piece up to the first line that no longer belongs to it.
PIECES: Final = (
    ("A secure call of the two", "Indo-Pacific Command asks"),
    ("The network is cut", "The watches check the line again"),
    ("Both nodes, side by side", "Sources"),
)
FONT: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def played() -> list[str]:
    """Play the case; return the lines that it told, with their colours."""
    told = io.StringIO()
    console = Console(
        file=told,
        width=WIDTH,
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
        markup=False,
    )
    with tempfile.TemporaryDirectory(prefix="detente-demo-") as directory:
        narrator = Narrator(console, paced=False)
        demo.play_all([demo.script_of(CASE)], Path(directory), narrator)
    return told.getvalue().splitlines()


def pieces(lines: list[str]) -> Iterator[Text]:
    """Yield the pieces to draw; a step begins a line above its title."""
    plain = [Text.from_ansi(line).plain for line in lines]
    for first, end in PIECES:
        start = next(at for at, line in enumerate(plain) if first in line)
        stop = next(at for at, line in enumerate(plain[start:], start) if end in line)
        steps = not plain[start].startswith(first)
        # The end stands in a step's title too, a line below where the step begins.
        for line in lines[start - steps : stop - steps]:
            yield Text.from_ansi(line)
        yield Text()


def draw(lines: list[str]) -> str:
    """Return the picture; it loads no font from elsewhere."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), highlight=False, markup=False
    )
    console.print("$ detente demo", style="bold")
    console.print(Text("…", style="dim"))
    for piece in pieces(lines):
        console.print(piece, soft_wrap=True)
    drawn = console.export_svg(title="detente demo", unique_id="demo")
    return FONT.sub("", drawn).replace("Fira Code", "monospace")


def main() -> int:
    """Write the picture."""
    PICTURE.write_text(draw(played()), encoding="utf-8")
    print(f"{PICTURE.relative_to(ROOT)} is drawn.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
