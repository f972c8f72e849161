"""What is begun is not lost, and two officers do not speak past each other."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.acts import acknowledge, origin, release
from tests.browser.conftest import Sit
from tests.browser.floors import PASSPHRASE, Floor

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long

TEXT = "Our aircraft is off its course, and will turn at noon."


def write(page: Page, text: str) -> None:
    """Begin a message."""
    page.goto(f"{origin(page)}/say/MSG")
    with page.expect_response("**/drafts"):
        page.get_by_label("Subject", exact=False).first.fill("Aircraft")
        page.get_by_label("Text *").fill(text)


def test_what_was_typed_stands_there_again_after_the_seat_was_lost(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The draft lies at the line, and not in the browser."""
    page = sit(floors["NORTH"])
    write(page, TEXT)
    page.context.clear_cookies()
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_role("heading", name="Sit down")).to_be_visible()

    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.locator("main").get_by_role("button", name="Sit down").click()

    expect(page.get_by_label("Text *")).to_have_value(TEXT)


def test_a_draft_is_dropped_on_its_page(floors: dict[str, Floor], sit: Sit) -> None:
    """The form is empty then, and the inbox lists it no longer."""
    page = sit(floors["NORTH"], 2)
    write(page, TEXT)

    page.get_by_role("button", name="Drop").click()

    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    expect(page.get_by_text("Begun")).to_have_count(0)
    page.goto(f"{origin(page)}/say/MSG")
    expect(page.get_by_label("Text *")).to_have_value("")


def test_a_courtesy_text_is_shown_beside_the_authentic_one(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Side by side while it is written, and marked for what it is when it is read."""
    page = sit(floors["NORTH"])
    write(page, TEXT)
    page.get_by_label("Text, courtesy text").fill("Самолёт повернёт в полдень.")
    page.get_by_label("How the courtesy text was made").select_option("machine")

    page.get_by_role("button", name="Review").click()

    shown = page.locator(".body")
    expect(shown).to_contain_text(TEXT)
    expect(shown).to_contain_text("Самолёт повернёт в полдень.")
    expect(shown).to_contain_text("machine")
    page.get_by_role("button", name="enter VOID").click()


def test_where_the_charter_wants_two_officers_both_hold_their_key(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """It leaves with the second, at his own seat."""
    first, second = sit(floors["NORTH"], 1), sit(floors["NORTH"], 2)
    first.goto(f"{floors['NORTH'].address}/say/CON/request")
    first.get_by_label("Level sought *").fill("Minister")
    first.get_by_label("Own principal *").fill("Minister")
    first.get_by_label("Mode *").select_option("voice")
    first.get_by_label("Purpose *").first.fill("To speak of the strait.")
    first.get_by_label("Agenda *").first.fill("The strait")
    first.get_by_label("Answer by *").fill("48 h")
    first.get_by_role("button", name="Review").click()
    first.locator("button.hold").hover()
    first.mouse.down()
    expect(first.locator(".stages")).to_contain_text("has yet to sign")
    expect(first.locator("button.hold")).to_have_count(0)
    first.mouse.up()

    second.get_by_role("link", name="Inbox").click()
    second.get_by_role("link", name="REQUEST").first.click()
    reference = release(second)

    expect(second.locator("#statement")).to_contain_text("Watch, credential 2")
    assert "/CON/" in reference


def test_a_second_answer_waits_until_the_first_is_read(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Two officers of one watch answer one request: one sees that the other has."""
    reference = floors["SOUTH"].say("Which aircraft is this?")
    first, second = sit(floors["NORTH"], 1), sit(floors["NORTH"], 2)
    second.goto(f"{origin(second)}/answer/acknowledged/{reference}")
    second.get_by_label("Read-back").first.fill("They ask which aircraft.")
    second.get_by_role("button", name="Review").click()
    expect(second.get_by_role("heading", name="Review")).to_be_visible()
    first.goto(f"{origin(first)}/statements/{reference}")
    expect(first.locator("#statement")).to_contain_text(
        "Another officer is answering: Watch 2"
    )

    answered = acknowledge(first, reference, "Which aircraft?")
    second.locator("button.hold").hover()
    second.mouse.down()

    expect(second.get_by_role("alert")).to_contain_text(answered)
    second.mouse.up()


def test_an_exercise_is_declared_point_by_point(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Two areas, of which one is asked for when the first is filled in."""
    page = sit(floors["NORTH"])
    page.goto(f"{origin(page)}/say/ACT/notice")
    page.get_by_label("Designation *").fill("NORTHERN LIGHT")
    page.get_by_label("Purpose *").first.fill("Gunnery.")
    page.get_by_label("Kind *").select_option("exercise")
    page.get_by_label("Number", exact=True).fill("1")
    for at in range(2):
        if at:
            page.get_by_role("button", name="One more: Volumes").click()
        area = page.get_by_role("group", name=f"Volumes {at + 1}")
        area.get_by_text("Polygon", exact=True).click()
        corners = "50 N 30 E\n50.5 N 30 E\n50.5 N 30.5 E"
        area.get_by_label("Corners").fill(corners.replace("30", f"3{at}"))
    page.get_by_role("button", name="Review").click()

    shown = page.locator(".body")
    expect(shown).to_contain_text("NORTHERN LIGHT")
    expect(shown).to_contain_text("50.50000")
    page.get_by_role("button", name="enter VOID").click()
