"""How the clauses of contact requests and their tally are switched off (12 and 13)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
import pytest
from tests.scenarios.switching import Switch, both, unmarked

from detente.dialogue import compose, fold, receipts, tally
from detente.dialogue import outcome as outcomes
from detente.dialogue.cases import contact
from detente.dialogue.cases.contact import Contact
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.forms import con
from detente.dialogue.outcome import Bucket, Outcome
from detente.dialogue.pairing import Founding
from detente.dialogue.standing import Standing
from detente.dialogue.tally import Counts
from detente.dialogue.track import Step, Track
from detente.record import keys
from detente.record.feed import FeedId
from detente.record.head import Note, NoteKey, verify_note

LONG_AGO_S: Final = -(1 << 40)


def the_askers_time(patch: pytest.MonkeyPatch) -> None:
    """The asker alone says how long an answer may take."""
    truly = Contact.begin.__func__  # type: ignore[attr-defined]

    def begin(cls: type[Contact], entered: Entered, founding: Founding) -> Contact:
        case: Contact = truly(cls, entered, founding)
        return case.having(within_s=case.request.answer_by_s)

    patch.setattr(Contact, "begin", classmethod(begin))


def anything_follows(patch: pytest.MonkeyPatch) -> None:
    """Any act may follow any other."""
    for name in ("_ANSWERABLE", "_TO_SCHEDULE", "_TO_HOLD", "_TO_CALL_OFF"):
        patch.setattr(contact, name, set(Outcome))
    patch.setattr(contact, "_TO_TAKE_BACK", set(Outcome))


def the_last_word(patch: pytest.MonkeyPatch) -> None:
    """Of two acts that crossed, the one that is read last holds."""

    def take(track: Track, entered: Entered, outcome: Outcome) -> Track:
        step = Step(entered, outcome)
        return msgspec.structs.replace(track, steps=(*track.steps, step), standing=step)

    patch.setattr(Track, "take", take)


def at_any_time(patch: pytest.MonkeyPatch) -> None:
    """A lapse holds whenever it is entered."""
    truly = Contact._lapse

    def lapse(case: Contact, entered: Entered, body: con.Lapse) -> Contact:
        after = truly(case.having(within_s=LONG_AGO_S), entered, body)
        return after.having(within_s=case.within_s)

    patch.setattr(Contact, "_lapse", lapse)


def unproven(patch: pytest.MonkeyPatch) -> None:
    """The asker is believed that their machine held the request."""

    def believe(key: keys.PublicKey, message: bytes, signature: bytes) -> None:
        return

    def verify(note: Note, required: Sequence[NoteKey], check: keys.Verify) -> int:
        return verify_note(note, required, believe)

    patch.setattr(receipts, "verify_note", verify)


def for_good(patch: pytest.MonkeyPatch) -> None:
    """NOT DELIVERED stays, although the request arrived after all."""

    def outcome(case: Contact) -> Outcome:
        return case.sought.outcome

    patch.setattr(Contact, "outcome", property(outcome))


def no_counterparts(patch: pytest.MonkeyPatch) -> None:
    """Nobody is told who the agreed counterpart is."""

    def nothing(standing: Standing, case: Contact) -> Iterator[Fault]:
        return iter(())

    patch.setattr(compose, "_counterpart", nothing)


def one_level(patch: pytest.MonkeyPatch) -> None:
    """A contact at any level is the contact that was asked for."""

    def track(case: Contact, post: str) -> tuple[str, Track]:
        return "sought", case.sought

    patch.setattr(Contact, "_track", track)


def never_late(patch: pytest.MonkeyPatch) -> None:
    """An answer is an answer, whenever it comes."""

    def knows_lapse(track: Track, entered: Entered) -> bool:
        return False

    patch.setattr(Track, "knows_lapse", knows_lapse)


def held_if_one_says_so(patch: pytest.MonkeyPatch) -> None:
    """One side's record of a contact is the record."""

    def record(case: Contact, entered: Entered, body: con.Held) -> Contact:
        name, track = case._track(body.post)
        return case.having(**{name: track.take(entered, Outcome.HELD)})

    patch.setattr(Contact, "_record", record)


def all_that_is_held(patch: pytest.MonkeyPatch) -> None:
    """A tally counts what the node happens to hold, whatever heads it names."""

    def at_heads(standing: Standing, heads: Mapping[FeedId, int]) -> Standing:
        return standing

    patch.setattr(fold, "at_heads", at_heads)


def one_bucket(patch: pytest.MonkeyPatch) -> None:
    """Refused, cancelled or ignored are one and the same."""
    truly = outcomes.bucket

    def bucket(outcome: Outcome) -> Bucket:
        found = truly(outcome)
        ignored = found in {"no_response", "not_delivered", "cancelled"}
        return "refused" if ignored else found

    patch.setattr(contact, "bucket", bucket)


def no_lateness(patch: pytest.MonkeyPatch) -> None:
    """The tally does not say which answers were late."""
    truly = tally._counts

    def counts(contacts: Sequence[Contact]) -> Counts:
        return msgspec.structs.replace(truly(contacts), late=0)

    patch.setattr(tally, "_counts", counts)


def no_ages(patch: pytest.MonkeyPatch) -> None:
    """Nobody counts how long an answer took."""

    def answer_s(case: Contact) -> int | None:
        return None

    patch.setattr(Contact, "answer_s", property(answer_s))


SWITCHES: Final[Mapping[str, Switch]] = {
    "12.3": both(unmarked("12.3"), the_askers_time),
    "12.5": anything_follows,
    "12.6": the_last_word,
    "12.7": at_any_time,
    "12.8": unproven,
    "12.9": for_good,
    "12.10": no_counterparts,
    "12.11": one_level,
    "12.12": never_late,
    "12.13": held_if_one_says_so,
    "13.1": all_that_is_held,
    "13.2": one_bucket,
    "13.3": no_lateness,
    "13.4": no_ages,
}
