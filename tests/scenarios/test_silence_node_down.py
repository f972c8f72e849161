"""Their node is down: something is reached, and no node answers there."""

from detente.dialogue import silence
from detente.dialogue.silence import Evidence, PathSeen

CLAUSES = ("22.7",)

REFUSED = PathSeen(
    "https",
    worked_s=600,
    failed_s=20,
    fails=True,
    ended="something",
    trouble="Refused.",
)


def play() -> None:
    """Their machine room has lost its power, and their router has not."""
    found = Evidence(probe_s=60, paths=(REFUSED,), heard_s=600)
    said = silence.classify(found)
    assert said.kind == "THEIR NODE IS DOWN"

    # The second path reaches nothing. What the first one reached is not undone by it.
    dead = PathSeen("radio", failed_s=30, fails=True)
    said = silence.classify(found._replace(paths=(REFUSED, dead)))
    assert said.kind == "THEIR NODE IS DOWN"

    # When the node is up again and refuses our bundles, nobody knows why: it is not
    # down, and it is not said that it is.
    refuses = REFUSED._replace(ended="refusal")
    said = silence.classify(found._replace(paths=(refuses,)))
    assert said.kind == "UNKNOWN"


def test_a_dead_machine_is_neither_the_path_nor_the_people() -> None:
    """Nobody hung up."""
    play()
