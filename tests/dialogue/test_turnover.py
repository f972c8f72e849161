"""The watch is handed over with what lies open, and nobody can prevent it."""

import msgspec
import pytest
from tests.dialogue.talk import START_S, Talk, window
from tests.dialogue.turnovers import assumed, hand_over, lists, proposed, relieved

from detente.dialogue.asked import Local
from detente.dialogue.cases.turnover import TurnoverCase
from detente.dialogue.fields import Text
from detente.dialogue.form import Body, encode
from detente.dialogue.forms import con, stop
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.con import PathEvidence
from detente.dialogue.forms.hov import Deadline
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.position import Position
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.terms import Deadlines
from detente.dialogue.turnover import Officers, officers, on_watch, propose
from detente.record.cose import MAX_BYTES

HOUR_S = 3_600
NEWS = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
READ = Acknowledged(read_back=Text("At noon."))
FOX = Challenge(path="https", text="The quick brown fox")
FIRE = stop.Requested(
    position=Position(3_671_800, 6_886_300, mgrs="42SVF8776163590"),
    happening=Text("Shells on the bridge."),
    since=START_S,
    wanted="cease fire",
)
Z = "NORTH/2026/0009/MSG/1/O"


# ----------------------------------------------------------------------- the form


def test_a_turnover_signed_by_both_officers_is_unmarked() -> None:
    """And waits for nobody on the other side."""
    talk = Talk()
    said = hand_over(talk, relieved())
    case = talk.case_of(said)
    assert talk.clauses(said) == []
    assert isinstance(case, TurnoverCase)
    assert not case.live


def test_an_officer_assumes_alone() -> None:
    """On one signature, also where the charter asks two keys for it."""
    talk = Talk(two_key_forms=("HOV",))
    assert talk.clauses(hand_over(talk, assumed(), (2,))) == []


def test_a_turnover_between_two_on_one_signature_is_marked() -> None:
    """Who relieved whom is for both to say."""
    talk = Talk()
    assert talk.clauses(hand_over(talk, relieved(), (2,))) == ["16.11"]


@pytest.mark.parametrize(
    "body",
    [
        relieved(incoming=0),
        relieved(outgoing=0),
        relieved(outgoing=2),
        relieved(open_o=("the one of yesterday",)),
        relieved(open_stops=("",)),
        relieved(taken_over=("0009",)),
        relieved(open_z=(Z,)),
        assumed(incoming=-1),
    ],
)
def test_a_turnover_that_lacks_something_is_marked(body: Body) -> None:
    """A FLASH passed over is the worst of it."""
    talk = Talk()
    assert talk.clauses(hand_over(talk, body)) == ["16.11"]


def test_each_open_flash_is_taken_over_by_name() -> None:
    """One by one, by its reference."""
    talk = Talk()
    said = hand_over(talk, relieved(open_z=(Z,), taken_over=(Z,)))
    assert talk.clauses(said) == []


def test_a_turnover_opens_its_own_case_whatever_it_answers() -> None:
    """It acknowledges nothing by the way."""
    talk = Talk()
    news = talk.say("SOUTH", NEWS)
    said = talk.say("NORTH", relieved(), officers=(1, 2), answers=[news])
    assert talk.entered(said).case == said.id
    assert talk.case_of(news).waiting


def test_nothing_the_other_side_says_undoes_a_turnover() -> None:
    """Who has our watch is not theirs to dispute."""
    talk = Talk()
    said = hand_over(talk, relieved())
    talk.say("SOUTH", NEWS, answers=[said])
    talk.say("SOUTH", READ, answers=[said])
    theirs = talk.say("SOUTH", assumed(incoming=1), kind="CANCEL", changes=[said])
    assert "11.10" in talk.clauses(theirs)
    found = on_watch(talk.standing(), "NORTH")
    assert found is not None
    assert (found.officer, found.by.id) == (2, said.id)


# -------------------------------------------------------------- who has the watch


def test_nobody_is_known_to_have_the_watch_before_a_turnover() -> None:
    """The other side's says nothing of ours."""
    talk = Talk()
    talk.say("SOUTH", assumed(), officers=(2,))
    assert on_watch(talk.standing(), "NORTH") is None


@pytest.mark.parametrize("alone_last", [True, False])
def test_the_newest_turnover_says_who_has_the_watch(*, alone_last: bool) -> None:
    """And whether he was relieved into it."""
    talk = Talk()
    rows = [relieved(incoming=2), assumed(incoming=1)]
    first, last = rows if alone_last else reversed(rows)
    hand_over(talk, first)
    said = hand_over(talk, last)
    found = on_watch(talk.standing(), "NORTH")
    assert found is not None
    assert (found.officer, found.unrelieved) == (1 if alone_last else 2, alone_last)
    assert found.since_s == said.header.released


