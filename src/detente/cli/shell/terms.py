"""Decide which terms a side offers where it says nothing else, and how it says more.

A file of terms is TOML with the names of clause 10.8; what it leaves out is as usual.
Both sides must offer the same, so the usual terms are the same everywhere. TOML cannot
leave a usual term away: `attachments = false` says that none travel, as with a side
whose release knows none, and `positions = false` that no live positions are told.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from detente.dialogue.terms import FORMS, PROTOCOL, Terms
from detente.record.errors import Misasked

USUAL: Final[Mapping[str, object]] = {
    "versions": {"protocol": PROTOCOL, "forms": FORMS},
    "languages": ["en"],
    "receipt_sentence": "This node durably holds every entry of this feed up to here.",
    "paths": ["https", "folder"],
    "check_hours_utc": [9, 21],
    "attachments": {},
}
MAY_BE_NONE: Final = frozenset({"attachments", "positions"})
"""The terms that `false` leaves away."""


def load_terms(file: Path | None, *, exercise: bool) -> Terms:
    """Return the terms to offer.

    Raises:
        Misasked: the file cannot be read, or says what terms do not know.
    """
    said = dict(USUAL)
    try:
        if file is not None:
            said |= tomllib.loads(file.read_text("utf-8"))
        for name in MAY_BE_NONE:
            if said.get(name) is False:
                del said[name]
        if exercise:
            said["traffic"] = "exercise"
        return msgspec.convert(said, Terms)
    except OSError as error:
        raise Misasked(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise Misasked(f"The terms in {file} cannot be used: {error}.") from error
