"""Decide who may do what: one table, a role a row (clause 24.2).

A token stands for a post's screen or program, never for a person: who released a
statement is shown by the credentials that signed it, whatever token carried it in.
"""

from typing import Final, Literal, TypeAlias, get_args

Role: TypeAlias = Literal["watch", "desk", "linguist", "engineer", "auditor", "tracker"]
Action: TypeAlias = Literal[
    "read", "draft", "release", "prove", "audit", "locate", "attend"
]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

TABLE: Final[dict[Role, frozenset[Action]]] = {
    # The watch does everything: at 03:00 nobody else is there.
    "watch": frozenset(
        {"read", "draft", "release", "prove", "audit", "locate", "attend"}
    ),
    "desk": frozenset({"read", "draft", "release", "locate"}),
    # Who translates prepares; who speaks for the post releases.
    "linguist": frozenset({"read", "draft"}),
    # The state of the line, which every role reads, is all that an engineer needs.
    "engineer": frozenset(),
    "auditor": frozenset({"read", "prove", "audit"}),
    # A box in a vehicle that is lost tells where it is, and reads nothing.
    "tracker": frozenset({"locate"}),
}


def may(role: Role, action: Action) -> bool:
    """Say whether a role may do something."""
    return action in TABLE[role]
