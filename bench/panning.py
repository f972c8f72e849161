"""How the map bears thousands of things: frames while it pans and tracks move.

Decides what is put on the map and how it is moved. Areas and tracks are invented, and
go into the page's own module as what stands declared does; tracks move once a second,
and the map is moved a little at each frame.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

VOLUMES: Final = 5_000
TRACKS: Final = 2_000
FRAMES: Final = 60
_PAN: Final = """async ([features, frames]) => {
  const plot = (await import("/static/map.js")).drawing();
  const isTrack = (each) => each.properties.kind === "position";
  plot.show(features);
  plot.chart.jumpTo({ center: [20, 50], zoom: 5 });
  await plot.chart.once("idle");
  const east = (at) => at.map((each) => each + 0.01);
  const on = ({ type, coordinates }) => ({ type, coordinates: east(coordinates) });
  const points = features.filter(isTrack);
  const moved = () => points.map((each) => ({ ...each, geometry: on(each.geometry) }));
  const ticking = setInterval(() => plot.put("points", moved()), 1000);
  const took = [];
  let last = performance.now();
  for (let at = 0; at < frames; at += 1) {
    plot.chart.panBy([at % 40 < 20 ? 6 : -6, 2], { animate: false });
    await plot.chart.once("render");
    const now = performance.now();
    took.push(now - last);
    last = now;
  }
  clearInterval(ticking);
  return took;
}"""


def invented() -> list[dict[str, Any]]:
    """Return areas and tracks about the middle of what is shown."""
    seeded = random.Random(1)
    found = [_area(seeded, number) for number in range(VOLUMES)]
    return found + [_track(seeded, number) for number in range(TRACKS)]


def frames_ms(page: Page) -> list[float]:
    """Return how long each frame of a pan took; the map stands open on the page."""
    took: list[float] = page.evaluate(_PAN, [invented(), FRAMES])
    return took


def _feature(
    name: str, kind: str, number: int, geometry: dict[str, Any], **besides: object
) -> dict[str, Any]:
    told = {"item": name, "kind": kind, "label": name, "when": "now"}
    own = number % 2 == 0
    properties = {
        **told,
        "own": own,
        "stale": False,
        "reference": name,
        "part": "",
        **besides,
    }
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _area(seeded: random.Random, number: int) -> dict[str, Any]:
    lon, lat = seeded.uniform(5, 35), seeded.uniform(40, 60)
    half = seeded.uniform(0.05, 0.4)
    ways = ((-1, -1), (1, -1), (1.2, 0.3), (0.4, 1), (-1, 0.8), (-1, -1))
    ring = [[lon + half * x, lat + half * y] for x, y in ways]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return _feature(f"area-{number}", "activity", number, geometry)


def _track(seeded: random.Random, number: int) -> dict[str, Any]:
    place = [seeded.uniform(5, 35), seeded.uniform(40, 60)]
    geometry = {"type": "Point", "coordinates": place}
    return _feature(f"track-{number}", "position", number, geometry, shape="movement")
