"""A browser, two sides with a console each, and officers that sit at them.

The browser is Debian's Chromium, driven by Playwright. Whatever a page asks for that is
not its own console's, and whatever it complains of, fails the test that opened it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright
from tests.browser.acts import sit_down
from tests.browser.chromium import CHROMIUM, NOTEBOOK, launch
from tests.browser.floors import Floor, two_floors

Sit: TypeAlias = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say in one sentence what is missing where no browser can be driven."""
    missing = "Chromium is missing: on Debian, `apt-get install chromium`."
    if CHROMIUM is None:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="session")
def floors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Floor]]:
    """NORTH and SOUTH, whose nodes and consoles run."""
    with two_floors(tmp_path_factory.mktemp("floors")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a screen.

    It ends with each file: while it is driven its loop runs in this process, and tests
    elsewhere run loops of their own.
    """
    with sync_playwright() as driver:
        launched = launch(driver.chromium)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[Floor], Page]]:
    """Open a page on a side's console; in the end nothing may have gone wrong there."""
    wrong: list[str] = []
    with ExitStack() as opened:

        def open_page(floor: Floor, before: str = "") -> Page:
            context = browser.new_context(
                # What moves by itself costs a processor that tests have to share.
                viewport=NOTEBOOK,
                color_scheme="dark",
                reduced_motion="reduce",
            )
            opened.callback(context.close)
            context.set_default_timeout(10_000)
            page = context.new_page()
            if before:
                page.add_init_script(before)

            def asked(request: Request) -> None:
                if not request.url.startswith((floor.address, "data:")):
                    wrong.append(f"asked for {request.url}")

            page.on("request", asked)
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda said: _heard(said.type, said.text, wrong))
            page.goto(floor.address)
            return page

        yield open_page
    assert not wrong


# The page gives up a question that a newer one replaces or whose page was left, and
# htmx says so twice. A question that went wrong it names otherwise.
_GIVEN_UP = ("htmx:afterRequest, ", "htmx:sendAbort, ")


def _heard(kind: str, text: str, wrong: list[str]) -> None:
    meant = text.startswith(_GIVEN_UP) or "Failed to load resource" in text
    if kind == "error" and not meant:
        wrong.append(text)


@pytest.fixture
def sit(visit: Callable[..., Page]) -> Sit:
    """Sit an officer down at a side's console; return his page."""

    def seated(floor: Floor, number: int = 1, before: str = "") -> Page:
        page = visit(floor, before)
        sit_down(page, number)
        return page

    return seated
