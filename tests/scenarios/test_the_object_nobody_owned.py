"""The object nobody owned: "we are checking" is asked again until someone has said."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import HOUR_S, MINUTE_S, is_void, overdue

from detente.dialogue.cases.object import ObjectCase
from detente.dialogue.fields import Text
from detente.dialogue.forms import obj
from detente.dialogue.position import Position

CLAUSES = ("15.12", "15.13", "15.14", "15.16")

ABOVE = Position(6_420_000, -14_950_000, mgrs="06WUS7861821685")


def play() -> None:
    """Something drifts over North, high up and slow."""
    talk = Talk()
    seen = obj.Question(
        kind="balloon",
        position=ABOVE,
        since=talk.now_s,
        altitude_m=18_000,
        altitude_datum="sea level",
        description=Text("White, with a frame below."),
    )
    asked = talk.say("NORTH", seen, precedence="Z")

    # Whose it is, is asked at once; when nobody answers, one level up.
    assert ("SOUTH", "answer OBJ") in overdue(talk, "SOUTH")
    due = overdue(talk, "SOUTH", 5 * MINUTE_S)
    assert ("SOUTH", "OBJ to second echelon") in due

    # That South is checking is a good answer, and none that lasts.
    checking = obj.Checking(asked_of="Weather service")
    talk.say("SOUTH", checking, answers=[asked], precedence="Z")
    assert ("SOUTH", "answer OBJ") not in overdue(talk, "NORTH", 9 * MINUTE_S)
    for minutes in (10, 20, 24 * 60):
        due = overdue(talk, "NORTH", minutes * MINUTE_S)
        assert ("SOUTH", "answer OBJ") in due

    # Nobody in North closes the matter by answering for South.
    guess = talk.say("NORTH", obj.Strayed(), answers=[asked], precedence="Z")
    assert is_void(talk, guess)
    assert talk.case(asked, ObjectCase).state == "checking"

    talk.say("SOUTH", obj.Strayed(), answers=[asked], precedence="Z")
    assert talk.case(asked, ObjectCase).state == "ours, not under control"
    assert ("SOUTH", "answer OBJ") not in overdue(talk, "NORTH", HOUR_S)

    # A week later there is another one, which proves to be North's own. Then nobody
    # goes on asking South.
    other = talk.say("NORTH", seen, precedence="Z")
    own = obj.Admission(kind="balloon", position=ABOVE, since=seen.since)
    talk.say("NORTH", own, kind="UPDATE", changes=[other], precedence="Z")
    assert talk.case(other, ObjectCase).state == "admitted"
    assert ("SOUTH", "answer OBJ") not in overdue(talk, "NORTH", HOUR_S)


def test_a_question_whose_it_is_does_not_end_in_we_are_checking() -> None:
    """It is asked every ten minutes, of nobody but the side that can say."""
    play()
