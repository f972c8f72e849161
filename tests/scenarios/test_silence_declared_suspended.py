"""It was declared: that accounts for what is suspended, and for nothing else."""

from tests.dialogue.amending import suspend
from tests.dialogue.talk import Talk

from detente.dialogue import silence, suspension
from detente.dialogue.silence import Asked, Evidence, PathSeen

CLAUSES = ("22.6", "22.7")

UP = Evidence(60, paths=(PathSeen("https", worked_s=5),), heard_s=5)


def play() -> None:
    """South suspends everything; its node stays up, and its watch as well."""
    talk = Talk()
    said = suspend(talk, "SOUTH")
    declared = suspension.declared(talk.standing().charters, talk.now_s)
    assert declared.state == "suspended"
    assert [each.by.header.reference for each in declared.holding] == [
        said.header.reference
    ]

    # A notice of North waits for an answer, and will: that was declared.
    notice = Asked("acknowledge", "NORTH/2026/0007/MSG/1/O", 9_000, 900, accounted=True)
    found = UP._replace(suspended_by="SOUTH", overdue=(notice,))
    assert silence.classify(found).kind == "DECLARED SUSPENDED"

    # No suspension stops a line check. One that nobody echoes is something else.
    check = Asked("echo", "NORTH/2026/0008/LCK/1/O", 9_000, 8_400)
    found = found._replace(overdue=(notice, check))
    assert silence.classify(found).kind == "NODE UP, NOBODY ANSWERS"


def test_a_declaration_accounts_for_what_it_suspends() -> None:
    """And is shown with its party and its hour."""
    play()
