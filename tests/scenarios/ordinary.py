"""An ordinary day on the line, on which nobody makes a mistake.

It goes the same way with any one clause switched off. So a switch takes away its clause
and not the line: a scenario that fails with it fails for want of that clause.
"""

from tests.dialogue.talk import Talk, window
from tests.node.finding import Node
from tests.scenarios import encounter, firing, humanitarian
from tests.scenarios.watch import DAY_S

from detente.dialogue import notified, turnover
from detente.dialogue.cases.activity import Activity
from detente.dialogue.cases.call import Call
from detente.dialogue.cases.clarification import Clarification
from detente.dialogue.cases.evidence import Evidence
from detente.dialogue.cases.incident import Incident
from detente.dialogue.cases.object import ObjectCase
from detente.dialogue.fields import Text
from detente.dialogue.forms import act, clr, con, evd, hov, inc, move, obj, site, stop
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.ord import OrderWire
from detente.dialogue.forms.tel import CallRecord
from detente.dialogue.outcome import Outcome
from detente.dialogue.position import Position, ReadPosition
from detente.node import attending

BRIDGE = Position(3_533_000, 4_013_000, mgrs="37SFV0270010225")


def ordinary_day() -> None:
    """Check the line, hold a call, write, stop a convoy; and the work of the desks."""
    talk = Talk()
    check = talk.say("NORTH", Challenge(path="https", text="Tide tables. Чай. 茶"))
    talk.say(
        "SOUTH",
        Echo(text="Tide tables. Чай. 茶", received=talk.now_s),
        answers=[check],
    )

    asked = talk.request()
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    assert talk.contact(asked).outcome is Outcome.ACCEPTED
    when = window(talk.now_s + 3600)
    talk.say("SOUTH", con.Scheduled(window=when), answers=[asked])
    record = con.Held(window=when, participants=("NORTH/Minister", "SOUTH/Minister"))
    held = talk.say("NORTH", record, answers=[asked])
    talk.say("SOUTH", con.Agreed(), answers=[asked, held])
    assert talk.contact(asked).outcome is Outcome.HELD

    note = talk.say("NORTH", Message(subject=Text("Buoys"), text=Text("Moved.")))
    talk.say("SOUTH", Acknowledged(read_back=Text("Buoys moved.")), answers=[note])

    halt = stop.Requested(
        position=BRIDGE, happening=Text("A convoy."), since=talk.now_s, wanted="hold"
    )
    stopped = talk.say("SOUTH", halt, precedence="Z")
    read = ReadPosition("position", BRIDGE.lat_e5, BRIDGE.lon_e5)
    talk.say(
        "NORTH",
        Acknowledged(read_back=Text("Hold."), positions=(read,)),
        answers=[stopped],
    )
    talk.say("NORTH", stop.Stopped(at=talk.now_s), answers=[stopped])
    entered = talk.standing().entries
    assert entered[check.id].effective
    assert entered[note.id].effective
    assert entered[stopped.id].effective
    _protect(talk)
    _notify(talk)
    _compare(talk)
    _hand_over(talk)


def _protect(talk: Talk) -> None:
    """Notify a site and a convoy, pass both on, and see the convoy home."""
    clinic = talk.say("NORTH", humanitarian.clinic(talk))
    told = site.Disseminated(echelon="Air wing", at=talk.now_s)
    talk.say("SOUTH", told, answers=[clinic])
    plan = humanitarian.convoy(talk)
    convoy = talk.say("NORTH", plan)
    crews = move.Disseminated(echelon="Brigade", at=talk.now_s)
    talk.say("SOUTH", crews, answers=[convoy])
    [listed] = notified.notified_sites(talk.standing(), talk.now_s)
    [moving] = notified.notified_movements(talk.standing())
    assert (listed.undisseminated, moving.undisseminated) == ((), ())
    talk.now_s = plan.departs_at
    talk.say("NORTH", move.Departed(at=talk.now_s), answers=[convoy])
    talk.say("NORTH", move.Complete(at=talk.now_s), answers=[convoy])
    assert notified.notified_movements(talk.standing()) == []


