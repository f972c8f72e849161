"""Read the pages of the scenarios, and list them: `python -m tests.scenarios.pages`.

A page is written for who was never on watch. Its first paragraph says in bold when and
where, and in one sentence what went wrong; that sentence stands in the index. Run as a
program this writes the index anew.
"""

import re
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).parent
INDEX: Final = FOLDER / "README.md"
SPEC: Final = FOLDER.parents[1] / "spec"
INVENTED: Final = "INVENTED"
_OPENING = re.compile(r"\A# (.+)\n\n\*\*(.+?)\.\*\* (.+?)\n\n", re.DOTALL)
_CITED = re.compile(r"\[clause\s+(\d+\.\d+)\]\(([^)#]+)\)")
_YEAR = re.compile(r"\b(?:19|20)\d\d")
_ROWS = re.compile(r"(?<=\| --- \| --- \| --- \|\n)(?:\|.*\n)*")


class Page(NamedTuple):
    """The page of a scenario: `cited` are its clauses, and where each link leads."""

    name: str
    title: str
    when: str
    sentence: str
    text: str
    cited: tuple[tuple[str, str], ...]

    @property
    def clauses(self) -> set[str]:
        """The clauses that it cites."""
        return {clause for clause, _ in self.cited}

    @property
    def row(self) -> str:
        """Its row of the index."""
        clauses = sorted(self.clauses, key=lambda each: [*map(int, each.split("."))])
        title = f"[{self.title}]({self.name}.md)"
        return f"| {self.when} | {title}: {self.sentence} | {', '.join(clauses)} |\n"


def read(path: Path) -> Page:
    """Read the page of a scenario."""
    text = path.read_text(encoding="utf-8")
    opening = _OPENING.match(text)
    assert opening, f"{path.name} does not open as a scenario does."
    title, when, sentence = (" ".join(each.split()) for each in opening.groups())
    cited = tuple(_CITED.findall(text))
    return Page(path.stem, title, when, sentence, text, cited)


def pages() -> list[Page]:
    """Return every page, by year; what is invented stands last."""
    found = [read(each) for each in FOLDER.glob("*.md") if each != INDEX]
    return sorted(found, key=lambda page: (_year(page.when), page.title))


def _year(when: str) -> int:
    year = _YEAR.search(when)
    return int(year[0]) if year and not when.startswith(INVENTED) else 9999


def index() -> str:
    """Return the index as it should be: the same page with these rows."""
    rows = "".join(page.row for page in pages())
    return _ROWS.sub(lambda _: rows, INDEX.read_text(encoding="utf-8"))


if __name__ == "__main__":
    INDEX.write_text(index(), encoding="utf-8")
