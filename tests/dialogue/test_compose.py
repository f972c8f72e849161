"""What was filled in becomes a statement, and its faults are told before release."""

import pytest
from tests.dialogue.amending import amend
from tests.dialogue.talk import START_S, YEAR, Talk, request

from detente.dialogue.compose import (
    Author,
    Composed,
    Desk,
    Draft,
    answering,
    cite,
    compose,
)
from detente.dialogue.fields import Text
from detente.dialogue.form import Body, encode
from detente.dialogue.forms import con
from detente.dialogue.forms.cht import Found
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import said
from detente.record.errors import Malformed, Misasked
from detente.record.feed import FeedId
from detente.record.statement import Seen, body_digest

HELLO = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
NO = con.Refused(reason="time", text=Text("No."))
SALT = b"s" * 32


def written(
    talk: Talk, draft: Draft, code: str = "NORTH", post: str = "Watch"
) -> Composed:
    """Compose as an officer who sees everything."""
    kid = talk.kid(code, post, 1)
    author = Author(code, post, kid, (kid,), "en")
    seen = tuple(
        Seen(party, 1, size, bytes(32))
        for party, size in talk.heads().items()
        if party != code
    )
    desk = Desk(900, seen, talk.now_s, talk.now_s + 5, SALT)
    return compose(talk.standing(), author, desk, draft)


def cautions(talk: Talk, body: Body, post: str = "Minister") -> list[str]:
    """Return what is told of a body before release."""
    found = written(talk, Draft(body, "SOUTH/Minister"), post=post).cautions
    return [each.sentence for each in found]


def test_a_draft_becomes_a_statement_that_breaks_no_rule() -> None:
    """Reference, posts, times, heads and digest are filled in."""
    talk = Talk()
    made = written(talk, Draft(HELLO, "SOUTH/Watch", "P"))
    assert made.header.reference == f"NORTH/{YEAR}/0900/MSG/1/O"
    assert made.header.from_post == "NORTH/Watch"
    assert made.header.released == talk.now_s + 5
    assert made.header.body_digest == body_digest(SALT, encode(HELLO))
    assert (made.faults, made.cautions) == ((), ())


def test_what_is_composed_reads_back() -> None:
    """Header and bytes say what the officer filled in."""
    talk = Talk()
    made = written(talk, Draft(HELLO, "SOUTH/Watch"))
    read = said(talk.founding, FeedId("NORTH", 1), 2, bytes(32), made.header, made.body)
    assert read.body == HELLO


def test_an_answer_is_put_to_the_post_that_asked() -> None:
    """With its precedence, its status, and the citation."""
    talk = Talk()
    asked = talk.request(precedence="O")
    made = written(talk, answering(NO, talk.entered(asked)), "SOUTH")
    assert made.header.to_post == asked.header.from_post
    assert made.header.answers == (cite(talk.entered(asked)),)
    assert (made.header.precedence, made.faults) == ("O", ())


def test_an_answer_answers_something() -> None:
    """Else the officer is told at once."""
    with pytest.raises(Misasked):
        answering(NO)


def test_the_founding_names_no_version_before_it() -> None:
    """Version 0: nothing binds yet."""
    talk = Talk()
    made = written(talk, Draft(Found(charter=talk.founding.raw), "SOUTH/Watch"))
    assert made.header.charter_version == 0


def test_what_the_other_node_will_mark_is_told_before_release() -> None:
    """The same rules, the same clause."""
    talk = Talk()
    made = written(talk, Draft(HELLO, "SOUTH/Kitchen"))
    assert [each.clause for each in made.faults] == ["11.8"]


def test_what_the_case_will_not_take_is_told_before_release() -> None:
    """A refusal of what is scheduled, for instance."""
    talk = Talk()
    asked = talk.request()
    talk.say("NORTH", con.Cancelled(reason=Text("R")), answers=[asked])
    made = written(talk, answering(NO, talk.entered(asked)), "SOUTH")
    assert [each.clause for each in made.faults] == ["12.5"]


def test_composing_leaves_the_record_as_it_was() -> None:
    """A draft is in no case and on no page of others."""
    talk = Talk()
    standing = talk.standing()
    written(talk, Draft(request(), "SOUTH/Minister"))
    assert standing.contacts() == talk.standing().contacts() == []


