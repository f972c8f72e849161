"""Scripts: what is read, and that whatever is wrong ends in one plain sentence."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.play.scripts import SHORT, short, spoiled

from detente.dialogue.fields import Text, Window
from detente.dialogue.forms import con
from detente.play import demo, files, reading, wording
from detente.play.script import Answer, Carry, Script, State
from detente.record.errors import Malformed, Misasked

CASES = [reading.load(demo.script_of(case)) for case in demo.CASES]


@pytest.mark.parametrize("script", CASES, ids=demo.CASES)
def test_every_example_can_be_played(script: Script) -> None:
    """It is read, and every step bears exactly one mark."""
    assert script.steps
    assert all(bool(step.source) != step.invented for step in script.steps)


def test_a_body_is_filled_in_as_the_form_has_it() -> None:
    """Dates become seconds and plain texts become texts, as the form's types say."""
    step = short().step("asked")
    assert isinstance(step, State)
    body = wording.body(step)
    assert isinstance(body, con.Request)
    assert body.purpose == Text("To try the line.")
    assert body.agenda == (Text("The line"),)
    assert body.windows == (Window(1_767_247_200, 1_767_250_800),)


def test_a_translation_stands_beside_the_text_it_translates() -> None:
    """The field that `of` names gets the translation, dated at the step."""
    translation = """
[[step.translations]]
of = "text"
language = "en"
text = "Not then."
status = "unofficial"
by = "Watch"
"""
    old = 'text = "Not at that hour."\n'
    script = reading.parse(spoiled(old, old + translation))
    step = script.step("refused")
    assert isinstance(step, Answer)
    body = wording.body(step)
    assert isinstance(body, con.Refused)
    (courtesy,) = body.text.translations
    assert (courtesy.text, courtesy.at) == ("Not then.", step.at_s)


def test_names_that_python_keeps_are_read_from_the_script() -> None:
    """`from` of a carry step is the side that hands over."""
    step = short().step("carry-out")
    assert isinstance(step, Carry)
    assert (step.from_, step.to) == ("NORTH", "SOUTH")


SPOILED = {
    "another format": (
        'format = "detente-play/1"',
        'format = "detente-play/2"',
        "The script, field format: it is not 'detente-play/1'.",
    ),
    "a table too many": (
        "[sources]",
        "[extra]\n[sources]",
        "The script, field extra: it is unknown.",
    ),
    "a step without a title": (
        'title = "North asks"\n',
        "",
        "Step 'asked', field title: it is missing.",
    ),
    "an unknown field": (
        'title = "North asks"\n',
        'title = "North asks"\ncolour = "red"\n',
        "Step 'asked', field colour: it is unknown.",
    ),
    "a field of another kind": (
        "readability = 0",
        'readability = "0"',
        "Step 'check', field readability: expected `int`, got `str`.",
    ),
    "something that cannot be done": (
        'do = "kill"',
        'do = "bomb"',
        "Step 'kill', field do: invalid value 'bomb'.",
    ),
    "a step without a name": (
        'id = "check"\n',
        "",
        "Step 1, field id: it is missing.",
    ),
    "a name twice": (
        'id = "cut"',
        'id = "check"',
        "Step 'check', field id: it is empty, or another step bears it.",
    ),
    "both marks": (
        'source = ["told"]\n[step.body]',
        'source = ["told"]\ninvented = true\n[step.body]',
        "Step 'refused', field source: a step has its sources or is marked invented",
    ),
    "a source that is not listed": (
        'source = ["told"]\n[step.body]',
        'source = ["heard"]\n[step.body]',
        "Step 'refused', field source: 'heard' is not under [sources].",
    ),
    "time that goes back": (
        "at = 2026-01-01T00:30:00Z",
        "at = 2026-01-01T00:05:00Z",
        "Step 'refused', field at: it lies before the step that precedes it in its",
    ),
    "local time": (
        "at = 2026-01-01T00:30:00Z",
        "at = 2026-01-01T03:30:00+03:00",
        "Step 'refused', field at: story time is written in UTC, with a Z.",
    ),
    "a stranger": (
        'by = "SOUTH"',
        'by = "EAST"',
        "Step 'refused', field by: 'EAST' is no party of this script.",
    ),
    "a post that is not there": (
        'to_post = "Watch"\npath',
        'to_post = "Throne"\npath',
        "Step 'check', field to_post: SOUTH has no post 'Throne'.",
    ),
    "an answer to nothing": (
        'answers = "asked"',
        'answers = "unasked"',
        "Step 'refused', field answers: 'unasked' is no statement before this one.",
    ),
    "a form that is not there": (
        'form = "MSG"',
        'form = "XYZ"',
        "Step 'meanwhile', field form: There is no form 'XYZ'. There are:",
    ),
    "an act that is not there": (
        'act = "refused"',
        'act = "ignored"',
        "Step 'refused', field form: CON has no act 'ignored'.",
    ),
    "a body that lacks a field": (
        'subject = "Meanwhile"\n',
        "",
        "Step 'meanwhile', field body.subject: it is missing.",
    ),
    "a body with a field of another kind": (
        "answer_by_s = 7200",
        'answer_by_s = "7200"',
        "Step 'asked', field body.answer_by_s: expected `int`, got `str`.",
    ),
    "a receipt that cannot come": (
        'receipt = "later"\nbeside',
        "beside",
        "Step 'into-the-cut', field receipt: no receipt comes now: the line is cut or",
    ),
    "a statement that nothing delivers": (
        'delivers = ["meanwhile"]\n',
        "",
        "The script, field step: no later step delivers 'meanwhile'.",
    ),
    "a cut of the cut": (
        'do = "restore"',
        'do = "cut"',
        "Step 'restore', field do: the network is cut already.",
    ),
    "a living node restarted": (
        'do = "restart"\ntitle = "It starts again"\nparty = "SOUTH"',
        'do = "restart"\ntitle = "It starts again"\nparty = "NORTH"',
        "Step 'restart', field do: the node of NORTH is not in a state for that.",
    ),
    "a tally that does not sum": (
        "requested = 2\nrefused = 1\nnot_delivered = 1",
        "requested = 3\nrefused = 1\nnot_delivered = 1",
        "Step 'tally-in-the-cut', field tally: its buckets do not sum to what was",
    ),
    "a count that the steps do not make": (
        "NORTH = 4\nSOUTH = 2",
        "NORTH = 5\nSOUTH = 2",
        "The script, field expected.released: it is {'NORTH': 5, 'SOUTH': 2}, the",
    ),
    "minutes that are others": (
        "minutes = 10 }\nwith",
        "minutes = 11 }\nwith",
        "The script, field expected.minutes.answered: the steps do not lie so far",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), SPOILED.values(), ids=SPOILED)
