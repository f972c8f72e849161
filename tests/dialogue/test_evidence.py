"""Evidence is answered, or its silence is proven; nothing is published before that."""

import pytest
from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.asked import Due, Local
from detente.dialogue.cases.evidence import Evidence
from detente.dialogue.claim import Claim, Condition
from detente.dialogue.due import dues
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import evd
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import Position
from detente.dialogue.reading import Said
from detente.dialogue.receipts import Receipt, ReceiptBook
from detente.record.statement import Attachment

TABLE = bytes(range(32))
ITEMS = (
    evd.Item(number=1, description=Text("Regulator"), maker_country="CN"),
    evd.Item(number=2, description=Text("Camera")),
)
CLAIM = Claim(
    table_sha256=TABLE.hex(),
    where=(Condition("maker_country", ("CN", "HK")),),
    measure="share",
    comparison="at least",
    numerator=15,
    denominator=100,
    matching=9,
    total=40,
)
ANSWERS: list[tuple[Body, str]] = [
    (evd.NeedMore(items=(1,), needed=Text("The batch.")), "need more"),
    (evd.TraceResult(item=1, result="traced"), "trace result"),
    (evd.Disputed(fact=Text("The place.")), "disputed"),
    (evd.AcceptedInPart(accepted=Text("Item 1."), items=(1,)), "accepted in part"),
    (evd.Declined(reason="stated", text=Text("No.")), "declined"),
    (evd.InspectionOffered(place="Port"), "joint inspection offered"),
]


def body(**changed: object) -> evd.Presented:
    """Return evidence about two parts."""
    usual: dict[str, object] = {
        "claim": Text("The parts come from your arsenal."),
        "items": ITEMS,
        "asked": ("trace end user",),
    }
    return evd.Presented(**{**usual, **changed})  # type: ignore[arg-type]


def present(talk: Talk, **changed: object) -> Said:
    """Put evidence to South."""
    return talk.say("NORTH", body(**changed))


def case(talk: Talk, said: Said) -> Evidence:
    """Return what has become of evidence."""
    standing = talk.standing()
    found = standing.case_of(standing.entries[said.id])
    assert isinstance(found, Evidence)
    return found


def covering(talk: Talk, said: Said, time_s: int) -> Receipt:
    """Return South's receipt for a statement."""
    return talk.receipt("SOUTH", "NORTH", said.position + 1, time_s)


def due(talk: Talk, own: str, *receipts: Receipt) -> list[Due]:
    """Return what the clocks ask of this form."""
    local = Local(own, talk.now_s, ReceiptBook(receipts))
    return [d for d in dues(talk.standing(), local) if d.clause.startswith("20.")]


def shown(found: list[Due]) -> list[tuple[str, str, int]]:
    """Return kind, party and time of each."""
    return [(each.kind, each.of, each.at_s) for each in found]


def lapse(
    talk: Talk,
    about: Said,
    after_s: int = evd.ANSWER_S,
    *,
    deadline_s: int | None = None,
    note: bytes | None = None,
) -> Said:
    """Let North's node say that a time is over, by South's receipt of just now."""
    begun_s = talk.now_s + 5
    limit_s = after_s if deadline_s is None else deadline_s
    proof = covering(talk, about, begun_s).note if note is None else note
    entry = evd.Lapse(deadline=begun_s + limit_s, note=proof)
    return talk.by_node("NORTH", entry, answers=[about], at=begun_s + after_s)


# ------------------------------------------------------------- what evidence says


