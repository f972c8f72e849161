"""What both benchmarks are asked alike at the command line: where to, and as what."""

from __future__ import annotations

import argparse
from pathlib import Path


def asked_of(description: str, example: str) -> argparse.ArgumentParser:
    """Return a parser that knows what every benchmark is asked.

    Args:
        description: what is measured.
        example: a command that can be typed as it stands.
    """
    parser = argparse.ArgumentParser(
        description=description, epilog=f"Example: {example}"
    )
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument(
        "--scratch",
        type=_directory,
        default=Path("/var/tmp"),  # noqa: S108  (a directory of our own is made in it)
        help="where to put the stores; must be on a real disk (default /var/tmp)",
    )
    return parser


def _directory(text: str) -> Path:
    """Read a directory that exists."""
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"no such directory: {text}")
    return path
