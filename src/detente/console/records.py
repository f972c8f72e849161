"""Decide what is shown of the record itself: both feeds, how far each is held, proofs.

Whatever is proven here is judged by the verifier that anyone may run
(`detente_verify`), which shares no code with the node that wrote it.
"""

import asyncio
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import detente_verify
from detente.console.floor import Floor
from detente.dialogue.spoken import groups
from detente.record.errors import DetenteError

_PROVEN: Final = 20


class Judged(NamedTuple):
    """A statement, and what the verifier says of its proof."""

    reference: str
    proves: bool
    sentence: str
    shown: dict[str, object]


def records(floor: Floor) -> list[Route]:
    """Return the addresses of the record, and of what proves it."""

    async def record(request: Request) -> Response:
        floor.seat(request)
        return await floor.page("record", request, await _held(floor, ()))

    async def verify(request: Request) -> Response:
        floor.seat(request)
        judged = await _verified(floor)
        return await floor.page("record", request, await _held(floor, judged))

    async def proof(request: Request) -> Response:
        floor.seat(request)
        reference = request.path_params["reference"]
        data = await floor.line.ask(lambda client: client.proof(reference))
        name = reference.replace("/", "-")
        kept = f'attachment; filename="{name}.proof"'
        headers = {"Content-Disposition": kept, "Cache-Control": "no-store"}
        return Response(data, media_type="application/octet-stream", headers=headers)

    return [
        Route("/record", record, methods=["GET"]),
        Route("/record", verify, methods=["POST"]),
        Route("/proofs/{reference:path}", proof, methods=["GET"]),
    ]


async def _held(floor: Floor, judged: tuple[Judged, ...]) -> dict[str, object]:
    seen = floor.beat.seen or await floor.beat.look()
    channel = await floor.line.ask(lambda client: client.channel())
    return {
        "channel": channel,
        "spoken": groups(bytes.fromhex(channel.id)),
        "sizes": seen.sizes,
        "peers": seen.state.peers,
        "inbox": seen.inbox,
        "judged": judged,
    }


async def _verified(floor: Floor) -> tuple[Judged, ...]:
    """Return what the verifier says of the newest statements, of both sides.

    One after the other, and judged apart from the line: the beat goes on meanwhile.
    """
    channel = await floor.line.ask(lambda client: client.channel())
    found = await floor.line.ask(lambda client: client.inbox(_PROVEN))
    trust = detente_verify.Trust(channel=bytes.fromhex(channel.id))
    rows = sorted((*found.received, *found.sent), key=lambda row: -row.released)
    return tuple([await _judged(floor, trust, row.reference) for row in rows[:_PROVEN]])


async def _judged(floor: Floor, trust: detente_verify.Trust, reference: str) -> Judged:
    try:
        data = await floor.line.ask(lambda client: client.proof(reference))
    except DetenteError as error:
        return Judged(reference, proves=False, sentence=error.sentence, shown={})
    verdict = await asyncio.to_thread(detente_verify.judge, data, trust)
    proves = verdict.exit == detente_verify.PROVES
    return Judged(reference, proves, verdict.sentence, verdict.shown)
