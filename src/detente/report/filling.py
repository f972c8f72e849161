"""Decide how a form's body is made of what a person typed or a program handed in.

A program's JSON is strict: what the form does not name is refused, and so is a number
in quotes. A person types one line a field, and the field's own type says what it means:
a moment as `2026-01-31T12:00Z`, a length of time as `48 h`, a span of time as two
moments with a stroke between, a list by naming the field again. Both end in the form's
own record, so that a new form needs nothing here (clause 11.4).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

import msgspec
from msgspec import inspect

from detente.dialogue import forms
from detente.dialogue.fields import Text, Window
from detente.dialogue.form import Body, Form
from detente.record.errors import Misasked
from detente.report import described, words

_CLAUSE: Final = "11.4"
# A whole number without a letter is what the record holds: 1/100,000 degree.
_DEGREES: Final = re.compile(r"([+-]?)(\d{1,3})(?=\.| ?[NSEW])(\.\d{1,20})? ?([NSEW])?")
_YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}


MOST_TYPED: Final = 64
"""How long a typed number or time may be; Python gives up on much longer ones."""


class Unfilled(Misasked):
    """A form's body is not filled in as the form demands.

    Args:
        field: which field, as a path from the body's top; empty: the body itself.
        reason: what is wrong with it.
    """

    code = "unfilled"

    def __init__(self, field: str, reason: str) -> None:
        where = f"The field {field}" if field else "The body"
        super().__init__(f"{where} does not fit its form: {reason} (clause {_CLAUSE}).")
        self.field = field
        self.reason = reason
        self.clause = _CLAUSE


class Choice(NamedTuple):
    """A form and the body of it that is to be filled in."""

    form: Form
    body: type[Body]

    @property
    def act(self) -> str:
        """The act that tells this body from others of its form; empty: the only one."""
        return act_of(self.body)


def act_of(body: type[Body]) -> str:
    """Return the act of a body, empty where its form has no acts."""
    return str(body.__struct_config__.tag or "")


def choose(code: str, act: str = "") -> Choice:
    """Return the newest version of a form, and the body that bears an act.

    Raises:
        Misasked: there is no such form or act, or the form has several and none is
            named.
    """
    form = described.form_of(code)
    bodies = {act_of(body): body for body in form.bodies if not body.automatic}
    if len(bodies) == 1 and not act:
        act = next(iter(bodies))
    if act not in bodies:
        known = ", ".join(bodies)
        wrong = f"no act {act[:40]!r}" if act else "several acts"
        raise Misasked(f"{code} has {wrong}. Name one of: {known}.")
    return Choice(form, bodies[act])


def answer_to(code: str, act: str) -> Choice:
    """Return the body by which a statement of a form is answered with an act.

    The statement's own form comes before forms that answer any statement.

    Raises:
        Misasked: no form answers it so.
    """
    found = [
        Choice(form, body)
        for form in forms.FORMS.values()
        for body in form.bodies
        if act_of(body) == act
        and not body.automatic
        and body.opens != "always"
        and (form.answers is None or code in form.answers)
    ]
    if not found:
        raise Misasked(
            f"{code} is not answered with {act[:40]!r}. Its answers are: "
            f"{', '.join(answers_of(code))}."
        )
    return min(found, key=lambda each: (each.form.code != code, -each.form.version))


def answers_of(code: str) -> list[str]:
    """Return the acts with which a statement of a form may be answered."""
    found = {
        act_of(body): form.code != code
        for form in forms.FORMS.values()
        for body in form.bodies
        if form.answers is None or code in form.answers
        if act_of(body) and not body.automatic and body.opens != "always"
    }
    return sorted(found, key=lambda act: (found[act], act))


def read_json(data: bytes) -> object:
    """Return the value of a JSON text in which no name stands twice.

    Raises:
        Unfilled: it is no JSON, or a reader could take it in two ways.
    """
    try:
        value = json.loads(data, object_pairs_hook=_once)
        # JSON can spell half a character, which no text in the record may hold.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Unfilled("", f"it is no JSON: {error}") from error
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unfilled("", "a name stands twice in it")
    return found


def from_json(choice: Choice, value: object) -> Body:
    """Return the body that values of JSON or TOML make, strictly.

    Raises:
        Unfilled: a field is missing, unknown, or of another kind.
    """
    if not isinstance(value, Mapping):
        raise Unfilled("", "it is no table of fields")
    given = dict(value)
    if choice.act and given.setdefault("act", choice.act) != choice.act:
        raise Unfilled("act", f"it is not {choice.act!r}")
    try:
        return msgspec.convert(given, choice.body)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        reason, _, path = str(error).partition(" - at `$")
        raise Unfilled(path.rstrip("`").lstrip("."), reason) from error


def from_fields(
    choice: Choice, typed: Iterable[tuple[str, str]], given: Mapping[str, object]
) -> Body:
    """Return the body that typed fields make, laid over what a file gave.

    Args:
        choice: the form.
        typed: names and texts; a name that comes again makes a list longer, dots lead
            into a record and to a number of a list: `positions.0.lat_e5`.
        given: fields as values, which typed ones replace.

    Raises:
        Unfilled: a field is missing, unknown, or a text does not say what it must.
    """
    return from_json(choice, {**given, **values_of(choice.body, typed)})


def values_of(
    record: type[msgspec.Struct], typed: Iterable[tuple[str, str]]
) -> dict[str, object]:
    """Return the values that typed fields make, for a record of any kind.

    Args:
        record: what is filled in; what is left out of it stays out.
        typed: names and texts, as for `from_fields`.

    Raises:
        Unfilled: a field is unknown, or a text does not say what it must.
    """
    values: dict[str, object] = {}
    for name, text in typed:
        clean = unicodedata.normalize("NFC", text)
        _put(values, inspect.type_info(record), _Typed(name, clean))
    return values


class _Typed(NamedTuple):
    """A text typed for a field, and how much of its name is passed on the way there."""

    name: str
    text: str
    passed: int = 0

    @property
    def rest(self) -> list[str]:
        return self.name.split(".")[self.passed :]

    def on(self, steps: int) -> "_Typed":
        return self._replace(passed=self.passed + steps)


def _put(values: dict[str, object], record: inspect.Type, typed: _Typed) -> None:
    """Put what was typed where its name leads: `position.lat_e5`, `phases.0.kind`."""
    head, *rest = typed.rest
    kinds = {each.name: each.type for each in _fields(record)}
    if head not in kinds:
        raise Unfilled(typed.name, f"the form has {', '.join(kinds)}")
    kind = _bare(kinds[head])
    if isinstance(kind, inspect.VarTupleType):
        row = values.setdefault(head, [])
        if isinstance(row, list):
            _put_in_list(row, _bare(kind.item_type), typed.on(1))
    elif rest:
        inner = values.setdefault(head, {})
        if isinstance(inner, dict):
            _put_in_record(inner, kind, typed.on(1))
    elif head in values:
        raise Unfilled(typed.name, "it is given twice")
    else:
        values[head] = _value(typed.name, kind, typed.text)


def _put_in_list(row: list[object], kind: inspect.Type, typed: _Typed) -> None:
    """Add to a list; a number in the name says which of its records is meant."""
    if not typed.rest:
        row.append(_value(typed.name, kind, typed.text))
        return
    number = typed.rest[0]
    if number == str(len(row)):
        row.append({})
    elif number != str(len(row) - 1):
        raise Unfilled(typed.name, f"the next of its list is number {len(row)}")
    inner = row[-1]
    if isinstance(inner, dict) and len(typed.rest) > 1:
        _put_in_record(inner, kind, typed.on(1))
    else:
        row[-1] = _value(typed.name, kind, typed.text)


def _put_in_record(inner: dict[str, object], kind: inspect.Type, typed: _Typed) -> None:
    """Put into a record; of several kinds of record the name first says which."""
    if isinstance(kind, inspect.UnionType):
        tagged = {_tag(each): each for each in kind.types}
        tag = typed.rest[0]
        if tag not in tagged or len(typed.rest) == 1:
            raise Unfilled(typed.name, f"it is one of {', '.join(tagged)}")
        kind, typed = tagged[tag], typed.on(1)
        inner[_tag_field(kind)] = tag
    _put(inner, kind, typed)


def _tag(kind: inspect.Type) -> str:
    return str(kind.tag or "") if isinstance(kind, inspect.StructType) else ""


def _tag_field(kind: inspect.Type) -> str:
    return str(kind.tag_field or "") if isinstance(kind, inspect.StructType) else ""


def _fields(kind: inspect.Type) -> tuple[inspect.Field, ...]:
    return kind.fields if isinstance(kind, inspect.StructType) else ()


def _bare(kind: inspect.Type) -> inspect.Type:
    """Return a type without its label, and without the choice of leaving it out."""
    if isinstance(kind, inspect.Metadata):
        return _bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        rest = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        return _bare(rest[0]) if len(rest) == 1 else kind
    return kind


def _value(name: str, kind: inspect.Type, text: str) -> object:
    match kind:
        case inspect.StrType() | inspect.LiteralType():
            return text
        case inspect.IntType():
            return _number(name, text)
        case inspect.BoolType() if text.lower() in _YES_NO:
            return _YES_NO[text.lower()]
        case inspect.StructType(cls=cls) if cls is Text:
            return {"text": text}
        case inspect.StructType(cls=cls) if cls is Window:
            start, stroke, end = text.partition("/")
            if stroke:
                return {"from_s": _number(name, start), "until_s": _number(name, end)}
    raise Unfilled(name, f"{text[:40]!r} does not say what it must; give it by --body")


def _number(name: str, text: str) -> int:
    plain = text.strip()
    if len(plain) > MOST_TYPED:
        raise Unfilled(name, "no number or time is that long")
    degrees = _DEGREES.fullmatch(plain) if name.endswith("_e5") else None
    if degrees is not None:
        return _e5(*degrees.groups())
    if plain.removeprefix("-").isascii() and plain.removeprefix("-").isdigit():
        return int(plain)
    length_s = words.length(plain)
    if length_s is not None:
        return _in_unit_of(name, length_s)
    try:
        return words.moment(plain)
    except Misasked as error:
        raise Unfilled(
            name, f"{plain[:40]!r} is no number, moment or length of time"
        ) from error


def _e5(sign: str, whole: str, part: str | None, half: str | None) -> int:
    """Return degrees, such as `50.1234 S`, in 1/100,000 of one, rounded to nearest."""
    value = Decimal(f"{whole}{part or ''}").scaleb(5).to_integral_value(ROUND_HALF_UP)
    return -int(value) if (sign == "-") != (half in {"S", "W"}) else int(value)


def _in_unit_of(name: str, length_s: int) -> int:
    """Return a length of time in the unit that its field's name bears."""
    if name.endswith("_ms"):
        return length_s * 1_000
    if not name.endswith("_min"):
        return length_s
    if length_s % 60:
        raise Unfilled(name, "it is in whole minutes")
    return length_s // 60
