"""Decide what the second file is: the newest head of our own feed, kept twice.

Spec clause 5.5. The file vouches for what may already have been signed. It has two
slots of one disk block each, written in turn; a slot carries a sequence number, the
head as checkpoint text, and the SHA-256 of both. A write that a power cut tears spoils
the slot it was for, and the other one still stands: at that moment the new head was not
signed yet, so the older one is true.

Keep it on another medium than the store, and leave it out of the store's backups: a
guard restored together with the store vouches for nothing.
"""

import fcntl
import hashlib
import os
import re
from pathlib import Path
from typing import Final, NamedTuple

from detente.durable import publish
from detente.record.errors import HeadLost, Malformed, StoreFailed
from detente.record.head import Head, unbase64
from detente.stores.continuity import check_still

SLOT_BYTES: Final = 4096
_SLOTS: Final = 2
_MAGIC: Final = b"detente-head/1\n"
_TEXT: Final = re.compile(
    rb"detente-head/1\n(0|[1-9][0-9]{0,17})\n"
    rb"(?:([!-~]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n)?"
)
_DO: Final = (
    "Nothing is signed. Keep the file as it is, compare our feed with the other side's "
    "copy, and open a new generation of the feed under the root's signature."
)


class _Slot(NamedTuple):
    """What one slot says: the higher sequence number is the newer."""

    sequence: int
    head: Head | None

    def render(self) -> bytes:
        """Return the slot's bytes; it holds text alone, so that people can read it."""
        body = b"" if self.head is None else self.head.body()
        text = b"%s%d\n%s" % (_MAGIC, self.sequence, body)
        digest = hashlib.sha256(text).hexdigest().encode()
        return (text + digest + b"\n").ljust(SLOT_BYTES, b"\0")


class HeadFile:
    """The HeadGuard port over one small file, which one process at a time may hold."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Take over an open and locked file; use `create` or `open` instead."""
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def create(cls, path: Path) -> "HeadFile":
        """Create the file of a feed that never had a head, and open it.

        Raises:
            HeadLost: there is one already, or it cannot be written.
        """
        if path.exists():
            raise HeadLost(
                f"{path} exists already and may vouch for a head. It is not replaced."
            )
        try:
            publish(path, _Slot(0, None).render() + bytes(SLOT_BYTES))
        except StoreFailed as error:
            raise HeadLost(error.sentence) from error
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> "HeadFile":
        """Open the file of a feed that has one, and lock it until `close`.

        Raises:
            HeadLost: the file is missing, damaged, or held by another process.
        """
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise HeadLost(
                f"The second file {path} is missing, so nothing vouches for the newest "
                f"head of our own feed. {_DO}"
            ) from error
        except OSError as error:
            raise HeadLost(_cannot("be opened", path, error)) from error
        guard = cls(path, descriptor)
        try:
            guard._lock()
            guard.read()
        except HeadLost:
            guard.close()
            raise
        return guard

    def _lock(self) -> None:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise HeadLost(
                f"Another program holds the second file {self._path}: a second node of "
                "this line would sign a second history. Stop it first."
            ) from error
        except OSError as error:
            raise HeadLost(_cannot("be locked", self._path, error)) from error

    def read(self) -> Head | None:
        """Return the head it vouches for, or None where it never held one.

        Raises:
            HeadLost: the file is damaged or cannot be read.
        """
        return self._newest().head

    def replace(self, old: Head | None, new: Head) -> None:
        """Replace the head if it is still `old`, and flush.

        Raises:
            HeadLost: it holds another head, is no longer the file under its name, or
                cannot be written.
        """
        newest = self._newest()
        check_still(newest.head, old)
        slot = _Slot(newest.sequence + 1, new)
        if _parse(slot.render()) != slot:
            raise HeadLost("The second file cannot hold this head. Nothing is signed.")
        self._check_in_place()
        try:
            self._write(slot)
        except OSError as error:
            raise HeadLost(_cannot("be written", self._path, error)) from error

    def close(self) -> None:
        """Let go of the file and its lock; a second time does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _newest(self) -> _Slot:
        try:
            data = os.pread(self._descriptor, _SLOTS * SLOT_BYTES, 0)
        except OSError as error:
            raise HeadLost(_cannot("be read", self._path, error)) from error
        slots = [_parse(data[at : at + SLOT_BYTES]) for at in (0, SLOT_BYTES)]
        # A slot in the other's place would be the next one to be written over.
        whole = [s for n, s in enumerate(slots) if s and s.sequence % _SLOTS == n]
        if not whole:
            raise HeadLost(
                f"The second file {self._path} is damaged, so nothing vouches for the "
                f"newest head of our own feed. {_DO}"
            )
        return max(whole, key=lambda slot: slot.sequence)

    def _check_in_place(self) -> None:
        """Refuse to write into a file that was deleted or replaced while it was open.

        The write would succeed and be lost with the last descriptor.
        """
        ours = os.fstat(self._descriptor)
        try:
            named = self._path.stat()
        except OSError as error:
            raise HeadLost(_cannot("be found", self._path, error)) from error
        if (ours.st_dev, ours.st_ino) != (named.st_dev, named.st_ino):
            raise HeadLost(
                f"The second file {self._path} was replaced while the node ran. {_DO}"
            )

    def _write(self, slot: _Slot) -> None:
        # The older slot's place is the next sequence number's: two in turn.
        at = slot.sequence % _SLOTS * SLOT_BYTES
        written = os.pwrite(self._descriptor, slot.render(), at)
        if written != SLOT_BYTES:
            raise OSError(None, "only a part of the slot was written")
        os.fdatasync(self._descriptor)


def _parse(data: bytes) -> _Slot | None:
    """Return what a slot says, or None where it is not whole."""
    found = _TEXT.match(data)
    if found is None or len(data) != SLOT_BYTES:
        return None
    head = None
    if found[2] is not None:
        try:
            root = unbase64(found[4])
        except Malformed:
            return None
        head = Head(found[2].decode(), int(found[3]), root)
    slot = _Slot(int(found[1]), head)
    return slot if slot.render() == data else None


def _cannot(what: str, path: Path, error: OSError) -> str:
    return f"The second file {path} cannot {what}: {error.strerror}. {_DO}"
