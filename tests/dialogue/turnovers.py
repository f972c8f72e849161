"""A watch of North's that is handed over."""

from collections.abc import Sequence

import msgspec
from tests.dialogue.talk import Talk

from detente.dialogue.asked import Local
from detente.dialogue.form import Body
from detente.dialogue.forms.con import PathEvidence
from detente.dialogue.forms.hov import Assumed, Relieved
from detente.dialogue.reading import Said
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.turnover import Lists, propose


def relieved(**changed: object) -> Relieved:
    """Return a turnover from the first officer to the second."""
    usual: dict[str, object] = {"incoming": 2, "outgoing": 1, "declared": "open"}
    return Relieved(**{**usual, **changed})  # type: ignore[arg-type]


def assumed(**changed: object) -> Assumed:
    """Return that the second officer takes the watch alone."""
    usual: dict[str, object] = {"incoming": 2, "declared": "open"}
    return Assumed(**{**usual, **changed})  # type: ignore[arg-type]


def hand_over(talk: Talk, body: Body, officers: Sequence[int] = (1, 2)) -> Said:
    """Enter a turnover of North's watch."""
    return talk.say("NORTH", body, officers=officers)


def proposed(talk: Talk, *line: PathEvidence) -> Relieved:
    """Return the turnover that lists what North's node proposes now."""
    return relieved(**msgspec.structs.asdict(lists(talk, talk.now_s, *line)))


def lists(talk: Talk, now_s: int, *line: PathEvidence) -> Lists:
    """Return what North's node proposes at a time."""
    local = Local("NORTH", now_s, ReceiptBook([]), line)
    return propose(talk.standing(), local, "open")
