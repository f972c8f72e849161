"""Decide what is said in another channel of what was said in this one.

A real event of an exercise is moved, a one-sided request is put to the side that was
asked (clauses 28.4 and 26.6). The body for it is made here, where the statement stands;
it is drafted and released there. Courier's pages and the list of requests are beside.
"""

from typing import Annotated

import msgspec
from fastapi import FastAPI
from fastapi.responses import Response

from detente.api.admission import Admission, held, said
from detente.api.answers import Delivery, Retold
from detente.api.requests import RetoldRequest
from detente.api.schemas import answers
from detente.api.tokens import Token
from detente.api.withholding import note
from detente.dialogue.form import Body
from detente.dialogue.forms import FORM_OF
from detente.dialogue.unilateral import to_put
from detente.report.channel import channel_view, check_alone
from detente.report.delivery import delivery_page
from detente.report.filling import act_of
from detente.report.moving import moved
from detente.report.onesided import OneSided, one_sided, request_of


def add_retelling(app: FastAPI, admission: Admission) -> None:
    """Add what is told elsewhere, and the one-sided requests."""
    read = admission.of("read")

    @app.get("/v1/one-sided", responses=answers(OneSided), dependencies=[read])
    async def the_requests() -> Response:
        """List one-sided requests, and what was put of them to the other side."""
        return said(one_sided(admission.watching.record()))

    @app.get(
        "/v1/deliveries/{reference:path}",
        responses=answers(Delivery, 404),
        dependencies=[read],
    )
    async def the_delivery(reference: str) -> Response:
        """Write a one-sided request as a page for a courier, with its receipt."""
        record = admission.watching.record()
        case = held(lambda text: request_of(record, text), reference)
        page = tuple(delivery_page(case))
        return said(Delivery(reference, case.request.code, page))

    prove = admission.of("prove")

    @app.post("/v1/retold", responses=answers(Retold, 404, 409))
    async def the_retold(
        asked: RetoldRequest, token: Annotated[Token, prove]
    ) -> Response:
        """Say what another channel is told of a statement: moved there, or put."""
        watching = admission.watching
        now_s, record = await watching.now_s(), watching.record()
        if asked.act == "put":
            check_alone(channel_view(record))
            case = held(lambda name: request_of(record, name), asked.reference)
            return said(_retold(to_put(case, record.founding.channel)))
        find = record.standing.by_reference
        about = held(find, asked.reference) if asked.reference else None
        if about is not None:
            await note(watching, token, about, "moved")
        return said(_retold(moved(record, about, asked.text, asked.no_duff, now_s)))


def _retold(body: Body) -> Retold:
    return Retold(
        FORM_OF[type(body)].code, act_of(type(body)), msgspec.to_builtins(body)
    )
