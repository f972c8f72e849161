"""Every rule the sources mark has its clause, and its test."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "detente" / "dialogue").rglob("*.py"))
SPEC = "\n".join(
    page.read_text() for page in sorted((ROOT / "spec").glob("[1-3][0-9]-*.md"))
)
CLAUSE = re.compile(r"^[1-3][0-9]\.\d+$")


def literals(path: Path) -> Iterator[str]:
    """Yield every text in a source that is a clause number and nothing else."""
    for node in ast.walk(ast.parse(path.read_text())):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and CLAUSE.match(text):
            yield text


MARKED = {clause for path in SOURCES for clause in literals(path)}


def test_every_clause_that_is_marked_is_written() -> None:
    """A mark leads the officer to a rule."""
    assert {each for each in MARKED if f"**{each}** " not in SPEC} == set()


def test_every_clause_that_is_marked_is_tested() -> None:
    """A rule that no test names could be switched off unnoticed."""
    tests = Path(__file__).parent.glob("test_*.py")
    named = "".join(path.read_text() for path in tests)
    assert {each for each in MARKED if f'"{each}"' not in named} == set()
