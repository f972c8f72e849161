"""The stray missile: who admits asks nothing, and wakes whoever has to know."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import HOUR_S, MINUTE_S, overdue

from detente.dialogue import sounding
from detente.dialogue.asked import Local
from detente.dialogue.cases.object import ObjectCase
from detente.dialogue.due import dues
from detente.dialogue.fields import Text
from detente.dialogue.forms import obj
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import Position, ReadPosition
from detente.dialogue.receipts import ReceiptBook

CLAUSES = ("14.4", "15.15", "23.2")

LAST_SEEN = Position(2_935_000, 7_390_000, mgrs="43RCN9321947266")


def echelon(talk: Talk, after_s: int) -> int:
    """Return for whom it sounds at South's watch after so many seconds; 0: nobody."""
    now_s = talk.now_s + after_s
    asked = dues(talk.standing(), Local("SOUTH", now_s, ReceiptBook([])))
    found, _ = sounding.sound(asked, "SOUTH", now_s, {})
    return 0 if found is None else found.echelon


def play() -> None:
    """A missile has left by mistake; the charter asks two keys for such words."""
    talk = Talk(two_key_forms=("MSG", "OBJ"))

    # One officer is at the desk, and that suffices. As anything slower it is marked.
    body = obj.Admission(
        kind="missile",
        position=LAST_SEEN,
        since=talk.now_s,
        course_deg=280,
        description=Text("Left by mistake. No warhead is armed."),
    )
    said = talk.say("NORTH", body, precedence="Z")
    assert talk.clauses(said) == []
    assert ("NORTH", "review") not in overdue(talk, "NORTH", 13 * HOUR_S)
    slow = talk.say("NORTH", body, precedence="P")
    assert talk.clauses(slow) == ["14.4"]

    # It sounds at once, and goes up while nobody reads it.
    woken = [echelon(talk, minutes * MINUTE_S) for minutes in (0, 2, 5, 10)]
    assert woken == [1, 1, 2, 3]

    # Nobody is asked whose it is: that was said. South reads it and finds the place.
    kinds = [kind for _, kind in overdue(talk, "SOUTH", 10 * MINUTE_S)]
    assert "answer OBJ" not in kinds
    read = Acknowledged(
        read_back=Text("Your missile, westward, not armed."),
        positions=(ReadPosition("position", LAST_SEEN.lat_e5, LAST_SEEN.lon_e5),),
    )
    talk.say("SOUTH", read, answers=[said])
    talk.say("SOUTH", read, answers=[slow])
    assert echelon(talk, HOUR_S) == 0

    # What South adds later stands beside it, and takes nothing back of what was said.
    talk.say("SOUTH", obj.Disowned(), answers=[said], precedence="Z")
    assert talk.case(said, ObjectCase).state == "admitted"


def test_a_side_says_what_has_strayed_before_the_other_side_has_to_guess() -> None:
    """In one act, on one signature, and loud."""
    play()
