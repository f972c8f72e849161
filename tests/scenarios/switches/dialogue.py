"""How the clauses of statements and forms are switched off (11)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
import pytest
from tests.scenarios.switching import Switch, both, unmarked

from detente.dialogue import case as cases
from detente.dialogue import forms, order, rules
from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.cases.contact import Contact
from detente.dialogue.cases.line_check import LineCheck
from detente.dialogue.cases.precondition import Precondition
from detente.dialogue.context import Context
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body, Unreadable
from detente.dialogue.forms.ack import Receipt
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.pre import Disputed, Met
from detente.dialogue.order import Lane, Roll
from detente.dialogue.outcome import Outcome
from detente.dialogue.pairing import Founding
from detente.dialogue.reading import Said
from detente.dialogue.rules import Cited
from detente.record.feed import FeedId
from detente.record.statement import Reference


def order_of_arrival(patch: pytest.MonkeyPatch) -> None:
    """What comes late stands last, wherever it belongs."""

    def none(roll: Roll, lanes: Sequence[Lane], ranks: Mapping[FeedId, int]) -> int:
        return 0

    patch.setattr(order, "late", none)


def knows_what_it_shows(patch: pytest.MonkeyPatch) -> None:
    """A statement knows what its own page showed, and its party forgets the rest."""
    patch.setattr(Entered, "knows", Entered.saw)


def any_version(patch: pytest.MonkeyPatch) -> None:
    """A body of an unknown version is read as if it were of the one known."""
    truly = forms.read

    def read(name: Reference, data: bytes | None) -> Body | Unreadable:
        return truly(name._replace(version=1), data)

    patch.setattr(forms, "read", read)


def apart(patch: pytest.MonkeyPatch) -> None:
    """What may stand alone does, whatever it answers."""
    truly = rules.home

    def home(context: Context, said: Said, cited: Cited) -> Entered | None:
        body = said.body
        if isinstance(body, Body) and body.opens == "free":
            return None
        return truly(context, said, cited)

    patch.setattr(rules, "home", home)


def stored_is_acknowledged(patch: pytest.MonkeyPatch) -> None:
    """What their machine holds, nobody there need acknowledge."""
    truly = Case.dues

    def dues(case: Case, founding: Founding, local: Local) -> Iterator[Due]:
        for due in truly(case, founding, local):
            said = None if due.about is None else due.about.said
            stored = said and local.receipts.first(due.of, said.feed, said.position)
            if due.kind != "acknowledge" or not stored:
                yield due

    patch.setattr(Case, "dues", dues)


def a_message_answers(patch: pytest.MonkeyPatch) -> None:
    """A friendly message counts as yes."""
    truly = Contact.add

    def add(case: Contact, entered: Entered, founding: Founding) -> Contact:
        after = truly(case, entered, founding)
        theirs = entered.party == case.addressee
        if not theirs or not isinstance(entered.body, Message):
            return after
        track = after.sought.take(entered, Outcome.ACCEPTED)
        return msgspec.structs.replace(after, sought=track)

    patch.setattr(Contact, "add", add)


def any_receipt_reads(patch: pytest.MonkeyPatch) -> None:
    """OPENED and DELIVERED count as ACKNOWLEDGED."""
    truly = cases._reads

    def reads(entered: Entered, cited: set[bytes], waiting: Entered) -> bool:
        receipt = isinstance(entered.body, Receipt) and waiting.id in cited
        return receipt or truly(entered, cited, waiting)

    patch.setattr(cases, "_reads", reads)


def any_echo(patch: pytest.MonkeyPatch) -> None:
    """Whatever comes back will do."""

    def result(check: LineCheck) -> str:
        return "open" if check.echo is None else "echoed"

    patch.setattr(LineCheck, "result", property(result))


def met_if_claimed(patch: pytest.MonkeyPatch) -> None:
    """The other side decides what has become of a precondition."""

    def status(precondition: Precondition) -> str:
        said = [each.body for each in precondition.answers]
        if said and isinstance(said[-1], Met):
            return "met"
        return "disputed" if said and isinstance(said[-1], Disputed) else "stated"

    patch.setattr(Precondition, "status", property(status))


def all_is_seen(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks what the other side had read when it spoke."""

    def saw(entered: Entered, other: Entered) -> bool:
        return True

    patch.setattr(Entered, "saw", saw)


SWITCHES: Final[Mapping[str, Switch]] = {
    "11.1": order_of_arrival,
    "11.2": knows_what_it_shows,
    "11.4": any_version,
    "11.18": apart,
    "11.20": stored_is_acknowledged,
    "11.22": both(unmarked("11.22"), a_message_answers),
    "11.23": both(unmarked("11.23"), any_receipt_reads),
    "11.24": both(unmarked("11.24"), any_echo),
    "11.25": both(unmarked("11.25"), met_if_claimed),
    "11.28": all_is_seen,
}
