"""What was asked of a side without a node is one side's word until it is confirmed."""

import pytest
from tests.dialogue.talk import START_S, Talk

from detente.dialogue.asked import Due
from detente.dialogue.cases.unilateral import Unilateral
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import uni
from detente.dialogue.reading import Said
from detente.dialogue.tally import tally
from detente.dialogue.unilateral import (
    delivery_code,
    put_already,
    to_put,
    unilateral_count,
)
from detente.record.errors import Misasked

CODE = "41203 00917 58811"
CHANNEL = b"\x07" * 32
BY_S = START_S + 1000
GIVEN: dict[str, object] = {
    "medium": "letter",
    "made_at": START_S,
    "made_by": "NORTH/Watch",
    "party": "Southern Republic",
    "office": "Operations room",
    "purpose": Text("Speak before the exercise."),
    "code": CODE,
}
STANDS: dict[str, object] = {
    "request": "NORTH/2026/0002/UNI/1/O",
    "request_id": b"\x01" * 32,
    "channel": CHANNEL,
    "became": "no answer",
}
DELIVERED = uni.Delivered(at=START_S, office="Guard", code=CODE)
ANSWERED = uni.Answered(at=START_S, medium="telephone", text=Text("Not today."))
NONE = uni.NoAnswer(at=START_S)


def alone() -> Talk:
    """Return a channel in which NORTH speaks with nobody."""
    return Talk(("NORTH",), counterparts=())


def ask(talk: Talk, **changed: object) -> Said:
    """Record a request by letter."""
    body = uni.Request(**{**GIVEN, **changed})  # type: ignore[arg-type]
    return talk.say("NORTH", body)


def put(talk: Talk, **changed: object) -> Said:
    """Put a request to the side that was asked."""
    body = uni.Put(**{**GIVEN, **STANDS, **changed})  # type: ignore[arg-type]
    return talk.say("NORTH", body)


def case(talk: Talk, opened: Said) -> Unilateral:
    """Return the case of a request."""
    return talk.case(opened, Unilateral)


def follow(talk: Talk, opened: Said, *bodies: Body, by: str = "NORTH") -> list[Said]:
    """Let a party say these of a request, one after the other."""
    return [talk.say(by, each, answers=[opened]) for each in bodies]


def take_back(talk: Talk, said: Said) -> Said:
    """Let a party take back what it said."""
    assert isinstance(said.body, Body)
    party = said.feed.party
    return talk.say(party, said.body, kind="CANCEL", changes=[said])


# ------------------------------------------------------------ recorded alone


@pytest.mark.parametrize(
    ("bodies", "state"),
    [
        ((), "made"),
        ((DELIVERED,), "delivered"),
        ((DELIVERED, ANSWERED), "answered"),
        ((DELIVERED, NONE), "no answer"),
        (
            (NONE, uni.Answered(at=START_S + 1, medium="fax", text=Text("Y."))),
            "answered",
        ),
    ],
)
def test_a_request_becomes_what_its_side_says(
    bodies: tuple[Body, ...], state: str
) -> None:
    """Unmarked, and nothing of it is to be acknowledged."""
    talk = alone()
    asked = ask(talk)
    said = follow(talk, asked, *bodies)
    assert [talk.clauses(each) for each in (asked, *said)] == [[]] * (1 + len(said))
    assert (case(talk, asked).state, case(talk, asked).waiting) == (state, ())


@pytest.mark.parametrize(
    "changed",
    [
        {"party": " "},
        {"office": ""},
        {"made_by": ""},
        {"purpose": Text(" ")},
        {"made_at": START_S + 99},
        {"sha256": b"short"},
    ],
)
def test_a_request_that_lacks_something_is_marked_and_stands(
    changed: dict[str, object],
) -> None:
    """What was asked is not lost for a slip."""
    talk = alone()
    asked = ask(talk, **changed)
    assert talk.clauses(asked) == ["26.2"]
    assert case(talk, asked).state == "made"


@pytest.mark.parametrize(
    "body",
    [
        uni.Answered(at=START_S, medium="fax", text=Text(" ")),
        uni.Answered(at=START_S + 99, medium="fax", text=Text("No.")),
    ],
)
def test_an_answer_without_words_or_of_a_time_to_come_is_marked(body: Body) -> None:
    """Their words are what it is about."""
    talk = alone()
    [said] = follow(talk, ask(talk), body)
    assert talk.clauses(said) == ["26.2"]


@pytest.mark.parametrize(("code", "brought"), [(CODE, "41203 00917 58812"), ("", "")])
def test_a_receipt_with_another_code_delivers_nothing(code: str, brought: str) -> None:
    """A courier carries more than one letter."""
    talk = alone()
    asked = ask(talk, code=code)
    body = uni.Delivered(at=START_S, office="Guard", code=brought)
    [said] = follow(talk, asked, body)
    assert talk.clauses(said) == ["26.4"]
    assert case(talk, asked).state == "made"


