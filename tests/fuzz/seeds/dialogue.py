"""Good bytes of what is said and agreed: bodies of every form, offers, charters."""

from collections.abc import Iterator
from functools import cache

import msgspec
from mnemonic import Mnemonic
from msgspec import inspect
from tests.fuzz.seeds.record import documents

from detente.dialogue import batch, compact, pairing
from detente.dialogue.batch import Report
from detente.dialogue.form import Body, Form, encode
from detente.dialogue.forms import FORMS
from detente.dialogue.terms import Counterpart, Terms, Versions
from detente.record.wire import Value


def bodies(form: Form) -> tuple[bytes, ...]:
    """Return two bodies for each act of a form: with all its fields, and with few."""
    return tuple(encode(each) for kind in form.bodies for each in _samples(kind))


def batches() -> tuple[bytes, ...]:
    """Return batches of positions: a report that says all, and two that say little."""
    all_ = Report("truck", 1, -1, 2, 3, 4, 5, "ais", 6)
    few = Report("a", 0, 900_000_000, -1_800_000_000), Report("b", 9, 0, 0)
    return batch.render((all_,)), batch.render(few)


def reports() -> tuple[bytes, ...]:
    """Return tables of reports, with and without what need not be known."""
    plain = b"id,time,lat,lon,alt_m\ntruck,1767225590,31.4,34.3,\n"
    columns = b"id,time,lat,lon,alt_m,track_deg,ground_speed_ms,source,accuracy_m\n"
    row = b'"a, b",2026-01-01T00:00:00Z,-90,180,12.5,360,8.25,ads-b,30\n'
    return plain, columns + row + row


def compact_texts() -> tuple[bytes, ...]:
    """Return the compact texts of bodies, of each act two."""
    return tuple(
        compact.write(form, each, word_list(), letters=letters).encode()
        for form in FORMS.values()
        for kind in form.bodies
        for each, letters in zip(_samples(kind), (True, False), strict=True)
    )


def _samples(kind: type[Body]) -> Iterator[Body]:
    for whole in (True, False):
        value = _sample(inspect.type_info(kind), whole=whole)
        yield msgspec.convert(value, kind, builtin_types=(bytes,))


def _sample(told: inspect.Type, *, whole: bool) -> Value:  # noqa: PLR0911 - one arm a type
    match told:
        case inspect.StructType():
            return _sample_struct(told, whole=whole)
        case inspect.Metadata():
            return _sample(told.type, whole=whole)
        case inspect.UnionType():
            some = [
                each for each in told.types if not isinstance(each, inspect.NoneType)
            ]
            return _sample(some[0], whole=whole)
        case inspect.VarTupleType():
            return [_sample(told.item_type, whole=whole)]
        case inspect.LiteralType():
            chosen = told.values[0]
            return chosen if isinstance(chosen, int | str) else None
        case inspect.BytesType():
            return b"\x07" * 32
        case inspect.BoolType():
            return True
        case inspect.IntType():
            return 1_767_225_600
        case _:
            return "NORTH/Watch"


def _sample_struct(told: inspect.StructType, *, whole: bool) -> Value:
    value: dict[int | str, Value] = {
        field.encode_name: _sample(field.type, whole=whole)
        for field in told.fields
        if whole or field.required
    }
    if told.tag_field is not None and isinstance(told.tag, int | str):
        value[told.tag_field] = told.tag
    return value


def _terms() -> Terms:
    return Terms(
        versions=Versions(1, 1),
        languages=("en", "fr"),
        receipt_sentence="I durably hold every entry up to here.",
        counterparts=(Counterpart(("NORTH/WATCH", "SOUTH/WATCH"), (), "watch"),),
        check_hours_utc=(0, 8, 16),
        two_key_forms=("CON",),
    )


@cache
def offers() -> tuple[bytes, ...]:
    """Return offers of pairing."""
    return tuple(pairing.render_offer(raw, _terms()) for raw in documents())


@cache
def charters() -> tuple[bytes, ...]:
    """Return the charter that the offers found."""
    return (pairing.found([pairing.parse_offer(each) for each in offers()]),)


@cache
def word_list() -> tuple[str, ...]:
    """Return the words that ids are read in."""
    return tuple(Mnemonic("english").wordlist)
