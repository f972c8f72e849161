"""The checks of the sources, and the import contracts, find what they are for."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import check_source
from findings import ROOT, Finding, report


def write(root: Path, name: str, text: str) -> None:
    """Put a file into a checkout, and the folders it needs."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_record_that_outgrows_its_reviewers_is_reported(tmp_path: Path) -> None:
    """The limit is on the record as a whole, however many files or gaps it has."""
    for number in range(4):
        write(tmp_path, f"src/detente/record/part{number}.py", "#\n" * 376 + "\n")

    assert list(check_source.findings(tmp_path)) == [
        Finding("src/detente/record", 1, "The record has 1504 lines, 1500 are allowed.")
    ]


def test_a_file_that_outgrows_its_reader_is_reported(tmp_path: Path) -> None:
    """One file is what can be read in one sitting."""
    write(tmp_path, "src/detente/node/desk.py", "#\n" * 451)

    assert list(check_source.findings(tmp_path)) == [
        Finding(
            "src/detente/node/desk.py",
            451,
            "451 lines: split it by noun, 450 are allowed.",
        )
    ]


@pytest.mark.parametrize(
    "line",
    ["import detente", "from detente.record import wire", "    import msgspec"],
)
def test_a_verifier_that_leans_on_others_is_reported(tmp_path: Path, line: str) -> None:
    """Neither Detente nor a library beside `cryptography`, not even in a function."""
    write(tmp_path, "src/detente_verify.py", f"import sys\n\ndef f():\n    {line}\n")

    assert [finding.line for finding in check_source.findings(tmp_path)] == [4]


def test_a_verifier_that_stands_alone_is_left_alone(tmp_path: Path) -> None:
    """The standard library and `cryptography` are what every reader has."""
    text = "import json\nfrom cryptography.exceptions import InvalidSignature\n"
    write(tmp_path, "src/detente_verify.py", text)

    assert list(check_source.findings(tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("src/detente/utils.py", "", 1),
        ("src/detente/node/bundle_helper.py", "", 1),
        ("src/detente/node/desk.py", "\nclass BundleManager:\n    pass\n", 2),
        ("src/detente/node/desk.py", "class HTTPHandler:\n    pass\n", 1),
    ],
)
def test_a_name_that_says_nothing_is_reported(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    """Modules and classes are named by nouns of the field."""
    write(tmp_path, name, text)

    assert [finding[:2] for finding in check_source.findings(tmp_path)] == [
        (name, line)
    ]


def test_a_word_inside_a_word_is_no_empty_name(tmp_path: Path) -> None:
    """Base64 and commonly are not base and common."""
    write(tmp_path, "src/detente/base64url.py", "class Commonly:\n    pass\n")

    assert list(check_source.findings(tmp_path)) == []


@pytest.mark.parametrize("folder", ["home", "root", "Users", "work"])
def test_a_path_into_a_machine_is_reported(tmp_path: Path, folder: str) -> None:
    """What exists on one machine only helps no reader."""
    write(tmp_path, "docs/a.md", f"# A\n\nSee /{folder}/someone/notes.\n")

    assert [finding[:2] for finding in check_source.findings(tmp_path)] == [
        ("docs/a.md", 3)
    ]


def test_a_finding_makes_the_check_fail(capsys: pytest.CaptureFixture[str]) -> None:
    """Each finding is printed as path, line and sentence, in the order of reading."""
    found = [Finding("b.md", 2, "Second."), Finding("a.md", 10, "First.")]

    assert report("documents", found) == 1
    assert capsys.readouterr().err.splitlines() == [
        "a.md:10: First.",
        "b.md:2: Second.",
        "documents: 2 to put right.",
    ]


def test_no_finding_lets_the_check_pass(capsys: pytest.CaptureFixture[str]) -> None:
    """The line says what was checked."""
    assert report("documents", []) == 0
    assert capsys.readouterr().out == "documents: in order.\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources, in which a fault may be planted."""
    package = tmp_path / "src" / "detente"
    shutil.copytree(ROOT / "src" / "detente", package)
    return tmp_path


def contracts(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter with the contracts of this checkout over a copy of it."""
    return subprocess.run(
        [
            Path(sys.executable).with_name("lint-imports"),
            "--no-cache",
            "--config",
            ROOT / "pyproject.toml",
        ],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "line", "contract"),
    [
        ("record/wire.py", "import time", "reach nothing outside"),
        ("record/wire.py", "import detente.ports", "to the record"),
        ("record/errors.py", "import detente.record.wire", "Inside the record"),
        ("record/extra.py", "", "Inside the record"),
        ("extra.py", "", "to the record"),
        ("cli/inbox.py", "import detente.report.record", "through its API alone"),
        ("cli/extra.py", "import detente.stores.sqlite", "through its API alone"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    copy: Path, name: str, line: str, contract: str
) -> None:
    """A clock in the record, an import outward, a module without a place, a store."""
    with (copy / "src" / "detente" / name).open("a") as file:
        file.write(f"\n{line}\n")

    linted = contracts(copy)

    broken = [row for row in linted.stdout.splitlines() if " BROKEN" in row]
    assert linted.returncode == 1
    assert any(contract in row for row in broken)


@pytest.mark.parametrize("package", ["record", "exchange", "dialogue", "space"])
def test_the_face_of_a_pure_package_imports_nothing_from_elsewhere(
    package: str,
) -> None:
    """A star in a contract reaches the modules in a package, not its `__init__`."""
    face = ROOT / "src" / "detente" / package / "__init__.py"
    tree = ast.parse(face.read_text() if face.exists() else "")

    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert {name for name in imported if not str(name).startswith("detente.")} == set()
