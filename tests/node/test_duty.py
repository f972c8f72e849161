"""What a node enters by itself when a time has passed, and nobody had to ask."""

import asyncio
from pathlib import Path
from typing import cast

from tests.dialogue import amending, movements, plans, purges
from tests.dialogue.talk import Talk

from detente.dialogue import forms
from detente.dialogue.charter import render_terms
from detente.dialogue.fields import Text
from detente.dialogue.form import Body, Unreadable
from detente.dialogue.forms import move, pur
from detente.dialogue.forms.cfl import Stated
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.wch import Unattended
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.standing import Standing
from detente.node.attending import Attending
from detente.node.door import Knock
from detente.node.duty import Duty
from detente.node.following import Following
from detente.node.keyring import SecretKey
from detente.node.place import Channel
from detente.record import keys, statement, wire
from detente.record.credentials import Credential
from detente.record.statement import Header, Seen

SECRET = SecretKey(keys.ED25519, bytes(32))


class _Follows:
    """A talk, followed as a store would be."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    @property
    def standing(self) -> Standing:
        return self._talk.standing()

    def catch_up(self) -> Standing:
        return self.standing

    def receipts(self) -> ReceiptBook:
        return ReceiptBook([])

    def seen(self, own: str) -> tuple[Seen, ...]:
        del own
        return ()


class _Log:
    """A log of alarms."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def sound(self, kind: str, sentence: str) -> None:
        """Keep what sounds."""
        self.said.append((kind, sentence))


class _Door:
    """A node's door that tells the time, gives serials, and keeps what comes in."""

    def __init__(self, now_s: int, charter: bytes) -> None:
        self._now_s = now_s
        self._charter = charter
        self.apart: bool | None = None
        self.console: bool | None = None
        self.trial_s: int | None = None
        self.released: list[tuple[bytes, bytes, bytes]] = []
        self.bound: list[bytes] = []
        self.erased: list[wire.Value] = []
        self.lacking: list[wire.Value] = []

    async def ask(self, verb: str, *arguments: wire.Value) -> wire.Value:
        match verb, arguments:
            case "status", ():
                skew: wire.Value = [3, 5, 1, bool(self.apart)]
                if self.apart is None:
                    skew = None
                peers: wire.Value = {"SOUTH": {"paths": [], "skew": skew}}
                return {
                    "now_s": self._now_s,
                    "charter": self._charter,
                    "console": self.console,
                    "trial_s": self.trial_s,
                    "peers": peers,
                }
            case "bind", (bytes() as terms,):
                self.bound.append(terms)
                return None
            case "reserve", (int(),):
                return 99
            case "releases", ([[bytes() as raw, bytes() as salt, bytes() as body]],):
                self.released.append((raw, salt, body))
                return None
            case "erase", ([*places],):
                self.erased.append(places)
                return [
                    each[:3]  # type: ignore[index]
                    for each in places
                    if each not in self.lacking
                ]
            case _:
                raise AssertionError(verb)


def duty_of(talk: Talk, own: str, log: _Log, *alarms: Channel) -> Duty:
    """Return the duty of a party's node."""
    post = Credential("Watch", 9, keys.ED25519, b"", node=True)
    following = cast("Following", _Follows(talk))
    return Duty(following, post, SECRET, Attending(own, alarms, log))


def look(duty: Duty, door: _Door) -> None:
    """Let it look once."""
    asyncio.run(duty.look(cast("Knock", door)))


def looked(talk: Talk, own: str, *alarms: Channel) -> _Door:
    """Return the door of a party's node after its duty has looked once."""
    door = _Door(talk.now_s, talk.founding.channel)
    look(duty_of(talk, own, _Log(), *alarms), door)
    return door


def entered(talk: Talk, own: str) -> list[tuple[Header, Body | Unreadable]]:
    """Return what the duty of a party's node enters at the talk's time."""
    found = []
    for raw, _, body in looked(talk, own).released:
        header = statement.parse(raw).header
        found.append((header, forms.read(header.name, body)))
    return found


def test_the_owners_node_enters_lost_contact_by_itself() -> None:
    """As O, to whom the movement was notified, and not a second before its time."""
    talk = Talk()
    opened = movements.under_way(talk)
    heard_s = movements.case(talk, opened).progress.heard_s
    talk.now_s = heard_s + movements.SILENT_S - 1
    assert entered(talk, "NORTH") == []
    talk.now_s += 1
    [(header, body)] = entered(talk, "NORTH")
    assert body == move.LostContact(last_contact=heard_s)
    assert (header.precedence, header.to_post) == ("O", "SOUTH/Watch")


def test_the_receivers_node_enters_nothing_of_a_movement() -> None:
    """It cannot know whether the convoy was heard of."""
    talk = Talk()
    movements.under_way(talk)
    talk.now_s += 2 * movements.SILENT_S
    assert entered(talk, "SOUTH") == []


