"""An activity is notified, answered by each, kept apart from, and never approved."""

import msgspec
import pytest
from tests.dialogue.talk import Talk

from detente.dialogue.asked import Due, Local
from detente.dialogue.cases.activity import Activity
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import FORMS, act
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.volume import Altitude, Circle, LatLngPoint, Volume4D

DAY_S = 86_400
INFO = ("EAST/Watch", "NORTH/Deputy")
HOUR_S = 3_600
CENTER = LatLngPoint(3_671_800, 6_886_300)
EAST = LatLngPoint(3_671_800, 6_986_300)
RULE = {"basis": "MOU", "clause": "Annex II, article 4", "notice_due_s": 7 * DAY_S}
ASIDE = act.SeparationProposed(phase=1, lateral_m=9_000)


def area(start_s: int, **changed: object) -> Volume4D:
    """Return a circle of ten kilometres from a time on, for six hours."""
    usual: dict[str, object] = {
        "outline_circle": Circle(CENTER, 10_000),
        "altitude_lower": Altitude(0, "MSL"),
        "altitude_upper": Altitude(6_000, "MSL"),
        "time_start": start_s,
        "time_end": start_s + 6 * HOUR_S,
        "mgrs": "42SVF8776163590",
    }
    return Volume4D(**{**usual, **changed})  # type: ignore[arg-type]


def phase(start_s: int, nth: int = 1, **changed: object) -> act.Phase:
    """Return a phase of one volume."""
    volumes = (area(start_s, **changed),)
    return act.Phase(number=nth, volumes=volumes, lateral_m=5_000)


def notice(*phases: act.Phase, **changed: object) -> act.Notice:
    """Return the notice of a live firing."""
    usual: dict[str, object] = {
        "designation": "STEADY 26",
        "purpose": Text("Gunnery."),
        "kind": "live firing",
        "phases": phases,
    }
    return act.Notice(**{**usual, **changed})  # type: ignore[arg-type]


class Range:
    """A talk in which North has notified a firing, ten days ahead unless told."""

    def __init__(self, *, days: int = 10, **changed: object) -> None:
        codes = ("EAST", "NORTH", "SOUTH")
        self.talk = Talk(codes)
        self.start_s = self.talk.now_s + days * DAY_S + 60
        changed.setdefault("phases", (phase(self.start_s),))
        self.asked = self.by("NORTH", notice(**changed), info_posts=INFO)

    def by(self, code: str, body: Body, **fields: object) -> Said:
        """Say something: to North, or from North to South."""
        to = "SOUTH/Watch" if code == "NORTH" else "NORTH/Watch"
        fields.setdefault("to_post", to)
        return self.talk.say(code, body, **fields)  # type: ignore[arg-type]

    def answer(self, code: str, body: Body, *cited: Said, **fields: object) -> Said:
        """Answer the notice, or another statement."""
        return self.by(code, body, answers=cited or [self.asked], **fields)

    def change(self, of: Said, body: Body, **fields: object) -> Said:
        """Change a statement by its own side."""
        fields.setdefault("kind", "UPDATE")
        return self.by(of.feed.party, body, changes=[of], **fields)

    @property
    def case(self) -> Activity:
        """The case of the notice."""
        standing = self.talk.standing()
        found = standing.case_of(standing.entries[self.asked.id])
        assert isinstance(found, Activity)
        return found

    @property
    def statuses(self) -> list[str]:
        """What has become of each separation proposed."""
        return [self.case.status_of(each) for each in self.case.separations]

    def due(self) -> list[Due]:
        """Return what clause 18.7 asks."""
        local = Local("SOUTH", self.talk.now_s, ReceiptBook([]))
        found = self.case.dues(self.talk.founding, local)
        return [each for each in found if each.clause == "18.7"]


def test_a_notice_is_unmarked_and_stands_as_notified() -> None:
    """Ten days ahead, with its area given twice."""
    said = Range()
    assert said.talk.clauses(said.asked) == []
    assert (said.case.state, said.case.addressees) == ("notified", ("SOUTH", "EAST"))


def test_no_word_of_the_form_approves() -> None:
    """Notice is not permission (clause 18.1)."""
    words = [str(body.__struct_config__.tag) for body in FORMS["ACT", 1].bodies]
    assert not [word for word in words if "approv" in word or "accept" in word]


