"""Decide how rows of a table become one-sided requests, and what imports share.

Spec clause 26.10. Each line of a strict CSV (clause 20.14) is read by itself, so that
one bad row costs no other: what cannot be read is named by its line, with the reason.
What is held already is found by Message-ID or digest, so that nothing is imported
twice. Messages of a mailbox are read by `detente.report.mbox`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import msgspec

from detente.dialogue import table
from detente.dialogue.form import encode
from detente.dialogue.forms import uni
from detente.dialogue.table import LineEnd
from detente.dialogue.unilateral import origin
from detente.record.cose import MAX_BYTES
from detente.record.errors import DetenteError, Malformed
from detente.report import filling

NEEDED: Final = ("medium", "made_at", "party", "office", "purpose")
OPTIONAL: Final = ("made_by", "level_sought", "mode", "text", "answer_by")
# Header and signatures of a statement take their part of what it may have.
MOST_BODY_BYTES: Final = MAX_BYTES - 4096
_AS_LINE_2: Final = "Line 2 of the table "


class Problem(NamedTuple):
    """A line of the file that is not imported, the first of its message, and why."""

    line: int
    reason: str


class Importable(NamedTuple):
    """A request as read from the file, without a delivery code; and what to know."""

    line: int
    request: uni.Request
    notes: tuple[str, ...] = ()


Read = Importable | Problem


class Sorted(NamedTuple):
    """What a file comes to: what is new, what is held already, what cannot be read."""

    new: tuple[Importable, ...]
    held: tuple[Importable, ...]
    problems: tuple[Problem, ...]


def read_csv(data: bytes, made_by: str) -> Iterator[Read]:
    """Yield the request of each row of a strict CSV, or why there is none.

    Args:
        data: the bytes of the file.
        made_by: who made those whose row does not say.

    Raises:
        Malformed: the header is none, lacks a column, or has an unknown one.
    """
    header, line_end, end = _header(data)
    columns = table.read(header + end, line_end).columns
    unknown = [each for each in columns if each not in NEEDED + OPTIONAL]
    missing = [each for each in NEEDED if each not in columns]
    if unknown or missing:
        named = ", ".join(unknown or missing)
        what = "has unknown columns" if unknown else "lacks the columns"
        raise Malformed(f"The table {what} {named} (clause 26.10).")
    rest = data[len(header) + len(end) :]
    lines = rest.split(end)
    for number, line in enumerate(lines, 2):
        whole = number < len(lines) + 1
        if not whole and not line:
            return  # what follows the end of the last line
        yield _row(header + end, line, end if whole else b"", line_end, number, made_by)


def _header(data: bytes) -> tuple[bytes, LineEnd, bytes]:
    first = data.partition(b"\n")[0]
    if first.endswith(b"\r"):
        return first[:-1], "CRLF", b"\r\n"
    return first, "LF", b"\n"


def _row(
    header: bytes,
    line: bytes,
    end: bytes,
    line_end: LineEnd,
    number: int,
    made_by: str,
) -> Read:
    try:
        read = table.read(header + line + end, line_end)
        fields = dict(zip(read.columns, read.rows[0], strict=True))
        fields = {"made_by": made_by} | {k: v for k, v in fields.items() if v}
        choice = filling.choose(uni.CODE, "request")
        body = filling.from_fields(choice, fields.items(), {})
    except DetenteError as error:
        reason = error.sentence.removeprefix(_AS_LINE_2)
        return Problem(number, reason)
    assert isinstance(body, uni.Request)  # noqa: S101 - it was chosen above
    digest = hashlib.sha256(line).digest()
    return checked(Importable(number, msgspec.structs.replace(body, sha256=digest)))


def checked(found: Importable) -> Read:
    """Return a request that the record can hold, or why it cannot."""
    try:
        size = len(encode(found.request))
    except Malformed as error:
        return Problem(found.line, error.sentence)
    if size > MOST_BODY_BYTES:
        return Problem(found.line, f"It is longer than a statement: {size} bytes.")
    return found


def sort(read: Iterator[Read], held: Mapping[bytes, uni.Asked]) -> Sorted:
    """Return what is new in a file, what is held, and what cannot be imported.

    Args:
        read: the requests of the file.
        held: the requests that the record holds, by their origin.
    """
    known = dict(held)
    new, again, problems = list[Importable](), list[Importable](), list[Problem]()
    for each in read:
        if isinstance(each, Problem):
            problems.append(each)
            continue
        key = origin(each.request)
        before = known.setdefault(key, each.request)
        if before is each.request:
            new.append(each)
        elif _words(before) == _words(each.request):
            again.append(each)
        else:
            reason = "Its Message-ID is recorded already, with other words or times."
            problems.append(Problem(each.line, reason))
    return Sorted(tuple(new), tuple(again), tuple(problems))


def _words(request: uni.Asked) -> tuple[object, ...]:
    return request.made_at, request.purpose, request.text
