"""Decide what is handed out of a record: pages for people, proofs for third parties.

A page or a compact text says what the record says; a proof convinces whoever does not
trust us, and is checked by the verifier before anybody gets it (clause 7).
"""

from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import Response

from detente.api.admission import Admission, held, said
from detente.api.answers import ReadingList
from detente.api.schemas import answers
from detente.api.tokens import Token
from detente.api.withholding import note, seen_by
from detente.node.readings import noted
from detente.report.export import export, export_fork
from detente.report.keeping import Exported
from detente.report.rendering import Rendering, render

WithBody = Annotated[bool, Query()]


def add_readings(app: FastAPI, admission: Admission) -> None:
    """Add what says to whom something personal was handed."""

    @app.get(
        "/v1/readings",
        responses=answers(ReadingList),
        dependencies=[admission.of("audit")],
    )
    async def the_readings() -> Response:
        """List who has read what is personal, of which statement and when."""
        return said(ReadingList(noted(admission.watching.place.readings)))


def add_pages(app: FastAPI, admission: Admission) -> None:
    """Add what is written of statements for people."""
    read = admission.of("read")

    @app.get("/v1/pages/{reference:path}", responses=answers(Rendering, 404))
    async def the_page(
        reference: str,
        token: Annotated[Token, read],
        language: Annotated[list[str] | None, Query()] = None,
        *,
        personal: Annotated[bool, Query()] = False,
    ) -> Response:
        """Write a statement as a page, in one language or two, and as one line."""
        watching = admission.watching
        record = watching.record()
        entered = held(record.standing.by_reference, reference)
        seen = await seen_by(watching, token, entered, "page", asked=personal)
        return said(render(record, seen, language or (), whole=seen is entered))


def add_proofs(app: FastAPI, admission: Admission) -> None:
    """Add what convinces third parties."""
    prove = admission.of("prove")

    async def exported(token: Token, reference: str, *, with_body: bool) -> Exported:
        watching = admission.watching
        now_s, record = await watching.now_s(), watching.record()
        entered = held(record.standing.by_reference, reference)
        found = export(record, entered, now_s, with_body=with_body)
        if found.with_body:
            await note(watching, token, entered, "proof")
        return found

    @app.get("/v1/proofs/{reference:path}", responses=answers(bytes, 404, 409))
    async def the_proof(
        reference: str, token: Annotated[Token, prove], *, with_body: WithBody = True
    ) -> Response:
        """Hand out the proof file of a statement, for anyone to judge offline."""
        found = await exported(token, reference, with_body=with_body)
        return Response(found.proof, media_type="application/octet-stream")

    @app.get("/v1/exports/{reference:path}", responses=answers(Exported, 404, 409))
    async def the_export(
        reference: str, token: Annotated[Token, prove], *, with_body: WithBody = True
    ) -> Response:
        """Hand out a proof file, its parts by name, and whose receipts it shows."""
        return said(await exported(token, reference, with_body=with_body))

    @app.get(
        "/v1/forks/{party}", responses=answers(Exported, 404, 409), dependencies=[prove]
    )
    async def the_fork(party: str) -> Response:
        """Hand out the proof that a party signed two histories."""
        record = admission.watching.record()
        return said(held(lambda code: export_fork(record, code), party))