def test_a_new_generation_of_a_feed_keeps_the_order_of_turnovers() -> None:
    """After a fork the positions begin anew."""
    talk = Talk()
    for _ in range(3):
        hand_over(talk, relieved())
    talk.renew("NORTH")
    hand_over(talk, assumed(incoming=1), (1,))
    found = on_watch(talk.standing(), "NORTH")
    assert found is not None
    assert found.unrelieved


# ------------------------------------------------------------------- the proposal


def test_a_quiet_line_proposes_empty_lists() -> None:
    """With the officers and the state of the line as given."""
    talk = Talk(check_hours_utc=())
    assert proposed(talk) == relieved()


def test_the_line_is_proposed_to_stand_as_it_is_declared() -> None:
    """Whatever is observed of it."""
    local = Local("NORTH", START_S, ReceiptBook([]))
    assert propose(Talk().standing(), local, "suspended").declared == "suspended"


@pytest.mark.parametrize(
    ("signers", "found"),
    [
        ((2, 1), Officers(1, 2)),
        ((1, 2), Officers(1, 2)),
        ((2,), Officers(None, 2)),
        ((1,), Officers(None, None)),
        ((1, 3), Officers(None, None)),
        ((1, 2, 3), Officers(None, 2)),
    ],
)
def test_who_relieves_whom_follows_from_who_signs(
    signers: tuple[int, ...], found: Officers
) -> None:
    """Officer 2 has the watch: he hands it over, and to whom only if one is left."""
    talk = Talk()
    hand_over(talk, relieved(incoming=2))
    assert officers(on_watch(talk.standing(), "NORTH"), signers) == found


def test_before_the_first_turnover_nobody_knows_who_relieves_whom() -> None:
    """The officers say so themselves."""
    assert officers(None, (1, 2)) == Officers(None, None)


def test_what_nobody_has_read_is_open_by_its_precedence() -> None:
    """Of either side; of Z and O alone, and no longer once it is read."""
    talk = Talk()
    ours = talk.say("NORTH", NEWS, precedence="Z")
    theirs = talk.say("SOUTH", NEWS, precedence="Z")
    soon = talk.say("SOUTH", NEWS, precedence="O")
    talk.say("SOUTH", NEWS, precedence="P")
    found = proposed(talk)
    assert found.open_z == (ours.header.reference, theirs.header.reference)
    assert found.open_o == (soon.header.reference,)
    talk.say("NORTH", READ, answers=[theirs, soon], precedence="Z")
    talk.say("SOUTH", READ, answers=[ours], precedence="Z")
    assert proposed(talk).open_z == ()


def test_a_flash_read_is_open_while_its_case_is_live() -> None:
    """A STOP acknowledged is not a STOP done."""
    talk = Talk()
    convoy = msgspec.structs.replace(FIRE, position=None, about=Z)
    asked = talk.say("NORTH", convoy, precedence="Z")
    talk.say("SOUTH", READ, answers=[asked], precedence="Z")
    assert proposed(talk).open_z == (asked.header.reference,)


def test_a_flash_in_a_quiet_case_is_open_and_not_the_case() -> None:
    """What began as ROUTINE may end otherwise."""
    talk = Talk()
    first = talk.say("NORTH", NEWS)
    then = talk.say("SOUTH", NEWS, answers=[first], precedence="Z")
    assert proposed(talk).open_z == (then.header.reference,)


def test_no_flash_is_proposed_as_taken_over() -> None:
    """So a turnover that nobody has looked at is marked."""
    talk = Talk()
    talk.say("SOUTH", NEWS, precedence="Z")
    assert proposed(talk).taken_over == ()
    assert talk.clauses(hand_over(talk, proposed(talk))) == ["16.11"]


def test_a_stop_is_open_until_it_has_a_result() -> None:
    """Understood is not stopped."""
    talk = Talk()
    asked = talk.say("NORTH", FIRE, precedence="Z")
    talk.say("SOUTH", stop.Understood(), answers=[asked], precedence="Z")
    assert proposed(talk).open_stops == (asked.header.reference,)
    talk.say("SOUTH", stop.Stopped(at=talk.now_s), answers=[asked], precedence="Z")
    assert proposed(talk).open_stops == ()


def test_deadlines_are_those_overdue_and_of_the_next_twelve_hours() -> None:
    """Whose they are, and about what; the rest is for another watch."""
    slow = Deadlines(acknowledge_r_s=24 * HOUR_S)
    talk = Talk(check_hours_utc=(), deadlines=slow)
    news = talk.say("NORTH", NEWS)
    by_s = news.header.released + 24 * HOUR_S
    row = Deadline(by_s, "acknowledge", "SOUTH", news.header.reference)
    for now_s, rows in (
        (by_s - 12 * HOUR_S - 1, ()),
        (by_s - 12 * HOUR_S, (row,)),
        (by_s + 24 * HOUR_S, (row,)),
    ):
        assert lists(talk, now_s).deadlines == rows


