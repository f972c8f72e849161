"""The program that saw nothing: two nodes, one record, and two lists of conflicts."""

from tests.dialogue.activities import CENTER, notice, phase
from tests.dialogue.talk import Talk
from tests.node.finding import Node
from tests.scenarios.watch import DAY_S, HOUR_S

from detente.dialogue.forms import act
from detente.dialogue.lives import follow
from detente.dialogue.theatre import Theatre
from detente.dialogue.volume import Circle, LatLngPoint

CLAUSES = ("34.6", "34.9", "34.10", "34.11", "34.12")
BIGHT = Theatre(name="Bight", outline_circle=Circle(CENTER, 90_000), lateral_m=18_520)
BESIDE = Circle(LatLngPoint(CENTER.lat_e5, CENTER.lon_e5 + 33_600), 10_000)
"""Some ten kilometres from the edge of the one to that of the other."""


def play() -> None:
    """Two firings in a bight, each well apart by what its own side wants."""
    talk = Talk(theatres=(BIGHT,))
    north, south = Node(talk, "NORTH"), Node(talk, "SOUTH")
    south.engine.blind = True
    begin = talk.now_s + 10 * DAY_S
    ours = talk.say("NORTH", notice(phase(begin)))

    # The sides have agreed on ten miles in the bight, and here it is ten kilometres.
    theirs = talk.say("SOUTH", notice(phase(begin, outline_circle=BESIDE)))
    standing = follow(talk.standing()).open()
    assert len(standing) == 1
    assert standing[0].conflict.grade == "within minima"

    # North's watch is woken once. Its own firing is then put off by an hour, which
    # makes it no worse, and what is known does not ring again.
    assert [len(north.sounds()), len(north.sounds())] == [1, 0]
    changes = {"changes": [ours], "kind": "UPDATE"}
    later = talk.say("NORTH", notice(phase(begin + HOUR_S)), **changes)  # type: ignore[arg-type]
    assert north.sounds() == ()

    # Who brought it does not change with who spoke last: South planned beside North.
    [conflict] = follow(talk.standing()).open()
    assert conflict.opened.id == theirs.id
    assert [each.id for each in conflict.changed] == [later.id]

    # South's program sees nothing of all this, and its watch would be sure of it.
    alarms = minutes(talk, north, south)
    assert alarms == [["conflicts differ SOUTH"], ["conflicts differ NORTH"]]

    # North calls its firing off: that closed it, and both tell the same once more.
    off = talk.say("NORTH", act.Cancelled(), answers=[ours])
    south.engine.blind = False
    south.start()
    assert minutes(talk, north, south) == [[], []]
    [conflict] = follow(talk.standing()).all()
    assert conflict.closed is not None
    assert conflict.closed.id == off.id


def minutes(talk: Talk, *nodes: Node) -> list[list[str]]:
    """Let nodes look for three minutes; return what is an alarm in the last one."""
    found = list[list[str]]()
    for _ in range(3):
        talk.now_s += 60
        found = [each.look() for each in nodes]
    return found


def test_whose_program_sees_nothing_is_not_sure_of_it() -> None:
    """Both watches hear that they do not hold the same."""
    play()
