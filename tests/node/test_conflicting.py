"""What a node sounds of conflicts, and keeps over a restart."""

import asyncio
from pathlib import Path

from tests.dialogue.activities import phase
from tests.dialogue.plans import BEGIN_S, firing, moved
from tests.dialogue.talk import Talk

from detente.node.alerted import Alerted
from detente.node.attending import Attending
from detente.node.conflicting import Conflicting


class Log:
    """A log of alarms."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def sound(self, kind: str, sentence: str) -> None:
        """Keep what sounds."""
        self.said.append(f"{kind}: {sentence}")


class Watch:
    """A party's watch, whose node starts anew whenever it is told to."""

    def __init__(self, talk: Talk, own: str, path: Path) -> None:
        self.talk, self.own, self.path = talk, own, path
        self.start()

    def start(self) -> None:
        """Start the node."""
        self.conflicting = Conflicting(self.own, Alerted(self.path))

    def look(self) -> int:
        """Look once; return how many conflicts sounded."""
        found = self.conflicting.look(self.talk.standing(), self.talk.now_s)
        self.conflicting.keep()
        return len(found.news)


def test_a_conflict_sounds_at_both_owners_and_at_neither_after_a_restart(
    tmp_path: Path,
) -> None:
    """Clause 34.9: a restart is no news."""
    talk = Talk()
    sides = [Watch(talk, code, tmp_path / code) for code in ("NORTH", "SOUTH")]
    firing(talk, "NORTH")
    assert [each.look() for each in sides] == [0, 0]
    firing(talk, "SOUTH")
    assert [each.look() for each in sides] == [1, 1]
    for each in sides:
        each.start()
    assert [each.look() for each in sides] == [0, 0]


def test_what_makes_a_conflict_worse_sounds_after_a_restart_too(tmp_path: Path) -> None:
    """What was kept is how bad it was."""
    talk = Talk()
    watch = Watch(talk, "SOUTH", tmp_path / "alerts")
    firing(talk, "SOUTH", phase(BEGIN_S, time_end=None))
    mine = firing(talk, "NORTH", phase(BEGIN_S, time_end=None))
    assert watch.look() == 1
    watch.start()
    moved(talk, mine, phase(BEGIN_S))
    assert watch.look() == 1


def test_a_file_that_is_damaged_sounds_what_stands_once_more(tmp_path: Path) -> None:
    """Whoever damages it must not keep a conflict from sounding."""
    talk = Talk()
    watch = Watch(talk, "SOUTH", tmp_path / "alerts")
    firing(talk, "SOUTH")
    firing(talk, "NORTH")
    assert watch.look() == 1
    watch.path.write_bytes(b"{")
    watch.start()
    assert [watch.look(), watch.look()] == [1, 0]


def test_without_an_activity_nothing_is_looked_for(tmp_path: Path) -> None:
    """Nothing conflicts without one, and finding it is not even loaded."""
    watch = Watch(Talk(), "NORTH", tmp_path / "alerts")
    assert watch.look() == 0
    assert not watch.path.exists()


def test_an_alert_sounds_through_the_alarms_of_the_watch() -> None:
    """Whatever else is quiet."""
    talk, log = Talk(), Log()
    attending = Attending("NORTH", (), log)
    asyncio.run(attending.look(talk.standing(), (), talk.now_s, (), ("conflict 1",)))
    assert log.said == ["due: conflict 1."]
