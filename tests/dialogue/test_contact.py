"""What becomes of a contact request: each outcome, and each way out of it."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from tests.dialogue.talk import CONTACT_S, START_S, Talk, request, window

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import con
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.msg import Message
from detente.dialogue.outcome import Outcome
from detente.dialogue.reading import Said

HELLO = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
NO = con.Refused(reason="conditions", text=Text("There is no atmosphere for it."))
SOON = con.Scheduled(window=window(START_S + 30))
RECORD = con.Held(window=window(START_S + 30), participants=("Minister", "Minister"))
NORTH_ABSENT = con.NoShow(absent="NORTH")
SOUTH_ABSENT = con.NoShow(absent="SOUTH")
OFF = con.Cancelled(reason=Text("Circumstances."))
STEP_DOWN = con.AcceptedLower(post="Working level")
LOWER = "Working level"
LOWER_SOON = con.Scheduled(window=window(START_S + 30), post=LOWER)
LOWER_RECORD = con.Held(window=window(START_S + 30), post=LOWER, participants=())

Line: TypeAlias = tuple[str, Body]

# Who says what after a request by North, and what then holds.
COURSES: dict[str, tuple[list[Line], Outcome]] = {
    "nothing": ([], Outcome.PENDING),
    "accepted": ([("SOUTH", con.Accepted())], Outcome.ACCEPTED),
    "lower level": ([("SOUTH", STEP_DOWN)], Outcome.ACCEPTED_LOWER),
    "countered": (
        [("SOUTH", con.CounterProposed(neutral_venue="Singapore"))],
        Outcome.COUNTER_PROPOSED,
    ),
    "deferred": ([("SOUTH", con.Deferred(until=START_S + 9))], Outcome.DEFERRED),
    "refused": ([("SOUTH", NO)], Outcome.REFUSED),
    "refused for a precondition": (
        [("SOUTH", con.RefusedPrecondition(preconditions=(1,)))],
        Outcome.REFUSED_PRECONDITION,
    ),
    "refused, then accepted": (
        [("SOUTH", NO), ("SOUTH", con.Accepted())],
        Outcome.ACCEPTED,
    ),
    "scheduled": ([("SOUTH", con.Accepted()), ("NORTH", SOON)], Outcome.SCHEDULED),
    "scheduled by who is asked": ([("SOUTH", SOON)], Outcome.SCHEDULED),
    "scheduled on a counter-proposal": (
        [("SOUTH", con.CounterProposed(venue="Geneva")), ("NORTH", SOON)],
        Outcome.SCHEDULED,
    ),
    "a record of one side": (
        [("SOUTH", SOON), ("NORTH", RECORD)],
        Outcome.SCHEDULED,
    ),
    "the same record of both": (
        [("SOUTH", SOON), ("NORTH", RECORD), ("SOUTH", RECORD)],
        Outcome.HELD,
    ),
    "two records that differ": (
        [
            ("SOUTH", SOON),
            ("NORTH", RECORD),
            ("SOUTH", con.Held(window=window(START_S), participants=())),
        ],
        Outcome.SCHEDULED,
    ),
    "cancelled by the asker": ([("NORTH", OFF)], Outcome.CANCELLED),
    "cancelled by the other": (
        [("SOUTH", con.Accepted()), ("SOUTH", OFF)],
        Outcome.CANCELLED,
    ),
    "cancelled once scheduled": ([("SOUTH", SOON), ("SOUTH", OFF)], Outcome.CANCELLED),
    "a message": ([("SOUTH", HELLO)], Outcome.PENDING),
    "an acknowledgement": (
        [("SOUTH", Acknowledged(read_back=Text("A call.")))],
        Outcome.PENDING,
    ),
}

# Who says what after a request by North that changes nothing: it is void.
WITHOUT_EFFECT: dict[str, tuple[list[Line], Outcome]] = {
    "the asker answers itself": ([("NORTH", con.Accepted())], Outcome.PENDING),
    "who is asked cancels what it never accepted": (
        [("SOUTH", OFF)],
        Outcome.PENDING,
    ),
    "the asker schedules what nobody accepted": ([("NORTH", SOON)], Outcome.PENDING),
    "the asker schedules what was refused": (
        [("SOUTH", NO), ("NORTH", SOON)],
        Outcome.REFUSED,
    ),
    "the asker cancels a refusal away": (
        [("SOUTH", NO), ("NORTH", OFF)],
        Outcome.REFUSED,
    ),
    "a refusal of what is scheduled": (
        [("SOUTH", SOON), ("SOUTH", NO)],
        Outcome.SCHEDULED,
    ),
    "an answer to what is cancelled": (
        [("NORTH", OFF), ("SOUTH", con.Accepted())],
        Outcome.CANCELLED,
    ),
    "a schedule of what is cancelled": (
        [("SOUTH", SOON), ("NORTH", OFF), ("NORTH", SOON)],
        Outcome.CANCELLED,
    ),
    "a record of what was never agreed": ([("NORTH", RECORD)], Outcome.PENDING),
    "agreement to no record": (
        [("SOUTH", SOON), ("NORTH", con.Agreed())],
        Outcome.SCHEDULED,
    ),
    "a no-show without a time": ([("NORTH", SOUTH_ABSENT)], Outcome.PENDING),
    "a no-show before the time": (
        [("SOUTH", SOON), ("NORTH", SOUTH_ABSENT)],
        Outcome.SCHEDULED,
    ),
    "a second cancellation": (
        [("NORTH", OFF), ("NORTH", OFF)],
        Outcome.CANCELLED,
    ),
}


def play(talk: Talk, asked: Said, course: list[Line]) -> list[Said]:
    """Let the sides say this of a request, one after the other."""
    return [talk.say(code, body, answers=[asked]) for code, body in course]


@pytest.mark.parametrize(("course", "outcome"), COURSES.values(), ids=COURSES)
def test_a_course_of_acts_has_its_outcome(course: list[Line], outcome: Outcome) -> None:
    """Every outcome that the forms know, by the acts that lead there."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, course)
    assert talk.contact(asked).outcome is outcome
    assert talk.contact(asked).marks == ()


