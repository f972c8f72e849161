"""Evidence says what it must, is answered, and is taken back by its own side."""

import pytest
from tests.dialogue.evidences import (
    ANSWERS,
    ITEMS,
    announce,
    body,
    case,
    covering,
    due,
    present,
    publish,
)
from tests.dialogue.talk import Talk

from detente.dialogue.claim import Claim, Condition
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import evd
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import Position
from detente.record.statement import Attachment

TABLE = bytes(range(32))
CLAIM = Claim(
    table_sha256=TABLE.hex(),
    where=(Condition("maker_country", ("CN", "HK")),),
    measure="share",
    comparison="at least",
    numerator=15,
    denominator=100,
    matching=9,
    total=40,
)


# ------------------------------------------------------------- what evidence says


def test_evidence_that_says_what_it_must_is_unmarked() -> None:
    """Also with a claim whose table is attached."""
    talk = Talk()
    table = Attachment("components.csv", "text/csv", 900, TABLE)
    said = talk.say("NORTH", body(table_claim=CLAIM), attachments=(table,))
    assert talk.clauses(said) == []
    assert case(talk, said).state == "presented"


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"claim": Text(" ")}, "20.2"),
        ({"claim": Text("One.\nTwo.")}, "20.2"),
        ({"asked": ()}, "20.2"),
        ({"analysis": Text("Alloy."), "confidence": "high"}, "20.2"),
        ({"analysis": Text("Alloy."), "method": "X-ray"}, "20.2"),
        ({"withheld": Text("Two serials.")}, "20.2"),
        ({"withheld_why": "The source."}, "20.2"),
        ({"recovered": 4_000_000_000}, "20.3"),
        ({"items": (ITEMS[0], ITEMS[0])}, "20.3"),
        ({"items": (evd.Item(number=0, description=Text("A")),)}, "20.3"),
        (
            {
                "items": (
                    evd.Item(number=1, description=Text("A"), maker_country="China"),
                )
            },
            "20.3",
        ),
        ({"media": (evd.Medium("AB" * 32, "Item 1", "original"),)}, "20.3"),
        ({"custody": (evd.Custody(" ", 1, 2),)}, "20.3"),
        ({"custody": (evd.Custody("Depot", 2, 1),)}, "20.3"),
        ({"custody": (evd.Custody("Unit", 1, 5), evd.Custody("Depot", 4))}, "20.3"),
        ({"answer_by_s": evd.ANSWER_S - 1}, "20.5"),
        ({"position": Position(0, 0)}, "14.1"),
    ],
)
def test_evidence_that_lacks_something_is_marked(
    changed: dict[str, object], clause: str
) -> None:
    """It is evidence all the same."""
    talk = Talk()
    said = present(talk, **changed)
    assert talk.clauses(said) == [clause]
    assert case(talk, said).live


def test_what_is_full_and_in_order_is_unmarked() -> None:
    """A custody that is handed over, and one with a time without a holder."""
    talk = Talk()
    said = present(
        talk,
        recovered=5,
        analysis=Text("Alloy."),
        method="X-ray",
        confidence="low",
        withheld=Text("Two serials."),
        withheld_why="The source.",
        media=(evd.Medium("ab" * 32, "Item 1", "original"),),
        custody=(
            evd.Custody("Unit", 1, 5, "S1"),
            evd.Custody("Depot", 5),
            evd.Custody("Laboratory", 90),
        ),
    )
    assert talk.clauses(said) == []


@pytest.mark.parametrize("missing", ["table", "figures", "sense"])
def test_a_claim_that_the_other_side_cannot_count_is_marked(missing: str) -> None:
    """Without its table, its giver's figures, or a number to compare with."""
    talk = Talk()
    changed: dict[str, object] = {
        "table": {},
        "figures": {"matching": None, "total": None},
        "sense": {"denominator": 0},
    }[missing]  # type: ignore[assignment]
    fields = {name: getattr(CLAIM, name) for name in CLAIM.__struct_fields__}
    claim = Claim(**{**fields, **changed})
    table = Attachment("components.csv", "text/csv", 900, TABLE)
    attached = () if missing == "table" else (table,)
    said = talk.say("NORTH", body(table_claim=claim), attachments=attached)
    assert talk.clauses(said) == ["20.13"]


def test_the_position_of_recovery_is_read_back() -> None:
    """A part found nine kilometres off was found on the other side."""
    talk = Talk()
    spot = Position(3_671_800, 6_886_300, mgrs="42SVF8776163590")
    said = present(talk, position=spot)
    assert case(talk, said).unread


# ---------------------------------------------------------------------- answers


