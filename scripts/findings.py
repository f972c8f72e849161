"""What the checks of this house have in common: a finding, a walk, a report."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LEFT_BY_TOOLS = re.compile(r"^(\.(?!ci$).*|__pycache__|dist|node_modules)$")


class Finding(NamedTuple):
    """One thing that is not in order, and where: a path from the root and a line."""

    path: str
    line: int
    sentence: str


def files(root: Path, *suffixes: str) -> Iterator[Path]:
    """Walk the files of a checkout, or those with a suffix; skip what tools left."""
    for folder, names, file_names in os.walk(root):
        names[:] = sorted(name for name in names if not LEFT_BY_TOOLS.match(name))
        for file_name in sorted(file_names):
            path = Path(folder) / file_name
            if not suffixes or path.suffix in suffixes:
                yield path


def line_of(text: str, offset: int) -> int:
    """Count the line, from one, in which an offset lies."""
    return text.count("\n", 0, offset) + 1


def report(what: str, findings: Iterable[Finding]) -> int:
    """Print the findings, or that there are none; give the exit code."""
    found = sorted(findings)
    for finding in found:
        print(f"{finding.path}:{finding.line}: {finding.sentence}", file=sys.stderr)
    if found:
        print(f"{what}: {len(found)} to put right.", file=sys.stderr)
        return 1
    print(f"{what}: in order.")
    return 0
