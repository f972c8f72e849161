"""Each rule, broken once: the statement stands, marked with the rule's clause."""

import msgspec
import pytest
from tests.dialogue.talk import START_S, Talk, cite, document, request

from detente.dialogue.fields import Text, Window
from detente.dialogue.form import Body, Unreadable
from detente.dialogue.forms import con
from detente.dialogue.forms.ack import Acknowledged, Opened, Reviewed
from detente.dialogue.forms.cht import Found
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.pre import Stated
from detente.dialogue.forms.void import Void
from detente.dialogue.outcome import Outcome
from detente.dialogue.reading import Keyed
from detente.record.feed import FeedId
from detente.record.statement import Citation

HELLO = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
NO = con.Refused(reason="not stated", text=Text("No."))


def test_a_regular_statement_is_marked_with_nothing() -> None:
    """A message, a request and its answer break no rule."""
    talk = Talk()
    asked = talk.request()
    said = [asked, talk.say("SOUTH", NO, answers=[asked]), talk.say("NORTH", HELLO)]
    assert [talk.clauses(each) for each in said] == [[], [], []]


@pytest.mark.parametrize(
    ("fields", "clause"),
    [
        ({"from_post": "NORTH/Minister"}, "11.6"),
        ({"drafter": bytes(32)}, "11.6"),
        ({"serial": 1}, "11.7"),
        ({"to_post": "SOUTH/Kitchen"}, "11.8"),
        ({"to_post": "NORTH/Watch"}, "11.8"),
        ({"to_post": "EAST/Watch"}, "11.8"),
        ({"to_post": "Watch"}, "11.8"),
        ({"info_posts": ("SOUTH/Kitchen",)}, "11.8"),
        ({"status": "EXERCISE"}, "11.9"),
        ({"language": "ru"}, "11.12"),
        ({"charter_version": 2}, "11.13"),
        ({"officers": (9,)}, "11.15"),
        ({"drafted": START_S + 99}, "11.17"),
        ({"valid_from": 9, "valid_until": 8}, "11.17"),
        ({"answers": (Citation("SOUTH/2026/0009/MSG/1/O", bytes(32)),)}, "11.3"),
    ],
)
def test_a_header_that_breaks_a_rule_is_marked(
    fields: dict[str, object], clause: str
) -> None:
    """One field is wrong; the clause of its rule is marked."""
    talk = Talk()
    said = talk.say("NORTH", HELLO, at=START_S + 9, **fields)  # type: ignore[arg-type]
    assert clause in talk.clauses(said)


def test_a_post_of_a_later_key_document_is_known_once_it_is_seen() -> None:
    """It can be addressed by who has seen the document, and by nobody before."""
    talk = Talk()
    feed = FeedId("SOUTH", 1)
    newer = document("SOUTH", 2)
    posts = (*newer.posts, "Kitchen")
    keys = msgspec.structs.replace(newer, posts=posts)
    before = talk.heads()
    talk.put(Keyed(feed, talk.sizes[feed], bytes(32), keys))
    blind = talk.say("NORTH", HELLO, to_post="SOUTH/Kitchen", seen=before)
    seeing = talk.say("NORTH", HELLO, to_post="SOUTH/Kitchen")
    assert (talk.clauses(blind), talk.clauses(seeing)) == (["11.8"], [])


def test_a_post_of_ones_own_is_known_from_ones_own_newest_document() -> None:
    """A side informs its own new post as soon as it has certified it."""
    talk = Talk()
    newer = document("NORTH", 2)
    posts = (*newer.posts, "Kitchen")
    feed, keys = FeedId("NORTH", 1), msgspec.structs.replace(newer, posts=posts)
    before = talk.say("NORTH", HELLO, info_posts=("NORTH/Kitchen",))
    talk.put(Keyed(feed, talk.sizes[feed], bytes(32), keys))
    after = talk.say("NORTH", HELLO, info_posts=("NORTH/Kitchen",))
    assert (talk.clauses(before), talk.clauses(after)) == (["11.8"], [])


def test_a_statement_under_a_used_serial_is_marked_and_the_first_is_not() -> None:
    """The reference is the first one's; nothing is overwritten."""
    talk = Talk()
    first = talk.say("NORTH", HELLO, serial=40)
    second = talk.say("NORTH", HELLO, serial=40)
    assert (talk.clauses(first), talk.clauses(second)) == ([], ["11.7"])


