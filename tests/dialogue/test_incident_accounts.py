"""An incident is told by both sides, fact by fact, and recorded."""

import pytest
from tests.dialogue.incidents import RECORD, SPOT, Encounter, facts, full

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import inc
from detente.dialogue.volume import Altitude

FIGHTER = inc.Unit(side="SOUTH", type="Fighter", course_deg=359, speed_kt=300)
PATROL = inc.Unit(side="NORTH", type="Patrol", altitude=Altitude(3_000, "MSL"))


# ---------------------------------------------------------------------- accounts


def test_two_accounts_stand_side_by_side() -> None:
    """Neither replaces the other; of one side the newest stands."""
    met = Encounter()
    first = met.say("NORTH", full())
    theirs = met.say("SOUTH", full(assessment="SAFE"))
    newer = met.change(first, full(passes=2))
    ours, other = met.case.account_of("NORTH"), met.case.account_of("SOUTH")
    assert ours is not None
    assert other is not None
    assert (ours.id, other.id) == (newer.id, theirs.id)
    assert met.case.state == "accounts of both"


def test_an_account_with_everything_is_unmarked() -> None:
    """All fields of the form, filled as an officer fills them."""
    met = Encounter()
    call = inc.RadioCall(met.happened, "Patrol", 243_000_000, Text("Keep clear."), "")
    track = inc.TrackPoint(2, met.happened, 1_850_000, 11_250_000)
    body = full(
        position=SPOT,
        units=(PATROL, FIGHTER),
        lateral_m=15,
        vertical_m=0,
        closest_at=met.happened,
        passes=3,
        radio=(call,),
        signals=("TX2",),
        light="day",
        rule="Rules of Behavior, Annex II",
        tracks=(track,),
        response=Text("An explanation."),
    )
    said = met.say("NORTH", body)
    assert met.talk.clauses(said) == []
    assert [each.id for each in met.case.unread] == [met.asked.id, said.id]


@pytest.mark.parametrize(
    "changed",
    [
        {"narrative": Text(" ")},
        {"units": (inc.Unit(side="SOUTH", type=" "),)},
        {"units": (inc.Unit(side=" ", type="Ship"),)},
        {"units": (inc.Unit(side="SOUTH", type="Ship", course_deg=360),)},
        {"units": (inc.Unit(side="SOUTH", type="Ship", speed_kt=-1),)},
        {"lateral_m": -1},
        {"passes": -1},
        {"closest_at": 4 * 10**9},
        {"units": (PATROL,), "tracks": (inc.TrackPoint(2, 1, 0, 0),)},
        {"units": (PATROL,), "tracks": (inc.TrackPoint(1, 1, 9_000_001, 0),)},
    ],
)
def test_an_account_with_a_figure_that_is_none_is_marked(
    changed: dict[str, object],
) -> None:
    """It stands all the same."""
    met = Encounter()
    said = met.say("NORTH", full(**changed))
    assert met.talk.clauses(said) == ["19.3"]
    assert met.case.account_of("NORTH") is not None


# ------------------------------------------------------------------------- facts


def test_facts_are_agreed_and_disputed_one_by_one() -> None:
    """What is not in dispute is settled first."""
    met = Encounter()
    met.say("NORTH", facts("They met.", "15 m apart.", "No call was made."))
    met.say("SOUTH", inc.FactsAgreed(numbers=(1,)))
    met.say("SOUTH", inc.FactDisputed(number=2, text=Text("It was 150 m.")))
    assert met.statuses == [
        ("NORTH", 1, "agreed"),
        ("NORTH", 2, "disputed"),
        ("NORTH", 3, "stated"),
    ]


def test_a_dispute_that_is_given_up_ends_in_agreement() -> None:
    """The newest answer holds."""
    met = Encounter()
    met.say("NORTH", facts("15 m apart."))
    said = met.say("SOUTH", inc.FactDisputed(number=1, text=Text("It was 150 m.")))
    assert met.talk.clauses(said) == []
    met.say("SOUTH", inc.FactsAgreed(numbers=(1,)))
    assert met.statuses == [("NORTH", 1, "agreed")]


def test_a_side_does_not_agree_to_its_own_facts() -> None:
    """Numbers are the other side's."""
    met = Encounter()
    met.say("NORTH", facts("They met."))
    said = met.say("NORTH", inc.FactsAgreed(numbers=(1,)))
    assert met.talk.clauses(said) == ["19.5"]
    assert met.statuses == [("NORTH", 1, "stated")]


def test_both_sides_number_their_own_facts() -> None:
    """Fact 1 of one side is not fact 1 of the other."""
    met = Encounter()
    met.say("NORTH", facts("They met."))
    met.say("SOUTH", facts("Twice."))
    met.say("SOUTH", inc.FactsAgreed(numbers=(1,)))
    assert met.statuses == [("NORTH", 1, "agreed"), ("SOUTH", 1, "stated")]


