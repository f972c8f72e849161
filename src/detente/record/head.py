"""Decide what a head, a receipt and a policy are: the C2SP text formats, strictly.

Signed note and tlog-checkpoint v1.0.0, tlog-cosignature v1.1 (Ed25519 type 0x04 and
ML-DSA-44 type 0x06), as spec clause 5 narrows them: no extension lines, and a head
counts only under *both* keys of its feed. A receipt is the same checkpoint cosigned by
a mirror, with both kinds, and means: "I durably hold every entry up to here".

Which keys belong to whom is said by key documents; when to sign is the node's matter.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from detente.record import keys
from detente.record.errors import Malformed, Unproven

MAX_NOTE_BYTES: Final = 64 * 1024
MAX_SIGNATURES: Final = 32
LARGEST_TIME: Final = 2**63 - 1
HINT_BYTES: Final = 4

# Signature types of the C2SP signed note.
PLAIN_ED25519: Final = 0x01
COSIGNED_ED25519: Final = 0x04
COSIGNED_ML_DSA_44: Final = 0x06

_ALGORITHM = {
    PLAIN_ED25519: keys.ED25519,
    COSIGNED_ED25519: keys.ED25519,
    COSIGNED_ML_DSA_44: keys.ML_DSA_44,
}
_NAME = r"[!-*,-~]{1,255}"  # visible ASCII without plus: clause 5.2
_BODY = re.compile(
    rf"({_NAME})\n(0|[1-9][0-9]{{0,18}})\n([A-Za-z0-9+/]{{43}}=)\n".encode()
)
_LINE = re.compile(rf"— ({_NAME}) ([A-Za-z0-9+/]+=*)\n".encode())


class Head(NamedTuple):
    """A checkpoint: the feed of `origin` has this root at this size."""

    origin: str
    size: int
    root: bytes

    def body(self) -> bytes:
        """Return the note text (tlog-checkpoint), final newline included."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n".encode()


class NoteKey(NamedTuple):
    """A key that signs notes: name, C2SP signature type, public key bytes."""

    name: str
    kind: int
    raw: bytes

    @property
    def hint(self) -> bytes:
        """The four bytes that C2SP calls the key id: a hint, never an identity."""
        return _hint(self)

    def vkey(self) -> str:
        """Return the C2SP verifier key text."""
        return f"{self.name}+{self.hint.hex()}+{_base64(bytes([self.kind]) + self.raw)}"


@lru_cache(maxsize=1024)
def _hint(key: NoteKey) -> bytes:
    named = key.name.encode() + b"\n" + bytes([key.kind]) + key.raw
    return hashlib.sha256(named).digest()[:HINT_BYTES]


class Signature(NamedTuple):
    """One signature line of a note: key name, hint, and what follows the hint."""

    name: str
    hint: bytes
    value: bytes


class Note(NamedTuple):
    """A head with the signature lines that came with it, as received."""

    head: Head
    signatures: tuple[Signature, ...]

    def text(self) -> bytes:
        """Return the signed note."""
        return self.head.body() + b"\n" + b"".join(map(_line, self.signatures))

    def only(self, names: Iterable[NoteKey]) -> "Note":
        """Return the note with the lines of these keys alone, in their order."""
        found = {(line.name, line.hint): line for line in self.signatures}
        wanted = [(key.name, key.hint) for key in names]
        return Note(self.head, tuple(found[key] for key in wanted if key in found))

    def with_lines(self, lines: Iterable[Signature]) -> "Note":
        """Return the note with further signature lines."""
        return Note(self.head, self.signatures + tuple(lines))


def to_be_signed(head: Head, key: NoteKey, time_s: int) -> bytes:
    """Return the message that `key` signs for a head (tlog-cosignature).

    Args:
        head: the checkpoint.
        key: whose signature it becomes; its kind fixes the message.
        time_s: POSIX seconds the signature claims; a plain signature carries none.
    """
    if key.kind == PLAIN_ED25519:
        return head.body()
    if key.kind == COSIGNED_ED25519:
        return f"cosignature/v1\ntime {time_s}\n".encode() + head.body()
    name, origin = key.name.encode(), head.origin.encode()
    return b"".join(
        (
            b"subtree/v1\n\x00",
            bytes([len(name)]) + name,
            time_s.to_bytes(8, "big"),
            bytes([len(origin)]) + origin,
            (0).to_bytes(8, "big"),
            head.size.to_bytes(8, "big"),
            head.root,
        )
    )


