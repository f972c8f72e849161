"""A node of its own process that does nothing but store, until it is killed.

It appends numbered entries to both files and says on standard output, after each
commit, how many it has stored. A number may be on its way when the process dies; a
number that arrived was flushed before.
"""

import argparse
import resource
import sys
from pathlib import Path

from tests.stores.samples import (
    NORTH,
    entries_from,
    frontier,
    growth,
    head,
    receipt,
)

from detente.record.errors import DetenteError
from detente.stores.headfile import HeadFile
from detente.stores.sqlite import SqliteStore

BATCHES = (1, 3, 1, 40, 2, 17)
BODY_BYTES = 1500
MOST_COMMITS = 100_000


def write(store: SqliteStore, guard: HeadFile) -> None:
    """Store batch after batch, and tell."""
    held = frontier(store, NORTH)
    old = guard.read()
    print(held.size, flush=True)  # noqa: T201 - the parent listens
    for number in range(MOST_COMMITS):
        count = BATCHES[number % len(BATCHES)]
        change = growth(NORTH, held, entries_from(held.size, count, BODY_BYTES))
        (fed,) = change.feeds
        held = fed.frontier
        store.commit(change._replace(receipts=(receipt(NORTH, held.size),)))
        guard.replace(old, head(held.size))
        old = head(held.size)
        print(held.size, flush=True)  # noqa: T201 - the parent listens


def main() -> None:
    """Open the files that the command line names, and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--largest-file-bytes", type=int)
    chosen = parser.parse_args()
    try:
        store = SqliteStore.open(chosen.folder / "record.sqlite")
        guard = HeadFile.open(chosen.folder / "head")
        if chosen.largest_file_bytes is not None:
            most = chosen.largest_file_bytes
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        write(store, guard)
    except DetenteError as error:
        sys.exit(error.sentence)


if __name__ == "__main__":
    main()