def test_operation_in_an_exercise_channel_is_marked() -> None:
    """A real event during an exercise belongs into the operational channel."""
    talk = Talk(traffic="exercise")
    real = talk.say("NORTH", HELLO)
    played = talk.say("NORTH", HELLO, status="EXERCISE")
    assert (talk.clauses(real), talk.clauses(played)) == (["11.9"], [])


def test_an_exercise_request_in_an_operational_channel_asks_nothing() -> None:
    """It opens no contact, so that no exercise is ever answered as the real thing."""
    talk = Talk()
    asked = talk.request(status="EXERCISE")
    assert talk.standing().contacts() == []
    assert talk.clauses(asked) == ["11.9"]


def test_a_test_answer_to_a_real_request_refuses_nothing() -> None:
    """Status goes with status."""
    talk = Talk()
    asked = talk.request()
    answer = talk.say("SOUTH", NO, answers=[asked], status="TEST")
    assert talk.clauses(answer) == ["11.9"]
    assert talk.contact(asked).outcome is Outcome.PENDING


@pytest.mark.parametrize("kind", ["UPDATE", "CANCEL", "CORRECTION"])
def test_nobody_changes_the_words_of_another(kind: str) -> None:
    """A change of the other side's statement is void."""
    talk = Talk()
    theirs = talk.say("SOUTH", HELLO)
    change = talk.say("NORTH", HELLO, changes=[theirs], kind=kind)
    assert talk.clauses(change) == ["11.10"]
    assert not talk.entered(change).effective


def test_a_change_is_in_the_form_of_what_it_changes() -> None:
    """A message cannot change a request."""
    talk = Talk()
    asked = talk.request()
    change = talk.say("NORTH", HELLO, changes=[asked], kind="UPDATE")
    assert talk.clauses(change) == ["11.10"]


def test_a_change_of_ones_own_joins_the_case() -> None:
    """An update stands beside what it updates."""
    talk = Talk()
    first = talk.say("NORTH", HELLO)
    update = talk.say("NORTH", HELLO, changes=[first], kind="UPDATE")
    assert talk.clauses(update) == []
    assert talk.entered(update).case == first.id


def test_a_citation_under_another_reference_leads_nowhere() -> None:
    """People read the reference and machines the id: they must name one statement."""
    talk = Talk()
    asked, other = talk.request(), talk.request()
    bent = Citation(other.header.reference, asked.id)
    answer = talk.say("SOUTH", NO, answers=[bent])
    assert talk.clauses(answer) == ["11.3", "11.18"]
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_a_statement_cites_only_what_it_knows() -> None:
    """An answer without the head that holds the request is void on every node."""
    talk = Talk()
    before = talk.heads()
    asked = talk.request()
    blind = talk.say("SOUTH", NO, answers=[asked], seen=before)
    assert talk.clauses(blind) == ["11.3", "11.18"]
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_what_one_statement_has_seen_later_ones_know() -> None:
    """A party cannot unlearn what it has shown that it held."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", HELLO)
    answer = talk.say("SOUTH", NO, answers=[asked], seen={})
    assert talk.clauses(answer) == []


def test_a_third_party_does_not_answer_what_was_not_put_to_it() -> None:
    """In a channel of three a request is between two, unless others are informed."""
    talk = Talk(("NORTH", "SOUTH", "EAST"))
    asked = talk.request(to_post="SOUTH/Minister")
    answer = talk.say("EAST", NO, answers=[asked], to_post="NORTH/Watch")
    assert talk.clauses(answer) == ["11.11"]
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_a_form_answers_only_the_forms_it_may() -> None:
    """A refusal answers no line check."""
    talk = Talk()
    check = talk.say("NORTH", Challenge(path="https", text="The quick brown fox"))
    answer = talk.say("SOUTH", NO, answers=[check])
    assert "11.11" in talk.clauses(answer)


def test_a_form_of_two_keys_wants_two_officers() -> None:
    """The other side's node checks it, since two keys are what can be checked."""
    talk = Talk(two_key_forms=("CON",))
    one = talk.request()
    two = talk.say("NORTH", request(), officers=(1, 2))
    assert (talk.clauses(one), talk.clauses(two)) == (["11.14"], [])


def test_a_flash_may_go_on_one_signature() -> None:
    """Minutes matter more than the second key, which reviews afterwards."""
    talk = Talk(two_key_forms=("CON",))
    assert talk.clauses(talk.request(precedence="Z")) == []


