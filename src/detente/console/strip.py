"""Decide what the strip on every page says of the line: four lights a peer, with ages.

Our node, the path, their node, their officer: four things that fail one by one, so four
lights, and none stands for another (`detente.dialogue.silence` says why). No light is
without its age, each has a word beside its colour, and what is not known looks so.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.report.state import LineState, PathState, PeerState
from detente.report.words import span

Grade: TypeAlias = Literal["good", "late", "bad", "unknown"]

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
    """A light: what it is of, its word, how good that is, and how old."""

    name: str
    word: str
    grade: Grade
    age: str


class Lights(NamedTuple):
    """The four lights towards a peer, and which kind of silence that makes."""

    peer: str
    verdict: str
    lights: tuple[Light, ...]


def lights(state: LineState) -> tuple[Lights, ...]:
    """Return the lights towards each peer, as a line is."""
    return tuple(
        Lights(peer.peer, peer.verdict, tuple(_four(state, peer)))
        for peer in state.peers
    )


def _four(state: LineState, peer: PeerState) -> Iterator[Light]:
    up = state.our_node == "UP"
    yield Light("Our node", state.our_node, "good" if up else "bad", "asked now")
    yield _path(peer.paths)
    heard = _ago(peer.heard_ms_ago, "heard", "not heard yet")
    yield Light("Their node", peer.node, _NODE[peer.node], heard)
    yield _officer(peer)


def _path(paths: tuple[PathState, ...]) -> Light:
    if not paths:
        return Light("Path", "UNKNOWN", "unknown", "never tried")
    best = min(paths, key=lambda each: _BEST_FIRST.index(each.light))
    failing = best.light == "FAILS"
    age_ms = best.failed_ms_ago if failing else best.used_ms_ago
    if best.light == "WRITABLE":
        age_ms = best.proved_ms_ago
    age = _ago(age_ms, "failed" if failing else "used", "never used")
    return Light("Path", f"{best.path} {best.light}", _PATH[best.light], age)


def _officer(peer: PeerState) -> Light:
    if peer.officer_s_ago is None:
        return Light("Their officer", "UNKNOWN", "unknown", "nothing said yet")
    word, grade = _attention(peer)
    return Light("Their officer", word, grade, f"{span(peer.officer_s_ago)} ago")


def _attention(peer: PeerState) -> tuple[str, Grade]:
    if peer.unattended:
        return "UNATTENDED", "bad"
    silent = peer.verdict == "NODE UP, NOBODY ANSWERS"
    return ("NO ANSWER", "bad") if silent else ("HEARD", "good")


def _ago(age_ms: int | None, verb: str, never: str) -> str:
    return never if age_ms is None else f"{verb} {span(age_ms // 1000)} ago"
