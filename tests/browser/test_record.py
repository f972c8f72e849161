"""Requests on their ladder, the record and what proves it, the watch handed over."""

import http.client
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.acts import REQUEST, acknowledge, release
from tests.browser.conftest import Sit
from tests.browser.dropping import PAGE
from tests.browser.floors import Floor

import detente_verify

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long


def request_contact(floor: Floor) -> str:
    """Ask for contact, as two officers do."""
    typed = [f"{name}={text}" for name, text in REQUEST.items()]
    fields = [part for each in typed for part in ("--field", each)]
    two = "--officer", "1", "--officer", "2"
    said = floor.do("send", "CON", "--act", "request", *two, *fields)
    return str(said["reference"])


def test_a_request_stands_on_its_ladder_until_it_is_refused(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Its deadline runs, its answer stands under it, and the count has moved."""
    page = sit(floors["NORTH"])
    reference = request_contact(floors["NORTH"])
    page.get_by_role("link", name="Contact").click()
    row = page.locator("#ladder tr", has_text=reference)
    expect(row).to_contain_text("PENDING")
    row.get_by_role("link").click()
    expect(page.locator("#one-case")).to_contain_text("in 1 d 23 h")

    two = "--officer", "1", "--officer", "2"
    why = "--field", "reason=subject", "--field", "text=Not at this level."
    floors["SOUTH"].do("answer", reference, "refused", *two, *why)

    expect(page.locator("#one-case")).to_contain_text("REFUSED")
    page.get_by_role("link", name="Contact").click()
    expect(page.locator("[data-bars] canvas")).to_be_visible()
    expect(page.locator("#ladder tr", has_text=reference)).to_contain_text("REFUSED")


def test_the_record_is_verified_by_another_program(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The verifier that anyone may run says what is proven, of both sides."""
    reference = floors["NORTH"].say("To be proven.")
    page = sit(floors["SOUTH"])
    page.get_by_role("link", name="Record").click()

    page.get_by_role("button", name="Verify now").click()

    row = page.get_by_role("row").filter(has_text=reference)
    expect(row).to_contain_text("PROVES")
    acknowledge(page, reference)


def proof_taken(floor: Floor, page: Page, reference: str) -> Path:
    """Acknowledge a statement, and take a proof of it from its page."""
    acknowledge(page, reference)
    page.goto(f"{floor.address}/statements/{reference}")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take a proof").click()
    return taken.value.path()


def test_a_proof_is_taken_from_a_statements_page(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """One file, which convinces whoever trusts the channel."""
    floor = floors["SOUTH"]
    reference = floors["NORTH"].say("To be handed on.")
    page = sit(floor)

    data = proof_taken(floor, page, reference).read_bytes()

    verdict = detente_verify.judge(data, detente_verify.Trust())
    assert verdict.shown["reference"] == reference


def hand_over(page: Page, text: str) -> None:
    """Fill a turnover in, and hold the first officer's key."""
    page.get_by_role("link", name="Turnover").click()
    page.get_by_label("What else the next watch must know").fill(text)
    page.get_by_role("button", name="Review").click()
    page.locator("button.hold").hover()
    page.mouse.down()
    expect(page.locator("button.hold")).to_have_count(0)
    page.mouse.up()


def test_the_watch_is_handed_over_by_two_officers(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Both sign, and the strip says who has it, on this side's pages."""
    first, second = sit(floors["NORTH"], 1), sit(floors["NORTH"], 2)
    hand_over(first, "The network was slow at midnight.")

    second.get_by_role("link", name="Inbox").click()
    second.get_by_role("link", name="RELIEVED").first.click()
    reference = release(second)

    assert "/HOV/" in reference
    expect(first.locator("[data-live=watch]")).to_contain_text("officer")


def test_the_verifier_is_a_page_that_opens_beside_the_console(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The alarm lives on here; there a proof of this line is judged, from a file."""
    floor = floors["SOUTH"]
    reference = floors["NORTH"].say("To be judged by a page.")
    page = sit(floor)
    proof = proof_taken(floor, page, reference)
    page.get_by_role("link", name="Record").click()
    spoken = page.locator("#channel").inner_text()

    with page.expect_popup() as beside:
        page.get_by_role("link", name="Verify a file").click()
    verifier = beside.value
    verifier.get_by_label("or choose them").set_input_files(proof)
    verifier.get_by_label("Channel id").fill(spoken)

    expect(verifier.locator(".verdict")).to_have_text("PROVES")
    expect(verifier.locator("article")).to_contain_text(reference)
    expect(page.locator("#not-live")).to_be_hidden()


def test_the_verifier_is_saved_from_the_console(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """What is saved is the very page that the wheel holds."""
    page = sit(floors["NORTH"])
    page.get_by_role("link", name="Record").click()

    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the verifier").click()

    assert saved.value.suggested_filename == "verify.html"
    assert saved.value.path().read_text() == PAGE.read_text(encoding="utf-8")


def test_the_verifier_comes_under_its_own_policy_and_no_other(
    floors: dict[str, Floor],
) -> None:
    """Nobody need sit down for it, and it may reach nothing, not even the console."""
    asked = http.client.HTTPConnection(floors["NORTH"].address.removeprefix("http://"))
    asked.request("GET", "/verify.html")
    answer = asked.getresponse()
    policy = answer.headers.get_all("Content-Security-Policy")
    asked.close()

    assert answer.status == 200
    assert policy is not None
    assert len(policy) == 1
    assert policy[0].startswith("default-src 'none'; ")
    assert policy[0].endswith("; frame-ancestors 'none'")
    assert "'self'" not in policy[0]
