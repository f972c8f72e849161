"""A passkey is a post's key: made in a browser, shown at the entrance, asked to sign.

The device is Chromium's own, which a test may attach to a page (WebAuthn, 11): it signs
as a device with its person's touch and PIN would.
"""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.acts import fill_stop, release
from tests.browser.chromium import NOTEBOOK
from tests.browser.floors import Console, Floor, pair_both
from tests.cli.program import DETENTE, Node, call, free_port, keep_passphrase

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def device(browser: Browser) -> Iterator[Page]:
    """A page with an authenticator of its own, which keeps what is made there."""
    context = browser.new_context(viewport=NOTEBOOK)
    context.set_default_timeout(10_000)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


@pytest.fixture(scope="module")
def floor(device: Page, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    """NORTH, whose second officer holds a passkey; SOUTH's node runs."""
    at = tmp_path_factory.mktemp("passkeys")
    key, port = keep_passphrase(at, "key.pass"), free_port()
    common = (
        *("--post", "Watch", "--officers", "2", "--root-holders", "1"),
        *("--root-threshold", "1", "--passphrase-file", key),
    )
    enrol(device, at, port, common)
    done = call(
        *("init", "--line", at / "SOUTH", "--party", "SOUTH", "--name", "Southland"),
        *("--listen", f"127.0.0.1:{free_port()}", *common),
    )
    assert done.code == 0, done.err
    pair_both(at, {"NORTH": key, "SOUTH": key})
    with ExitStack() as running:
        for party in ("NORTH", "SOUTH"):
            running.callback(Node("--line", at / party, at=at).end)
        console = Console(at / "NORTH", "--listen", f"127.0.0.1:{port}")
        running.callback(console.end)
        yield Floor("NORTH", at / "NORTH", key, console)


def enrol(page: Page, at: Path, port: int, common: tuple[str | Path, ...]) -> None:
    """Set NORTH up, and make the passkey of its second officer on the page for that."""
    origin = f"http://localhost:{port}"
    ceremony = subprocess.Popen(
        [
            *(DETENTE, "init", "--line", at / "NORTH", "--party", "NORTH"),
            *("--name", "Northland", "--listen", f"127.0.0.1:{free_port()}", *common),
            *("--passkey", "Watch/2", "--origin", origin),
        ],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert ceremony.stderr is not None
    with ceremony.stderr:
        assert origin in ceremony.stderr.readline()
        page.goto(origin)
        expect(page.get_by_role("status")).to_contain_text("make your passkey")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("status")).to_contain_text("sign the key document")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("status")).to_contain_text("All is done")
        assert ceremony.wait(30) == 0


def sit_down(page: Page, floor: Floor) -> None:
    """Sit the second officer down, by his passkey."""
    page.context.clear_cookies()
    page.goto(floor.address)
    page.get_by_label("Who you are").select_option("Watch/2")
    expect(page.get_by_label("Passphrase")).to_be_hidden()
    page.locator("main").get_by_role("button", name="Sit down").click()
    expect(page.get_by_role("heading", name="Line", exact=True)).to_be_visible()


def test_a_passkey_opens_the_door_and_signs_a_stop(floor: Floor, device: Page) -> None:
    """No passphrase, and no key in the console: the device signs what was reviewed."""
    sit_down(device, floor)
    fill_stop(device, "Shells fall around the clinic in the valley.")

    reference = release(device)

    assert "/STOP/" in reference
    expect(device.locator("#statement")).to_contain_text("Watch, credential 2")
    expect(device.locator(".stages")).to_contain_text("IN THEIR RECORD")


def test_a_review_that_is_dropped_is_voided_by_the_passkey_as_well(
    floor: Floor, device: Page
) -> None:
    """A number that is not used is accounted for, by the officer who drew it."""
    sit_down(device, floor)
    fill_stop(device, "A convoy is fired at on the coast road.")
    device.get_by_role("button", name="enter VOID").click()
    expect(device.get_by_role("heading", name="VOID")).to_be_visible()

    assert "/VOID/" in release(device)


def test_another_officers_device_opens_nothing(
    floor: Floor, device: Page, browser: Browser
) -> None:
    """A browser without that passkey is told so, and stays outside."""
    context = browser.new_context(viewport=NOTEBOOK)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(floor.address)
    page.get_by_label("Who you are").select_option("Watch/2")

    page.locator("main").get_by_role("button", name="Sit down").click()

    expect(page.locator("#trouble")).to_be_visible()
    assert "/enter" in page.url
    context.close()
