"""Decide who is shown what is personal: whoever asks for it, once that is logged.

Spec clause 17.14. A telephone number on a screen that nobody looked at for its sake has
been given away for nothing; and who has looked can be asked.
"""

from typing import Final, Literal, TypeAlias

import msgspec

from detente.api.tokens import Token
from detente.api.watching import Watching
from detente.dialogue import personal
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body
from detente.node import readings
from detente.node.readings import Reading

Way: TypeAlias = Literal["show", "page", "proof", "attachment", "moved"]

WITHHELD: Final = "WITHHELD"


async def seen_by(
    watching: Watching, token: Token, entered: Entered, way: Way, *, asked: bool
) -> Entered:
    """Return a statement as it is shown: whole where that was asked for, and logged.

    Args:
        watching: the line.
        token: who asks.
        entered: the statement.
        way: how it is shown.
        asked: whether what is personal was asked for.

    Raises:
        StoreFailed: the reading cannot be logged.
    """
    body = entered.body
    if not isinstance(body, Body) or not personal.bears(body):
        return entered
    if asked:
        await note(watching, token, entered, way)
        return entered
    said = msgspec.structs.replace(entered.said, body=personal.without(body, WITHHELD))
    return msgspec.structs.replace(entered, said=said)


async def note(watching: Watching, token: Token, entered: Entered, way: Way) -> None:
    """Log that somebody is given what is personal in a statement, if anything is.

    Raises:
        StoreFailed: it cannot be logged; nothing may be given.
    """
    if personal.bears(entered.body):
        reference = entered.header.reference
        reading = Reading(await watching.now_s(), token.name, reference, way)
        readings.note(watching.place.readings, reading)
