"""What two watches do in a night, in the browser alone, in one language.

Two sides, set up and not paired. Everything after that is done on pages, and each step
may be pictured: pair, check the line, ask for a minister's call, refuse it for a
precondition, step down, declare two exercises that conflict, read back, send STOP,
acknowledge, hand over the watch, take a proof and have it judged.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from playwright.sync_api import Locator, Page, expect
from tests.browser.acts import (
    REQUEST,
    acknowledge,
    answer,
    button,
    fill,
    heading,
    origin,
    release,
    review,
    sit_down,
)
from tests.browser.floors import PARTIES, PASSPHRASE, Console, Floor, set_up
from tests.cli.program import Node, keep_passphrase


class Area(NamedTuple):
    """A square by its corners, and its first one by a bearing from a light."""

    corners: str
    bearing: Mapping[str, str]


def _square(south: str, west: str, north: str, east: str) -> Area:
    corners = f"{south} {west}\n{north} {west}\n{north} {east}\n{south} {east}"
    light = {"place": "Light", "lat_e5": south, "lon_e5": west}
    return Area(corners, {**light, "bearing_deg": "0", "distance_m": "0"})


AREA = _square("50 N", "30 E", "50.5 N", "30.5 E")
CROSSING = _square("50.2 N", "30.2 E", "50.7 N", "30.7 E")
_VOLUME = "phases.0.volumes.0"
_OPEN = (
    "page => page.querySelectorAll('details').forEach(each => { each.open = true; })"
)
CEASED = "2026-01-31T12:30Z"
SAID: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
"""What the officers say, each night in their own language."""

Take: TypeAlias = Callable[[Page, str, Locator | None], None]
"""Takes a picture of a page: of which step, and what has to be in view."""


class Watches(NamedTuple):
    """The first officers of both sides at their pages, and a second of NORTH."""

    north: Page
    south: Page
    relief: Page
    take: Take
    said: Mapping[str, str]


@contextmanager
def watches(
    at: Path, visit: Callable[[Floor], Page], language: str, take: Take
) -> Iterator[Watches]:
    """Pair both sides in the browser, start their nodes, and sit officers down."""
    keys = {party: keep_passphrase(at, f"{party}.pass") for party in PARTIES}
    set_up(at, keys, agreed=f'languages = ["{language}"]\n')
    with ExitStack() as running:
        floors, pages = {}, {}
        for party in PARTIES:
            console = Console(at / party)
            running.callback(console.end)
            floors[party] = Floor(party, at / party, keys[party], console)
            pages[party] = _visited(visit, floors[party], language)
        _pair(at, pages, take)
        for party in PARTIES:
            node = Node("--line", at / party, at=at)
            running.callback(node.end)
        relief = _visited(visit, floors["NORTH"], language)
        north, south = pages["NORTH"], pages["SOUTH"]
        for page, number in ((north, 1), (south, 1), (relief, 2)):
            sit_down(page, number)
        yield Watches(north, south, relief, take, SAID[language])


def _visited(visit: Callable[[Floor], Page], floor: Floor, language: str) -> Page:
    page = visit(floor)
    page.locator(f".tongues button[value={language}]").click()
    chosen = page.locator(f".tongues button[value={language}]")
    expect(chosen).to_have_attribute("aria-current", "true")
    return page


def _pair(at: Path, pages: Mapping[str, Page], take: Take) -> None:
    """Bring the offers, read the whole ids to each other, and sign."""
    ids = {}
    for party, page in pages.items():
        other = next(each for each in PARTIES if each != party)
        page.locator("#offer").set_input_files(at / other / "offer.detente")
        ids[party] = page.locator(".digits").inner_text()
    for party, page in pages.items():
        other = next(each for each in PARTIES if each != party)
        page.locator("#heard").fill(ids[other])
        page.locator("#passphrase").fill(PASSPHRASE)
        if party == "NORTH":
            take(page, "01-pair", None)
        button(page, "Pair").click()
        expect(page.locator("#who")).to_be_visible()
        expect(heading(page, "Sit down")).to_be_visible()


def say(page: Page, address: str, **fields: str) -> str:
    """Fill a form in, review it, and release it."""
    page.goto(f"{origin(page)}{address}")
    fill(page, fields)
    review(page)
    return release(page)


def arrived(page: Page, reference: str) -> None:
    """Wait until a statement of the other side stands in the inbox."""
    page.goto(f"{origin(page)}/inbox")
    expect(page.locator(f"[id='row-{reference}']")).to_be_visible()


def look(page: Page, reference: str) -> Locator:
    """Open a statement's page."""
    page.goto(f"{origin(page)}/statements/{reference}")
    return page.locator("#statement")


def check_the_line(night: Watches) -> None:
    """Ask, and have the text come back as it went."""
    check = say(night.north, "/say/LCK/challenge")
    arrived(night.south, check)
    echo = say(night.south, f"/answer/echo/{check}")
    expect(look(night.north, check)).to_contain_text(echo)
    night.take(night.north, "02-check", None)


