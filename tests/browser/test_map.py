"""The map: what stands, as it stood, in conflict, as they wrote it, as we draw it."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.acts import origin
from tests.browser.areas import firing
from tests.browser.conftest import Sit
from tests.browser.floors import Floor
from tests.browser.maps import drawing, drawn, open_map
from tests.cli.program import run

from detente.node.clock import SystemClock

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long

NO_WEBGL = "OffscreenCanvas.prototype.getContext = () => null;"
NOTICE = """NAVAREA XI 100/26
LIVE FIRING 041200Z TO 071200Z AUG 26 IN AREA BOUNDED BY
25-15.26N 120-29.20E, 24-50.30N 120-05.45E, 25-04.32N 119-51.22E
"""


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """Chromium that draws."""
    yield from drawing(browser)


def row_of(page: Page, name: str) -> Locator:
    """Return the row of what stands by its name."""
    return page.locator("tr[data-item]").filter(has_text=name)


def released(floor: Floor, reference: str) -> int:
    """Return when a statement was released, by its node's clock."""
    done = run("show", reference, "--line", floor.line, "--json", at=floor.line)
    assert done.code == 0, done.err
    return int(done.data["statement"]["released"])


def replay(page: Page, after_h: float) -> None:
    """Look at a moment that lies so far from now."""
    at_s = int(SystemClock().now_s() + after_h * 3_600)
    page.goto(f"{origin(page)}/map?at={at_s}")
    expect(page.locator("#moment")).to_contain_text("REPLAY")


