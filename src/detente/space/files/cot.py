"""Read the events of a Cursor on Target file, version 2.0.

A file holds one event, several in a row, or several within one element. Nothing is
declared in it: a DOCTYPE is refused, and so an entity can neither grow nor reach for
another file. Which side a type counts an object to (friend, hostile) is read nowhere:
that is the view of whoever sent it, and Detente takes no side.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from xml.parsers import expat

from detente.record.errors import Malformed

UNKNOWN: Final = 9_999_999
"""What `hae`, `ce` and `le` say where they say nothing."""
MOST_EVENTS: Final = 1_000_000
MOST_DEPTH: Final = 32
_DECLARED: Final = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
# It may not run over another beginning: looking for many ends would take for ever.
_PROLOG: Final = re.compile(r"<\?xml\b[^<>]*\?>")
_SAID_UTF_8: Final = re.compile(r"encoding\s*=\s*[\"']\s*utf-?8\s*[\"']", re.IGNORECASE)


class Element(NamedTuple):
    """An element: its name, its attributes, what is in it, and on which line it is."""

    name: str
    given: Mapping[str, str]
    inside: "list[Element]"
    line: int

    def all(self, name: str) -> "list[Element]":
        """Return the elements of a name that are directly in it."""
        return [each for each in self.inside if each.name == name]

    def first(self, name: str) -> "Element | None":
        """Return the first element of a name that is directly in it."""
        return next(iter(self.all(name)), None)


class Event(NamedTuple):
    """An event by its number in the file, from 1."""

    number: int
    uid: str
    kind: str
    element: Element

    @property
    def where(self) -> str:
        """How a sentence names it."""
        return f"Event {self.number}, line {self.element.line}"

    @property
    def detail(self) -> Element:
        """Its detail; an empty one where it has none."""
        found = self.element.first("detail")
        return found or Element("detail", {}, [], self.element.line)

    def needed(self, name: str) -> str:
        """Return an attribute of it.

        Raises:
            Malformed: it has none of that name.
        """
        if not (found := self.element.given.get(name, "")):
            raise Malformed(f"{self.where}, has no {name}.")
        return found


def is_meant(data: bytes) -> bool:
    """Say whether a file looks like XML."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def events(data: bytes) -> list[Event]:
    """Return the events of a file, in their order.

    Raises:
        Malformed: it is no such XML, declares something, or an event has no uid.
    """
    text = _text(data)
    # Several events in a row are no document: within one element they are.
    document = f"<_>{_PROLOG.sub('', text)}</_>"
    found = _Reading().read(document)
    if not found:
        raise Malformed("The file has no event of Cursor on Target.")
    read = []
    for number, each in enumerate(found, 1):
        event = Event(
            number, each.given.get("uid", ""), each.given.get("type", ""), each
        )
        event.needed("uid")
        event.needed("type")
        if len(event.uid) > 200 or not event.uid.isprintable():  # noqa: PLR2004
            raise Malformed(f"{event.where}, has a uid that cannot be shown.")
        read.append(event)
    return read


def _text(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        Malformed: it is no UTF-8, or declares something.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed(
            f"The file is no text in UTF-8: byte {error.start + 1} is wrong."
        ) from error
    if (found := _DECLARED.search(text)) is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise Malformed(f"Line {line} declares what no event needs: it is not read.")
    for prolog in _PROLOG.findall(text):
        if "encoding" in prolog and not _SAID_UTF_8.search(prolog):
            raise Malformed("The file says that it is no UTF-8: save it as UTF-8.")
    return text


class _Reading:
    """What is read so far: the events, and the elements that are still open."""

    def __init__(self) -> None:
        self.events: list[Element] = []
        self._open: list[Element] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end

    def read(self, document: str) -> list[Element]:
        """Return the events of a document.

        Raises:
            Malformed: it is no XML, or too deep.
        """
        try:
            self._parser.Parse(document, True)  # noqa: FBT003 - it takes no name
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise Malformed(f"Line {error.lineno} is no XML: {why}.") from error
        return self.events

    def _begin(self, name: str, given: dict[str, str]) -> None:
        if len(self._open) >= MOST_DEPTH or len(self.events) >= MOST_EVENTS:
            raise Malformed("The file has more elements than any list of events.")
        line = self._parser.CurrentLineNumber
        made = Element(name.rpartition(":")[2], given, [], line)
        within = any(each.name == "event" for each in self._open)
        if within:
            self._open[-1].inside.append(made)
        elif made.name == "event":
            self.events.append(made)
        self._open.append(made)

    def _end(self, name: str) -> None:
        del name
        self._open.pop()
