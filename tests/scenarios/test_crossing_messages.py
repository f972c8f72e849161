"""Crossing messages: each screen says that the other had not read the last word."""

from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said

CLAUSES = ("11.28",)


def letter(talk: Talk, code: str, text: str, **fields: object) -> Said:
    """Send a letter."""
    body = Message(subject=Text("The crisis"), text=Text(text))
    return talk.say(code, body, **fields)  # type: ignore[arg-type]


def play() -> None:
    """A second, tougher letter arrives before the first was answered."""
    talk = Talk()
    first = letter(talk, "NORTH", "We are ready to remove them.")

    # South answers the first letter. North, before it has read the answer, writes
    # again, and harder.
    before = talk.heads()
    answer = letter(talk, "SOUTH", "Then so are we.", answers=[first])
    harder = letter(
        talk, "NORTH", "There is a further price.", answers=[first], seen=before
    )

    # Both nodes show the same warning: neither of the two had seen the other.
    standing = talk.standing()
    case = standing.case_of(standing.entries[first.id])
    crossed = [{each.earlier.id, each.later.id} for each in case.crossings]
    assert crossed == [{answer.id, harder.id}]

    # Once North has read the answer, what it writes crosses nothing.
    letter(talk, "NORTH", "Let us leave it at the first.", answers=[answer])
    assert len(talk.case_of(first).crossings) == 1


def test_nobody_takes_a_letter_that_crossed_his_own_for_an_answer_to_it() -> None:
    """Each statement says what its writer had seen."""
    play()
