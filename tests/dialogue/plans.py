"""Firings of both sides in one place at one time, and how they are moved."""

from tests.dialogue.activities import notice, phase
from tests.dialogue.talk import Talk

from detente.dialogue.forms import act
from detente.dialogue.reading import Said
from detente.dialogue.volume import Circle, LatLngPoint

BEGIN_S = 1_768_000_000
FAR = Circle(LatLngPoint(1_000_000, 1_000_000), 10_000)


def firing(talk: Talk, code: str, *phases: act.Phase, **fields: object) -> Said:
    """Let a party notify a firing, by default in the one place and time."""
    to = "SOUTH/Watch" if code == "NORTH" else "NORTH/Watch"
    body = notice(*(phases or (phase(BEGIN_S),)))
    return talk.say(code, body, to_post=to, **fields)  # type: ignore[arg-type]


def moved(talk: Talk, said: Said, *phases: act.Phase) -> Said:
    """Let a party change its notice."""
    return firing(talk, said.feed.party, *phases, changes=[said], kind="UPDATE")
