"""Decide how a statement is handed to somebody outside the channel (clause 25).

The officer sees what the verifier will show the reader: of the whole statement, or of
its header alone. A statement is one whole under its signatures: its body is shown or
withheld, and no part of it; what is withheld can be shown later, and proven by the same
digest (clause 3.4). The very file whose digest is signed lies at the line before it is
reviewed, and is given out by the disclosure that stands in the record, never before.
"""

import asyncio
import hashlib
from typing import Any, Final, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import detente_verify
from detente.api.requests import DraftRequest, draft_request
from detente.console.drafts import Begun
from detente.console.filled import DROP, Given
from detente.console.floor import Floor, filled_in
from detente.console.proving import file_name, kept
from detente.console.seats import Seat
from detente.console.speaking import officers_of, seconds, under_review
from detente.dialogue.fields import Text
from detente.dialogue.forms.dis import Disclosed
from detente.dialogue.spoken import groups
from detente.durable import publish
from detente.node.place import Place
from detente.record.errors import DetenteError, Misasked, Unproven
from detente.report.keeping import Exported

ADDRESS: Final = "/disclose/"
ALL: Final = "all"
BARE: Final = "bare"
LOOK: Final = "look"
_ACT: Final = "disclosed"
_SEE_OTHER: Final = 303
_REFUSED: Final = 409


class ReaderRow(NamedTuple):
    """What the verifier shows a reader under a name, a line each."""

    name: str
    lines: tuple[str, ...]


def disclosures(floor: Floor) -> list[Route]:
    """Return the addresses at which a proof is disclosed."""

    async def look(request: Request) -> Response:
        seat, reference = floor.seat(request), request.path_params["reference"]
        begun = floor.drafts.find(seat.who, ADDRESS + reference)
        return await _page(floor, request, reference, begun or Given())

    async def disclose(request: Request) -> Response:
        seat, reference = floor.seat(request), request.path_params["reference"]
        address, given = ADDRESS + reference, Given.of(await filled_in(request))
        if given.header(DROP):
            floor.drafts.forget(seat.who, address)
            return RedirectResponse(f"/statements/{reference}", _SEE_OTHER)
        floor.drafts.keep(Begun(seat.who, address, given))
        if given.header(LOOK):
            return await _page(floor, request, reference, given)
        try:
            said = await _said(floor, seat, reference, given)
            name = await under_review(floor, seat, address, said)
        except DetenteError as error:
            return await _page(floor, request, reference, given, error)
        return RedirectResponse(f"/reviews/{name}", _SEE_OTHER)

    async def take(request: Request) -> Response:
        floor.seat(request)
        reference = request.path_params["reference"]
        found = await floor.line.ask(lambda client: client.statement(reference))
        said = found.statement
        if found.progress.stage == "FROM THEM" or not is_disclosed(said.title):
            raise Misasked(f"{reference} is no disclosure of ours.")
        proof = floor.line.place.read(floor.line.place.disclosed(said.body["sha256"]))
        name = file_name(said.answers[0], with_body=said.body.get("with_body", True))
        return kept(proof, f"{name}.proof")

    return [
        Route(f"{ADDRESS}{{reference:path}}", look, methods=["GET"]),
        Route(f"{ADDRESS}{{reference:path}}", disclose, methods=["POST"]),
        Route("/disclosed/{reference:path}", take, methods=["GET"]),
    ]


def is_disclosed(title: str) -> bool:
    """Say whether what bears this title is a disclosure."""
    return title == Disclosed.title


async def reader_of(floor: Floor, said: DraftRequest) -> tuple[ReaderRow, ...]:
    """Return what the reader of the file of a drafted disclosure will see.

    Empty where something else is drafted.

    Raises:
        DetenteError: the file is gone.
    """
    if said.act != _ACT:
        return ()
    digest = msgspec.convert(said.body, Disclosed).sha256.hex()
    place = floor.line.place
    return await _reader(floor, place.read(place.disclosed(digest)))


async def _reader(floor: Floor, proof: bytes) -> tuple[ReaderRow, ...]:
    """Return what the verifier shows whoever trusts the channel."""
    channel = await floor.line.ask(lambda client: client.channel())
    trust = detente_verify.Trust(channel=bytes.fromhex(channel.id))
    verdict = await asyncio.to_thread(detente_verify.judge, proof, trust)
    shown = {"verdict": verdict.sentence, **verdict.shown}
    return tuple(ReaderRow(name, _lines(value)) for name, value in shown.items())


def _lines(value: object) -> tuple[str, ...]:
    match value:
        case None:
            return ()
        case list() | tuple():
            return tuple(map(str, value))
        case _:
            return (str(value),)


async def _exported(floor: Floor, reference: str, given: Given) -> Exported:
    with_body = given.header("shows") == ALL
    return await floor.line.ask(
        lambda client: client.export(reference, with_body=with_body)
    )


async def _said(floor: Floor, seat: Seat, reference: str, given: Given) -> DraftRequest:
    """Return the disclosure that is to be drafted; its file lies at the line.

    Raises:
        DetenteError: there is no such proof, or nobody is named.
    """
    if not given.header("to_whom"):
        raise Misasked("Say to whom it is disclosed.")
    found = await _exported(floor, reference, given)
    digest = hashlib.sha256(found.proof).digest()
    _keep(floor.line.place, digest.hex(), found.proof)
    purpose = given.header("purpose")
    body = Disclosed(
        to_whom=given.header("to_whom"),
        sha256=digest,
        with_body=found.with_body,
        purpose=Text(purpose) if purpose else None,
    )
    return draft_request(
        act=_ACT,
        body=msgspec.to_builtins(body),
        answers=[reference],
        from_post=seat.post,
        officers=officers_of(seat, given),
    )


def _keep(place: Place, digest: str, proof: bytes) -> None:
    """Keep the file of a disclosure at the line.

    Raises:
        StoreFailed: it cannot be written.
    """
    path = place.disclosed(digest)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    publish(path, proof)


async def _page(
    floor: Floor,
    request: Request,
    reference: str,
    given: Given,
    error: DetenteError | None = None,
) -> Response:
    seat = floor.seat(request)
    found = await floor.line.ask(lambda client: client.statement(reference))
    channel = await floor.line.ask(lambda client: client.channel())
    trouble = "" if error is None else error.sentence
    reader: tuple[ReaderRow, ...] = ()
    try:
        proof = (await _exported(floor, reference, given)).proof
        reader = await _reader(floor, proof)
    except Unproven as none:
        trouble = none.sentence
    told: dict[str, Any] = {
        "said": found.statement,
        "given": given,
        "shows": given.header("shows") or BARE,
        "seconds": seconds(channel, seat),
        "address": ADDRESS + reference,
        "reader": reader,
        "spoken": groups(bytes.fromhex(channel.id)),
        "trouble": trouble,
    }
    return await floor.page("disclose", request, told, _REFUSED if trouble else 200)