@pytest.mark.parametrize(
    ("course", "outcome"), WITHOUT_EFFECT.values(), ids=WITHOUT_EFFECT
)
def test_an_act_out_of_place_is_void(course: list[Line], outcome: Outcome) -> None:
    """What may not follow is shown, marked with the clause, and changes nothing."""
    talk = Talk()
    asked = talk.request()
    said = play(talk, asked, course)
    assert talk.contact(asked).outcome is outcome
    assert talk.clauses(said[-1]) == ["12.5"]


def test_a_record_agreed_by_citing_it_is_held() -> None:
    """One side writes the record, the other agrees to that very one."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    record = talk.say("NORTH", RECORD, answers=[asked])
    talk.say("SOUTH", con.Agreed(), answers=[asked, record])
    assert talk.contact(asked).outcome is Outcome.HELD


def test_nobody_agrees_to_his_own_record() -> None:
    """It takes both sides."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    record = talk.say("NORTH", RECORD, answers=[asked])
    talk.say("NORTH", con.Agreed(), answers=[asked, record])
    assert talk.contact(asked).outcome is Outcome.SCHEDULED


def test_a_no_show_names_who_did_not_come() -> None:
    """Once the time set has come, either side may say so."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    talk.say("NORTH", SOUTH_ABSENT, answers=[asked], at=START_S + 60)
    contact = talk.contact(asked)
    assert (contact.outcome, contact.absent) == (Outcome.NO_SHOW, ("SOUTH",))


def test_each_side_may_say_that_the_other_did_not_come() -> None:
    """Both accounts are shown; nobody's is taken for the truth."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    talk.say("NORTH", SOUTH_ABSENT, answers=[asked], at=START_S + 60)
    talk.say("SOUTH", NORTH_ABSENT, answers=[asked])
    assert talk.contact(asked).absent == ("SOUTH", "NORTH")


def test_a_no_show_of_a_stranger_is_void() -> None:
    """Only a side of the contact can fail to come."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    absent = con.NoShow(absent="EAST")
    said = talk.say("NORTH", absent, answers=[asked], at=START_S + 60)
    assert talk.clauses(said) == ["12.5"]


def test_a_missed_contact_can_be_scheduled_again() -> None:
    """A no-show that did not last is shown as revised."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    talk.say("NORTH", SOUTH_ABSENT, answers=[asked], at=START_S + 60)
    talk.say("SOUTH", SOON, answers=[asked])
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.SCHEDULED
    assert contact.revised == (Outcome.NO_SHOW,)


