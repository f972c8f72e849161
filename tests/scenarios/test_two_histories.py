"""Two histories: who tells two others different things is found out, with proof."""

from tests.exchange.sides import Sides

import detente_verify
from detente.exchange.bundle import Bundle
from detente.exchange.replica import Tick

CLAUSES = ("9.6",)


def play() -> None:
    """West tells North one thing and South another, under one number."""
    one = Sides("NORTH", "SOUTH", "WEST", real=True)
    told_north = one.branch("WEST", 2)
    told_north.say("WEST", b"We shall warn you before we move.")
    told_south = one.branch("WEST", 2)
    told_south.say("WEST", b"We shall warn nobody.")

    # Each of the two holds a history that is whole, signed and in order.
    north, south = one.node("NORTH"), one.node("SOUTH")
    for node, told, code in (
        (north, told_north, "NORTH"),
        (south, told_south, "SOUTH"),
    ):
        node.answer(told.bundle("WEST", code, told.section("WEST", 0)))
        assert node.place.kinds() == []

    # Nodes show one another the newest heads of third parties. North does, to South.
    bundle = north.line.step("SOUTH", Tick())
    assert isinstance(bundle, Bundle)
    south.take(bundle)

    # One alarm; no more receipts for West; and a file that convinces anyone.
    assert south.place.kinds() == ["fork"]
    (mark,) = (
        each.value
        for each in south.place.store.held().marks
        if each.name.startswith("fork")
    )
    trust = detente_verify.Trust(channel=one.channel.id)
    verdict = detente_verify.judge(mark, trust)
    assert verdict.exit == detente_verify.PROVES
    assert "signed two histories" in verdict.sentence

    # West is still heard: who signed two histories is not cut off from the talk.
    told_south.say("WEST", b"Wait.")
    south.answer(told_south.bundle("WEST", "SOUTH", told_south.section("WEST", 3)))
    assert south.size(one.feed("WEST")) == 4


def test_a_party_that_says_two_things_is_shown_to_have_said_both() -> None:
    """It takes two who compare, and their machines do."""
    play()
