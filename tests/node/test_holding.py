"""A node says HELD once for each attachment that was put to it and is whole (11.30)."""

from tests.exchange.files import attach, content_of, open_node, talk, text
from tests.exchange.sides import Node, Sides

from detente.dialogue import pairing
from detente.dialogue.compose import Draft
from detente.dialogue.form import encode
from detente.dialogue.forms.ack import Held
from detente.node.following import Following
from detente.node.holding import Holdings
from detente.node.line import Released
from detente.testing.fakes import fake_verify

TABLE, PHOTO = text(1), text(2, 300_000)


def following(sides: Sides, node: Node) -> Following:
    """Return how things stand by what a node's store holds."""
    documents = [party.raw for party in sides.world.parties.values()]
    founding = pairing.founding(sides.world.charter, documents)
    return Following(founding._replace(verify=fake_verify), node.place.store)


def said(drafts: list[Draft]) -> list[object]:
    """Return what the drafts say is held."""
    return [each.body for each in drafts]


def held(data: bytes) -> Held:
    """Return what is said of these bytes."""
    sha256, size_bytes = content_of(data)
    return Held(sha256=sha256, size_bytes=size_bytes)


def test_held_is_due_for_each_attachment_that_has_come() -> None:
    """To whom stated it, as routine, and once."""
    sides = Sides()
    north, south = open_node(sides, "NORTH"), open_node(sides, "SOUTH")
    attach(sides, north, TABLE, PHOTO, precedence="Z")
    follows, holdings = following(sides, south), Holdings("SOUTH", south.place.store)
    assert holdings.due(follows.catch_up()) == []
    talk(north, south, 3)
    drafts = holdings.due(follows.catch_up())
    assert said(drafts) == [held(TABLE), held(PHOTO)]
    assert {(each.to, each.precedence) for each in drafts} == {("NORTH/WATCH", "R")}
    assert holdings.due(follows.catch_up()) == []


def test_a_node_that_starts_again_says_what_it_has_not_said() -> None:
    """It may have died between two of them."""
    sides = Sides()
    north, south = open_node(sides, "NORTH"), open_node(sides, "SOUTH")
    attach(sides, north, TABLE, PHOTO)
    talk(north, south, 3)
    follows = following(sides, south)
    first, _ = Holdings("SOUTH", south.place.store).due(follows.catch_up())
    body, seen = encode(first.body), follows.seen("SOUTH")
    entry = sides.say("SOUTH", body, form="ACK", answers=first.answers, seen=seen)
    south.line.turn([Released(entry)])
    again = Holdings("SOUTH", south.place.store).due(follows.catch_up())
    assert said(again) == [held(PHOTO)]


def test_nobody_says_held_of_his_own() -> None:
    """Nor of what was put to another party."""
    sides = Sides("NORTH", "SOUTH", "EAST")
    north, south, east = (open_node(sides, c) for c in ("NORTH", "SOUTH", "EAST"))
    attach(sides, north, TABLE, to_post="SOUTH/WATCH")
    talk(north, east, 3)
    talk(north, south, 3)
    for code, node in (("NORTH", north), ("EAST", east)):
        assert node.place.store.content(content_of(TABLE)).whole
        due = Holdings(code, node.place.store).due(following(sides, node).catch_up())
        assert due == []