def ask_for_a_call(night: Watches) -> None:
    """A minister is asked for, refused for a precondition, and a lower level agreed."""
    north, south, said = night.north, night.south, night.said
    wanted = {**REQUEST, "purpose": said["purpose"], "agenda": said["agenda"]}
    north.goto(f"{origin(north)}/say/CON/request")
    fill(north, wanted)
    review(north)
    night.take(north, "03-request", None)
    first = release(north)
    arrived(south, first)
    say(south, "/say/PRE/stated", number="1", text=said["buoys"])
    refused = answer(south, first, "refused, precondition", {"preconditions": "1"})
    expect(look(north, first)).to_contain_text(refused)
    night.take(north, "04-refused", None)
    lower = {**wanted, "level_sought": "Duty officer"}
    second = say(north, "/say/CON/request", **lower)
    arrived(south, second)
    answer(south, second, "accepted", {})
    north.goto(f"{origin(north)}/ladder")
    expect(north.locator("#ladder")).to_contain_text(said["buoys"])
    night.take(north, "05-step-down", None)


def declare(page: Page, designation: str, purpose: str, area: Area) -> None:
    """Write of an exercise of one area, up to its review; its place is given twice."""
    page.goto(f"{origin(page)}/say/ACT/notice")
    page.locator("main").evaluate(_OPEN)
    given = {
        "designation": designation,
        "purpose": purpose,
        "kind": "exercise",
        "phases.0.number": "1",
        **{f"{_VOLUME}.bearing.{name}": text for name, text in area.bearing.items()},
    }
    fill(page, given)
    page.locator(f"[name^='points.{_VOLUME}.outline_polygon']").first.fill(area.corners)
    review(page)


def declare_two_that_conflict(night: Watches) -> str:
    """Both sides declare, and both find the conflict; return NORTH's notice."""
    north, south, purpose = night.north, night.south, night.said["gunnery"]
    declare(north, "NORTHERN LIGHT", purpose, AREA)
    night.take(north, "06-exercise", None)
    ours = release(north)
    arrived(south, ours)
    declare(south, "SOUTHERN CROSS", purpose, CROSSING)
    theirs = release(south)
    arrived(north, theirs)
    for page in (south, north):
        page.goto(f"{origin(page)}/map")
        page.locator("#stands a[href*='conflict=']").first.click()
        found = page.locator("#conflict")
        expect(found).to_be_visible()
        expect(page.locator("#stands")).to_contain_text(ours)
        expect(page.locator("#stands")).to_contain_text(theirs)
    if north.locator("#map").is_visible():
        expect(north.locator("#map")).to_have_attribute("data-still", "yes")
    night.take(north, "07-conflict", north.locator("#map"))
    return ours


def read_back(night: Watches, notice: str) -> None:
    """The other side enters the position again, and it fits."""
    page = night.south
    page.goto(f"{origin(page)}/answer/acknowledged/{notice}")
    position = {"lat_e5": "50.00000 N", "lon_e5": "30.00000 E"}
    given = {f"positions.0.{name}": text for name, text in position.items()}
    fill(page, {"read_back": night.said["gunnery"], **given})
    night.take(page, "08-read-back", page.locator("[name='body.positions.0.lat_e5']"))
    review(page)
    receipt = release(page)
    expect(look(night.north, notice)).to_contain_text(receipt)
    expect(night.north.locator("#statement .trouble")).to_have_count(0)


def stop(night: Watches) -> str:
    """Ask to cease fire; the other side acknowledges, and reports that it ceased."""
    north, south, said = night.north, night.south, night.said
    north.locator("a.stop").click()
    expect(north.locator("[name='body.happening']")).to_be_visible()
    asked = {"happening": said["shells"], "about": said["clinic"]}
    fill(north, {**asked, "wanted": "cease fire"})
    review(north)
    night.take(north, "09-stop", None)
    reference = release(north)
    arrived(south, reference)
    receipt = acknowledge(south, reference, said["understood"])
    expect(look(north, reference)).to_contain_text(receipt)
    night.take(north, "10-acknowledged", None)
    answer(south, reference, "understood, passing", {})
    return answer(south, reference, "stopped", {"at": CEASED})


def hand_over(night: Watches) -> None:
    """Both officers sign, each at his own seat."""
    north, relief = night.north, night.relief
    north.goto(f"{origin(north)}/turnover")
    north.locator("#text").fill(night.said["next"])
    night.take(north, "11-hand-over", None)
    review(north)
    north.locator("button.hold").hover()
    north.mouse.down()
    expect(north.locator("button.hold")).to_have_count(0)
    north.mouse.up()
    relief.goto(f"{origin(relief)}/inbox")
    relief.locator("main a[href^='/reviews/']").first.click()
    release(relief)


def prove(night: Watches, reference: str, kept: Path) -> None:
    """Take a proof of what the other side said, and have the page judge it."""
    page = night.north
    look(page, reference)
    link = page.locator(f"a[href='/proofs/{reference}']")
    night.take(page, "12-proof", link)
    with page.expect_download() as taken:
        link.click()
    taken.value.save_as(kept)
    page.goto(f"{origin(page)}/record")
    channel = page.locator("#record .digits").first.inner_text()
    page.goto(f"{origin(page)}/verify.html#{_language(page)}")
    page.locator("#channel").fill(channel)
    page.locator("#files").set_input_files(kept)
    verdict = page.locator("article")
    expect(verdict).to_have_attribute("data-exit", "0")
    expect(verdict).to_contain_text(reference)
    night.take(page, "13-verify", None)


def _language(page: Page) -> str:
    return (page.locator("html").get_attribute("lang") or "").partition("-")[0]


def night(night_of: Watches, kept: Path) -> None:
    """All of it, from the first check to the last proof."""
    check_the_line(night_of)
    ask_for_a_call(night_of)
    notice = declare_two_that_conflict(night_of)
    read_back(night_of, notice)
    stopped = stop(night_of)
    hand_over(night_of)
    prove(night_of, stopped, kept)
