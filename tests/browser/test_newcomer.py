"""A newcomer does in the browser alone what two watches do in a night.

Two sides, set up and not paired. Everything after that is done on pages: pair, check
the line, ask for a minister's call, refuse it for a precondition, step down, declare
two exercises that conflict, send STOP, hand over the watch, prove what was said.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect
from tests.browser.acts import REQUEST, answer, fill_stop, origin, release, sit_down
from tests.browser.floors import PARTIES, PASSPHRASE, Console, Floor, set_up
from tests.cli.program import Node, keep_passphrase

import detente_verify

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long

AREA = "50 N 30 E\n50.5 N 30 E\n50.5 N 30.5 E\n50 N 30.5 E"
CROSSING = "50.2 N 30.2 E\n50.7 N 30.2 E\n50.7 N 30.7 E\n50.2 N 30.7 E"


class Watches(NamedTuple):
    """The first officers of both sides at their pages, and a second of NORTH."""

    north: Page
    south: Page
    relief: Page


@pytest.fixture
def watches(tmp_path: Path, visit: Callable[..., Page]) -> Iterator[Watches]:
    """Pair both sides in the browser, start their nodes, and sit officers down."""
    keys = {party: keep_passphrase(tmp_path, f"{party}.pass") for party in PARTIES}
    set_up(tmp_path, keys, agreed='languages = ["en"]\n')
    with ExitStack() as running:
        floors, pages = {}, {}
        for party in PARTIES:
            console = Console(tmp_path / party)
            running.callback(console.end)
            floors[party] = Floor(party, tmp_path / party, keys[party], console)
            pages[party] = visit(floors[party])
        ids = {}
        for party, page in pages.items():
            other = next(each for each in PARTIES if each != party)
            offer = tmp_path / other / "offer.detente"
            page.get_by_label("Bring the other side's offer").set_input_files(offer)
            ids[party] = page.locator(".digits").inner_text()
        for party, page in pages.items():
            other = next(each for each in PARTIES if each != party)
            page.get_by_label("What they read").fill(ids[other])
            page.get_by_label("Passphrase").fill(PASSPHRASE)
            page.get_by_role("button", name="Pair").click()
            node = Node("--line", tmp_path / party, at=tmp_path)
            running.callback(node.end)
        relief = visit(floors["NORTH"])
        for page, number in ((pages["NORTH"], 1), (pages["SOUTH"], 1), (relief, 2)):
            expect(page.get_by_role("heading", name="Sit down")).to_be_visible()
            sit_down(page, number)
        yield Watches(pages["NORTH"], pages["SOUTH"], relief)


def say(page: Page, address: str, **fields: str) -> str:
    """Fill a form in by its field names, review it, and release it."""
    page.goto(f"{origin(page)}{address}")
    for name, text in fields.items():
        field = page.locator(f"[name='body.{name.replace('__', '.')}']")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    page.get_by_role("button", name="Review").click()
    return release(page)


def arrived(page: Page, reference: str) -> None:
    """Wait until a statement of the other side stands in the inbox."""
    page.goto(f"{origin(page)}/inbox")
    expect(page.locator(f"[id='row-{reference}']")).to_be_visible()


def check_the_line(watches: Watches) -> None:
    """Ask, and have the text come back as it went."""
    check = say(watches.north, "/say/LCK/challenge")
    arrived(watches.south, check)
    say(watches.south, f"/answer/echo/{check}")
    watches.north.goto(f"{origin(watches.north)}/statements/{check}")
    expect(watches.north.locator("#statement")).to_contain_text("ECHO")


def ask_for_a_call(watches: Watches) -> None:
    """A minister is asked for, refused for a precondition, and a lower level agreed."""
    north, south = watches.north, watches.south
    first = say(north, "/say/CON/request", **REQUEST)
    arrived(south, first)
    say(south, "/say/PRE/stated", number="1", text="The buoys are put back.")
    answer(south, first, "refused, precondition", {"Preconditions *": "1"})
    second = say(
        north, "/say/CON/request", **{**REQUEST, "level_sought": "Duty officer"}
    )
    arrived(south, second)
    answer(south, second, "accepted", {})
    north.get_by_role("link", name="Contact").click()
    expect(north.locator("#ladder")).to_contain_text("REFUSED")
    expect(north.locator("#ladder")).to_contain_text("The buoys are put back.")


def declare(page: Page, designation: str, corners: str) -> str:
    """Declare an exercise of one area."""
    page.goto(f"{origin(page)}/say/ACT/notice")
    page.get_by_label("Designation *").fill(designation)
    page.get_by_label("Purpose *").first.fill("Gunnery.")
    page.get_by_label("Kind *").select_option("exercise")
    page.get_by_label("Number", exact=True).fill("1")
    area = page.get_by_role("group", name="Volumes 1")
    area.get_by_text("Polygon", exact=True).click()
    area.get_by_label("Corners").fill(corners)
    page.get_by_role("button", name="Review").click()
    return release(page)


def declare_two_that_conflict(watches: Watches) -> None:
    """Both sides declare, and both find the conflict."""
    arrived(watches.south, declare(watches.north, "NORTHERN LIGHT", AREA))
    arrived(watches.north, declare(watches.south, "SOUTHERN CROSS", CROSSING))
    for page in (watches.north, watches.south):
        page.goto(f"{origin(page)}/turnover")
        found = page.locator("section", has_text="Open conflicts")
        expect(found.get_by_role("listitem")).to_contain_text("time unknown")


def stop(watches: Watches) -> str:
    """Ask to cease fire; the other side understands, and reports that it ceased."""
    fill_stop(watches.north, "Shells fall around the clinic in the valley.")
    reference = release(watches.north)
    arrived(watches.south, reference)
    answer(watches.south, reference, "understood, passing", {})
    at = {"Stopped at": "2026-01-31T12:30Z"}
    return answer(watches.south, reference, "stopped", at)


def hand_over(watches: Watches) -> None:
    """Both officers sign, each at his own seat."""
    watches.north.get_by_role("link", name="Turnover").click()
    watches.north.get_by_role("button", name="Review").click()
    watches.north.locator("button.hold").hover()
    watches.north.mouse.down()
    expect(watches.north.locator("button.hold")).to_have_count(0)
    watches.north.mouse.up()
    watches.relief.get_by_role("link", name="Inbox").click()
    watches.relief.get_by_role("link", name="RELIEVED").first.click()
    release(watches.relief)


def prove(page: Page, reference: str) -> None:
    """Take a proof of what the other side said, and have it judged."""
    page.goto(f"{origin(page)}/statements/{reference}")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take a proof").click()
    data = taken.value.path().read_bytes()
    verdict = detente_verify.judge(data, detente_verify.Trust())
    assert verdict.shown["reference"] == reference


@pytest.mark.timeout(300)
def test_a_newcomer_does_a_nights_work_in_the_browser_alone(watches: Watches) -> None:
    """Every step on pages, between two real nodes."""
    check_the_line(watches)
    ask_for_a_call(watches)
    declare_two_that_conflict(watches)
    stopped = stop(watches)
    hand_over(watches)
    prove(watches.north, stopped)
