"""Which browser is driven: Debian's Chromium, with or without drawing."""

import os
import shutil
from typing import Final

from playwright.sync_api import Browser, BrowserType, ViewportSize

CHROMIUM: Final = shutil.which("chromium")
NOTEBOOK: Final = ViewportSize(width=1366, height=768)
_QUIET: Final = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_DRAWS: Final = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""It draws by software, as a desk without a graphics card may."""
_SOUNDS: Final = "--autoplay-policy=no-user-gesture-required"
"""As it is started at the desk of a watch: alarms sound before anybody presses."""


def launch(
    chromium: BrowserType, *, draws: bool = False, sounds: bool = False
) -> Browser:
    """Start it; one that draws has WebGL 2, which maps take."""
    arguments = [*_QUIET, *(_DRAWS if draws else ("--disable-gpu",))]
    arguments += [_SOUNDS] if sounds else []
    # As root Chromium has no sandbox to go into; elsewhere it keeps its own.
    arguments += ["--no-sandbox"] if os.getuid() == 0 else []
    return chromium.launch(executable_path=CHROMIUM, args=arguments)
