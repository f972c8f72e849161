"""The record is compared over the telephone; what leaves it, and what a reader sees."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.acts import acknowledge, origin, release
from tests.browser.conftest import Sit
from tests.browser.floors import Floor

import detente_verify

TEXT = "The aircraft turned at noon."

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long


def sizes(page: Page) -> dict[str, str]:
    """Open the record; return at which heads its code stands."""
    page.goto(f"{origin(page)}/record")
    labels = {party: f"Entries of {party}" for party in ("NORTH", "SOUTH")}
    return {
        party: page.get_by_label(label).input_value() for party, label in labels.items()
    }


def code_at(page: Page, at: dict[str, str]) -> str:
    """Have the code of these heads shown; return what is read aloud."""
    for party, size in at.items():
        page.get_by_label(f"Entries of {party}").fill(size)
    page.get_by_role("button", name="Show the code of these sizes").click()
    expect(page.get_by_role("status")).to_contain_text("sizes that you named")
    return page.locator("#code").inner_text()


@pytest.fixture
def read(floors: dict[str, Floor], sit: Sit) -> tuple[Page, str]:
    """NORTH's record at heads that both hold, and the code that SOUTH reads of them."""
    north, south = sit(floors["NORTH"]), sit(floors["SOUTH"])
    mine, theirs = sizes(north), sizes(south)
    both = {party: min(mine[party], theirs[party], key=int) for party in mine}
    heard = code_at(south, both)
    code_at(north, both)
    return north, heard


def test_two_officers_learn_that_they_hold_the_same_record(
    read: tuple[Page, str],
) -> None:
    """Each types what the other read, and the program compares."""
    page, heard = read

    page.get_by_label("What they read").fill(heard)
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_role("status")).to_contain_text("SAME")
    expect(page.get_by_role("status")).not_to_contain_text("NOT THE SAME")


def test_another_code_is_not_the_same(read: tuple[Page, str]) -> None:
    """One digit is another history."""
    page, heard = read

    page.get_by_label("What they read").fill(f"00000{heard[5:]}")
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_role("status")).to_contain_text("NOT THE SAME")


def test_half_a_code_is_no_answer(read: tuple[Page, str]) -> None:
    """What was typed stays, and the page says what is missing."""
    page, heard = read

    page.get_by_label("What they read").fill(heard[:23])
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_role("alert")).to_contain_text("eight groups")
    expect(page.get_by_label("What they read")).to_have_value(heard[:23])