def test_a_purge_that_is_agreed_is_asked_for_until_it_is_done() -> None:
    """A peer may lack the body yet; and what is gone is not asked for for ever."""
    talk = Talk()
    said = talk.say("NORTH", purges.HELLO)
    proposal = purges.propose(talk, "SOUTH", said)
    door = _Door(talk.now_s, talk.founding.channel)
    duty = duty_of(talk, "NORTH", _Log())
    look(duty, door)
    assert door.erased == []
    talk.say("NORTH", pur.Consented(), answers=[proposal])
    place: wire.Value = ["NORTH", 1, said.position, [], False]
    door.lacking = [place]
    look(duty, door)
    door.lacking = []
    look(duty, door)
    look(duty, door)
    assert door.erased == [[place], [place]]


def test_the_node_is_bound_to_an_amendment_that_all_have_accepted() -> None:
    """Clause 10.16: not by a proposal, and by no other terms than the agreed ones."""
    talk = Talk()
    proposed = amending.propose(talk)
    assert looked(talk, "NORTH").bound == []
    amending.accept(talk, "SOUTH", proposed)
    [terms] = looked(talk, "NORTH").bound
    assert terms == render_terms(amending.terms_of(talk))


def test_what_the_node_says_is_in_a_language_of_the_terms_in_force() -> None:
    """In one that no version agrees on any more, its word would be irregular."""
    talk = Talk()
    proposed = talk.say("NORTH", amending.proposal(talk, languages=("zh",)))
    amending.accept(talk, "SOUTH", proposed)
    message = Message(subject=Text("Stop"), text=Text("Now."))
    talk.say("SOUTH", message, precedence="Z", language="zh")
    [(raw, _, _)] = looked(talk, "NORTH", Channel(command=("false",))).released
    header = statement.parse(raw).header
    assert (header.name.form, header.language) == ("WCH", "zh")


def test_clocks_apart_sound_once_and_the_log_says_when_they_no_longer_are(
    tmp_path: Path,
) -> None:
    """Clause 23.7: through the alarms of the watch, at its first echelon."""
    talk, log, heard = Talk(), _Log(), tmp_path / "heard"
    alarm = Channel(command=("sh", "-c", f'echo "$DETENTE_ALARM" >> {heard}'))
    door = _Door(talk.now_s, talk.founding.channel)
    duty = duty_of(talk, "NORTH", log, alarm)
    for apart in (None, False, True, True, False):
        door.apart = apart
        look(duty, door)
    assert heard.read_text() == "clocks apart SOUTH.\n"
    assert log.said == [
        ("due", "clocks apart SOUTH."),
        ("ended", "clocks apart SOUTH: no longer."),
    ]
    door.apart = True
    look(duty, door)
    assert heard.read_text() == "clocks apart SOUTH.\n" * 2


def test_the_node_states_which_conflicts_it_finds_and_sounds_them() -> None:
    """Clauses 34.9 and 34.10: once, by its own credential, and unmarked."""
    for traffic, status in (("operation", "OPERATION"), ("exercise", "EXERCISE")):
        talk, log = Talk(traffic=traffic), _Log()
        plans.firing(talk, "NORTH", status=status)
        plans.firing(talk, "SOUTH", status=status)
        door = _Door(talk.now_s, talk.founding.channel)
        look(duty_of(talk, "NORTH", log), door)
        [(raw, _, body)] = door.released
        header = statement.parse(raw).header
        stated = forms.read(header.name, body)
        assert isinstance(stated, Stated)
        assert (stated.standing, stated.engine) == (1, "detente-space/1")
        assert (header.status, header.to_post) == (status, "SOUTH/Watch")
        [(kind, sentence)] = log.said
        assert kind == "due"
        assert sentence.startswith("conflict ")


def test_the_other_side_hears_that_nobody_can_hear_at_a_console() -> None:
    """Once, and again when an alarm can sound there."""
    talk = Talk()
    log = _Log()
    duty = duty_of(talk, "NORTH", log)
    door = _Door(talk.now_s, talk.founding.channel)
    door.console = True
    look(duty, door)
    assert door.released == []

    door.console = False
    look(duty, door)
    look(duty, door)

    [entered] = door.released
    assert b"unattended" in entered[2]
    assert [said for said in log.said if "CONSOLE UNATTENDED" in said[1]] != []


def test_a_console_that_can_sound_is_told_once_it_could_not() -> None:
    """It need not wait for the next alarm."""
    talk = Talk()
    talk.say("NORTH", Unattended(since=talk.now_s), officers=(9,))
    door = _Door(talk.now_s, talk.founding.channel)
    door.console = True

    look(duty_of(talk, "NORTH", _Log()), door)

    [entered] = door.released
    assert b"attended" in entered[2]
    assert b"unattended" not in entered[2]