def test_evidence_that_says_what_it_must_is_unmarked() -> None:
    """Also with a claim whose table is attached."""
    talk = Talk()
    table = Attachment("components.csv", "text/csv", 900, TABLE)
    said = talk.say("NORTH", body(table_claim=CLAIM), attachments=(table,))
    assert talk.clauses(said) == []
    assert case(talk, said).state == "presented"


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"claim": Text(" ")}, "20.2"),
        ({"claim": Text("One.\nTwo.")}, "20.2"),
        ({"asked": ()}, "20.2"),
        ({"analysis": Text("Alloy."), "confidence": "high"}, "20.2"),
        ({"analysis": Text("Alloy."), "method": "X-ray"}, "20.2"),
        ({"withheld": Text("Two serials.")}, "20.2"),
        ({"withheld_why": "The source."}, "20.2"),
        ({"recovered": 4_000_000_000}, "20.3"),
        ({"items": (ITEMS[0], ITEMS[0])}, "20.3"),
        ({"items": (evd.Item(number=0, description=Text("A")),)}, "20.3"),
        (
            {
                "items": (
                    evd.Item(number=1, description=Text("A"), maker_country="China"),
                )
            },
            "20.3",
        ),
        ({"media": (evd.Medium("AB" * 32, "Item 1", "original"),)}, "20.3"),
        ({"custody": (evd.Custody(" ", 1, 2),)}, "20.3"),
        ({"custody": (evd.Custody("Depot", 2, 1),)}, "20.3"),
        ({"custody": (evd.Custody("Unit", 1, 5), evd.Custody("Depot", 4))}, "20.3"),
        ({"answer_by_s": evd.ANSWER_S - 1}, "20.5"),
        ({"position": Position(0, 0)}, "14.1"),
    ],
)
def test_evidence_that_lacks_something_is_marked(
    changed: dict[str, object], clause: str
) -> None:
    """It is evidence all the same."""
    talk = Talk()
    said = present(talk, **changed)
    assert talk.clauses(said) == [clause]
    assert case(talk, said).live


def test_what_is_full_and_in_order_is_unmarked() -> None:
    """A custody that is handed over, and one with a time without a holder."""
    talk = Talk()
    said = present(
        talk,
        recovered=5,
        analysis=Text("Alloy."),
        method="X-ray",
        confidence="low",
        withheld=Text("Two serials."),
        withheld_why="The source.",
        media=(evd.Medium("ab" * 32, "Item 1", "original"),),
        custody=(
            evd.Custody("Unit", 1, 5, "S1"),
            evd.Custody("Depot", 5),
            evd.Custody("Laboratory", 90),
        ),
    )
    assert talk.clauses(said) == []


@pytest.mark.parametrize("missing", ["table", "figures", "sense"])
def test_a_claim_that_the_other_side_cannot_count_is_marked(missing: str) -> None:
    """Without its table, its giver's figures, or a number to compare with."""
    talk = Talk()
    changed: dict[str, object] = {
        "table": {},
        "figures": {"matching": None, "total": None},
        "sense": {"denominator": 0},
    }[missing]  # type: ignore[assignment]
    fields = {name: getattr(CLAIM, name) for name in CLAIM.__struct_fields__}
    claim = Claim(**{**fields, **changed})
    table = Attachment("components.csv", "text/csv", 900, TABLE)
    attached = () if missing == "table" else (table,)
    said = talk.say("NORTH", body(table_claim=claim), attachments=attached)
    assert talk.clauses(said) == ["20.13"]


def test_the_position_of_recovery_is_read_back() -> None:
    """A part found nine kilometres off was found on the other side."""
    talk = Talk()
    spot = Position(3_671_800, 6_886_300, mgrs="42SVF8776163590")
    said = present(talk, position=spot)
    assert case(talk, said).unread


# ---------------------------------------------------------------------- answers


def test_received_is_no_answer() -> None:
    """The clock for the answer runs on."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", evd.Received(own_reference="7/26"), answers=[said])
    found = case(talk, said)
    assert (found.state, found.live) == ("received", True)


@pytest.mark.parametrize(("answer", "state"), ANSWERS)
def test_the_last_answer_is_the_state(answer: Body, state: str) -> None:
    """Received, said after it, takes its place no more than silence."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", evd.Disputed(fact=Text("All.")), answers=[said])
    talk.say("SOUTH", answer, answers=[said])
    talk.say("SOUTH", evd.Received(), answers=[said])
    assert case(talk, said).state == state


@pytest.mark.parametrize(
    "answer",
    [
        evd.NeedMore(needed=Text(" ")),
        evd.Disputed(fact=Text("")),
        evd.AcceptedInPart(accepted=Text("")),
        evd.Declined(reason="not stated", text=Text("")),
        evd.TraceResult(item=3, result="not ours"),
        evd.NeedMore(items=(1, 9), needed=Text("The batch.")),
    ],
)
def test_an_answer_that_says_nothing_is_marked_and_counts(answer: Body) -> None:
    """Also one about an item that nobody presented."""
    talk = Talk()
    said = present(talk)
    given = talk.say("SOUTH", answer, answers=[said])
    assert talk.clauses(given) == ["20.4"]
    assert case(talk, said).state not in {"presented", "received"}


