"""From another channel: true words in the wrong place are refused."""

from tests.exchange.sides import Sides

from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms.msg import Message
from detente.record.errors import Misdirected
from detente.testing.parties import TERMS, World

CLAUSES = ("10.5",)


def play() -> None:
    """Words that North truly signed, in a drill, are carried over to the real line."""
    sides = Sides(real=True)
    south, north = sides.node("SOUTH"), sides.feed("NORTH")
    south.answer(sides.bundle("NORTH", "SOUTH", sides.section("NORTH", 0)))
    held = south.size(north)

    # The same two sides, with the same keys, keep a channel for exercises.
    parties = tuple(sides.world.parties.values())
    drill = World(parties=parties, terms={**TERMS, "traffic": "exercise"})
    assert drill.channel != sides.channel.id
    script = Message(subject=Text("Readiness"), text=Text("All units to stage one."))
    said = drill.say("NORTH", encode(script))

    # Somebody takes the entry as it is, signatures and all, and hands it over here,
    # even under a head of North's own node.
    sides.feeds["NORTH"].append(said)
    (refused,) = south.take(
        sides.bundle("NORTH", "SOUTH", sides.section("NORTH", held))
    )
    assert isinstance(refused, Misdirected)
    assert south.size(north) == held


def test_true_words_cannot_be_moved_to_another_channel() -> None:
    """Each statement bears the id of the charter that it was said under."""
    play()
