"""They answer "no message": people are there, and have nothing to say."""

from detente.dialogue import silence
from detente.dialogue.silence import Act, Asked, Evidence, PathSeen

CLAUSES = ("22.7",)


def play() -> None:
    """The check of half past nine has come back, with nothing behind it."""
    checked = Act("SOUTH/2026/0031/LCK/1/O", 1_200, no_message=True)
    found = Evidence(60, paths=(PathSeen("https", worked_s=9),), heard_s=9, act=checked)
    assert silence.classify(found).kind == "NO MESSAGE"

    # Something that was asked an hour ago, before the check, is overdue. Who says "no
    # message" is there, and is not said not to answer; but this is no empty line.
    waits = Asked("acknowledge", "NORTH/2026/0030/MSG/1/O", 3_600, 900)
    assert silence.classify(found._replace(overdue=(waits,))).kind == "NOT SILENT"


def test_no_message_is_an_answer() -> None:
    """Every day at half past nine."""
    play()
