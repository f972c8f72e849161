"""Two clocks are apart by a measure that leaves no doubt (clauses 22.11 and 23.7)."""

import pytest
from tests.dialogue.talk import Talk

from detente.dialogue import clocks
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.sounding import Lasting

APART = [Lasting("clocks apart", "SOUTH")]


@pytest.mark.parametrize(
    ("low_s", "high_s", "begins", "stays"),
    [
        (3, 5, True, True),
        (-9, -3, True, True),
        (2, 4, False, True),
        (1, 90, False, True),
        (0, 2, False, False),
        (-1, 90, False, False),
        (-2, 2, False, False),
    ],
)
def test_apart_begins_with_certainty_and_ends_where_clocks_may_agree(
    low_s: int, high_s: int, *, begins: bool, stays: bool
) -> None:
    """Else a difference of about two seconds would sound at every other receipt."""
    assert clocks.apart(low_s, high_s, before=False) is begins
    assert clocks.apart(low_s, high_s, before=True) is stays


def echoing(*offsets_ms: int) -> Talk:
    """Return a talk in which SOUTH gave these differences, one after the other."""
    talk = Talk()
    for each in offsets_ms:
        checked = talk.say("NORTH", Challenge(path="https", text="fox"))
        body = Echo(text="fox", received=talk.now_s, clock_offset_ms=each)
        talk.say("SOUTH", body, answers=[checked])
    return talk


def alarms(talk: Talk, *apart: str) -> list[Lasting]:
    """Return NORTH's alarms about clocks."""
    return list(clocks.lasting(talk.standing(), "NORTH", apart))


def test_an_echo_says_that_clocks_are_apart() -> None:
    """In either direction, and over two seconds alone."""
    assert alarms(echoing(2_000)) == []
    assert alarms(echoing(2_001)) == APART
    assert alarms(echoing(-2_001)) == APART


def test_the_next_echo_ends_what_an_echo_began() -> None:
    """What their officer gave last is what counts."""
    assert alarms(echoing(9_000, 100)) == []


def test_receipts_say_it_too_and_both_are_one_alarm() -> None:
    """Nobody is woken twice for one clock."""
    assert alarms(Talk(), "SOUTH") == APART
    assert alarms(echoing(9_000), "SOUTH") == APART
