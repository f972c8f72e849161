"""A line between sides that do not trust each other: signed, receipted, provable.

Each side runs its own node. What passes is a signed statement in an append-only record
that both sides hold, and that either side can prove to anyone, offline, afterwards.
The packages, from the record outwards, stand in the order in which they may import one
another; `pyproject.toml` holds that order and `make test` checks it.
"""

__version__ = "0.1.0"