def test_no_answer_is_not_said_before_the_time_is_over() -> None:
    """Else a side could count a silence that had not been."""
    talk = alone()
    asked = ask(talk, answer_by=BY_S)
    talk.now_s = BY_S + 10
    early, late = follow(talk, asked, uni.NoAnswer(at=BY_S - 1), uni.NoAnswer(at=BY_S))
    assert (talk.clauses(early), talk.clauses(late)) == (["26.5"], [])
    assert case(talk, asked).state == "no answer"


def test_no_answer_is_not_said_of_a_time_when_one_had_come() -> None:
    """The log of the same side says otherwise."""
    talk = alone()
    asked = ask(talk)
    _, none = follow(talk, asked, ANSWERED, NONE)
    assert talk.clauses(none) == ["26.5"]
    assert case(talk, asked).unanswered is None


def test_once_the_time_to_answer_is_over_the_watch_is_asked_what_came() -> None:
    """Of its own side, for nobody else is there; until it says."""
    talk = alone()
    asked = ask(talk, answer_by=BY_S)

    def due() -> list[Due]:
        return talk.dues("NORTH")

    assert [(d.at_s, d.of, d.clause) for d in due()] == [(BY_S, "NORTH", "26.5")]
    talk.now_s = BY_S
    follow(talk, asked, uni.NoAnswer(at=BY_S))
    assert due() == []


def test_what_was_said_of_a_request_is_taken_back() -> None:
    """As if it had not been said; the request itself, too."""
    talk = alone()
    asked = ask(talk)
    _, answered = follow(talk, asked, DELIVERED, ANSWERED)
    take_back(talk, answered)
    assert case(talk, asked).state == "delivered"
    take_back(talk, asked)
    assert case(talk, asked).state == "taken back"


def test_an_older_word_taken_back_leaves_the_newer() -> None:
    """The last of each kind holds."""
    talk = alone()
    asked = ask(talk)
    first, _ = follow(talk, asked, ANSWERED, ANSWERED)
    take_back(talk, first)
    assert case(talk, asked).state == "answered"


@pytest.mark.parametrize("body", [uni.Confirmed(), uni.Disputed(what=Text("All."))])
def test_nobody_confirms_to_himself(body: Body) -> None:
    """Nor disputes."""
    talk = alone()
    [said] = follow(talk, ask(talk), body)
    assert talk.clauses(said) == ["26.1"]


def test_nothing_is_put_where_nobody_is() -> None:
    """It would read as if somebody had been told."""
    talk = alone()
    assert talk.clauses(put(talk)) == ["26.1"]


# -------------------------------------------------------------- put to the other side


@pytest.mark.parametrize("body", [uni.Request(**GIVEN), DELIVERED, ANSWERED, NONE])  # type: ignore[arg-type]
def test_nothing_is_recorded_one_sidedly_where_the_other_side_is(body: Body) -> None:
    """It is asked here, where its node receipts."""
    talk = Talk()
    cited = [] if isinstance(body, uni.Request) else [put(talk)]
    said = talk.say("NORTH", body, answers=cited)
    assert "26.1" in talk.clauses(said)
    assert not talk.entered(said).effective
    cases = talk.standing().cases.values()
    waiting = {
        each.id for held in cases for case in held.values() for each in case.waiting
    }
    assert said.id not in waiting


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (uni.Confirmed(), "confirmed"),
        (uni.Disputed(what=Text("No letter.")), "disputed"),
    ],
)
def test_the_side_that_was_asked_confirms_or_disputes(body: Body, state: str) -> None:
    """And with that it has read what was put."""
    talk = Talk()
    asked = put(talk)
    assert case(talk, asked).state == "put"
    assert [each.id for each in case(talk, asked).waiting] == [asked.id]
    [said] = follow(talk, asked, body, by="SOUTH")
    found = case(talk, asked)
    assert (talk.clauses(asked), talk.clauses(said)) == ([], [])
    assert (found.state, asked.id in {each.id for each in found.waiting}) == (
        state,
        False,
    )


def test_the_side_that_asked_confirms_nothing() -> None:
    """That is the other side's word."""
    talk = Talk()
    asked = put(talk)
    [said] = follow(talk, asked, uni.Confirmed())
    assert talk.clauses(said) == ["26.7"]
    assert case(talk, asked).state == "put"


def test_a_dispute_says_of_what() -> None:
    """A bare no settles nothing; it is a dispute all the same."""
    talk = Talk()
    asked = put(talk)
    [said] = follow(talk, asked, uni.Disputed(what=Text(" ")), by="SOUTH")
    assert talk.clauses(said) == ["26.7"]
    assert case(talk, asked).state == "disputed"


def test_a_confirmation_is_taken_back_by_who_gave_it() -> None:
    """Then nothing was said of the request."""
    talk = Talk()
    asked = put(talk)
    [said] = follow(talk, asked, uni.Confirmed(), by="SOUTH")
    take_back(talk, said)
    assert case(talk, asked).state == "put"


