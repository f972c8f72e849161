"""Decide how an officer speaks through the API: a draft, signed at home, released.

And how a console says whether anybody would hear an alarm at it (clause 23.10).
"""

from fastapi import FastAPI
from fastapi.responses import Response

from detente.api import drafting
from detente.api.admission import Admission, said
from detente.api.answers import Attendance, DraftView, Previewed, Released, Signers
from detente.api.requests import AttendanceRequest, DraftRequest, ReleaseRequest
from detente.api.schemas import answers


def add_speaking(app: FastAPI, admission: Admission) -> None:
    """Add the requests by which a statement is released."""

    @app.post(
        "/v1/signers",
        responses=answers(Signers, 409),
        dependencies=[admission.of("draft")],
    )
    async def the_signers(asked: DraftRequest) -> Response:
        """Say who would sign what is filled in, if it can be said; fix no reference."""
        return said(await drafting.signers(admission.watching, asked))

    @app.post(
        "/v1/previews",
        responses=answers(Previewed, 409),
        dependencies=[admission.of("draft")],
    )
    async def a_preview(asked: DraftRequest) -> Response:
        """Say what would be marked on a statement, and what to know before it."""
        return said(await drafting.preview(admission.watching, asked))

    @app.post(
        "/v1/drafts",
        responses=answers(DraftView, 409),
        dependencies=[admission.of("draft")],
    )
    async def a_draft(asked: DraftRequest) -> Response:
        """Fix a reference; return the statement as it will stand, to be signed."""
        return said(await drafting.draft(admission.watching, asked))

    @app.post(
        "/v1/attendance",
        responses=answers(Attendance, 409),
        dependencies=[admission.of("attend")],
    )
    async def the_attendance(asked: AttendanceRequest) -> Response:
        """Say whether an alarm can sound at one of the pages of a console (23.10)."""
        attended = await admission.watching.ask("console", asked.can_sound)
        return said(Attendance(None if attended is None else bool(attended)))

    @app.post(
        "/v1/statements",
        responses=answers(Released, 409),
        dependencies=[admission.of("release")],
    )
    async def a_release(asked: ReleaseRequest) -> Response:
        """Release a draft that its officers have signed."""
        return said(await drafting.release(admission.watching, asked))
