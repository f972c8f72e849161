"""No current graphics: where the convoy is now, beside what is to be fired at."""

import asyncio

from tests.dialogue import positions
from tests.dialogue.positions import SHARED, STEP_S, fix, talk
from tests.dialogue.talk import Talk
from tests.scenarios.humanitarian import convoy
from tests.scenarios.watch import HOUR_S, is_void

from detente.dialogue import batch
from detente.dialogue.batch import Report
from detente.dialogue.fields import Text
from detente.dialogue.forms import act, move
from detente.dialogue.reading import Said
from detente.dialogue.volume import Circle, LatLngPoint, Volume4D
from detente.node.attending import Attending
from detente.node.tracking import Tracking
from detente.testing.alarms import Alarms
from detente.testing.trackers import Shelf

CLAUSES = ("35.1", "35.3", "35.4", "35.7", "35.8", "35.9")

DRIVES = {"course_cdeg": 0, "speed_mms": 15_000}
M_S_DEG = 15 / 110_900
"""Degrees of latitude that it drives in a second, at 15 m/s."""


class Node:
    """One side's node, which looks twice a second; `heard` is what woke the watch."""

    def __init__(self, own: str) -> None:
        self.own, self.held, self.log = own, Shelf(), Alarms()
        self.tracking = Tracking(own, self.held)
        self.start()

    def start(self) -> None:
        """Start, or start again with what was kept."""
        self.attending = Attending(self.own, (), self.log, self.tracking.known)

    def look(self, said: Talk) -> None:
        """Look once."""
        standing = said.standing()
        lasting = self.tracking.look(standing)
        asyncio.run(self.attending.look(standing, (), said.now_s, lasting))
        self.tracking.keep()

    @property
    def heard(self) -> list[str]:
        """What woke the watch, in order: the kind of each alarm."""
        woken = [sentence for kind, sentence in self.log.sounded if kind == "due"]
        return [each.partition(" NORTH/")[0] for each in woken]


def report(said: Talk, nodes: tuple[Node, ...], opened: Said, *told: Report) -> Said:
    """Let North's node state where the convoy is; its bytes come to both."""
    stated = positions.state(said, opened, *told)
    for node in nodes:
        node.held.come(batch.render(told))
        node.look(said)
    return stated


def strike(said: Talk) -> act.Notice:
    """Return South's notice of a strike box of one kilometre, open now."""
    box = Volume4D(
        outline_circle=Circle(LatLngPoint(3_150_000, 3_430_000), 1_000),
        time_start=said.now_s,
        time_end=said.now_s + HOUR_S,
        mgrs="36RXV2345985751",
    )
    return act.Notice(
        designation="BOX 4",
        purpose=Text("Armed groups."),
        kind="strike box",
        phases=(act.Phase(number=1, volumes=(box,)),),
    )


def play() -> None:
    """A mobile clinic drives north; a strike box is opened on its road."""
    said = talk()
    opened = said.say("NORTH", convoy(said, departs_at=said.now_s))
    said.say("NORTH", move.Departed(at=said.now_s), answers=[opened])
    north, south = nodes = Node("NORTH"), Node("SOUTH")

    # Nobody but its owner lets it be seen: it is the owner's people who sit in it.
    assert is_void(said, said.say("SOUTH", SHARED, answers=[opened]))
    said.say("NORTH", SHARED, answers=[opened])
    said.say("SOUTH", strike(said))

    # Eight kilometres south of the box, and driving toward it: eight minutes are left,
    # and both watches hear of it now.
    at_s = positions.next_step(said)
    start = 31.5 - 8_000 / 110_900
    report(said, nodes, opened, fix(at_s, start, 34.3, **DRIVES))
    assert north.heard == south.heard == ["predicted incursion"]

    # A report is told once a minute and not oftener, as both have agreed.
    again = positions.state(said, opened, fix(at_s + 1, start, 34.3))
    assert is_void(said, again)

    # What is signed is one report, and what is attached are two. Neither is believed.
    at_s += STEP_S
    two = (fix(at_s, 31.5, 34.3), fix(at_s + 1, 31.5, 34.3))
    listed = positions.attached(batch.render(two))
    stated = batch.stating(batch.render(two[:1]), listed.sha256)
    said.by_node("NORTH", stated, answers=[opened], attachments=(listed,), at=at_s + 2)
    for node in nodes:
        node.held.come(batch.render(two))
        node.look(said)
    assert north.heard == south.heard == ["predicted incursion"]

    # The link is gone for some minutes. When it is back the convoy is behind the box:
    # at no report was it within, and yet it drove through.
    at_s += 11 * STEP_S
    beyond = start + 780 * M_S_DEG
    report(said, nodes, opened, fix(at_s, beyond, 34.3, **DRIVES))
    assert north.heard == south.heard == ["predicted incursion", "incursion"]

    # South's node is started again at night. What its watch has dealt with is known.
    south.start()
    south.look(said)
    report(said, nodes, opened, fix(at_s + STEP_S, beyond, 34.3))
    assert north.heard == south.heard == ["predicted incursion", "incursion"]


def test_where_a_convoy_is_now_is_laid_beside_what_is_to_be_fired_at() -> None:
    """By both nodes, before anybody asks."""
    play()
