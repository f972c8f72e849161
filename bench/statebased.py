"""BlueSky's compiled conflict detection, without the simulator around it.

Its module needs numpy alone. It is loaded by its place, for importing the package would
start with what draws and flies; so nothing else of BlueSky is installed.
"""

from __future__ import annotations

from importlib.machinery import EXTENSION_SUFFIXES
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bench.process import BenchError

if TYPE_CHECKING:
    from bench.sightings import Objects
    from detente.space.sphere import Integers

_PACKAGE: Final = "bluesky-simulator"
_MODULE: Final = "bluesky/traffic/asas/cstatebased"


class StateBased:
    """The detection, at one lookahead and one pair of minima for all objects."""

    def __init__(self, lookahead_s: float, lateral_m: float, vertical_m: float) -> None:
        """Load it.

        Raises:
            BenchError: it is not installed, or not for this Python.
        """
        self.version, self._compiled = _loaded()
        self._minima = lateral_m, vertical_m, lookahead_s

    def conflicts(self, moving: Objects) -> list[tuple[str, str]]:
        """Return the pairs it finds, each of both sides."""
        count = len(moving.lat_e9)
        traffic = SimpleNamespace(
            ntraf=count,
            id=[str(each) for each in range(count)],
            lat=moving.lat_e9 / 1e9,
            lon=moving.lon_e9 / 1e9,
            alt=moving.alt_m,
            gs=moving.ground_speed_ms,
            trk=moving.track_deg,
            vs=moving.vertical_speed_ms,
        )
        minima = (np.full(count, each) for each in self._minima)
        found: list[tuple[str, str]] = self._compiled.detect(traffic, traffic, *minima)[
            0
        ]
        return found


def pairs(found: list[tuple[str, str]]) -> Integers:
    """Return pairs of ids as rows of places, each pair once."""
    rows = np.array(found, dtype=np.int64).reshape(-1, 2)
    return np.unique(np.sort(rows, axis=1), axis=0)


def _loaded() -> tuple[str, Any]:
    try:
        package = distribution(_PACKAGE)
    except PackageNotFoundError as error:
        raise BenchError("BlueSky is missing: install with make bench-space") from error
    for suffix in EXTENSION_SUFFIXES:
        place = Path(str(package.locate_file(_MODULE + suffix)))
        spec = spec_from_file_location("cstatebased", place)
        if place.is_file() and spec is not None and spec.loader is not None:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            return f"BlueSky {package.version}", module
    raise BenchError("BlueSky has no compiled detection for this Python")
