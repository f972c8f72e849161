"""Decide what the fields of forms are made of: labels, texts, spans of time.

Spec clauses 11.4 and 11.29. The label of each field stands at the field; screens, pages
and schemas are drawn from there, and translations are looked up by the English label.
"""

from typing import Annotated, Literal

import msgspec


def label(english: str, explained: str = "") -> msgspec.Meta:
    """Return what a field is called on screens and pages.

    Args:
        english: the label, which is also the key to its translations.
        explained: what to fill in, where the label does not say it.
    """
    return msgspec.Meta(title=english, description=explained or None)


class Translation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A courtesy translation: it helps, and binds nobody."""

    language: Annotated[str, label("Language", "Its tag, such as en, zh, ru")]
    text: Annotated[str, label("Text")]
    status: Annotated[
        Literal["official", "unofficial", "machine"], label("Status of the translation")
    ]
    by: Annotated[str, label("Translated by")]
    at: Annotated[int, label("Translated at")]


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A free text, authentic in `language`; left out, in the header's language."""

    text: Annotated[str, label("Text")]
    language: Annotated[
        str, label("Language", "Its tag; left out, the language of the statement")
    ] = ""
    translations: Annotated[tuple[Translation, ...], label("Translations")] = ()

    def __str__(self) -> str:
        return self.text


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A span of time: POSIX seconds, UTC."""

    from_s: Annotated[int, label("From")]
    until_s: Annotated[int, label("Until")]

    @property
    def sound(self) -> bool:
        """Whether it ends after it begins."""
        return 0 <= self.from_s < self.until_s
