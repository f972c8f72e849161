"""How the clauses of live positions are switched off (35)."""

from collections.abc import Mapping
from typing import Final

import pytest
from tests.scenarios.switching import Switch

from detente.dialogue import alarmed, batch, incursion
from detente.dialogue.alarmed import Alarm, Known
from detente.dialogue.batch import Report
from detente.dialogue.forms.pos import Reported
from detente.dialogue.incursion import Finding, Meeting, Seen
from detente.space.tracking.tracks import Legs, Terms, Tracks, legs


def any_batch(patch: pytest.MonkeyPatch) -> None:
    """Whatever is attached is believed, whatever the entry says of it."""

    def parsed(data: bytes, stated: Reported) -> tuple[Report, ...]:
        return batch.parse(data)

    patch.setattr(batch, "read", parsed)


def points_alone(patch: pytest.MonkeyPatch) -> None:
    """An object is where it reported, and nowhere between."""

    def sampled(tracks: Tracks, terms: Terms) -> tuple[Legs, list[object]]:
        drawn, _ = legs(tracks, Terms(0.0, terms.fastest_ms))
        return drawn, []

    patch.setattr("detente.dialogue.incursion.legs", sampled)


def nothing_foreseen(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks ahead."""

    def nothing(seen: Seen, meeting: Meeting) -> list[Finding]:
        return []

    patch.setattr(incursion, "foreseen", nothing)


def nothing_remembered(patch: pytest.MonkeyPatch) -> None:
    """A node that starts again sounds all that stands."""
    truly = alarmed.after

    def forgetful(
        found: list[Finding],
        known: Known,
        newest_ms: Mapping[tuple[str, str], int],
        others: set[tuple[str, str]],
    ) -> tuple[list[Alarm], Known]:
        return truly(found, {}, newest_ms, others)

    patch.setattr(alarmed, "after", forgetful)


SWITCHES: Final[Mapping[str, Switch]] = {
    "35.3": any_batch,
    "35.7": points_alone,
    "35.8": nothing_foreseen,
    "35.9": nothing_remembered,
}
