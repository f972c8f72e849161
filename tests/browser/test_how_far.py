"""How far a statement has come, step by step; a position that was read back wrongly."""

import re

from playwright.sync_api import Page, expect
from tests.browser.acts import acknowledge, answer, origin
from tests.browser.conftest import Sit
from tests.browser.floors import Floor

HERE = "36.71800 N", "68.86300 E"
ELSEWHERE = "36.79900 N", "68.86300 E"


def open_statement(page: Page, reference: str) -> None:
    """Open a statement's page."""
    page.goto(f"{origin(page)}/statements/{reference}")


def test_each_step_is_told_with_its_evidence_and_what_is_not_reached_as_not(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Machines have it, and no person has said a word: nothing else is claimed."""
    reference = floors["NORTH"].say("Whose is the balloon?")
    page = sit(floors["NORTH"])

    open_statement(page, reference)

    steps = page.locator(".stages li")
    stamp = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ"
    expect(steps.filter(has_text="IN THEIR RECORD")).to_have_text(
        re.compile(rf"SOUTH, receipt by https, {stamp}")
    )
    expect(steps.filter(has_text="HANDED OVER")).to_have_text(
        re.compile(rf"SOUTH, https, {stamp}")
    )
    for word in ("NOT OPENED", "NOT ACKNOWLEDGED", "NOT ANSWERED"):
        expect(steps.filter(has_text=word)).to_have_count(1)


def test_that_it_was_opened_is_signed_by_an_officer_and_nothing_else(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """It is one of the answers, and acknowledges nothing."""
    reference = floors["NORTH"].say("To be opened.")
    north, south = sit(floors["NORTH"]), sit(floors["SOUTH"])
    open_statement(south, reference)
    south.locator("#answers").get_by_role("link", name="OPENED", exact=True).click()
    expect(south.get_by_role("heading", name="OPENED")).to_be_visible()

    opened = answer(south, reference, "opened", {})

    open_statement(north, reference)
    steps = north.locator(".stages li")
    expect(steps.filter(has_text=opened)).to_contain_text("SOUTH/Watch")
    expect(steps.filter(has_text="NOT OPENED")).to_have_count(0)
    expect(steps.filter(has_text="NOT ACKNOWLEDGED")).to_have_count(1)
    read = acknowledge(south, reference)
    expect(steps.filter(has_text=read)).to_contain_text("ACKNOWLEDGED")
    expect(steps.filter(has_text="NOT ACKNOWLEDGED")).to_have_count(0)
    expect(steps.filter(has_text="NOT ANSWERED")).to_have_count(1)


def read_back(page: Page, reference: str, place: tuple[str, str]) -> str:
    """Acknowledge a statement, and enter its position."""
    lat, lon = place
    entered = {"positions.0.lat_e5": lat, "positions.0.lon_e5": lon}
    return answer(page, reference, "acknowledged", {"read_back": "Read.", **entered})


def test_a_position_read_back_wrongly_is_loud_on_both_sides_until_it_fits(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """On the statement, on the read-back and in the inbox of either side."""
    asked = ("--field", "happening=Bombs.", "--field", "since=2026-01-31T12:00Z")
    where = ("--field", "position.lat_e5=3671800", "--field", "position.lon_e5=6886300")
    fix = ("--field", "position.mgrs=42SVF8776163590", "--field", "wanted=cease fire")
    said = floors["NORTH"].do("send", "STOP", "--act", "stop", *asked, *where, *fix)
    reference = str(said["reference"])
    pages = [sit(floors[party]) for party in ("NORTH", "SOUTH")]

    wrong = read_back(pages[1], reference, ELSEWHERE)

    for page in pages:
        for address in (f"/statements/{reference}", f"/statements/{wrong}", "/inbox"):
            page.goto(f"{origin(page)}{address}")
            alarm = page.locator("main").get_by_role("alert")
            expect(alarm.filter(has_text="READ BACK WRONG")).to_be_visible()
    read_back(pages[1], reference, HERE)
    for page in pages:
        open_statement(page, reference)
        expect(page.locator("#statement")).not_to_contain_text("READ BACK WRONG")
