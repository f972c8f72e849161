"""Decide what labels, coded values and fixed phrases are called in another language.

Spec clauses 21.10 and 21.11. The English of the definition is the key; a coded value
bears besides where it is defined, for one word may be two things ("stated": a reason
that is given, a precondition that is raised). What has no translation is shown in
English: an empty place would hide a field. `locales/` holds a gettext catalogue a
language, which `make labels` fills with what is still to be translated; it is read as
it lies there, so that what translators wrote is what officers see.
"""

from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
from babel.messages import Catalog
from babel.messages.pofile import read_po

from detente.dialogue import definition
from detente.record.errors import Misasked

ENGLISH: Final = "en"
LANGUAGES: Final = (ENGLISH, "zh", "ru")
DOMAIN: Final = "forms"


class Catalogue:
    """What is said in one language; `language` is its tag."""

    def __init__(self, language: str, said: Catalog | None) -> None:
        self.language = language
        self._said = said

    def label(self, english: str) -> str:
        """Return a label, what is to be filled in, or the title of a form."""
        return self._found(english)

    def coded(self, value: str | int, where: str) -> str:
        """Return a coded value or an act.

        Args:
            value: as it stands in the record.
            where: the field, as `definition.Field.where` has it.
        """
        return self._found(str(value), where)

    def title(self, record: type[msgspec.Struct]) -> str:
        """Return what screens call a body or another record."""
        where = definition.where_of(record, "title")
        return self._found(definition.title_of(record), where)

    def fixed(self, english: str) -> str:
        """Return a phrase of pages themselves; `make labels` finds it by this call."""
        return self._found(english)

    def exact(self, english: str, context: str | None = None) -> str:
        """Return what is said for a text in this language; empty: nothing is known."""
        found = self._said.get(english, context) if self._said and english else None
        if found is None or found.fuzzy or not isinstance(found.string, str):
            return ""
        return found.string

    def _found(self, english: str, context: str | None = None) -> str:
        return self.exact(english, context) or english


@cache
def catalogue(tag: str) -> Catalogue:
    """Return the catalogue of a language, by its tag or one such as zh-Hans.

    Raises:
        Misasked: there is none.
    """
    language = tag.partition("-")[0].lower()
    if language == ENGLISH:
        return Catalogue(ENGLISH, None)
    if language not in LANGUAGES:
        raise Misasked(
            f"There are no labels in {tag[:40]!r}. There are: {', '.join(LANGUAGES)}."
        )
    return Catalogue(language, entries(language))


def entries(language: str) -> Catalog:
    """Return the entries of a language's catalogue as translators wrote them."""
    place = files(__package__) / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with place.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)


def of_charter(tags: tuple[str, ...]) -> tuple[Catalogue, ...]:
    """Return the catalogues of a charter's first two languages that have one."""
    known = dict.fromkeys(each.partition("-")[0].lower() for each in tags)
    found = [each for each in known if each in LANGUAGES] or [ENGLISH]
    return tuple(map(catalogue, found[:2]))
