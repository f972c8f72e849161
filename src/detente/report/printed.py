"""Decide how a statement stands on paper: 80 places wide, in one language or two.

Spec clauses 21.3 and 21.9. A page outlives screens: it is signed for at a gate, filed,
read out. So the status stands first and last, in words, precedence too, times as
date-time groups in Zulu; each field is under its label in the languages of the page,
side by side; what officers wrote stands behind a bar, so that no text can pass for a
line of the page. Rules that it breaks stand above its body. At the foot are its id and
the check words, by which page, record and voice are compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from detente.dialogue.amending import Amendment
from detente.dialogue.form import Body
from detente.report.amended import filled
from detente.report.folding import folded, width
from detente.report.pages import marked
from detente.report.shown import Shown
from detente.report.translated import Catalogue
from detente.report.words import PRECEDENCE, dtg, visible
from detente.report.writing import Writer

PLACES: Final = 80
_COLUMN: Final = 39
_BAR: Final = "| "
_RULE: Final = "=" * PLACES
_LINE: Final = "-" * PLACES


def printed(
    shown: Shown,
    body: Body | None,
    says: Sequence[Catalogue],
    check_words: str = "",
    changes: Amendment | None = None,
) -> Iterator[str]:
    """Yield the page of a statement, line by line.

    Args:
        shown: the statement.
        body: its body, None where it cannot be read here.
        says: the languages of the labels, one or two.
        check_words: those of its body (clause 21.6), if it has any.
        changes: what it changes of the charter, if it proposes or accepts that.
    """
    writer = Writer(tuple(says), dtg, "\n")
    yield from _status(shown, says)
    yield _RULE
    yield from _heading(shown, body, writer)
    for line in marked(shown.marks):
        yield from folded(line, PLACES)
    yield _LINE
    if body is None:
        yield writer.fixed("Its body cannot be read here")
        yield from _behind_bar(shown.unreadable or "")
    else:
        yield from _fields(body, changes, writer)
    yield _RULE
    yield from _foot(shown, writer, check_words)
    yield from _status(shown, says)


def _status(shown: Shown, says: Sequence[Catalogue]) -> Iterator[str]:
    """Yield the status three times in a line for each language, as voice has it."""
    said = [each.coded(shown.status, "statement.status") for each in says]
    yield from (" ".join([each] * 3) for each in dict.fromkeys(said))


def _heading(shown: Shown, body: Body | None, writer: Writer) -> Iterator[str]:
    precedence = writer.fixed(PRECEDENCE[shown.precedence])
    yield from folded(f"{shown.precedence} {precedence}", PLACES)
    title = shown.title if body is None else writer.title(type(body))
    yield from folded(title, PLACES)
    rows = (
        (writer.fixed("Reference"), shown.reference),
        (writer.fixed("Kind"), writer.coded(shown.kind, "statement.kind")),
        (writer.fixed("From"), shown.from_post),
        (writer.fixed("To"), shown.to_post),
        (writer.fixed("For information"), ", ".join(shown.info_posts)),
        (writer.fixed("Answers"), ", ".join(shown.answers)),
        (writer.fixed("Changes"), ", ".join(shown.changes)),
        (writer.fixed("Drafted"), dtg(shown.drafted)),
        (writer.fixed("Released"), dtg(shown.released)),
        (writer.fixed("Valid from"), _moment(shown.valid_from)),
        (writer.fixed("Valid until"), _moment(shown.valid_until)),
        (writer.fixed("Reply by"), _moment(shown.reply_by)),
        (writer.fixed("Language"), shown.language),
        (writer.fixed("Handling"), _handling(shown, writer)),
    )
    yield from _table(rows)


def _moment(time_s: int | None) -> str:
    return "" if time_s is None else dtg(time_s)


def _handling(shown: Shown, writer: Writer) -> str:
    handling = writer.coded(shown.handling, "statement.handling")
    return ", ".join((handling, *shown.releasable_to))


def _fields(body: Body, changes: Amendment | None, writer: Writer) -> Iterator[str]:
    for label, text in filled(body, changes, writer):
        yield from _beside([each.label(label) for each in writer.says])
        yield from _behind_bar(text)


def _beside(labels: Sequence[str]) -> Iterator[str]:
    """Yield labels side by side; one alone has the whole width."""
    if len(labels) == 1:
        yield from folded(labels[0], PLACES)
        return
    cells = [list(folded(each, _COLUMN)) for each in labels]
    for row in zip_longest(*cells, fillvalue=""):
        padded = (each + " " * (_COLUMN + 1 - width(each)) for each in row)
        yield "".join(padded).rstrip()


def _behind_bar(text: str) -> Iterator[str]:
    for row in text.split("\n"):
        for line in folded(visible(row), PLACES - len(_BAR)):
            yield f"{_BAR}{line}"


def _foot(shown: Shown, writer: Writer, check_words: str) -> Iterator[str]:
    for each in shown.attachments:
        name = visible(f"{each.name}, {each.media_type}, {each.size_bytes} bytes")
        held = "\n".join(f"{h.party} {dtg(h.released)}" for h in each.held_by)
        lacking = writer.fixed("nobody has said HELD")
        yield from _table(
            (
                (writer.fixed("Attached"), name),
                ("SHA-256", each.sha256),
                (writer.fixed("Held by"), held or lacking),
            )
        )
    rows = (
        (writer.fixed("Released by"), "\n".join(shown.releasers)),
        (writer.fixed("Entry"), f"{shown.party} {shown.position}"),
        (writer.fixed("Id"), shown.id),
        (writer.fixed("Check words"), check_words),
    )
    yield from _table(rows)
    yield from folded(
        writer.fixed("Times are claims of the side that released this."), PLACES
    )
    if len(writer.says) > 1:
        for said in writer.says:
            yield from folded(said.fixed("Only the authentic text binds."), PLACES)


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield names and what stands for them; a long one goes on below."""
    told = [(name, text) for name, text in rows if text]
    indent = min(max(width(name) for name, _ in told) + 2, _COLUMN)
    for name, text in told:
        names = folded(name, indent - 1)
        for left, right in zip_longest(
            names, folded(text, PLACES - indent), fillvalue=""
        ):
            yield f"{left}{' ' * (indent - width(left))}{right}".rstrip()
