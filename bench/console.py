"""The console benchmark: what an officer waits for, in a real browser.

Decides what is timed and against which targets. Two lines are set up and paired; their
nodes and consoles run as they do for anybody; Chromium shows the pages. Run it with
``make bench-console``, or directly:

    python bench/console.py --json

Prints a table, and with ``--json`` as the last line of standard output one JSON object;
progress goes to standard error. Exit status: 0 measured, 1 it could not be measured, 2
the command line is wrong. A target that is missed is shown and changes nothing; what
this browser cannot show is `null`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

# Run as a script, Python looks for modules beside this file; the package lies one
# directory up.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect, sync_playwright
from rich.console import Console
from rich.table import Table
from tests.browser.acts import sit_down
from tests.browser.chromium import CHROMIUM, NOTEBOOK, launch
from tests.browser.floors import PASSPHRASE, Floor, two_floors

from bench.arguments import asked_of
from bench.crowd import TERMS, Crowd
from bench.panning import live_frames_ms, played_frames_ms
from bench.report import Target
from bench.taken import Taken
from detente.api import releasing
from detente.api.client import Client
from detente.api.home import Home
from detente.api.requests import draft_request
from detente.console.languages import NAMES, tag
from detente.node.officer import open_credential
from detente.node.place import Place
from detente.report.translated import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from detente.node.officer import Officer

Theme: TypeAlias = Literal["dark", "light"]

OPENED: Final = 20
FLASHES: Final = 100
QUICK: Final = 10
PAGES: Final = (
    *("/", "/inbox", "/ladder", "/map", "/record", "/turnover", "/log", "/charter"),
    *("/posts", "/settings", "/say/STOP/stop", "/say/CON/request", "/verify.html"),
)
THEMES: Final[tuple[Theme, ...]] = ("dark", "light")
VOLUMES: Final = 5_000
TRACKS: Final = 2_000
STEP_S: Final = 10
"""How often a vehicle reports, as the charter of these two has it."""
TARGETS: Final = (
    Target("first_usable_ms", "at most", 1_500),
    Target("flash_shown_p99_ms", "at most", 1_000),
    # 30 a second; none over 250 ms where software draws, which a browser without a
    # screen does.
    Target("frame_ms_p95", "at most", 33.4),
    Target("frame_ms_longest", "at most", 250),
    Target("weight_kb", "at most", 400),
    Target("outside_requests", "at most", 0),
    Target("axe_violations", "at most", 0),
)
NOTES_WHEN_SHOWN: Final = """
window.shownAt = [];
addEventListener("DOMContentLoaded", () => {
  const counted = document.querySelector("[data-live=unread]");
  if (counted) new MutationObserver(() => shownAt.push(Date.now()))
    .observe(counted, { childList: true, characterData: true, subtree: true });
});
const start = OscillatorNode.prototype.start;
window.soundedAt = [];
OscillatorNode.prototype.start = function (...given) {
  soundedAt.push(Date.now());
  return start.apply(this, given);
};
"""


class Speaker:
    """The watch of a side, as a program: it releases, and says when."""

    def __init__(self, floor: Floor) -> None:
        """Open its line and its first credential."""
        # The browser has this thread's event loop.
        self._thread = ThreadPoolExecutor(1)
        self._client, self._officer = self._thread.submit(_opened, floor).result()

    def flash(self, number: int) -> float:
        """Release a FLASH; return when it was handed to the node, POSIX ms."""
        return self._thread.submit(self._flash, number).result()

    def _flash(self, number: int) -> float:
        asked = draft_request(
            form="MSG",
            body={"subject": {"text": "Flash"}, "text": {"text": f"Number {number}."}},
            precedence="Z",
        )
        drafted = self._client.draft(asked)
        begun_ms = time.time() * 1000
        releasing.hand_over(self._client, [self._officer], drafted)
        return begun_ms

    def crowd(self, volumes: int, tracks: int) -> Iterator[str]:
        """Declare volumes and let vehicles be seen; yield how far it has come."""
        crowd = Crowd(self._client, self._officer, int(time.time()))
        self._crowd = crowd
        yield self._thread.submit(lambda: _last(crowd.declare(volumes))).result()
        yield self._thread.submit(lambda: _last(crowd.let_be_seen(tracks))).result()

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Have every vehicle report once a step, meanwhile."""
        over = threading.Event()

        def report() -> None:
            self._crowd.report(int(time.time()) - 1)
            while not over.wait(STEP_S):
                self._crowd.report(int(time.time()) - 1)

        reports = self._thread.submit(report)
        try:
            yield
        finally:
            over.set()
            reports.result()


