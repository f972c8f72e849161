"""In the newspaper: what is handed out of the line is an act on the line."""

import hashlib

from tests.dialogue.talk import Talk

from detente.dialogue.entered import Entered
from detente.dialogue.fields import Text
from detente.dialogue.forms.dis import Disclosed
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said

CLAUSES = ("25.1", "25.2")

PROOF = hashlib.sha256(b"the proof file, as it was handed out").digest()


def disclosed(talk: Talk, said: Said) -> list[Entered]:
    """Return where a statement was handed to, as both sides read it."""
    found = [e for e in talk.standing().entries.values() if _hands_out(e, said)]
    return sorted(found, key=lambda each: each.said.position)


def _hands_out(entered: Entered, said: Said) -> bool:
    cited = {each.id for each in entered.header.answers}
    return isinstance(entered.body, Disclosed) and said.id in cited


def play() -> None:
    """A confidential message of South is handed to a newspaper by North."""
    talk = Talk()
    offer = Message(subject=Text("An offer"), text=Text("We would draw back first."))
    said = talk.say("SOUTH", offer)

    # Handed out in haste, to nobody in particular. It is in the record, and marked.
    vague = Disclosed(to_whom=" ", sha256=PROOF)
    hasty = talk.say("NORTH", vague, answers=[said])
    assert talk.clauses(hasty) == ["25.2"]

    # Said as it was: to whom, which file, what it shows, and what for.
    named = Disclosed(to_whom="A newspaper", sha256=PROOF, purpose=Text("Our reply."))
    told = talk.say("NORTH", named, answers=[said])
    assert talk.clauses(told) == []

    # So South does not learn it at breakfast. It can compare the file that is shown
    # about with the one that was handed out, and answers with its eyes open.
    out = [each.body for each in disclosed(talk, said)]
    assert out == [vague, named]
    assert named.sha256 == PROOF

    # Nothing is taken back, and nothing more is asked: the record forbids nobody.
    assert talk.entered(told).effective
    assert talk.entered(said).effective


def test_who_hands_a_statement_out_says_so_where_it_was_said() -> None:
    """To whom, and which file."""
    play()
