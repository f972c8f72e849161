"""Two lines that every command's example has been tried on; their nodes run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.asking import Api
from tests.cli.program import call, keep_passphrase
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


@pytest.fixture(scope="module")
def api(story: Story) -> Iterator[Api]:
    """The API of NORTH, running."""
    running = Api(story)
    try:
        yield running
    finally:
        assert running.end() == 0


@pytest.fixture(scope="session")
def unpaired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the lines `east` and `west`, set up and not paired."""
    at = tmp_path_factory.mktemp("unpaired")
    key = keep_passphrase(at, "key.pass")
    for party in ("EAST", "WEST"):
        done = call(
            *("init", "--line", at / party.lower(), "--party", party, "--name", party),
            *("--post", "Watch", "--officers", "1", "--root-holders", "1"),
            *("--root-threshold", "1", "--exercise", "--passphrase-file", key),
        )
        assert done.code == 0, done.err
    return at


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory, in which the test stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
