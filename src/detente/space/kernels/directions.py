"""Turn places into directions, as `detente.space.sphere` does, one after the other."""

import numpy as np

from detente.space.kernels.jit import compiled
from detente.space.sphere import CERTAIN, FLAT, UNIT, Integers
from detente.space.volume import E9


@compiled
def directions(lat_e9: Integers, lon_e9: Integers) -> tuple[Integers, Integers]:
    """Return the directions of places, and of which rows they are in doubt."""
    found = np.empty((len(lat_e9), 3), np.int64)
    doubtful, many = np.empty(len(lat_e9), np.int64), 0
    for row in range(len(lat_e9)):
        lat, lon = np.deg2rad(lat_e9[row] / E9), np.deg2rad(lon_e9[row] / E9)
        level = np.cos(lat)
        x, y, z = level * np.cos(lon), level * np.sin(lon), np.sin(lat) * FLAT
        scale = UNIT / np.sqrt(x * x + y * y + z * z)
        sure = True
        for column, figure in enumerate((x * scale, y * scale, z * scale)):
            whole = np.rint(figure)
            found[row, column] = int(whole)
            sure = sure and abs(abs(figure - whole) - 0.5) >= CERTAIN
        doubtful[many] = row
        many += not sure
    return found, doubtful[:many]
