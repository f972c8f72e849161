"""Errors form one tree, by whose fault, and each has a word for scripts."""

import pytest

from detente.record import errors
from detente.record.errors import DetenteError, Failed, Misasked, Refused


def tree(kind: type[DetenteError]) -> list[type[DetenteError]]:
    """Return an error and all that derive from it in the record."""
    below = [
        each for each in kind.__subclasses__() if each.__module__ == errors.__name__
    ]
    return [kind, *(leaf for each in below for leaf in tree(each))]


@pytest.mark.parametrize("kind", tree(DetenteError))
def test_every_error_carries_its_sentence(kind: type[DetenteError]) -> None:
    """What the officer reads is what was raised."""
    error = kind("The line is cut: use the folder path.")

    assert error.sentence == str(error) == "The line is cut: use the folder path."


def test_every_error_has_a_word_of_its_own() -> None:
    """Scripts tell them apart by `code`, which is no other's."""
    words = [kind.code for kind in tree(DetenteError)]

    assert len(set(words)) == len(words)


def test_the_three_faults_are_kept_apart() -> None:
    """Theirs, ours, and the asker's: none is taken for another."""
    branches = [set(tree(kind)) for kind in (Refused, Failed, Misasked)]

    assert {DetenteError}.union(*branches) == set(tree(DetenteError))
    assert sum(map(len, branches)) == len(set().union(*branches))
