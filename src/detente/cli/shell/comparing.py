"""Decide how two officers compare a channel's id, and when a line may be begun.

All of it is read (`detente.dialogue.spoken`): sixteen groups need no common language,
24 words are faster where both know the list. A script hands in the id as the other side
read it out; a person at a terminal types that they are equal. Nothing else goes on.
"""

from collections.abc import Iterator
from typing import Final

from detente.cli.shell.asking import typed
from detente.record.errors import Misasked, Unproven
from detente.report.aloud import groups, heard, words

EQUAL: Final = "equal"
_ROW: Final = 4
_WORD_ROW: Final = 6


def lines(channel: bytes) -> Iterator[str]:
    """Yield an id as it is read out: groups, and words."""
    yield from _in_rows(groups(channel).split(), _ROW)
    yield "or in words:"
    yield from _in_rows(words(channel).split(), _WORD_ROW)


def _in_rows(parts: list[str], width: int) -> Iterator[str]:
    for at in range(0, len(parts), width):
        yield "    " + " ".join(parts[at : at + width])


def check(channel: bytes, told: str) -> None:
    """Check that the other side has the same id.

    Args:
        channel: what this machine computed.
        told: the id as the other side read it out; empty: ask at the terminal.

    Raises:
        Unproven: it is another.
        Malformed: what was told is no id.
        Misasked: there is nobody to ask.
    """
    if told:
        equal = heard(told) == channel
    else:
        question = f"Read all of it to each other. Type {EQUAL} if it is: "
        answer = typed(question)
        if answer is None:
            raise Misasked(
                "There is no terminal to compare the id at: give --confirm-id with "
                "what the other side read out, or --show to see ours."
            )
        equal = answer == EQUAL
    if not equal:
        raise Unproven(
            "The two ids are not equal, and nothing was paired. The files were swapped "
            "on their way, or are not the newest: exchange the offers again."
        )
