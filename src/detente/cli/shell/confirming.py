"""Decide how doubts about what was read from a file are confirmed, or nothing stated.

`--yes` and `--json` answer for a release, which a review has shown; they confirm no
doubt. Whoever confirms has looked at each: at a terminal, or by saying so.
"""

import sys
from collections.abc import Sequence

from detente.cli.shell.asking import agreed
from detente.record.errors import Misasked


def confirm(doubts: Sequence[str], *, confirmed: bool) -> None:
    """Let the person at the terminal confirm doubts that were shown.

    Raises:
        Misasked: they are not confirmed.
    """
    if not doubts or confirmed:
        return
    many = "1 doubt" if len(doubts) == 1 else f"{len(doubts):,} doubts"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misasked(
            f"{many} not confirmed, and nothing was stated. The first: {doubts[0]} "
            "Look at all with --check; then --confirm-doubts."
        )
    if not agreed(f"Confirm {many}?"):
        raise Misasked(f"{many} not confirmed: nothing was stated.")
