"""What a side declares in the tests of the map: firings at a place and a time."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from tests.browser.floors import Floor

from detente.node.clock import SystemClock

HERE: Final = {"lat_e5": 5_700_000, "lon_e5": 1_900_000}
_HOUR_S: Final = 3_600


def firing(
    floor: Floor, name: str, after_h: int = 0, many: int = 1, **volume: object
) -> str:
    """Let a side notify a firing; return its reference once both hold it.

    Of many volumes each lies a little farther east than the one before it.
    """
    begins_s = SystemClock().now_s() + after_h * _HOUR_S
    bearing = {"place": "Light", **HERE, "bearing_deg": 0, "distance_m": 0}
    usual: Mapping[str, object] = {
        "outline_circle": {"center": HERE, "radius_m": 20_000},
        "altitude_lower": {"value_m": 0, "reference": "MSL"},
        "altitude_upper": {"value_m": 3_000, "reference": "MSL"},
        "time_start": begins_s,
        "time_end": begins_s + 4 * _HOUR_S,
        "bearing": bearing,
    }
    body = {
        "act": "notice",
        "designation": name,
        "purpose": {"text": "Gunnery."},
        "kind": "live firing",
        "phases": [{"number": 1, "volumes": list(_beside({**usual, **volume}, many))}],
    }
    file = floor.key.with_name(f"{name}.json".replace(" ", "-"))
    file.write_text(json.dumps(body))
    return str(floor.do("send", "ACT", "--body", file, "--wait", "30")["reference"])


def _beside(volume: Mapping[str, object], many: int) -> Iterator[Mapping[str, object]]:
    yield volume
    for east in range(1, many):
        center = {**HERE, "lon_e5": HERE["lon_e5"] + 1_000 * east}
        yield {**volume, "outline_circle": {"center": center, "radius_m": 100}}
