"""Take the pictures of the console that docs/ show, of two real sides.

What they show was said for the occasion between two nodes of this machine, and is seen
by the same browser that the tests drive.
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from findings import ROOT

sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from tests.browser.acts import fill_stop, sit_down
from tests.browser.chromium import CHROMIUM, NOTEBOOK, launch
from tests.browser.floors import Floor, two_floors
from tests.browser.night import SAID, Take, night, watches

from detente.console.languages import NAMES, tag

DOCS: Final = ROOT / "docs"


def take(page: Page, name: str) -> None:
    """Take a picture of what a page shows."""
    page.screenshot(path=DOCS / f"console-{name}.png")
    print(f"docs/console-{name}.png")


def story(page: Page, floors: dict[str, Floor]) -> None:
    """Walk through the pages, and take a picture of each."""
    floor, other = floors["SOUTH"], floors["NORTH"]
    page.goto(floor.address)
    sit_down(page)
    other.say("Exercise in the gulf ends at noon.", "R")
    expect(page.locator("[data-live=unread]")).to_have_text("1 to acknowledge")
    take(page, "line")
    reference = other.say("A balloon of ours drifts to your coast, unpowered.", "Z")
    page.get_by_role("link", name="Inbox").click()
    expect(page.get_by_role("link", name=reference).first).to_be_visible()
    take(page, "inbox")
    for language in ("zh", "ru", "en"):
        page.get_by_role("button", name=NAMES[language], exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", tag(language))
        if language != "en":
            take(page, f"inbox-{language}")
    fill_stop(page, "Shells fall around the clinic in the valley.")
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    take(page, "review")
    page.get_by_role("button", name="enter VOID").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    page.clock.install()
    page.reload()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    floor.console.freeze()
    try:
        for _ in range(2):  # a beat that was on its way counts as heard
            page.clock.fast_forward(11_000)
            page.clock.run_for(2_000)
        expect(page.locator("#not-live")).to_be_visible()
        take(page, "not-live")
    finally:
        floor.console.thaw()


def nights(browser: Browser) -> None:
    """Live through a night in each language, and take a picture of each step."""
    for language in SAID:
        kept = DOCS / "night" / language
        kept.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(prefix="detente-") as directory,
            ExitStack() as opened,
        ):

            def visit(floor: Floor, opened: ExitStack = opened) -> Page:
                context = browser.new_context(viewport=NOTEBOOK, color_scheme="dark")
                opened.callback(context.close)
                page = context.new_page()
                page.goto(floor.address)
                return page

            with watches(Path(directory), visit, language, _keeping(kept)) as both:
                night(both, Path(directory) / "taken.proof")


def _keeping(kept: Path) -> Take:
    def taken(page: Page, name: str, at: Locator | None) -> None:
        if at is not None:
            at.scroll_into_view_if_needed()
        page.mouse.move(0, 0)
        page.screenshot(path=kept / f"{name}.png")
        print(kept / f"{name}.png")

    return taken


def main() -> int:
    """Take all pictures."""
    if CHROMIUM is None:
        print("Chromium is missing: on Debian, `apt-get install chromium`.")
        return 1
    with (
        tempfile.TemporaryDirectory(prefix="detente-") as directory,
        two_floors(Path(directory)) as floors,
        sync_playwright() as driver,
    ):
        browser = launch(driver.chromium, draws=True, sounds=True)
        nights(browser)
        story(browser.new_page(viewport=NOTEBOOK, color_scheme="dark"), floors)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
