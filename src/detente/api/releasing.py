"""Decide how whoever holds officers' keys releases what the API has drafted.

Spec clauses 11.6, 11.26 and 24.3. The commands and the console do it in this one way:
what is signed is read out of the draft once more (`detente.api.signing`), and a
reference that was given and is not used is entered VOID, so that a missing number never
looks like a missing statement.
"""

import base64
from collections.abc import Sequence

from detente.api.answers import DraftView, Released
from detente.api.client import Client
from detente.api.requests import DraftRequest, draft_request
from detente.api.signing import message_of, payload_of
from detente.node.officer import Officer


def sign(drafted: DraftView, us: Sequence[Officer]) -> dict[str, bytes]:
    """Return the signatures of a draft, by the credential that gave each.

    Raises:
        Misdirected: what is given to sign is not what is shown.
    """
    payload = payload_of(drafted)
    return {
        base64.b64encode(each.kid).decode(): each.secret.sign(
            message_of(payload, each.secret.public())
        )
        for each in us
    }


def hand_over(client: Client, us: Sequence[Officer], drafted: DraftView) -> Released:
    """Sign a statement and hand it to the node.

    Raises:
        Misdirected: what is given to sign is not what is shown.
        Refused: the node does not take it.
        PathFailed: it is not known what became of it.
    """
    return client.release(drafted, sign(drafted, us))


def void(
    client: Client,
    us: Sequence[Officer],
    said: DraftRequest,
    drafted: DraftView,
    reason: str,
) -> None:
    """Enter VOID under the reference of a draft that is not released.

    Args:
        client: the line.
        us: who sign: of two officers one suffices, since nothing is said by it.
        said: what the draft was asked for with.
        drafted: the draft.
        reason: why its reference is not used.
    """
    numbers = [each.number for each in us]
    asked = void_request(said, drafted, numbers, reason)
    hand_over(client, us, client.draft(asked))


def void_request(
    said: DraftRequest, drafted: DraftView, numbers: Sequence[int], reason: str
) -> DraftRequest:
    """Return what is to be drafted to enter VOID, by officers of these numbers."""
    return draft_request(
        form="VOID",
        body={"reason": {"text": reason}},
        to=drafted.to_post,
        from_post=drafted.from_post,
        officers=list(numbers),
        language=said.language,
        test=said.test,
        serial=drafted.serial,
    )