def test_a_number_is_given_once() -> None:
    """Else what was agreed could be told anew under its number."""
    met = Encounter()
    met.say("NORTH", facts("They met.", "By day."))
    again = met.say("NORTH", facts("By night.", first=2))
    nought = met.say("NORTH", facts("At sea.", first=0))
    assert met.talk.clauses(again) == met.talk.clauses(nought) == ["19.5"]
    assert [str(each.text) for each in met.case.facts] == ["They met.", "By day."]


def test_a_fact_in_other_words_is_answered_anew() -> None:
    """And one that reads as before stays agreed."""
    met = Encounter()
    stated = met.say("NORTH", facts("They met.", "15 m apart."))
    met.say("SOUTH", inc.FactsAgreed(numbers=(1, 2)))
    met.change(stated, facts("They met.", "5 m apart."))
    assert met.statuses == [("NORTH", 1, "agreed"), ("NORTH", 2, "stated")]


def test_an_answer_to_words_that_were_changed_meanwhile_has_no_effect() -> None:
    """Nobody agreed to five metres."""
    met = Encounter()
    stated = met.say("NORTH", facts("15 m apart."))
    seen = met.talk.heads()
    met.change(stated, facts("5 m apart."))
    said = met.say("SOUTH", inc.FactsAgreed(numbers=(1,)), seen=seen)
    assert met.talk.clauses(said) == ["19.5"]
    assert met.statuses == [("NORTH", 1, "stated")]


def test_a_fact_is_taken_back_by_its_own_side() -> None:
    """It stays to be seen, as withdrawn, and is not to be agreed."""
    met = Encounter()
    stated = met.say("NORTH", facts("15 m apart."))
    met.change(stated, facts("15 m apart."), kind="CANCEL")
    said = met.say("SOUTH", inc.FactsAgreed(numbers=(1,)))
    assert met.talk.clauses(said) == ["19.5"]
    assert met.statuses == [("NORTH", 1, "withdrawn")]


@pytest.mark.parametrize(
    "body",
    [
        facts(" "),
        inc.Facts(first=1, facts=()),
        inc.FactsAgreed(numbers=()),
    ],
)
def test_facts_that_say_nothing_are_marked(body: Body) -> None:
    """There is nothing to agree to."""
    met = Encounter()
    assert met.talk.clauses(met.say("NORTH", body)) == ["19.5"]


def test_a_dispute_says_what_is_disputed() -> None:
    """A bare no leads nowhere."""
    met = Encounter()
    met.say("NORTH", facts("They met."))
    said = met.say("SOUTH", inc.FactDisputed(number=1, text=Text(" ")))
    assert met.talk.clauses(said) == ["19.5"]


# ------------------------------------------------------------------------ record


def test_a_record_is_agreed_by_the_other_side() -> None:
    """Then nobody owes one any more."""
    met = Encounter()
    written = met.say("NORTH", RECORD)
    met.say("SOUTH", inc.RecordAgreed(), written)
    assert met.case.state == "recorded"
    assert not [row for row in met.due() if row[1] == "formal record"]


def test_a_record_that_both_write_alike_is_agreed() -> None:
    """As with the record of a contact."""
    met = Encounter()
    met.say("NORTH", RECORD)
    met.say("SOUTH", inc.Recorded(text=Text("They met.")))
    assert met.case.recorded is None
    met.say("SOUTH", RECORD)
    assert met.case.recorded is not None


def test_a_record_that_records_nothing_is_marked() -> None:
    """A clock is not stopped by a blank unseen."""
    met = Encounter()
    said = met.say("NORTH", inc.Recorded(text=Text(" ")))
    assert met.talk.clauses(said) == ["19.6"]


def test_nobody_agrees_to_his_own_record() -> None:
    """Nor to none."""
    met = Encounter()
    written = met.say("NORTH", RECORD)
    own = met.say("NORTH", inc.RecordAgreed(), written)
    none = met.say("SOUTH", inc.RecordAgreed(), met.asked)
    assert met.talk.clauses(own) == met.talk.clauses(none) == ["19.6"]
    assert met.case.recorded is None


@pytest.mark.parametrize(("one", "other"), [("NORTH", "SOUTH"), ("SOUTH", "NORTH")])
def test_a_record_changed_while_it_is_agreed_is_not_agreed(
    one: str, other: str
) -> None:
    """Each side would hold other words, whichever of the two is placed first."""
    met = Encounter()
    written = met.say(one, RECORD)
    seen = met.talk.heads()
    changed = inc.Recorded(text=Text("They did not touch."))
    met.change(written, changed, seen=seen)
    met.say(other, inc.RecordAgreed(), written, seen=seen)
    assert met.case.recorded is None


def test_a_record_written_anew_after_it_was_agreed_leaves_it_agreed() -> None:
    """What both signed stands until both sign something else."""
    met = Encounter()
    written = met.say("NORTH", RECORD)
    met.say("SOUTH", inc.RecordAgreed(), written)
    met.change(written, inc.Recorded(text=Text("They did not touch.")))
    found = met.case.recorded
    assert found is not None
    assert found.record.id == written.id
