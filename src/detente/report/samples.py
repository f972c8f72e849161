"""Decide which neutral texts a line check sends: a small corpus that rotates.

`texts/` holds a file a language, one sample a line. Nothing in them is about anything:
a check must not be read as a message. Between them the samples of a language try every
letter of its script, the figures, and the signs that a bad path garbles first. Which
one comes next follows from how many checks the sender has released, so that both sides
can say it beforehand (clause 11.24).
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

_OTHERWISE: Final = "en"


def sample(languages: Sequence[str], released: int) -> str:
    """Return the text of the next check.

    Args:
        languages: tags of the charter; one without samples here is passed over.
        released: how many checks the sender has released so far.
    """
    known = dict.fromkeys(tag.partition("-")[0] for tag in languages)
    texts = [text for tag in known for text in corpus(tag)] or corpus(_OTHERWISE)
    return texts[released % len(texts)]


@cache
def corpus(language: str) -> tuple[str, ...]:
    """Return the samples of a language, none where there are none."""
    if not language.isascii() or not language.isalpha():
        return ()
    file = files(__package__) / "texts" / f"{language}.txt"
    return tuple(file.read_text("utf-8").splitlines()) if file.is_file() else ()
