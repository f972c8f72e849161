"""An officer reads the console in his own language, on screen and on paper."""

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.acts import acknowledge, fill_stop, origin
from tests.browser.conftest import Sit
from tests.browser.floors import Floor

from detente.console.languages import NAMES, tag
from detente.report.translated import ENGLISH, LANGUAGES

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long

FLASH = {"en": "FLASH", "zh": "FLASH 特急", "ru": "FLASH ВНЕ ОЧЕРЕДИ"}  # noqa: RUF001
ARMED = {"en": "ARMED: ", "zh": "已启用", "ru": "ВКЛЮЧЕНА: "}
CHINESE = (
    *("--field", "subject=Balloon", "--field", "text.text=气球无动力。"),
    *("--field", "text.language=zh"),
)
Colours: TypeAlias = Literal["dark", "light"]
Medium: TypeAlias = Literal["screen", "print"]


def choose(page: Page, language: str) -> None:
    """Choose the language of a browser, and stay on its page."""
    page.get_by_role("button", name=NAMES[language], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", tag(language))


@pytest.fixture
def page(floors: dict[str, Floor], sit: Sit) -> Page:
    """An officer of SOUTH at his console."""
    return sit(floors["SOUTH"])


@pytest.fixture
def reference(floors: dict[str, Floor], page: Page) -> Iterator[str]:
    """A FLASH that came, and is acknowledged in the end."""
    said = floors["NORTH"].say("The balloon is unpowered.", "Z")
    yield said
    page.emulate_media(media="screen")
    choose(page, ENGLISH)
    acknowledge(page, said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_and_what_the_beat_renews_are_in_one_language(
    page: Page, reference: str, language: str
) -> None:
    """It stays on the page where it was chosen, and what grows old stays in it."""
    page.goto(f"{origin(page)}/inbox")

    choose(page, language)

    assert page.url == f"{origin(page)}/inbox"
    row = page.get_by_role("row").filter(has_text=reference)
    expect(row.first).to_contain_text(FLASH[language])
    clock = page.locator("[data-live=clock]")
    said = clock.inner_text()
    expect(clock).not_to_have_text(said)  # the beat has come in between
    expect(page.locator("[data-live=alarm]")).to_contain_text(ARMED[language])


def test_two_pages_of_one_browser_keep_their_languages_until_they_are_renewed(
    page: Page,
) -> None:
    """Each hears the beat in the language that it was made in."""
    other = page.context.new_page()
    other.goto(origin(page))
    expect(other.locator("html")).to_have_attribute("lang", "en")

    choose(page, "zh")

    for each, words in ((page, "已启用"), (other, "ARMED")):
        clock = each.locator("[data-live=clock]")
        expect(clock).not_to_have_text(clock.inner_text())
        expect(each.locator("[data-live=alarm]")).to_contain_text(words)


def test_the_entrance_speaks_the_language_that_was_chosen_there(
    floors: dict[str, Floor], visit: Sit
) -> None:
    """Nobody sits yet; the browser keeps it, and sends it to no other site."""
    page = visit(floors["SOUTH"])

    choose(page, "ru")

    expect(page.get_by_label("Кто вы")).to_be_visible()
    [cookie] = page.context.cookies()
    assert cookie["name"] == "detente_language"
    assert cookie["sameSite"] == "Strict"


def test_what_officers_wrote_bears_its_own_language(page: Page, reference: str) -> None:
    """A Chinese page draws and reads aloud English as English."""
    page.goto(f"{origin(page)}/statements/{reference}")

    choose(page, "zh")

    text = page.locator(".body [lang=en]").filter(has_text="The balloon is unpowered.")
    expect(text).to_be_visible()
    expect(page.locator(".body dt").first).to_have_text("事由")


def addresses(page: Page, reference: str) -> list[str]:
    """Return where each kind of page is, a review among them."""
    fill_stop(page, "A convoy is fired at on the coast road.")
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    here = ["/", "/inbox", "/ladder", "/record", "/turnover", "/log", "/charter"]
    here += ["/posts", "/settings", "/map", "/say/STOP/stop"]
    here += [f"/{each}/{reference}" for each in ("statements", "pages", "disclose")]
    return [page.url, *(f"{origin(page)}{each}" for each in here)]


@pytest.mark.parametrize("language", ["zh", "ru"])
def test_no_page_keeps_anybody_out_in_any_language(
    page: Page, reference: str, language: str
) -> None:
    """Axe finds nothing, and at 200 % on a notebook nothing is moved sideways."""
    where = addresses(page, reference)
    choose(page, language)
    page.set_viewport_size({"width": 683, "height": 384})
    for address in where:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    ("colours", "medium"), [("light", "screen"), ("dark", "print")]
)
def test_no_page_keeps_anybody_out_in_light_or_on_paper(
    page: Page, reference: str, colours: Colours, medium: Medium
) -> None:
    """Another light has other contrasts, and another medium other parts."""
    where = addresses(page, reference)
    page.emulate_media(color_scheme=colours, media=medium)
    for address in where:
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_paper_shows_reference_time_and_party_and_nothing_to_press(
    page: Page, reference: str
) -> None:
    """The head of each sheet; buttons and navigation have no place on it."""
    page.goto(f"{origin(page)}/statements/{reference}")
    head = page.locator(".sheet-head")
    expect(head).to_be_hidden()

    page.emulate_media(media="print")

    expect(head).to_contain_text("SOUTH")
    expect(head).to_contain_text(reference)
    expect(head).to_contain_text(re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ"))
    expect(page.locator("#strip nav")).to_be_hidden()
    for button in page.locator("button, .button").all():
        expect(button).to_be_hidden()


def test_a_statement_is_printed_as_its_page_of_eighty_columns(
    page: Page, reference: str
) -> None:
    """In the languages of the charter, or in one that is chosen."""
    page.goto(f"{origin(page)}/statements/{reference}")
    page.get_by_role("link", name="Print").click()
    sheet = page.locator("pre")
    expect(sheet).to_contain_text("| The balloon is unpowered.")
    expect(sheet).to_contain_text("Номер документа")
    expect(page.get_by_role("button", name="Print")).to_be_visible()

    page.locator("main").get_by_role("link", name="中文").click()

    expect(sheet).to_contain_text("编号")
    expect(sheet).not_to_contain_text("Номер документа")


def test_chinese_letters_are_fetched_where_chinese_is_read(
    floors: dict[str, Floor], page: Page
) -> None:
    """A hundred slices are named by a large file: other pages do without."""
    sheet = page.locator("link[href$='noto-sans-sc.css']")
    expect(sheet).to_have_count(0)

    said = floors["SOUTH"].do("send", "MSG", *CHINESE)
    page.goto(f"{origin(page)}/statements/{said['reference']}")

    expect(sheet).to_have_count(1)


MISSING = {"zh": "缺少必填字段 `text`", "ru": "нет обязательного поля `text`"}


@pytest.mark.parametrize("language", ["zh", "ru"])
def test_a_refusal_is_told_in_the_language_of_the_page(
    page: Page, language: str
) -> None:
    """What has to be put right, and in which field."""
    page.goto(f"{origin(page)}/say/ORD")
    choose(page, language)
    page.locator("form.sheet").evaluate("form => { form.noValidate = true; }")

    page.locator("form.sheet button.main").click()

    trouble = page.locator("main [role=alert]")
    expect(trouble).to_contain_text(MISSING[language])
    expect(trouble.locator("[lang=en]")).to_have_count(0)
    choose(page, ENGLISH)


def test_a_refusal_of_an_address_is_told_in_the_language_of_the_page(
    page: Page,
) -> None:
    """The name that was asked for stands in it as it was asked."""
    choose(page, "ru")

    page.goto(f"{origin(page)}/say/XYZ")

    expect(page.locator("main [role=alert]")).to_contain_text("Формы 'XYZ' нет. Есть: ")
    choose(page, ENGLISH)