def _last(counted: Iterable[int]) -> str:
    *_, many = counted
    return f"{many:,} on the map"


def _opened(floor: Floor) -> tuple[Client, Officer]:
    place = Place(floor.line)
    officer = open_credential(place, floor.party, "Watch", 1, PASSPHRASE)
    return Client(Home(place)), officer


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _first_usable(page: Page, floor: Floor, times: int) -> Taken:
    """Open the line's page anew, until it hears: it is usable from then on."""
    taken = Taken()
    for _ in range(times):
        page.goto("about:blank")
        with taken.one():
            page.goto(floor.address, wait_until="commit")
            expect(page.locator("[data-live=clock]")).to_be_visible()
            expect(page.locator("#line")).to_be_visible()
            page.wait_for_load_state("load")
    return taken


def _flashes(
    page: Page, speaker: Speaker, times: int
) -> tuple[list[float], list[float]]:
    """Return how long each FLASH took to be shown, and the first one to sound.

    None is acknowledged, so the tone of the first goes on through the others.
    """
    shown, sounded = [], []
    for number in range(times):
        count = page.evaluate("shownAt.length")
        tones = page.evaluate("soundedAt.length")
        begun_ms = speaker.flash(number)
        words = page.locator("[data-live=unread]")
        expect(words).to_have_text(f"{number + 1} to acknowledge")
        shown.append(page.evaluate("at => shownAt[at]", count) - begun_ms)
        if number == 0:
            expect(page.locator("body")).to_have_attribute("data-sounding", "Z")
            page.wait_for_timeout(500)
            sounded.append(page.evaluate("at => soundedAt[at]", tones) - begun_ms)
    return shown, sounded


def _weight_kb(page: Page, floor: Floor) -> float:
    """Return what the first page loads in the language in which it loads most.

    In kB of 1,000 bytes, nothing kept before. The machine's own Chinese face counts for
    nothing; without one a page of Chinese loads slices as well.
    """
    heaviest = 0.0
    for language in LANGUAGES:
        _choose(page, floor, language)
        sizes: list[int] = []
        fresh = page.context.new_page()
        kept = fresh.context.new_cdp_session(fresh)
        kept.send("Network.setCacheDisabled", {"cacheDisabled": True})
        fresh.on("response", _weighing(sizes))
        fresh.goto(floor.address)
        fresh.wait_for_load_state("load")
        expect(fresh.locator("[data-live=clock]")).to_be_visible()
        fresh.close()
        _say(f"first page in {language}: {sum(sizes) / 1000:.1f} kB")
        heaviest = max(heaviest, sum(sizes) / 1000)
    return heaviest


def _weighing(sizes: list[int]) -> Callable[[Response], None]:
    return lambda answer: sizes.append(_size(answer.headers))


