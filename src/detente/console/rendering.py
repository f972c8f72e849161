"""Decide how a page is made, and what a browser may load and do for it.

Templates escape whatever is put into them. The policy lets in what this console serves
and nothing else: no page loads from elsewhere, and no text that came over the line can
become script. Nothing is kept in a browser's cache but the parts that never change.
"""

from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from detente.console.languages import NAMES, tag
from detente.console.wording import worded
from detente.record.errors import Misasked
from detente.report import retold
from detente.report.retold import Told
from detente.report.translated import LANGUAGES, Catalogue, catalogue
from detente.report.words import PRECEDENCE, utc

_ALLOWED: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS: Final = {
    "Content-Security-Policy": "; ".join(map(" ".join, _ALLOWED.items())),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STATIC: Final = files(__package__) / "static"
VERIFIER: Final = STATIC / "vendor" / "verify.html"


def check_parts() -> None:
    """Check that what comes from npm is there, as in every wheel.

    Raises:
        Misasked: it is not: this is a checkout, and nobody has put it there.
    """
    parts = (STATIC / "vendor" / "htmx.min.js", VERIFIER)
    if not all(part.is_file() for part in parts):
        raise Misasked(
            "What the console loads into a browser is not here: in a checkout, install "
            "npm and run `python3 scripts/vendor.py`."
        )


class Pages:
    """The templates of a console, in each language."""

    def __init__(self) -> None:
        """Make pages."""
        self._made = {each: _templates(catalogue(each)) for each in LANGUAGES}

    def page(
        self,
        name: str,
        language: str,
        told: Mapping[str, object],
        status: int = 200,
    ) -> HTMLResponse:
        """Return a page made of a template and what it is told, in a language."""
        text = self._made[language].get_template(f"{name}.html").render(told)
        return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})


def _templates(says: Catalogue) -> Environment:
    made = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "_": says.fixed,
        "pgettext": lambda context, english: says.coded(english, context),
        "coded": says.coded,
        "told": partial(retold.told, says),
        "told_each": lambda texts: [retold.told(says, each) for each in texts],
        "told_row": lambda english: retold.row(says, english).text,
        "title_of": partial(retold.title, says),
        "summary_of": partial(retold.summary, says),
        "worded": partial(worded, says),
        "language": says.language,
        "names": NAMES,
        "tag": tag,
        "utc": utc,
        "span": partial(retold.age, says),
        "precedences": {letter: precedence(says, letter) for letter in PRECEDENCE},
    }
    made.filters |= {
        "said": lambda english: marked(retold.said(says, english), says),
        "row": lambda english: marked(retold.row(says, english), says),
    }
    return made


def marked(told: Told, says: Catalogue) -> Markup:
    """Return what was said for a page; what is English in another is marked so."""
    if told.language == says.language or not told.text:
        return escape(told.text)
    return Markup('<span lang="{}">{}</span>').format(told.language, told.text)


def precedence(says: Catalogue, letter: str) -> str:
    """Return a precedence: the code that voice knows, and the word beside it."""
    code = PRECEDENCE[letter]
    return " ".join(dict.fromkeys((code, says.fixed(code))))
