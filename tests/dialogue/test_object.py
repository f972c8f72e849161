"""Whose an object is: asked at once, and again, until a side has said yes or no."""

import pytest
from tests.dialogue.objects import (
    SPOT,
    admit,
    answer,
    ask,
    ask_before_east,
    case,
    due,
    told,
)
from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms import obj
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import ReadPosition

THREE = ("EAST", "NORTH", "SOUTH")


@pytest.mark.parametrize("kind", [obj.Question, obj.Admission])
def test_any_officer_asks_or_admits_alone(kind: type[obj.Told]) -> None:
    """Also where the charter asks two keys for it."""
    talk = Talk(two_key_forms=("OBJ",))
    said = talk.say("NORTH", told(talk, kind), precedence="Z")
    assert talk.clauses(said) == []
    assert case(talk, said).unreviewed == ()


def test_an_object_of_another_precedence_is_marked_and_asked_all_the_same() -> None:
    """A slip of the officer holds nothing up."""
    talk = Talk()
    asked = talk.say("NORTH", told(talk, obj.Question), precedence="R")
    assert talk.clauses(asked) == ["14.4"]
    assert case(talk, asked).state == "asked"


@pytest.mark.parametrize(
    "changed",
    [
        {"since": 4_000_000_000},
        {"course_deg": 360},
        {"speed_m_s": -1},
        {"altitude_m": 18_000},
        {"altitude_datum": "sea level"},
    ],
)
def test_a_question_with_a_figure_that_is_none_is_marked(
    changed: dict[str, object],
) -> None:
    """It is a question all the same."""
    talk = Talk()
    asked = ask(talk, **changed)
    assert talk.clauses(asked) == ["15.11"]
    assert case(talk, asked).state == "asked"


def test_a_track_of_nought_is_no_fault() -> None:
    """It hovers, over the sea, heading north."""
    talk = Talk()
    asked = ask(
        talk,
        course_deg=0,
        speed_m_s=0,
        altitude_m=0,
        altitude_datum="sea level",
        description=Text("White, 30 m across."),
    )
    assert talk.clauses(asked) == []


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (obj.Owned(), "ours"),
        (obj.Strayed(), "ours, not under control"),
        (obj.Disowned(), "not ours"),
    ],
)
def test_a_real_answer_ends_the_clock(body: obj.Answer, state: str) -> None:
    """Whichever it is."""
    talk = Talk()
    asked = ask(talk)
    answer(talk, "SOUTH", body, asked)
    assert case(talk, asked).state == state
    assert due(talk, "15.13") == due(talk, "15.14") == []


def test_without_an_answer_a_second_echelon_is_asked() -> None:
    """An answer at once, the echelon after five minutes."""
    talk = Talk()
    ask(talk)
    asked = [(d.at_s - talk.now_s, d.kind, d.echelon) for d in due(talk, "15.13")]
    assert asked == [(0, "answer OBJ", 1), (300, "OBJ to second echelon", 2)]
    assert {d.of for d in due(talk, "15.13")} == {"SOUTH"}


def test_an_acknowledgement_is_no_answer() -> None:
    """That it was read does not say whose it is."""
    talk = Talk()
    asked = ask(talk)
    read = Acknowledged(
        read_back=Text("A balloon."),
        positions=(ReadPosition("position", SPOT.lat_e5, SPOT.lon_e5),),
    )
    talk.say("SOUTH", read, answers=[asked], precedence="Z")
    assert case(talk, asked).live
    assert [d.kind for d in due(talk, "15.13")] != []


@pytest.mark.parametrize(
    ("waited_s", "at_s"), [(0, 600), (599, 600), (1_250, 1_200), (1_800, 1_800)]
)
def test_who_is_checking_is_asked_again_every_ten_minutes(
    waited_s: int, at_s: int
) -> None:
    """From the newest such answer on, until a real one."""
    talk = Talk()
    asked = ask(talk)
    checking = answer(talk, "SOUTH", obj.Checking(asked_of="Air"), asked)
    talk.now_s = checking.header.released + waited_s
    [found] = due(talk, "15.14")
    assert found.at_s - checking.header.released == at_s
    assert (found.kind, found.of) == ("answer OBJ", "SOUTH")


def test_the_last_answer_of_a_side_holds() -> None:
    """Who had denied it may find out better."""
    talk = Talk()
    asked = ask(talk)
    answer(talk, "SOUTH", obj.Disowned(), asked)
    answer(talk, "SOUTH", obj.Strayed(), asked)
    assert case(talk, asked).state == "ours, not under control"


def test_an_answer_cancelled_is_none() -> None:
    """Then an answer is due again, and the question is not taken back."""
    talk = Talk()
    asked = ask(talk)
    denied = answer(talk, "SOUTH", obj.Disowned(), asked)
    talk.say("SOUTH", obj.Disowned(), kind="CANCEL", changes=[denied], precedence="Z")
    assert case(talk, asked).state == "asked"


def test_who_asks_does_not_answer() -> None:
    """Nobody disowns in another's name."""
    talk = Talk()
    asked = ask(talk)
    said = answer(talk, "NORTH", obj.Owned(), asked)
    assert talk.clauses(said) == ["15.12"]
    assert case(talk, asked).state == "asked"


def test_who_was_told_for_information_may_own_up() -> None:
    """That comes before a denial of the side that was asked."""
    talk = Talk(THREE)
    asked = ask_before_east(talk)
    answer(talk, "EAST", obj.Owned(), asked)
    answer(talk, "SOUTH", obj.Disowned(), asked)
    assert case(talk, asked).state == "ours"


def test_a_denial_by_who_was_told_for_information_is_no_answer() -> None:
    """The side that was asked still owes one."""
    talk = Talk(THREE)
    asked = ask_before_east(talk)
    answer(talk, "EAST", obj.Disowned(), asked)
    assert case(talk, asked).state == "asked"


def test_an_admission_asks_to_be_read_and_for_no_answer() -> None:
    """It sounds until it is, as any FLASH does."""
    talk = Talk()
    said = admit(talk)
    found = case(talk, said)
    assert found.state == "admitted"
    assert [each.id for each in found.waiting] == [said.id]
    assert [each.id for each in found.unread] == [said.id]
    assert due(talk, "15.13") == []


def test_an_answer_to_an_admission_changes_nothing() -> None:
    """Whose it is was said."""
    talk = Talk()
    said = admit(talk)
    answer(talk, "SOUTH", obj.Checking(), said)
    assert case(talk, said).state == "admitted"
    assert due(talk, "15.14") == []


def test_the_position_of_an_object_is_read_back() -> None:
    """Nine kilometres off is another village."""
    talk = Talk()
    asked = ask(talk)
    assert [each.id for each in case(talk, asked).unread] == [asked.id]


def test_who_asked_and_finds_it_its_own_says_so_by_an_update() -> None:
    """Then the question is over."""
    talk = Talk()
    asked = ask(talk)
    own = told(talk, obj.Admission)
    talk.say("NORTH", own, kind="UPDATE", changes=[asked], precedence="Z")
    assert case(talk, asked).state == "admitted"
    assert due(talk, "15.13") == []


def test_a_question_is_taken_back_by_its_own_side() -> None:
    """Then no answer is due."""
    talk = Talk()
    asked = ask(talk)
    assert isinstance(asked.body, obj.Question)
    talk.say("NORTH", asked.body, kind="CANCEL", changes=[asked], precedence="Z")
    assert case(talk, asked).state == "taken back"
    assert due(talk, "15.13") == []
