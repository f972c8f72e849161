"""A node that finds conflicts in a talk, and states what it has found."""

from tests.dialogue.talk import Talk

from detente.dialogue.forms.cfl import Stated
from detente.dialogue.lives import Lives, follow
from detente.dialogue.standing import Standing
from detente.node.alerted import Forgetful
from detente.node.conflicting import Conflicting


class Engine:
    """An engine that may bear another name, be blind, or broken."""

    def __init__(self) -> None:
        self.name = "detente-space/1"
        self.blind = self.broken = False
        self.looks = 0

    def follow(self, standing: Standing, before: Lives | None) -> Lives:
        """Find conflicts, or overlook them all."""
        self.looks += before is None
        if self.broken:
            raise ZeroDivisionError
        found = follow(standing, None if self.blind else before)
        return found._replace(of={}) if self.blind else found


class Node:
    """A party's node, that enters what it states."""

    def __init__(self, talk: Talk, own: str) -> None:
        self.talk, self.own, self.engine = talk, own, Engine()
        self.start()

    def start(self) -> None:
        """Start it, perhaps with another engine."""
        self.conflicting = Conflicting(self.own, Forgetful(), self.engine)

    def sounds(self) -> tuple[str, ...]:
        """Look once; return what sounds, and keep that it has."""
        found = self.conflicting.look(self.talk.standing(), self.talk.now_s)
        self.conflicting.keep()
        return found.news

    def look(self) -> list[str]:
        """Look once, enter what is to be stated, and return what is an alarm."""
        standing = self.talk.standing()
        found = self.conflicting.look(standing, self.talk.now_s)
        if found.stated is not None:
            last = standing.newest.get((self.own, Stated))
            changes = [] if last is None else [last]
            kind = "NEW" if last is None else "UPDATE"
            self.talk.by_node(self.own, found.stated, changes=changes, kind=kind)
        return [each.words for each in found.lasting]
