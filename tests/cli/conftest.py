"""Two lines that every command's example has been tried on; their nodes run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.story import Story


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The story, told; both nodes run on."""
    told = Story(tmp_path_factory.mktemp("line"))
    try:
        told.tell()
        yield told
    finally:
        told.end()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory, in which the test stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