def test_the_agreed_counterpart_is_passed_over_in_silence() -> None:
    """Minister asks for minister."""
    assert cautions(Talk(), request()) == []


@pytest.mark.parametrize(
    ("changed", "post", "sentence"),
    [
        (
            {"level_sought": "Deputy"},
            "Minister",
            (
                "SOUTH/Deputy is not the agreed counterpart of NORTH/Minister; "
                "that is SOUTH/Minister."
            ),
        ),
        (
            {"own_principal": "General Secretary"},
            "Watch",
            (
                "SOUTH/Minister is not the agreed counterpart of NORTH/Watch; "
                "that is SOUTH/Watch."
            ),
        ),
        (
            {"level_sought": "Chief Archivist"},
            "Minister",
            "SOUTH/Chief Archivist is not in the charter's counterpart table.",
        ),
    ],
)
def test_a_wrong_counterpart_is_said_before_release(
    changed: dict[str, object], post: str, sentence: str
) -> None:
    """With the one that was agreed; and it is a caution, for it may be the dispute."""
    talk = Talk()
    made = written(talk, Draft(request(**changed), "SOUTH/Minister"), post=post)
    assert [each.sentence for each in made.cautions] == [sentence]
    assert made.faults == ()


def test_a_lower_level_outside_the_table_is_said_before_release() -> None:
    """Who steps down should step onto the ladder."""
    talk = Talk()
    asked = talk.entered(talk.request())
    made = written(talk, answering(con.AcceptedLower(post="Porter"), asked), "SOUTH")
    assert [each.clause for each in made.cautions] == ["12.10"]


@pytest.mark.parametrize(("length", "told"), [(1500, 0), (1501, 1)])
def test_a_long_flash_is_warned_of_and_not_refused(length: int, told: int) -> None:
    """Up to 1,500 signs can be read at once."""
    talk = Talk()
    body = Message(subject=Text("S"), text=Text("x" * length))
    made = written(talk, Draft(body, "SOUTH/Watch", "Z"))
    assert (len(made.cautions), made.faults) == (told, ())


@pytest.mark.parametrize("code", ["NORTH", "SOUTH"])
def test_a_statement_that_would_cross_is_said_before_release(code: str) -> None:
    """The page is older than the other side's last word in the case."""
    talk, other = Talk(), {"NORTH": "SOUTH", "SOUTH": "NORTH"}[code]
    first = talk.say(code, HELLO)
    kid = talk.kid(code, "Watch", 1)
    shown = (Seen(other, 1, talk.heads()[other], bytes(32)),)
    word = talk.say(other, HELLO, answers=[first])
    made = compose(
        talk.standing(),
        Author(code, "Watch", kid, (kid,), "en"),
        Desk(900, shown, START_S, START_S + 9, SALT),
        Draft(HELLO, f"{other}/Watch", answers=(cite(talk.entered(first)),)),
    )
    assert [each.clause for each in made.cautions] == ["11.27"]
    assert word.header.reference in made.cautions[0].sentence


def test_a_page_that_shows_more_than_is_held_is_said_before_release() -> None:
    """The statement would wait until the other feed has come that far."""
    talk = Talk()
    kid = talk.kid("NORTH", "Watch", 1)
    made = compose(
        talk.standing(),
        Author("NORTH", "Watch", kid, (kid,), "en"),
        Desk(900, (Seen("SOUTH", 1, 99, bytes(32)),), START_S, START_S, SALT),
        Draft(HELLO, "SOUTH/Watch"),
    )
    assert [each.clause for each in made.cautions] == ["11.1"]


@pytest.mark.parametrize("text", ["\x00", "\u202e", "e\u0301"])
def test_a_text_that_has_no_place_in_the_record_is_refused(text: str) -> None:
    """Control and direction signs never reach the other side's screen."""
    body = Message(subject=Text("S"), text=Text(text))
    with pytest.raises(Malformed):
        written(Talk(), Draft(body, "SOUTH/Watch"))


def test_a_draft_names_the_version_that_binds_what_it_has_seen() -> None:
    """Whoever sees the last consent speaks under the amendment from then on."""
    talk = Talk()
    assert written(talk, Draft(HELLO, "SOUTH/Watch")).header.charter_version == 1
    amend(talk)
    made = written(talk, Draft(HELLO, "SOUTH/Watch"))
    assert (made.header.charter_version, made.faults) == (2, ())