def test_a_cancellation_says_by_whom_and_with_what_notice() -> None:
    """Notice is what lies between the word and the time that had been set."""
    talk = Talk()
    asked = talk.request()
    when = con.Scheduled(window=window(START_S + 1000))
    talk.say("SOUTH", when, answers=[asked])
    talk.say("SOUTH", OFF, answers=[asked], at=START_S + 400)
    contact = talk.contact(asked)
    assert (contact.cancelled_by, contact.notice_s) == ("SOUTH", 600)


def test_a_request_that_was_not_cancelled_has_no_notice() -> None:
    """Neither a side nor a time is made up."""
    talk = Talk()
    contact = talk.contact(talk.request())
    assert (contact.cancelled_by, contact.notice_s) == ("", None)


# ------------------------------------------------------------------ silence and lapse


def test_silence_becomes_no_response_on_their_own_receipt() -> None:
    """The addressee's node says that it held the request; its people said nothing."""
    talk = Talk()
    asked = talk.request()
    lapse = talk.lapse(asked, stored_at=talk.now_s + 60)
    assert talk.contact(asked).outcome is Outcome.NO_RESPONSE
    assert talk.clauses(lapse) == []


def test_without_a_lapse_nothing_is_unanswered() -> None:
    """However old a request is, no clock is read: it is pending until the entry."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", HELLO, at=START_S + 100 * CONTACT_S)
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_without_a_receipt_a_lapse_says_not_delivered() -> None:
    """Nothing is said of the other side."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked, seen={"SOUTH": 2})
    assert talk.contact(asked).outcome is Outcome.NOT_DELIVERED


@pytest.mark.parametrize(("mirror", "of"), [("NORTH", "NORTH"), ("SOUTH", "SOUTH")])
def test_a_receipt_of_another_or_for_another_is_no_evidence(
    mirror: str, of: str
) -> None:
    """The asker's own mirror, or a receipt for the addressee's feed, proves nothing."""
    talk = Talk()
    asked = talk.request()
    note = talk.receipt(mirror, of, 9, talk.now_s).note
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=note)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.clauses(lapse) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_a_receipt_of_a_third_party_is_no_evidence() -> None:
    """That an observer's node holds a request says nothing of who was asked."""
    talk = Talk(("NORTH", "SOUTH", "EAST"))
    asked = talk.request(to_post="SOUTH/Minister")
    note = talk.receipt("EAST", "NORTH", asked.position + 1, talk.now_s).note
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=note)
    at = talk.now_s + CONTACT_S
    lapse = talk.by_node("NORTH", body, answers=[asked], at=at, to_post="SOUTH/Watch")
    assert talk.clauses(lapse) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.PENDING


@pytest.mark.parametrize(
    ("generation", "outcome"), [(1, Outcome.NO_RESPONSE), (2, Outcome.PENDING)]
)
def test_a_receipt_is_for_the_feed_that_holds_the_request(
    generation: int, outcome: Outcome
) -> None:
    """After a fork a party asks no old question on a receipt for its new feed."""
    talk = Talk()
    asked = talk.request()
    talk.renew("NORTH")
    note = talk.receipt("SOUTH", "NORTH", 9, talk.now_s, generation).note
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=note)
    talk.by_node("NORTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.contact(asked).outcome is outcome


def test_a_receipt_that_ends_before_the_request_is_no_evidence() -> None:
    """It holds what came before, and not this."""
    talk = Talk()
    asked = talk.request()
    note = talk.receipt("SOUTH", "NORTH", asked.position, talk.now_s).note
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=note)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.clauses(lapse) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_a_forged_receipt_is_no_evidence() -> None:
    """Nobody can be called silent on a receipt that he did not give."""
    talk = Talk()
    asked = talk.request()
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, talk.now_s).note
    forged = note.replace(b"A", b"B", 9)
    body = con.Lapse(deadline=talk.now_s + CONTACT_S, note=forged)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.clauses(lapse) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.PENDING


