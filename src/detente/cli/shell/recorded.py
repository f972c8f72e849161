"""Decide how a file of tracks is read at the command line."""

from pathlib import Path
from typing import Final

from detente.cli.shell import files
from detente.record.errors import Malformed, Misasked
from detente.space.files import cot, cot_tracks, rows
from detente.space.tracking.tracks import Problem, Tracks

MOST_BYTES: Final = 16 << 30


def tracks(path: Path) -> tuple[Tracks, list[Problem]]:
    """Return the reports of a file, and what of it is not read.

    Raises:
        Misasked: it cannot be read, or is a Parquet file and the extra is missing.
        Malformed: it is no track file, or a row of it is wrong.
    """
    data = files.read(path, MOST_BYTES)
    try:
        if cot.is_meant(data):
            return cot_tracks.tracks(data)
        return _of(data, parquet=path.suffix == ".parquet")
    except Malformed as error:
        raise Malformed(f"{path}: {error.sentence}") from error


def _of(data: bytes, *, parquet: bool) -> tuple[Tracks, list[Problem]]:
    try:
        from detente.space.files import bulk
    except ImportError as error:
        if parquet:
            raise Misasked(
                "Parquet needs pyarrow, which is not installed: pip install "
                "'detente[parquet]', or give the tracks as CSV."
            ) from error
        return rows.tracks(data)
    return bulk.from_parquet(data) if parquet else bulk.from_csv(data)