@pytest.mark.parametrize(
    "changed",
    [
        {"designation": " "},
        {"purpose": Text("")},
        {"phases": ()},
        {"phases": (act.Phase(number=1, volumes=()),)},
        {"phases": (phase(9 * 10**9), phase(9 * 10**9))},
        {"phases": (phase(9 * 10**9, 0),)},
        {"troops": -1},
    ],
)
def test_a_notice_that_lacks_something_is_marked(changed: dict[str, object]) -> None:
    """It is a notice all the same, and to be reckoned with."""
    said = Range(**changed)  # type: ignore[arg-type]
    assert "18.2" in said.talk.clauses(said.asked)
    assert said.case.state == "notified"


# ---------------------------------------------------------------------- volumes


def test_a_volume_that_is_none_is_marked() -> None:
    """No engine could say what it holds; the notice stands all the same."""
    said = Range(phases=(phase(9 * 10**9, 1, time_end=1),))
    assert said.talk.clauses(said.asked) == ["18.3"]
    assert said.case.state == "notified"


def test_limits_of_two_datums_are_not_compared() -> None:
    """500 m above ground may well be below 400 m above the sea."""
    body = phase(9 * 10**9, altitude_lower=Altitude(9_000, "AGL"))
    said = Range(phases=(body,))
    assert said.talk.clauses(said.asked) == []


def test_a_volume_without_outline_is_marked_and_has_no_position() -> None:
    """A notice of nowhere is still said to be one."""
    said = Range(phases=(phase(9 * 10**9, outline_circle=None),))
    assert said.talk.clauses(said.asked) == ["18.3"]
    assert said.case.unread == ()


def test_a_volume_whose_centre_is_given_once_is_marked() -> None:
    """One wrong figure moves a whole area."""
    said = Range(phases=(phase(9 * 10**9, mgrs=""),))
    assert said.talk.clauses(said.asked) == ["14.1"]


def test_each_area_is_read_back_within_five_hundred_metres() -> None:
    """By the name of phase and volume."""
    later = area(9 * 10**9, outline_circle=Circle(EAST, 1_000))
    volumes = (area(9 * 10**9), later)
    body = notice(act.Phase(number=3, volumes=volumes))
    assert [(each.name, each.tolerance_m) for each in body.placed()] == [
        ("phase_3_volume_1", 500),
        ("phase_3_volume_2", 500),
    ]


# --------------------------------------------------------------------- lead time


def test_the_lead_time_is_from_release_to_the_first_start() -> None:
    """And it stands in the line that screens show."""
    start_s = Talk().now_s + 3 * DAY_S
    said = Range(phases=(phase(start_s + DAY_S), phase(start_s, 2)))
    assert said.case.lead_s == start_s - said.asked.header.released
    assert "(said 2 d 23 h 59 min before its start)" in said.case.summary()


def test_an_open_start_leaves_the_lead_time_unknown() -> None:
    """It is not guessed from the phases that have one."""
    phases = (phase(9 * 10**9), phase(9 * 10**9, 2, time_start=None))
    said = Range(days=10, phases=phases, **RULE)
    assert said.case.lead_s is None
    assert said.talk.clauses(said.asked) == []
    assert "its start is open" in said.case.summary()


def test_an_open_start_of_one_volume_leaves_that_of_its_phase_unknown() -> None:
    """The other volume of the phase may begin much later."""
    volumes = (area(9 * 10**9), area(0, time_start=None))
    assert act.Phase(number=1, volumes=volumes).start is None


def test_a_notice_below_the_time_its_clause_demands_is_late() -> None:
    """It says so, by how much, and under which clause; and is taken all the same."""
    said = Range(days=3, **RULE)
    standing = said.talk.standing()
    [fault] = standing.faults(standing.entries[said.asked.id])
    assert (fault.clause, fault.voids) == ("18.4", False)
    assert "Annex II, article 4" in fault.sentence
    assert "by 3 d 23 h 59 min" in fault.sentence
    assert said.case.state == "notified"


@pytest.mark.parametrize(("days", "rule"), [(3, {}), (8, RULE)])
def test_nothing_is_late_without_a_clause_or_in_time(
    days: int, rule: dict[str, object]
) -> None:
    """A voluntary notice an hour ahead is a favour, and no breach."""
    said = Range(days=days, **rule)
    assert said.talk.clauses(said.asked) == []


@pytest.mark.parametrize(("short_s", "clauses"), [(0, []), (1, ["18.4"])])
def test_a_notice_is_late_from_the_first_second_on(
    short_s: int, clauses: list[str]
) -> None:
    """And in time up to it."""
    talk = Talk()
    body = notice(phase(talk.now_s + 1 + 7 * DAY_S - short_s), **RULE)
    assert talk.clauses(talk.say("NORTH", body)) == clauses