@pytest.mark.parametrize(("deadline_s", "at_s"), [(-1, 0), (0, -1)])
def test_a_lapse_before_its_time_is_void(deadline_s: int, at_s: int) -> None:
    """One second early, in the deadline or the release, and nothing has lapsed."""
    talk = Talk()
    asked = talk.request()
    stored = talk.now_s + 60
    over = stored + CONTACT_S
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, stored).note
    body = con.Lapse(deadline=over + deadline_s, note=note)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=over + at_s)
    assert talk.clauses(lapse) == ["12.7"]
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_the_time_starts_at_their_receipt_and_not_at_release() -> None:
    """A request that lay in a cut line for days is not overdue when it arrives."""
    talk = Talk()
    asked = talk.request()
    stored = talk.now_s + 3 * CONTACT_S
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, stored).note
    body = con.Lapse(deadline=asked.header.released + CONTACT_S, note=note)
    lapse = talk.by_node("NORTH", body, answers=[asked], at=stored + 60)
    assert talk.clauses(lapse) == ["12.7"]


def test_who_is_asked_does_not_enter_the_lapse() -> None:
    """The addressee cannot declare the question void of answer."""
    talk = Talk()
    asked = talk.request()
    body = con.Lapse(deadline=talk.now_s + CONTACT_S)
    lapse = talk.by_node("SOUTH", body, answers=[asked], at=talk.now_s + CONTACT_S)
    assert talk.clauses(lapse) == ["12.7"]


def test_a_lapse_of_what_was_answered_is_void() -> None:
    """An asker that has seen the answer cannot count it as silence."""
    talk = Talk()
    asked = talk.request()
    stored = talk.now_s + 60
    talk.say("SOUTH", NO, answers=[asked])
    lapse = talk.lapse(asked, stored_at=stored)
    assert talk.clauses(lapse) == ["12.7"]
    assert talk.contact(asked).outcome is Outcome.REFUSED


def test_a_request_lapses_once() -> None:
    """A second lapse says nothing more."""
    talk = Talk()
    asked = talk.request()
    stored = talk.now_s + 60
    talk.lapse(asked, stored_at=stored)
    again = talk.lapse(asked, stored_at=stored)
    assert talk.clauses(again) == ["12.7"]


def test_the_asker_does_not_cancel_a_silence_away() -> None:
    """NO RESPONSE stays, until there is a response."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked, stored_at=talk.now_s + 60)
    off = talk.say("NORTH", OFF, answers=[asked])
    assert talk.clauses(off) == ["12.5"]
    assert talk.contact(asked).outcome is Outcome.NO_RESPONSE


def test_an_answer_that_had_seen_the_lapse_is_late_and_keeps_its_age() -> None:
    """It takes effect, and the age of the request when it came is kept."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked, stored_at=talk.now_s + 60)
    answer = talk.say("SOUTH", NO, answers=[asked], at=talk.now_s + 500)
    contact = talk.contact(asked)
    assert (contact.outcome, contact.late, contact.crossed) == (
        Outcome.REFUSED,
        True,
        False,
    )
    assert contact.answer_s == answer.header.released - asked.header.released
    assert contact.revised == (Outcome.NO_RESPONSE,)


@pytest.mark.parametrize("asker", ["NORTH", "SOUTH"])
def test_an_answer_that_had_not_seen_the_lapse_is_crossed_and_not_late(
    asker: str,
) -> None:
    """Whichever side has the lower number: the answer holds, and both are flagged."""
    talk = Talk()
    other = talk.other(asker)
    asked = talk.request(asker)
    before = talk.heads()
    talk.lapse(asked, stored_at=talk.now_s + 60)
    talk.say(other, con.Accepted(), answers=[asked], seen=before)
    contact = talk.contact(asked)
    assert (contact.outcome, contact.late, contact.crossed) == (
        Outcome.ACCEPTED,
        False,
        True,
    )
    assert contact.revised == (Outcome.NO_RESPONSE,)


def test_a_side_that_showed_the_lapse_elsewhere_did_not_cross_it() -> None:
    """A head left out of the answer does not make it a crossing."""
    talk = Talk()
    asked = talk.request()
    before = talk.heads()
    talk.lapse(asked, stored_at=talk.now_s + 60)
    talk.say("SOUTH", HELLO)
    talk.say("SOUTH", NO, answers=[asked], seen=before)
    assert talk.contact(asked).late


def test_an_answer_after_not_delivered_is_not_late() -> None:
    """A clock that never started cannot run out."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    contact = talk.contact(asked)
    assert (contact.outcome, contact.late) == (Outcome.ACCEPTED, False)
    assert contact.revised == (Outcome.NOT_DELIVERED,)


def test_the_receipt_that_comes_at_last_makes_it_pending_again() -> None:
    """NOT DELIVERED until it is, and never a snub."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, talk.now_s).note
    came = talk.by_node("NORTH", con.Receipted(note=note), answers=[asked])
    contact = talk.contact(asked)
    assert talk.clauses(came) == []
    assert contact.outcome is Outcome.PENDING
    assert contact.revised == (Outcome.NOT_DELIVERED,)


