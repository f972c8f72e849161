"""Decide how a page is made, and what a browser may load and do for it.

Templates escape whatever is put into them. The policy lets in what this console serves
and nothing else: no page loads from elsewhere, and no text that came over the line can
become script. Nothing is kept in a browser's cache but the parts that never change.
"""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from detente.record.errors import Misasked
from detente.report.translated import catalogue
from detente.report.words import PRECEDENCE, span, utc

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
    """The templates of a console."""

    def __init__(self, language: str = "en") -> None:
        """Make pages in a language.

        Raises:
            Misasked: there are no words in that language.
        """
        self.language = language
        self._made = Environment(
            loader=PackageLoader(__package__),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._made.globals |= {
            "_": catalogue(language).fixed,
            "language": language,
            "utc": utc,
            "span": span,
            "precedences": PRECEDENCE,
        }

    def page(
        self, name: str, told: Mapping[str, object], status: int = 200
    ) -> HTMLResponse:
        """Return a page made of a template and what it is told."""
        text = self._made.get_template(f"{name}.html").render(told)
        return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})
