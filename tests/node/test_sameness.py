"""Two nodes state what they find, and whoever finds another thing is not left alone."""

from tests.dialogue.activities import phase
from tests.dialogue.plans import BEGIN_S, FAR, firing, moved
from tests.dialogue.talk import Talk
from tests.node.finding import Node

from detente.dialogue.forms.cfl import HeadOf, Stated
from detente.dialogue.reading import Said

ALARM_SOUTH, ALARM_NORTH = ["conflicts differ SOUTH"], ["conflicts differ NORTH"]


class Pair:
    """Two nodes of one line, and a conflict between their parties."""

    def __init__(self) -> None:
        self.talk = Talk()
        self.nodes = [Node(self.talk, "NORTH"), Node(self.talk, "SOUTH")]
        firing(self.talk, "NORTH")
        self.south = firing(self.talk, "SOUTH")

    def minutes(self, count: int = 3) -> list[list[str]]:
        """Let both look every minute; return what is an alarm in the last one."""
        found = list[list[str]]()
        for _ in range(count):
            self.talk.now_s += 60
            found = [each.look() for each in self.nodes]
        return found

    @property
    def stated(self) -> list[Said]:
        """What the nodes have stated."""
        said = (each for each in self.talk.all if isinstance(each, Said))
        return [each for each in said if isinstance(each.body, Stated)]


def test_two_nodes_that_find_the_same_state_it_once_and_are_quiet() -> None:
    """What has not changed is not stated again, and nothing of it is irregular."""
    pair = Pair()
    assert pair.minutes(9) == [[], []]
    assert [each.feed.party for each in pair.stated] == ["NORTH", "SOUTH"]
    assert [pair.talk.clauses(each) for each in pair.stated] == [[], []]
    firing(pair.talk, "NORTH")
    assert pair.minutes(9) == [[], []]
    assert len(pair.stated) == 4


def test_what_changes_often_is_stated_once_a_minute() -> None:
    """The record is not flooded by machines."""
    pair = Pair()
    for _ in range(30):
        firing(pair.talk, "NORTH")
        for each in pair.nodes:
            each.look()
    assert len(pair.stated) == 2


def test_an_engine_of_another_name_is_an_alarm_at_both_until_it_is_the_same() -> None:
    """Whichever of the two it is that was left behind."""
    pair = Pair()
    pair.nodes[1].engine.name = "detente-space/2"
    differ = [["conflict engines differ SOUTH"], ["conflict engines differ NORTH"]]
    assert pair.minutes() == differ
    assert pair.minutes() == differ
    pair.nodes[1].engine.name = "detente-space/1"
    pair.nodes[1].start()
    assert pair.minutes() == [[], []]


def test_a_node_that_overlooks_a_conflict_is_an_alarm_at_both() -> None:
    """Even if it has never found anything that it could have stated."""
    pair = Pair()
    pair.nodes[1].engine.blind = True
    assert pair.minutes() == [ALARM_SOUTH, ALARM_NORTH]
    firing(pair.talk, "NORTH")
    assert pair.minutes() == [ALARM_SOUTH, ALARM_NORTH]
    pair.nodes[1].engine.blind = False
    pair.nodes[1].start()
    assert pair.minutes() == [[], []]


def test_an_alarm_does_not_make_both_state_the_same_for_ever() -> None:
    """Each has said what it finds; nothing is gained by saying it again."""
    pair = Pair()
    pair.nodes[1].engine.blind = True
    pair.minutes(3)
    before = len(pair.stated)
    pair.minutes(9)
    assert len(pair.stated) == before


def test_what_was_stated_is_compared_at_the_heads_that_it_names() -> None:
    """Another plan that came meanwhile is no difference."""
    pair = Pair()
    north, south = pair.nodes
    north.look()
    moved(pair.talk, pair.south, phase(BEGIN_S, outline_circle=FAR))
    before = south.engine.looks
    assert south.look() == []
    assert south.engine.looks == before + 2  # now, and as it was
    assert south.look() == []


def test_nobody_is_made_to_look_back_more_than_once_a_minute() -> None:
    """It takes a long record seconds in which no alarm sounds."""
    pair = Pair()
    north, south = pair.nodes
    for _ in range(20):
        standing = pair.talk.standing()
        heads = tuple(HeadOf(*f, n) for f, n in sorted(standing.heads().items()))
        moved(pair.talk, pair.south, phase(BEGIN_S + pair.talk.now_s))
        body = Stated(engine="e", heads=heads, standing=0, digest=bytes(32))
        pair.talk.by_node("NORTH", body)
        south.look()
    assert south.engine.looks == 2
    del north


def test_an_engine_that_the_charter_does_not_fix_is_an_alarm_at_its_own_node() -> None:
    """Where the charter fixes none, any will do."""
    for agreed, alarms in (
        ("", []),
        ("detente-space/1", []),
        ("detente-space/2", ["space engine is not detente-space/2 NORTH"]),
    ):
        talk = Talk(engine=agreed)
        firing(talk, "NORTH")
        assert Node(talk, "NORTH").look() == alarms


def test_an_engine_that_fails_is_an_alarm_and_silences_nothing_else() -> None:
    """What else is due sounds, and what was known is not forgotten."""
    pair = Pair()
    north = pair.nodes[0]
    assert len(north.sounds()) == 1
    pair.nodes[0].engine.broken = True
    firing(pair.talk, "NORTH")
    assert north.look() == ["conflicts cannot be found (ZeroDivisionError) NORTH"]
    north.engine.broken = False
    assert len(north.sounds()) == 1
