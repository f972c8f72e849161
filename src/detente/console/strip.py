"""Decide what the strip on every page says of the line: four lights a peer, with ages.

Our node, the path, their node, their officer: four things that fail one by one, so four
lights, and none stands for another (`detente.dialogue.silence` says why). No light is
without its age, each has a word beside its colour, and what is not known looks so.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.report.retold import age, told
from detente.report.state import LineState, PathState, PeerState
from detente.report.translated import Catalogue

Grade: TypeAlias = Literal["good", "late", "bad", "unknown"]

OUR_NODE: Final = "Our node"
PATH: Final = "Path"
THEIR_NODE: Final = "Their node"
THEIR_OFFICER: Final = "Their officer"
LIGHTS: Final = (OUR_NODE, PATH, THEIR_NODE, THEIR_OFFICER)
"""What lights are of, in English: a key as well, which pages find a light by."""
_BEST_FIRST: Final = ("WORKS", "WRITABLE", "UNTRIED", "FAILS")
_NODE: Final[dict[str, Grade]] = {
    "HEARD": "good",
    "SILENT": "bad",
    "FORKED": "bad",
    "UNKNOWN": "unknown",
}
_PATH: Final[dict[str, Grade]] = {
    "WORKS": "good",
    "WRITABLE": "late",
    "FAILS": "bad",
    "UNTRIED": "unknown",
}


class Light(NamedTuple):
    """A light: what it is of (of `LIGHTS`), its word, how good that is, and how old."""

    name: str
    word: str
    grade: Grade
    age: str


class Lights(NamedTuple):
    """The four lights towards a peer, and which kind of silence that makes."""

    peer: str
    verdict: str
    lights: tuple[Light, ...]


def lights(state: LineState, says: Catalogue) -> tuple[Lights, ...]:
    """Return the lights towards each peer, as a line is, in a language."""
    return tuple(
        Lights(peer.peer, told(says, peer.verdict), tuple(_four(state, peer, says)))
        for peer in state.peers
    )


def _four(state: LineState, peer: PeerState, says: Catalogue) -> Iterator[Light]:
    grade: Grade = "good" if state.our_node == "UP" else "bad"
    word, now = told(says, state.our_node), says.fixed("asked now")
    yield Light(OUR_NODE, word, grade, now)
    yield _path(peer.paths, says)
    heard = says.fixed("not heard yet")
    if peer.heard_ms_ago is not None:
        heard = _ago(says, says.fixed("heard {} ago"), peer.heard_ms_ago)
    yield Light(THEIR_NODE, told(says, peer.node), _NODE[peer.node], heard)
    yield _officer(peer, says)


def _path(paths: tuple[PathState, ...], says: Catalogue) -> Light:
    if not paths:
        never = says.fixed("never tried")
        return Light(PATH, told(says, "UNKNOWN"), "unknown", never)
    best = min(paths, key=lambda each: _BEST_FIRST.index(each.light))
    failing = best.light == "FAILS"
    age_ms = best.failed_ms_ago if failing else best.used_ms_ago
    if best.light == "WRITABLE":
        age_ms = best.proved_ms_ago
    old = says.fixed("never used")
    if age_ms is not None:
        said = says.fixed("failed {} ago") if failing else says.fixed("used {} ago")
        old = _ago(says, said, age_ms)
    word = f"{best.path} {told(says, best.light)}"
    return Light(PATH, word, _PATH[best.light], old)


def _officer(peer: PeerState, says: Catalogue) -> Light:
    if peer.officer_s_ago is None:
        nothing = says.fixed("nothing said yet")
        return Light(THEIR_OFFICER, told(says, "UNKNOWN"), "unknown", nothing)
    word, grade = _attention(peer, says)
    ago = says.fixed("{} ago").format(age(says, peer.officer_s_ago))
    return Light(THEIR_OFFICER, word, grade, ago)


def _attention(peer: PeerState, says: Catalogue) -> tuple[str, Grade]:
    if peer.unattended:
        return says.fixed("UNATTENDED"), "bad"
    if peer.verdict == "NODE UP, NOBODY ANSWERS":
        return says.fixed("NO ANSWER"), "bad"
    return told(says, "HEARD"), "good"


def _ago(says: Catalogue, words: str, age_ms: int) -> str:
    return words.format(age(says, age_ms // 1000))
