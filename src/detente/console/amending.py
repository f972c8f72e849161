"""Decide how other terms of the charter are proposed at the console (clause 10.17).

The page is drawn from the definition of the terms and stands filled in with those in
force; whatever is changed there becomes a proposal as `detente amend` makes one, and
the review shows each term that changes. A figure that is left empty stays as it is; a
list that is emptied is empty, and so is what may be left out altogether. What no
version can change does not stand there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.api.client import Client
from detente.api.requests import DraftRequest, draft_request
from detente.console.drafts import Begun
from detente.console.filled import DROP, MOST_ROWS, Given, Translated, typed_of
from detente.console.floor import Floor, filled_in
from detente.console.languages import chosen
from detente.console.seats import Seat
from detente.console.speaking import officers_of, posts_of, seconds, under_review
from detente.dialogue import definition
from detente.dialogue.amending import FIXED
from detente.dialogue.definition import Field, Listed, Perhaps, Record, bare
from detente.dialogue.terms import Terms
from detente.record.errors import DetenteError, Misasked
from detente.report import filling
from detente.report.described import fields_of
from detente.report.proposing import terms_of

ADDRESS: Final = "/say/CHT/propose"
_SEE_OTHER: Final = 303
_REFUSED: Final = 409
_E5: Final = 100_000
_UNITS: Final = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
_ROW: Final = re.compile(r"(body|points)\.([a-z_]+)\.(\d{1,4})\.(.+)")


def amendments(floor: Floor) -> list[Route]:
    """Return the addresses at which other terms are filled in."""

    async def fill_in(request: Request) -> Response:
        kept = floor.drafts.find(floor.seat(request).who, ADDRESS)
        if kept is None:
            force = await floor.line.ask(lambda client: client.terms())
            kept = as_typed(force.terms, force.version)
        return await _page(floor, request, kept)

    async def review(request: Request) -> Response:
        seat = floor.seat(request)
        given = Given.of(await filled_in(request))
        if given.header(DROP):
            floor.drafts.forget(seat.who, ADDRESS)
            return RedirectResponse("/charter", _SEE_OTHER)
        longer = given.with_more()
        floor.drafts.keep(Begun(seat.who, ADDRESS, longer or given))
        if longer is not None:
            return await _page(floor, request, longer)
        try:
            said = await floor.line.ask(lambda client: _request(client, seat, given))
            name = await under_review(floor, seat, ADDRESS, said)
        except DetenteError as error:
            return await _page(floor, request, given, error)
        return RedirectResponse(f"/reviews/{name}", _SEE_OTHER)

    return [
        Route(ADDRESS, fill_in, methods=["GET"]),
        Route(ADDRESS, review, methods=["POST"]),
    ]


async def _page(
    floor: Floor, request: Request, given: Given, error: DetenteError | None = None
) -> Response:
    channel = await floor.line.ask(lambda client: client.channel())
    shapes = fields_of(Terms, chosen(request).language)
    told = {
        "address": ADDRESS,
        "given": given,
        "shapes": [each for each in shapes if each.name not in FIXED],
        "posts": posts_of(channel),
        "seconds": seconds(channel, floor.seat(request)),
        "languages": (),
        "trouble": "" if error is None else error.sentence,
        "at_field": getattr(error, "field", ""),
    }
    return await floor.page("amend", request, told, _REFUSED if error else 200)


def _request(client: Client, seat: Seat, given: Given) -> DraftRequest:
    """Return the proposal that is to be drafted, in the name of who sits here.

    Raises:
        DetenteError: a field cannot be read, or no version can have these terms.
    """
    force = client.terms()
    if given.header("version") != str(force.version):
        raise Misasked(
            f"Version {force.version} of the charter is in force since you began this "
            "page, and would be undone. Drop it, and begin anew."
        )
    told = client.proposal(edited(given, force.terms), given.header("text"))
    return draft_request(
        form=told.form,
        act=told.act,
        body=told.body,
        to=given.header("to"),
        from_post=seat.post,
        officers=officers_of(seat, given),
        precedence="R",
    )


def as_typed(terms: Terms, version: int) -> Given:
    """Return the terms of a version as they would be typed.

    Raises:
        Misasked: they have longer lists than a page has room for.
    """
    rows = [
        row
        for field in definition.fields_of(Terms)
        if field.name not in FIXED
        for row in _rows(f"body.{field.name}", getattr(terms, field.name))
    ]
    return Given((("version", str(version)), *rows))


def _rows(name: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case msgspec.Struct():
            for inner in value.__struct_fields__:
                yield from _rows(f"{name}.{inner}", getattr(value, inner))
        case (msgspec.Struct(), *_) as records:
            if len(records) > MOST_ROWS:
                raise Misasked(
                    f"The page has no room for {len(records)} rows of "
                    f"{name.removeprefix('body.')}: propose by `detente amend`."
                )
            for at, record in enumerate(records):
                yield from _rows(f"{name}.{at}", record)
        case tuple():
            yield name, "\n".join(map(str, value))
        case None:
            return
        case int() if name.endswith("_e5"):
            yield name, f"{'-' * (value < 0)}{abs(value) // _E5}.{abs(value) % _E5:05}"
        case int() if name.endswith("_s") and value:
            size, unit = next(each for each in _UNITS if value % each[0] == 0)
            yield name, f"{value // size} {unit}"
        case _:
            yield name, str(value)


def edited(given: Given, force: Terms) -> Terms:
    """Return the terms that a page makes of those in force.

    Raises:
        Unfilled: a text does not say what it must.
        Unamendable: they are no terms.
    """
    closed = _closed_up(given)
    typed = typed_of(closed, Terms, Translated("", 0, ""))
    values = filling.values_of(Terms, [(row["name"], row["text"]) for row in typed])
    there = {name.split(".")[1] for name, _ in given.fields if "." in name}
    whole = {
        field.name: _term(field, values, getattr(force, field.name))
        if field.name in there
        else getattr(force, field.name)
        for field in definition.fields_of(Terms)
    }
    plain: Mapping[str, object] = msgspec.to_builtins(whole)
    return terms_of(plain)


def _term(field: Field, values: Mapping[str, object], known: object) -> object:
    """Return a term as the page has it, from what is in force."""
    said = values.get(field.name)
    match field.kind, bare(field.kind):
        case _, Listed():
            return said or ()
        case Perhaps(), Record() if said is None:
            return None
        case _, Record():
            return {**_held(known), **(said if isinstance(said, Mapping) else {})}
        case _, "number":
            return known if said is None else said
        case _:
            return said or ""


def _held(record: object) -> Mapping[str, object]:
    """Return the fields of a record that is in force, if there is one."""
    return msgspec.structs.asdict(record) if isinstance(record, msgspec.Struct) else {}


def _closed_up(given: Given) -> Given:
    """Return a form whose emptied records are gone from their lists."""
    places: dict[str, list[str]] = {}
    for name, text in given.fields:
        row = _ROW.fullmatch(name)
        if row and text and row[3] not in places.setdefault(row[2], []):
            places[row[2]].append(row[3])

    def closed(name: str) -> str:
        row = _ROW.fullmatch(name)
        if row is None or row[3] not in places.get(row[2], ()):
            return name
        return f"{row[1]}.{row[2]}.{places[row[2]].index(row[3])}.{row[4]}"

    return Given(tuple((closed(name), text) for name, text in given.fields if text))
