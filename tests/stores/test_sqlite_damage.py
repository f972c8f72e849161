"""Damage of an SQLite store is found, and comes out as a sentence."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.stores.samples import NORTH
from tests.stores.sqlite_file import by_hand, refusal

from detente.record.errors import StoreFailed
from detente.record.feed import leaf_hash
from detente.stores.sqlite import SqliteStore


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM entry WHERE position = 39",
        "UPDATE feed SET size = 39, peaks = zeroblob(128) WHERE party = 'NORTH'",
        "UPDATE feed SET peaks = zeroblob(32) WHERE party = 'NORTH'",
        "UPDATE feed SET peaks = zeroblob(60) WHERE party = 'NORTH'",
        "UPDATE entry SET raw = X'00' WHERE position = 39",
        "UPDATE entry SET position = 45 WHERE position = 39",
    ],
    ids=[
        "no last entry",
        "too short",
        "peak missing",
        "peak cut",
        "another entry",
        "moved entry",
    ],
)
def test_a_store_whose_feed_is_cut_off_is_refused(closed: Path, change: str) -> None:
    """What can be seen from a few pages is seen at every start."""
    with by_hand(closed) as connection:
        connection.execute(change)
    assert "is damaged" in refusal(closed)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM entry WHERE position = 7",
        "UPDATE entry SET raw = X'00' WHERE position = 7",
        "UPDATE entry SET leaf = zeroblob(32) WHERE position = 7",
        "UPDATE feed SET peaks = zeroblob(64) WHERE party = 'NORTH'",
        "DELETE FROM feed WHERE party = 'SOUTH'",
        "UPDATE newest_receipt SET size = 3",
        "DELETE FROM newest_receipt",
    ],
    ids=[
        "entry missing",
        "other entry",
        "other leaf",
        "other tree",
        "feed missing",
        "newest too small",
        "newest missing",
    ],
)
def test_a_check_finds_what_does_not_belong(closed: Path, change: str) -> None:
    """It reads everything: what a start does not see, a check does."""
    with by_hand(closed) as connection:
        connection.execute(change)
    store = SqliteStore.open(closed)
    with pytest.raises(StoreFailed, match="is damaged"):
        store.check()
    store.close()


def test_text_in_place_of_bytes_is_damage(closed: Path) -> None:
    """A changed bit of a row's header turns bytes into text, which nobody expects."""
    lax = "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')')"
    with by_hand(closed) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(lax)
    with by_hand(closed) as connection:
        connection.execute("UPDATE entry SET body = 'text' WHERE position = 7")
    store = SqliteStore.open(closed)
    assert len(store.entries(NORTH, 0, 7)) == 7
    with pytest.raises(StoreFailed, match="is damaged"):
        store.entries(NORTH, 0, 8)
    store.close()


def test_a_check_finds_a_row_that_breaks_its_table(closed: Path) -> None:
    """SQLite itself says what it found."""
    with by_hand(closed) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE entry SET position = -1 WHERE position = 7")
    store = SqliteStore.open(closed)
    with pytest.raises(StoreFailed, match="CHECK constraint failed in entry"):
        store.check()
    store.close()


def test_a_check_finds_two_entries_in_place_of_others(closed: Path) -> None:
    """An entry moved to another position is no entry of that position."""
    with by_hand(closed) as connection:
        leaf = leaf_hash(b"statement 8")
        connection.execute("DELETE FROM entry WHERE position = 7")
        connection.execute(
            "INSERT INTO entry SELECT party, generation, 7, ?, raw, salt, body "
            "FROM entry WHERE position = 8",
            (leaf,),
        )
    store = SqliteStore.open(closed)
    with pytest.raises(StoreFailed, match="another tree"):
        store.check()
    store.close()


def test_a_sound_store_passes_its_check(closed: Path) -> None:
    """Also when it is open to read alone."""
    store = SqliteStore.read_only(closed)
    store.check()
    store.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_comes_out_as_a_sentence_or_not_at_all(
    closed: Path, data: st.DataObject
) -> None:
    """Whatever bytes change or are cut off, no other error comes out of any use."""
    sound = closed.read_bytes()
    spoiled = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(sound) - 1))
        spoiled[at] = data.draw(st.integers(0, 255))
    spoiled = spoiled[: data.draw(st.just(len(sound)) | st.integers(0, len(sound)))]
    path = closed.with_name("spoiled.sqlite")
    path.write_bytes(spoiled)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    try:
        store = SqliteStore.read_only(path)
    except StoreFailed:
        return
    for use in (
        store.held,
        lambda: store.first_receipt(NORTH, "SOUTH", 0),
        lambda: store.receipt_by(NORTH, "SOUTH", 0),
        store.check,
        lambda: store.entries(NORTH, 0, 99),
        lambda: store.leaves(NORTH, 0, 99),
    ):
        try:
            use()
        except StoreFailed as error:
            assert error.sentence.startswith("The store ")  # noqa: PT017 - may pass
    store.close()