def test_a_request_that_is_amended_is_put_anew() -> None:
    """Nobody has confirmed what it says now."""
    talk = Talk()
    asked = put(talk)
    follow(talk, asked, uni.Confirmed(), by="SOUTH")
    body = uni.Put(**{**GIVEN, **STANDS, "office": "Ministry"})  # type: ignore[arg-type]
    talk.say("NORTH", body, kind="CORRECTION", changes=[asked])
    assert (case(talk, asked).state, case(talk, asked).request) == ("put", body)


@pytest.mark.parametrize(
    "changed",
    [
        {"request": "letter 5"},
        {"request": "NORTH/2026/0002/CON/1/O"},
        {"request_id": b"\x01"},
        {"channel": b""},
    ],
)
def test_a_put_that_leads_to_no_request_is_marked(changed: dict[str, object]) -> None:
    """The other side could not ask to see it."""
    talk = Talk()
    assert talk.clauses(put(talk, **changed)) == ["26.6"]


def test_a_put_from_this_very_channel_is_marked() -> None:
    """It would be a request that the other side has receipted."""
    talk = Talk()
    assert talk.clauses(put(talk, channel=talk.founding.channel)) == ["26.6"]


def test_what_is_put_carries_the_request_and_what_became_of_it() -> None:
    """Every field of it, its id, and the answer as it was taken down."""
    own = alone()
    asked = ask(own, answer_by=BY_S, message_id="<1@north>", sha256=b"\x02" * 32)
    follow(own, asked, DELIVERED, ANSWERED)
    body = to_put(case(own, asked), own.founding.channel)
    request = case(own, asked).request
    for name in uni.Request.__struct_fields__:
        assert getattr(body, name) == getattr(request, name)
    assert (body.request, body.request_id) == (asked.header.reference, asked.id)
    assert (body.channel, body.became) == (own.founding.channel, "answered")
    assert (body.delivered_at, body.answered_at) == (START_S, START_S)
    assert body.answer == Text("Not today.")
    talk = Talk()
    assert talk.clauses(talk.say("NORTH", body)) == []


def test_a_request_that_was_taken_back_is_not_put() -> None:
    """It was not made, as its own side says."""
    own = alone()
    asked = ask(own)
    take_back(own, asked)
    with pytest.raises(Misasked):
        to_put(case(own, asked), own.founding.channel)


# ------------------------------------------------------------------------ counted apart


def test_one_sided_requests_are_counted_apart() -> None:
    """Each in one row, and none of them in the tally, confirmed or not."""
    own = alone()
    for bodies in ((), (DELIVERED,), (ANSWERED,), (NONE,), (NONE,)):
        follow(own, ask(own), *bodies)
    take_back(own, ask(own))
    count = unilateral_count(own.standing())
    assert (count.made, count.delivered, count.answered) == (1, 1, 1)
    assert (count.no_answer, count.taken_back, count.requests) == (2, 1, 6)
    assert tally(own.standing()).total.requested == 0


def test_a_request_that_was_put_twice_counts_once() -> None:
    """Else one letter would become two by copying."""
    talk = Talk()
    first = put(talk)
    put(talk)
    other = put(talk, request_id=b"\x05" * 32)
    follow(talk, first, uni.Confirmed(), by="SOUTH")
    follow(talk, other, uni.Disputed(what=Text("No.")), by="SOUTH")
    count = unilateral_count(talk.standing())
    assert (count.requests, count.confirmed, count.disputed, count.put) == (2, 1, 1, 0)
    assert tally(talk.standing()).total.requested == 0


def test_a_request_that_was_taken_back_and_put_again_counts_as_put() -> None:
    """The mistake is in the record, not in the figures."""
    talk = Talk()
    take_back(talk, put(talk))
    again = put(talk)
    count = unilateral_count(talk.standing())
    assert (count.requests, count.put, count.taken_back) == (1, 1, 0)
    assert list(put_already(talk.standing(), "NORTH")) == [b"\x01" * 32]
    assert put_already(talk.standing(), "NORTH")[b"\x01" * 32].id == again.id


def test_a_test_is_not_counted() -> None:
    """An operational channel counts what was meant."""
    own = alone()
    own.say("NORTH", uni.Request(**GIVEN), status="TEST")  # type: ignore[arg-type]
    assert unilateral_count(own.standing()).requests == 0


def test_a_delivery_code_is_three_groups_of_five_digits() -> None:
    """Leading noughts are written, so that every code is as long."""
    assert delivery_code(bytes([0, 1, 255, 255, 3, 149])) == "00001 65535 00917"


@pytest.mark.parametrize("body", [uni.Request, uni.Put])
def test_wherever_it_is_named_it_is_called_unilateral(body: type[Body]) -> None:
    """Nobody reads it as what the other side has receipted."""
    talk = Talk() if body is uni.Put else alone()
    said = put(talk) if body is uni.Put else ask(talk)
    assert isinstance(said.body, Body)
    assert said.body.summary().startswith("UNILATERAL")