def test_what_is_on_the_map_is_a_row_with_its_party_heights_and_times(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """It comes by itself, while the page is open."""
    page = open_map(sit(floors["SOUTH"]))

    firing(floors["NORTH"], "STEADY ROW", after_h=1)

    row = row_of(page, "STEADY ROW")
    expect(row).to_contain_text("NORTH")
    expect(row).to_contain_text("0 m MSL to 3,000 m MSL")
    expect(row).to_contain_text("later")
    expect(row.get_by_role("link")).to_be_visible()


def test_a_row_and_what_is_drawn_of_it_lead_to_each_other(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """A key brings it into view and marks it; a press in the middle finds it."""
    place = {"lat_e5": 1_000_000, "lon_e5": 16_000_000}
    firing(
        floors["NORTH"],
        "STEADY PAIR",
        outline_circle={"center": place, "radius_m": 9_000},
    )
    page = drawn(sit(floors["SOUTH"]))
    row = row_of(page, "STEADY PAIR")
    row.get_by_role("button", name="Show").press("Enter")
    expect(row).to_have_class("now picked")
    expect(page.locator("#picked")).to_contain_text("STEADY PAIR")
    row.evaluate("row => row.classList.remove('picked')")

    expect(page.locator("#map")).to_have_attribute("data-still", "yes")
    page.locator("#map canvas").click()

    expect(row).to_have_class("now picked")


def test_a_map_that_cannot_be_drawn_says_so_and_leaves_the_tables(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """They say everything that it would show."""
    firing(floors["NORTH"], "STEADY TABLE")

    page = open_map(sit(floors["SOUTH"], before=NO_WEBGL))

    expect(page.get_by_text("No map can be drawn in this browser")).to_be_visible()
    expect(row_of(page, "STEADY TABLE")).to_be_visible()


def test_replay_cannot_be_taken_for_live(floors: dict[str, Floor], sit: Sit) -> None:
    """The word, a frame, the address; what is over by then is gone; a button back."""
    firing(floors["NORTH"], "STEADY SOON")
    page = open_map(sit(floors["SOUTH"]))
    expect(page.locator("#moment")).to_contain_text("LIVE")
    expect(row_of(page, "STEADY SOON")).to_be_visible()
    calm = page.locator("#page").evaluate("page => getComputedStyle(page).outlineStyle")

    replay(page, after_h=60)

    framed = page.locator("#page").evaluate("e => getComputedStyle(e).outlineStyle")
    assert (calm, framed) == ("none", "solid")
    expect(row_of(page, "STEADY SOON")).to_have_count(0)
    expect(page.locator("#tools")).to_be_hidden()
    page.get_by_role("link", name="Return to live").click()
    expect(page.locator("#moment")).to_contain_text("LIVE")
    expect(page).to_have_url(f"{origin(page)}/map")
    expect(row_of(page, "STEADY SOON")).to_be_visible()


def test_what_was_known_then_is_another_replay(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """What was said later is not in it, nor a conflict that came of it; in words."""
    theirs = firing(floors["SOUTH"], "STEADY THERE")
    before_s = released(floors["NORTH"], firing(floors["NORTH"], "STEADY LATE")) - 1
    page = open_map(sit(floors["NORTH"]))
    both = page.get_by_role("row").filter(has_text=theirs).filter(has_text="LATE")
    expect(both).to_have_count(1)

    page.goto(f"{origin(page)}/map?at={before_s}&as=known")

    expect(page.locator("#moment")).to_contain_text("AS WE KNEW IT")
    expect(page.locator("#moment")).to_contain_text("The newest entry had come at")
    expect(row_of(page, "STEADY LATE")).to_have_count(0)
    expect(both).to_have_count(0)
    page.get_by_label("for that moment, by the record of now").check()
    expect(page.locator("#moment")).to_contain_text("BY THE RECORD OF NOW")
    expect(both).to_have_count(1)


def test_one_goes_from_entry_to_entry_as_they_came(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """To the second at which the next one stood, and to the one before it."""
    firing(floors["NORTH"], "STEADY FIRST")
    before_s = released(floors["NORTH"], firing(floors["NORTH"], "STEADY NEXT")) - 1
    page = sit(floors["NORTH"])
    page.goto(f"{origin(page)}/map?at={before_s}&as=known")
    expect(row_of(page, "STEADY NEXT")).to_have_count(0)

    page.get_by_role("link", name="To the next entry").press("Enter")

    expect(row_of(page, "STEADY NEXT")).to_have_count(1)
    page.get_by_role("link", name="Before the newest entry").press("Enter")
    expect(row_of(page, "STEADY NEXT")).to_have_count(0)
    assert "as=known" in page.url


def test_replay_plays_forward_until_it_is_paused(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """By keyboard; the address goes with it, and it is one place in the history."""
    page = sit(floors["NORTH"])
    replay(page, after_h=-2)
    url, places = page.url, page.evaluate("history.length")
    begun_s = at_of(page)
    page.get_by_label("At a rate of").select_option("600")

    page.get_by_role("button", name="Play", exact=True).press("Enter")

    expect(page).not_to_have_url(url, timeout=20_000)
    expect(page.locator("#play")).to_have_attribute("data-playing", "600")
    page.get_by_role("button", name="Pause", exact=True).press("Enter")
    expect(page.locator("#play")).to_have_attribute("data-playing", "")
    assert at_of(page) - begun_s >= 600
    assert page.evaluate("history.length") == places


def test_what_was_known_is_played_as_far_as_now(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """There it stops by itself."""
    firing(floors["NORTH"], "STEADY PLAYED")
    page = sit(floors["NORTH"])
    at_s = SystemClock().now_s() - 2_400
    page.goto(f"{origin(page)}/map?at={at_s}&as=known")
    expect(row_of(page, "STEADY PLAYED")).to_have_count(0)
    page.get_by_label("At a rate of").select_option("600")

    page.get_by_role("button", name="Play", exact=True).click()

    button = page.locator("#play-or-pause")
    expect(button).to_have_text("Pause")
    expect(button).to_have_text("Play", timeout=30_000)
    expect(row_of(page, "STEADY PLAYED")).to_have_count(1, timeout=20_000)


def test_live_is_not_played(floors: dict[str, Floor], sit: Sit) -> None:
    """There is nothing ahead of it."""
    page = open_map(sit(floors["NORTH"]))

    expect(page.locator("#play")).to_be_hidden()


def at_of(page: Page) -> int:
    """Return the moment that a page's address names."""
    return int(re.findall(r"at=(\d+)", page.url)[-1])


@pytest.fixture
def many(floors: dict[str, Floor]) -> Iterator[None]:
    """More areas than a page lists, which are cancelled in the end."""
    sizes, north = (100, 30), floors["NORTH"]
    said = [firing(north, "STEADY MANY", many=each) for each in sizes]
    yield
    for reference in said:
        north.do("answer", reference, "cancelled", "--wait", "30")


@pytest.mark.usefixtures("many")
def test_more_rows_come_a_page_at_a_time_and_what_is_pressed_is_found(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The page with its row comes, and the address keeps what was chosen."""
    page = drawn(sit(floors["SOUTH"]))
    page.get_by_label("With the text").fill("steady many")
    page.get_by_role("button", name="List these").click()
    expect(page.locator("#listed")).to_contain_text("130 of")
    expect(page.locator("tr[data-item]")).to_have_count(100)
    page.get_by_role("link", name="Rows after").click()
    expect(page.locator("tr[data-item]")).to_have_count(30)
    assert "text=steady+many" in page.url
    last = page.locator("tr[data-item]").last
    name = last.get_attribute("data-item")
    last.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Rows before").click()
    expect(page.locator("tr[data-item]")).to_have_count(100)
    expect(page.locator("#map")).to_have_attribute("data-still", "yes")

    page.locator("#map canvas").click()

    expect(page.locator("tr.picked")).to_have_attribute("data-item", str(name))
    expect(page.locator("tr[data-item]")).to_have_count(30)


def test_a_key_on_the_slider_goes_to_another_moment(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """And the address says which, so that it can be sent on."""
    page = open_map(sit(floors["SOUTH"]))

    page.get_by_label("Moment", exact=True).last.press("ArrowRight")

    expect(page.locator("#moment")).to_contain_text("REPLAY")
    assert "/map?at=" in page.url


def test_a_conflict_is_shown_by_height_and_time_and_can_be_answered(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Both rectangles, what both have, how far apart, the form of the answer."""
    theirs = firing(floors["NORTH"], "STEADY ALFA")
    firing(floors["SOUTH"], "STEADY BRAVO", after_h=1)
    page = open_map(sit(floors["SOUTH"]))
    rows = page.get_by_role("row").filter(has_text="STEADY ALFA")
    rows.filter(has_text="STEADY BRAVO").get_by_role("link").first.click()

    conflict = page.locator("#conflict")
    expect(conflict.get_by_role("img")).to_be_visible(timeout=20_000)
    expect(conflict.locator("figcaption")).to_contain_text("Hatched: both.")
    expect(conflict.get_by_role("row").filter(has_text="Vertical")).to_contain_text("m")
    conflict.get_by_role("link", name="Propose a separation").click()

    expect(page.locator("form[data-draft]")).to_contain_text(theirs)


def test_the_text_of_a_warning_is_read_with_its_doubts(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Each area, and in sentences what may be meant otherwise."""
    page = open_map(sit(floors["SOUTH"]))

    page.get_by_label("Its text, as it was received").fill(NOTICE)
    page.get_by_role("button", name="Read it").click()

    read = page.locator("#read")
    expect(read).to_contain_text("polygon of 3 corners")
    expect(read.locator("li").first).to_contain_text("parts of a minute or seconds")
    expect(read).to_contain_text("Not understood")


def test_a_text_without_an_area_is_refused_in_words(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """And stays to be put right."""
    page = open_map(sit(floors["SOUTH"]))

    page.get_by_label("Its text, as it was received").fill("Good morning.")
    page.get_by_role("button", name="Read it").click()

    expect(page.locator("#read").get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Its text, as it was")).to_have_value("Good morning.")


def test_an_area_that_was_typed_is_put_into_a_notice(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """All its corners, in the draft of who sits there."""
    page = open_map(sit(floors["SOUTH"]))
    page.get_by_label("Positions, one a line").fill(
        "57.0 N 19.0 E\n57.2 N 19.0 E\n57.2 N 19.5 E\n57-06.00N 019-42.00E"
    )

    page.get_by_role("button", name="To a notice of an activity").click()

    expect(page.get_by_role("heading", name="ACTIVITY NOTIFIED")).to_be_visible()
    corners = page.get_by_label("Corners").first
    expect(corners).to_have_value(re.compile("57.10000 N, 19.70000 E$"))


def test_a_position_clicked_on_the_map_is_put_into_a_stop(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """It is typed as it is clicked, and can be put right before it goes on."""
    page = drawn(sit(floors["SOUTH"]))
    page.get_by_role("button", name="Click positions on the map").click()

    page.locator("#map canvas").click()

    typed = page.get_by_label("Positions, one a line")
    expect(typed).not_to_have_value("")
    lat = typed.input_value().split(" ")[0]
    page.get_by_role("button", name="First position to a STOP").click()
    field = page.locator('[name="body.position.lat_e5"]')
    expect(field).to_have_value(f"{float(lat):.5f} {typed_half(page)}")


def typed_half(page: Page) -> str:
    """Return on which half of the Earth the field has it."""
    return page.locator('[name="body.position.lat_e5"]').input_value()[-1]


def test_a_position_is_read_back_from_the_map(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """A press fills in the position that the statement names; it may be left out."""
    reference = firing(floors["NORTH"], "STEADY READ")
    page = sit(floors["SOUTH"])
    page.goto(f"{origin(page)}/answer/acknowledged/{reference}")
    named = page.locator('[name="body.positions.0.name"]')
    expect(named).to_have_value("phase_1_volume_1")
    if page.evaluate("!!new OffscreenCanvas(1, 1).getContext('webgl2')"):
        expect(page.locator("#map")).to_have_attribute("data-ready", "yes")
        page.locator("#map canvas").click()
        lat = page.locator('[name="body.positions.0.lat_e5"]')
        expect(lat).to_have_value(re.compile(r"^\d\d\.\d{5} [NS]$"))
        lat.fill("")
        page.locator('[name="body.positions.0.lon_e5"]').fill("")

    page.get_by_label("Read-back").first.fill("Understood.")
    page.get_by_role("button", name="Review").click()

    expect(page.get_by_role("heading", name="Review")).to_be_visible()


def test_the_map_keeps_nobody_out(floors: dict[str, Floor], sit: Sit) -> None:
    """Drawn, in replay and with a notice read: nothing that axe finds."""
    firing(floors["NORTH"], "STEADY AXE")
    page = drawn(sit(floors["SOUTH"]))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    replay(page, after_h=1)

    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 683, "height": 384})
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
