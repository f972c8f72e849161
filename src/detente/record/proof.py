"""Decide what a proof file holds: everything a third party needs, offline.

Spec clause 7. One deterministic CBOR file: the C2SP tlog-proof text with the head and
the cosignatures under it, the statement's bytes, its salt and body if they are
disclosed, the founding charter whose hash is the channel's id, the key documents of the
parties, and a C2SP policy. It is built here; it is judged by the one-file verifier
`detente-verify`, which shares no code with this package, so that one mistake cannot
make both agree.
"""

import base64
from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.record import wire
from detente.record.feed import Entry
from detente.record.head import Note

FORMAT: Final = "detente-proof/1"
MAX_BYTES: Final = 4 * 1024 * 1024


class Proof(NamedTuple):
    """What a proof file shows of one statement."""

    position: int
    path: tuple[bytes, ...]
    note: Note
    entry: Entry
    charter: bytes
    key_documents: tuple[bytes, ...]
    policy: str

    def tlog(self) -> str:
        """Return the C2SP tlog-proof text."""
        return tlog_proof(self.position, self.path, self.note)

    def render(self, *, with_body: bool) -> bytes:
        """Return the proof file; without its body it proves that something was said."""
        shown = with_body and self.entry.body is not None
        return wire.encode(
            {
                "format": FORMAT,
                "tlog": self.tlog(),
                "statement": self.entry.raw,
                "salt": self.entry.salt if shown else None,
                "body": self.entry.body if shown else None,
                "charter": self.charter,
                "keys": list(self.key_documents),
                "policy": self.policy,
            }
        )

    def parts(self) -> dict[str, bytes]:
        """Return the plain files that other people's tools read, by name."""
        return {
            "head.note": self.note.text(),
            "proof.tlog": self.tlog().encode(),
            "statement.cose": self.entry.raw,
            "policy.txt": self.policy.encode(),
        }


def tlog_proof(position: int, path: Sequence[bytes], note: Note) -> str:
    """Return the C2SP tlog-proof text of one entry."""
    lines = ["c2sp.org/tlog-proof@v1", f"index {position}"]
    lines += [base64.b64encode(step).decode() for step in path]
    return "\n".join([*lines, "", note.text().decode()])
