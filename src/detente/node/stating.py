"""Decide what the node signs for a program of this machine: positions, nothing else.

Spec clause 35.3. No officer can sign once a minute for a tracker, and no officer's key
lies about for it. So the node's own credential signs what a tracker reports, when it is
asked to at its door; whatever else an officer would sign it does not.
"""

from detente.dialogue import forms
from detente.dialogue.forms.pos import Reported
from detente.ports import Signer
from detente.record import keys, statement
from detente.record.errors import Refused

_UNSIGNED = bytes(64)


def sign(signer: Signer, payload: bytes, body: bytes) -> bytes:
    """Return a statement of positions, signed with the node's own credential.

    Raises:
        Refused: it states something else, or names other releasers.
        Malformed: it is no statement.
    """
    key = signer.credential()
    header = statement.parse(statement.assemble(payload, [(key, _UNSIGNED)])).header
    kid = keys.thumbprint(key)
    stated = forms.read(header.name, body)
    if not isinstance(stated, Reported) or header.releasers != (kid,):
        raise Refused(
            "The node's own credential states positions at its door, and nothing else "
            "(clause 35.3)."
        )
    message = statement.to_be_signed(payload, key)
    return statement.assemble(payload, [(key, signer.sign(message))])
