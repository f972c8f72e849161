"""The first message: every sign of both scripts is tried before it is needed."""

import pytest
from tests.dialogue.talk import Talk

from detente.dialogue.cases.line_check import LineCheck
from detente.dialogue.form import encode
from detente.dialogue.forms.lck import Challenge, Echo
from detente.record.errors import Malformed

CLAUSES = ("1.6", "11.24")

PANGRAM = "THE QUICK BROWN FOX 1234567890. Съешь ещё этих булок, да выпей чаю."
RIGHT_TO_LEFT = "\u202e"
TWO_SIGNS = "\u0438\u0306"  # looks like one letter, and is two signs


def result(talk: Talk, came: str) -> str:
    """Check the line, let this come back, and return what the screens say."""
    asked = talk.say("NORTH", Challenge(path="https", text=PANGRAM))
    talk.say("SOUTH", Echo(text=came, received=talk.now_s), answers=[asked])
    return talk.case(asked, LineCheck).result


def play() -> None:
    """A text that holds every letter goes over, and what came is sent back."""
    talk = Talk()
    assert result(talk, PANGRAM) == "echoed"

    # A machine that knows one alphabet alone makes question marks of the other. Half
    # of it can be read; that half is what one would have taken for a working line.
    assert result(talk, PANGRAM.encode("ascii", "replace").decode()) == "garbled"
    assert result(talk, PANGRAM.lower()) == "garbled"

    # What would read otherwise than it was signed is not even sent: a sign that turns
    # the direction of writing, or a letter put together from two.
    for sign in (RIGHT_TO_LEFT, TWO_SIGNS):
        with pytest.raises(Malformed):
            encode(Challenge(path="https", text=f"Position 35{sign}27"))


def test_half_an_alphabet_is_no_working_line() -> None:
    """What came back is compared sign by sign."""
    play()