def test_a_notice_after_the_start_says_so() -> None:
    """It is late under a clause that demands notice, and under no other."""
    said = Range(phases=(phase(Talk().now_s - HOUR_S),), clause="Article 4")
    assert "after its start)" in said.case.summary()
    assert said.talk.clauses(said.asked) == []


def test_notice_demanded_by_no_clause_is_marked() -> None:
    """Lateness is said only against a clause cited."""
    said = Range(days=3, notice_due_s=7 * DAY_S)
    assert said.talk.clauses(said.asked) == ["18.4"]


def test_a_changed_notice_is_late_only_by_what_moved() -> None:
    """To tell of one more ship is not to be late with the whole exercise."""
    said = Range(days=8, **RULE)
    said.talk.now_s += 5 * DAY_S
    same = phase(said.start_s)
    told = said.change(said.asked, notice(same, ships=("Frigate, 1",), **RULE))
    assert said.talk.clauses(told) == []
    new = phase(said.start_s + HOUR_S, 2)
    moved = said.change(told, notice(same, new, **RULE))
    assert said.talk.clauses(moved) == ["18.4"]


# ----------------------------------------------------------------------- answers


def test_each_addressee_answers_for_itself() -> None:
    """What East noted, South has not."""
    said = Range()
    said.answer("EAST", act.Noted())
    assert said.case.answer_of("EAST") is not None
    assert said.case.answer_of("SOUTH") is None


def test_the_newest_answer_of_a_party_holds() -> None:
    """A concern stands over an earlier NOTED."""
    said = Range()
    said.answer("SOUTH", act.Noted())
    body = act.Concern(field="volumes", phase=1, text=Text("It closes the strait."))
    concern = said.answer("SOUTH", body)
    assert said.talk.clauses(concern) == []
    held = said.case.answer_of("SOUTH")
    assert held is not None
    assert held.by.id == concern.id
    assert said.due() == []


def test_an_answer_to_an_older_version_does_not_answer_the_newest() -> None:
    """Who noted Monday's exercise has not noted Tuesday's."""
    said = Range()
    seen = said.talk.heads()
    said.change(said.asked, notice(phase(said.start_s + DAY_S)))
    said.answer("SOUTH", act.Noted(), seen=seen)
    assert said.case.answer_of("SOUTH") is None
    said.answer("SOUTH", act.Noted())
    assert said.case.answer_of("SOUTH") is not None


def test_an_answer_is_taken_back_by_its_own_side() -> None:
    """As if it had not been given."""
    said = Range()
    noted = said.answer("SOUTH", act.Noted())
    said.change(noted, act.Noted(), kind="CANCEL")
    assert said.case.answers == ()


def test_nobody_answers_his_own_notice() -> None:
    """It would look like an answer."""
    said = Range()
    noted = said.answer("NORTH", act.Noted())
    assert said.talk.clauses(noted) == ["18.5"]
    assert said.case.answers == ()


@pytest.mark.parametrize(
    "body",
    [
        act.ClarificationRequested(questions=(Text(" "),)),
        act.Concern(field="colour", text=Text("Why?")),
        act.Concern(field="volumes", text=Text(" ")),
        act.SeparationProposed(phase=1),
        act.SeparationProposed(phase=1, lateral_m=-1, time_s=60),
    ],
)
def test_an_answer_that_says_nothing_is_marked(body: Body) -> None:
    """A concern about no field cannot be met."""
    said = Range()
    assert said.talk.clauses(said.answer("SOUTH", body)) == ["18.5"]


def test_a_request_for_clarification_is_due_of_the_owner_in_two_days() -> None:
    """And it is no tacit consent meanwhile."""
    said = Range()
    asked = said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    assert said.talk.clauses(asked) == []
    [found] = said.due()
    assert (found.kind, found.of) == ("answer clarification", "NORTH")
    assert found.at_s == asked.header.released + 2 * DAY_S


def test_a_request_for_clarification_is_due_before_the_activity_begins() -> None:
    """An answer after the firing helps nobody."""
    said = Range(days=1)
    said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    assert [each.at_s for each in said.due()] == [said.start_s]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (Message(subject=Text("Why"), text=Text("To train.")), 0),
        (Acknowledged(read_back=Text("You ask why.")), 1),
    ],
)
def test_a_clarification_is_given_by_an_answer_and_by_no_receipt(
    body: Body, left: int
) -> None:
    """Read and understood is not explained."""
    said = Range()
    asked = said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    said.answer("NORTH", body, asked)
    assert len(said.due()) == left


def test_who_asks_for_clarification_does_not_give_it() -> None:
    """To add to a question is not to answer it."""
    said = Range()
    asked = said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    more = Message(subject=Text("Why"), text=Text("We see two ships more."))
    said.answer("SOUTH", more, asked)
    assert len(said.due()) == 1


