"""Counted twice: two reports of one incident are one, and a late one shows as late."""

from tests.dialogue.talk import Talk
from tests.scenarios.encounter import account, report
from tests.scenarios.watch import DAY_S, HOUR_S, overdue

from detente.dialogue.cases.incident import Incident
from detente.dialogue.forms import inc
from detente.dialogue.standing import Standing

CLAUSES = ("19.1", "19.4", "19.9")


def counted(standing: Standing) -> int:
    """Return how many incidents there were; one that goes on elsewhere is no other."""
    cases = standing.of_family(Incident.family)
    found = [each for each in cases if isinstance(each, Incident)]
    return sum(each.state != "continued" for each in found)


def play() -> None:
    """Two ships nearly meet. Both report it, neither having seen the other's report."""
    talk = Talk()
    heads, happened = talk.heads(), talk.now_s
    one = report(happened, "Frigate, North", "Frigate, South")
    other = report(happened, "Frigate, South", "Frigate, North")
    north = talk.say("NORTH", one, precedence="O")
    south = talk.say("SOUTH", other, precedence="O", seen=heads)
    assert counted(talk.standing()) == 2

    # South sees that it is the same night and place, and goes on in North's case.
    talk.say("SOUTH", inc.Continued(), answers=[south, north])
    assert counted(talk.standing()) == 1

    # A week later there is another one. South's report answers North's, and so it is
    # one incident from the first.
    talk.now_s += 7 * DAY_S
    one = report(talk.now_s, "Frigate, North", "Frigate, South")
    opened = talk.say("NORTH", one, precedence="O")
    other = report(talk.now_s, "Frigate, South", "Frigate, North")
    talk.say("SOUTH", other, precedence="O", answers=[opened])
    assert counted(talk.standing()) == 2
    assert talk.case(opened, Incident).report_of("SOUTH") is not None

    # The clock asks both for their accounts within a day, and for the record within
    # fifteen. Nobody's list is short because nobody asked.
    for code in ("NORTH", "SOUTH"):
        assert (code, "full account") in overdue(talk, "NORTH", 25 * HOUR_S)
        assert (code, "formal record") in overdue(talk, "NORTH", 16 * DAY_S)

    # South's account comes on the eve of the yearly meeting. It is taken, and late.
    talk.now_s += 200 * DAY_S
    late = talk.say("SOUTH", account("We kept clear.", "SAFE"), answers=[opened])
    assert talk.clauses(late) == ["19.4"]
    assert talk.case(opened, Incident).account_of("SOUTH") is not None


def test_both_sides_come_to_the_meeting_with_one_count() -> None:
    """An incident reported by both is one, and one that was left lying shows it."""
    play()
