"""Decide what is handed out of a record: pages for people, proofs for third parties.

A page or a compact text says what the record says; a proof convinces whoever does not
trust us, and is checked by the verifier before anybody gets it (clause 7).
"""

from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import Response

from detente.api.admission import Admission, held, said
from detente.api.schemas import answers
from detente.api.watching import Watching
from detente.report.export import export, export_fork
from detente.report.keeping import Exported
from detente.report.rendering import Rendering, render

WithBody = Annotated[bool, Query()]


def add_pages(app: FastAPI, admission: Admission) -> None:
    """Add what is written of statements for people."""

    @app.get(
        "/v1/pages/{reference:path}",
        responses=answers(Rendering, 404),
        dependencies=[admission.of("read")],
    )
    async def the_page(
        reference: str, language: Annotated[list[str] | None, Query()] = None
    ) -> Response:
        """Write a statement as a page, in one language or two, and as one line."""
        record = admission.watching.record()
        entered = held(record.standing.by_reference, reference)
        return said(render(record, entered, language or ()))


def add_proofs(app: FastAPI, admission: Admission) -> None:
    """Add what convinces third parties."""
    prove = admission.of("prove")

    @app.get(
        "/v1/proofs/{reference:path}",
        responses=answers(bytes, 404, 409),
        dependencies=[prove],
    )
    async def the_proof(reference: str, *, with_body: WithBody = True) -> Response:
        """Hand out the proof file of a statement, for anyone to judge offline."""
        found = await _exported(admission.watching, reference, with_body=with_body)
        return Response(found.proof, media_type="application/octet-stream")

    @app.get(
        "/v1/exports/{reference:path}",
        responses=answers(Exported, 404, 409),
        dependencies=[prove],
    )
    async def the_export(reference: str, *, with_body: WithBody = True) -> Response:
        """Hand out a proof file, its parts by name, and whose receipts it shows."""
        return said(await _exported(admission.watching, reference, with_body=with_body))

    @app.get(
        "/v1/forks/{party}", responses=answers(Exported, 404, 409), dependencies=[prove]
    )
    async def the_fork(party: str) -> Response:
        """Hand out the proof that a party signed two histories."""
        record = admission.watching.record()
        return said(held(lambda code: export_fork(record, code), party))


async def _exported(watching: Watching, reference: str, *, with_body: bool) -> Exported:
    now_s, record = await watching.now_s(), watching.record()
    entered = held(record.standing.by_reference, reference)
    return export(record, entered, now_s, with_body=with_body)