def signature_line(key: NoteKey, time_s: int, signature: bytes) -> Signature:
    """Return the line that carries a signature over `to_be_signed`."""
    stamp = b"" if key.kind == PLAIN_ED25519 else time_s.to_bytes(8, "big")
    return Signature(key.name, key.hint, stamp + signature)


def parse_note(text: bytes) -> Note:
    """Read a signed checkpoint; every byte of it is accounted for.

    Raises:
        Malformed: not exactly a C2SP signed checkpoint without extension lines.
    """
    if len(text) > MAX_NOTE_BYTES:
        raise Malformed("A head is longer than 64 KiB (clause 5.1).")
    body = _BODY.match(text)
    if body is None or text[body.end() : body.end() + 1] != b"\n":
        raise Malformed("A head is not origin, size and root alone (clause 5.1).")
    head = Head(body[1].decode(), int(body[2]), unbase64(body[3]))
    lines: list[Signature] = []
    at = body.end() + 1
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None or len(lines) == MAX_SIGNATURES:
            raise Malformed("A head has a line that is no signature (clause 5.1).")
        value = unbase64(line[2])
        if len(value) <= HINT_BYTES:
            raise Malformed("A signature line has a hint alone (clause 5.1).")
        lines.append(
            Signature(line[1].decode(), value[:HINT_BYTES], value[HINT_BYTES:])
        )
        at = line.end()
    if not lines:
        raise Malformed("A head carries no signature (clause 5.1).")
    return Note(head, tuple(lines))


def verify_note(
    note: Note, required: Sequence[NoteKey], verify: keys.Verify = keys.verify
) -> int:
    """Check that every required key signed the head; return the latest time claimed.

    Lines of other keys are passed over, as the signed note demands.

    Raises:
        Unproven: a required signature is missing, stands twice, or does not verify.
    """
    latest_s = 0
    for key in required:
        lines = [s for s in note.signatures if (s.name, s.hint) == (key.name, key.hint)]
        if len(lines) != 1:
            raise Unproven(
                f"A head needs one signature of each key of {key.name} (clause 5.3)."
            )
        time_s, signature = 0, lines[0].value
        if key.kind != PLAIN_ED25519:
            time_s, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        if time_s > LARGEST_TIME:
            raise Unproven("A signature claims a time beyond all times (clause 5.4).")
        public = keys.PublicKey(_ALGORITHM[key.kind], key.raw)
        verify(public, to_be_signed(note.head, key, time_s), signature)
        latest_s = max(latest_s, time_s)
    return latest_s


def policy(feed: Sequence[NoteKey], mirrors: Sequence[Sequence[NoteKey]]) -> str:
    """Return a C2SP tlog-policy that demands every key of the feed and its mirrors.

    A policy accepts a head under any one `log` line; the feed's post-quantum key
    therefore stands as a witness, so that both of its keys are demanded.
    """
    named = [(f"feed-{key.kind:02x}", key) for key in feed if key.kind != PLAIN_ED25519]
    for number, mirror in enumerate(mirrors, 1):
        named += [(f"mirror{number}-{key.kind:02x}", key) for key in mirror]
    lines = [f"log {key.vkey()}" for key in feed if key.kind == PLAIN_ED25519]
    lines += [f"witness {name} {key.vkey()}" for name, key in named]
    lines += [f"group all-keys all {' '.join(name for name, _ in named)}"]
    return "\n".join([*lines, "quorum all-keys", ""])


def unbase64(text: bytes) -> bytes:
    """Decode base64 that has exactly one spelling.

    Raises:
        Malformed: not base64, or with stray bits in its last sign.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Malformed("A text is not base64 (clause 5.1).") from error
    if base64.b64encode(data) != text:
        raise Malformed("A base64 text has stray bits (clause 5.1).")
    return data


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _line(signature: Signature) -> bytes:
    value = _base64(signature.hint + signature.value)
    return f"\u2014 {signature.name} {value}\n".encode()
