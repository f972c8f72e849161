"""What is due of our people sounds, at its moments, once each."""

import pytest
from tests.dialogue.talk import Talk

from detente.dialogue.asked import Due, Local
from detente.dialogue.due import dues
from detente.dialogue.fields import Text
from detente.dialogue.forms import stop
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.wch import Attended, Unattended
from detente.dialogue.reading import Said
from detente.dialogue.receipts import ReceiptBook
from detente.dialogue.sounding import Lasting, Sounded, Sounding, sound

HELLO = Message(subject=Text("Aircraft"), text=Text("One of ours is off course."))


class Watch:
    """South's watch: what sounds there as time goes on."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.sounded: Sounded = {}

    def listen(self) -> Sounding | None:
        """Look now."""
        found = self.talk.dues("SOUTH")
        asked = [each for each in found if each.kind != "line check"]
        heard, self.sounded = sound(asked, "SOUTH", self.talk.now_s, self.sounded)
        return heard


def echelons(watch: Watch, start_s: int, *after_s: int) -> list[int]:
    """Return for which echelon it sounds at these times; 0: it is quiet."""
    found = []
    for each in after_s:
        watch.talk.now_s = start_s + each
        heard = watch.listen()
        found.append(0 if heard is None else heard.echelon)
    return found


def flash(talk: Talk) -> Said:
    """Let North send a FLASH."""
    return talk.say("NORTH", HELLO, precedence="Z")


def test_a_flash_sounds_when_it_is_stored_and_again_until_it_is_acknowledged() -> None:
    """At once, at two minutes, at five for the second echelon, at ten for the third."""
    talk = Talk()
    said = flash(talk)
    watch = Watch(talk)
    start_s = said.header.released
    assert echelons(watch, start_s, 0, 1, 119, 120, 299, 300, 599, 600, 9_000) == [
        *(1, 0, 0, 1, 0, 2, 0, 3, 0)
    ]


def test_an_acknowledged_flash_is_quiet() -> None:
    """Somebody has read it."""
    talk = Talk()
    said = flash(talk)
    talk.say("SOUTH", Acknowledged(read_back=Text("Off course.")), answers=[said])
    assert Watch(talk).listen() is None


def test_a_stop_sounds_for_each_echelon() -> None:
    """By its own clock."""
    talk = Talk()
    body = stop.Requested(
        about="SITE 4", happening=Text("Fire."), since=talk.now_s - 1, wanted="hold"
    )
    asked = talk.say("NORTH", body, precedence="Z")
    start_s = asked.header.released
    assert echelons(Watch(talk), start_s, 0, 120, 300) == [1, 2, 3]


def test_routine_sounds_once_its_time_is_over_and_not_before() -> None:
    """Six hours for an acknowledgement."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    start_s = said.header.released
    assert echelons(Watch(talk), start_s, 0, 21_599, 21_600, 90_000) == [0, 0, 1, 0]


def test_what_is_asked_of_the_other_side_sounds_there() -> None:
    """North's own node is quiet about what South lets lie."""
    talk = Talk()
    flash(talk)
    local = Local("NORTH", talk.now_s + 9_000, ReceiptBook([]))
    found = [d for d in dues(talk.standing(), local) if d.kind != "line check"]
    assert sound(found, "NORTH", local.now_s, {})[0] is None


def test_after_a_restart_one_sound_says_all_that_is_overdue() -> None:
    """The last moment of each, in one sentence, for the highest echelon."""
    talk = Talk()
    references = [flash(talk).header.reference for _ in range(5)]
    talk.now_s += 400
    heard = Watch(talk).listen()
    assert heard is not None
    assert heard.echelon == 2
    assert heard.sentence.endswith("; and 2 more.")
    assert sum(reference in heard.sentence for reference in references) == 3


def test_an_alarm_names_a_reference_and_no_content() -> None:
    """A loudspeaker in a room says nothing of what was written."""
    talk = Talk()
    said = flash(talk)
    heard = Watch(talk).listen()
    assert heard == Sounding(1, f"acknowledge {said.header.reference}.")


def test_what_the_node_enters_by_itself_makes_no_sound() -> None:
    """A lapse asks nothing of the officer."""
    due = Due(0, "lapse", "SOUTH", "", "12.7", None, stop.NotOurs())
    assert sound([due], "SOUTH", 10, {})[0] is None


@pytest.mark.parametrize("body", [Unattended(since=1), Attended(since=1)])
def test_a_node_says_by_itself_whether_its_watch_can_be_woken(
    body: Unattended | Attended,
) -> None:
    """Its own credential releases it, and nobody is to acknowledge it."""
    talk = Talk()
    said = talk.say("NORTH", body, officers=(9,))
    standing = talk.standing()
    assert standing.faults(standing.entries[said.id]) == ()
    assert standing.newest["NORTH", type(body)].id == said.id
    assert standing.case_of(standing.entries[said.id]).waiting == ()


def test_a_state_that_lasts_sounds_once_when_it_begins_and_anew_when_it_does() -> None:
    """Clause 23.7: it names the state and the peer."""
    apart = Lasting("clocks apart", "NORTH")
    sounded: Sounded = {}
    found = []
    for lasting in ([], [apart], [apart], [], [apart]):
        heard, sounded = sound([], "SOUTH", 5, sounded, lasting)
        found.append(heard)
    said = Sounding(1, "clocks apart NORTH.")
    assert found == [None, said, None, None, said]
