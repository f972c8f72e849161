"""What two watches say to each other: the mix of the dialogue benchmark.

Decides the shares of the families, who answers whom, how long it takes, and what is
left open. A scene is a case from its first statement to its last: it yields the seconds
until it goes on, so that many run at once and cross. Every statement that asks for it
is in the end acknowledged; what is open at any moment is what a watch would have open.
"""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING, Final

from detente.dialogue.fields import Text, Window
from detente.dialogue.forms import con
from detente.dialogue.forms.ack import Acknowledged, Delivered, Opened
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.pre import Disputed, Met, Stated, Withdrawn

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from bench.conversation import Conversation, Sent
    from detente.dialogue.reading import Spoken

    Scene = Generator[int, None, None]

HOUR_S: Final = 3600
CONTACT_S: Final = 172_800
SHARES: Final = {"message": 52, "contact": 26, "line check": 16, "precondition": 6}
"""Of a hundred cases, how many are of which family."""
ENDINGS: Final = {
    "held": 22,
    "refused": 20,
    "precondition": 10,
    "lower": 10,
    "deferred": 8,
    "countered": 8,
    "no response": 8,
    "cancelled": 7,
    "no-show": 4,
    "not delivered": 3,
}
"""Of a hundred requests, how many end in which way."""
PAUSE_S: Final = 120
"""Mean seconds between the beginnings of two cases."""
_READ_BACK: Final = Text("Understood: the exercise is moved, and the area stays clear.")
_NOTICE: Final = Message(subject=Text("Notice"), text=Text("Area 4 is closed today."))
_FOX: Final = "The quick brown fox jumps over the lazy dog 0123456789"


