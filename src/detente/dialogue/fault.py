"""Decide what it means that a statement is irregular (clause 11.5).

A statement that is provably its party's is recorded and shown even where it breaks a
rule, and marked with the rule's clause, alike on every node.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    """A rule that a statement breaks.

    Where `voids` is set, the statement stands in the record but changes no outcome.
    """

    clause: str
    sentence: str
    voids: bool = False
