"""Install the browser that the console's tests drive, where that may be done.

Debian's Chromium and fonts for the languages of the console, by apt and as root. Where
that is not so, one sentence says what is missing, and the browser tests are left out.

    python3 scripts/browser.py
"""

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "fonts-noto-core", "fonts-noto-cjk")
MISSING = (
    "Chromium is missing, and the console's tests are left out: on Debian,"
    f" `apt-get install {' '.join(PACKAGES)}` as root."
)


def main() -> int:
    """Install the browser, unless it is there."""
    apt = shutil.which("apt-get")
    if shutil.which("chromium"):
        return 0
    if apt is None or os.getuid() != 0:
        print(MISSING)
        return 0
    print(f"Installing {', '.join(PACKAGES)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (
        ("update", "-qq"),
        ("install", "-qq", "--no-install-recommends", *PACKAGES),
    ):
        done = subprocess.run(
            [apt, *words], check=False, env=quiet, capture_output=True, text=True
        )
        if done.returncode:
            print(f"{done.stderr.strip()}\n{MISSING}")
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
