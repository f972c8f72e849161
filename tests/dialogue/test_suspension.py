"""A suspension is declared, dated and reasoned; it marks much and refuses nothing."""

import pytest
from tests.dialogue.amending import accept, denounce, propose, suspend
from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text
from detente.dialogue.fold import extend
from detente.dialogue.form import Body
from detente.dialogue.forms import FORM_OF, cht, stop
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.void import Void
from detente.dialogue.position import Position
from detente.dialogue.standing import begin
from detente.dialogue.suspension import Declared, declared

HELLO = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
FOX = Challenge(path="https", text="fox")
STOP = stop.Requested(
    position=Position(3_671_800, 6_886_300, mgrs="42SVF8776163590"),
    happening=Text("Bombs on a hospital."),
    since=1,
    wanted="cease fire",
)
NEVER_STOPPED = {
    "LCK",
    "ACK",
    "STOP",
    "OBJ",
    "SITE",
    "MOVE",
    "CHT",
    "VOID",
    "HOV",
    "TEL",
    "ORD",
}


def state(talk: Talk, now_s: int | None = None) -> Declared:
    """Return what is declared of the line."""
    at_s = talk.now_s if now_s is None else now_s
    return declared(talk.standing().charters, at_s)


def test_a_line_is_open_until_someone_says_otherwise() -> None:
    """Silence declares nothing."""
    assert state(Talk()) == Declared("open")


def test_a_suspension_is_shown_with_its_party_and_time() -> None:
    """Who suspended, and from when, stands in the record and no press release."""
    talk = Talk()
    said = suspend(talk)
    found = state(talk)
    assert found.state == "suspended"
    [holding] = found.holding
    assert (holding.party, holding.from_s) == ("SOUTH", said.header.released)
    assert holding.by.id == said.id


def test_some_forms_suspended_is_restricted() -> None:
    """Notices may rest while the line lives."""
    talk = Talk()
    suspend(talk, forms=("CON",))
    assert state(talk).state == "restricted"
    assert talk.clauses(talk.request()) == ["22.5"]
    assert talk.clauses(talk.say("NORTH", HELLO)) == []


def test_a_suspension_to_come_holds_when_it_comes() -> None:
    """Until then it is shown as announced, and marks nothing."""
    talk = Talk()
    suspend(talk, effective_from=talk.now_s + 1_000)
    found = state(talk)
    assert (found.state, len(found.to_come)) == ("open", 1)
    assert talk.clauses(talk.say("NORTH", HELLO)) == []
    later = talk.say("NORTH", HELLO, at=talk.now_s + 2_000)
    assert talk.clauses(later) == ["22.5"]
    assert state(talk).state == "suspended"


@pytest.mark.parametrize("code", ["NORTH", "SOUTH"])
def test_what_is_put_during_a_suspension_is_marked_and_works(code: str) -> None:
    """Of either side alike; and it is to be read like any other."""
    talk = Talk()
    suspend(talk)
    said = talk.say(code, HELLO)
    assert talk.clauses(said) == ["22.5"]
    entered = talk.entered(said)
    assert entered.effective
    assert entered in talk.standing().case_of(entered).waiting


@pytest.mark.parametrize("body", [FOX, Void(reason=Text("Abandoned."))])
def test_checks_and_the_keeping_of_the_record_go_on(body: Body) -> None:
    """A suspended line is a line."""
    talk = Talk()
    suspend(talk)
    assert talk.clauses(talk.say("NORTH", body)) == []


def test_a_stop_and_any_flash_go_on() -> None:
    """Whatever they are about, people are in it."""
    talk = Talk()
    suspend(talk)
    assert talk.clauses(talk.say("NORTH", STOP, precedence="Z")) == []
    assert talk.clauses(talk.say("NORTH", HELLO, precedence="Z")) == []


