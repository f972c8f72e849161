"""Decide how the terms in force are read, and other ones proposed (clause 10.17)."""

import msgspec
from fastapi import FastAPI
from fastapi.responses import Response

from detente.api.admission import Admission, said
from detente.api.answers import Retold, TermsInForce
from detente.api.requests import ProposalRequest
from detente.api.schemas import answers
from detente.dialogue.forms import FORM_OF
from detente.report.filling import act_of
from detente.report.proposing import proposal, terms_of


def add_amending(app: FastAPI, admission: Admission) -> None:
    """Add the terms in force, and what proposes other ones."""

    @app.get(
        "/v1/terms",
        responses=answers(TermsInForce),
        dependencies=[admission.of("read")],
    )
    async def the_terms() -> Response:
        """Show the terms that bind our next statement, and of which version."""
        record = admission.watching.record()
        version = record.standing.binds(record.own).number
        return said(TermsInForce(version, record.terms))

    @app.post(
        "/v1/proposals",
        responses=answers(Retold),
        dependencies=[admission.of("draft")],
    )
    async def a_proposal(asked: ProposalRequest) -> Response:
        """Return what proposes other terms, to be drafted; nothing is fixed by it."""
        record = admission.watching.record()
        body = proposal(record, terms_of(asked.terms), asked.text)
        code, act = FORM_OF[type(body)].code, act_of(type(body))
        return said(Retold(code, act, msgspec.to_builtins(body)))
