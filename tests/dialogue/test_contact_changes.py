"""A contact request amended or called off, and acts that crossed."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from tests.dialogue.contacts import HELLO, LOWER, NO, OFF, SOON
from tests.dialogue.talk import START_S, Talk, request, window

from detente.dialogue.form import Body
from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome
from detente.dialogue.reading import Said

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