def _notify(talk: Talk) -> None:
    """Notify a launch in good time, keep apart from it, and own up to a balloon."""
    rule = {"basis": "treaty", "clause": "Article I", "notice_due_s": DAY_S}
    launch = firing.notice(firing.phase(talk.now_s + 9 * DAY_S), **rule)
    told = talk.say("NORTH", launch)
    noted = talk.say("SOUTH", act.Noted(), answers=[told])
    aside = act.SeparationProposed(phase=1, lateral_m=9_000)
    proposed = talk.say("SOUTH", aside, answers=[told])
    talk.say("NORTH", act.SeparationAgreed(), answers=[proposed])
    # Nobody else is there: both nodes find so, and none wakes anyone.
    assert [Node(talk, each).look() for each in ("NORTH", "SOUTH")] == [[], []]
    activity = talk.case(told, Activity)
    answer = activity.answer_of("SOUTH")
    assert answer is not None
    assert answer.by.id == noted.id
    assert [activity.status_of(s) for s in activity.separations] == ["agreed"]

    body = obj.Question(kind="balloon", position=BRIDGE, since=talk.now_s)
    seen = talk.say("SOUTH", body, precedence="Z")
    talk.say("NORTH", obj.Owned(), answers=[seen], precedence="Z")
    assert talk.case(seen, ObjectCase).state == "ours"


def _compare(talk: Talk) -> None:
    """Report an incident, tell it by both sides, ask about it, and show evidence."""
    report = encounter.report(talk.now_s, "Frigate, North", "Frigate, South")
    opened = talk.say("NORTH", report, precedence="O")
    for code in ("NORTH", "SOUTH"):
        talk.say(code, encounter.account("We kept clear.", "SAFE"), answers=[opened])
    fact = inc.Facts(first=1, facts=(Text("We kept clear."),))
    stated = talk.say("NORTH", fact, answers=[opened])
    talk.say("SOUTH", inc.FactsAgreed(numbers=(1,)), answers=[stated])
    for code in ("NORTH", "SOUTH"):
        talk.say(code, inc.Closed(), answers=[opened])
    incident = talk.case(opened, Incident)
    assert [each.status for each in incident.facts] == ["agreed"]
    assert incident.state == "closed"

    asked = talk.say("SOUTH", _question())
    talk.say("NORTH", clr.Replied(question=1, text=Text("Ours.")), answers=[asked])
    talk.say("SOUTH", clr.Settled(), answers=[asked])
    assert talk.case(asked, Clarification).state == "settled"

    shown = talk.say("NORTH", evd.Presented(claim=Text("A part."), asked=("explain",)))
    talk.say("SOUTH", evd.Disputed(fact=Text("Its maker.")), answers=[shown])
    assert talk.case(shown, Evidence).state == "disputed"


def _question() -> clr.Asked:
    return clr.Asked(
        concern=Text("A ship."),
        observed=(Text("One ship."),),
        questions=(Text("Whose?"),),
        reply_by_s=2 * DAY_S,
    )


def _hand_over(talk: Talk) -> None:
    """Record a call, chat, and hand the watch over with two signatures."""
    call = CallRecord(
        caller="SOUTH/Watch",
        began=talk.now_s,
        answered_after_s=10,
        message="none",
        transcribed_by="1",
    )
    taken = talk.say("NORTH", call)
    assert not talk.case(taken, Call).long_hold
    wire = talk.say("SOUTH", OrderWire(text="All reads well."), precedence="R")
    thanks = OrderWire(text="Thank you.")
    talk.say("NORTH", thanks, answers=[wire], precedence="R")
    relief = hov.Relieved(incoming=2, outgoing=1, declared="open")
    talk.say("NORTH", relief, officers=(1, 2))
    watch = turnover.on_watch(talk.standing(), "NORTH")
    assert watch is not None
    assert watch.officer == relief.incoming
    assert attending.is_attended(talk.standing(), "NORTH")
