"""What an officer does on a page, as one step of a test: in any language.

Buttons and headings are found by their words in the language of the page, fields by
their names in the record.
"""

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect
from tests.browser.floors import PASSPHRASE

from detente.report.translated import catalogue

REQUEST = {
    "level_sought": "Minister",
    "own_principal": "Minister",
    "mode": "voice",
    "purpose": "To speak of the strait.",
    "agenda": "The strait",
    "answer_by_s": "48 h",
}
"""A request for a minister's call, as it is typed."""


def words(page: Page, english: str) -> str:
    """Return what a page calls something in its own language."""
    language = page.locator("html").get_attribute("lang")
    assert language
    return catalogue(language).fixed(english)


def button(page: Page, english: str) -> Locator:
    """Return a button of the page itself; the strip has its own."""
    found = page.locator("main").get_by_role("button", name=words(page, english))
    return found.first


def heading(page: Page, english: str) -> Locator:
    """Return a heading of the page."""
    return page.get_by_role("heading", name=words(page, english)).first


def sit_down(page: Page, number: int = 1) -> None:
    """Sit an officer down at the entrance, by the passphrase of his credential."""
    page.locator("#who").select_option(f"Watch/{number}")
    page.locator("#passphrase").fill(PASSPHRASE)
    button(page, "Sit down").click()
    expect(page.locator("#line h1")).to_have_text(words(page, "Line"))


def review(page: Page) -> None:
    """Go on from a form to the review of what it says."""
    button(page, "Review").click()
    expect(page.locator("button.hold")).to_be_visible()


def release(page: Page) -> str:
    """Hold the key of a review page until it is released; return the reference."""
    page.locator("button.hold").hover()
    page.mouse.down()
    # Two seconds are held, and two nodes may be at work meanwhile.
    expect(heading(page, "How far it has come")).to_be_visible(timeout=20_000)
    page.mouse.up()
    return page.url.partition("/statements/")[2]


def acknowledge(page: Page, reference: str, understood: str = "Understood.") -> str:
    """Acknowledge a statement; return the reference of the receipt."""
    return answer(page, reference, "acknowledged", {"read_back": understood})


def answer(page: Page, reference: str, act: str, fields: Mapping[str, str]) -> str:
    """Answer a statement; return the reference of the answer."""
    page.goto(f"{origin(page)}/answer/{act}/{reference}")
    fill(page, fields)
    review(page)
    return release(page)


def fill(page: Page, fields: Mapping[str, str]) -> None:
    """Fill fields in, by their names in the record."""
    for name, text in fields.items():
        field = page.locator(f"[name='body.{name}']")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def origin(page: Page) -> str:
    """Return where the console of a page is."""
    return "/".join(page.url.split("/")[:3])


def fill_stop(page: Page, happening: str) -> None:
    """Fill a STOP in, and go on to its review."""
    page.locator("a.stop").click()
    expect(page.locator("[name='body.happening']")).to_be_visible()
    fill(
        page,
        {
            "happening": happening,
            "about": "the clinic in the valley",
            "wanted": "cease fire",
        },
    )
    button(page, "Review").click()
