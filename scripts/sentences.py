"""Find the sentences with which the core refuses, marks and doubts, in its source.

They are written in English where they are raised. Of each the pattern is taken: the
text, with a place for each value that bears the name that the value has in the source.
A sentence is told by its shape: it begins with a capital or a value and ends with a
stop. Parts of sentences ("it is given twice") are found where they are handed to what
speaks, or in the functions and tables that hold nothing else; `BESIDES` has the few of
which neither holds, and those that come from a library.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import grimp

from findings import ROOT
from phrasing import Reader, Speaking, is_sentence, shape

SOURCES: Final = ROOT / "src"
SPEAKING: Final = (
    *("detente.console.application", "detente.console.enrolling"),
    *("detente.node.service", "detente.node.run"),
)
"""The programs that officers hear at the console: itself, and the node behind it."""
DISCOVERED: Final = ("detente.dialogue.forms", "detente.dialogue.cases", "detente.node")
"""Packages of which every module is run with them, though no import names it."""
VERIFIER: Final = "detente_verify"
ELSEWHERE: Final = (
    *("detente.report.pages", "detente.report.line_pages", "detente.report.listed"),
    *("detente.report.delivery", "detente.report.watchlog", "detente.report.printed"),
    *("detente.report.onesided", "detente.report.declared", "detente.report.phased"),
    *("detente.report.screening", "detente.report.encountered"),
    *("detente.space.files", "detente.space.kernels", "detente.space.passing"),
    "detente.space.tracking",
    *("detente.node.selftest", "detente.api.serving", "detente.api.schemas"),
    *("detente.console.rendering", "detente.dialogue.definition", "detente.api.tokens"),
    *("detente.dialogue.phrases", "detente.node.clock", "detente.api.application"),
    *("detente.dialogue.intake", "detente.node.supervised", "detente.dialogue.silence"),
    *("detente.report.state", "detente.report.rendering"),
)
"""Modules that the console imports and never hears: what commands alone print or read,
what stops the program before anyone has a page, and what another rule finds."""
SPEAKERS: Final = {
    *("Refused", "Malformed", "Unproven", "Misdirected", "Failed", "StoreFailed"),
    *("HeadLost", "KeysSealed", "PathFailed", "SelfTestFailed", "Misasked", "Barred"),
    *("Forbidden", "NotHeld", "Hurried", "Unreadable", "Unfilled", "Unamendable"),
    *("Unanswered", "NotTaken", "EpochRefused", "AlarmFailed", "NotSeated"),
    *(
        "NotReadable",
        "NotProven",
        "Fault",
        "mark",
        "damaged",
        "_damaged",
        "_cannot",
        "_refused",
    ),
    *("OSError", "_Lost", "not_taken", "_Unreadable"),
}
"""Whatever is handed to these is a sentence or a part of one."""
_PARTS: Final = {"why", "reason", "sentence", "doubt", "_BY_CODE"}
"""What is given one of these names is one too."""
_WHOLE: Final = {
    *("detente.dialogue.terms", "detente.dialogue.batch", "detente.dialogue.theatre"),
    "detente.space.soundness.sound",
    *("detente.space.notices.positions", "detente.space.notices.areas"),
    *("detente.space.notices.runs", "detente.space.notices.leads"),
    *("detente.space.figures", "detente.node.sounder", "detente.node.attending"),
    *("detente.carriers.refusals", "detente.report.filling"),
}
"""Modules whose every text is a sentence or a part of one."""
_ROWS: Final = {"detente.console.plotted", VERIFIER}
"""Modules whose other texts are rows of a table, or what stands in one."""
_NOT_SAID: Final = {
    *("label", "Meta", "compile", "partition", "rpartition", "split", "field"),
    *("removeprefix", "removesuffix", "startswith", "execute", "select", "fixed"),
    *("Form", "write", "RuntimeError", "TypeError", "_Arguments", "add_argument"),
    "error",
}
"""What is handed to these is shown to nobody, or is found by another rule."""
BESIDES: Final = (
    *("{sentence} (clause {clause})", "{sentence} (clause {clause})."),
    *("{term}: {sentence}", "{party}, from position {start} on"),
    "NOT DRAWN, reckon with it everywhere: {of}: {why}",
    *("latitude", "longitude", "Corner", "Point", "corner", "point"),
    # What msgspec says of a value, behind "The field ... does not fit its form".
    *("Expected `{kind}`, got `{other}`", "Expected `{kind}` of length {bound}"),
    *("Expected `{kind}` {bound}", "Invalid value {value}", "{reason} ({status})"),
    "Expected `{kind}` of at least length {least}, got {other}",
    "Expected `{kind}` of at most length {most}, got {other}",
    "Invalid enum value {value}",
    *("Object missing required field `{field}`", "{reason} - at `{path}`"),
    "Object contains unknown field `{field}`",
    # What pydantic says of a request, behind "The field ... cannot be read".
    *("Field required", "Input should be {wanted}", "Input should be a valid {kind}"),
    *("String should have at most {most} characters", "Extra inputs are not permitted"),
    *("String should have at least {least} characters", "Value error, {reason}"),
    "String should match pattern {pattern}",
)
"""What no rule finds."""
BESIDE_ROWS: Final = (
    # Grades of conflicts, parts of notices, and how to part them.
    *("overlap", "within minima", "time unknown", "phase {number}, volume {nth}"),
    *("{of} {length} later", "{of} {feet} ft higher", "{of} {feet} ft lower"),
    *("{of} {miles} NM towards {bearing}", "activity", "movement", "site", "position"),
    *("{case} in {other}", "{case} to {other}", "now", "later", "over", "live"),
    # Areas that were read out of a notice.
    *("{area}, line {line}: {kind}", "{area}: {kind}", "from {lower} to {upper}"),
    *("polygon of {count} corners", "circle, radius {radius} m", "until {end}"),
    *("corridor, width {width} m", "{start} to for ever", "{start} to {end}"),
)
"""Rows that no rule finds."""
VERDICT_ROWS: Final = (
    *("Reference", "Form", "Marked", "From", "To", "Drafted", "Released"),
    *("Released by", "Changes", "Answers", "Had seen", "Body", "Feed", "Position"),
    *(
        "Head",
        "Held by",
        "Channel",
        "Trusted because",
        "Not shown",
        "First head",
        "Second head",
    ),
    *("proves", "{status}, {kind}, precedence {precedence}"),
    "{party}, post {post}, credential {number} (the node's own, automatic)",
)
"""Labels of a verdict's rows, and what stands in them."""


