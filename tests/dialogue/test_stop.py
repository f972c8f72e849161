"""A STOP gets through on one signature, and the clock runs on to a result."""

import pytest
from tests.dialogue.stops import OFF, READ, SPOT, ask, case, due
from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms import stop
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import Position, ReadPosition
from detente.dialogue.reading import Said


def test_a_stop_goes_out_on_one_signature_and_unmarked() -> None:
    """Also where the charter asks two keys for it."""
    talk = Talk(two_key_forms=("STOP",))
    asked = ask(talk)
    assert talk.clauses(asked) == []
    assert case(talk, asked).unreviewed == ()


def test_a_stop_of_another_precedence_is_marked_and_asks_all_the_same() -> None:
    """A slip of the officer holds nothing up."""
    talk = Talk()
    body = stop.Requested(
        position=SPOT, happening=Text("Fire."), since=talk.now_s - 1, wanted="hold"
    )
    asked = talk.say("NORTH", body, precedence="R")
    assert talk.clauses(asked) == ["14.4"]
    assert case(talk, asked).state == "asked"


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"position": None}, "15.2"),
        ({"happening": Text(" ")}, "15.2"),
        ({"since": 4_000_000_000}, "15.2"),
        ({"position": Position(0, 0)}, "14.1"),
    ],
)
def test_a_stop_that_lacks_something_is_marked(
    changed: dict[str, object], clause: str
) -> None:
    """It is a STOP all the same."""
    talk = Talk()
    asked = ask(talk, **changed)
    assert talk.clauses(asked) == [clause]
    assert case(talk, asked).live


def test_understood_is_not_stopped() -> None:
    """The clock runs on to a result."""
    talk = Talk()
    asked = ask(talk)
    talk.say("SOUTH", stop.Understood(passed_to="Air"), answers=[asked])
    assert case(talk, asked).state == "understood"
    assert case(talk, asked).live


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (stop.Stopped(at=1), "stopped"),
        (stop.NotOurs(), "not ours"),
        (stop.Unable(reason=Text("No link to the crew.")), "unable"),
    ],
)
def test_a_result_ends_the_clock(body: stop.Result, state: str) -> None:
    """Whichever it is; a person has then read it too."""
    talk = Talk()
    asked = ask(talk)
    talk.say("SOUTH", body, answers=[asked], precedence="Z")
    assert case(talk, asked).state == state
    kinds = {d.kind for d in due(talk)}
    assert kinds.isdisjoint({"answer STOP", "result of STOP"})


def test_an_answer_by_who_was_not_asked_is_void() -> None:
    """Nobody stops in another's name."""
    talk = Talk()
    asked = ask(talk)
    said = talk.say("NORTH", stop.Stopped(at=1), answers=[asked], precedence="Z")
    assert "15.3" in talk.clauses(said)
    assert case(talk, asked).state == "asked"


def test_unable_says_why() -> None:
    """A bare no helps nobody."""
    talk = Talk()
    asked = ask(talk)
    body = stop.Unable(reason=Text(" "))
    said = talk.say("SOUTH", body, answers=[asked], precedence="Z")
    assert talk.clauses(said) == ["15.2"]


def test_without_an_answer_a_second_and_a_third_echelon_are_asked() -> None:
    """At once, after two minutes, after five."""
    talk = Talk()
    ask(talk)
    start_s = talk.now_s
    asked = [(d.at_s - start_s, d.kind) for d in due(talk) if d.clause == "15.4"]
    assert asked == [
        (0, "answer STOP"),
        (120, "STOP to second echelon"),
        (300, "STOP to third echelon"),
    ]


@pytest.mark.parametrize(("waited_s", "at_s"), [(0, 120), (130, 120), (250, 240)])
def test_a_result_is_asked_again_every_two_minutes(waited_s: int, at_s: int) -> None:
    """From the first answer on."""
    talk = Talk()
    asked = ask(talk)
    understood = talk.say("SOUTH", stop.Understood(), answers=[asked], precedence="Z")
    talk.now_s = understood.header.released + waited_s
    [found] = [d for d in due(talk) if d.clause == "15.5"]
    assert found.at_s - understood.header.released == at_s


def test_a_stop_is_taken_back_by_its_own_side() -> None:
    """Then nothing is due."""
    talk = Talk()
    asked = ask(talk)
    assert isinstance(asked.body, stop.Requested)
    talk.say("NORTH", asked.body, kind="CANCEL", changes=[asked], precedence="Z")
    assert case(talk, asked).state == "taken back"


def test_the_side_that_was_asked_takes_back_no_stop() -> None:
    """Who cancels its own answer must not silence the clock."""
    talk = Talk()
    asked = ask(talk)
    body = stop.NotOurs()
    said = talk.say("SOUTH", body, answers=[asked], precedence="Z")
    talk.say("SOUTH", body, kind="CANCEL", changes=[said], precedence="Z")
    assert case(talk, asked).state == "understood"
    assert case(talk, asked).live


# -------------------------------------------------------------------- read-back


def acknowledge(talk: Talk, asked: Said, *read: ReadPosition) -> Said:
    """Acknowledge a statement, with positions read back."""
    body = Acknowledged(read_back=Text("Cease fire."), positions=read)
    return talk.say("SOUTH", body, answers=[asked], precedence="Z")


def test_a_position_is_to_be_read_back() -> None:
    """An acknowledgement without it leaves the read-back due."""
    talk = Talk()
    asked = ask(talk)
    acknowledge(talk, asked)
    assert [d.kind for d in due(talk) if d.clause == "14.2"] == ["read back position"]
    acknowledge(talk, asked, READ)
    assert [d for d in due(talk) if d.clause in {"14.2", "14.3"}] == []


def test_a_read_back_nine_kilometres_off_is_settled_by_both() -> None:
    """Until a later read-back fits, and the request is passed on meanwhile."""
    talk = Talk()
    asked = ask(talk)
    acknowledge(talk, asked, OFF)
    found = case(talk, asked)
    assert [m.apart_m for m in found.mismatches] == [9016]
    settled = {(d.of, d.at_s <= talk.now_s) for d in due(talk) if d.clause == "14.3"}
    assert settled == {("NORTH", True), ("SOUTH", True)}
    acknowledge(talk, asked, READ)
    assert case(talk, asked).mismatches == ()


def test_a_corrected_position_is_read_back_anew() -> None:
    """The mismatch ends with the position that was wrong."""
    talk = Talk()
    asked = ask(talk)
    acknowledge(talk, asked, OFF)
    right = Position(3_679_900, 6_886_300, mgrs=SPOT.mgrs)
    body = stop.Requested(
        position=right,
        happening=Text("Bombs."),
        since=asked.header.released - 9,
        wanted="cease fire",
    )
    corrected = talk.say(
        "NORTH", body, kind="CORRECTION", changes=[asked], precedence="Z"
    )
    found = case(talk, asked)
    assert found.mismatches == ()
    assert [each.id for each in found.unread] == [corrected.id]


def test_one_position_read_back_twice_is_marked() -> None:
    """Which of the two would count?"""
    talk = Talk()
    asked = ask(talk)
    assert talk.clauses(acknowledge(talk, asked, READ, OFF)) == ["14.2"]