def test_a_node_releases_its_own_entries_on_its_own_key() -> None:
    """Two keys are not asked of a machine."""
    talk = Talk(two_key_forms=("CON",))
    asked = talk.say("NORTH", request(), officers=(1, 2))
    assert talk.clauses(talk.lapse(asked)) == []


def test_an_observer_states_nothing() -> None:
    """It holds everything; what it says all the same is shown, and void."""
    talk = Talk(("NORTH", "SOUTH", "WATCHER"), observers=("WATCHER",), counterparts=())
    said = talk.say("WATCHER", HELLO)
    assert talk.clauses(said) == ["11.16"]


def test_nothing_is_put_to_an_observer() -> None:
    """It cannot answer, so it cannot be found silent."""
    talk = Talk(("NORTH", "SOUTH", "WATCHER"), observers=("WATCHER",), counterparts=())
    asked = talk.request(to_post="WATCHER/Minister")
    assert talk.clauses(asked) == ["11.8"]
    assert talk.standing().contacts() == []


def test_what_must_answer_something_cannot_stand_alone() -> None:
    """An acknowledgement of nothing acknowledges nothing."""
    talk = Talk()
    assert talk.clauses(talk.say("NORTH", Opened())) == ["11.18"]


def test_a_number_of_the_register_is_given_once() -> None:
    """The second precondition under a number is void; the first stands."""
    talk = Talk()
    first = talk.say("SOUTH", Stated(number=1, text=Text("Lift the sanctions.")))
    second = talk.say("SOUTH", Stated(number=1, text=Text("Apologise.")))
    assert (talk.clauses(first), talk.clauses(second)) == ([], ["11.19"])
    assert len(talk.standing().of_family("precondition")) == 1


@pytest.mark.parametrize(
    "body", [Stated(number=0, text=Text("P")), Stated(number=1, text=Text(" "))]
)
def test_a_precondition_without_number_or_text_is_marked(body: Stated) -> None:
    """Nobody can meet what is not said, nor answer what has no number."""
    talk = Talk()
    assert talk.clauses(talk.say("SOUTH", body)) == ["11.25"]


def test_each_side_numbers_its_own_register() -> None:
    """Number 1 of one side is not number 1 of the other."""
    talk = Talk()
    one = talk.say("SOUTH", Stated(number=1, text=Text("Lift the sanctions.")))
    other = talk.say("NORTH", Stated(number=1, text=Text("Return the aircraft.")))
    assert talk.clauses(one) == talk.clauses(other) == []


def test_a_refusal_for_an_unknown_precondition_is_marked_and_refuses() -> None:
    """The no is a no; the number is missing, and that is shown."""
    talk = Talk()
    asked = talk.request()
    answer = talk.say(
        "SOUTH", con.RefusedPrecondition(preconditions=(7,)), answers=[asked]
    )
    assert talk.clauses(answer) == ["11.19"]
    assert talk.contact(asked).outcome is Outcome.REFUSED_PRECONDITION


def test_the_founding_stands_second_in_its_feed_and_nowhere_else() -> None:
    """A charter cannot be slipped in later, nor another's be founded here."""
    talk = Talk()
    late = talk.say("NORTH", Found(charter=talk.founding.raw), charter_version=0)
    foreign = talk.say("NORTH", Found(charter=b"other"), charter_version=0)
    assert talk.clauses(late) == ["11.21"]
    assert talk.clauses(foreign) == ["11.21", "11.21"]


@pytest.mark.parametrize("fields", [{"subject": Text("")}, {"text": Text(" ")}])
def test_a_message_that_says_nothing_is_marked(fields: dict[str, Text]) -> None:
    """Subject, and text or phrases."""
    talk = Talk()
    said = talk.say("NORTH", msgspec.structs.replace(HELLO, **fields))
    assert talk.clauses(said) == ["11.22"]


