"""Write what the page that judges proofs says, in every language, as its module.

The page works from a disk and asks nobody, so its catalogue stands in it. It says what
the verifier that is a command says, and besides what stands in `page.html` under
`data-say`, and in `page.js` in calls of `say` and of its own refusals.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

import phrasing
import sentences
import verify_page
from detente.report import translated
from detente.report.patterns import REFUSING, SHOWING
from sentences import Place

WHERE: Final = "console/verify"
_SAID: Final = re.compile(r"""\b(say|NotReadable)\(\s*(?:"([^"]+)"|`([^`]+)`)""")
_VALUE: Final = re.compile(r"\$\{(?:\w+\.)*(\w+)[^}]*\}")
_HEAD: Final = """\
// What the page says in other languages: English, the same, and whether what stands in
// its places is told as well. Written by `make labels` from what translators wrote.

"""


class _Page(HTMLParser):
    """Reads the texts of elements that bear `data-say`."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._says = False

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember whether what follows is said."""
        self._says = "data-say" in dict(attrs)

    def handle_data(self, data: str) -> None:
        """Keep what is said."""
        if self._says:
            self.texts.append(data)
        self._says = False


def of_page() -> Iterator[Place]:
    """Yield what the page says beside verdicts."""
    page = _Page()
    page.feed((verify_page.SOURCE / "page.html").read_text("utf-8"))
    for text in page.texts:
        yield Place(text, WHERE, row=True)
    script = (verify_page.SOURCE / "page.js").read_text("utf-8")
    for how, plain, filled in _SAID.findall(script):
        pattern = plain or phrasing.told_apart(_VALUE.sub(r"{\1}", filled))
        yield Place(pattern, WHERE, row=how == "say")


def written() -> str:
    """Return the module that holds the page's catalogues."""
    catalogues = {each: _rows(each) for each in translated.LANGUAGES[1:]}
    made = [_HEAD, "export const CATALOGUES = {\n"]
    for language, rows in catalogues.items():
        made += [f"  {language}: [\n", *(f"    {row},\n" for row in rows), "  ],\n"]
    return "".join([*made, "};\n"])


def _rows(language: str) -> list[str]:
    said = {
        (each.context, phrasing.shape(str(each.id))): each
        for each in translated.entries(language)
        if each.string and not each.fuzzy
    }
    found = dict[str, str]()
    for pattern, _, row in sorted({*sentences.of_verdicts(), *of_page()}):
        known = said.get((SHOWING if row else REFUSING, phrasing.shape(pattern)))
        if known is not None:
            made = [pattern, phrasing.renamed(known, pattern), int(row)]
            found.setdefault(pattern, json.dumps(made, ensure_ascii=False))
    return list(found.values())
