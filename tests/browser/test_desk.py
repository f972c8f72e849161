"""What belongs to an officer's desk: settings, tests of the alarm."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.acts import acknowledge, origin
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
