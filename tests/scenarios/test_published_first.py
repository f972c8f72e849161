"""Published first: the other side has its time to reply, and its silence is proven."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import DAY_S, is_void

from detente.dialogue.cases.evidence import Evidence
from detente.dialogue.fields import Text
from detente.dialogue.forms import evd

CLAUSES = ("20.5", "20.8", "20.10")


def play() -> None:
    """Parts are found in a wreck; the report is written and waits for the printer."""
    talk = Talk()
    body = evd.Presented(
        claim=Text("The regulator was made in South."),
        items=(evd.Item(number=1, description=Text("Regulator")),),
        asked=("trace end user",),
        answer_by_s=3 * DAY_S,
    )

    # Three days to trace a serial number are none. Twenty-eight hold.
    shown = talk.say("NORTH", body)
    assert talk.clauses(shown) == ["20.5"]

    # After three days North's node would say that South kept silent. It cannot: the
    # time runs from South's own receipt, and is not over.
    stored_s = talk.now_s + 60
    stored = talk.receipt("SOUTH", "NORTH", shown.position + 1, stored_s)
    soon = evd.Lapse(deadline=stored_s + 3 * DAY_S, note=stored.note)
    hasty = talk.by_node("NORTH", soon, answers=[shown], at=stored_s + 4 * DAY_S)
    assert is_void(talk, hasty)
    assert talk.case(shown, Evidence).state == "presented"

    # The printer is faster than the reply. Nothing can prevent that, and it is seen.
    summary = evd.RightOfReply(to_publish=Text("Parts from South."), where="Report 12")
    announced = talk.say("NORTH", summary, answers=[shown])
    out = evd.Published(where="Report 12", at=talk.now_s)
    early = talk.say("NORTH", out, answers=[shown])
    assert talk.clauses(early) == ["20.10"]
    assert talk.case(shown, Evidence).early

    # South replies in its time, as if nothing had been. Its words stand beside, and the
    # next edition knows of them.
    reply = evd.Reply(text=Text("It was stolen in transit, in 2019."))
    talk.say("SOUTH", reply, answers=[announced])
    second = evd.Published(where="Report 12, 2nd", at=talk.now_s, with_reply=True)
    assert talk.clauses(talk.say("NORTH", second, answers=[shown])) == []
    assert talk.case(shown, Evidence).early


def test_who_publishes_before_the_reply_is_seen_to_have_done_so() -> None:
    """Twenty-eight days from the receipt, and no silence that is only claimed."""
    play()
