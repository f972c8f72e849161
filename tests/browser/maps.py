"""A map that is drawn: a browser with WebGL 2, by software, and the page in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.chromium import launch


def drawing(browser: Browser) -> Iterator[Browser]:
    """Yield Chromium that draws."""
    launched = launch(browser.browser_type, draws=True)
    yield launched
    launched.close()


def open_map(page: Page) -> Page:
    """Go to the map."""
    page.locator("#strip").get_by_role("link", name="Map").click()
    expect(page.get_by_role("heading", name="Map", exact=True)).to_be_visible()
    return page


def drawn(page: Page) -> Page:
    """Go to the map, and wait until it is drawn; without WebGL 2 none is."""
    open_map(page)
    if not page.evaluate("!!new OffscreenCanvas(1, 1).getContext('webgl2')"):
        pytest.skip("This Chromium has no WebGL 2 to draw a map with.")
    expect(page.locator("#map")).to_have_attribute("data-ready", "yes", timeout=60_000)
    return page
