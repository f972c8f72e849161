"""Put what the console takes from npm beside its own static files, once.

npm takes only what package-lock.json names, each by its hash, and runs no script of any
package. What a browser needs of it is copied, and the page that judges proofs is made
(`verify_page`); a stamp holds the hash of the lock and of what the page is made from,
so that the next run returns at once. Without npm everything but the console works, and
one sentence says so.

    python3 scripts/vendor.py
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import verify_page

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src" / "detente" / "console" / "static" / "vendor"
TAKEN = (
    "htmx.org/dist/htmx.min.js",
    "uplot/dist/uPlot.esm.js",
    "uplot/dist/uPlot.min.css",
    "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css",
    "milsymbol/dist/milsymbol.js",
    "world-atlas/land-50m.json",
)
"""Below node_modules: what a browser loads."""
FONTS = ("noto-sans", "noto-sans-sc")
"""Of @fontsource-variable: each its style sheet, and the slices that it names."""


def fingerprint() -> str:
    """Hash what the files depend on: the lock, what is taken, the page's parts."""
    parts = [repr((TAKEN, FONTS)).encode(), (ROOT / "package-lock.json").read_bytes()]
    parts += [path.read_bytes() for path in verify_page.parts()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def main() -> int:
    """Take the files, unless they are there."""
    stamp = VENDOR / "taken"
    if stamp.is_file() and stamp.read_text() == fingerprint():
        return 0
    npm = shutil.which("npm")
    if npm is None:
        print(
            "The console is left out: its parts come by npm, which is not here. Install"
            " it (on Debian the package npm) and run this again; all else works."
        )
        return 0
    print("Taking what the console needs from npm", flush=True)
    done = subprocess.run([npm, "ci", "--omit=dev"], cwd=ROOT, check=False)
    if done.returncode:
        print("npm could not take what the console needs; it says why above.")
        return 1
    VENDOR.mkdir(parents=True, exist_ok=True)
    for path in TAKEN:
        shutil.copyfile(ROOT / "node_modules" / path, VENDOR / Path(path).name)
    for name in FONTS:
        take_font(ROOT / "node_modules" / "@fontsource-variable" / name)
    (VENDOR / "verify.html").write_text(verify_page.page(), encoding="utf-8")
    stamp.write_text(fingerprint())
    return 0


def take_font(package: Path) -> None:
    """Take a font's style sheet and its upright slices: a browser asks for few."""
    shutil.copyfile(package / "index.css", VENDOR / f"{package.name}.css")
    (VENDOR / "files").mkdir(exist_ok=True)
    for path in (package / "files").glob("*-wght-normal.woff2"):
        shutil.copyfile(path, VENDOR / "files" / path.name)


if __name__ == "__main__":
    sys.exit(main())
