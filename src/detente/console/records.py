"""Decide what is shown of the record itself: both feeds, how far each is held, proofs.

Whatever is proven here is judged by the verifier that anyone may run
(`detente_verify`), which shares no code with the node that wrote it.
"""

from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import detente_verify
from detente.api.client import Client
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
        judged = await floor.line.ask(_verified)
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


def _verified(client: Client) -> tuple[Judged, ...]:
    """Return what the verifier says of the newest statements, of both sides."""
    channel = bytes.fromhex(client.channel().id)
    found = client.inbox(_PROVEN)
    rows = sorted((*found.received, *found.sent), key=lambda row: -row.released)
    return tuple(_judge(client, channel, row.reference) for row in rows[:_PROVEN])


def _judge(client: Client, channel: bytes, reference: str) -> Judged:
    try:
        data = client.proof(reference)
    except DetenteError as error:
        return Judged(reference, proves=False, sentence=error.sentence, shown={})
    verdict = detente_verify.judge(data, detente_verify.Trust(channel=channel))
    proves = verdict.exit == detente_verify.PROVES
    return Judged(reference, proves, verdict.sentence, verdict.shown)
