"""The adapters of the store ports, each on something that outlives a process."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from detente.ports import HeadGuard, NodeStore
from detente.stores.headfile import HeadFile
from detente.stores.memory import MemoryHeadGuard, MemoryStore
from detente.stores.sqlite import SqliteStore
from detente.testing.failing import Disk


class Medium(Protocol):
    """What a process finds when it starts, and leaves when it ends."""

    @property
    def store(self) -> NodeStore:
        """The store of the present process."""
        ...

    @property
    def guard(self) -> HeadGuard:
        """The head guard of the present process."""
        ...

    def restart(self) -> None:
        """End the process that uses the medium, and start another."""
        ...

    def end(self) -> None:
        """End the process."""
        ...


class MemoryMedium:
    """Objects in memory: a process is whoever holds them."""

    def __init__(self) -> None:
        """Start with nothing kept."""
        self.store = MemoryStore()
        self.guard = MemoryHeadGuard()

    def restart(self) -> None:
        """Do nothing: the objects are all there is."""

    def end(self) -> None:
        """Do nothing."""


class FileMedium:
    """The two files of a node."""

    def __init__(self, folder: Path) -> None:
        """Create the files of a node that holds nothing."""
        self.store_path = folder / "record.sqlite"
        self.head_path = folder / "head"
        self.store = SqliteStore.create(self.store_path)
        self.guard = HeadFile.create(self.head_path)

    def restart(self) -> None:
        """Close both files and open them again."""
        self.end()
        self.store = SqliteStore.open(self.store_path)
        self.guard = HeadFile.open(self.head_path)

    def end(self) -> None:
        """Close both files."""
        self.store.close()
        self.guard.close()


class FailingMedium:
    """A disk that could fail, and does not."""

    def __init__(self) -> None:
        """Start with nothing kept."""
        self._disk = Disk()
        self._start()

    def _start(self) -> None:
        self.store = self._disk.store()
        self.guard = self._disk.guard()

    def restart(self) -> None:
        """Kill the node and start it again."""
        self._disk.crash()
        self._start()

    def end(self) -> None:
        """Kill the node."""
        self._disk.crash()


MEDIA: dict[str, Callable[[Path], Medium]] = {
    "memory": lambda _: MemoryMedium(),
    "files": FileMedium,
    "failing": lambda _: FailingMedium(),
}