def test_what_is_wrong_is_one_sentence_with_step_and_field(
    old: str, new: str, sentence: str
) -> None:
    """A script that cannot be played is refused before anything is started."""
    with pytest.raises(Malformed) as refused:
        reading.parse(spoiled(old, new))
    assert refused.value.sentence.startswith(sentence)


def test_a_script_that_is_not_there_is_asked_for_wrongly(tmp_path: Path) -> None:
    """A missing file is the fault of whoever named it."""
    with pytest.raises(Misasked, match="cannot be read"):
        reading.load(tmp_path / "nothing.toml")


def test_a_case_that_is_not_there_is_asked_for_wrongly() -> None:
    """There is a script for each case, or a sentence."""
    with pytest.raises(Misasked, match="There is no case '1914'"):
        demo.script_of("1914")


@given(st.binary(max_size=200))
def test_no_bytes_end_in_anything_but_the_one_error(data: bytes) -> None:
    """What is no script is refused as malformed, whatever it is."""
    with pytest.raises(Malformed):
        reading.parse(data)


@given(st.data())
def test_a_script_cut_short_is_refused(data: st.DataObject) -> None:
    """A file that was not copied whole is not played."""
    end = data.draw(st.integers(0, SHORT.index("[expected.tally]")))
    with pytest.raises(Malformed):
        reading.parse(SHORT[:end].encode())


def test_a_file_that_a_statement_attaches_lies_beside_the_script(
    tmp_path: Path,
) -> None:
    """Its size and hash are those of the file itself; no number is copied by hand."""
    attached = """
[[step.attachments]]
name = "plan.txt"
media_type = "text/plain"
file = "plan.txt"
"""
    old = 'text = "Not at that hour."\n'
    path = tmp_path / "script.toml"
    path.write_bytes(spoiled(old, old + attached))
    with pytest.raises(Misasked, match=r"plan\.txt cannot be read"):
        reading.load(path)
    (tmp_path / "plan.txt").write_bytes(b"At noon.")
    script = reading.load(path)
    step = script.step("refused")
    assert isinstance(step, Answer)
    (found,) = files.listed(script, step)
    assert (found.name, found.size_bytes) == ("plan.txt", 8)
    assert found.sha256 == hashlib.sha256(b"At noon.").digest()