def test_what_a_node_enters_by_itself_is_no_deadline_of_a_watch() -> None:
    """Nobody is asked for a lapse."""
    talk = Talk(check_hours_utc=())
    talk.request()
    talk.now_s += 47 * HOUR_S
    assert [each.asked for each in proposed(talk).deadlines] == ["acknowledge"]


def test_a_check_missed_is_listed_and_the_next_one_is_a_deadline() -> None:
    """With whose turn it was."""
    talk = Talk()
    talk.now_s = START_S + 7 * HOUR_S
    found = proposed(talk)
    missed = Deadline(START_S + 6 * HOUR_S, "line check", "NORTH")
    assert found.missed_checks == (missed,)
    assert found.deadlines == (Deadline(START_S + 18 * HOUR_S, "line check", "SOUTH"),)


def test_a_check_that_came_back_is_not_missed() -> None:
    """Without its echo it is, of the side that owes it."""
    talk = Talk()
    check = talk.say("NORTH", FOX, at=START_S + 6 * HOUR_S)
    talk.now_s += HOUR_S
    [missed] = proposed(talk).missed_checks
    assert (missed.asked, missed.of) == ("echo", "SOUTH")
    talk.say("SOUTH", Echo(text="fox", received=talk.now_s), answers=[check])
    assert proposed(talk).missed_checks == ()


def test_a_check_missed_the_day_before_yesterday_is_not_listed() -> None:
    """The watches since have told of it."""
    talk = Talk(check_hours_utc=())
    talk.say("NORTH", FOX)
    talk.now_s += 25 * HOUR_S
    assert proposed(talk).missed_checks == ()


@pytest.mark.parametrize(
    ("in_hours", "listed"), [(-2, False), (0, True), (12, True), (13, False)]
)
@pytest.mark.parametrize("post", ["", "Deputy"])
def test_a_contact_set_for_the_next_twelve_hours_is_expected(
    post: str, in_hours: int, *, listed: bool
) -> None:
    """At the level sought, and at a lower one."""
    talk = Talk()
    asked = talk.request()
    when = window(talk.now_s + in_hours * HOUR_S + 1)
    if post:
        talk.say("SOUTH", con.AcceptedLower(post=post), answers=[asked])
    talk.say("SOUTH", con.Scheduled(window=when, post=post), answers=[asked])
    talk.now_s = when.from_s - in_hours * HOUR_S
    expected = (asked.header.reference,) if listed else ()
    assert proposed(talk).expected == expected


def test_a_contact_cancelled_is_not_expected() -> None:
    """Nobody waits by the telephone."""
    talk = Talk()
    asked = talk.request()
    when = window(talk.now_s + HOUR_S)
    talk.say("SOUTH", con.Scheduled(window=when), answers=[asked])
    talk.say("SOUTH", con.Cancelled(reason=Text("Ill.")), answers=[asked])
    assert proposed(talk).expected == ()


def test_a_path_that_fails_is_said_to_and_one_never_tried_is_in_neither_list() -> None:
    """What was not tried is not known."""
    talk = Talk()
    found = proposed(
        talk,
        PathEvidence("https", START_S, 0),
        PathEvidence("folder", START_S, 3),
        PathEvidence("mail", 0, 0),
    )
    assert (found.paths_up, found.paths_down) == (("https",), ("folder",))


def test_a_flood_of_flash_cannot_make_a_turnover_too_long() -> None:
    """What has no place in a list is counted, and the oldest stand in it."""
    talk = Talk(check_hours_utc=())
    said = [talk.say("SOUTH", NEWS, precedence="Z") for _ in range(130)]
    found = proposed(talk)
    assert found.open_z == tuple(each.header.reference for each in said[:100])
    assert len(found.deadlines) == 100
    assert found.unlisted == 60
    assert len(encode(found)) < MAX_BYTES


def test_a_turnover_lists_the_conflicts_that_concern_the_watch() -> None:
    """By their numbers, a hundred at most; the rest is counted."""
    talk = Talk()
    numbers = tuple(f"00000 00000 {each:05}" for each in range(103))
    local = Local("NORTH", talk.now_s, ReceiptBook(()))
    found = propose(talk.standing(), local, "open", numbers)
    assert (found.conflicts, found.unlisted) == (numbers[:100], 3)
    assert talk.clauses(hand_over(talk, relieved(conflicts=found.conflicts))) == []


def test_a_conflict_without_its_number_is_marked() -> None:
    """Nobody could look up which one is meant."""
    talk = Talk()
    assert talk.clauses(hand_over(talk, relieved(conflicts=("that one",)))) == ["16.11"]