@pytest.mark.parametrize("code", ["NORTH", "SOUTH"])
def test_a_receipt_for_less_leaves_it_undelivered(code: str) -> None:
    """Nor does a receipt that the other side enters about itself."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    note = talk.receipt("SOUTH", "NORTH", asked.position, talk.now_s).note
    came = talk.by_node(code, con.Receipted(note=note), answers=[asked])
    assert talk.clauses(came) == ["12.8"]


def test_a_receipt_of_nobody_leaves_it_undelivered() -> None:
    """What does not prove arrival does not end NOT DELIVERED."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    came = talk.by_node("NORTH", con.Receipted(note=b"paper"), answers=[asked])
    assert talk.clauses(came) == ["12.8"]
    assert talk.contact(asked).outcome is Outcome.NOT_DELIVERED


@pytest.mark.parametrize("lapse_first", [True, False])
def test_a_statement_that_has_seen_the_request_shows_that_it_arrived(
    *, lapse_first: bool
) -> None:
    """Any word of theirs will do, in whatever case, before the lapse or after."""
    talk = Talk()
    asked = talk.request()
    for step in (talk.lapse, None) if lapse_first else (None, talk.lapse):
        if step is None:
            talk.say("SOUTH", HELLO)
        else:
            step(asked, seen={})
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_once_delivered_it_may_lapse_for_want_of_a_response() -> None:
    """The time is counted from the receipt that came at last."""
    talk = Talk()
    asked = talk.request()
    talk.lapse(asked)
    stored = talk.now_s + 60
    note = talk.receipt("SOUTH", "NORTH", asked.position + 1, stored).note
    talk.by_node("NORTH", con.Receipted(note=note), answers=[asked], at=stored)
    talk.lapse(asked, stored_at=stored)
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.NO_RESPONSE
    assert contact.revised == (Outcome.NOT_DELIVERED,)


# --------------------------------------------------------------------- lower levels


def test_a_lower_contact_held_leaves_the_senior_request_stepped_down() -> None:
    """What the working level does never counts as the ministers' call."""
    talk = Talk()
    asked = talk.request()
    course: list[Line] = [
        ("SOUTH", STEP_DOWN),
        ("NORTH", LOWER_SOON),
        ("NORTH", LOWER_RECORD),
        ("SOUTH", LOWER_RECORD),
    ]
    said = play(talk, asked, course)
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.ACCEPTED_LOWER
    assert contact.lower.outcome is Outcome.HELD
    assert talk.clauses(said[-1]) == []


def test_a_lower_contact_called_off_leaves_the_senior_request_open() -> None:
    """Only the lower track is cancelled."""
    talk = Talk()
    asked = talk.request()
    off = con.Cancelled(reason=Text("Illness."), post=LOWER)
    play(talk, asked, [("SOUTH", STEP_DOWN), ("SOUTH", off)])
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.ACCEPTED_LOWER
    assert contact.lower.outcome is Outcome.CANCELLED


def test_after_stepping_down_the_senior_request_can_still_be_accepted() -> None:
    """It stayed open."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", STEP_DOWN), ("SOUTH", con.Accepted())])
    assert talk.contact(asked).outcome is Outcome.ACCEPTED


def test_a_time_at_a_lower_level_steps_down() -> None:
    """Who is asked for the minister and sets a time for others has stepped down."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", LOWER_SOON)])
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.ACCEPTED_LOWER
    assert contact.lower.outcome is Outcome.SCHEDULED


def test_the_asker_does_not_schedule_a_level_nobody_offered() -> None:
    """A lower contact too takes two."""
    talk = Talk()
    asked = talk.request()
    said = play(talk, asked, [("NORTH", LOWER_SOON)])
    assert talk.clauses(said[0]) == ["12.5"]


def test_a_lower_request_beside_a_senior_one_leaves_it_where_it_was() -> None:
    """It is a request of its own."""
    talk = Talk()
    senior = talk.request()
    beside = request(level_sought=LOWER, beside=senior.header.reference)
    lower = talk.say("NORTH", beside)
    talk.say("SOUTH", con.Accepted(), answers=[lower])
    assert talk.contact(senior).outcome is Outcome.PENDING
    assert talk.contact(lower).outcome is Outcome.ACCEPTED


