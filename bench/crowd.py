"""A crowded map by the product's own path: what is declared, and what moves live.

Decides what one side declares and lets be seen: volumes in notices of activities, and
convoys whose vehicles report once a step. All of it is signed, handed over, held and
folded by both nodes, as if officers and trackers had said it.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

from detente.api import releasing
from detente.api.requests import draft_request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detente.api.client import Client
    from detente.node.officer import Officer

TERMS: Final = 'languages = ["en"]\n\n[positions]\nevery_s = 10\n'
_A_NOTICE: Final = 50
_A_CONVOY: Final = 200
_E5: Final = 100_000
_HEADING: Final = "id,time,lat,lon,alt_m\n"
_THERE: Final = {"bearing_deg": 0, "distance_m": 0}
_HOUR_S: Final = 3_600
_DAY_S: Final = 86_400


class Crowd:
    """What a side says, one statement after the other."""

    def __init__(self, client: Client, officer: Officer, now_s: int) -> None:
        """Speak by a line's client in the name of an officer."""
        self._client, self._officer, self._now_s = client, officer, now_s
        self._seeded = random.Random(1)
        self._convoys: list[str] = []
        self._at: list[tuple[float, float]] = []

    def declare(self, volumes: int) -> Iterator[int]:
        """Notify activities; yield after each how many volumes are declared."""
        for begin in range(0, volumes, _A_NOTICE):
            areas = [self._area() for _ in range(min(_A_NOTICE, volumes - begin))]
            body = {
                "act": "notice",
                "designation": f"FIRING {begin // _A_NOTICE}",
                "purpose": {"text": "Gunnery."},
                "kind": "live firing",
                "phases": [{"number": 1, "volumes": areas}],
            }
            self._say("ACT", body)
            yield begin + len(areas)

    def let_be_seen(self, vehicles: int) -> Iterator[int]:
        """Notify convoys and share where they are; yield how many vehicles."""
        for begin in range(0, vehicles, _A_CONVOY):
            convoy = self._say("MOVE", self._move(f"M-{begin // _A_CONVOY}"))
            shared = {"act": "shared", "tracker": "Beacons"}
            self._say("POS", shared, answers=[convoy])
            self._convoys.append(convoy)
            yield begin + min(_A_CONVOY, vehicles - begin)
        self._at = [self._place() for _ in range(vehicles)]

    def report(self, at_s: int) -> None:
        """State where every vehicle is, a little farther than before."""
        self._at = [(lat, lon + 0.002) for lat, lon in self._at]
        for number, convoy in enumerate(self._convoys):
            begin = number * _A_CONVOY
            rows = (
                f"T{begin + nth},{at_s},{lat:.5f},{lon:.5f},\n"
                for nth, (lat, lon) in enumerate(self._at[begin : begin + _A_CONVOY])
            )
            self._client.state_positions(convoy, _HEADING + "".join(rows))

    def _say(
        self, form: str, body: Mapping[str, Any], answers: Sequence[str] = ()
    ) -> str:
        asked = draft_request(form=form, body=body, answers=list(answers))
        drafted = self._client.draft(asked)
        releasing.hand_over(self._client, [self._officer], drafted)
        return drafted.reference

    def _place(self) -> tuple[float, float]:
        return self._seeded.uniform(40, 60), self._seeded.uniform(5, 35)

    def _area(self) -> dict[str, Any]:
        lat, lon = self._place()
        half = self._seeded.uniform(0.05, 0.4)
        ways = ((-1, -1), (-1, 1), (0.3, 1.2), (1, 0.4), (0.8, -1))
        corners = [_point(lat + half * y, lon + half * x) for y, x in ways]
        begins_s = self._now_s + self._seeded.randrange(_DAY_S)
        return {
            "outline_polygon": {"vertices": corners},
            "altitude_lower": {"value_m": 0, "reference": "MSL"},
            "altitude_upper": {"value_m": 3_000, "reference": "MSL"},
            "time_start": begins_s,
            "time_end": begins_s + 4 * _HOUR_S,
            "bearing": {**corners[0], "place": "Corner", **_THERE},
        }

    def _move(self, name: str) -> dict[str, Any]:
        spot = {"lat_e5": 3_140_000, "lon_e5": 3_430_000, "mgrs": "36RXV2358974663"}
        return {
            "act": "notified",
            "movement_id": name,
            "organisations": ["Relief"],
            "purpose": "delivery",
            "origin_name": "Jetty",
            "origin": spot,
            "destination_name": "Warehouse",
            "destination": spot,
            "departs_at": self._now_s + 60,
            "arrives_at": self._now_s + _DAY_S,
            "check_in_s": 1_800,
            "lost_contact_action": "Halts.",
            "personal": {"persons": 7, "leader": "R 1", "communications": "HF"},
        }


def _point(lat: float, lon: float) -> dict[str, int]:
    return {"lat_e5": round(lat * _E5), "lon_e5": round(lon * _E5)}
