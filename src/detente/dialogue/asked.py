"""Decide what a due is: something that the clocks of this node ask of a party.

Each case family says what its cases ask (`Case.dues`); the one list of them is
`detente.dialogue.due`. A due is local and never compared: it rests on this node's
clock and on what only this node knows.
"""

from typing import NamedTuple

from detente.dialogue.entered import Entered
from detente.dialogue.form import Body
from detente.dialogue.forms.con import PathEvidence
from detente.dialogue.receipts import ReceiptBook


class Due(NamedTuple):
    """Something is asked of a party at `at_s`, POSIX seconds of our clock.

    `kind` is the act that is asked, in the field's words. `post` is the address asked,
    empty where any post of the party will do; `about` the statement it is about;
    `enter` what the party's node enters by itself, as an answer to `about`; `echelon`
    for whom it sounds at the watch: 1 the officer on watch, 2 and 3 those behind.
    """

    at_s: int
    kind: str
    of: str
    post: str
    clause: str
    about: Entered | None = None
    enter: Body | None = None
    echelon: int = 1

    def overdue_s(self, now_s: int) -> int:
        """Return for how long it has been due; negative while there is time."""
        return now_s - self.at_s


class Local(NamedTuple):
    """What only this node knows: who it is, its clock, its receipts, its paths."""

    own: str
    now_s: int
    receipts: ReceiptBook
    line: tuple[PathEvidence, ...] = ()
