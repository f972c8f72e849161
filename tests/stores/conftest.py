"""What the tests of stores start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.stores.media import MEDIA, FileMedium, Medium


@pytest.fixture(params=sorted(MEDIA))
def medium(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Medium]:
    """Every adapter in turn, with nothing kept yet."""
    medium = MEDIA[request.param](tmp_path)
    yield medium
    medium.end()


@pytest.fixture
def files(tmp_path: Path) -> Iterator[FileMedium]:
    """The two files of a node, with nothing kept yet."""
    medium = FileMedium(tmp_path)
    yield medium
    medium.end()
