"""The list that did not match: one list, line by line, on both sides."""

from collections.abc import Iterable

from tests.dialogue.talk import Talk
from tests.scenarios.humanitarian import JETTY, clinic
from tests.scenarios.watch import DAY_S, overdue

from detente.dialogue import fold, notified
from detente.dialogue.forms import site
from detente.dialogue.notified import ListedSite
from detente.dialogue.position import Position
from detente.dialogue.standing import begin

CLAUSES = ("17.5", "17.8", "17.11")

NEARBY = Position(3_140_100, 3_430_000, mgrs="36RXV2358874774")


def as_held(talk: Talk, order: Iterable[str], at_s: int) -> list[ListedSite]:
    """Return the list of a side that got the feeds in this order."""
    standing = begin(talk.founding)
    for code in order:
        standing = fold.extend(standing, [e for e in talk.all if e.feed.party == code])
    return notified.notified_sites(standing, at_s)


def play() -> None:
    """A clinic is corrected twice, and then nobody looks after its entry."""
    talk = Talk()
    heads = talk.heads()
    wrong = talk.say("NORTH", clinic(talk, position=JETTY))
    own = clinic(talk, site_id="W-1", function="water", name="Pumps")
    talk.say("SOUTH", own, seen=heads)

    # Two people at the clinic correct it. Both cite what they have before them, which
    # is the first entry; the last word is where it is.
    for position in (NEARBY, clinic(talk).position):
        right = clinic(talk, position=position)
        talk.say("NORTH", right, kind="CORRECTION", changes=[wrong])
    first, pumps = notified.notified_sites(talk.standing(), talk.now_s)
    assert (first.reference, pumps.site.name) == (wrong.header.reference, "Pumps")
    assert first.site.position == clinic(talk).position

    # Each side got its own words first. The lists are the same, line by line.
    north = as_held(talk, ("NORTH", "SOUTH"), talk.now_s)
    south = as_held(talk, ("SOUTH", "NORTH"), talk.now_s)
    assert north == south == [first, pumps]

    # Half a year later nobody has looked again. The clinic is shown as stale, and is
    # as much on the list as before.
    later_s = talk.now_s + 180 * DAY_S
    stale = notified.notified_sites(talk.standing(), later_s)
    assert [(each.site.name, each.state) for each in stale] == [
        ("North clinic", "stale"),
        ("Pumps", "stale"),
    ]
    assert ("NORTH", "re-validate site") in overdue(talk, "NORTH", 180 * DAY_S)

    # It leaves the list when its owner withdraws it.
    talk.say("NORTH", site.Withdrawn(), answers=[wrong])
    [left] = notified.notified_sites(talk.standing(), later_s)
    assert left.site.name == "Pumps"


def test_nobody_can_say_that_the_other_had_another_list() -> None:
    """Corrected in place, stale and still listed, and one list for both."""
    play()