def test_where_the_start_is_open_an_answer_is_due_in_two_days() -> None:
    """There is no earlier time to go by."""
    said = Range(phases=(phase(0, time_start=None),))
    asked = said.answer("SOUTH", act.ClarificationRequested(questions=(Text("Why?"),)))
    assert [d.at_s for d in said.due()] == [asked.header.released + 2 * DAY_S]


def test_a_changed_notice_that_knew_of_the_question_answers_it() -> None:
    """One that crossed it does not, though it is placed behind it."""
    said = Range()
    seen = said.talk.heads()
    said.answer("EAST", act.ClarificationRequested(questions=(Text("When?"),)))
    body = notice(phase(said.start_s + 1))
    crossed = said.change(said.asked, body, seen=seen)
    assert len(said.due()) == 1
    said.change(crossed, body)
    assert said.due() == []
    assert not said.case.unclear


def test_an_answer_to_one_question_leaves_the_other_open() -> None:
    """Each asker has its own doubt."""
    said = Range()
    body = act.ClarificationRequested(questions=(Text("Why?"),))
    first, second = said.answer("EAST", body), said.answer("SOUTH", body)
    said.answer("NORTH", Message(subject=Text("Why"), text=Text("To train.")), first)
    assert [each.about and each.about.id for each in said.due()] == [second.id]


def test_a_question_is_taken_back_by_its_own_side() -> None:
    """Then no answer to it is due, and others stand."""
    said = Range()
    body = act.ClarificationRequested(questions=(Text("Why?"),))
    said.answer("EAST", body)
    asked = said.answer("SOUTH", body)
    said.change(asked, body, kind="CANCEL")
    assert [each.by.party for each in said.case.answers] == ["EAST"]
    assert [each.party for each in said.case.unclear] == ["EAST"]


# -------------------------------------------------------------------- separation


def test_a_separation_is_agreed_by_the_side_it_is_proposed_to() -> None:
    """Until then an answer to it is due."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    assert said.statuses == ["proposed"]
    assert [(d.kind, d.of) for d in said.due()] == [("answer separation", "NORTH")]
    agreed = said.answer("NORTH", act.SeparationAgreed(), proposed)
    assert said.statuses == ["agreed"]
    assert said.due() == []
    said.answer("NORTH", act.SeparationAgreed(), proposed)
    [row] = said.case.separations
    assert row.agreed is not None
    assert row.agreed.id == agreed.id


def test_a_separation_is_summed_up_in_its_own_units() -> None:
    """The officer reads it without opening it."""
    body = act.SeparationProposed(phase=2, vertical_m=600, text=Text("You above."))
    said = "SEPARATION PROPOSED for phase 2: 600 m vertical, You above."
    assert body.summary() == said
    assert ASIDE.summary() == "SEPARATION PROPOSED for phase 1: 9000 m lateral"


def test_nobody_agrees_to_his_own_proposal() -> None:
    """Nor to something that is no proposal."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    own = said.answer("SOUTH", act.SeparationAgreed(), proposed)
    none = said.answer("NORTH", act.SeparationAgreed(), said.asked)
    assert said.talk.clauses(own) == said.talk.clauses(none) == ["18.6"]
    assert said.statuses == ["proposed"]


def test_a_proposal_for_no_phase_is_void() -> None:
    """Nobody could keep it."""
    said = Range()
    body = act.SeparationProposed(phase=7, time_s=600)
    assert said.talk.clauses(said.answer("SOUTH", body)) == ["18.6"]
    assert said.statuses == []


def test_an_agreed_separation_falls_with_a_phase_that_moves() -> None:
    """It was agreed for another place or time."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    said.answer("NORTH", act.SeparationAgreed(), proposed)
    said.change(said.asked, notice(phase(said.start_s + HOUR_S)))
    assert said.statuses == ["superseded"]
    assert [each.start for each in said.case.superseded] == [said.start_s]


def test_an_agreed_separation_stands_when_another_phase_is_added() -> None:
    """The phase it is for is as it was."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    said.answer("NORTH", act.SeparationAgreed(), proposed)
    said.change(said.asked, notice(phase(said.start_s), phase(said.start_s + DAY_S, 2)))
    assert said.statuses == ["agreed"]


