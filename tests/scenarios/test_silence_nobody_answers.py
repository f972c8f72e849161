"""Nobody answers: said where their own machine shows that it rang."""

from tests.dialogue.talk import Talk

from detente.dialogue import due, silence
from detente.dialogue.asked import Local
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.silence import Act, Asked, Evidence, PathSeen

CLAUSES = ("22.7", "22.8")

HOUR_S = 3_600
UP = Evidence(60, paths=(PathSeen("https", worked_s=5),), heard_s=5)


def play() -> None:
    """Three checks an hour apart, and nobody in the room."""
    talk = Talk()
    sent = [
        talk.say(
            "NORTH", Challenge(path="https", text="Чай 茶"), at=talk.now_s + HOUR_S
        )
        for _ in range(3)
    ]
    now_s = talk.now_s + HOUR_S
    reference = sent[0].header.reference
    waits = Asked("echo", reference, 3 * HOUR_S, 3 * HOUR_S - 600, receipted=False)

    # Their node is heard, but did not receipt the check: perhaps nobody ever saw it.
    said = silence.classify(UP._replace(overdue=(waits,)))
    assert said.kind == "UNKNOWN"
    assert said.missing == (f"Their receipt for {reference}.",)

    # With its receipt the check lies before them, and nobody answers.
    held = UP._replace(overdue=(waits._replace(receipted=True),))
    assert silence.classify(held).kind == "NODE UP, NOBODY ANSWERS"

    # Had an officer of theirs released anything since, somebody would be there.
    there = held._replace(act=Act("SOUTH/2026/0009/MSG/1/O", 60))
    assert silence.classify(there).kind == "NOT SILENT"

    # Three are missed: a formal note is due of our officers, drafted by our node.
    local = Local("NORTH", now_s, ReceiptBook([]))
    asked = {each.kind for each in due.dues(talk.standing(), local)}
    assert "formal note" in asked


def test_that_it_rang_is_shown_by_their_own_machine() -> None:
    """And by nothing less."""
    play()
