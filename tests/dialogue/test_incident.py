"""An incident is told by both sides, fact by fact, and closed by both."""

import pytest
from tests.dialogue.talk import Talk

from detente.dialogue.asked import Due, Local
from detente.dialogue.cases.incident import Incident
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import inc
from detente.dialogue.forms.msg import Message
from detente.dialogue.position import Position
from detente.dialogue.reading import Said
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.volume import Altitude

MIN_S = 60
DAY_S = 86_400
SPOT = Position(1_850_000, 11_250_000, mgrs="49QFA7213853213")
FIGHTER = inc.Unit(side="SOUTH", type="Fighter", course_deg=359, speed_kt=300)
PATROL = inc.Unit(side="NORTH", type="Patrol", altitude=Altitude(3_000, "MSL"))
RECORD = inc.Recorded(text=Text("They touched."), measures=(Text("A call first."),))
CLOSED = inc.Closed()


def initial(happened: int, **changed: object) -> inc.Initial:
    """Return a first report of a near miss."""
    usual: dict[str, object] = {
        "happened": happened,
        "position": SPOT,
        "who": "Patrol aircraft, North",
        "whom": "Fighter, South",
        "what": "near miss",
        "emergency": Text("None."),
    }
    return inc.Initial(**{**usual, **changed})  # type: ignore[arg-type]


def full(**changed: object) -> inc.Account:
    """Return a full account."""
    usual: dict[str, object] = {
        "code": "near miss",
        "narrative": Text("It passed under the nose."),
        "assessment": "UNSAFE",
    }
    return inc.Account(**{**usual, **changed})  # type: ignore[arg-type]


def facts(*texts: str, first: int = 1) -> inc.Facts:
    """Return numbered facts."""
    return inc.Facts(first=first, facts=tuple(map(Text, texts)))


class Encounter:
    """A talk in which North reported, `after_s` later, that aircraft nearly met."""

    def __init__(self, after_s: int = 10 * MIN_S, /, **changed: object) -> None:
        self.talk = Talk(("EAST", "NORTH", "SOUTH"))
        self.happened = self.talk.now_s + 1 - after_s
        body = initial(**{"happened": self.happened, **changed})  # type: ignore[arg-type]
        info = ("EAST/Watch",)
        self.asked = self.by("NORTH", body, info_posts=info, precedence="O")

    def by(self, code: str, body: Body, **fields: object) -> Said:
        """Say something: to North, or from North to South."""
        to = "SOUTH/Watch" if code == "NORTH" else "NORTH/Watch"
        fields.setdefault("to_post", to)
        return self.talk.say(code, body, **fields)  # type: ignore[arg-type]

    def say(self, code: str, body: Body, *cited: Said, **fields: object) -> Said:
        """Say something in the case."""
        return self.by(code, body, answers=cited or [self.asked], **fields)

    def change(self, of: Said, body: Body, **fields: object) -> Said:
        """Change a statement by its own side."""
        fields.setdefault("kind", "UPDATE")
        return self.by(of.feed.party, body, changes=[of], **fields)

    @property
    def case(self) -> Incident:
        """The case."""
        standing = self.talk.standing()
        found = standing.case_of(standing.entries[self.asked.id])
        assert isinstance(found, Incident)
        return found

    @property
    def statuses(self) -> list[tuple[str, int, str]]:
        """Each fact: whose, its number, where it stands."""
        return [(f.party, f.number, f.status) for f in self.case.facts]

    def due(self) -> list[tuple[str, str, int]]:
        """Return what clause 19.4 asks: of whom, what, how long after the incident."""
        local = Local("SOUTH", self.talk.now_s, ReceiptBook([]))
        found: list[Due] = list(self.case.dues(self.talk.founding, local))
        rows = [
            (d.of, d.kind, d.at_s - self.happened) for d in found if d.clause == "19.4"
        ]
        return sorted(rows, key=lambda row: (row[2], row))


# ------------------------------------------------------------------ first report


def test_a_first_report_within_half_an_hour_is_unmarked() -> None:
    """Five facts, as IMMEDIATE."""
    met = Encounter()
    assert met.talk.clauses(met.asked) == []
    assert (met.case.state, met.case.live) == ("reported", True)


@pytest.mark.parametrize(
    "changed",
    [{"who": " "}, {"whom": ""}, {"emergency": Text(" ")}, {"happened": 4 * 10**9}],
)
def test_a_first_report_that_lacks_a_fact_is_marked(changed: dict[str, object]) -> None:
    """It is a report all the same."""
    met = Encounter(10 * MIN_S, **changed)
    assert met.talk.clauses(met.asked) == ["19.2"]
    assert met.case.live


def test_a_first_report_as_routine_is_marked() -> None:
    """Somebody may be in the water."""
    talk = Talk()
    said = talk.say("NORTH", initial(talk.now_s), precedence="R")
    assert talk.clauses(said) == ["19.2"]


def test_a_first_report_after_half_an_hour_is_late() -> None:
    """And says by how much; it opens the case like any other."""
    met = Encounter(31 * MIN_S)
    standing = met.talk.standing()
    [fault] = standing.faults(standing.entries[met.asked.id])
    assert (fault.clause, fault.voids) == ("19.4", False)
    assert "1 min" in fault.sentence


def test_the_other_side_gives_its_own_first_report_in_the_same_case() -> None:
    """Its own five facts stand beside ours."""
    met = Encounter()
    own = met.say("SOUTH", initial(met.happened + 60), precedence="O")
    found = met.case.report_of("SOUTH")
    assert found is not None
    assert found.id == own.id
    assert met.case.happened == met.happened