class Watches:
    """Both watches at work on many cases at once."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk
        self.random = talk.random
        self._numbers = {code: count(1) for code in talk.sides}
        self._raised: dict[str, list[int]] = {code: [1] for code in talk.sides}
        self._waiting: list[tuple[int, int, Scene]] = []
        self._nth = count()
        self._next_s = talk.now_s
        for code in talk.sides:
            self._begin(talk.now_s, self.precondition(code))

    def talk_until(self, statements: int) -> None:
        """Go on until so many statements stand."""
        talk = self.talk
        while len(talk) < statements:
            while self._next_s <= self._waiting[0][0]:
                self._begin(self._next_s, self._drawn())
                self._next_s += 1 + int(self.random.expovariate(1 / PAUSE_S))
            at_s, _, scene = heapq.heappop(self._waiting)
            talk.now_s = max(talk.now_s, at_s)
            pause_s = next(scene, None)
            if pause_s is not None:
                self._begin(talk.now_s + pause_s, scene)

    def _begin(self, at_s: int, scene: Scene) -> None:
        heapq.heappush(self._waiting, (at_s, next(self._nth), scene))

    def _drawn(self) -> Scene:
        code = self.random.choice(list(self.talk.sides))
        kind = self._one_of(SHARES)
        if kind == "message":
            return self.message(code)
        if kind == "contact":
            return self.contact(code)
        return (
            self.line_check(code) if kind == "line check" else self.precondition(code)
        )

    def _one_of(self, shares: dict[str, int]) -> str:
        return self.random.choices(list(shares), list(shares.values()))[0]

    def _say(self, code: str, body: object, *answers: Sent, **fields: object) -> Sent:
        """Say something that has not seen the last seconds, and seldom more."""
        lag_s = self.random.choice((0, 20, 20, 60, 600))
        return self.talk.say(code, body, answers=answers, lag_s=lag_s, **fields)  # type: ignore[arg-type]

    def _soon(self) -> int:
        return self.random.randint(60, 2 * HOUR_S)

    def _acknowledged(self, by: str, sent: Sent) -> Sent:
        return self._say(by, Acknowledged(read_back=_READ_BACK), sent)

    def message(self, code: str) -> Scene:
        """A message, and what it leads to: a receipt, or a reply and one for that."""
        body = Message(
            subject=Text("Exercise in area 4"),
            text=Text("We shall exercise in area 4 from 06 to 18 hours. " * 3),
            acknowledge=self.random.random() < 0.9,  # noqa: PLR2004 - nine in ten
        )
        precedence = self.random.choices("ZOPR", (1, 4, 25, 70))[0]
        last = self._say(code, body, precedence=precedence)
        if not body.acknowledge:
            return
        for by in (self.talk.other(code), code) * self.random.choice((0, 0, 0, 1, 2)):
            yield self._soon()
            last = self._say(by, body, last)
        yield self._soon()
        self._acknowledged(self.talk.other(last.party), last)

    def line_check(self, code: str) -> Scene:
        """A text that goes and comes back."""
        asked = self._say(code, Challenge(path="https", text=_FOX, readability=5))
        yield self.random.randint(30, 300)
        came = Echo(text=_FOX, received=self.talk.now_s, clock_offset_ms=12)
        self._say(self.talk.other(code), came, asked)

    def precondition(self, code: str) -> Scene:
        """A precondition, disputed by the other side or met by its raiser."""
        other, number = self.talk.other(code), next(self._numbers[code])
        body = Stated(number=number, text=Text("The vessel leaves the area first."))
        raised = self._say(code, body)
        self._raised[code].append(number)
        yield self._soon()
        last = self._say(other, Disputed(text=Text("It is no condition.")), raised)
        yield self._soon()
        self._acknowledged(code, last)
        yield self._soon()
        act = self.random.choice((Met, Withdrawn))()
        last = self._say(code, act, raised, to_post=f"{other}/WATCH")
        yield self._soon()
        self._acknowledged(other, last)

    def contact(self, code: str) -> Scene:
        """A request, acknowledged by a person, and what becomes of it."""
        other, ending = self.talk.other(code), self._one_of(ENDINGS)
        asked = self._say(code, _request(self.random.choice(("Minister", "Deputy"))))
        if ending == "not delivered":
            yield from self._undelivered(code, asked)
            return
        yield self.random.randint(30, 900)
        self._say(other, Opened(), asked)
        yield self._soon()
        self._acknowledged(other, asked)
        if ending == "no response":
            yield from self._unanswered(code, asked)
            return
        yield self._soon() * 4
        if ending in {"held", "cancelled", "no-show", "countered"}:
            yield from self._agreed(code, asked, ending)
            return
        answer = self._say(other, self._refusal(ending, other), asked)
        yield self._soon()
        self._acknowledged(code, answer)

    def _refusal(self, ending: str, by: str) -> con.Answer:
        if ending == "lower":
            return con.AcceptedLower(post="Deputy", text=Text("The deputy is there."))
        if ending == "deferred":
            return con.Deferred(until=self.talk.now_s + CONTACT_S)
        if ending == "precondition":
            number = self.random.choice(self._raised[by])
            return con.RefusedPrecondition(preconditions=(number,))
        return con.Refused(reason="time", text=Text("The time does not suit us."))

    def _undelivered(self, code: str, asked: Sent) -> Scene:
        """The line was down: a lapse without a receipt, and then it comes."""
        yield CONTACT_S + 60
        evidence = (con.PathEvidence("https", asked.released, 40),)
        lapse = con.Lapse(deadline=asked.released + CONTACT_S, line=evidence)
        self._say(code, lapse, asked, by_node=True)
        yield self._soon()
        self._acknowledged(self.talk.other(code), asked)

    def _unanswered(self, code: str, asked: Sent) -> Scene:
        """Their receipt came, their answer did not; three in four answer late."""
        receipt = self.talk.receipt(code, asked.position + 1, asked.released + 2)
        yield CONTACT_S + 60
        lapse = con.Lapse(deadline=receipt.kept_at_s + CONTACT_S, note=receipt.note)
        self._say(code, lapse, asked, by_node=True)
        if self.random.random() < 0.75:  # noqa: PLR2004 - three in four
            yield self._soon()
            late = self._say(self.talk.other(code), con.Deferred(until=0), asked)
            yield self._soon()
            self._acknowledged(code, late)

    def _agreed(self, code: str, asked: Sent, ending: str) -> Scene:
        """Yes, a time, and what became of it."""
        other = self.talk.other(code)
        yes = con.CounterProposed(venue="Geneva") if ending == "countered" else None
        answer = self._say(other, yes or con.Accepted(), asked)
        yield self._soon()
        start_s = self.talk.now_s + 4 * HOUR_S
        window = Window(start_s, start_s + HOUR_S)
        last = self._say(
            code, con.Scheduled(window=window), asked, answer, to_post=f"{other}/WATCH"
        )
        yield self._soon()
        self._acknowledged(other, last)
        if ending == "cancelled":
            off = con.Cancelled(reason=Text("The vessel has left."))
            last = self._say(other, off, asked)
        else:
            yield start_s + 2 * HOUR_S - self.talk.now_s
            last = self._say(other, self._record(ending, code, window), asked)
        yield self._soon()
        if _has_record(ending):
            last = self._say(code, con.Agreed(), last, asked)
            yield self._soon()
            self._acknowledged(other, last)
            self._say(other, Delivered(principal="Minister", at=self.talk.now_s), last)
        else:
            self._acknowledged(code, last)

    def _record(self, ending: str, absent: str, window: Window) -> con.Act:
        if ending == "no-show":
            return con.NoShow(absent=absent)
        agreed = (Text("The area stays clear until 18 hours."),)
        people = ("NORTH/Minister", "SOUTH/Minister")
        return con.Held(window=window, participants=people, points=agreed)


def _has_record(ending: str) -> bool:
    """Say whether a request that ends so has a record to agree to."""
    return ending in {"held", "countered"}


def _request(level: str) -> con.Request:
    return con.Request(
        level_sought=level,
        own_principal=level,
        mode="voice",
        purpose=Text("Speak before the exercise begins."),
        agenda=(Text("The exercise in area 4"), Text("The vessel")),
        answer_by_s=CONTACT_S,
    )


def open_business(talk: Conversation, dues: int) -> None:
    """Leave so many things due: requests, messages and line checks without an answer.

    A request of ours leaves an acknowledgement, an answer and a lapse due, one of
    theirs the first two, as far as the asker has a receipt; others one each.
    """
    ours, theirs = talk.sides
    share = dues // 8
    for code, body, number in (
        (ours, _request("Minister"), share),
        (theirs, _request("Deputy"), share),
        (ours, _NOTICE, share),
        (theirs, _NOTICE, dues - 6 * share),
    ):
        for _ in range(number):
            talk.now_s += 1
            talk.say(code, body)
    talk.now_s += 10


def crossed_contacts(
    talk: Conversation, number: int, between: int
) -> Iterator[tuple[list[Spoken], Spoken]]:
    """Yield what is held, and a statement that belongs before the end of it.

    South asks, and North accepts. South, who has not seen that, says much else and
    takes its request back. North's answer comes last, and goes before all of it: of two
    that crossed, the party of the lower number comes first.
    """
    north, south = talk.sides
    for _ in range(number):
        with talk.aside() as begun:
            talk.now_s += 60
            asked = talk.say(south, _request("Minister"))
            opened = talk.say(north, Opened(), answers=[asked])
            talk.now_s += 60
            late = talk.say(north, con.Accepted(), answers=[asked])
            blind = (talk.sides[north].seen(opened.position + 1),)
            for _ in range(between - 1):
                talk.now_s += 1
                talk.say(south, _NOTICE, seen=blind)
            off = con.Cancelled(reason=Text("The vessel has left."))
            talk.say(south, off, answers=[asked], seen=blind)
            spoken = talk.spoken(begun)
        [accepted] = [each for each in spoken if each.id == late.citation.id]
        yield [each for each in spoken if each is not accepted], accepted
