"""Install what one lock file pins into .venv, and the checkout beside it, once.

`make` runs this with the system's Python before anything else is there, so it needs the
standard library alone. pip takes only files whose hash the lock names and only wheels:
no foreign build script runs on the way. It resolves nothing, for the lock is complete:
the pip of Debian 12 takes `coverage[toml]` for another package than the pinned
`coverage`, looks for the newest, and refuses it for want of a hash. A stamp in .venv
holds a fingerprint of the lock and of the place, so that the next run returns at once.

    python3 scripts/install.py run        # requirements/run.lock
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST_PYTHON = (3, 11)
PIN = re.compile(r"^([A-Za-z0-9][\w.-]*==[^\s;]+)", re.MULTILINE)
VERSION = re.compile(r"^version = (\d+\.\d+)\.", re.MULTILINE)
COMMAND = re.compile(r"^command = .* -m venv (?:--\S+ )*(.+)$", re.MULTILINE)


class NotInstalled(Exception):
    """The checkout cannot be made ready; the sentence says what to do about it."""


def this_python() -> str:
    """Name the Python that runs this, as far as packages are made for one."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def pins(lock: str) -> frozenset[str]:
    """List what a lock file pins, each as `name==version`."""
    return frozenset(PIN.findall(lock))


def fingerprint(root: Path, lock_name: str) -> str:
    """Hash all that an installation depends on: pins, project, place and Python."""
    digest = hashlib.sha256()
    for part in (
        (root / "requirements" / f"{lock_name}.lock").read_bytes(),
        (root / "pyproject.toml").read_bytes(),
        str(root).encode(),
        this_python().encode(),
    ):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def covered(root: Path, lock_name: str) -> Iterator[str]:
    """Name every lock whose pins this one holds too, itself among them."""
    held = pins((root / "requirements" / f"{lock_name}.lock").read_text())
    for path in sorted((root / "requirements").glob("*.lock")):
        if pins(path.read_text()) <= held:
            yield path.stem


def is_installed(root: Path, lock_name: str) -> bool:
    """Say whether .venv already holds this lock, in this place."""
    stamp = root / ".venv" / f"installed-{lock_name}"
    return stamp.is_file() and stamp.read_text() == fingerprint(root, lock_name)


def is_usable(venv: Path) -> bool:
    """Say whether .venv was made by this Python for this place, and still starts.

    A checkout that was copied or moved brings a .venv whose programs run the old one.
    """
    config = venv / "pyvenv.cfg"
    if not config.is_file():
        return False
    made_for = COMMAND.search(config.read_text())
    made_by = VERSION.search(config.read_text())
    if made_for and Path(made_for[1]) != venv:
        return False
    if made_by is None or made_by[1] != this_python():
        return False
    python = venv / "bin" / "python"
    if not python.exists():
        return False
    trial = subprocess.run(
        [python, "-m", "pip", "--version"], capture_output=True, check=False
    )
    return trial.returncode == 0


def make_venv(venv: Path) -> None:
    """Make an empty .venv, in the place of one that is of no use."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", venv],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        detail = (made.stdout + made.stderr).strip()
        raise NotInstalled(
            f"Python cannot make a virtual environment: {detail}\n"
            "On Debian the package python3-venv is what it lacks."
        )


def pip(venv: Path, *arguments: str | Path) -> Iterator[str]:
    """Run pip's `install` and yield what it says, a line at a time.

    Raises:
        NotInstalled: pip failed; its own words stand above.
    """
    command: list[str | Path] = [venv / "bin" / "python", "-m", "pip", "install"]
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    with subprocess.Popen(
        [*command, *options, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        if process.stdout is not None:
            yield from process.stdout
    if process.returncode:
        raise NotInstalled(
            "The packages could not be installed; pip says why above. A proxy or a "
            "mirror is set in pip's own configuration."
        )


def show(text: str) -> None:
    """Show how far it has come: on a terminal always in the same line."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K  {text[:76]}", end="", flush=True)
    else:
        print(f"  {text}", flush=True)


def install(root: Path, lock_name: str) -> None:
    """Bring .venv to what the lock names, showing progress."""
    venv = root / ".venv"
    lock = root / "requirements" / f"{lock_name}.lock"
    count = len(pins(lock.read_text()))
    print(
        f"Installing {count} pinned packages of requirements/{lock.name} into .venv"
        " (the first time takes about a minute)",
        flush=True,
    )
    if not is_usable(venv):
        make_venv(venv)
    seen = 0
    only = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
    for line in pip(venv, *only, "--requirement", lock):
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            seen += 1
            if sys.stdout.isatty() or seen % 10 == 0:
                show(f"{seen} of {count}")
        elif line.startswith("Installing collected packages"):
            show("unpacking")
    show("the checkout itself")
    for _line in pip(venv, "--no-deps", "--no-build-isolation", "--editable", root):
        pass
    for name in covered(root, lock_name):
        (venv / f"installed-{name}").write_text(fingerprint(root, name))
    show("installed")
    print()


def main(arguments: list[str]) -> int:
    """Install the lock that is named on the command line, unless it already is."""
    root = Path(__file__).resolve().parents[1]
    locks = [path.stem for path in sorted((root / "requirements").glob("*.lock"))]
    if len(arguments) != 1 or arguments[0] not in locks:
        print(f"usage: install.py {{{','.join(locks)}}}", file=sys.stderr)
        return 2
    if sys.version_info < OLDEST_PYTHON:
        print("Detente needs Python 3.11 or newer: make PYTHON=...", file=sys.stderr)
        return 1
    # Two makes at once would unpack over one another; the second waits here.
    with (root / "pyproject.toml").open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if is_installed(root, arguments[0]):
            return 0
        try:
            install(root, arguments[0])
        except NotInstalled as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
