"""The watch log stands as it was written; who signed a line strikes it, nobody else."""

import pytest
from tests.dialogue.talk import START_S, Talk

from detente.dialogue.cases.log import LogLine
from detente.dialogue.fields import Text
from detente.dialogue.forms import log
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said

HOV = "NORTH/2026/0007/HOV/1/O"
LINE = log.Entry(at=START_S, text=Text("No answer by telephone."))
INSTEAD = log.Correction(text=Text("Answered, then cut off."))


def alone() -> Talk:
    """Return a channel in which NORTH speaks with nobody."""
    return Talk(("NORTH",), counterparts=())


def strike(talk: Talk, line: Said, **fields: object) -> Said:
    """Strike a line through, as its signer unless told otherwise."""
    fields = {"kind": "CORRECTION", "changes": [line], **fields}
    return talk.say("NORTH", INSTEAD, **fields)  # type: ignore[arg-type]


def case(talk: Talk, line: Said) -> LogLine:
    """Return the case of a line."""
    return talk.case(line, LogLine)


def test_a_line_of_the_log_stands_unmarked_and_asks_nothing() -> None:
    """On one signature, also where the charter asks two keys for it."""
    talk = Talk(("NORTH",), counterparts=(), two_key_forms=("LOG",))
    line = talk.say("NORTH", LINE)
    assert talk.clauses(line) == []
    assert not case(talk, line).live


def test_a_log_that_another_side_reads_is_void() -> None:
    """What the other side is not to know is not told to it by a slip."""
    talk = Talk()
    line = talk.say("NORTH", LINE)
    assert talk.clauses(line) == ["27.1"]
    assert not talk.entered(line).effective
    assert not talk.standing().live


@pytest.mark.parametrize(
    "line",
    [
        log.Entry(at=START_S, text=Text(" ")),
        log.Entry(at=START_S + 99, text=Text("It will rain.")),
        log.Entry(at=START_S, text=Text("See there."), about="the usual place"),
    ],
)
def test_an_entry_that_lacks_something_is_marked_and_stands(line: log.Entry) -> None:
    """Nothing that the watch wrote is lost for a slip."""
    talk = alone()
    said = talk.say("NORTH", line)
    assert talk.clauses(said) == ["27.2"]
    assert talk.entered(said).effective


@pytest.mark.parametrize("about", ["SOUTH/2026/0002/CON/1/O", ""])
def test_an_entry_may_be_about_a_statement_of_another_channel(about: str) -> None:
    """The log knows more than one line."""
    talk = alone()
    body = log.Entry(at=START_S, text=Text("Refused."), about=about)
    assert talk.clauses(talk.say("NORTH", body)) == []


def test_who_signed_a_line_strikes_it_and_both_stand() -> None:
    """One line through the error, and the error can still be read."""
    talk = alone()
    line = talk.say("NORTH", LINE)
    struck = strike(talk, line)
    found = case(talk, line)
    assert talk.clauses(struck) == []
    assert [each.id for each in found.struck] == [struck.id]
    assert found.opened.body == LINE


def test_another_officer_strikes_nothing() -> None:
    """No log is put right by somebody else after the fact."""
    talk = alone()
    line = talk.say("NORTH", LINE)
    struck = strike(talk, line, officers=(2,))
    assert talk.clauses(struck) == ["27.3"]
    assert case(talk, line).struck == ()


def test_another_officer_beside_the_signer_strikes_nothing_either() -> None:
    """Two signatures do not make it the line of both."""
    talk = alone()
    line = talk.say("NORTH", LINE)
    strike(talk, line, officers=(1, 2))
    assert case(talk, line).struck == ()


def test_a_correction_is_corrected_by_citing_it() -> None:
    """The last one holds; all of them are kept."""
    talk = alone()
    line = talk.say("NORTH", LINE)
    first = strike(talk, line)
    second = strike(talk, first)
    assert [each.id for each in case(talk, line).struck] == [first.id, second.id]


@pytest.mark.parametrize("kind", ["UPDATE", "CANCEL"])
def test_a_line_is_taken_back_in_no_other_way(kind: str) -> None:
    """Only a correction strikes; nothing vanishes."""
    talk = alone()
    line = talk.say("NORTH", LINE)
    said = talk.say("NORTH", LINE, kind=kind, changes=[line])
    assert talk.clauses(said) == ["27.3"]
    assert case(talk, line).struck == ()


@pytest.mark.parametrize("kind", ["UPDATE", "CANCEL"])
def test_a_correction_under_another_kind_strikes_nothing(kind: str) -> None:
    """A page that lists what was corrected would not show it."""
    talk = alone()
    line = talk.say("NORTH", LINE)
    assert talk.clauses(strike(talk, line, kind=kind)) == ["27.3"]
    assert case(talk, line).struck == ()


def test_a_correction_of_two_lines_strikes_neither() -> None:
    """Which of them would its text stand for?"""
    talk = alone()
    one, other = talk.say("NORTH", LINE), talk.say("NORTH", LINE)
    said = strike(talk, one, changes=[one, other])
    assert talk.clauses(said) == ["27.3"]
    assert case(talk, one).struck == ()


def test_a_correction_that_cites_nothing_is_void() -> None:
    """It would strike what the reader thinks of."""
    talk = alone()
    said = talk.say("NORTH", INSTEAD, kind="CORRECTION")
    assert "27.3" in talk.clauses(said)


@pytest.mark.parametrize(
    "line",
    [
        log.Assumed(at=START_S, officer=2, other=1, turnover=HOV),
        log.Relieved(at=START_S, officer=1, other=2, turnover=HOV),
        log.AssumedAlone(at=START_S, officer=2, reason=Text("He is ill.")),
    ],
)
def test_who_has_the_watch_is_logged(line: log.Line) -> None:
    """With the turnover that the other side was given, if there was one."""
    talk = alone()
    assert talk.clauses(talk.say("NORTH", line)) == []


@pytest.mark.parametrize(
    "line",
    [
        log.Assumed(at=START_S, officer=0, other=1),
        log.Assumed(at=START_S, officer=1, other=1),
        log.Relieved(at=START_S, officer=1, other=0),
        log.AssumedAlone(at=START_S, officer=1, turnover="SOUTH/2026/0007/MSG/1/O"),
    ],
)
def test_a_watch_without_its_officers_or_turnover_is_marked(line: log.Line) -> None:
    """Who took it is the point of the line."""
    talk = alone()
    assert talk.clauses(talk.say("NORTH", line)) == ["27.4"]


def test_a_log_of_another_precedence_is_marked() -> None:
    """Nobody is to be woken by it."""
    talk = alone()
    assert talk.clauses(talk.say("NORTH", LINE, precedence="Z")) == ["14.4"]


def test_a_line_of_the_log_answers_nothing() -> None:
    """It refers to a statement by its reference, and stands in no case of it."""
    talk = alone()
    note = talk.say("NORTH", Message(subject=Text("S"), text=Text("T")))
    assert talk.clauses(talk.say("NORTH", LINE, answers=[note])) == ["11.11"]
