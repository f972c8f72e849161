"""How the clauses of the record and its exchange are switched off (1 to 10)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pytest
from tests.scenarios.switching import Switch

import detente_verify
from detente.exchange import mirror, replica
from detente.exchange.replica import Replica
from detente.node.line import Line
from detente.node.paths import Paths
from detente.ports import Carrier
from detente.record import head, keys, statement, wire
from detente.record.feed import Entry
from detente.record.head import Note, NoteKey
from detente.record.statement import Statement


def believe(key: keys.PublicKey, message: bytes, signature: bytes) -> None:
    """Take any signature."""


def any_text(patch: pytest.MonkeyPatch) -> None:
    """A text may hold signs that make it read otherwise than it was signed."""

    def as_it_is(text: str) -> str:
        return text

    patch.setattr(wire, "check_text", as_it_is)


def any_letter(patch: pytest.MonkeyPatch) -> None:
    """A reference may say OPERATION of what the header calls an exercise."""
    patch.setitem(statement._STATUS_LETTER, "EXERCISE", "O")


def any_body(patch: pytest.MonkeyPatch) -> None:
    """A body need not be the one that its header commits to."""

    def unchecked(said: Statement, entry: Entry) -> None:
        return

    def shown(said: dict[str, Any], of: detente_verify.Statement) -> str:
        return str(said["body"])

    patch.setattr(statement, "check_body", unchecked)
    patch.setattr(detente_verify, "_body", shown)


def any_releaser(patch: pytest.MonkeyPatch) -> None:
    """Whoever claims to speak for a post is believed."""

    def unchecked(*arguments: object) -> None:
        return

    patch.setattr(statement, "verify", unchecked)


def any_head(patch: pytest.MonkeyPatch) -> None:
    """A head counts, whoever signed it."""
    truly = head.verify_note

    def verify(note: Note, required: Sequence[NoteKey], check: keys.Verify) -> int:
        return truly(note, required, believe)

    patch.setattr(head, "verify_note", verify)


def any_path(patch: pytest.MonkeyPatch) -> None:
    """A statement need not stand under the head that it is shown with."""

    class Whatever(bytes):
        """A root that differs from none."""

        __slots__ = ()
        __hash__ = bytes.__hash__

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

    def root(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
        return Whatever()

    patch.setattr(detente_verify, "included_root", root)


def one_side_suffices(patch: pytest.MonkeyPatch) -> None:
    """A party's own word shows that the other side held it."""
    truly = detente_verify._proof

    def proof(
        said: dict[str, Any], channel: detente_verify.Channel, trust: object
    ) -> tuple[str, dict[str, Any]]:
        return truly(said, channel, detente_verify.Trust())

    patch.setattr(detente_verify, "_proof", proof)


def heads_are_not_compared(patch: pytest.MonkeyPatch) -> None:
    """What contradicts what we hold is passed over; third parties' heads stay here."""
    truly = mirror.admit

    def admit(*arguments: Any) -> mirror.Admission:  # noqa: ANN401 - handed on
        found = truly(*arguments)
        return mirror.Known(arguments[2]) if isinstance(found, mirror.Forked) else found

    def none(*arguments: object, probe: bool) -> list[object]:
        return []

    patch.setattr(mirror, "admit", admit)
    patch.setattr(Line, "_heads_for", none)


def one_path(patch: pytest.MonkeyPatch) -> None:
    """There is the first path, and no other."""
    truly = Paths.ready

    def ready(paths: Paths, now_s: float, size: int) -> list[Carrier]:
        first = paths._carriers[:1]
        return [each for each in truly(paths, now_s, size) if each in first]

    patch.setattr(Paths, "ready", ready)


def silence_is_guilt(patch: pytest.MonkeyPatch) -> None:
    """Who does not receipt in time is suspected, whatever the reason."""

    def suspected(state: Replica, now_s: float) -> bool:
        waited_s = now_s - state.unreceipted_since_s
        return waited_s > state.terms.receipt_withheld_s

    patch.setattr(replica, "suspected", suspected)


def any_channel(patch: pytest.MonkeyPatch) -> None:
    """A statement is taken in whatever channel it turns up."""
    truly = statement.verify

    def verify(
        said: Statement,
        channel: bytes,
        party: str,
        credentials: Mapping[bytes, keys.PublicKey],
        check: keys.Verify,
    ) -> None:
        truly(said, said.header.channel, party, credentials, check)

    patch.setattr(statement, "verify", verify)


SWITCHES: Final[Mapping[str, Switch]] = {
    "1.6": any_text,
    "3.3": any_letter,
    "3.4": any_body,
    "3.5": any_releaser,
    "4.3": any_path,
    "5.3": any_head,
    "7.5": one_side_suffices,
    "9.6": heads_are_not_compared,
    "9.7": one_path,
    "9.8": silence_is_guilt,
    "10.5": any_channel,
}