@pytest.mark.parametrize(
    ("party", "act"),
    [
        ("NORTH", evd.Received()),
        ("NORTH", evd.Disputed(fact=Text("All."))),
        ("SOUTH", evd.RightOfReply(to_publish=Text("A summary."))),
        ("SOUTH", evd.Published(where="Online", at=1)),
    ],
)
def test_an_act_of_the_wrong_side_is_void(party: str, act: Body) -> None:
    """Nobody answers, or publishes, in another's name."""
    talk = Talk()
    said = present(talk)
    wrong = talk.say(party, act, answers=[said])
    assert talk.clauses(wrong) == ["20.6"]
    found = case(talk, said)
    assert (found.state, found.publication) == ("presented", "none")


# ----------------------------------------------------------------------- clocks


def test_without_their_receipt_nothing_is_due() -> None:
    """Nobody keeps silent about what has not come."""
    talk = Talk()
    present(talk)
    assert due(talk, "NORTH") == []
    assert due(talk, "SOUTH") == []


def test_from_the_receipt_on_two_clocks_run() -> None:
    """A day to say that it is looked into, 28 days to answer."""
    talk = Talk()
    said = present(talk)
    receipt = covering(talk, said, talk.now_s + 90)
    start_s = talk.now_s + 90
    asked = [
        ("receive evidence", "SOUTH", start_s + DAY_S),
        ("answer evidence", "SOUTH", start_s + 28 * DAY_S),
    ]
    assert shown(due(talk, "SOUTH", receipt)) == asked
    assert {each.clause for each in due(talk, "SOUTH", receipt)} == {"20.7"}
    talk.say("SOUTH", evd.Received(), answers=[said])
    assert shown(due(talk, "SOUTH", receipt)) == asked[1:]


def test_the_presenters_node_is_to_enter_the_lapse() -> None:
    """With the addressee's receipt, and the addressee's node is not."""
    talk = Talk()
    said = present(talk, answer_by_s=40 * DAY_S)
    receipt = covering(talk, said, talk.now_s + 90)
    at_s = talk.now_s + 90 + 40 * DAY_S
    entered = [d for d in due(talk, "NORTH", receipt) if d.enter is not None]
    assert shown(entered) == [("lapse", "NORTH", at_s)]
    assert entered[0].enter == evd.Lapse(deadline=at_s, note=receipt.note)
    assert [d for d in due(talk, "SOUTH", receipt) if d.enter is not None] == []


@pytest.mark.parametrize(("answer", "state"), ANSWERS[1:])
def test_an_answer_ends_the_clock(answer: Body, state: str) -> None:
    """Whichever it is; only asking for more goes on."""
    talk = Talk()
    said = present(talk)
    receipt = covering(talk, said, talk.now_s + 90)
    talk.say("SOUTH", answer, answers=[said])
    assert due(talk, "NORTH", receipt) == []


def test_asking_for_more_turns_the_clock() -> None:
    """The presenter is asked, and no silence of the other side can be entered."""
    talk = Talk()
    said = present(talk)
    receipt = covering(talk, said, talk.now_s + 90)
    more = talk.say("SOUTH", ANSWERS[0][0], answers=[said])
    at_s = more.header.released + 28 * DAY_S
    assert shown(due(talk, "NORTH", receipt)) == [
        ("supply more evidence", "NORTH", at_s)
    ]


def test_evidence_that_was_supplied_waits_for_an_answer_anew() -> None:
    """From the receipt for what was supplied."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", ANSWERS[0][0], answers=[said])
    supplied = talk.say("NORTH", body(rule="Art. 5"), kind="UPDATE", changes=[said])
    receipts = (
        covering(talk, said, talk.now_s - 50),
        covering(talk, supplied, talk.now_s + 70),
    )
    assert case(talk, said).state == "presented"
    found = [d.at_s for d in due(talk, "SOUTH", *receipts) if d.kind[:6] == "answer"]
    assert found == [talk.now_s + 70 + 28 * DAY_S]


def test_evidence_amended_without_knowing_that_more_is_asked_does_not_meet_it() -> None:
    """What crossed the question cannot have answered it, whoever stands first."""
    talk = Talk()
    said = talk.say("SOUTH", body())
    seen = talk.heads()
    talk.say("NORTH", ANSWERS[0][0], answers=[said])
    talk.say("SOUTH", body(rule="R"), kind="UPDATE", changes=[said], seen=seen)
    assert case(talk, said).state == "need more"


def test_a_time_to_come_does_not_put_off_what_more_is_due() -> None:
    """A claimed time buys the presenter nothing, and costs it nothing."""
    talk = Talk()
    said = present(talk)
    now_s = talk.now_s
    talk.say("SOUTH", ANSWERS[0][0], answers=[said], at=now_s + 90 * DAY_S)
    talk.now_s = now_s
    assert [each.at_s for each in due(talk, "NORTH")] == [now_s + 28 * DAY_S]


def test_while_an_answer_is_awaited_the_case_lives() -> None:
    """Also when a person has acknowledged it."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", Acknowledged(read_back=Text("Parts.")), answers=[said])
    assert case(talk, said).live


