"""What the source says is read from it, in every way in which it is written there."""

import ast

import pytest

import sentences
from phrasing import Reader, Speaking

SPEAKING = Speaking({"Refused", "mark"}, {"why"}, {"label"})


def read(source: str, *, parts: bool = False) -> list[str]:
    """Return what some code says."""
    return list(Reader(ast.parse(source), SPEAKING).read(parts=parts))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('raise Refused("It was over.")', ["It was over."]),
        ('raise Refused("it is over")', ["it is over"]),
        ('yield f"Volume {each.id!r} has no area."', ["Volume {id} has no area."]),
        ('x = f"It has {len(self._rows):,} rows."', ["It has {rows} rows."]),
        ("x = f\"It is one of {', '.join(known)}.\"", ["It is one of {known}."]),
        ("x = f\"It says {said['head']} there.\"", ["It says {head} there."]),
        ('x = f"From {a} to {b.a} it is."', ["From {a} to {a2} it is."]),
        ('x = f"It is {a}{b} there."', ["It is {a} there."]),
        ('x = "It was " + "read again."', ["It was read again."]),
        ('x = "It was " + found.name + " there."', ["It was {name} there."]),
        (
            "x = f\"It is {'in it' if a else 'beside it'}.\"",
            ["It is in it.", "It is beside it."],
        ),
        ('A = "Stop it first."\nx = f"It runs. {A}"', ["Stop it first.", "It runs."]),
        ('N = "11.4"\nx = f"It is none (clause {N})."', ["It is none (clause 11.4)."]),
        ('number, why = "1", "not held"', ["not held"]),
        ('yield mark("1", "It came late.")', ["It came late."]),
    ],
)
def test_a_sentence_is_read_as_its_pattern(source: str, said: list[str]) -> None:
    """With the values named as they are in the source, and each way by itself."""
    assert sorted(set(read(source))) == sorted(said)


@pytest.mark.parametrize(
    "source",
    [
        '"""It says what it decides."""',
        'x: int = label("It is a label.")',
        'x = "SELECT name FROM feed."',
        'x = "it is no sentence"',
        'x = a == "It is compared."',
        'def f():\n    """It does it."""',
    ],
)
def test_what_is_shown_to_nobody_is_not_read(source: str) -> None:
    """Translators are asked for nothing that nobody reads."""
    assert read(source) == []


def test_where_every_text_is_a_part_of_a_sentence_each_is_read() -> None:
    """Some modules hold nothing else."""
    assert read('yield True, "A charter names languages"', parts=True) == [
        "A charter names languages"
    ]


def test_a_refusal_in_words_from_elsewhere_is_told_of() -> None:
    """Whoever writes one in a new way learns that nobody would translate it."""
    reader = Reader(
        ast.parse("raise Refused(made(it))\nraise Refused('No.')"), SPEAKING
    )

    assert list(reader.unread()) == ["Refused(made(it))"]


def test_all_refusals_are_read_but_for_those_that_pass_on_what_was_said() -> None:
    """A new one here either passes on a sentence, or is never translated."""
    passed_on = {
        "detente.api.admission: NotHeld(error.sentence)",
        "detente.api.refusals: Unfilled(problem.field, problem.reason)",
        "detente.api.refusals: Unreadable(problem.field, problem.reason)",
        (
            "detente.api.refusals: "
            "Unamendable(problem.field, problem.reason, problem.clause)"
        ),
        "detente.api.requests: Unreadable(where, str(faults[0]['msg']))",
        "detente.carriers.refusals: not_taken(str(error))",
        "detente.console.enrolling: KeysSealed(error.sentence)",
        "detente.dialogue.compact: Malformed(again.reason)",
        "detente.dialogue.form: Unreadable(error.sentence)",
        "detente.node.courier: replica.Failed(self._jitter())",
        "detente.report.charted: Misasked(each.fault)",
        "detente.space.notices.notice: _refused(text, each, found)",
        "detente.stores.headfile: HeadLost(error.sentence)",
        *(
            f"detente.stores.headfile: HeadLost(_cannot('{what}', {path}, error))"
            for what, path in (
                ("be opened", "path"),
                ("be locked", "self._path"),
                ("be written", "self._path"),
                ("be read", "self._path"),
                ("be found", "self._path"),
            )
        ),
        "detente.stores.database: _damaged(self.path, where)",
        "detente.stores.database: _damaged(path, str(error))",
        "detente.stores.sqlite: self._file.damaged(verdict)",
        "detente.stores.sqlite: self._file.damaged(where)",
    }

    assert set(sentences.unread()) - passed_on == set()


def test_forms_and_cases_are_read_though_no_import_names_them() -> None:
    """They lie in their packages, and are found there when the program runs."""
    where = {each.where for each in sentences.sentences()}

    assert {"dialogue.forms.ord", "dialogue.cases.clarification"} <= where
    assert "node.duty" in {each.removeprefix("detente.") for each in sentences.heard()}
