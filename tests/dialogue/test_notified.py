"""The list of what is notified: the same on both sides, and nothing falls off it."""

from tests.dialogue import movements, sites
from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue import fold
from detente.dialogue.forms import move, site
from detente.dialogue.notified import notified_movements, notified_sites
from detente.dialogue.standing import begin


def test_a_list_holds_the_sites_of_both_sides() -> None:
    """Each with its owner, and the reference by which a STOP cites it."""
    talk = Talk()
    north = sites.notify(talk)
    south = talk.say("SOUTH", sites.notified(talk))
    listed = notified_sites(talk.standing(), talk.now_s)
    assert [(each.reference, each.owner, each.state) for each in listed] == [
        (north.header.reference, "NORTH", "notified"),
        (south.header.reference, "SOUTH", "notified"),
    ]


def test_a_stale_site_is_listed_and_a_withdrawn_one_is_not() -> None:
    """A lapsed date is no withdrawal."""
    talk = Talk()
    stale = sites.notify(talk)
    gone = sites.notify(talk)
    talk.say("NORTH", site.Withdrawn(), answers=[gone])
    [listed] = notified_sites(talk.standing(), talk.now_s + 91 * DAY_S)
    assert (listed.reference, listed.state) == (stale.header.reference, "stale")


def test_a_changed_site_is_listed_as_it_now_stands() -> None:
    """Under the reference of its first notification, and as not disseminated."""
    talk = Talk()
    opened = sites.notify(talk)
    talk.say("SOUTH", sites.passed_on(talk), answers=[opened])
    newest = sites.notified(talk, name="New name")
    talk.say("NORTH", newest, kind="UPDATE", changes=[opened])
    [listed] = notified_sites(talk.standing(), talk.now_s)
    assert (listed.reference, listed.site) == (opened.header.reference, newest)
    assert listed.undisseminated == ("SOUTH",)


def test_a_movement_is_listed_until_it_is_over() -> None:
    """With where it is and when it was last heard of."""
    talk = Talk()
    opened = movements.under_way(talk)
    event = movements.event(talk, opened, move.AtWaypoint, waypoint=1)
    [listed] = notified_movements(talk.standing())
    assert (listed.reference, listed.state) == (opened.header.reference, "at waypoint")
    assert (listed.waypoint, listed.heard_s) == (1, event.header.released - 1)
    movements.event(talk, opened, move.Aborted)
    assert notified_movements(talk.standing()) == []


def test_both_sides_list_alike_in_whatever_order_entries_came() -> None:
    """A list that is compared line by line has one order."""
    talk = Talk()
    sites.notify(talk)
    talk.say("SOUTH", sites.notified(talk))
    movements.under_way(talk)
    by_feed = sorted(talk.all, key=lambda spoken: spoken.feed, reverse=True)
    other = fold.extend(begin(talk.founding), by_feed)
    standing = talk.standing()
    assert notified_sites(other, talk.now_s) == notified_sites(standing, talk.now_s)
    assert notified_movements(other) == notified_movements(standing)
