"""What a watch officer sees of a talk: what is due, and what is marked."""

from tests.dialogue.talk import Talk

from detente.dialogue import due
from detente.dialogue.asked import Local
from detente.dialogue.cases.stop import StopCase
from detente.dialogue.reading import Said
from detente.dialogue.receipts import Receipt, ReceiptBook

MINUTE_S = 60
HOUR_S = 3_600
DAY_S = 86_400


def overdue(
    talk: Talk, own: str, after_s: int = 0, receipts: tuple[Receipt, ...] = ()
) -> list[tuple[str, str]]:
    """Return who is to do what by now, as a party's screen shows it.

    Line checks are left out: no story here is about their hours.
    """
    now_s = talk.now_s + after_s
    local = Local(own, now_s, ReceiptBook(receipts))
    return [
        (each.of, each.kind)
        for each in due.dues(talk.standing(), local)
        if each.at_s <= now_s and each.kind != "line check"
    ]


def is_void(talk: Talk, said: Said) -> bool:
    """Say whether a statement changes no outcome, by its own rules or its case's."""
    standing = talk.standing()
    entered = standing.entries[said.id]
    return any(fault.voids for fault in standing.faults(entered))


def stop_case(talk: Talk, asked: Said) -> StopCase:
    """Return what has become of a STOP."""
    return talk.case(asked, StopCase)