def test_nobody_receipts_his_own_statement() -> None:
    """Receipts by persons are the other side's to give."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    own = talk.say("NORTH", Acknowledged(read_back=Text("Noon.")), answers=[said])
    assert talk.clauses(own) == ["11.23"]


def test_a_review_is_by_another_officer_of_the_same_side() -> None:
    """Neither the other side nor the one who released it reviews."""
    talk = Talk(two_key_forms=("CON",))
    asked = talk.request(precedence="Z")
    theirs = talk.say("SOUTH", Reviewed(), answers=[asked])
    same = talk.say("NORTH", Reviewed(), answers=[asked])
    second = talk.say("NORTH", Reviewed(), answers=[asked], officers=(2,))
    clauses = [talk.clauses(each) for each in (theirs, same, second)]
    assert clauses == [["11.23"], ["11.23"], []]


def test_an_acknowledgement_reads_something_back() -> None:
    """An empty read-back is marked: the accident it prevents is a wrong place."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    empty = talk.say("SOUTH", Acknowledged(read_back=Text("")), answers=[said])
    assert talk.clauses(empty) == ["11.23"]


@pytest.mark.parametrize(
    "fields", [{"path": "pigeon"}, {"text": ""}, {"readability": 6}]
)
def test_a_line_check_that_checks_nothing_is_marked(fields: dict[str, object]) -> None:
    """The path is the charter's, there is a text, and readability is a figure."""
    talk = Talk()
    check = Challenge(path="https", text="The quick brown fox")
    said = talk.say("NORTH", msgspec.structs.replace(check, **fields))
    assert talk.clauses(said) == ["11.24"]


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"purpose": Text("")}, "12.2"),
        ({"agenda": ()}, "12.2"),
        ({"level_sought": " "}, "12.2"),
        ({"duration_min": -1}, "12.2"),
        ({"answer_by_s": 60}, "12.3"),
    ],
)
def test_a_request_that_is_not_filled_in_is_marked_and_asks(
    changed: dict[str, object], clause: str
) -> None:
    """It is a request all the same, and must not look like none."""
    talk = Talk()
    asked = talk.say("NORTH", request(**changed))
    assert talk.clauses(asked) == [clause]
    assert talk.contact(asked).outcome is Outcome.PENDING


@pytest.mark.parametrize(
    "body",
    [
        con.CounterProposed(),
        con.CounterProposed(venue="Geneva", windows=(Window(9, 8),)),
        con.RefusedPrecondition(preconditions=()),
        con.Scheduled(window=Window(9, 8)),
    ],
)
def test_an_answer_that_is_not_filled_in_is_marked(body: Body) -> None:
    """A counter-proposal of nothing, no number, a time that ends before it begins."""
    talk = Talk()
    answer = talk.say("SOUTH", body, answers=[talk.request()])
    assert talk.clauses(answer) == ["12.2"]


def test_a_time_that_ends_before_it_begins_is_no_time() -> None:
    """Nothing is scheduled by it."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", con.Scheduled(window=Window(9, 8)), answers=[asked])
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_a_crisis_leaves_less_time_and_not_less_than_the_charter() -> None:
    """Two hours are enough in a crisis; one hour is not."""
    talk = Talk()
    asked = talk.request(urgency="crisis", answer_by_s=7200)
    hasty = talk.request(urgency="crisis", answer_by_s=3600)
    assert (talk.clauses(asked), talk.clauses(hasty)) == ([], ["12.3"])
    assert talk.contact(hasty).within_s == 7200


def test_a_statement_of_an_unknown_form_is_stored_and_shown() -> None:
    """It stands in the order, opens a thread, and says why it cannot be read."""
    talk = Talk()
    said = talk.say("NORTH", b"\xa0", form="XYZ")
    entered = talk.entered(said)
    assert isinstance(entered.body, Unreadable)
    assert not entered.effective
    assert talk.standing().case_of(entered).waiting == (entered,)


def test_an_unreadable_answer_stands_in_the_case_and_changes_nothing() -> None:
    """It is shown where it belongs."""
    talk = Talk()
    asked = talk.request()
    answer = talk.say("SOUTH", b"\xa0", form="CON", answers=[asked])
    assert talk.entered(answer).case == asked.id
    assert talk.contact(asked).outcome is Outcome.PENDING


def test_a_void_takes_the_serial_of_an_abandoned_reference() -> None:
    """A missing number never looks like a missing statement."""
    talk = Talk()
    said = talk.say("NORTH", Void(reason=Text("Drafted twice.")), serial=43)
    assert talk.clauses(said) == []
    assert said.header.reference == "NORTH/2026/0043/VOID/1/O"


def test_a_citation_names_reference_and_id_of_one_statement() -> None:
    """What `cite` gives leads to the statement."""
    talk = Talk()
    asked = talk.request()
    assert cite(asked) == Citation(asked.header.reference, asked.id)
