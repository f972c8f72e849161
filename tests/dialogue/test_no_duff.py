"""A real event in an exercise is marked, moved, and taken for no exercise."""

import hashlib

import pytest
from tests.dialogue.talk import Talk, digest

from detente.dialogue.compose import Author, Desk, Draft, compose
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.ndf import Moved, NoDuff
from detente.dialogue.reading import Said
from detente.dialogue.sounding import sound

PLAYED = Message(subject=Text("Aircraft"), text=Text("One of ours is in the water."))
REAL = NoDuff(text=Text("A helicopter has ditched, four on board."))
PROOF = b"a proof file"
SHA256 = hashlib.sha256(PROOF).digest()
ELSEWHERE = digest("the exercise")


def drill() -> Talk:
    """Return a channel of exercises."""
    return Talk(traffic="exercise")


def flash(talk: Talk, code: str, body: Body, **fields: object) -> Said:
    """Release a statement as Z."""
    return talk.say(code, body, **{"precedence": "Z", **fields})  # type: ignore[arg-type]


def moved(**changed: object) -> Moved:
    """Return what moves a statement, with its proof."""
    usual: dict[str, object] = {
        "reference": "NORTH/2026/0007/MSG/1/E",
        "channel": ELSEWHERE,
        "sha256": SHA256,
        "proof": PROOF,
        "no_duff": "NORTH/2026/0008/NDF/1/O",
        "text": Text("A helicopter has ditched."),
    }
    return Moved(**{**usual, **changed})  # type: ignore[arg-type]


def flags(talk: Talk, said: Said) -> tuple[str, ...]:
    """Return the flags of a statement's case."""
    return talk.case_of(said).flags


@pytest.mark.parametrize("cites", [True, False])
def test_no_duff_stands_unmarked_among_exercises(*, cites: bool) -> None:
    """In the status OPERATION, whatever the status of what it cites."""
    talk = drill()
    played = talk.say("NORTH", PLAYED, status="EXERCISE")
    answers = [played] if cites else []

    said = flash(talk, "SOUTH", REAL, answers=answers)

    assert talk.clauses(said) == []
    assert talk.entered(said).effective


def test_the_case_of_what_is_real_is_marked() -> None:
    """Whoever looks at the played statement sees that it is played no more."""
    talk = drill()
    played = talk.say("NORTH", PLAYED, status="EXERCISE")
    assert "NO DUFF" not in flags(talk, played)

    flash(talk, "NORTH", REAL, answers=[played])

    assert "NO DUFF" in flags(talk, played)


def test_no_duff_that_is_taken_back_marks_nothing_more() -> None:
    """The exercise goes on."""
    talk = drill()
    played = talk.say("NORTH", PLAYED, status="EXERCISE")
    said = flash(talk, "NORTH", REAL, answers=[played])

    flash(talk, "NORTH", REAL, kind="CANCEL", changes=[said])

    assert "NO DUFF" not in flags(talk, played)


def test_an_answer_to_no_duff_is_not_irregular() -> None:
    """It bears the status OPERATION, for the mark does."""
    talk = drill()
    said = flash(talk, "NORTH", REAL)
    body = Acknowledged(read_back=Text("Helicopter ditched, four on board."))

    answer = flash(talk, "SOUTH", body, answers=[said])

    assert talk.clauses(answer) == []


def test_operation_without_no_duff_is_still_irregular_in_an_exercise() -> None:
    """The sentence of clause 11.9 names the way to say it."""
    talk = drill()
    assert talk.clauses(talk.say("NORTH", PLAYED)) == ["11.9"]


def test_no_duff_sounds_until_it_is_acknowledged() -> None:
    """At the watch of the other side, as soon as it is stored."""
    talk = drill()
    said = flash(talk, "NORTH", REAL)
    reference = said.header.reference

    def sounds() -> bool:
        told, _ = sound(talk.dues("SOUTH"), "SOUTH", talk.now_s, {})
        return told is not None and reference in told.sentence

    assert sounds()
    flash(talk, "SOUTH", Acknowledged(read_back=Text("Understood.")), answers=[said])
    assert not sounds()


@pytest.mark.parametrize(
    ("traffic", "body", "fields"),
    [
        ("operation", REAL, {}),
        ("exercise", REAL, {"status": "EXERCISE"}),
        ("exercise", NoDuff(), {}),
        ("exercise", NoDuff(text=Text(" ")), {}),
    ],
)
def test_no_duff_out_of_place_or_empty_is_marked(
    traffic: str, body: Body, fields: dict[str, object]
) -> None:
    """It is recorded all the same: it may be what saves somebody."""
    talk = Talk(traffic=traffic)
    said = flash(talk, "NORTH", body, **fields)
    assert talk.clauses(said) == ["28.2"]
    assert talk.entered(said).effective


@pytest.mark.parametrize(
    "body", [moved(), moved(proof=b""), moved(proof=b"", sha256=b"", no_duff="")]
)
def test_a_real_event_is_moved_with_its_proof_or_before_there_is_one(
    body: Moved,
) -> None:
    """It waits for no receipt; it opens a case of its own and goes on one key."""
    talk = Talk(two_key_forms=("NDF",))
    said = flash(talk, "NORTH", body)
    assert talk.clauses(said) == []
    assert flags(talk, said) == ("NO DUFF", "1 NOT ACKNOWLEDGED")


@pytest.mark.parametrize(
    ("body", "clause"),
    [
        (moved(proof=b"another file"), "25.4"),
        (moved(sha256=b"short", proof=b""), "25.2"),
        (moved(channel=b"", sha256=b"", proof=b""), "28.4"),
        (moved(reference=" ", text=None), "28.4"),
    ],
)
def test_what_is_moved_is_what_it_names(body: Moved, clause: str) -> None:
    """And comes from elsewhere."""
    talk = Talk()
    assert talk.clauses(flash(talk, "NORTH", body)) == [clause]


def test_a_real_event_is_not_moved_into_an_exercise() -> None:
    """There it would be taken for a part of it."""
    talk = drill()
    assert talk.clauses(flash(talk, "NORTH", moved())) == ["28.4"]


def test_either_goes_as_flash_and_is_marked_otherwise() -> None:
    """A slip of the officer holds nothing up."""
    talk = drill()
    said = talk.say("NORTH", REAL, precedence="R")
    assert talk.clauses(said) == ["14.4"]


@pytest.mark.parametrize(
    ("given", "borne"), [("EXERCISE", "OPERATION"), ("TEST", "TEST")]
)
def test_a_draft_of_no_duff_bears_operation_unless_it_is_a_test(
    given: str, borne: str
) -> None:
    """Whoever fills it in need not think of it, and may try it."""
    talk = drill()
    kid = talk.kid("NORTH", "Watch", 1)
    by = Author("NORTH", "Watch", kid, (kid,), "en")
    desk = Desk(9, (), talk.now_s, talk.now_s, bytes(32))
    draft = Draft(REAL, "SOUTH/Watch", status=given)  # type: ignore[arg-type]

    composed = compose(talk.standing(), by, desk, draft)

    assert composed.header.status == borne
    assert composed.header.precedence == "Z"
    assert composed.header.reference.endswith(f"/{borne[0]}")
    assert composed.faults == ()
