"""What the tests of stores start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.stores.media import MEDIA, FileMedium, Medium
from tests.stores.samples import NORTH, SOUTH, append, entries_from, receipt

from detente.ports import Change, Mark
from detente.stores.sqlite import SqliteStore


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


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A store of two feeds that nobody has open."""
    store = SqliteStore.create(tmp_path / "record.sqlite")
    append(store, NORTH, entries_from(0, 40))
    append(store, SOUTH, entries_from(100, 3))
    store.commit(Change(receipts=(receipt(NORTH, 40),), marks=(Mark("name", b"v"),)))
    store.close()
    return tmp_path / "record.sqlite"
