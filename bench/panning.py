"""How the map bears thousands of things: frames while it pans, and things move.

Decides how the map is moved and what counts as a frame. What is on it was declared and
reported by the other side's node (`bench.crowd`); live, its vehicles report once a
step, and in replay the page plays on by itself.
"""

from __future__ import annotations

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
_PAN: Final = """async (seconds) => {
  const { chart } = (await import("/static/map.js")).drawing();
  const took = [], begun = performance.now();
  let last = begun;
  for (let at = 0; last - begun < seconds * 1000; at += 1) {
    chart.panBy([at % 40 < 20 ? 6 : -6, at % 80 < 40 ? 2 : -2], { animate: false });
    await chart.once("render");
    const now = performance.now();
    took.push(now - last);
    last = now;
  }
  return took;
}"""


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
    took: list[float] = page.evaluate(_PAN, SECONDS)
    return took
