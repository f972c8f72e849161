"""What an officer does on a page, as one step of a test."""

from collections.abc import Mapping

from playwright.sync_api import Page, expect
from tests.browser.floors import PASSPHRASE

REQUEST = {
    "level_sought": "Minister",
    "own_principal": "Minister",
    "mode": "voice",
    "purpose": "To speak of the strait.",
    "agenda": "The strait",
    "answer_by_s": "48 h",
}
"""A request for a minister's call, as it is typed."""


def sit_down(page: Page, number: int = 1) -> None:
    """Sit an officer down at the entrance, by the passphrase of his credential."""
    page.get_by_label("Who you are").select_option(f"Watch/{number}")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.locator("main").get_by_role("button", name="Sit down").click()
    expect(page.get_by_role("heading", name="Line", exact=True)).to_be_visible()


def release(page: Page) -> str:
    """Hold the key of a review page until it is released; return the reference."""
    button = page.locator("button.hold")
    button.hover()
    page.mouse.down()
    expect(page.get_by_role("heading", name="How far it has come")).to_be_visible()
    page.mouse.up()
    return page.url.partition("/statements/")[2]


def acknowledge(page: Page, reference: str, understood: str = "Understood.") -> str:
    """Acknowledge a statement; return the reference of the receipt."""
    return answer(page, reference, "acknowledged", {"Read-back": understood})


def answer(page: Page, reference: str, act: str, fields: Mapping[str, str]) -> str:
    """Answer a statement; return the reference of the answer."""
    page.goto(f"{origin(page)}/answer/{act}/{reference}")
    for label, text in fields.items():
        page.get_by_label(label).first.fill(text)
    page.get_by_role("button", name="Review").click()
    return release(page)


def origin(page: Page) -> str:
    """Return where the console of a page is."""
    return "/".join(page.url.split("/")[:3])


def fill_stop(page: Page, happening: str) -> None:
    """Fill a STOP in, and go on to its review."""
    page.get_by_role("link", name="STOP", exact=True).click()
    page.get_by_label("What is happening *").fill(happening)
    page.get_by_label("Site, movement or activity").fill("the clinic in the valley")
    page.get_by_label("Act requested").select_option("cease fire")
    page.get_by_role("button", name="Review").click()
