"""A map that software draws is carried as a picture, and drawn anew once it rests."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Sit
from tests.browser.floors import Floor
from tests.browser.maps import drawing, drawn

# It takes a minute; `make test-browser` runs it.
pytestmark = pytest.mark.long

CLOSE = 0.3
"""In degrees, where the map is as near as one opens it: about a point of the screen."""
LOOK_NEARER = """
chart.jumpTo({ center: [20, 50], zoom: 5 });
await chart.once("idle");"""
NEARER = "return chart.getZoom() > 5.9;"
RESTED = "carried.settle();"
BUSY = """
chart.leave();
chart.busy = true;"""
DONE = "chart.go();"
TOO_LONG = "for (const took_ms of [1000, 1000]) chart.came(took_ms);"
IN_NO_TIME = """
for (const step of [1, 2, 3]) {
  chart.took_ms = 1;
  chart.fire("idle");
}"""
HOW_FINE = "return chart.getCanvas().width / chart.getCanvas().clientWidth;"


def on_map(script: str) -> str:
    """Return a script that has the map's chart, and what carries it."""
    found = '(await import("/static/map.js")).drawing()'
    return f"async () => {{ const {{ chart, carried }} = {found}; {script} }}"


class Place(NamedTuple):
    """A place on Earth, in degrees; south and west are negative."""

    lat: float
    lon: float


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """Chromium that draws."""
    yield from drawing(browser)


@pytest.fixture
def page(floors: dict[str, Floor], sit: Sit) -> Page:
    """The map, as near as officers look at it."""
    found = drawn(sit(floors["SOUTH"]))
    found.evaluate(on_map(LOOK_NEARER))
    return found


def middle(page: Page) -> tuple[float, float]:
    """Return where the middle of the map is on the screen."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def rests(page: Page) -> None:
    """Wait until it is drawn as it lies."""
    expect(page.locator("#map")).to_have_attribute("data-still", "yes")


def under(page: Page, x: float, y: float) -> Place:
    """Point there, and return which place the page names."""
    page.mouse.move(x, y)
    lat, ns, lon, ew = page.locator("#where").inner_text().split(" ")
    south, west = ns == "S", ew == "W"
    return Place(float(lat) * (-1 if south else 1), float(lon) * (-1 if west else 1))


def drag(page: Page, by_x: float, by_y: float) -> None:
    """Drag the map from its middle."""
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by_x, y + by_y, steps=5)
    page.mouse.up()


def close(one: Place, other: Place) -> bool:
    """Say whether two places are one."""
    return all(abs(a - b) < CLOSE for a, b in zip(one, other, strict=True))


def test_what_is_dragged_stays_under_the_pointer(page: Page) -> None:
    """While it is carried, and once it is drawn anew."""
    x, y = middle(page)
    held = under(page, x, y)

    drag(page, 150, -60)
    carried = under(page, x + 150, y - 60)
    rests(page)
    settled = under(page, x + 149, y - 60)

    assert close(held, carried)
    assert close(held, settled)
    assert not close(held, under(page, x, y))


def test_what_is_dragged_far_is_drawn_on_the_way(page: Page) -> None:
    """Else the place that it comes to would be bare."""
    x, y = middle(page)
    held = under(page, x, y)
    for _ in range(4):
        drag(page, 400, 0)

    rests(page)

    there = under(page, x, y)
    assert abs(there.lat - held.lat) < CLOSE
    assert held.lon - there.lon > 30


def test_what_is_carried_on_while_it_is_drawn_comes_to_rest_too(page: Page) -> None:
    """However long a drawing takes: none is forgotten."""
    x, y = middle(page)
    held = under(page, x, y)
    picture = page.locator(".maplibregl-canvas-container")
    page.evaluate(on_map(BUSY))
    drag(page, 0, 90)
    page.evaluate(on_map(RESTED))
    drag(page, 60, 0)
    page.evaluate(on_map(RESTED))

    page.evaluate(on_map(DONE))
    rests(page)

    expect(picture).to_have_css("transform", "none")
    assert close(held, under(page, x + 60, y + 90))


def test_a_wheel_brings_nearer_what_is_under_the_pointer(page: Page) -> None:
    """And what is beside it goes out of the way."""
    x, y = middle(page)
    held, beside = under(page, x + 200, y), under(page, x, y)
    page.mouse.move(x + 200, y)

    page.mouse.wheel(0, -450)
    page.wait_for_function(on_map(NEARER))
    rests(page)

    assert close(held, under(page, x + 199, y))
    assert close(beside, under(page, x - 200, y))


def test_the_end_of_a_drag_is_no_press(page: Page) -> None:
    """A position that is put into a STOP is pressed, never dragged to."""
    page.get_by_role("button", name="Click positions on the map").click()
    typed = page.get_by_label("Positions, one a line")

    drag(page, 80, 0)
    rests(page)

    expect(typed).to_have_value("")
    page.locator("#map canvas").click()
    expect(typed).not_to_have_value("")


def test_a_map_that_takes_too_long_is_drawn_more_roughly(page: Page) -> None:
    """And finely again once it takes no time."""
    fine = page.evaluate(on_map(IN_NO_TIME + HOW_FINE))

    rough = page.evaluate(on_map(TOO_LONG + HOW_FINE))
    again = page.evaluate(on_map(IN_NO_TIME + HOW_FINE))

    assert rough < fine
    assert again == fine == pytest.approx(1, abs=0.01)
