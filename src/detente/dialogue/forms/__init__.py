"""Decide which forms this release reads: one file of this package each.

Every module here holds `FORMS`, a tuple of `Form`; the table is built from what lies in
the package. A statement of a form or version that is not in it is stored, shown and
marked unreadable (clause 11.4).
"""

from collections.abc import Mapping
from itertools import chain
from typing import Final

from detente.dialogue.discovery import modules
from detente.dialogue.form import Body, Form, Unreadable, by_code, decode
from detente.record.statement import Reference

FORMS: Final[Mapping[tuple[str, int], Form]] = by_code(
    tuple(chain.from_iterable(each.FORMS for each in modules(__name__, __path__)))
)
FORM_OF: Final[Mapping[type[Body], Form]] = {
    body: form for form in FORMS.values() for body in form.bodies
}


def read(name: Reference, body: bytes | None) -> Body | Unreadable:
    """Read the body of a statement by the form its reference names.

    Args:
        name: the statement's reference.
        body: its bytes, or None where it was purged.
    """
    if body is None:
        return Unreadable("The body was purged.")
    form = FORMS.get((name.form, name.version))
    if form is None:
        return Unreadable(f"This release has no form {name.form}/{name.version}.")
    return decode(form, body)
