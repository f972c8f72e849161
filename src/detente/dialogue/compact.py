"""Decide how a body is written as a short text, for a thin path or a voice.

Spec clauses 21.4 to 21.7. Over a text message, a radio or a bad telephone a body goes
as one line: fields by the number of their place in the definition, numbers in base 36,
what has its default left out. Three words at the end are a check sum of the body
itself, not of its spelling: a letter misheard shows, and a text that reads at all is
the body that was meant. A STOP so written is short enough for two text messages. The
word list is an argument: reading it is not pure.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar, assert_never

import msgspec

from detente.dialogue import definition
from detente.dialogue.definition import Coded, Either, Kind, Listed, Perhaps, Record
from detente.dialogue.form import Body, Form, Unreadable, decode, encode
from detente.dialogue.forms import FORMS
from detente.record.cose import MAX_BYTES
from detente.record.errors import Malformed
from detente.record.wire import Value

CHECK_WORDS: Final = 3
WORD_BITS: Final = 11
MAX_CHARS: Final = 5 * MAX_BYTES
_T = TypeVar("_T")
_DOMAIN: Final = b"detente-compact/1"
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NOTHING: Final = "."
# The signs of a text message (GSM 03.38, basic) without the two that mean something.
_AS_IT_IS: Final = re.compile(r"[ !#-;=-Z_a-z]", re.ASCII)
_WHOLE: Final = re.compile(
    r"([A-Z]{3,5})/([0-9A-Z]{1,4})/([0-9A-Z]{1,4}) (.*)"
    rf"((?: [A-Z]+){{{CHECK_WORDS}}})",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_NUMBER: Final = re.compile(r"-?[0-9A-Z]{1,14}", re.ASCII | re.IGNORECASE)
_PLACE: Final = re.compile(r"([0-9A-Z]{1,4})=", re.ASCII | re.IGNORECASE)
_TEXT: Final = re.compile(r'"([^"]*)"')
_BYTES: Final = re.compile(r"'([^']*)'")
_RUN: Final = re.compile(
    r"<((?:[0-9A-Z]{1,4}\.)*[0-9A-Z]{1,4})>", re.ASCII | re.IGNORECASE
)
_NOT_ONE: Final = "This is no compact text of a body (clause 21.4)."


def write(
    form: Form, body: Body, word_list: Sequence[str], *, letters: bool = False
) -> str:
    """Return a body as one line of text.

    Args:
        form: the form it is of.
        body: the body.
        word_list: the 2,048 words of BIP-39, English, in their order.
        letters: keep the letters of every script, to be read aloud; left out, all is
            spelled in signs that any path carries.

    Raises:
        Malformed: a text or number in it has no place in the record (clause 1).
    """
    act = form.bodies.index(type(body))
    name = f"{form.code}/{base36(form.version)}/{base36(act)}"
    fields = _record(body, letters=letters)
    return f"{name} {fields} {check_words(form, body, word_list)}"


def check_words(form: Form, body: Body, word_list: Sequence[str]) -> str:
    """Return the words by which a body is checked by voice (clause 21.6)."""
    named = f"{form.code}/{form.version}\n".encode()
    digest = hashlib.sha256(_DOMAIN + named + encode(body)).digest()
    bits = int.from_bytes(digest, "big") >> 8 * len(digest) - CHECK_WORDS * WORD_BITS
    shifts = range(WORD_BITS * (CHECK_WORDS - 1), -1, -WORD_BITS)
    return " ".join(word_list[bits >> shift & (1 << WORD_BITS) - 1] for shift in shifts)


def base36(number: int) -> str:
    """Return a number in base 36."""
    rest, digits = abs(number), ""
    while rest or not digits:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
    return f"-{digits}" if number < 0 else digits


def read(text: str, word_list: Sequence[str]) -> tuple[Form, Body]:
    """Read a body that was written so, and its form.

    Capitals and small letters are the same but in texts and bytes; space around the
    line is nothing.

    Raises:
        Malformed: it is no such text, or the check words are of another body.
    """
    found = _WHOLE.fullmatch(text.strip()) if len(text) <= MAX_CHARS else None
    if found is None:
        raise Malformed(_NOT_ONE)
    code, version, act, fields, words = found.groups()
    form = FORMS.get((code.upper(), int(version, 36)))
    if form is None or int(act, 36) >= len(form.bodies):
        raise Malformed("A compact text is of no form that is known (clause 21.4).")
    kind = form.bodies[int(act, 36)]
    body = _body(form, kind, _Reader(fields).whole(kind))
    if check_words(form, body, word_list) != " ".join(words.lower().split()):
        raise Malformed("The check words are of another body (clause 21.6).")
    return form, body


def _body(form: Form, kind: type[Body], value: Value) -> Body:
    try:
        body = msgspec.convert(value, kind, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(f"The body does not fit its form: {error}.") from error
    # What the record cannot hold is refused here as there.
    again = decode(form, encode(body))
    if isinstance(again, Unreadable):
        raise Malformed(again.reason)
    return body


# --- writing ---------------------------------------------------------------------


def _record(record: msgspec.Struct, *, letters: bool) -> str:
    told = msgspec.to_builtins(record, builtin_types=(bytes,))
    given = [
        f"{base36(place)}={_value(field.kind, getattr(record, field.name), letters)}"
        for place, field in enumerate(definition.fields_of(type(record)))
        if field.name in told
    ]
    return f"({','.join(given)})"


def _value(kind: Kind, value: object, letters: bool) -> str:  # noqa: FBT001 - one arm a kind
    match kind:
        case Perhaps():
            return _NOTHING if value is None else _value(kind.kind, value, letters)
        case Listed() if isinstance(value, tuple):
            return f"({','.join(_value(kind.item, each, letters) for each in value)})"
        case Record() if isinstance(value, msgspec.Struct):
            return _record(value, letters=letters)
        case Either() if isinstance(value, msgspec.Struct):
            number = kind.records.index(Record(type(value)))
            return base36(number) + _record(value, letters=letters)
        case Coded() if isinstance(value, str | int):
            return base36(kind.values.index(value))
        case "bytes" if isinstance(value, bytes):
            return f"'{b64encode(value).decode()}'"
        case "text" if isinstance(value, str):
            return f'"{_text(value, letters=letters)}"'
        case _ if isinstance(value, int):
            return base36(value)
        case _:
            raise Malformed(_NOT_ONE)


def _text(text: str, *, letters: bool) -> str:
    out, run = "", list[str]()
    for each in text:
        kept = _AS_IT_IS.match(each) or (
            letters and not each.isascii() and each.isprintable()
        )
        if not kept:
            run.append(base36(ord(each)))
            continue
        if run:
            out, run = f"{out}<{'.'.join(run)}>", []
        out += each
    return f"{out}<{'.'.join(run)}>" if run else out


# --- reading ---------------------------------------------------------------------


class _Reader:
    """Reads the fields, each as its definition says; nothing else can stand there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def whole(self, kind: type[msgspec.Struct]) -> Value:
        value = self._record(kind)
        if self.at != len(self.text):
            raise Malformed(_NOT_ONE)
        return value

    def _value(self, kind: Kind) -> Value:  # noqa: PLR0911 - one arm a kind
        match kind:
            case Perhaps():
                return None if self._next(_NOTHING) else self._value(kind.kind)
            case Listed():
                return [self._value(kind.item) for _ in self._items()]
            case Record():
                return self._record(kind.of)
            case Either():
                return self._record(_nth(kind.records, self._number()).of)
            case Coded():
                return _nth(kind.values, self._number())
            case "text":
                return _letters(self._match(_TEXT)[1])
            case "bytes":
                return _bytes(self._match(_BYTES)[1])
            case "yes or no":
                return _nth((False, True), self._number())
            case "number" | "phrase":
                return self._number()
            case _:
                assert_never(kind)

    def _record(self, kind: type[msgspec.Struct]) -> Value:
        fields, tag = definition.fields_of(kind), definition.tag_of(kind)
        value: dict[int | str, Value] = {}
        for _ in self._items():
            field = _nth(fields, int(self._match(_PLACE)[1], 36))
            if field.name in value:
                raise Malformed("A compact text fills a field twice (clause 21.4).")
            value[field.name] = self._value(field.kind)
        return {definition.tag_field_of(kind): tag, **value} if tag else value

    def _items(self) -> Iterator[None]:
        """Step through a list in brackets, up to each item in turn."""
        if not self._next("("):
            raise Malformed(_NOT_ONE)
        if self._next(")"):
            return
        yield
        while not self._next(")"):
            if not self._next(","):
                raise Malformed(_NOT_ONE)
            yield

    def _next(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += found
        return found

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise Malformed(_NOT_ONE)
        self.at = found.end()
        return found

    def _number(self) -> int:
        return int(self._match(_NUMBER)[0], 36)


def _nth(values: Sequence[_T], number: int) -> _T:
    if not 0 <= number < len(values):
        raise Malformed("A compact text names what its form lacks (clause 21.4).")
    return values[number]


def _letters(text: str) -> str:
    """Return a text with its runs of numbered signs spelled out."""
    parts = _RUN.split(text)
    for at in range(1, len(parts), 2):
        parts[at] = "".join(map(_letter, parts[at].split(".")))
    if any("<" in each for each in parts[::2]):
        raise Malformed(_NOT_ONE)
    return "".join(parts)


def _letter(number: str) -> str:
    try:
        return chr(int(number, 36))
    except (ValueError, OverflowError) as error:
        raise Malformed("A compact text names no sign by this number.") from error


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed(_NOT_ONE) from error
