"""The hoax call: who speaks for a post is shown by its key, and by nothing else."""

from tests.exchange.sides import Sides

from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms.msg import Message
from detente.node.keyring import SecretKey
from detente.record import keys, statement
from detente.record.errors import Unproven
from detente.record.feed import Entry

CLAUSES = ("3.5", "5.3")

SALT = bytes(32)
THREAT = encode(Message(subject=Text("War"), text=Text("Withdraw, or we strike.")))


def play() -> None:
    """A stranger speaks in the name of North's watch, with the right words."""
    sides = Sides(real=True)
    south, north = sides.node("SOUTH"), sides.feed("NORTH")
    south.answer(sides.bundle("NORTH", "SOUTH", sides.section("NORTH", 0)))
    held = south.size(north)

    # He has everything that is public: the channel, the posts, the next reference, and
    # the name of the key that the watch officer signs with. He lacks the key.
    header = sides.world.header("NORTH", THREAT, SALT)
    officer = sides.world.parties["NORTH"].officers[0].public()
    payload = statement.payload(header)
    own = SecretKey(keys.ED25519, bytes(range(32)))
    signature = own.sign(statement.to_be_signed(payload, officer))
    forged = Entry(statement.assemble(payload, [(officer, signature)]), SALT, THREAT)

    # Let him even hold North's machine, so that its own node hands his words over.
    sides.feeds["NORTH"].append(forged)
    section = sides.section("NORTH", held)
    (refused,) = south.take(sides.bundle("NORTH", "SOUTH", section))
    assert isinstance(refused, Unproven)
    assert south.size(north) == held

    # Or let him have an officer's key, and not the machine: then other keys sign the
    # head, whatever names stand beside their signatures.
    sides.feeds["NORTH"].pop()
    sides.say("NORTH", THREAT)
    section = sides.section("NORTH", held)
    head = sides.head("NORTH")
    others = sides.signer("SOUTH").sign_head(head.head, sides.world.now_s)
    pairs = zip(head.signatures, others, strict=True)
    posing = tuple(mine._replace(value=other.value) for mine, other in pairs)
    note = head._replace(signatures=posing).text()
    (refused,) = south.take(sides.bundle("NORTH", "SOUTH", section._replace(note=note)))
    assert isinstance(refused, Unproven)
    assert south.size(north) == held

    # The same words from North itself are taken at once.
    south.answer(sides.bundle("NORTH", "SOUTH", section))
    assert south.size(north) == held + 1


def test_a_voice_that_knows_everything_but_the_key_is_refused() -> None:
    """A caller's number proves nothing; a signature does."""
    play()
