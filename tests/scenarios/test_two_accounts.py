"""Two accounts: told by both, agreed fact by fact, and closed by both or not at all."""

from tests.dialogue.talk import Talk
from tests.scenarios.encounter import account, report
from tests.scenarios.watch import HOUR_S, MINUTE_S

from detente.dialogue.cases.incident import Incident
from detente.dialogue.fields import Text
from detente.dialogue.forms import inc

CLAUSES = ("19.3", "19.5", "19.7")


def play() -> None:
    """A fighter meets a patrol aircraft; each crew tells its own side."""
    talk = Talk()
    first = report(talk.now_s, "Patrol aircraft, North", "Fighter, South")
    opened = talk.say("NORTH", first, precedence="O")
    talk.now_s += HOUR_S
    unsafe = account("It passed three times under us, at 20 m.", "UNSAFE")
    north = talk.say("NORTH", unsafe, answers=[opened])
    safe = account("Our pilot identified it, and kept his distance.", "SAFE")
    south = talk.say("SOUTH", safe, answers=[opened])

    # Neither account takes the place of the other; whoever opens the one sees both.
    incident = talk.case(opened, Incident)
    told = [incident.account_of(code) for code in ("NORTH", "SOUTH")]
    assert [each and each.id for each in told] == [north.id, south.id]
    assert incident.state == "accounts of both"

    # Where they differ is found fact by fact.
    stated = inc.Facts(first=1, facts=(Text("Three passes."), Text("At 20 m.")))
    facts = talk.say("NORTH", stated, answers=[opened])
    talk.say("SOUTH", inc.FactsAgreed(numbers=(1,)), answers=[facts])
    farther = inc.FactDisputed(number=2, text=Text("It was 60 m."))
    talk.say("SOUTH", farther, answers=[facts])
    standing = [each.status for each in talk.case(opened, Incident).facts]
    assert standing == ["agreed", "disputed"]

    # North now writes five passes where South had agreed to three. That is not agreed.
    more = inc.Facts(first=1, facts=(Text("Five passes."), Text("At 20 m.")))
    talk.say("NORTH", more, kind="CORRECTION", changes=[facts])
    standing = [each.status for each in talk.case(opened, Incident).facts]
    assert standing == ["stated", "disputed"]

    # South would like to be done with it, and closes. It stays open until North does.
    talk.say("SOUTH", inc.Closed(), answers=[opened])
    incident = talk.case(opened, Incident)
    assert (incident.closed_by, incident.state) == (("SOUTH",), "accounts of both")

    # North closes, and in the same minute South adds something: that is not closed
    # over unread.
    heads = talk.heads()
    again = account("Our pilot kept his distance, and has been spoken to.", "SAFE")
    talk.say("SOUTH", again, kind="UPDATE", changes=[south])
    talk.say("NORTH", inc.Closed(), answers=[opened], seen=heads)
    assert talk.case(opened, Incident).closed_by == ()
    talk.now_s += MINUTE_S
    for code in ("NORTH", "SOUTH"):
        talk.say(code, inc.Closed(), answers=[opened])
    assert talk.case(opened, Incident).state == "closed"


def test_an_intercept_is_told_by_both_and_owned_by_neither() -> None:
    """Side by side, in the words that were known, and open until both are done."""
    play()
