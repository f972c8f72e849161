"""The page tells the truth: it lives, it can sound, and text is text."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from tests.browser.acts import acknowledge, fill_stop, origin
from tests.browser.conftest import Sit
from tests.browser.floors import Floor

SUSPENDED = """
window.AudioContext = class extends AudioContext {
  get state() { return "suspended"; }
};
"""
SEEN = """(how) => {
  Object.defineProperty(document, "visibilityState", {value: how, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
ALARM = "[data-live=alarm]"


def test_a_console_that_says_nothing_any_more_is_not_live(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """After ten seconds without a beat everything is grey, until the beat is back."""
    page = sit(floors["SOUTH"], before="")
    page.clock.install()
    page.reload()
    expect(page.locator("[data-live=alarm]")).to_be_visible()
    floors["SOUTH"].console.freeze()
    try:
        page.clock.fast_forward(11_000)
        page.clock.run_for(2_000)

        expect(page.locator("#not-live")).to_be_visible()
        expect(page.locator("body")).to_have_attribute("data-sounding", "lost")
    finally:
        floors["SOUTH"].console.thaw()
    expect(page.locator("#not-live")).to_be_hidden()


def test_a_page_that_cannot_sound_is_not_armed(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The strip says so, and a button arms it."""
    page = sit(floors["NORTH"], before=SUSPENDED)

    expect(page.locator(ALARM)).to_have_text("NOT ARMED")
    expect(page.get_by_role("button", name="Arm the alarm")).to_be_visible()


def test_the_other_side_learns_that_nobody_can_hear(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """A hidden page is one that nobody sees: its node says so, and takes it back."""
    page = sit(floors["SOUTH"])
    expect(page.locator(ALARM)).to_contain_text("ARMED: Watch 1")
    theirs = sit(floors["NORTH"]).get_by_label("Line to SOUTH")

    page.evaluate(SEEN, "hidden")

    expect(page.locator(ALARM)).to_have_text("NOT ARMED", timeout=20_000)
    expect(theirs).to_contain_text("UNATTENDED", timeout=20_000)
    page.evaluate(SEEN, "visible")
    expect(theirs).not_to_contain_text("UNATTENDED", timeout=20_000)


def leave_open(_: Route) -> None:
    """Neither let a question go on nor answer it."""


def test_what_renews_a_page_is_given_up_once_the_page_is_left(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Its answer would find no place, and the page that came is not held up by it."""
    page = sit(floors["SOUTH"])
    page.route(f"{origin(page)}/", leave_open)
    renew = "document.body.dispatchEvent(new CustomEvent('detente:moved'))"
    with page.expect_request(f"{origin(page)}/"):
        page.evaluate(renew)

    with page.expect_event("requestfailed") as failed:
        page.locator("#strip").get_by_role("link", name="Record").click()

    assert failed.value.url == f"{origin(page)}/"
    expect(page.get_by_role("heading", name="Record", exact=True)).to_be_visible()


def test_script_in_a_text_is_text(floors: dict[str, Floor], sit: Sit) -> None:
    """What came over the line is shown letter by letter, and does nothing."""
    text = "<script>document.title='taken'</script><img src=x onerror=alert(1)>"
    reference = floors["NORTH"].say(text)
    page = sit(floors["SOUTH"])

    page.goto(f"{floors['SOUTH'].address}/statements/{reference}")

    expect(page.locator(".body")).to_contain_text(text)
    assert page.title() == f"SOUTH: {reference}"
    acknowledge(page, reference, text)


def test_another_sites_page_presses_no_button(floors: dict[str, Floor]) -> None:
    """What changes something is taken from the console's own pages alone."""
    assert (
        floors["NORTH"].console.status("POST", Origin="http://elsewhere.example") == 403
    )


def test_the_console_answers_under_its_own_names_alone(
    floors: dict[str, Floor],
) -> None:
    """A name that somebody else points at this machine shows nothing of it."""
    assert floors["NORTH"].console.status("GET", Host="elsewhere.example") == 400


def pages(page: Page, floor: Floor, reference: str) -> list[str]:
    """Return the address of each kind of page, a review among them."""
    fill_stop(page, "A convoy is fired at on the coast road.")
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    here = [
        "/",
        "/inbox",
        "/ladder",
        "/record",
        "/turnover",
        "/settings",
        "/map",
        "/log",
        "/charter",
        "/posts",
        "/say/CHT/propose",
        f"/statements/{reference}",
        f"/disclose/{reference}",
        "/say/STOP/stop",
        "/say/CON/request",
    ]
    return [page.url, *(f"{floor.address}{each}" for each in here)]


def test_no_page_keeps_anybody_out(floors: dict[str, Floor], sit: Sit) -> None:
    """No violation that axe finds, on any page."""
    floor = floors["NORTH"]
    page = sit(floor)
    reference = floors["SOUTH"].say("Read by a machine, read by a person.")

    for address in pages(page, floor, reference):
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    acknowledge(page, reference, "Read.")


def test_every_page_fits_at_twice_the_size(floors: dict[str, Floor], sit: Sit) -> None:
    """At 200 % on a notebook nothing has to be moved sideways."""
    floor = floors["NORTH"]
    page = sit(floor)
    reference = floors["SOUTH"].say("Large letters.")
    addresses = pages(page, floor, reference)
    page.set_viewport_size({"width": 683, "height": 384})

    for address in addresses:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
    acknowledge(page, reference, "Large.")
