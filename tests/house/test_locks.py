"""What is installed is what was decided: ranges, locks and reasons agree."""

import json
import re
import tomllib
from typing import Any

import pytest

from findings import ROOT
from install import pins

REQUIREMENTS = ROOT / "requirements"
LOCKS = sorted(path.name for path in REQUIREMENTS.glob("*.lock"))
NAME = re.compile(r"^[a-z0-9][a-z0-9-]*", re.MULTILINE)


def lock(name: str) -> str:
    """The text of one lock file."""
    return (REQUIREMENTS / name).read_text()


def runtime() -> set[str]:
    """The packages that a node runs on, as the project names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return set(NAME.findall("\n".join(project["dependencies"])))


def direct() -> set[str]:
    """Every package that the project or one of its lists asks for by name."""
    lists = "\n".join(path.read_text() for path in REQUIREMENTS.glob("*.in"))
    return runtime() | set(NAME.findall(lists)) | set(from_npm("package.json"))


def from_npm(name: str) -> dict[str, Any]:
    """What one of npm's two files says of each package that pages load."""
    told: dict[str, Any] = json.loads((ROOT / name).read_text())
    if name == "package.json":
        return dict(told["dependencies"])
    found: dict[str, Any] = told["packages"]
    return {path.partition("/")[2]: row for path, row in found.items() if path}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_a_hash_for_each_pin(name: str) -> None:
    """A pin without a hash would let a mirror choose what we run."""
    entries = re.split(r"\n(?=[a-z0-9])", lock(name).strip())

    assert len(entries) == len(pins(lock(name)))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place_to_download_from(name: str) -> None:
    """Whoever installs chooses the index or mirror; the hashes hold everywhere."""
    assert re.findall(r"\w+://|--(?:index|extra|find|trusted)\S*", lock(name)) == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_all_that_a_node_runs_on(name: str) -> None:
    """Tests, benchmark and fuzzer run the very versions that a node runs."""
    assert pins(lock("run.lock")) <= pins(lock(name))


def test_what_comes_from_npm_is_locked_by_its_hash_and_names_no_place() -> None:
    """As with wheels: whoever takes it chooses from where; so does what comes along."""
    locked = from_npm("package-lock.json")

    assert locked.keys() >= from_npm("package.json").keys()
    assert all(row["integrity"].startswith("sha512-") for row in locked.values())
    assert not any("resolved" in row for row in locked.values())


def test_the_lock_of_a_node_holds_what_the_project_asks_for() -> None:
    """A dependency that was added but not locked would be missing at the newcomer's."""
    locked = {pin.partition("==")[0] for pin in pins(lock("run.lock"))}

    assert runtime() - locked == set()


def test_each_direct_dependency_has_its_reason() -> None:
    """A line for each dependency, and no line for one that is gone."""
    page = (ROOT / "docs" / "dependencies.md").read_text()
    rows = set(re.findall(r"^\| ([@a-z0-9./-]+) \|", page, re.MULTILINE)) - {"package"}

    assert rows - {"---"} == direct()


def test_each_dependency_that_comes_along_is_named() -> None:
    """A reviewer can name everything a node loads without reading a lock."""
    page = (ROOT / "docs" / "dependencies.md").read_text()
    parts = {"annotated-types", "argon2-cffi-bindings", "pydantic-core"}
    parts |= {"typing-extensions", "typing-inspection"}  # parts of one named already
    builds = {"packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}
    elsewhere = {"colorama"}  # on Windows alone

    locked = {pin.partition("==")[0] for pin in pins(lock("run.lock"))}
    unnamed = {name for name in locked if not re.search(rf"\b{name}\b", page)}

    assert unnamed - parts - builds - elsewhere == set()