# ------------------------------------------------------------------------ lapse


def test_a_lapse_with_their_receipt_is_no_response() -> None:
    """Their own machine says that it held the evidence."""
    talk = Talk()
    said = present(talk)
    over = lapse(talk, said)
    assert talk.clauses(over) == []
    found = case(talk, said)
    assert (found.state, found.late) == ("no response", False)
    assert over.id not in {each.id for each in found.waiting}
    assert due(talk, "NORTH", covering(talk, said, talk.now_s)) == []


def test_an_answer_that_knew_of_the_lapse_is_late() -> None:
    """It is an answer all the same."""
    talk = Talk()
    said = present(talk)
    lapse(talk, said)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    found = case(talk, said)
    assert (found.state, found.late) == ("trace result", True)


def test_an_answer_that_crossed_the_lapse_is_not_late() -> None:
    """It could not have known."""
    talk = Talk()
    said = present(talk)
    seen = talk.heads()
    lapse(talk, said)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said], seen=seen)
    found = case(talk, said)
    assert (found.state, found.late) == ("trace result", False)


def test_a_lapse_before_its_time_is_void() -> None:
    """By its deadline, or by its own release."""
    talk = Talk()
    said = present(talk)
    early = lapse(talk, said, deadline_s=evd.ANSWER_S - 1)
    assert talk.clauses(early) == ["20.8"]
    ahead = lapse(talk, said, 50, deadline_s=evd.ANSWER_S)
    assert talk.clauses(ahead) == ["20.8"]
    assert case(talk, said).state == "presented"


def test_a_lapse_before_the_longer_time_that_was_given_is_void() -> None:
    """Who gives forty days waits forty."""
    talk = Talk()
    said = present(talk, answer_by_s=40 * DAY_S)
    assert talk.clauses(lapse(talk, said)) == ["20.8"]
    assert talk.clauses(lapse(talk, said, 40 * DAY_S)) == []


def test_a_lapse_that_knew_of_an_answer_is_void() -> None:
    """Nobody is said to be silent who has spoken."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    assert talk.clauses(lapse(talk, said)) == ["20.8"]


def test_a_lapse_of_evidence_that_was_amended_since_is_void() -> None:
    """The time runs for what is asked now, also by a receipt that covers it."""
    talk = Talk()
    said = present(talk)
    amended = talk.say("NORTH", body(rule="R"), kind="UPDATE", changes=[said])
    note = covering(talk, amended, talk.now_s + 5).note
    assert talk.clauses(lapse(talk, said, note=note)) == ["20.8"]
    assert talk.clauses(lapse(talk, amended)) == []


@pytest.mark.parametrize("of", ["an older entry", "a third party", "another feed"])
def test_a_lapse_without_a_receipt_that_covers_it_is_void(of: str) -> None:
    """Only the addressee's own receipt, for this very entry, starts its time."""
    talk = Talk(("NORTH", "SOUTH", "WEST"))
    said = present(talk)
    if of == "another feed":
        talk.renew("NORTH")
        talk.say("NORTH", body(), seen={})
    size, at_s = said.position + 1, talk.now_s + 5
    receipt = {
        "an older entry": talk.receipt("SOUTH", "NORTH", size - 1, at_s),
        "a third party": talk.receipt("WEST", "NORTH", size, at_s),
        "another feed": talk.receipt("SOUTH", "NORTH", size, at_s, 2),
    }[of]
    assert talk.clauses(lapse(talk, said, note=receipt.note)) == ["20.8"]


