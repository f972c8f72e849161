"""How the clauses of disclosure are switched off (25)."""

from collections.abc import Mapping
from typing import Final

import pytest
from tests.scenarios.switching import Switch

from detente.dialogue import forms
from detente.dialogue.form import Body, Unreadable
from detente.record.statement import Reference


def no_such_act(patch: pytest.MonkeyPatch) -> None:
    """There is no form by which a side says what it hands out."""
    truly = forms.read

    def read(name: Reference, data: bytes | None) -> Body | Unreadable:
        if name.form == "DIS":
            return Unreadable("There is no form DIS.")
        return truly(name, data)

    patch.setattr(forms, "read", read)


SWITCHES: Final[Mapping[str, Switch]] = {"25.1": no_such_act}