# ------------------------------------------------------------------------- crossing


Crossed: TypeAlias = tuple[Body, Body, Outcome]
CROSSINGS: dict[str, Crossed] = {
    "refusal and cancellation": (NO, OFF, Outcome.CANCELLED),
    "acceptance and cancellation": (con.Accepted(), OFF, Outcome.CANCELLED),
    "a time set and a cancellation": (SOON, OFF, Outcome.CANCELLED),
}


@pytest.mark.parametrize("asker", ["NORTH", "SOUTH"])
@pytest.mark.parametrize(
    ("theirs", "ours", "outcome"), CROSSINGS.values(), ids=CROSSINGS
)
def test_of_two_acts_that_crossed_the_weightier_holds(
    asker: str, theirs: Body, ours: Body, outcome: Outcome
) -> None:
    """Whichever side is first in the charter, and both statements are flagged."""
    talk = Talk()
    asked = talk.request(asker)
    talk.say(talk.other(asker), HELLO, answers=[asked])
    before = talk.heads()
    talk.say(talk.other(asker), theirs, answers=[asked], seen=before)
    talk.say(asker, ours, answers=[asked], seen=before)
    contact = talk.contact(asked)
    assert (contact.outcome, contact.crossed) == (outcome, True)
    assert contact.crossings != ()


def test_an_act_is_judged_by_what_its_side_knew() -> None:
    """A time set on an acceptance is no fault because a refusal was under way."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    before = talk.heads()
    talk.say("SOUTH", NO, answers=[asked])
    time_set = talk.say("NORTH", SOON, answers=[asked], seen=before)
    contact = talk.contact(asked)
    assert talk.clauses(time_set) == []
    assert (contact.outcome, contact.crossed) == (Outcome.SCHEDULED, True)


# ---------------------------------------------------------------- changes, strangers


def amend(**changed: object) -> Callable[[Talk, Said], Said]:
    """Return what amends a request."""

    def say(talk: Talk, asked: Said) -> Said:
        body = request(**changed)
        return talk.say("NORTH", body, changes=[asked], kind="UPDATE")

    return say


def test_a_request_is_amended_by_its_asker() -> None:
    """New windows, the same request: nothing is edited, and nothing is asked twice."""
    talk = Talk()
    asked = talk.request()
    amend(windows=(window(START_S + 9000),))(talk, asked)
    contact = talk.contact(asked)
    assert contact.request.windows == (window(START_S + 9000),)
    assert len(talk.standing().contacts()) == 1


@pytest.mark.parametrize(
    "changed", [{"mode": "text"}, {"level_sought": LOWER}, {"answer_by_s": 900000}]
)
def test_an_amendment_does_not_change_what_is_counted(
    changed: dict[str, object],
) -> None:
    """Level, mode and time to answer stay as they were asked."""
    talk = Talk()
    asked = talk.request()
    amended = amend(**changed)(talk, asked)
    assert talk.clauses(amended) == ["12.5"]
    assert talk.contact(asked).request == request()


def test_a_contact_is_called_off_by_cancelled_under_the_kind_cancel_too() -> None:
    """Header and act say the same."""
    talk = Talk()
    asked = talk.request()
    talk.say("NORTH", OFF, changes=[asked], kind="CANCEL")
    assert talk.contact(asked).outcome is Outcome.CANCELLED


def test_the_kind_cancel_with_another_act_is_void() -> None:
    """A request again, under the kind CANCEL, is neither."""
    talk = Talk()
    asked = talk.request()
    said = talk.say("NORTH", request(), changes=[asked], kind="CANCEL")
    assert talk.clauses(said) == ["12.5"]


def test_a_side_that_is_only_informed_moves_nothing() -> None:
    """In a channel of three the contact is between the two."""
    talk = Talk(("NORTH", "SOUTH", "EAST"))
    asked = talk.say(
        "NORTH", request(), to_post="SOUTH/Minister", info_posts=("EAST/Watch",)
    )
    said = talk.say("EAST", con.Accepted(), answers=[asked], to_post="NORTH/Watch")
    assert talk.clauses(said) == ["12.5"]
    assert talk.contact(asked).outcome is Outcome.PENDING
