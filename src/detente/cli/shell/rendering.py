"""Decide what is rendered of a statement: in which languages, and as which line."""

from collections.abc import Sequence
from typing import NamedTuple

from detente.cli.shell.comparing import word_list
from detente.dialogue import compact
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body, Unreadable
from detente.dialogue.forms import FORM_OF
from detente.record.errors import Misasked
from detente.report import translated
from detente.report.record import Record
from detente.report.translated import Catalogue

_MOST_LANGUAGES = 2


class Compact(NamedTuple):
    """The compact text of a body; all is empty where it cannot be read here.

    `spoken` keeps the letters of every script, where that makes a difference.
    """

    body: Body | None
    text: str = ""
    spoken: str = ""
    check_words: str = ""
    reason: str = ""

    @property
    def data(self) -> dict[str, str]:
        """What a program is told."""
        return {
            "compact": self.text,
            "spoken": self.spoken,
            "check_words": self.check_words,
        }

    @property
    def lines(self) -> list[str]:
        """What people are told."""
        if self.body is None:
            return [f"Its body cannot be read here: {self.reason}"]
        return list(dict.fromkeys([self.text, self.spoken]))


def compact_of(entered: Entered) -> Compact:
    """Return the compact text of a statement's body."""
    body = entered.body
    if isinstance(body, Unreadable):
        return Compact(None, reason=body.reason)
    form, words = FORM_OF[type(body)], word_list()
    return Compact(
        body,
        compact.write(form, body, words),
        compact.write(form, body, words, letters=True),
        compact.check_words(form, body, words),
    )


def catalogues(
    record: Record, languages: Sequence[str] | None
) -> tuple[Catalogue, ...]:
    """Return in which languages labels are: those named, else those of the charter.

    Raises:
        Misasked: there are no labels in one, or more than two are named.
    """
    if not languages:
        return translated.of_charter(record.terms.languages)
    if len(languages) > _MOST_LANGUAGES:
        raise Misasked("A page has room for two languages.")
    return tuple(map(translated.catalogue, languages))
