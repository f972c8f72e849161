"""Decide what is shown of the record itself: both feeds, who holds how much, proofs.

Two officers find out over the telephone whether they hold the same record: each names
the sizes, reads the heads code (clause 5.9), and types what the other read; it is the
program that compares. Whatever is proven here is judged by the verifier that anyone may
run (`detente_verify`), which shares no code with the node that wrote it. How a proof is
taken away is the matter of `detente.console.proving`.
"""

import asyncio
from collections.abc import Sequence
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import detente_verify
from detente.console.filled import Given
from detente.console.floor import Floor, filled_in
from detente.dialogue.spoken import groups, heads_from_groups
from detente.record.errors import DetenteError, Malformed, Misasked
from detente.report.feeds import FeedList
from detente.report.stages import Holding

_PROVEN: Final = 20
_REFUSED: Final = 409
_SIZE: Final = "size."


class Judged(NamedTuple):
    """A statement, and what the verifier says of its proof, by which head.

    `held_by` are those who receipted it; of theirs it is we who did.
    """

    reference: str
    proves: bool
    sentence: str
    head: str = ""
    held_by: tuple[Holding, ...] = ()


class Looked(NamedTuple):
    """What was asked of the record: heads, what was heard of them, what was judged.

    `same` says whether the code that was heard is ours at these heads; None: nothing
    was heard. `trouble` is why it could not be said.
    """

    at: tuple[str, ...] = ()
    heard: str = ""
    same: bool | None = None
    reference: str = ""
    judged: tuple[Judged, ...] = ()
    trouble: str = ""


def records(floor: Floor) -> list[Route]:
    """Return the addresses of the record, and of what compares and verifies it."""

    async def record(request: Request) -> Response:
        floor.seat(request)
        return await _page(floor, request, Looked())

    async def verify(request: Request) -> Response:
        floor.seat(request)
        given = Given.of(await filled_in(request))
        reference = given.header("reference")
        try:
            judged = await _verified(floor, reference)
        except DetenteError as error:
            looked = Looked(reference=reference, trouble=error.sentence)
            return await _page(floor, request, looked)
        return await _page(floor, request, Looked(reference=reference, judged=judged))

    async def compare(request: Request) -> Response:
        floor.seat(request)
        given = Given.of(await filled_in(request))
        heard, at = given.header("heard"), _heads(given)
        found = None
        try:
            found = await floor.line.ask(lambda client: client.feeds(at))
            if given.header("only"):
                return await _page(floor, request, Looked(at=at), found)
            same = heads_from_groups(heard) == heads_from_groups(found.code)
        except Misasked as error:
            looked = Looked(heard=heard, trouble=error.sentence)
        except Malformed as error:
            looked = Looked(at=at, heard=heard, trouble=error.sentence)
        else:
            looked = Looked(at=at, heard=heard, same=same)
        return await _page(floor, request, looked, found)

    return [
        Route("/record", record, methods=["GET"]),
        Route("/record", verify, methods=["POST"]),
        Route("/record/compare", compare, methods=["POST"]),
    ]


def _heads(given: Given) -> tuple[str, ...]:
    """Return the heads at which both compare, such as `NORTH=12`."""
    return tuple(
        f"{name.removeprefix(_SIZE)}={text}"
        for name, text in given.fields
        if name.startswith(_SIZE)
    )


async def _page(
    floor: Floor, request: Request, looked: Looked, found: FeedList | None = None
) -> Response:
    """Return the page; `found` are the feeds at the heads looked at, if known."""
    seen = floor.beat.seen or await floor.beat.look()
    channel = await floor.line.ask(lambda client: client.channel())
    if found is None:
        found = await floor.line.ask(lambda client: client.feeds(looked.at))
    told = {
        "spoken": groups(bytes.fromhex(channel.id)),
        "found": found,
        "roots": {row.root: groups(bytes.fromhex(row.root)) for row in found.feeds},
        "forked": [peer.peer for peer in seen.state.peers if peer.node == "FORKED"],
        "looked": looked,
    }
    return await floor.page(
        "record", request, told, _REFUSED if looked.trouble else 200
    )


async def _verified(floor: Floor, reference: str) -> tuple[Judged, ...]:
    """Return what the verifier says of a statement; of none: of the newest of all.

    One after the other, and judged apart from the line: the beat goes on meanwhile.

    Raises:
        DetenteError: there is no such statement.
    """
    channel = await floor.line.ask(lambda client: client.channel())
    trust = detente_verify.Trust(channel=bytes.fromhex(channel.id))
    if reference:
        await floor.line.ask(lambda client: client.progress(reference))
        asked: Sequence[str] = (reference,)
    else:
        found = await floor.line.ask(lambda client: client.inbox(_PROVEN))
        rows = sorted((*found.received, *found.sent), key=lambda row: -row.released)
        asked = [row.reference for row in rows[:_PROVEN]]
    return tuple([await _judged(floor, trust, each) for each in asked])


async def _judged(floor: Floor, trust: detente_verify.Trust, reference: str) -> Judged:
    try:
        reached = await floor.line.ask(lambda client: client.progress(reference))
        data = await floor.line.ask(lambda client: client.proof(reference))
    except DetenteError as error:
        return Judged(reference, proves=False, sentence=error.sentence)
    verdict = await asyncio.to_thread(detente_verify.judge, data, trust)
    proves = verdict.exit == detente_verify.PROVES
    head = str(verdict.shown.get("head", ""))
    return Judged(reference, proves, verdict.sentence, head, reached.held_by)