def test_more_supplied_after_a_lapse_wipes_the_silence_out() -> None:
    """They had spoken, late, and were asked anew."""
    talk = Talk()
    said = present(talk)
    lapse(talk, said)
    talk.say("SOUTH", ANSWERS[0][0], answers=[said])
    talk.say("NORTH", body(rule="R"), kind="UPDATE", changes=[said])
    assert case(talk, said).state == "presented"


# ----------------------------------------------------------- reply, publication


def announce(talk: Talk, said: Said) -> Said:
    """Say what is to be published."""
    announced = evd.RightOfReply(to_publish=Text("A summary."))
    return talk.say("NORTH", announced, answers=[said], to_post="SOUTH/Watch")


def publish(talk: Talk, said: Said) -> Said:
    """Publish it."""
    published = evd.Published(where="A report", at=talk.now_s)
    return talk.say("NORTH", published, answers=[said], to_post="SOUTH/Watch")


@pytest.mark.parametrize("announced", [False, True])
def test_publishing_before_the_right_of_reply_is_over_is_marked(
    *, announced: bool
) -> None:
    """It is public all the same."""
    talk = Talk()
    said = present(talk)
    if announced:
        announce(talk, said)
    public = publish(talk, said)
    assert talk.clauses(public) == ["20.10"]
    found = case(talk, said)
    assert (found.publication, found.early) == ("published", True)


def test_after_their_reply_it_may_be_published() -> None:
    """They need not wait the time out."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    talk.say("SOUTH", evd.Reply(text=Text("Not so.")), answers=[announced])
    assert case(talk, said).publication == "replied"
    assert talk.clauses(publish(talk, said)) == []
    assert not case(talk, said).early


def test_a_reply_that_crossed_the_publication_does_not_excuse_it() -> None:
    """Who published did not know of it, whoever stands first."""
    talk = Talk()
    said = talk.say("SOUTH", body())
    announced = talk.say(
        "SOUTH",
        evd.RightOfReply(to_publish=Text("A summary.")),
        answers=[said],
        to_post="NORTH/Watch",
    )
    seen = talk.heads()
    talk.say("NORTH", evd.Reply(text=Text("Not so.")), answers=[announced])
    published = evd.Published(where="A report", at=1)
    to = "NORTH/Watch"
    public = talk.say("SOUTH", published, answers=[said], to_post=to, seen=seen)
    assert talk.clauses(public) == ["20.10"]


def test_while_a_reply_is_awaited_the_case_lives() -> None:
    """Also when all else is answered and read."""
    talk = Talk()
    said = present(talk)
    answer = talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    talk.say("NORTH", Acknowledged(read_back=Text("T.")), answers=[answer])
    announced = announce(talk, said)
    talk.say("SOUTH", Acknowledged(read_back=Text("S.")), answers=[announced])
    found = case(talk, said)
    assert (found.waiting, found.live) == ((), True)


def test_after_the_lapse_of_the_right_of_reply_it_may_be_published() -> None:
    """28 days from their receipt for what is to be published."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    lapse(talk, announced)
    found = case(talk, said)
    assert (found.publication, found.state) == ("right of reply over", "presented")
    assert talk.clauses(publish(talk, said)) == []


def test_the_lapse_of_an_answer_is_none_of_the_right_of_reply() -> None:
    """Two times, two silences."""
    talk = Talk()
    said = present(talk)
    announce(talk, said)
    lapse(talk, said)
    assert talk.clauses(publish(talk, said)) == ["20.10"]


def test_a_reply_to_nothing_announced_is_void() -> None:
    """Else an answer could be taken for one, and the time cut short."""
    talk = Talk()
    said = present(talk)
    wrong = talk.say("SOUTH", evd.Reply(text=Text("No.")), answers=[said])
    assert talk.clauses(wrong) == ["20.9"]


def test_a_reply_may_be_corrected() -> None:
    """The correction names the reply, and need not name what it replied to."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    reply = talk.say("SOUTH", evd.Reply(text=Text("Not so.")), answers=[announced])
    anew = evd.Reply(text=Text("Not at all."))
    corrected = talk.say("SOUTH", anew, kind="CORRECTION", changes=[reply])
    assert talk.clauses(corrected) == []
    assert case(talk, said).replied == talk.entered(corrected)


def test_what_is_announced_anew_is_replied_to_anew() -> None:
    """Else one text is shown to them, and another published."""
    talk = Talk()
    said = present(talk)
    first = announce(talk, said)
    talk.say("SOUTH", evd.Reply(text=Text("Not so.")), answers=[first])
    announce(talk, said)
    assert talk.clauses(publish(talk, said)) == ["20.10"]


def test_a_reply_is_due_from_the_receipt_of_what_is_announced() -> None:
    """And the presenter's node is to enter its lapse."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    announced = announce(talk, said)
    receipt = covering(talk, announced, talk.now_s + 90)
    at_s = talk.now_s + 90 + 28 * DAY_S
    found = due(talk, "NORTH", receipt)
    assert shown(found) == [
        ("lapse", "NORTH", at_s),
        ("right of reply", "SOUTH", at_s),
    ]
    assert found[1].clause == "20.9"


