"""Check that the documents say what is there.

- A link to a file of the checkout, or to a heading in it, leads somewhere.
- A clause that sources, tests or documents cite stands in `spec/`, once.
- The index of decisions names every decision.
- Every command of `detente` has its entry, a heading "detente NAME", in `docs/`.
"""

import importlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from findings import ROOT, Finding, files, line_of, report

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
LINK = re.compile(r"\]\(\s*<?([^()\s<>]+)>?[^()]*\)|^\[[^\]]+\]:\s+(\S+)", re.MULTILINE)
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)

NUMBER = r"\d+(?:\.\d+)*"
CITED = re.compile(
    rf"(?:§§?\s*|\b[Cc]lauses?\s+)({NUMBER}(?:(?:,| and| or| to)\s+§?{NUMBER})*)"
)
# "RFC 8949 §4.2.1" is a clause of somebody else: a body, its number, then the clause.
FOREIGN = re.compile(
    r"\b(?:RFCs?|FIPS|NIST|SP|ISO|IEC|ITU|IMO|ICAO|ASTM|C2SP|BIP|MSC|STANAG)\b[\s-]*"
    r"(?:[\w.:()/-]*\d[\w.:()/-]*)?[\s,(]*$"
)
CLAUSE = re.compile(
    rf"^#{{1,6}}\s+§?({NUMBER})\.?\s|^\n\*{{0,2}}§?(\d+(?:\.\d+)+)\.?\*{{0,2}}\s",
    re.MULTILINE,
)
NUMBERED = re.compile(rf"^(?:§?{NUMBER}\.?|Annex [A-Z])(?:\s|$)")


def blank(match: re.Match[str]) -> str:
    """Replace text by as many spaces, so that lines and offsets stay."""
    return re.sub(r"[^\n]", " ", match[0])


def prose(text: str) -> str:
    """Blank out code, in which brackets and signs mean something else."""
    return CODE.sub(blank, FENCE.sub(blank, text))


def anchors(text: str) -> set[str]:
    """List the fragments by which the headings of a page are reached."""
    slugs: set[str] = set()
    seen: Counter[str] = Counter()
    for match in HEADING.finditer(FENCE.sub(blank, text)):
        words = re.sub(r"[^\w\s-]", "", match[2].lower())
        slug = re.sub(r"\s", "-", words)
        slugs.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return slugs


def broken_links(root: Path) -> Iterator[Finding]:
    """Find links that lead to no file, out of the checkout, or to no heading."""
    for page in files(root, ".md"):
        text = prose(page.read_text())
        for match in LINK.finditer(text):
            target = unquote(match[1] or match[2])
            if ELSEWHERE.match(target):
                continue
            name, _, fragment = target.partition("#")
            goal = (page.parent / name).resolve() if name else page
            where = str(page.relative_to(root)), line_of(text, match.start())
            if not goal.is_relative_to(root.resolve()) or not goal.exists():
                yield Finding(*where, f"{target} is not in the checkout.")
            elif not has_anchor(goal, fragment):
                yield Finding(*where, f"{target}: there is no such heading.")


def has_anchor(page: Path, fragment: str) -> bool:
    """Say whether a fragment of a link leads somewhere, as far as can be told."""
    if not fragment or page.suffix != ".md":
        return True
    return fragment in anchors(page.read_text())


def cited_clauses(text: str) -> Iterator[tuple[str, int]]:
    """List the clauses of our own that a text cites, each with its line.

    A citation may run over the end of a line, in a comment too.
    """
    flat = re.sub(r"\n[ \t]*#?", blank_line_end, text)
    for match in CITED.finditer(flat):
        if not FOREIGN.search(flat, max(0, match.start() - 40), match.start()):
            for number in re.findall(NUMBER, match[1]):
                yield number, line_of(text, match.start())


def blank_line_end(match: re.Match[str]) -> str:
    """Replace a line's end and the next one's margin by as many spaces."""
    return " " * len(match[0])


def clauses(root: Path) -> Iterator[tuple[str, str, int]]:
    """List the clauses that `spec/` defines: number, path, line."""
    for page in sorted((root / "spec").glob("*.md")):
        text = prose(page.read_text())
        for match in CLAUSE.finditer(text):
            number = match[1] or match[2]
            where = str(page.relative_to(root))
            yield number, where, line_of(text, match.end() - 1)


def wrong_clauses(root: Path) -> Iterator[Finding]:
    """Find clauses cited but not written, written twice, or without a number."""
    if not (root / "spec").is_dir():
        return
    yield from unnumbered_headings(root)
    defined: set[str] = set()
    for number, name, line in clauses(root):
        if number in defined:
            yield Finding(name, line, f"Clause {number} is written a second time.")
        defined.add(number)
    for path in citing(root):
        for number, line in cited_clauses(path.read_text()):
            if number not in defined:
                sentence = f"Clause {number} is not in spec/."
                yield Finding(str(path.relative_to(root)), line, sentence)


def unnumbered_headings(root: Path) -> Iterator[Finding]:
    """Find parts of the specification that nobody could cite."""
    for page in sorted((root / "spec").glob("*.md")):
        if page.name == "README.md":
            continue
        text = FENCE.sub(blank, page.read_text())
        for match in HEADING.finditer(text):
            if len(match[1]) > 1 and not NUMBERED.match(match[2]):
                where = str(page.relative_to(root)), line_of(text, match.start())
                yield Finding(*where, f"{match[2]!r} has no clause number.")


def citing(root: Path) -> Iterator[Path]:
    """Walk the files whose citations must hold.

    The tests of this check cite clauses that do not exist, on purpose.
    """
    for folder in ("src", "tests", "bench", "docs", "spec"):
        for path in files(root / folder, ".py", ".md", ".sql"):
            if not path.is_relative_to(root / "tests" / "house"):
                yield path


def unlisted_decisions(root: Path) -> Iterator[Finding]:
    """Find decisions that the index lacks, and numbers given twice."""
    index = root / "adr" / "README.md"
    listed = set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index.read_text()))
    given: set[str] = set()
    for path in sorted((root / "adr").glob("[0-9]*.md")):
        number = path.name.partition("-")[0]
        if path.name not in listed:
            sentence = f"{path.name} is missing from the index."
            yield Finding("adr/README.md", 1, sentence)
        if number in given:
            yield Finding(f"adr/{path.name}", 1, f"Number {number} is given twice.")
        given.add(number)


def command_names(root: Path) -> list[str]:
    """Ask the command line which commands it has; none while there is none."""
    if not (root / "src" / "detente" / "cli").exists():
        return []
    typer_main = importlib.import_module("typer.main")
    app = importlib.import_module("detente.cli").app
    return sorted(typer_main.get_command(app).commands)


def undescribed_commands(root: Path, names: Iterable[str]) -> Iterator[Finding]:
    """Find commands without an entry of their own in `docs/`."""
    entries = {
        heading[2].replace("`", "")
        for page in files(root / "docs", ".md")
        for heading in HEADING.finditer(FENCE.sub(blank, page.read_text()))
    }
    for name in names:
        if f"detente {name}" not in entries:
            sentence = f"No heading in docs/ is called detente {name}."
            yield Finding("docs", 1, sentence)


def findings(root: Path) -> Iterator[Finding]:
    """Run every check of this file over one checkout."""
    yield from broken_links(root)
    yield from wrong_clauses(root)
    yield from unlisted_decisions(root)
    yield from undescribed_commands(root, command_names(root))


if __name__ == "__main__":
    sys.exit(report("documents", findings(ROOT)))
