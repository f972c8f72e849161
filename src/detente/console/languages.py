"""Decide in which language a browser is spoken to: as was chosen in it, else English.

The choice belongs to the browser and not to the seat: at the entrance nobody sits yet.
What officers wrote stays in the language that they wrote it in.
"""

from typing import Final

from starlette.requests import Request

from detente.report.translated import ENGLISH, LANGUAGES, Catalogue, catalogue

COOKIE: Final = "detente_language"
LASTS_S: Final = 365 * 86_400
NAMES: Final = {"en": "English", "zh": "中文", "ru": "Русский"}
"""What each language calls itself: whoever reads no other finds his own."""
_TAGS: Final = {"zh": "zh-Hans"}


def tag(language: str) -> str:
    """Return the tag for a browser: Han characters look otherwise in Japan."""
    return _TAGS.get(language, language)


def known(language: str) -> str:
    """Return a language if there are words in it, else English."""
    return language if language in LANGUAGES else ENGLISH


def chosen(request: Request) -> Catalogue:
    """Return the words of the language that was chosen in a browser."""
    return catalogue(known(request.cookies.get(COOKIE, "")))