def test_the_record_says_what_they_receipted_and_what_their_feed_says_of_ours(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The path and the time of the receipt stand beside it."""
    floors["SOUTH"].say("They have seen what stood before.")
    page = sit(floors["NORTH"])

    sizes(page)

    row = page.locator(".feeds tr", has_text="NORTH/1")
    expect(row).to_contain_text("receipted")
    expect(row).to_contain_text("https, 20")
    expect(row).to_contain_text("the same root as ours")


def test_one_statement_is_verified_by_its_reference(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Its receipt is shown with path and time, and no other statement."""
    page = sit(floors["NORTH"])
    reference = floors["NORTH"].say(TEXT)
    held(page, reference)

    sizes(page)
    page.get_by_label("Reference of one statement").fill(reference)
    page.get_by_role("button", name="Verify now").click()

    rows = page.get_by_role("table", name="What the verifier says").locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("PROVES")
    expect(rows).to_contain_text("SOUTH, https, 20")


def test_a_statement_that_is_not_held_is_not_verified(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """It is said so, and what was typed stays."""
    page = sit(floors["NORTH"])
    sizes(page)

    page.get_by_label("Reference of one statement").fill("NORTH/2026/9999/MSG/1/O")
    page.get_by_role("button", name="Verify now").click()

    expect(page.get_by_role("alert")).to_contain_text("NORTH/2026/9999/MSG/1/O")


def held(page: Page, reference: str) -> None:
    """Wait on a statement's page until the other side has receipted it."""
    page.goto(f"{origin(page)}/statements/{reference}")
    expect(page.locator(".stages")).to_contain_text("IN THEIR RECORD")


def taken(page: Page, link: str) -> Path:
    """Take a file from a page."""
    with page.expect_download() as found:
        page.locator("main").get_by_role("link", name=link, exact=True).click()
    return found.value.path()


def verdict(page: Page, proof: Path) -> detente_verify.Verdict:
    """Judge a file as whoever knows the channel does."""
    page.goto(f"{origin(page)}/record")
    spoken = page.locator("#channel").inner_text()
    pairs = [int(group).to_bytes(2, "big") for group in spoken.split()]
    trust = detente_verify.Trust(channel=b"".join(pairs))
    return detente_verify.judge(proof.read_bytes(), trust)


def test_a_proof_is_taken_with_and_without_what_it_says(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """Both prove; one shows the body, and other people's tools get the parts."""
    page = sit(floors["NORTH"])
    reference = floors["NORTH"].say(TEXT)
    held(page, reference)
    page.get_by_role("link", name="Disclose", exact=True).click()

    whole = taken(page, "Take a proof")
    bare = taken(page, "Take a proof without what it says")
    parts = taken(page, "Take its parts, for other people's tools")

    assert "head.note" in zipfile.ZipFile(parts).namelist()
    shown, withheld = verdict(page, whole), verdict(page, bare)
    assert TEXT in shown.shown["body"]
    assert withheld.exit == detente_verify.PROVES
    assert withheld.shown["body"] is None


def test_what_is_disclosed_is_seen_first_and_given_out_once_it_stands(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The file is the one whose digest was signed, and the other side reads to whom."""
    page, south = sit(floors["NORTH"]), sit(floors["SOUTH"])
    reference = floors["NORTH"].say(TEXT)
    held(page, reference)
    page.get_by_role("link", name="Disclose", exact=True).click()
    reader = page.get_by_role("region", name="What the reader of the file will see")
    expect(reader).not_to_contain_text(TEXT)
    page.get_by_label("To whom").fill("The mediator")
    page.get_by_label("What is shown").select_option("All that it says")
    page.get_by_role("button", name="Show what the reader will see").click()
    expect(reader).to_contain_text(TEXT)

    page.get_by_role("button", name="Review").click()
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    expect(reader).to_contain_text(TEXT)
    disclosure = release(page)
    file = taken(page, "Take the file that was disclosed")

    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    expect(page.locator(".body")).to_contain_text(digest)
    south.goto(f"{origin(south)}/statements/{disclosure}")
    expect(south.locator(".body")).to_contain_text("The mediator")
    expect(south.locator(".body")).to_contain_text(digest)
    assert verdict(page, file).exit == detente_verify.PROVES


def test_nobody_is_disclosed_to_without_a_name(
    floors: dict[str, Floor], sit: Sit
) -> None:
    """The purpose that was typed stays."""
    page = sit(floors["NORTH"])
    reference = floors["NORTH"].say(TEXT)
    held(page, reference)
    page.get_by_role("link", name="Disclose", exact=True).click()
    page.get_by_label("Purpose").fill("To settle the count.")

    page.get_by_role("button", name="Review").click()

    expect(page.get_by_role("alert")).to_contain_text("Say to whom")
    expect(page.get_by_label("Purpose")).to_have_value("To settle the count.")
    page.get_by_role("button", name="Drop").click()
    expect(page.get_by_role("heading", name="How far it has come")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/disclosed/{}", "is no disclosure of ours"),
        ("/forks/SOUTH", "No fork of the feed of SOUTH is known here"),
    ],
)
def test_what_is_not_there_is_not_given_out(
    floors: dict[str, Floor], sit: Sit, address: str, sentence: str
) -> None:
    """A page says so in a sentence, and no file comes."""
    page = sit(floors["SOUTH"])
    reference = floors["NORTH"].say(TEXT)
    acknowledge(page, reference)

    page.goto(f"{origin(page)}{address.format(reference)}")

    expect(page.locator("main")).to_contain_text(sentence)
