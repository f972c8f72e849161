"""Decide which stores this release opens, and bring older ones up to it.

Each file `schema/NNN_*.sql` is a step, applied once, in order, in one transaction with
the note that it was. The table `meta` says how far a store has come (`schema`) and the
oldest release that may still open it (`compat`), both as numbers of such files. So an
older release goes on with a newer store where the newer one says that it may, and
leaves it alone otherwise.
"""

import sqlite3
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

from detente.record.errors import StoreFailed

APPLICATION_ID: Final = 0x44657465
_NOTE: Final = "UPDATE meta SET value = ? WHERE name = 'schema'"
_WORDS: Final = ("schema", "compat")


class Step(NamedTuple):
    """One file of the schema."""

    number: int
    sql: str


def _steps() -> tuple[Step, ...]:
    files = resources.files("detente.stores").joinpath("schema").iterdir()
    named = sorted((file.name, file) for file in files if file.name.endswith(".sql"))
    return tuple(Step(int(name[:3]), file.read_text("utf-8")) for name, file in named)


STEPS: Final = _steps()
NEWEST: Final = STEPS[-1].number


def new_store() -> bytes:
    """Return the bytes of a store that holds nothing."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        upgrade(connection, STEPS)
        return connection.serialize()
    finally:
        connection.close()


def version(connection: sqlite3.Connection, path: Path) -> int:
    """Return how far a store has come.

    Raises:
        StoreFailed: not a store, or of a newer release that this one cannot follow.
    """
    (identity,) = connection.execute("PRAGMA application_id").fetchone()
    known = {}
    if identity == APPLICATION_ID:
        known = dict(connection.execute("SELECT name, value FROM meta"))
    if not all(isinstance(known.get(word), int) for word in _WORDS):
        raise StoreFailed(f"{path} is no store of Detente. Check the path.")
    if known["compat"] > NEWEST:
        raise StoreFailed(
            f"The store {path} was written by a newer release of Detente (schema "
            f"{known['schema']}; this one knows {NEWEST}). Nothing was changed. Start "
            "the newer release again."
        )
    return int(known["schema"])


def upgrade(connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
    """Apply steps in order, each whole or not at all.

    Raises:
        sqlite3.Error: a step failed; close the connection, which undoes the step.
    """
    for number, sql in steps:
        connection.executescript(f"BEGIN IMMEDIATE;\n{sql}")
        connection.execute(_NOTE, (number,))
        connection.execute("COMMIT")
