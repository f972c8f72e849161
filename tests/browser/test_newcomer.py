"""A newcomer does in the browser alone what two watches do in a night."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.chromium import launch
from tests.browser.night import SAID, night, watches

# It takes minutes; `make test-browser` runs it.
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """Chromium that draws."""
    launched = launch(browser.browser_type, draws=True)
    yield launched
    launched.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", SAID)
def test_a_newcomer_does_a_nights_work_in_the_browser_alone(
    tmp_path: Path, visit: Callable[..., Page], language: str
) -> None:
    """Every step on pages, between two real nodes."""
    with watches(tmp_path, visit, language, lambda *_: None) as both:
        night(both, tmp_path / "taken.proof")
