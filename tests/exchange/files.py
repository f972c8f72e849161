"""Attachments in tests: sides that list and upload them, and nodes that talk."""

import hashlib
from collections.abc import Callable, Iterator

from tests.exchange.sides import TERMS, Node, Place, Sides

from detente.exchange.bundle import Bundle
from detente.exchange.piece import Content, Piece
from detente.exchange.quota import Bounds
from detente.exchange.replica import Answered, Failed, Tick
from detente.node.line import Released, Taken, Uploaded
from detente.record.statement import Attachment

BOUNDS = Bounds(1_000_000, 2_000_000, 5_000_000, 1_000_000)
BY_FILE = TERMS._replace(attachments=BOUNDS)
Passing = Callable[[Bundle], Iterator[Bundle]]


def listed(data: bytes, name: str = "table.csv") -> Attachment:
    """Return what a header says of these bytes."""
    digest = hashlib.sha256(data).digest()
    return Attachment(name, "text/csv", len(data), digest)


def content_of(data: bytes) -> Content:
    """Return what these bytes are known by."""
    return Content(hashlib.sha256(data).digest(), len(data))


def text(number: int, size: int = 100_000) -> bytes:
    """Return bytes that are told from every other by their number."""
    return (b"row %d, " % number * (size // 8 + 1))[:size]


def open_node(sides: Sides, code: str, place: Place | None = None) -> Node:
    """Return a node of a line on which attachments travel."""
    where = place or Place()
    line = sides.open(code, where, BY_FILE)
    line.turn([Released(entry) for entry in sides.feeds[code][line.own.size :]])
    return Node(line, where)


def upload(node: Node, data: bytes, cut: int = 30_000) -> int:
    """Put bytes into a node, piece by piece; return how much it then holds."""
    content, held = content_of(data), 0
    for start in range(0, len(data), cut):
        piece = Piece(content, start, data[start : start + cut])
        (output,) = node.line.turn([Uploaded(piece)])
        assert isinstance(output, Taken), output
        held = output.held_bytes
    return held


def attach(sides: Sides, node: Node, *files: bytes, **fields: object) -> None:
    """Let a node's party state something that lists files, which go there first."""
    for data in files:
        upload(node, data)
    code = node.line.party.code
    attachments = tuple(listed(each, f"{at}.csv") for at, each in enumerate(files))
    entry = sides.say(code, b"with files", attachments=attachments, **fields)
    outputs = node.line.turn([Released(entry)])
    assert not isinstance(outputs[0], Exception), outputs


def whole(node: Node, data: bytes) -> bool:
    """Tell whether a node holds these very bytes, and says so."""
    content = content_of(data)
    kept = node.place.store.content_bytes(content, 0, len(data) + 9)
    return node.place.store.content(content).whole and kept == data


def straight(bundle: Bundle) -> Iterator[Bundle]:
    """Let a bundle pass."""
    yield bundle


def talk(one: Node, other: Node, seconds: int = 60, by: Passing = straight) -> int:
    """Let two nodes work for a while; return how many bundles brought pieces.

    `by` is what becomes of each bundle, and of each answer, on its way.
    """
    carried = 0
    for _ in range(seconds):
        for node in (one, other):
            node.place.clock.move(1.0)
        carried += work(one, other, by)
        carried += work(other, one, by)
    return carried


def work(sender: Node, reader: Node, by: Passing = straight) -> int:
    """Let a node send what it has for another; return how many bundles had pieces."""
    code, carried = reader.line.party.code, 0
    found = sender.line.step(code, Tick())
    while not isinstance(found, float):
        carried += bool(found.pieces)
        answers = [reader.answer(each) for each in by(found)]
        back = [each for answer in answers for each in by(answer)]
        for answer in back:
            sender.answer(answer)
        found = sender.line.step(code, Answered(0.5) if back else Failed(0.5))
    return carried