def test_what_has_begun_is_carried_to_its_end() -> None:
    """Answers, receipts by persons and clocks of what was put before go on."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    suspend(talk)
    answer = talk.say("SOUTH", HELLO, answers=[said])
    read = talk.say("NORTH", Acknowledged(read_back=Text("Noon.")), answers=[answer])
    assert talk.clauses(answer) == talk.clauses(read) == []
    found = talk.dues("NORTH")
    assert "line check" in {due.kind for due in found}


def test_the_charter_is_amended_during_a_suspension() -> None:
    """Or nothing could lead out of it."""
    talk = Talk()
    suspend(talk)
    proposed = propose(talk)
    accepted = accept(talk, "SOUTH", proposed)
    assert talk.clauses(proposed) == talk.clauses(accepted) == []


def test_who_had_not_seen_the_suspension_is_not_marked() -> None:
    """It could not have known."""
    talk = Talk()
    heads = talk.heads()
    suspend(talk)
    assert talk.clauses(talk.say("NORTH", HELLO, seen=heads)) == []


def test_a_suspension_concerns_only_those_it_is_between() -> None:
    """Two others talk on."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    suspend(talk, "SOUTH")
    assert talk.clauses(talk.say("EAST", HELLO, to_post="NORTH/Watch")) == []
    assert talk.clauses(talk.say("EAST", HELLO, to_post="SOUTH/Watch")) == ["22.5"]


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"reason": Text(" ")}, "22.2"),
        ({"effective_from": 1}, "22.2"),
        ({"forms": ("STOP",)}, "22.3"),
        ({"forms": ("XYZ",)}, "22.3"),
    ],
)
def test_a_suspension_that_lacks_something_is_marked_and_holds(
    changed: dict[str, object], clause: str
) -> None:
    """What was declared was declared; it holds from its release at the earliest."""
    talk = Talk()
    said = suspend(talk, **changed)  # type: ignore[arg-type]
    assert talk.clauses(said) == [clause]
    [holding] = state(talk).holding
    assert holding.from_s >= said.header.released


def test_a_suspension_may_be_narrowed() -> None:
    """The last word of its party on it holds."""
    talk = Talk()
    said = suspend(talk)
    suspend(talk, forms=("CON",), kind="UPDATE", changes=[said])
    assert state(talk).state == "restricted"
    assert talk.clauses(talk.say("NORTH", HELLO)) == []


def test_who_suspended_resumes() -> None:
    """Then nothing is marked any more."""
    talk = Talk()
    suspended = suspend(talk)
    resumed = talk.say("SOUTH", cht.Resumed(), answers=[suspended])
    assert talk.clauses(resumed) == []
    assert state(talk) == Declared("open")
    assert talk.clauses(talk.say("NORTH", HELLO)) == []


def test_nobody_resumes_for_another() -> None:
    """It would put words into its mouth."""
    talk = Talk()
    suspended = suspend(talk)
    resumed = talk.say("NORTH", cht.Resumed(), answers=[suspended])
    assert "22.4" in talk.clauses(resumed)
    assert state(talk).state == "suspended"


def test_a_denunciation_holds_when_its_notice_is_over() -> None:
    """Until then all goes on, with the end in sight."""
    talk = Talk()
    said = denounce(talk)
    found = state(talk)
    assert (found.state, found.to_come[0].denounced) == ("open", True)
    after_s = said.header.released + 7_776_000
    assert state(talk, after_s).state == "suspended"
    assert talk.clauses(talk.say("NORTH", HELLO, at=after_s)) == ["22.5"]
    assert talk.clauses(talk.say("NORTH", STOP, precedence="Z")) == []


def test_too_short_a_notice_is_marked_and_the_charters_holds() -> None:
    """Nobody leaves overnight."""
    talk = Talk()
    said = denounce(talk, notice_s=60)
    assert talk.clauses(said) == ["22.4"]
    [to_come] = state(talk).to_come
    assert to_come.from_s == said.header.released + 7_776_000


def test_a_denunciation_may_be_taken_back() -> None:
    """By its own party, while or after the notice runs."""
    talk = Talk()
    said = denounce(talk)
    assert isinstance(said.body, cht.Denounced)
    talk.say("SOUTH", said.body, kind="CANCEL", changes=[said])
    assert state(talk) == Declared("open")


def test_no_form_that_saves_lives_can_be_suspended() -> None:
    """Each says so of itself; here stands which must."""
    for body, form in FORM_OF.items():
        initial = form.code == "INC" and body.__struct_config__.tag == "initial"
        if form.code in NEVER_STOPPED or initial:
            assert body.during_suspension or body.automatic, body


def test_a_resumption_of_nothing_is_marked_alike_whatever_else_has_come() -> None:
    """What crossed it was not seen, and changes nothing of what is said of it."""
    talk = Talk()
    blind = talk.heads()
    suspended = suspend(talk, "SOUTH")
    resumed = talk.say("NORTH", cht.Resumed(), answers=[suspended], seen=blind)
    first = [each for each in talk.all if each is not resumed]
    late = extend(extend(begin(talk.founding), first), [resumed])
    assert late.entries[resumed.id] == talk.entered(resumed)
    assert "22.4" in talk.clauses(resumed)