def test_its_position_is_read_back() -> None:
    """Who searches in the wrong place finds nobody."""
    met = Encounter()
    assert [each.id for each in met.case.unread] == [met.asked.id]


# ------------------------------------------------------------------------ clocks


def test_each_stage_is_due_of_each_side() -> None:
    """For who hears of it by the report, the times begin with the report."""
    met = Encounter()
    told_s = 10 * MIN_S
    assert met.due() == [
        ("SOUTH", "first report", told_s + 30 * MIN_S),
        ("NORTH", "full account", DAY_S),
        ("SOUTH", "full account", told_s + DAY_S),
        ("NORTH", "formal record", 15 * DAY_S),
        ("SOUTH", "formal record", told_s + 15 * DAY_S),
    ]


def test_a_corrected_time_moves_the_clocks() -> None:
    """The clock was set by a slip."""
    met = Encounter()
    met.change(met.asked, initial(met.happened - 60), kind="CORRECTION", precedence="O")
    assert met.case.happened == met.happened - 60


def test_an_account_answers_for_the_first_report_too() -> None:
    """Who has told all has told five facts of it."""
    met = Encounter()
    met.say("SOUTH", full())
    assert [row[:2] for row in met.due() if row[0] == "SOUTH"] == [
        ("SOUTH", "formal record")
    ]


@pytest.mark.parametrize(
    ("body", "after_s"), [(full(), DAY_S), (RECORD, 15 * DAY_S)], ids=["full", "record"]
)
def test_a_stage_that_comes_late_is_marked_once(body: Body, after_s: int) -> None:
    """What is changed later was in time or was not."""
    met = Encounter()
    last = met.happened + after_s
    late = met.say("NORTH", body, at=last + 1)
    assert met.talk.clauses(late) == ["19.4"]
    again = met.change(late, body)
    assert met.talk.clauses(again) == []
    other = met.say("SOUTH", body, at=last + 10 * MIN_S)
    assert met.talk.clauses(other) == []


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


# ----------------------------------------------------------------------- closure


def test_an_incident_is_open_until_both_have_closed_it() -> None:
    """One side alone closes nothing."""
    met = Encounter()
    met.say("NORTH", CLOSED)
    assert (met.case.closed_by, met.case.live) == (("NORTH",), True)
    met.say("SOUTH", CLOSED)
    assert (met.case.state, met.due()) == ("closed", [])


def test_who_says_more_has_not_closed_it() -> None:
    """New evidence opens what was closed."""
    met = Encounter()
    met.say("NORTH", CLOSED)
    met.say("SOUTH", CLOSED)
    met.say("SOUTH", full())
    assert met.case.closed_by == ()


def test_a_message_about_it_opens_nothing_that_was_closed() -> None:
    """It is no act of the form, and moves no outcome."""
    met = Encounter()
    met.say("NORTH", CLOSED)
    met.say("SOUTH", CLOSED)
    met.say("SOUTH", Message(subject=Text("Thanks"), text=Text("For your help.")))
    assert met.case.state == "closed"


def test_a_void_act_opens_nothing_that_was_closed() -> None:
    """It changes no outcome."""
    met = Encounter()
    met.say("NORTH", CLOSED)
    met.say("SOUTH", CLOSED)
    met.say("SOUTH", inc.RecordAgreed())
    assert met.case.state == "closed"


def test_a_closure_over_an_account_that_was_not_seen_does_not_hold() -> None:
    """Whoever closes knows what he closes over."""
    met = Encounter()
    seen = met.talk.heads()
    met.say("SOUTH", full())
    met.say("SOUTH", CLOSED)
    met.say("NORTH", CLOSED, seen=seen)
    assert met.case.closed_by == ("SOUTH",)
    met.say("NORTH", CLOSED)
    assert met.case.state == "closed"


def test_two_closures_that_cross_close_it() -> None:
    """Neither is news to the other."""
    met = Encounter()
    seen = met.talk.heads()
    met.say("NORTH", CLOSED)
    met.say("SOUTH", CLOSED, seen=seen)
    assert met.case.state == "closed"


# ------------------------------------------------------------------------- sides


def test_a_third_party_has_no_part_in_it() -> None:
    """It was told for information."""
    met = Encounter()
    said = met.say("EAST", full())
    assert met.talk.clauses(said) == ["19.8"]
    assert "EAST" not in {each.party for each in met.case.acts}


def test_nothing_but_facts_is_taken_back() -> None:
    """What was said of an incident is corrected, not unsaid."""
    met = Encounter()
    body = initial(met.happened)
    back = met.change(met.asked, body, kind="CANCEL", precedence="O")
    assert met.talk.clauses(back) == ["19.8"]
    assert met.case.live


def test_two_reports_of_one_incident_go_on_in_one_case() -> None:
    """Who leaves its own case for the other's says so in its own."""
    met = Encounter()
    seen = met.talk.heads() | {"NORTH": met.talk.heads()["NORTH"] - 1}
    theirs = met.by("SOUTH", initial(met.happened), seen=seen, precedence="O")
    assert theirs.id not in {each.id for each in met.case.statements}
    met.say("NORTH", inc.Continued(), met.asked, theirs)
    assert (met.case.state, met.due()) == ("continued", [])


def test_nobody_leaves_the_case_of_another() -> None:
    """A side cannot talk a report of the other away."""
    met = Encounter()
    own = met.by("SOUTH", initial(met.happened), precedence="O")
    wrong = met.say("SOUTH", inc.Continued(), met.asked, own)
    nowhere = met.say("NORTH", inc.Continued(), met.asked)
    assert met.talk.clauses(wrong) == met.talk.clauses(nowhere) == ["19.9"]
    assert met.case.state == "reported"
