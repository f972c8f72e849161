"""Decide which errors exist, by whose fault, and what the officer is told.

    DetenteError                 has a sentence for the officer
    |-- Refused                  what came from outside; it changed nothing
    |   |-- Malformed            not in the form its clause demands
    |   |-- Unproven             a key, signature or proof does not convince
    |   +-- Misdirected          for another channel, party, direction or reader
    |-- Failed                   this side cannot go on as it is
    |   |-- StoreFailed          the store did not keep, or does not hold, the record
    |   |-- HeadLost             the second file does not vouch for our own head
    |   |-- KeysSealed           a private key cannot be opened
    |   |-- PathFailed           a carrier could not hand a bundle over
    |   +-- SelfTestFailed       a known answer came out wrong at start-up
    +-- Misasked                 the person at this node asked for what cannot be

A parser raises `Refused` or one of its three children and nothing else.
"""


class DetenteError(Exception):
    """Anything that Detente itself refuses or fails at.

    Args:
        sentence: what happened and what to do, in words an officer can act on.
    """

    code = "error"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(DetenteError):
    """Something from outside is not acted on; nothing was changed."""

    code = "refused"


class Malformed(Refused):
    """Bytes are not in the form that their clause demands."""

    code = "malformed"


class Unproven(Refused):
    """A key, a signature or a proof does not convince."""

    code = "unproven"


class Misdirected(Refused):
    """Bytes are meant for another channel, party, direction or reader."""

    code = "misdirected"


class Failed(DetenteError):
    """This side cannot go on as it is."""

    code = "failed"


class StoreFailed(Failed):
    """The store did not keep, or does not hold, what it must."""

    code = "store-failed"


class HeadLost(Failed):
    """The second file does not vouch for the head of our own feed."""

    code = "head-lost"


class KeysSealed(Failed):
    """A private key cannot be opened."""

    code = "keys-sealed"


class PathFailed(Failed):
    """A carrier could not hand a bundle over."""

    code = "path-failed"


class SelfTestFailed(Failed):
    """A known answer came out wrong; this machine must not sign."""

    code = "self-test-failed"


class Misasked(DetenteError):
    """The person at this node asked for what cannot be done."""

    code = "misasked"