def test_received_is_no_answer() -> None:
    """The clock for the answer runs on."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", evd.Received(own_reference="7/26"), answers=[said])
    found = case(talk, said)
    assert (found.state, found.live) == ("received", True)


@pytest.mark.parametrize(("answer", "state"), ANSWERS)
def test_the_last_answer_is_the_state(answer: Body, state: str) -> None:
    """Received, said after it, takes its place no more than silence."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", evd.Disputed(fact=Text("All.")), answers=[said])
    talk.say("SOUTH", answer, answers=[said])
    talk.say("SOUTH", evd.Received(), answers=[said])
    assert case(talk, said).state == state


@pytest.mark.parametrize(
    "answer",
    [
        evd.NeedMore(needed=Text(" ")),
        evd.Disputed(fact=Text("")),
        evd.AcceptedInPart(accepted=Text("")),
        evd.Declined(reason="not stated", text=Text("")),
        evd.TraceResult(item=3, result="not ours"),
        evd.NeedMore(items=(1, 9), needed=Text("The batch.")),
    ],
)
def test_an_answer_that_says_nothing_is_marked_and_counts(answer: Body) -> None:
    """Also one about an item that nobody presented."""
    talk = Talk()
    said = present(talk)
    given = talk.say("SOUTH", answer, answers=[said])
    assert talk.clauses(given) == ["20.4"]
    assert case(talk, said).state not in {"presented", "received"}


@pytest.mark.parametrize(
    ("party", "act"),
    [
        ("NORTH", evd.Received()),
        ("NORTH", evd.Disputed(fact=Text("All."))),
        ("SOUTH", evd.RightOfReply(to_publish=Text("A summary."))),
        ("SOUTH", evd.Published(where="Online", at=1)),
    ],
)
def test_an_act_of_the_wrong_side_is_void(party: str, act: Body) -> None:
    """Nobody answers, or publishes, in another's name."""
    talk = Talk()
    said = present(talk)
    wrong = talk.say(party, act, answers=[said])
    assert talk.clauses(wrong) == ["20.6"]
    found = case(talk, said)
    assert (found.state, found.publication) == ("presented", "none")


# --------------------------------------------------------------------- taken back


def test_evidence_is_withdrawn_by_its_own_side() -> None:
    """Then nothing is due."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    receipt = covering(talk, announced, talk.now_s + 90)
    talk.say("NORTH", body(), kind="CANCEL", changes=[said])
    assert case(talk, said).state == "withdrawn"
    assert due(talk, "NORTH", receipt) == []


def test_evidence_is_withdrawn_as_last_amended() -> None:
    """Who cites the amendment means the evidence."""
    talk = Talk()
    said = present(talk)
    amended = talk.say("NORTH", body(rule="R"), kind="UPDATE", changes=[said])
    talk.say("NORTH", body(rule="R"), kind="CANCEL", changes=[amended])
    assert case(talk, said).state == "withdrawn"


def test_an_answer_is_taken_back_and_what_stood_before_holds() -> None:
    """By the side that gave it."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    second = talk.say("SOUTH", ANSWERS[4][0], answers=[said])
    talk.say("SOUTH", ANSWERS[4][0], kind="CANCEL", changes=[second])
    assert case(talk, said).state == "trace result"


def test_received_is_taken_back() -> None:
    """It went to the wrong desk."""
    talk = Talk()
    said = present(talk)
    received = talk.say("SOUTH", evd.Received(), answers=[said])
    talk.say("SOUTH", evd.Received(), kind="CANCEL", changes=[received])
    assert case(talk, said).state == "presented"


def test_a_reply_is_taken_back() -> None:
    """The right of reply runs on."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    reply = evd.Reply(text=Text("Not so."))
    given = talk.say("SOUTH", reply, answers=[announced])
    talk.say("SOUTH", reply, kind="CANCEL", changes=[given])
    assert case(talk, said).publication == "right of reply"


def test_what_was_to_be_published_is_taken_back_with_the_reply_to_it() -> None:
    """An old reply must not cover a new text."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    talk.say("SOUTH", evd.Reply(text=Text("Not so.")), answers=[announced])
    back = evd.RightOfReply(to_publish=Text("A summary."))
    talk.say("NORTH", back, kind="CANCEL", changes=[announced])
    assert case(talk, said).publication == "none"
    assert talk.clauses(publish(talk, said)) == ["20.10"]


@pytest.mark.parametrize("act", [evd.Received(), evd.Published(where="Online", at=1)])
def test_an_act_that_answers_no_evidence_is_void(act: Body) -> None:
    """It cannot stand alone."""
    talk = Talk()
    assert talk.clauses(talk.say("SOUTH", act)) == ["11.18"]


def test_a_closed_case_asks_nothing() -> None:
    """So that a long record costs no look at what is settled."""
    talk = Talk()
    said = present(talk)
    answer = talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    read = Acknowledged(read_back=Text("Traced."))
    talk.say("NORTH", read, answers=[answer])
    assert not case(talk, said).live
