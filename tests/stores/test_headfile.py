"""What the second file does beyond its port: torn writes, damage, locking."""

import hashlib
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.stores.samples import ORIGIN, head

from detente.record.errors import HeadLost
from detente.record.head import Head
from detente.stores.headfile import SLOT_BYTES, HeadFile

each_byte = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a second file that vouches for head 3; nobody has it open."""
    guard = HeadFile.create(tmp_path / "head")
    for size in (1, 2, 3):
        guard.replace(guard.read(), head(size))
    guard.close()
    return tmp_path / "head"


def read(path: Path) -> Head | None:
    """Return the head that a file vouches for."""
    guard = HeadFile.open(path)
    try:
        return guard.read()
    finally:
        guard.close()


def refused(path: Path) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(HeadLost) as error:
        HeadFile.open(path)
    return error.value.sentence


@each_byte
@given(at=st.integers(0, SLOT_BYTES), size=st.sampled_from([4, 5]))
def test_a_torn_write_leaves_the_head_before_or_the_one_after(
    path: Path, at: int, size: int
) -> None:
    """Wherever a power cut tears it, in either slot, one of the two heads is read.

    And the next head takes the torn slot's place, whichever was read.
    """
    guard = HeadFile.open(path)
    while (held := guard.read()) is not None and held.size >= size:
        size += 2
    while (held := guard.read()) is not None and held.size < size - 1:
        guard.replace(held, head(held.size + 1))
    before = path.read_bytes()
    guard.replace(head(size - 1), head(size))
    after = path.read_bytes()
    guard.close()
    slot = size % 2 * SLOT_BYTES
    path.write_bytes(before[:slot] + after[slot : slot + at] + before[slot + at :])
    found = read(path)
    assert found in {head(size - 1), head(size)}
    guard = HeadFile.open(path)
    guard.replace(found, head(size + 1))
    guard.close()
    assert read(path) == head(size + 1)


@each_byte
@given(at=st.integers(0, 2 * SLOT_BYTES - 1), change=st.integers(1, 255))
def test_a_changed_byte_never_makes_another_head(
    path: Path, at: int, change: int
) -> None:
    """A spoiled slot is passed over, not believed."""
    sound = path.read_bytes()
    spoiled = bytearray(sound)
    spoiled[at] ^= change
    path.write_bytes(spoiled)
    assert read(path) in {head(2), head(3)}
    path.write_bytes(sound)


@pytest.mark.parametrize(
    "data",
    [b"", bytes(2 * SLOT_BYTES), b"x" * 2 * SLOT_BYTES],
    ids=["empty", "zeros", "other bytes"],
)
def test_a_damaged_file_vouches_for_nothing(path: Path, data: bytes) -> None:
    """Above all, not for "never held a head": that would allow a second history."""
    path.write_bytes(data)
    assert "is damaged" in refused(path)


def test_slots_in_each_other_s_place_are_damage(path: Path) -> None:
    """The next write would take the place of the newest head, not of the older."""
    data = path.read_bytes()
    path.write_bytes(data[SLOT_BYTES:] + data[:SLOT_BYTES])
    assert "is damaged" in refused(path)


def test_a_slot_that_was_written_otherwise_is_damage(path: Path) -> None:
    """One spelling of a slot: what is not exactly as we write it is not ours."""
    data = path.read_bytes()
    path.write_bytes(data.replace(b"detente-head/1\n3\n", b"detente-head/1\n3\r"))
    assert read(path) == head(2)


def test_a_root_with_stray_bits_is_damage(path: Path) -> None:
    """A whole slot, digest and all, whose root has a second spelling."""
    data = path.read_bytes()
    text = data[SLOT_BYTES : data.index(b"=\n", SLOT_BYTES)]
    last = next(s for s in (b"B", b"C") if s != text[-1:])
    text = text[:-1] + last + b"=\n"
    digest = hashlib.sha256(text).hexdigest().encode()
    slot = (text + digest + b"\n").ljust(SLOT_BYTES, b"\0")
    path.write_bytes(data[:SLOT_BYTES] + slot)
    assert read(path) == head(2)


def test_a_missing_file_is_not_made_by_opening(tmp_path: Path) -> None:
    """Who lost the file must not begin as if there had never been a head."""
    assert "is missing" in refused(tmp_path / "head")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_second_file(tmp_path: Path) -> None:
    """The sentence says what the system said."""
    assert "cannot be opened" in refused(tmp_path)


def test_a_file_is_not_created_over_another(path: Path) -> None:
    """What it vouches for stays."""
    with pytest.raises(HeadLost, match="exists already"):
        HeadFile.create(path)
    assert read(path) == head(3)


def test_a_file_is_not_created_where_there_is_no_folder(tmp_path: Path) -> None:
    """The sentence names what is missing."""
    with pytest.raises(HeadLost, match="No such file or directory"):
        HeadFile.create(tmp_path / "missing" / "head")


def test_a_file_left_half_created_is_created_anew(tmp_path: Path) -> None:
    """A power cut leaves the file under another name, where nobody looks."""
    (tmp_path / "head.part").write_bytes(b"detente-he")
    guard = HeadFile.create(tmp_path / "head")
    assert guard.read() is None
    guard.close()
    assert [each.name for each in tmp_path.iterdir()] == ["head"]


def test_only_its_owner_can_read_the_file(path: Path) -> None:
    """Nobody else may open it."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_holder_is_refused(path: Path) -> None:
    """Also inside one process; when the first one closes, the way is free."""
    guard = HeadFile.open(path)
    assert "Another program holds" in refused(path)
    guard.close()
    assert read(path) == head(3)


@pytest.mark.parametrize("left", ["nothing", "a copy"])
def test_a_file_taken_away_while_it_is_open_is_noticed(path: Path, left: str) -> None:
    """A head written into a deleted file would be lost with the process."""
    guard = HeadFile.open(path)
    data = path.read_bytes()
    path.rename(path.with_name("taken"))
    if left == "a copy":
        path.write_bytes(data)
    with pytest.raises(HeadLost, match=r"cannot be found|was replaced"):
        guard.replace(head(3), head(4))
    guard.close()


@pytest.mark.parametrize("origin", ["", "two words", "line\nbreak", "x" * 5000])
def test_a_head_that_could_not_be_read_again_is_not_written(
    path: Path, origin: str
) -> None:
    """The file goes on vouching for the head before."""
    guard = HeadFile.open(path)
    with pytest.raises(HeadLost, match="cannot hold this head"):
        guard.replace(head(3), Head(origin, 4, bytes(32)))
    guard.close()
    assert read(path) == head(3)


def test_a_write_that_the_system_refuses_is_told(path: Path) -> None:
    """A file that is open to read alone stands for a disk that takes nothing."""
    guard = HeadFile(path, os.open(path, os.O_RDONLY))
    with pytest.raises(HeadLost, match="cannot be written: Bad file descriptor"):
        guard.replace(head(3), head(4))
    guard.close()
    assert read(path) == head(3)


def test_a_closed_file_does_nothing_more(path: Path) -> None:
    """Every use is refused in words, and closing again is no fault."""
    guard = HeadFile.open(path)
    guard.close()
    guard.close()
    with pytest.raises(HeadLost, match="cannot be read"):
        guard.read()
    with pytest.raises(HeadLost, match="cannot be read"):
        guard.replace(head(3), head(4))


def test_the_file_is_text_that_people_can_read(path: Path) -> None:
    """Who compares by hand finds origin and size in it."""
    assert f"{ORIGIN}\n3\n".encode() in path.read_bytes()