@pytest.mark.parametrize("reply_by_s", [evd.ANSWER_S - 1, 0])
def test_a_right_of_reply_of_less_than_28_days_is_marked(reply_by_s: int) -> None:
    """And 28 days hold."""
    talk = Talk()
    said = present(talk)
    short = evd.RightOfReply(to_publish=Text("A summary."), reply_by_s=reply_by_s)
    announced = talk.say("NORTH", short, answers=[said], to_post="SOUTH/Watch")
    assert talk.clauses(announced) == ["20.5"]
    over = lapse(talk, announced, 20 * DAY_S)
    assert talk.clauses(over) == ["20.8"]


# --------------------------------------------------------------------- taken back


def test_evidence_is_withdrawn_by_its_own_side() -> None:
    """Then nothing is due."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    receipt = covering(talk, announced, talk.now_s + 90)
    talk.say("NORTH", body(), kind="CANCEL", changes=[said])
    assert case(talk, said).state == "withdrawn"
    assert due(talk, "NORTH", receipt) == []


def test_evidence_is_withdrawn_as_last_amended() -> None:
    """Who cites the amendment means the evidence."""
    talk = Talk()
    said = present(talk)
    amended = talk.say("NORTH", body(rule="R"), kind="UPDATE", changes=[said])
    talk.say("NORTH", body(rule="R"), kind="CANCEL", changes=[amended])
    assert case(talk, said).state == "withdrawn"


def test_an_answer_is_taken_back_and_what_stood_before_holds() -> None:
    """By the side that gave it."""
    talk = Talk()
    said = present(talk)
    talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    second = talk.say("SOUTH", ANSWERS[4][0], answers=[said])
    talk.say("SOUTH", ANSWERS[4][0], kind="CANCEL", changes=[second])
    assert case(talk, said).state == "trace result"


def test_received_is_taken_back() -> None:
    """It went to the wrong desk."""
    talk = Talk()
    said = present(talk)
    received = talk.say("SOUTH", evd.Received(), answers=[said])
    talk.say("SOUTH", evd.Received(), kind="CANCEL", changes=[received])
    assert case(talk, said).state == "presented"


def test_a_reply_is_taken_back() -> None:
    """The right of reply runs on."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    reply = evd.Reply(text=Text("Not so."))
    given = talk.say("SOUTH", reply, answers=[announced])
    talk.say("SOUTH", reply, kind="CANCEL", changes=[given])
    assert case(talk, said).publication == "right of reply"


def test_what_was_to_be_published_is_taken_back_with_the_reply_to_it() -> None:
    """An old reply must not cover a new text."""
    talk = Talk()
    said = present(talk)
    announced = announce(talk, said)
    talk.say("SOUTH", evd.Reply(text=Text("Not so.")), answers=[announced])
    back = evd.RightOfReply(to_publish=Text("A summary."))
    talk.say("NORTH", back, kind="CANCEL", changes=[announced])
    assert case(talk, said).publication == "none"
    assert talk.clauses(publish(talk, said)) == ["20.10"]


@pytest.mark.parametrize("act", [evd.Received(), evd.Published(where="Online", at=1)])
def test_an_act_that_answers_no_evidence_is_void(act: Body) -> None:
    """It cannot stand alone."""
    talk = Talk()
    assert talk.clauses(talk.say("SOUTH", act)) == ["11.18"]


def test_a_closed_case_asks_nothing() -> None:
    """So that a long record costs no look at what is settled."""
    talk = Talk()
    said = present(talk)
    answer = talk.say("SOUTH", ANSWERS[1][0], answers=[said])
    read = Acknowledged(read_back=Text("Traced."))
    talk.say("NORTH", read, answers=[answer])
    assert not case(talk, said).live
