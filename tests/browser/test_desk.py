"""What belongs to an officer's desk: settings, tests of the alarm, keys, tabs."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.acts import acknowledge, origin, sit_down
from tests.browser.conftest import Sit
from tests.browser.floors import Floor

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long

# What a page sounds: the pitch of each note, and how loud.
LISTENING = """
window.heard = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (at) {
  window.heard.push(this.frequency.value);
  start.call(this, at);
};
const gain = AudioContext.prototype.createGain;
AudioContext.prototype.createGain = function () {
  const made = gain.call(this);
  queueMicrotask(() => { window.loudness = made.gain.value; });
  return made;
};
"""
LOCKS = """
window.locks = 0;
WakeLock.prototype.request = async () => {
  window.locks += 1;
  window.lock = new EventTarget();
  window.lock.release = async () => window.lock.dispatchEvent(new Event("release"));
  return window.lock;
};
"""
REFUSING = """
WakeLock.prototype.request = async () => { throw new DOMException("low battery"); };
"""
SEEN = """(how) => {
  Object.defineProperty(document, "visibilityState", {value: how, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
DARK, LIGHT = "rgb(14, 17, 19)", "rgb(247, 248, 248)"
HERE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$")


def settings(page: Page) -> Page:
    """Open the settings of a page's console."""
    page.locator("#strip").get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    return page


def beside(page: Page, path: str) -> Page:
    """Return another page of the same browser."""
    other = page.context.new_page()
    other.goto(f"{origin(page)}{path}")
    return other


# ------------------------------------------------------------------------ settings


def test_colours_act_at_once_in_every_tab_and_stay(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Whatever the machine says, which is dark here."""
    page = settings(sit(floors["NORTH"]))
    other = beside(page, "/ladder")
    expect(other.locator("html")).to_have_css("background-color", DARK)

    page.get_by_label("Colours").select_option("light")

    for each in (page, other):
        expect(each.locator("html")).to_have_css("background-color", LIGHT)
    page.reload()
    expect(page.locator("html")).to_have_css("background-color", LIGHT)
    expect(page.get_by_label("Colours")).to_have_value("light")
    page.emulate_media(color_scheme="light")
    page.get_by_label("Colours").select_option("dark")
    expect(page.locator("html")).to_have_css("background-color", DARK)


def test_frames_are_the_same_choice_on_the_map_and_in_the_settings(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Whichever was turned last."""
    page = settings(sit(floors["NORTH"]))
    other = beside(page, "/map")

    page.get_by_label("Frames of symbols").select_option("all alike")

    expect(other.get_by_label("Frames of symbols")).to_have_value("all alike")
    other.get_by_label("Frames of symbols").select_option("own and other")
    expect(page.get_by_label("Frames of symbols")).to_have_value("own and other")


def test_the_loudness_that_is_chosen_is_heard(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """At once, by the tone of a ROUTINE; no choice makes it silent."""
    page = settings(sit(floors["NORTH"], before=LISTENING))
    found = []
    for loudness in ("quiet", "loud", "normal"):
        page.get_by_label("Loudness").select_option(loudness)
        page.locator("html").evaluate("() => new Promise(requestAnimationFrame)")
        found.append(page.evaluate("window.loudness"))

    assert 0 < found[0] < found[2] < found[1]
    assert page.evaluate("window.heard") == [520, 520, 520]


def test_what_is_set_for_the_line_is_shown_with_how_to_change_it(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """It is the same for every desk, and none changes it here."""
    page = settings(sit(floors["NORTH"]))

    row = page.get_by_role("row")
    expect(row.filter(has_text="The node listens at")).to_contain_text("127.0.0.1:")
    expect(row.filter(has_text="The node listens at")).to_contain_text("line.toml")
    listens = floors["NORTH"].console.address.removeprefix("http://")
    expect(row.filter(has_text="The console listens at")).to_contain_text(listens)
    expect(row.filter(has_text="Names it is")).to_contain_text("localhost")
    expect(row.filter(has_text="The node's alarms")).to_contain_text("command true")


# --------------------------------------------------------------- tests of the alarm


@pytest.mark.parametrize(
    ("name", "pitches"),
    [("FLASH", [960, 720, 960, 720]), ("IMMEDIATE", [880, 880, 880])],
)
def test_each_precedence_is_heard_as_it_will_sound(
    floors: dict[str, Floor], sit: Sit, name: str, pitches: list[int]
) -> None:
    """And when it was tried stands there afterwards."""
    page = settings(sit(floors["NORTH"], before=LISTENING))
    row = page.get_by_role("row").filter(has=page.get_by_text(name, exact=True))
    expect(row).to_contain_text("never")

    row.get_by_role("button").click()

    expect(row.locator("[data-tried]")).to_have_text(HERE)
    assert page.evaluate("window.heard") == pitches


def test_the_nodes_alarms_are_tried_from_the_desk(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The running node sounds them, and the turnover says when that was."""
    page = sit(floors["NORTH"])
    page.get_by_role("link", name="Turnover").click()
    page.get_by_role("link", name="Test the alarm").click()
    alarms = page.locator("#alarms")

    alarms.get_by_role("button", name="Sound every alarm").click()

    expect(alarms).to_contain_text("command true: sounded")
    tried = alarms.get_by_text("Last tried").inner_text().partition(": ")[2]
    page.get_by_role("link", name="Turnover").click()
    expect(page.locator("#turnover")).to_contain_text(tried)


def test_a_node_without_an_alarm_is_said_to_wake_nobody(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """With how to set one up, and nothing to press."""
    page = settings(sit(floors["SOUTH"]))

    expect(page.locator("#alarms")).to_contain_text("No alarm is set up")
    expect(page.locator("#alarms button")).to_have_count(0)


# ---------------------------------------------------------------------------- keys


def test_a_question_mark_lists_the_keys(floors: dict[str, Floor], sit: Sit) -> None:
    """So does a button; the list names the pages as the strip does."""
    page = sit(floors["NORTH"])
    keys = page.get_by_role("dialog", name="Keys")

    page.keyboard.press("?")
    expect(keys).to_contain_text("Inbox")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    page.get_by_role("button", name="Keys").click()
    expect(keys).to_be_visible()
    keys.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()


@pytest.mark.parametrize(
    ("letter", "heading"),
    [
        *(("l", "Line"), ("m", "Map"), ("c", "Contact"), ("i", "Inbox")),
        *(("r", "Record"), ("t", "Turnover"), ("s", "Settings"), ("z", "STOP")),
    ],
)
def test_g_and_a_letter_go_to_a_page(
    floors: dict[str, Floor], sit: Sit, letter: str, heading: str
) -> None:
    """The alarm stays armed: it is the same page, exchanged in place."""
    page = sit(floors["NORTH"])
    page.evaluate("window.same = true")

    page.keyboard.press("g")
    page.keyboard.press(letter)

    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    assert page.evaluate("window.same")


def test_keys_are_found_by_their_place_on_another_layout(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Where Latin has `g` and `i`, Russian has other letters."""
    page = sit(floors["NORTH"])
    press = """([key, code]) => document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", {key, code, bubbles: true}))"""

    page.evaluate(press, ["п", "KeyG"])
    page.evaluate(press, ["ш", "KeyI"])

    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()


def test_rows_are_gone_through_and_opened_by_keys(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """A row opens its statement: no key acknowledges it."""
    page = sit(floors["SOUTH"])
    older = floors["NORTH"].say("The first.", "O")
    newer = floors["NORTH"].say("The second.", "O")
    page.goto(f"{origin(page)}/inbox")
    link = {each: page.locator(f"[id='row-{each}']") for each in (older, newer)}

    page.keyboard.press("j")
    expect(link[older]).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(link[newer]).to_be_focused()
    page.keyboard.press("k")
    expect(link[older]).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#statement")).to_contain_text("The first.")
    assert page.url.endswith(f"/statements/{older}")
    acknowledge(page, older)
    acknowledge(page, newer)


def test_no_key_counts_while_somebody_types_or_with_a_modifier(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """What is typed into a STOP is its text."""
    page = sit(floors["NORTH"])
    page.keyboard.press("Control+g")
    page.keyboard.press("i")
    page.get_by_role("link", name="STOP", exact=True).click()
    field = page.get_by_label("What is happening *")

    field.press_sequentially("gi?j")

    expect(field).to_have_value("gi?j")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url.endswith("/say/STOP/stop")


def test_keys_can_be_turned_off(floors: dict[str, Floor], sit: Sit) -> None:
    """Then the button still lists them."""
    page = settings(sit(floors["NORTH"]))
    page.get_by_role("combobox", name="Keys").select_option("off")
    page.get_by_role("heading", name="Settings").click()

    page.keyboard.press("?")

    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


# ----------------------------------------------------------------- screen and clock


def test_the_screen_is_kept_awake_while_the_alarm_is_armed(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The browser takes that back from a hidden page: it is asked for anew."""
    page = settings(sit(floors["NORTH"], before=LOCKS))
    awake = page.locator("#awake")
    expect(awake).to_contain_text("kept awake while you sit here")

    page.evaluate(SEEN, "hidden")
    expect(awake).to_contain_text("once the alarm is armed")
    page.evaluate(SEEN, "visible")

    expect(awake).to_contain_text("kept awake while you sit here")
    assert page.evaluate("window.locks") == 2


def test_a_browser_that_lets_the_screen_lock_says_so(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The officer sets the machine instead."""
    page = settings(sit(floors["NORTH"], before=REFUSING))

    expect(page.locator("#awake")).to_contain_text("this browser refuses")
    expect(page.locator("#awake")).to_have_attribute("data-grade", "late")


def test_a_stamp_tells_local_time_where_it_is_pointed_at(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The stamp itself stays UTC; in the settings the tooltip is turned off."""
    page = sit(floors["NORTH"])
    clock = page.locator("[data-live=clock]")

    clock.hover()

    said = re.compile(r"^Local time of this browser: .*\d\d:\d\d:\d\d")
    expect(clock).to_have_attribute("title", said)
    expect(clock).to_have_text(HERE)
    settings(page).get_by_label("Local time").select_option("off")
    clock.hover()
    expect(clock).not_to_have_attribute("title", said)


# ---------------------------------------------------------------------------- tabs


def test_every_tab_says_at_once_that_the_seat_was_left_and_taken(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Nobody has to reload a page; who sits down goes on where the tab was."""
    page = sit(floors["NORTH"])
    other = beside(page, "/inbox")

    page.get_by_role("button", name="Leave").click()

    expect(other.get_by_role("heading", name="Sit down")).to_be_visible()
    expect(other.get_by_role("status")).to_contain_text("Nobody sits at this browser")
    sit_down(page, 2)
    expect(other.get_by_role("heading", name="Inbox")).to_be_visible()
    expect(other.get_by_role("status")).to_contain_text("Watch 2 sits")
    expect(other.locator("body")).to_have_attribute("data-seat", "Watch 2")


def test_every_tab_says_that_the_watch_was_handed_over(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """By the beat, so at other desks as well."""
    page = sit(floors["SOUTH"])
    other = sit(floors["SOUTH"], 2)
    expect(page.locator("[data-live=clock]")).to_be_visible()

    floors["SOUTH"].do("turnover", "--alone", "--officer", "2")

    for each in (page, other):
        expect(each.locator("[data-live=watch]")).to_contain_text("officer")
        expect(each.get_by_role("status")).to_contain_text("The watch has changed")


def test_the_list_of_keys_fits_at_twice_the_size(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """At 200 % on a notebook it is scrolled, downwards alone."""
    page = sit(floors["NORTH"])
    page.set_viewport_size({"width": 683, "height": 384})
    page.keyboard.press("?")

    box = page.get_by_role("dialog", name="Keys").bounding_box()

    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 683
    assert box["height"] <= 384
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_flashes_for_who_asked_for_less_motion(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """A frame marks the symbol instead."""
    page = sit(floors["SOUTH"])
    reference = floors["NORTH"].say("It flashes elsewhere.", "O")
    page.locator("#strip").get_by_role("link", name="Inbox").click()
    row = page.get_by_role("row").filter(has_text=reference).first

    expect(row.locator(".mark.flash")).to_have_css("animation-name", "none")
    expect(row.locator(".mark.flash")).to_have_css("outline-style", "solid")
    page.emulate_media(reduced_motion="no-preference")
    expect(row.locator(".mark.flash")).to_have_css("animation-name", "flash")
    acknowledge(page, reference)
