"""What loops are given: figures in columns, known with and without numba."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from detente.space.picture import Flags
from detente.space.sphere import Integers, Reals

Rows = npt.NDArray[np.int32]
Singles = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint8]

APART: Final = 0
MEET: Final = 1
OPEN: Final = 2
"""What is said of a pair; of the last, that it is not known."""

BITS: Final = 30
"""Of a place along a chart, in whole steps."""
WEST, SOUTH, EAST, NORTH, START, END, LOW, HIGH = range(8)
"""The columns of a row: where a box stands, when, and how high; in steps."""


class Outlines(NamedTuple):
    """Polygons on a chart: area `a` has the corners `begin[a]` to `begin[a + 1]`.

    A side leads from each corner to the corner `head`. Boxes hold the corners, with
    `CLOSE` to spare or more; `circle` is the middle and the radius of a circle within
    each, below nought where none is known.
    """

    u: Reals
    v: Reals
    head: Integers
    begin: Integers
    box: Reals
    circle: Reals


class Grids(NamedTuple):
    """Boxes by the cells that they cover, in each by their beginnings.

    Cell `c` has the rows `begin[c]` to `begin[c + 1]`, and is the one of `where`: its
    grid, column and row. `box` is the number of each row's box, `held` to which list of
    the cell it belongs: those at home for each slot, and then guests.
    """

    rows: Rows
    box: Rows
    held: Rows
    begin: Integers
    where: Rows


class Division(NamedTuple):
    """How faces and time are divided: into squares 2^`bits` a side, and moments.

    A moment has 2^`shift` steps of time.
    """

    bits: int
    shift: int


class Cells(NamedTuple):
    """Boxes by cells of space and time, for places to be compared with.

    `squares` has the number of each square that any box reaches; it has a cell for each
    moment. Cell `c` has the rows `begin[c]` to `begin[c + 1]`; `box` is the number of
    each row's box.
    """

    squares: Rows
    begin: Rows
    rows: Rows
    box: Rows


class Declaration(NamedTuple):
    """What boxes stand for: entries and areas, and exactly when and how high.

    Steps of time are of `tick_ms` from `first_ms` to `last_ms`. Whether an area is
    `flat` tells whether it is a polygon and no more.
    """

    first_ms: int
    last_ms: int
    tick_ms: int
    division: Division
    entry: Integers
    area: Integers
    flat: Flags
    start_us: Integers
    end_us: Integers
    lowest_mm: Integers
    highest_mm: Integers


class Places(NamedTuple):
    """Places at moments, by their directions; a height that is not `known` is any."""

    directions: Integers
    time_us: Integers
    alt_mm: Integers
    known: Flags


class Flying(NamedTuple):
    """Moving objects beside their ways: how high, and whose by number.

    A height that is not a number is unknown. Without parties `whose` is empty; 0 is one
    that is not named.
    """

    alt_m: Reals
    climb_ms: Reals
    whose: Integers


class Terms(NamedTuple):
    """From when until when, and how close, moving objects are looked for.

    Half of `vertical_m`, and a little more, is `half_m`. The chord of the lateral
    minimum is `reach`; on a straight line its square may be `square`.
    """

    start_s: float
    end_s: float
    vertical_m: float
    half_m: float
    reach: float
    square: float


class Near(NamedTuple):
    """Pairs of moving objects, each from one moment to another."""

    one: Integers
    other: Integers
    from_s: Reals
    until_s: Reals


FACES: Final = 6
SLOTS: Final = 3
"""Whose boxes stand together: a party's that has its own, or all others'."""
CODES: Final = 254
NOTHING: Final = 255
"""A box's figure is one of so many codes; nought if it lies before everything."""
BOUNDLESS: Final = 1e18
"""So far away is what lies before everything."""


class Held(NamedTuple):
    """What stands, for one question at a time: boxes in nodes of 32, entries, corners.

    Boxes have the eight figures that `standing.boxes` tells, one of all 32 after the
    other, each as a code: of how many steps it is above the least in its node. `frames`
    are these least figures, and how many steps one is. `below` is the node under each
    box, or of an entry its number with all bits turned. The first node is none: of it
    `below` is for each face the node to begin at for each slot, or -1; and then the
    party of each slot, the first of which is anybody's. A row of an entry is as
    `standing.rows` tells it.
    """

    frames: Singles
    codes: Codes
    below: Rows
    rows: Integers
    rings: Integers
    corners: Integers
    directions: Integers
