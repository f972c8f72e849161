"""A line is paired in the browser, and the console goes on from there."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.floors import PARTIES, PASSPHRASE, Console, Floor, set_up
from tests.cli.program import Node, keep_passphrase


@pytest.fixture(scope="module")
def unpaired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with NORTH and SOUTH, set up and not paired."""
    at = tmp_path_factory.mktemp("unpaired")
    set_up(at, {party: keep_passphrase(at, f"{party}.pass") for party in PARTIES})
    return at


def bring(page: Page, offer: Path) -> str:
    """Bring an offer; return the id as it is read aloud."""
    page.get_by_label("Bring the other side's offer").set_input_files(offer)
    expect(page.get_by_role("heading", name="Read the whole id")).to_be_visible()
    return page.locator(".digits").inner_text()


def confirm(page: Page, heard: str) -> None:
    """Type what was heard, and sign."""
    page.get_by_label("What they read").fill(heard)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Pair").click()


def test_two_sides_pair_in_their_browsers(
    unpaired: Path, visit: Callable[..., Page]
) -> None:
    """Each hears the id from the other; then both sit down at a line that works."""
    with ExitStack() as running:
        pages = {}
        for party in PARTIES:
            console = Console(unpaired / party)
            running.callback(console.end)
            key = unpaired / f"{party}.pass"
            pages[party] = visit(Floor(party, unpaired / party, key, console))
        north, south = pages["NORTH"], pages["SOUTH"]
        said = bring(south, unpaired / "NORTH" / "offer.detente")
        wrong = said.replace(said[:5], "00001", 1)
        heard = bring(north, unpaired / "SOUTH" / "offer.detente")
        assert heard == said

        confirm(north, wrong)
        expect(north.get_by_role("alert").first).to_be_visible()
        confirm(north, said)
        confirm(south, heard)

        for party, page in pages.items():
            running.callback(Node("--line", unpaired / party, at=unpaired).end)
            expect(page.get_by_role("heading", name="Sit down")).to_be_visible()
        south.get_by_label("Passphrase").fill(PASSPHRASE)
        south.locator("main").get_by_role("button", name="Sit down").click()
        lights = south.get_by_label("Line to NORTH")
        expect(lights).to_contain_text("HEARD", timeout=30_000)


def test_what_is_no_offer_is_told_so(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    """One sentence, and nothing else has happened; another name opens nothing."""
    set_up(
        tmp_path,
        {party: keep_passphrase(tmp_path, f"{party}.pass") for party in PARTIES},
    )
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"Dear colleague")
    console = Console(tmp_path / "NORTH")
    try:
        page = visit(Floor("NORTH", tmp_path, letter, console))

        label = page.get_by_label("Bring the other side's offer")
        label.set_input_files(letter)

        expect(page.locator("#trouble")).to_be_visible()
        assert console.status("GET", Host="elsewhere.example") == 400
    finally:
        console.end()
