"""What one side proposes to purge of what was said."""

from tests.dialogue.talk import Talk

from detente.dialogue import purging
from detente.dialogue.cases.purge import Purge
from detente.dialogue.fields import Text
from detente.dialogue.form import Body, encode
from detente.dialogue.forms import pur
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said

HELLO = Message(subject=Text("Convoy"), text=Text("White lorry, plate 12-345."))
WHY = Text("The convoy is home.")


def propose(talk: Talk, code: str, said: Said, *names: str, **fields: object) -> Said:
    """Propose to purge these fields of a statement, or all that can be."""
    body = said.body
    assert isinstance(body, Body)
    chosen = names or purging.purgeable(body)
    left = encode(purging.remainder(body, chosen))
    asked = pur.Proposed(purged=chosen, remainder=left, reason=WHY)
    return talk.say(code, asked, answers=[said], **fields)  # type: ignore[arg-type]


def proposed(**changed: object) -> pur.Proposed:
    """Return the proposal to purge the text of a message."""
    usual = {"purged": ("text",), "remainder": encode(HELLO), "reason": WHY}
    return pur.Proposed(**{**usual, **changed})  # type: ignore[arg-type]


def case_of(talk: Talk, proposal: Said) -> Purge:
    """Return what has become of a proposal."""
    return talk.case(proposal, Purge)


def body_of(talk: Talk, said: Said) -> object:
    """Return the body of a statement as it stands."""
    return talk.entered(said).body
