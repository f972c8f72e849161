"""How the map bears thousands of things: frames while it pans, and things move.

Decides how the map is moved and what counts as a frame. What is on it was declared and
reported by the other side's node (`bench.crowd`); live, its vehicles report once a
step, and in replay the page plays on by itself.
"""

from __future__ import annotations

import time
from itertools import cycle
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

SECONDS: Final = 25
"""So long it pans: two steps of the rate, and twenty-five of play."""
_MIDDLE: Final = """async () => {
  const { chart } = (await import("/static/map.js")).drawing();
  chart.jumpTo({ center: [20, 50], zoom: 5 });
  await chart.once("idle");
}"""
_RECORD: Final = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const frame = (now) => {
    frames_ms.push(now - last);
    last = now;
    window.recording = requestAnimationFrame(frame);
  };
  window.recording = requestAnimationFrame(frame);
}"""
_RECORDED: Final = "() => { cancelAnimationFrame(recording); return frames_ms; }"
_CENTRE: Final = """() => {
  const map = document.getElementById("map");
  const { x, y, width, height } = map.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
_STEPS: Final = 40
_STEP_PX: Final = 8


def live_frames_ms(page: Page, address: str) -> list[float]:
    """Return how long each frame of a pan took while vehicles moved."""
    _open(page, f"{address}/map")
    return _panned(page)


def played_frames_ms(page: Page, address: str, at_s: int) -> list[float]:
    """Return how long each frame of a pan took while replay played on."""
    _open(page, f"{address}/map?at={at_s}")
    page.locator("#rate").select_option("600")
    page.locator("#play-or-pause").click()
    return _panned(page)


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#map")).to_have_attribute("data-ready", "yes", timeout=60_000)
    page.evaluate(_MIDDLE)


def _panned(page: Page) -> list[float]:
    """Drag the map there and back, and let it be drawn after each drag."""
    x, y = page.evaluate(_CENTRE)
    page.evaluate(_RECORD)
    over_s = time.monotonic() + SECONDS
    for way in cycle((1, -1)):
        if time.monotonic() > over_s:
            break
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(_STEPS):
            page.mouse.move(x + way * step * _STEP_PX, y + way * step * _STEP_PX / 3)
        page.mouse.up()
        expect(page.locator("#map")).to_have_attribute(
            "data-still", "yes", timeout=9_000
        )
    took: list[float] = page.evaluate(_RECORDED)
    return took[1:]
