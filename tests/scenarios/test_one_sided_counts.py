"""One-sided counts: both nodes hold the same numbered record, and count the same."""

from collections.abc import Iterable

from tests.dialogue.talk import Talk

from detente.dialogue import fold
from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Spoken
from detente.dialogue.standing import Standing, begin
from detente.dialogue.tally import tally

CLAUSES = ("11.1", "13.1")


def folded(talk: Talk, arrived: Iterable[Spoken]) -> Standing:
    """Return what a node makes of entries in the order in which they came to it."""
    standing = begin(talk.founding)
    for entry in arrived:
        standing = fold.extend(standing, [entry])
    return standing


def play() -> None:
    """South alleges fourteen violations in a day; North writes meanwhile."""
    talk = Talk()
    before = talk.heads()
    for number in range(1, 15):
        alleged = Message(
            subject=Text(f"Violation {number}"), text=Text("An aircraft came near.")
        )
        talk.say("SOUTH", alleged)
    talk.request("SOUTH")

    # North's word of the same hours had not seen one of them: it reached South late.
    denied = Message(subject=Text("Today"), text=Text("All flights were notified."))
    talk.say("NORTH", denied, seen=before)
    refused = con.Refused(reason="subject", text=Text("Not before the review."))

    own = [each for each in talk.all if each.feed.party == "NORTH"]
    other = [each for each in talk.all if each.feed.party == "SOUTH"]
    at_north, at_south = folded(talk, own + other), folded(talk, other + own)

    # The same statements, under the same numbers, in the same order, on both screens.
    listed = [entry.id for entry in at_north.roll]
    assert [entry.id for entry in at_south.roll] == listed
    assert len(listed) == len(talk.all)

    # South publishes its count of requests, and names the heads it was made at.
    published = tally(at_south)
    assert published.total.requested == 1

    # North answers, and more is said. At the heads that were named, whoever holds the
    # record finds what was published; one more or less would be found out.
    talk.say("NORTH", refused, answers=[at_south.contacts()[0].opened])
    talk.request("SOUTH")
    later = folded(talk, talk.all)
    heads = at_south.heads()
    assert tally(fold.at_heads(later, heads)) == published
    assert tally(later).total.requested == 2


def test_a_published_count_can_be_made_again_by_the_other_side() -> None:
    """A figure names the record that it is a figure of."""
    play()
