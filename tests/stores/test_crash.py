"""What lies on the medium when the process that wrote it is gone."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.stores import writer
from tests.stores.media import FileMedium
from tests.stores.samples import NORTH, append, entries_from, frontier, head, receipt

from detente.record.errors import HeadLost, StoreFailed
from detente.stores.headfile import HeadFile
from detente.stores.sqlite import SqliteStore

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def writing(folder: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the writer on the files of a folder; it is gone at the end."""
    command = [sys.executable, "-m", "tests.stores.writer", str(folder), *options]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def told(child: "subprocess.Popen[str]", times: int) -> list[int]:
    """Return the next numbers that the writer tells."""
    assert child.stdout is not None
    return [int(child.stdout.readline()) for _ in range(times)]


def rest_told(child: "subprocess.Popen[str]") -> list[int]:
    """Return what the writer told before it died; a torn last line does not count."""
    # communicate() would lose the lines that came together with the last one read.
    assert child.stdout is not None
    output = child.stdout.read()
    child.wait()  # its output ends a moment before its locks do
    return [int(line) for line in output.splitlines(keepends=True) if line[-1] == "\n"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files of a node that holds nothing; nobody has them open."""
    FileMedium(tmp_path).end()
    return tmp_path


def check_whole(store: SqliteStore, acknowledged: int) -> int:
    """Check that all acknowledged is there, once, and in order; return the size."""
    size = frontier(store, NORTH).size
    assert acknowledged <= size <= acknowledged + max(writer.BATCHES)
    assert store.entries(NORTH, 0, size + 99) == entries_from(
        0, size, writer.BODY_BYTES
    )
    assert store.held().receipts == ((receipt(NORTH, size),) if size else ())
    return size


def test_a_killed_node_has_lost_and_doubled_nothing(folder: Path) -> None:
    """Killed again and again at any moment, it holds what it acknowledged.

    The store is read first as another process would, while the log still lies as the
    dead node left it.
    """
    for acknowledgements in (1, 2, 7, 60, 150, 300, 1):
        with writing(folder) as child:
            numbers = told(child, acknowledgements)
            child.kill()
            numbers += rest_told(child)
        reader = SqliteStore.read_only(folder / "record.sqlite")
        size = check_whole(reader, numbers[-1])
        reader.close()
        store = SqliteStore.open(folder / "record.sqlite")
        assert check_whole(store, numbers[-1]) == size
        store.check()
        store.close()
        guard = HeadFile.open(folder / "head")
        vouched = guard.read()
        guard.close()
        assert vouched is None or vouched == head(vouched.size)
        assert numbers[-1] <= (vouched.size if vouched else 0) <= size
        if (vouched.size if vouched else 0) < size:
            catch_up(folder, size)


def catch_up(folder: Path, size: int) -> None:
    """Do what a line does when it opens: let the guard vouch for the whole store."""
    guard = HeadFile.open(folder / "head")
    guard.replace(guard.read(), head(size))
    guard.close()


def test_a_second_node_is_refused_while_the_first_one_writes(folder: Path) -> None:
    """Two processes would write two histories; the second one gets neither file."""
    with writing(folder) as child:
        told(child, 3)
        with pytest.raises(StoreFailed, match="Another node writes this store"):
            SqliteStore.open(folder / "record.sqlite")
        with pytest.raises(HeadLost, match="Another program holds"):
            HeadFile.open(folder / "head")
        child.kill()
        rest_told(child)
    SqliteStore.open(folder / "record.sqlite").close()
    HeadFile.open(folder / "head").close()


def test_another_process_reads_while_the_node_writes(folder: Path) -> None:
    """A command that only reads sees whole commits, and all of those acknowledged."""
    with writing(folder) as child:
        for _ in range(5):
            told(child, 20)
            (acknowledged,) = told(child, 1)
            reader = SqliteStore.read_only(folder / "record.sqlite")
            size = frontier(reader, NORTH).size
            assert size >= acknowledged
            kept = entries_from(0, size, writer.BODY_BYTES)
            assert reader.entries(NORTH, 0, size) == kept
            reader.close()


def test_a_full_disk_stops_the_node_and_costs_nothing(folder: Path) -> None:
    """It says so in a sentence; what it acknowledged is there when there is room."""
    with writing(folder, "--largest-file-bytes", "9000000") as child:
        output, sentence = child.communicate()
    assert child.returncode == 1
    assert sentence.startswith("The store ")
    assert "Nothing of this was kept." in sentence
    store = SqliteStore.open(folder / "record.sqlite")
    numbers = [int(line) for line in output.splitlines()]
    size = check_whole(store, numbers[-1])
    store.check()
    append(store, NORTH, entries_from(size, 2, writer.BODY_BYTES))
    check_whole_entries = entries_from(0, size + 2, writer.BODY_BYTES)
    assert store.entries(NORTH, 0, size + 9) == check_whole_entries
    store.close()
