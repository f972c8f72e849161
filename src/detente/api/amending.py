"""Decide how charter and posts are read, and other terms proposed (clause 10.17)."""

from typing import Annotated

import msgspec
from fastapi import FastAPI, Query
from fastapi.responses import Response

from detente.api.admission import Admission, said
from detente.api.answers import Retold, TermsInForce
from detente.api.requests import ProposalRequest
from detente.api.schemas import answers
from detente.dialogue.forms import FORM_OF
from detente.report.chartered import CharterView, charter_view
from detente.report.filling import act_of
from detente.report.posts import PostList, post_list
from detente.report.proposing import proposal, terms_of
from detente.report.translated import catalogue
from detente.report.writing import Writer


def add_amending(app: FastAPI, admission: Admission) -> None:
    """Add charter, posts and the terms in force, and what proposes other ones."""
    read = admission.of("read")

    @app.get("/v1/charter", responses=answers(CharterView), dependencies=[read])
    async def the_charter(
        language: Annotated[str, Query(max_length=35)] = "en",
    ) -> Response:
        """Show the charter in force in a language, and what is to change it."""
        writer = Writer((catalogue(language),))
        return said(charter_view(admission.watching.record(), writer))

    @app.get("/v1/posts", responses=answers(PostList), dependencies=[read])
    async def the_posts() -> Response:
        """List each party's posts, the keys that speak for them, who is missing."""
        return said(post_list(admission.watching.record()))

    @app.get("/v1/terms", responses=answers(TermsInForce), dependencies=[read])
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