def _choose(page: Page, floor: Floor, language: str) -> None:
    page.goto(floor.address)
    page.get_by_role("button", name=NAMES[language], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", tag(language))


def _frames(page: Page, floor: Floor, speaker: Speaker) -> list[float]:
    """Return the frames of pans over a crowded map, live and while replay plays.

    None at all: this browser draws none.
    """
    if not page.evaluate("!!new OffscreenCanvas(1, 1).getContext('webgl2')"):
        return []
    for told in speaker.crowd(VOLUMES, TRACKS):
        _say(told)
    found = []
    with speaker.reporting():
        found += live_frames_ms(page, floor.address)
        _say(f"live: {_told(found)}")
        played = played_frames_ms(page, floor.address, int(time.time()) - 3_600)
        _say(f"in play: {_told(played)}")
    return found + played


def _told(frames: Sequence[float]) -> str:
    middle, late = sorted(frames)[len(frames) // 2], _p95(frames)
    longest = max(frames)
    return f"{len(frames)} frames, p50 {middle:.0f}, p95 {late:.0f}, {longest:.0f} ms"


def _p95(figures: Sequence[float]) -> float:
    return sorted(figures)[len(figures) * 95 // 100]


def _size(headers: dict[str, str]) -> int:
    return int(headers.get("content-length", 0))


def _violations(page: Page, floor: Floor) -> int:
    found = 0
    for language, theme in product(LANGUAGES, THEMES):
        page.emulate_media(color_scheme=theme)
        _choose(page, floor, language)
        for address in PAGES:
            page.goto(f"{floor.address}{address}")
            found += Axe().run(page).violations_count
    page.emulate_media(color_scheme="dark")
    return found


def measure(scratch: Path, *, quick: bool) -> dict[str, float | None]:
    """Return the figures of a run."""
    with (
        tempfile.TemporaryDirectory(dir=scratch, prefix="detente-bench-") as directory,
        two_floors(Path(directory), TERMS) as floors,
        sync_playwright() as driver,
    ):
        browser = launch(driver.chromium, draws=True)
        context = browser.new_context(viewport=NOTEBOOK, color_scheme="dark")
        context.add_init_script(NOTES_WHEN_SHOWN)
        page, floor = context.new_page(), floors["SOUTH"]
        outside: list[str] = []
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((floor.address, "data:", "about:"))
                else outside.append(asked.url)
            ),
        )
        page.goto(floor.address)
        sit_down(page)
        _say("opening the first page")
        opened = _first_usable(page, floor, QUICK if quick else OPENED)
        _say("releasing FLASHes on the other node")
        speaker = Speaker(floors["NORTH"])
        shown, sounded = _flashes(page, speaker, QUICK if quick else FLASHES)
        weight = _weight_kb(page, floor)
        _say("looking for what keeps somebody out")
        violations = _violations(page, floor)
        _say("panning over a crowded map")
        frames = _frames(page, floor, speaker)
        browser.close()
        _say(f"first page: {opened.text()}")
        _say(f"first FLASH sounded after {sounded[0]:.0f} ms")
        return {
            "first_usable_ms": opened.p50_ms,
            "flash_shown_p99_ms": sorted(shown)[len(shown) * 99 // 100 - 1],
            "frame_ms_p95": _p95(frames) if frames else None,
            "frame_ms_longest": max(frames) if frames else None,
            "weight_kb": weight,
            "outside_requests": len(outside),
            "axe_violations": violations,
        }


def main(arguments: Sequence[str]) -> int:
    """Measure, and show what was measured."""
    parser = asked_of(__doc__.splitlines()[0], "python bench/console.py --json")
    parser.add_argument("--quick", action="store_true", help="fewer of everything")
    asked = parser.parse_args(arguments)
    if CHROMIUM is None:
        _say("Chromium is missing: on Debian, `apt-get install chromium`.")
        return 1
    figures = measure(asked.scratch, quick=asked.quick)
    table = Table(title="Console benchmark")
    for title in ("figure", "target", "measured", "met"):
        table.add_column(title)
    for target in TARGETS:
        value = figures[target.key]
        met = "-" if value is None else "yes" if target.met(value) else "NO"
        told = "-" if value is None else f"{value:,.1f}"
        table.add_row(target.key, f"{target.sense} {target.bound:,}", told, met)
    Console(stderr=asked.json).print(table)
    if asked.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
