"""Fold the accounts of one call: how long it waited, and where they differ.

Spec clauses 16.3 to 16.6. Each side's newest account stands, beside the other's, and
neither is made to agree. Two minutes on hold bring a second officer, whoever was asked
for; so does a message refused, for a caller who speaks to one man only is not reached
by waiting for him.
"""

from collections.abc import Iterator
from typing import ClassVar, Final, NamedTuple, Self

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.forms.tel import CallRecord
from detente.dialogue.pairing import Founding

SECOND: Final = 2
"""The echelon that a call on hold sounds for: the first has the telephone."""

LONG_HOLD_S: Final = 120
SAME_WITHIN_S: Final = 60
_ENDED: Final = {
    "left": "MESSAGE LEFT",
    "refused": "MESSAGE REFUSED",
    "none": "NO MESSAGE",
    "still on hold": "STILL ON HOLD",
}
_WORDS: Final = ("caller", "by_name", "message")
_TIMES: Final = ("began", "answered_after_s", "on_hold_s", "second_officer_after_s")


class Account(NamedTuple):
    """What a side says of the call, and the statement in which it does."""

    by: Entered
    record: CallRecord


class Call(Case, frozen=True, kw_only=True, gc=False):
    """A call; `accounts` holds the newest of each side, the newer one last."""

    family: ClassVar[str] = "call"

    accounts: tuple[Account, ...] = ()

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that an account opens."""
        case = super().begin(entered, founding)
        record = entered.body
        assert isinstance(record, CallRecord)  # noqa: S101 - only a record opens it
        return case.having(accounts=(Account(entered, record),))

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        record = entered.body
        if not entered.effective or not isinstance(record, CallRecord):
            return case
        if entered.party not in self.sides:
            sentence = "It comes from neither side of the call."
            return case.mark(entered, "16.5", sentence, voids=False)
        rest = tuple(a for a in self.accounts if a.by.party != entered.party)
        if entered.header.kind != "CANCEL":
            rest += (Account(entered, record),)
        return case.having(accounts=rest)

    @property
    def sides(self) -> tuple[str, str]:
        """Who opened the case, and to whom the record was put."""
        return self.opened.party, self.opened.header.to_post.partition("/")[0]

    def called(self, record: CallRecord) -> str:
        """Return the party that was called, by an account."""
        first, second = self.sides
        return first if record.caller.partition("/")[0] == second else second

    @property
    def long_hold(self) -> bool:
        """Whether an account says that a caller waited too long for a second."""
        return any(_waited_s(each.record) > LONG_HOLD_S for each in self.accounts)

    @property
    def differences(self) -> tuple[str, ...]:
        """The fields in which the two accounts differ."""
        if len(self.accounts) != len(self.sides):
            return ()
        one, other = (each.record for each in self.accounts)
        words = (n for n in _WORDS if getattr(one, n) != getattr(other, n))
        times = (n for n in _TIMES if _apart(getattr(one, n), getattr(other, n)))
        return (*words, *times)

    @property
    def unmet(self) -> Account | None:
        """The account that a second officer is due for.

        What the side called says counts before what the caller says: it knows who came.
        """
        ranked = sorted(
            self.accounts, key=lambda each: each.by.party == self.called(each.record)
        )
        if not ranked:
            return None
        record = ranked[-1].record
        came = record.second_officer_after_s is not None
        waits = record.message in {"still on hold", "refused"}
        return ranked[-1] if waits and not came else None

    @property
    def outcome_words(self) -> str:
        """How the call ended, by its newest account."""
        if not self.accounts:
            return "TAKEN BACK"
        record = self.accounts[-1].record
        if record.answered_after_s is None:
            return "NOT ANSWERED"
        return _ENDED[record.message]

    def own_flags(self) -> Iterator[str]:
        """Yield a long hold, a second officer who did not come, and differences."""
        if self.long_hold:
            yield "OVER 2 MIN ON HOLD"
        if self.unmet is not None:
            yield "SECOND OFFICER DUE"
        if self.differences:
            fields = ", ".join(each.replace("_", " ") for each in self.differences)
            yield f"ACCOUNTS DIFFER: {fields.upper()}"
        if len(self.accounts) == 1:
            yield f"ACCOUNT OF {self.accounts[0].by.party} ALONE"

    @property
    def live(self) -> bool:
        """Whether a second officer is awaited, or a person."""
        return self.unmet is not None or super().live

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask; also the second officer of the side called."""
        yield from super().dues(founding, local)
        unmet = self.unmet
        if unmet is None:
            return
        by, record = unmet
        # A claimed time in the future must not put the clock off.
        at_s = min(by.header.released, local.now_s)
        if record.message == "still on hold":
            held_s = record.began + (record.answered_after_s or 0)
            at_s = min(held_s, at_s) + LONG_HOLD_S
        of, posts = self.called(record), (by.header.from_post, by.header.to_post)
        post = next((each for each in posts if each.partition("/")[0] == of), "")
        yield Due(at_s, "second officer", of, post, "16.4", by, None, SECOND)


def _waited_s(record: CallRecord) -> int:
    came_s = record.second_officer_after_s
    return record.on_hold_s if came_s is None else min(came_s, record.on_hold_s)


def _apart(one: int | None, other: int | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) > SAME_WITHIN_S


FAMILY = Call
