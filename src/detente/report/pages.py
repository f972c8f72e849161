"""Decide how views are written as lines of plain text, for a terminal or for paper.

What others wrote stands behind a bar, so that no text can pass for a line of the page.
Every light has its age, every mark its clause. Lines may hold any character that the
record allows; whoever prints them shows the invisible ones (`words.visible`).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from detente.dialogue.register import Item
from detente.dialogue.tally import Counts, Tally
from detente.node.readings import Reading
from detente.report.casework import CaseView
from detente.report.described import ActShape, FieldShape
from detente.report.folding import width
from detente.report.inbox import DueRow, Inbox, Row
from detente.report.shown import Attached, Mark, Shown, titled
from detente.report.stages import Progress
from detente.report.words import PRECEDENCE, span, utc, visible

BUCKETS: Final = (
    ("held", "held"),
    ("scheduled", "scheduled"),
    ("refused", "refused"),
    ("refused_precondition", "refused, precondition"),
    ("cancelled", "cancelled"),
    ("no_show", "no-show"),
    ("stepped_down", "stepped down"),
    ("deferred_or_countered", "deferred or countered"),
    ("no_response", "no response"),
    ("not_delivered", "not delivered"),
    ("pending", "pending"),
)
"""What a tally counts requests by, and what people call it."""


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with their cells under each other, wide letters counted as two."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = map(_padded, row, widths)
        yield "  ".join(padded).rstrip()


def _padded(cell: str, places: int) -> str:
    # Most cells are ASCII, of which a page may hold thousands.
    if cell.isascii():
        return cell.ljust(places)
    return cell + " " * (places - width(cell))


def barred(text: str) -> Iterator[str]:
    """Yield the lines of somebody's text behind a bar."""
    for line in text.split("\n"):
        yield f"| {line}"


def how_far(reached: Progress) -> Iterator[str]:
    """Yield in whose record a statement of ours is, and in whose not yet."""
    for each in reached.held_by:
        yield f"IN THEIR RECORD: {each.by}, by {each.path}, {utc(each.at_s)}"
    for code in reached.missing:
        yield f"No receipt from {code} so far. It goes on by itself."
    if reached == Progress("STORED HERE"):
        yield "Receipted by nobody: a channel of our own."


def marked(marks: Sequence[Mark]) -> Iterator[str]:
    """Yield the rules that a statement breaks."""
    for each in marks:
        effect = " It changes no outcome." if each.voids else ""
        yield f"IRREGULAR (clause {each.clause}): {each.sentence}{effect}"


# ---------------------------------------------------------------------------- inbox


def inbox_page(found: Inbox) -> Iterator[str]:
    """Yield the page that a watch sees first."""
    yield f"Received by {found.party}"
    yield from columns([_received(row) for row in found.received])
    yield from _more(found.more_received)
    if found.waiting:
        yield f"   {found.waiting} more wait for what they have seen and is not here."
    yield "Due"
    yield from due_lines(found.dues)
    yield f"Sent by {found.party}"
    yield from columns([_sent(row) for row in found.sent])
    yield from _more(found.more_sent)


def _more(count: int) -> Iterator[str]:
    """Yield how many are not listed, so that no list passes for the whole record."""
    if count:
        yield f"   {count:,} older are not listed."


def _received(row: Row) -> list[str]:
    star = " " if row.acknowledged else "*"
    return [f" {star}", row.precedence, row.reference, _about(row), *_age(row)]


def _sent(row: Row) -> list[str]:
    return ["  ", row.precedence, row.reference, _about(row), *_age(row), _stage(row)]


def _about(row: Row) -> str:
    status = "" if row.status == "OPERATION" else f"{row.status} "
    return f"{status}{titled(row.title, row.summary)}"


def _age(row: Row) -> list[str]:
    clauses = ", ".join(each.clause for each in row.marks)
    return [span(row.age_s), f"IRREGULAR {clauses}" if clauses else ""]


def _stage(row: Row) -> str:
    reached = row.progress
    if reached.missing:
        return f"{reached.stage}, no receipt from {', '.join(reached.missing)}"
    ways = ", ".join(f"{each.by} by {each.path}" for each in reached.held_by)
    return f"{reached.stage} ({ways})" if ways else reached.stage


def due_lines(rows: Sequence[DueRow]) -> Iterator[str]:
    """Yield what is due, of whom, until when."""
    yield from columns([_due(row) for row in rows])


def _due(row: DueRow) -> list[str]:
    late = row.overdue_s > 0
    when = f"OVERDUE {span(row.overdue_s)}" if late else f"in {span(row.overdue_s)}"
    whose = row.post or row.of
    doing = f"{row.kind} (its node sees to it)" if row.by_node else row.kind
    return ["  ", when, whose, doing, row.about, f"clause {row.clause}"]


# ------------------------------------------------------------------------ statement


