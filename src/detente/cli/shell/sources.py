"""Decide what a file holds that somebody hands in: a list, volumes, or a notice.

What is in the file tells; only a list of CSV is told from the text of a notice by its
name.
"""

from pathlib import Path
from typing import Final, NamedTuple

from detente.cli.shell import files, pasted
from detente.record.errors import Malformed
from detente.report.tables import csvtext, workbook
from detente.report.tables.csvtext import Encoding
from detente.report.tables.sheet import Sheet
from detente.space.files import cot, cot_volumes, reading
from detente.space.notices import notice
from detente.space.notices.notice import Notice, NoticeArea
from detente.space.notices.positions import MinutesAs
from detente.space.volume import Volume

MOST_BYTES: Final = 64 << 20
_LISTS: Final = (".csv", ".tsv")


class Hints(NamedTuple):
    """What somebody knows of a file that it does not say itself."""

    minutes_as: MinutesAs | None = None
    encoding: Encoding | None = None
    width_mm: int | None = None


def read(path: Path, hints: Hints) -> Sheet | Notice | list[Volume]:
    """Return what a file holds.

    Raises:
        Misasked: it cannot be read.
        Malformed: it is none of what is read, or is broken.
    """
    if str(path) == "-":
        return notice.read(pasted.text_of(path), hints.minutes_as)
    data = files.read(path, MOST_BYTES)
    try:
        if workbook.is_meant(data):
            return workbook.read(data)
        if path.suffix.lower() in _LISTS:
            return csvtext.read(data, hints.encoding)
        if cot.is_meant(data):
            return cot_volumes.read(data, hints.width_mm)
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
            return reading.volumes(data)
    except Malformed as error:
        raise Malformed(f"{path}: {error.sentence}") from error
    return notice.read(pasted.text_of(path), hints.minutes_as)


def as_notice(source: Notice | list[Volume]) -> Notice:
    """Return volumes as a notice has them: none of them is doubtful."""
    if isinstance(source, Notice):
        return source
    return Notice(tuple(NoticeArea(each, (), 0) for each in source), (), (), ())
