"""A newcomer's first command installs once, in place, and says what it does."""

import subprocess
import sys
from pathlib import Path

import pytest

import install
from findings import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with three small locks, into which nothing is installed yet."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    locks = {"run": "a==1 \\\n", "dev": "a==1 \\\nb-c==2 ; x\n", "odd": "a==2 \\\n"}
    for name, text in locks.items():
        (tmp_path / "requirements" / f"{name}.lock").write_text(text)
    return tmp_path


def stamp(root: Path, name: str) -> None:
    """Mark a lock as installed."""
    (root / ".venv" / f"installed-{name}").write_text(install.fingerprint(root, name))


def test_nothing_is_installed_at_first(checkout: Path) -> None:
    """Without a stamp the lock counts as not installed."""
    assert not install.is_installed(checkout, "run")


def test_a_second_run_installs_nothing(checkout: Path) -> None:
    """The stamp of the same lock in the same place ends the work at once."""
    stamp(checkout, "run")

    assert install.is_installed(checkout, "run")


@pytest.mark.parametrize("name", ["requirements/run.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed_again(
    checkout: Path, name: str
) -> None:
    """One byte is enough."""
    stamp(checkout, "run")
    with (checkout / name).open("a") as file:
        file.write("\n")

    assert not install.is_installed(checkout, "run")


def test_a_checkout_that_was_moved_is_installed_again(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Programs in .venv name the place they were made for."""
    stamp(checkout, "run")
    moved = checkout.rename(tmp_path_factory.mktemp("moved") / "checkout")

    assert not install.is_installed(moved, "run")


def test_the_larger_lock_covers_the_smaller(checkout: Path) -> None:
    """After the tests, the demonstration has nothing left to install."""
    assert list(install.covered(checkout, "dev")) == ["dev", "run"]
    assert list(install.covered(checkout, "run")) == ["run"]
    assert list(install.covered(checkout, "odd")) == ["odd"]


def test_pins_are_read_with_their_versions_alone() -> None:
    """Hashes, conditions and comments are no part of a pin."""
    text = "# a==0\na==1 \\\n    --hash=sha256:00\nb-c==2.0 ; x == 'y' \\\n"

    assert install.pins(text) == {"a==1", "b-c==2.0"}


def environment(root: Path, config: str, python: Path) -> Path:
    """Put a .venv into a checkout that says how it was made."""
    venv = root / ".venv"
    (venv / "pyvenv.cfg").write_text(config)
    (venv / "bin").mkdir()
    (venv / "bin" / "python").symlink_to(python)
    return venv


def test_an_environment_made_for_another_place_is_not_used(checkout: Path) -> None:
    """A copied checkout would else run, and change, the one it was copied from."""
    config = (
        f"version = {install.this_python()}.1\n"
        "command = /usr/bin/python3 -m venv --clear /elsewhere/.venv\n"
    )

    assert not install.is_usable(environment(checkout, config, Path(sys.executable)))


def test_an_environment_of_another_python_is_not_used(checkout: Path) -> None:
    """Compiled packages fit one Python; who asks for another one gets it."""
    config = "version = 3.1.4\n"

    assert not install.is_usable(environment(checkout, config, Path(sys.executable)))


def test_an_environment_whose_python_is_gone_is_not_used(checkout: Path) -> None:
    """An upgrade of the system takes the Python away that a link points to."""
    config = f"version = {install.this_python()}.1\n"

    assert not install.is_usable(environment(checkout, config, checkout / "gone"))


def test_an_environment_that_fits_is_used(checkout: Path) -> None:
    """What was made here by this Python is kept, whatever else is in it."""
    config = (
        f"version = {install.this_python()}.1\n"
        f"command = /usr/bin/python3 -m venv --clear {checkout / '.venv'}\n"
    )

    assert install.is_usable(environment(checkout, config, Path(sys.executable)))


def test_the_environment_of_this_run_is_usable() -> None:
    """The check that rejects a foreign one accepts the one that runs it."""
    assert install.is_usable(Path(sys.prefix))


def test_an_unknown_lock_is_answered_with_those_that_exist(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A mistyped name installs nothing."""
    assert install.main(["none"]) == 2
    assert "bench,dev,fuzz,run" in capsys.readouterr().err


def test_every_target_that_is_listed_says_what_it_does() -> None:
    """The help of make is where a newcomer finds what else there is."""
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert {"make test", "make clean"} <= {
        " ".join(line.split()[:2]) for line in listed
    }
    assert [line for line in listed if len(line.split()) < 4] == []
