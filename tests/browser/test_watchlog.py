"""The watch log in a channel of our own: read by days, entered, struck through."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.acts import origin, release, sit_down
from tests.browser.floors import Console, Floor
from tests.cli.alone import Alone

YEARS_AGO = "2020-02-03T04:05Z"

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    """NORTH's channel of its own, with a console."""
    with ExitStack() as running:
        alone = Alone(tmp_path_factory.mktemp("own"))
        running.callback(alone.node.end)
        console = Console(alone.line)
        running.callback(console.end)
        yield Floor("NORTH", alone.line, alone.key, console)


@pytest.fixture
def page(own: Floor, visit: Callable[..., Page]) -> Page:
    """An officer at the log."""
    found = visit(own)
    sit_down(found)
    found.get_by_role("link", name="Log", exact=True).click()
    expect(found.get_by_role("heading", name="Watch log")).to_be_visible()
    return found


def enter(page: Page, text: str, **fields: str) -> str:
    """Enter a line by its form; return its reference."""
    page.get_by_role("link", name="Enter a line").click()
    page.get_by_label("Text *").fill(text)
    for label, typed in fields.items():
        page.get_by_role("textbox", name=label).fill(typed)
    page.get_by_role("button", name="Review").click()
    return release(page)


def read(page: Page, days: str = "") -> Page:
    """Read the log of some days."""
    page.goto(f"{origin(page)}/log{days}")
    return page


def test_a_line_is_entered_with_its_time_and_read_in_its_day(page: Page) -> None:
    """The time stands there already: at 03:00 nobody works it out."""
    reference = enter(page, "No answer by telephone.")

    row = read(page).get_by_role("row").filter(has_text=reference)
    expect(row).to_contain_text("No answer by telephone.")
    expect(row).to_contain_text("credential 1")


def test_a_line_written_late_says_so_and_stands_in_its_own_day(page: Page) -> None:
    """The address keeps the day; other days have other lines."""
    reference = enter(page, "A flare in the west.", At=YEARS_AGO)

    expect(read(page).get_by_text(reference)).to_have_count(0)
    row = read(page, "?from=2020-02-03").get_by_role("row").filter(has_text=reference)
    expect(row).to_contain_text("04:05:00Z")
    expect(row).to_contain_text("entered late")
    page.get_by_role("link", name="The day after").click()
    expect(page.get_by_text("Nothing was entered in these days.")).to_be_visible()


def test_a_struck_line_stays_with_what_took_its_place(page: Page) -> None:
    """Nothing is erased, and only who signed it is offered to strike it."""
    reference = enter(page, "Two ships.")
    row = read(page).get_by_role("row").filter(has_text=reference)
    row.get_by_role("link", name="Strike").click()
    page.get_by_label("In its place").fill("Three ships.")
    page.get_by_role("button", name="Review").click()
    release(page)

    row = read(page).get_by_role("row").filter(has_text=reference)
    expect(row.locator("del")).to_have_text("Two ships.")
    expect(row).to_contain_text("STRUCK THROUGH")
    expect(row.locator(".struck")).to_contain_text("Three ships.")


def test_what_a_line_is_about_is_a_link_where_it_stands_here(page: Page) -> None:
    """A reference of another channel is text."""
    first = enter(page, "The first of two.")
    read(page)
    second = enter(page, "On the first.", About=first)
    read(page)
    third = enter(page, "On another channel.", About="SOUTH/2026/0001/MSG/1/O")

    read(page)
    on_first = page.get_by_role("row").filter(has_text=second)
    expect(on_first.get_by_role("link", name=first)).to_be_visible()
    on_other = page.get_by_role("row").filter(has_text=third)
    expect(on_other).to_contain_text("SOUTH/2026/0001/MSG/1/O")
    expect(on_other.get_by_role("link", name="SOUTH/")).to_have_count(0)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("?from=yesterday", "is no day such as 2026-01-31"),
        ("?from=2026-02-02&until=2026-02-01", "is before"),
    ],
)
def test_a_day_that_is_none_is_refused_in_words(
    page: Page, days: str, sentence: str
) -> None:
    """And the officer stays at the console."""
    read(page, days)
    expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()


def test_the_log_keeps_nobody_out_and_fits_at_twice_the_size(page: Page) -> None:
    """On the screen, and as it is printed."""
    enter(page, "For everybody to read.")
    read(page)
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 683, "height": 384})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
