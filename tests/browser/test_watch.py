"""An officer comes on watch: he sits down, sees the line, hears what comes, answers."""

import re

from playwright.sync_api import expect
from tests.browser.acts import acknowledge, answer, fill_stop, release
from tests.browser.conftest import Sit
from tests.browser.floors import Floor


def test_a_stranger_is_led_to_the_entrance_and_on_from_there(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Nothing of the line's pages is shown to who has not said who he is."""
    page = sit(floors["NORTH"])
    page.get_by_role("button", name="Leave").click()

    page.goto(f"{floors['NORTH'].address}/inbox")

    expect(page.get_by_role("heading", name="Sit down")).to_be_visible()
    assert page.url.endswith("/enter?to=%2Finbox")


def test_a_wrong_passphrase_opens_nothing(floors: dict[str, Floor], visit: Sit) -> None:
    """One sentence says so, and he can try again."""
    page = visit(floors["NORTH"])
    page.get_by_label("Passphrase").fill("three words said aloud")
    page.locator("main").get_by_role("button", name="Sit down").click()

    expect(page.get_by_role("alert")).to_contain_text("passphrase")
    expect(page.get_by_label("Passphrase")).to_be_visible()


def test_the_line_opens_first_with_four_lights_and_their_ages(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Our node, the path, their node, their officer: each by itself."""
    page = sit(floors["NORTH"])

    lights = page.get_by_label("Line to SOUTH")
    for name in ("Our node", "Path", "Their node", "Their officer"):
        light = lights.locator("div", has=page.get_by_text(name, exact=True))
        expect(light.locator("dd > [data-grade]")).not_to_have_text("")
        expect(light.locator("small")).to_contain_text(re.compile("ago|now"))


def test_a_flash_sounds_and_shows_on_whatever_page_is_open(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The page hears of it by itself, and its tone is that of a FLASH."""
    page = sit(floors["SOUTH"])
    expect(page.get_by_role("heading", name="Line", exact=True)).to_be_visible()

    reference = floors["NORTH"].say("The balloon over your coast is ours.", "Z")

    expect(page.locator("body")).to_have_attribute("data-sounding", "Z")
    expect(page.locator("[data-live=unread]")).to_have_attribute("data-grade", "bad")
    acknowledge(page, reference, "The balloon is theirs.")
    page.get_by_role("link", name="Inbox").click()
    row = page.get_by_role("row").filter(has_text=reference)
    expect(row.first).to_contain_text("acknowledged")


def test_what_sounds_is_silenced_without_being_acknowledged(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Silence is a matter of the room: the statement still waits."""
    page = sit(floors["SOUTH"])
    reference = floors["NORTH"].say("The balloon sinks.", "O")
    sounding = page.locator("body[data-sounding]:not([data-sounding=''])")
    expect(sounding).to_be_visible()

    page.get_by_role("button", name="Silence").click()

    expect(page.locator("body")).to_have_attribute("data-sounding", "")
    page.get_by_role("link", name="Inbox").click()
    row = page.get_by_role("row").filter(has_text=reference)
    expect(row.first).to_contain_text("to acknowledge")
    acknowledge(page, reference, "It sinks.")


def test_a_page_that_is_open_lists_what_comes(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The inbox renews itself; nobody has to press anything."""
    page = sit(floors["NORTH"])
    page.get_by_role("link", name="Inbox").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()

    reference = floors["SOUTH"].say("We see it.")

    expect(page.get_by_role("link", name=reference).first).to_be_visible()
    acknowledge(page, reference, "They see it.")


def test_a_short_press_releases_nothing(floors: dict[str, Floor], sit: Sit) -> None:
    """What leaves the building is pressed on purpose."""
    page = sit(floors["NORTH"])
    fill_stop(page, "Shells fall around the clinic in the valley.")
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    under_review = page.url

    page.locator("button.hold").click()

    assert page.url == under_review
    page.get_by_role("button", name="enter VOID").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()


def test_a_stop_goes_out_and_its_result_comes_back(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """One officer asks, the other understands, passes on, and reports it stopped."""
    north, south = sit(floors["NORTH"]), sit(floors["SOUTH"])
    fill_stop(north, "Shells fall around the clinic in the valley.")
    reference = release(north)
    expect(north.locator(".stages")).to_contain_text("IN THEIR RECORD")

    expect(south.locator("body")).to_have_attribute("data-sounding", "Z")
    answer(south, reference, "understood, passing", {})
    answer(south, reference, "stopped", {"at": "2026-01-31T12:30Z"})

    expect(north.locator("#statement")).to_contain_text("STOPPED")


def test_a_key_is_held_by_keyboard_as_well(floors: dict[str, Floor], sit: Sit) -> None:
    """No act needs a mouse."""
    page = sit(floors["NORTH"])
    fill_stop(page, "A convoy is fired at on the coast road.")
    page.locator("button.hold").focus()

    page.keyboard.down("Enter")

    expect(page.get_by_role("heading", name="How far it has come")).to_be_visible()
    page.keyboard.up("Enter")
