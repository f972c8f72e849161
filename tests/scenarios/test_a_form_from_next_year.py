"""A form from next year: what cannot be read is kept, shown, and never guessed at."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, overdue

from detente.dialogue.fields import Text
from detente.dialogue.form import Unreadable, encode
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.stop import Requested

CLAUSES = ("11.4",)


def play() -> None:
    """North has changed to a new version of the form, and South has not."""
    talk = Talk()
    body = Requested(
        about="NORTH/2026/0044/MOVE/1/O",
        happening=Text("Fire on the convoy."),
        since=talk.now_s,
        wanted="divert",
    )

    # In version 2 the same field may mean another thing: whoever reads it as version 1
    # turns a convoy the wrong way. So it is not read.
    sent = talk.say("NORTH", encode(body), form="STOP", version=2, precedence="Z")
    standing = talk.standing()
    entered = standing.entries[sent.id]
    assert isinstance(entered.body, Unreadable)
    assert entered.body.reason == "This release has no form STOP/2."
    assert not entered.effective
    assert ("SOUTH", "answer STOP") not in overdue(talk, "SOUTH")

    # It is not passed over in silence either: a person is asked for, within the time
    # of a FLASH, and can say that it came and could not be read.
    assert ("SOUTH", "acknowledge") in overdue(talk, "SOUTH", 10 * MINUTE_S)
    unclear = Acknowledged(read_back=Text("Your STOP/2 came. We cannot read it."))
    talk.say("SOUTH", unclear, answers=[sent])
    assert ("SOUTH", "acknowledge") not in overdue(talk, "SOUTH", 10 * MINUTE_S)


def test_an_unknown_version_is_neither_lost_nor_misread() -> None:
    """It stands in the record, and a person sees it."""
    play()