class Place(NamedTuple):
    """A pattern, where it is said, and whether as a row or what stands in one."""

    pattern: str
    where: str
    row: bool = False


@cache
def sentences() -> tuple[Place, ...]:
    """Return each pattern once: those that differ in names of values alone are one."""
    found: dict[str, Place] = {}
    for place in (*_besides(), *_in_source()):
        found.setdefault(shape(place.pattern), place)
    return tuple(found.values())


def _in_source() -> Iterator[Place]:
    for module in heard():
        yield from _of_module(module)
    yield from of_verdicts()


def of_verdicts() -> Iterator[Place]:
    """Yield what the verifier says: sentences, and the rows under them."""
    yield from _of_module(VERIFIER)
    for pattern in VERDICT_ROWS:
        yield Place(pattern, VERIFIER, row=True)


def _of_module(module: str) -> Iterator[Place]:
    rows = module in _ROWS
    for pattern in _reader(module).read(parts=rows or module in _WHOLE):
        row = rows and not is_sentence(pattern)
        yield Place(pattern, module.removeprefix("detente."), row)


def _reader(module: str) -> Reader:
    tree = ast.parse(path_of(module).read_text("utf-8"))
    return Reader(tree, Speaking(SPEAKERS, _PARTS, _NOT_SAID))


def unread() -> Iterator[str]:
    """Yield each call by which something is refused in words that are not read here.

    Whoever passes on what another said is among them, and a sentence that is made in a
    way that no rule follows.
    """
    for module in (*heard(), VERIFIER):
        yield from (f"{module}: {each}" for each in _reader(module).unread())


def _besides() -> Iterator[Place]:
    for pattern in BESIDES:
        yield Place(pattern, "scripts/sentences.py")
    for pattern in BESIDE_ROWS:
        yield Place(pattern, "scripts/sentences.py", row=True)


def heard() -> list[str]:
    """Return the modules that may speak to a console: those that it stands upon."""
    graph = grimp.build_graph("detente")
    found = {each for of in DISCOVERED for each in graph.find_descendants(of)}
    speaking = {*SPEAKING, *found}
    below = (graph.find_upstream_modules(each) | {each} for each in speaking)
    return sorted(
        each
        for each in set().union(*below)
        if not any(each == out or each.startswith(f"{out}.") for out in ELSEWHERE)
    )


def path_of(module: str) -> Path:
    """Return the file of a module."""
    path = SOURCES.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
