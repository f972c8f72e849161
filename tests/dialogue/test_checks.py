"""Missed line checks are counted back to the last that was kept."""

from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.talk import DAY_S, START_S, Talk

from detente.dialogue import checks
from detente.dialogue.asked import Local
from detente.dialogue.checks import Check
from detente.dialogue.due import dues
from detente.dialogue.fields import Text
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said
from detente.dialogue.receipts import ReceiptBook

HOUR_S = 3_600
FOX = Challenge(path="https", text="fox")
# NORTH begins the checks at 06, SOUTH those at 18, from the first of January on.
EVENING_S = START_S + 18 * HOUR_S


def echo(talk: Talk, checked: Said, code: str = "SOUTH") -> Said:
    """Send back what came."""
    body = Echo(text="fox", received=talk.now_s)
    return talk.say(code, body, answers=[checked])


def found(talk: Talk, now_s: int, of: str = "SOUTH") -> list[Check]:
    """Return the checks that SOUTH kept or missed, as NORTH sees them."""
    return checks.checks(talk.standing(), "NORTH", of, now_s)


def missed(talk: Talk, now_s: int) -> list[str]:
    """Return what SOUTH has missed; whoever looks no further back finds the same."""
    lately = checks.missed_lately(talk.standing(), "NORTH", "SOUTH", now_s)
    assert lately == checks.missed(found(talk, now_s))
    return [each.what for each in lately]


def note_due(talk: Talk, now_s: int) -> list[str]:
    """Return who is to write a formal note."""
    local = Local("NORTH", now_s, ReceiptBook([]))
    return [d.of for d in dues(talk.standing(), local) if d.clause == "22.8"]


def test_before_the_first_check_there_is_no_colour() -> None:
    """Nothing was kept, and nothing missed."""
    assert checks.colour(found(Talk(), START_S + 60)) == ""


def test_a_check_that_is_echoed_is_kept() -> None:
    """Green, until the next."""
    talk = Talk()
    checked = talk.say("NORTH", FOX, at=START_S + 6 * HOUR_S)
    echo(talk, checked)
    assert missed(talk, talk.now_s + HOUR_S) == []
    assert checks.colour(found(talk, talk.now_s + HOUR_S)) == "GREEN"


def test_a_check_without_an_echo_in_time_is_missed() -> None:
    """Not before the charter's time for it is over."""
    talk = Talk()
    checked = talk.say("NORTH", FOX, at=START_S + 6 * HOUR_S)
    assert found(talk, talk.now_s + 599) == []
    reference = checked.header.reference
    assert missed(talk, talk.now_s + 600) == [f"{reference} not echoed"]
    assert checks.colour(found(talk, talk.now_s + 600)) == "AMBER"


def test_a_check_that_was_theirs_to_begin_is_missed_too() -> None:
    """And ours, that we did not begin, is no miss of theirs."""
    talk = Talk()
    assert missed(talk, EVENING_S + 599) == []
    assert missed(talk, EVENING_S + 601) == ["not begun"]


def test_a_check_begun_half_an_hour_early_or_late_is_kept() -> None:
    """What counts is that they were there."""
    for at_s in (EVENING_S - 1_700, EVENING_S + 5 * HOUR_S):
        talk = Talk()
        talk.say("SOUTH", FOX, at=at_s)
        assert missed(talk, EVENING_S + 6 * HOUR_S) == []


def test_misses_are_counted_since_the_last_that_was_kept() -> None:
    """An echo ends the count; those before it are the past."""
    talk = Talk()
    talk.say("NORTH", FOX, at=START_S + 6 * HOUR_S)
    kept = talk.say("NORTH", FOX, at=START_S + 8 * HOUR_S)
    echo(talk, kept)
    talk.say("NORTH", FOX, at=START_S + 9 * HOUR_S)
    now_s = EVENING_S + HOUR_S
    assert len(missed(talk, now_s)) == 2
    assert checks.colour(found(talk, now_s)) == "RED"


def test_two_misses_lead_to_the_alternate_path() -> None:
    """One does not, and a path that is given up for another is not given up twice."""
    one, paths = Check(1, kept=False, what="", path="https"), ("https", "folder")
    assert checks.next_path(paths, [one], "https") == "https"
    assert checks.next_path(paths, [one, one], "https") == "folder"
    other = one._replace(path="folder")
    assert checks.next_path(paths, [one, other], "https") == "https"


def test_at_three_misses_a_note_is_drafted_and_due() -> None:
    """With what was missed and when; an officer sends it, or does not."""
    talk = Talk()
    for hour in (6, 7):
        talk.say("NORTH", FOX, at=START_S + hour * HOUR_S)
    assert note_due(talk, EVENING_S + 599) == []
    now_s = EVENING_S + 601
    assert note_due(talk, now_s) == ["NORTH"]
    note = checks.note("SOUTH", checks.missed(found(talk, now_s)))
    assert note is not None
    assert note.text.text.startswith("SOUTH has missed 3 line checks in a row.")
    assert "2026-01-01 18:00Z: not begun" in note.text.text
    talk.say("NORTH", note, at=now_s)
    assert note_due(talk, now_s + 60) == []


def test_a_message_before_the_third_miss_is_no_note_on_it() -> None:
    """Nor is one to somebody else."""
    talk = Talk()
    for hour in (6, 7):
        talk.say("NORTH", FOX, at=START_S + hour * HOUR_S)
    talk.say("NORTH", Message(subject=Text("S"), text=Text("T")))
    assert note_due(talk, EVENING_S + 601) == ["NORTH"]


def test_no_more_than_a_few_misses_are_counted() -> None:
    """A line that is silent for a month is RED, and its walk back is short."""
    talk = Talk()
    assert len(missed(talk, START_S + 30 * DAY_S)) == checks.MOST_COUNTED


def test_what_was_before_the_founding_is_nobodys_miss() -> None:
    """The charter asks for checks from the day it was founded."""
    talk = Talk()
    assert all(each.at_s >= START_S for each in found(talk, START_S + DAY_S))


def test_a_charter_without_hours_asks_for_no_check() -> None:
    """What officers check all the same is counted."""
    talk = Talk(check_hours_utc=())
    assert found(talk, START_S + DAY_S) == []
    talk.say("NORTH", FOX)
    assert len(missed(talk, talk.now_s + 600)) == 1


SAID = st.tuples(st.sampled_from(["NORTH", "SOUTH"]), st.integers(0, 4), st.booleans())


@given(st.lists(SAID, max_size=14), st.integers(0, 3 * HOUR_S))
def test_what_was_missed_is_found_without_all_that_was_kept(
    said: list[tuple[str, int, bool]], later_s: int
) -> None:
    """Going back to the last that was kept, the same is found as from all checks."""
    talk = Talk()
    for code, hours, kept in said:
        at_s = talk.now_s + 1 + hours * 3 * HOUR_S
        checked = talk.say(code, FOX, at=at_s)
        if kept:
            echo(talk, checked, "SOUTH" if code == "NORTH" else "NORTH")
    missed(talk, talk.now_s + later_s)
