"""Check what ruff, mypy and import-linter cannot say about the sources.

- What the other side's engineers review (`record/`) stays short; so does each file.
  Comments count, for they are read too; empty lines of the record do not.
- `detente_verify` proves without Detente: one file that needs `cryptography` alone.
- A module or a class is named by a noun of the field, not by "manager" or "utils".
- Nothing names a place that exists on one developer's machine only.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from findings import ROOT, Finding, files, line_of, report

RECORD_LINES = 1_500
FILE_LINES = 450
EMPTY_WORDS = frozenset(
    {"base", "common", "handler", "helper", "helpers", "impl", "manager", "misc"}
    | {"processor", "util", "utils"}
)
VERIFIER_NEEDS = frozenset({"cryptography"})
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z][a-z0-9]*")
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|Users|work|root)/[\w.-]+")
TEXT = (".md", ".py", ".toml", ".in", ".lock", ".sh", ".sql", ".txt", ".cff", "")


def over_length(root: Path) -> Iterator[Finding]:
    """Find a file, or the record as a whole, that has outgrown its reader."""
    record = 0
    for path in files(root / "src" / "detente", ".py"):
        lines = path.read_text().splitlines()
        name, count = path.relative_to(root), len(lines)
        if name.is_relative_to("src/detente/record"):
            record += sum(1 for line in lines if line.strip())
        if count > FILE_LINES:
            sentence = f"{count} lines: split it by noun, {FILE_LINES} are allowed."
            yield Finding(str(name), count, sentence)
    if record > RECORD_LINES:
        sentence = f"The record has {record} lines, {RECORD_LINES} are allowed."
        yield Finding("src/detente/record", 1, sentence)


def verifier_imports(root: Path) -> Iterator[Finding]:
    """Find what keeps the verifier from standing alone."""
    path = root / "src" / "detente_verify.py"
    if not path.is_file():
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            top = name.partition(".")[0]
            if top not in VERIFIER_NEEDS and top not in sys.stdlib_module_names:
                sentence = f"The verifier must not need {name}."
                yield Finding(str(path.relative_to(root)), node.lineno, sentence)


def empty_names(root: Path) -> Iterator[Finding]:
    """Find modules and classes whose names say nothing."""
    for path in files(root / "src", ".py"):
        name = str(path.relative_to(root))
        classes = (
            (node.name, node.lineno)
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ClassDef)
        )
        for noun, line in ((path.stem, 1), *classes):
            for word in {part.lower() for part in WORD.findall(noun)} & EMPTY_WORDS:
                sentence = f"{noun}: {word} says nothing; name what it is."
                yield Finding(name, line, sentence)


def machine_paths(root: Path) -> Iterator[Finding]:
    """Find absolute paths into somebody's machine."""
    for path in files(root, *TEXT):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # bytes, not text: nobody reads a path in it
        for match in MACHINE_PATH.finditer(text):
            sentence = f"{match[0]} exists on one machine only."
            name = str(path.relative_to(root))
            yield Finding(name, line_of(text, match.start()), sentence)


def findings(root: Path) -> Iterator[Finding]:
    """Run every check of this file over one checkout."""
    yield from over_length(root)
    yield from verifier_imports(root)
    yield from empty_names(root)
    yield from machine_paths(root)


if __name__ == "__main__":
    sys.exit(report("sources", findings(ROOT)))