def statement_page(shown: Shown) -> Iterator[str]:
    """Yield a statement: header, body, signers, marks."""
    precedence = f"{shown.precedence} {PRECEDENCE[shown.precedence]}"
    yield f"{shown.status}  {shown.reference}  {precedence}  {shown.kind}"
    info = (
        f", for information {', '.join(shown.info_posts)}" if shown.info_posts else ""
    )
    yield f"From {shown.from_post} to {shown.to_post}{info}"
    yield from marked(shown.marks)
    for name, cited in (("Answers", shown.answers), ("Changes", shown.changes)):
        if cited:
            yield f"{name} {', '.join(cited)}"
    yield shown.title
    if shown.unreadable is not None:
        yield f"Its body cannot be read here: {shown.unreadable}"
    for row in shown.rows:
        yield from barred(f"{row.label}: {row.text}")
    yield f"Drafted {utc(shown.drafted)}, released {utc(shown.released)}, as they claim"
    times = (
        ("Valid from", shown.valid_from),
        ("Valid until", shown.valid_until),
        ("Reply by", shown.reply_by),
    )
    yield from (f"{name} {utc(at)}" for name, at in times if at is not None)
    yield f"Released by {'; '.join(shown.releasers)}"
    released_to = ", ".join(("", *shown.releasable_to))
    yield f"Language {shown.language}, handling {shown.handling}{released_to}"
    for each in shown.attachments:
        yield from _attached(each)
    yield f"Entry {shown.position} of {shown.party}, id {shown.id}"


def _attached(each: Attached) -> Iterator[str]:
    """Yield an attachment: as it is listed, who says HELD, how much of it is here."""
    # Its name is the other side's choice: nothing in it may pass for a line of ours.
    yield f"Attached: {visible(f'{each.name}, {each.media_type}')}"
    yield f"   {each.size_bytes:,} bytes, SHA-256 {each.sha256}"
    held = [f"HELD by {h.party}, {utc(h.released)} (claimed)" for h in each.held_by]
    if each.declined:
        held.append("beyond what the charter grants, its bytes do not travel")
    elif not each.held_by:
        held.append("no other node has said HELD yet")
    if each.purged:
        held.append("PURGED")
    elif not each.whole_here:
        held.append(f"{each.here_bytes:,} of its bytes are here")
    yield f"   {'; '.join(held)}"


def case_page(case: CaseView) -> Iterator[str]:
    """Yield the case that a statement belongs to."""
    flags = f" [{'; '.join(case.flags)}]" if case.flags else ""
    outcome = f": {case.outcome}" if case.outcome else ""
    yield f"Case ({case.family}){outcome}{flags}"
    rows = [
        ["  ", row.reference, row.title, row.party, utc(row.released), row.knew]
        for row in case.statements
    ]
    yield from columns(rows)
    for each in case.receipts:
        yield f"   {each.act} {each.of}: {each.by}, {utc(each.released)} (claimed)"
    for pair in case.crossings:
        yield f"   CROSSED: {pair.later} had not seen {pair.earlier}"
    for seen in case.seen:
        yield f"Its releaser had seen {seen.size} entries of {seen.party}"


def acts_page(acts: Sequence[ActShape]) -> Iterator[str]:
    """Yield acts of a form, each with what screens call it."""
    yield from columns(
        [[f"{each.form} {each.act}".rstrip(), each.title] for each in acts]
    )


def form_page(shapes: Sequence[FieldShape]) -> Iterator[str]:
    """Yield the fields of a form, `*` those that must be filled in."""
    yield from columns(list(_field_rows(shapes, "")))


def _field_rows(shapes: Sequence[FieldShape], indent: str) -> Iterator[list[str]]:
    for each in shapes:
        explained = f"{each.label}. {each.explained}" if each.explained else each.label
        star = " *" if each.required else "  "
        yield [star, indent + each.name, each.kind, explained]
        yield from _field_rows(each.fields, indent + "  ")


# ---------------------------------------------------------------------------- tally


def tally_page(tally: Tally, items: Sequence[Item]) -> Iterator[str]:
    """Yield a tally and the register of preconditions."""
    heads = ", ".join(f"{h.party}/{h.generation} {h.size}" for h in tally.heads)
    yield f"Contact requests at the heads {heads}"
    kinds = [["", *(_side(row.asker, row.addressee) for row in tally.rows), "all"]]
    kinds += [["level", *(row.level for row in tally.rows), ""]]
    kinds += [["mode", *(row.mode for row in tally.rows), ""]]
    counts = [*(row.counts for row in tally.rows), tally.total]
    kinds += [["requested", *(str(each.requested) for each in counts)]]
    for field, name in BUCKETS:
        kinds += [[name, *(_count(each, field) for each in counts)]]
    kinds += [["answered late", *(str(each.late) for each in counts)]]
    kinds += [["median to answer", *(_time(each.median_answer_s) for each in counts)]]
    kinds += [["longest", *(_time(each.longest_answer_s) for each in counts)]]
    yield from columns(kinds)
    for party, count in tally.total.cancelled_by.items():
        yield f"cancelled by {party}: {count}"
    if items:
        yield "Preconditions"
    for item in items:
        claimed = ", the other side claims that it is met" if item.claimed_met else ""
        yield f"{item.raised_by} {item.number}: {item.status}{claimed}"
        yield from barred(str(item.text))
        if item.refused:
            yield f"  refused on its ground: {', '.join(item.refused)}"


def _side(asker: str, addressee: str) -> str:
    return f"{asker} asks {addressee}"


def _count(counts: Counts, field: str) -> str:
    return str(getattr(counts, field))


def _time(length_s: int | None) -> str:
    return "" if length_s is None else span(length_s)


# --------------------------------------------------------------------- readings


def readings_page(readings: Sequence[Reading]) -> Iterator[str]:
    """Yield who has read what is personal, oldest first."""
    if not readings:
        yield "No reading is logged."
    rows = [[utc(each.at_s), each.by, each.way, each.reference] for each in readings]
    yield from columns(rows)
