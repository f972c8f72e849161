"""Another processor finds the same: here the same one, its vector instructions off."""

import os
import subprocess
import sys

import numpy as np
import pytest

from findings import ROOT

PROGRAM = """
import hashlib
import numpy as np
from bench import sightings
from bench.approaching import CLOSENESS, _moving
from bench.theatres import week
from detente.space import sphere
from detente.space.meeting.pairs import Prepared, conflicts
from detente.space.passing.encounters import approaches
from detente.space.volume import Minima

picture = week(3_000, seed=5).picture
seen = hashlib.sha256(picture.areas.directions.tobytes())
for minima in (Minima(), Minima(9_260_000, 304_800, 900_000)):
    ready = Prepared(picture, minima.lateral_mm)
    found = conflicts(ready, ready, minima)
    seen.update(np.ascontiguousarray(found, dtype="<i8").tobytes())
    print(len(found))
for each in approaches(_moving(sightings.objects(3_000, seed=5)), CLOSENESS):
    told = each._replace(dcpa_m=round(each.dcpa_m, 6))
    seen.update(repr(told).encode())
lat = np.arange(-90 * 10**9, 90 * 10**9, 123_456_789)
seen.update(sphere.directions(lat, lat * 2).tobytes())
print(float(np.sin(lat.astype(float)).sum()).hex(), seen.hexdigest())
"""


def run(off: str) -> list[str]:
    """Return what the program says with some instructions switched off."""
    around = {**os.environ, "NPY_DISABLE_CPU_FEATURES": off, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=around,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_what_is_found_is_the_same_without_vector_instructions() -> None:
    """Of areas, for there whole numbers decide what floating point cannot tell.

    Of moving objects, for there it adds, multiplies, divides and takes roots alone.
    """
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    off = " ".join(found)
    if not off:
        pytest.skip("This processor has no vector instructions to switch off.")

    plain, fast = run(off), run("")

    assert int(fast[0]) > 0
    assert plain[:2] == fast[:2]
    assert plain[3] == fast[3]