def test_a_proposal_is_replaced_by_its_own_side() -> None:
    """The old one is then nobody's to agree to."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    said.change(proposed, act.SeparationProposed(phase=1, time_s=600))
    assert said.statuses == ["taken back", "proposed"]
    late = said.answer("NORTH", act.SeparationAgreed(), proposed)
    assert said.talk.clauses(late) == ["18.6"]


@pytest.mark.parametrize(("one", "other"), [("NORTH", "SOUTH"), ("SOUTH", "NORTH")])
def test_an_agreement_that_crosses_a_taking_back_does_not_hold(
    one: str, other: str
) -> None:
    """One side would keep a distance that the other no longer keeps."""
    said = Range()
    proposed = said.answer(one, ASIDE)
    seen = said.talk.heads()
    agreed = said.answer(other, act.SeparationAgreed(), proposed, seen=seen)
    back = said.change(proposed, ASIDE, kind="CANCEL", seen=seen)
    assert said.talk.clauses(agreed) == said.talk.clauses(back) == []
    assert said.statuses == ["crossed"]


def test_separations_are_agreed_and_taken_back_each_by_itself() -> None:
    """That of one phase says nothing of another's."""
    said = Range()
    first = said.answer("SOUTH", ASIDE)
    second = said.answer("SOUTH", act.SeparationProposed(phase=1, time_s=600))
    said.answer("NORTH", act.SeparationAgreed(), second)
    assert said.statuses == ["proposed", "agreed"]
    said.change(first, ASIDE, kind="CANCEL")
    assert said.statuses == ["taken back", "agreed"]


def test_what_is_agreed_is_not_taken_back_by_one_side() -> None:
    """Neither the proposal nor the agreement."""
    said = Range()
    proposed = said.answer("SOUTH", ASIDE)
    agreed = said.answer("NORTH", act.SeparationAgreed(), proposed)
    back = said.change(proposed, ASIDE, kind="CANCEL")
    body = act.SeparationAgreed()
    other = said.change(agreed, body, kind="CANCEL", answers=[proposed])
    assert said.talk.clauses(back) == said.talk.clauses(other) == ["18.6"]
    assert said.statuses == ["agreed"]


# ------------------------------------------------------------------ changed, over


def test_only_its_own_side_changes_a_notice() -> None:
    """Another party's UPDATE of its own words leaves the notice as it is."""
    said = Range()
    noted = said.answer("SOUTH", act.Noted())
    forged = said.change(noted, notice(phase(1)))
    assert said.talk.clauses(forged) == ["18.6"]
    assert said.case.notice.phases == (phase(said.start_s),)


@pytest.mark.parametrize(
    ("body", "state"), [(act.Cancelled(), "cancelled"), (act.Ended(at=1), "ended")]
)
def test_its_own_side_says_that_it_is_over(body: Body, state: str) -> None:
    """Then nothing is due any more, and nothing changed."""
    said = Range()
    said.answer("SOUTH", ASIDE)
    said.answer("NORTH", body)
    assert (said.case.state, said.due()) == (state, [])
    anew = said.change(said.asked, notice(phase(said.start_s)))
    again = said.answer("NORTH", act.Ended(at=1))
    assert said.talk.clauses(anew) == said.talk.clauses(again) == ["18.8"]
    assert said.case.state == state


def test_a_notice_is_taken_back_as_any_statement_is() -> None:
    """The header's CANCEL says it, whatever the body repeats."""
    said = Range()
    said.change(said.asked, notice(phase(said.start_s)), kind="CANCEL")
    assert said.case.state == "cancelled"


def test_nobody_ends_the_activity_of_another() -> None:
    """A side that enters a live range on its own word is shot at."""
    said = Range()
    ended = said.answer("SOUTH", act.Ended(at=1))
    assert said.talk.clauses(ended) == ["18.8"]
    assert said.case.state == "notified"


def test_an_end_to_come_ends_nothing() -> None:
    """The volumes are free when it has come, and not before."""
    said = Range()
    now_s = said.talk.now_s
    ended = said.answer("NORTH", act.Ended(at=now_s + 2))
    assert said.talk.clauses(ended) == ["18.8"]
    assert said.case.over is None
    said.answer("NORTH", act.Ended(at=now_s + 2))
    assert said.case.state == "ended"


def test_a_case_is_live_while_something_is_unanswered() -> None:
    """And no longer, so that a clock need not look at it."""
    said = Range()
    assert said.case.live
    for code in ("SOUTH", "EAST"):
        said.answer(code, Acknowledged(read_back=Text("Firing.")))
    proposed = said.answer("SOUTH", ASIDE)
    assert msgspec.structs.replace(said.case, waiting=(), unread=()).live
    said.answer("NORTH", act.SeparationAgreed(), proposed)
    assert not msgspec.structs.replace(said.case, waiting=(), unread=()).live
