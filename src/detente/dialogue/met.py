"""Keep which volumes conflict with which, whenever they stood (clause 34.2).

Two volumes conflict or not by what they look like; when they stood is another matter
(`detente.dialogue.life`). So each two are compared once, and a new one with a picture
of those there were, at minima so wide that nobody wants wider ones.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

from detente.dialogue.conflicts import Conflict, candidates, judged, widest
from detente.dialogue.declared import Declared, wider
from detente.space.standing.live import Live
from detente.space.volume import TOUCHING, Minima, Volume

Look: TypeAlias = bytes
_Layer: TypeAlias = tuple[str, bool]
"""A status, and whether it is of activities."""
FEW: Final = 32
"""So many are asked of the picture one by one; more are compared all with all."""


class Pictured(NamedTuple):
    """Volumes by their look, and the conflicts of each."""

    held: Mapping[Look, Declared] = {}
    minima: Minima = TOUCHING
    layers: Mapping[_Layer, Live] = {}
    met: Mapping[Look, Mapping[Look, Conflict]] = {}

    def added(self, new: Mapping[Look, Declared]) -> "Pictured":
        """Return the picture with more volumes, and what they conflict with."""
        new = {look: each for look, each in new.items() if look not in self.held}
        if not new:
            return self
        held = {**self.held, **new}
        minima = wider(self.minima, widest(new.values()))
        if len(new) > FEW or minima != self.minima:
            return _redrawn(held, minima)
        turn = _Turn(self, held)
        for look, each in new.items():
            turn.add(look, each)
        return turn.pictured()


def _redrawn(held: Mapping[Look, Declared], minima: Minima) -> Pictured:
    """Return the picture of volumes, all of them compared with all."""
    acts = {k: v for k, v in held.items() if v.kind == "activity"}
    looks = {id(each): look for look, each in held.items()}
    rest = [each for look, each in held.items() if look not in acts]
    pairs = [turned(*each) for each in candidates([*acts.values(), *rest])]
    layers: dict[_Layer, list[tuple[Look, Declared]]] = {}
    for look, each in held.items():
        if not each.fault:
            layers.setdefault(_layer(each), []).append((look, each))
    live = {
        layer: Live.of([_drawn(*each) for each in found], minima)
        for layer, found in layers.items()
    }
    met: dict[Look, dict[Look, Conflict]] = {}
    for conflict in judged(pairs, widest(held.values())):
        one, other = looks[id(conflict.one)], looks[id(conflict.other)]
        _note(met, one, other, conflict)
    return Pictured(held, minima, live, met)


class _Turn:
    """One addition, volume by volume, while it is being made."""

    def __init__(self, old: Pictured, held: Mapping[Look, Declared]) -> None:
        self._old, self._held = old, held
        self._layers = dict(old.layers)
        self._met: dict[Look, dict[Look, Conflict]] = {}

    def add(self, look: Look, new: Declared) -> None:
        """Compare a volume with those before it, and draw it."""
        if new.fault:
            return
        volume = _drawn(look, new)
        beside = [self._layers.get((new.status, True))]
        if new.kind == "activity":
            beside.append(self._layers.get((new.status, False)))
        found = [
            bytes.fromhex(each)
            for live in beside
            if live is not None
            for each in live.conflicts(volume)
        ]
        self._judge(look, new, found)
        layer = _layer(new)
        live = self._layers.get(layer) or Live(self._old.minima)
        self._layers[layer] = live.declared(volume)

    def _judge(self, look: Look, new: Declared, found: list[Look]) -> None:
        looks = {id(self._held[each]): each for each in found} | {id(new): look}
        pairs = [turned(new, self._held[other]) for other in found]
        for each in judged(pairs, self._old.minima):
            for side in (each.one, each.other):
                mine = looks[id(side)]
                self._met.setdefault(mine, dict(self._old.met.get(mine, {})))
            _note(self._met, looks[id(each.one)], looks[id(each.other)], each)

    def pictured(self) -> Pictured:
        """Return the picture that came of it."""
        met = {**self._old.met, **self._met}
        return Pictured(self._held, self._old.minima, self._layers, met)


def _note(
    met: dict[Look, dict[Look, Conflict]], one: Look, other: Look, conflict: Conflict
) -> None:
    met.setdefault(one, {})[other] = conflict
    met.setdefault(other, {})[one] = conflict


def turned(one: Declared, other: Declared) -> tuple[Declared, Declared]:
    """Return two volumes in the order in which their conflict tells them."""
    if one.kind == other.kind == "activity":
        return (one, other) if one.owner <= other.owner else (other, one)
    return (one, other) if one.kind == "activity" else (other, one)


def _layer(declared: Declared) -> _Layer:
    return declared.status, declared.kind == "activity"


def _drawn(look: Look, declared: Declared) -> Volume:
    """Return a volume for a layer: one that is not an activity concerns everyone."""
    party = declared.owner if declared.kind == "activity" else ""
    return declared.volume._replace(id=look.hex(), party=party)
