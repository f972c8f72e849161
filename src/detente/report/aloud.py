"""Decide how a channel's id is read to each other, and understood (clause 10.6).

All of it is read (`detente.dialogue.spoken`): sixteen groups need no common language,
24 words are faster where both know the list.
"""

import re

from detente.dialogue import spoken
from detente.report.wordlist import word_list


def groups(channel: bytes) -> str:
    """Return an id as sixteen groups of five digits."""
    return spoken.groups(channel)


def words(channel: bytes) -> str:
    """Return an id as 24 words."""
    return spoken.words(channel, word_list())


def heard(text: str) -> bytes:
    """Return the id that was heard: groups, words, or 64 hexadecimal digits.

    Raises:
        Malformed: it is no id, or a word was misheard.
    """
    if re.fullmatch("[0-9a-fA-F]{64}", text.strip()):
        return bytes.fromhex(text)
    plain = text.replace("-", " ")
    if re.search("[0-9]", plain):
        return spoken.from_groups(plain)
    return spoken.from_words(plain, word_list())
