"""Decide how files come and go through the API: put before a draft, read after it.

Spec clause 24.7. What is handed out is told as bytes and nothing else, to be kept and
not shown: neither its name nor its media type, which the other side chose, decides what
a browser does.
"""

from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import Response

from detente.api.admission import Admission, held, said
from detente.api.answers import Upload
from detente.api.drafting import unbase64
from detente.api.requests import UploadRequest
from detente.api.schemas import answers
from detente.api.tokens import Token
from detente.api.withholding import note
from detente.dialogue import personal
from detente.record.errors import Malformed
from detente.report import attached

_HEADERS = {
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
}


def add_attachments(app: FastAPI, admission: Admission) -> None:
    """Add the two requests by which files come and go."""

    @app.post(
        "/v1/attachments",
        responses=answers(Upload, 409),
        dependencies=[admission.of("draft")],
    )
    async def an_upload(asked: UploadRequest) -> Response:
        """Put bytes of a file into our node, before the statement that lists it."""
        sha256 = bytes.fromhex(asked.sha256)
        row = (sha256, asked.size_bytes, asked.start, unbase64(asked.data))
        found = await admission.watching.ask("attach", row)
        if not isinstance(found, int):
            raise Malformed("The node does not say how much of a file it holds.")
        return said(Upload(asked.sha256, asked.size_bytes, found))

    @app.get(
        "/v1/attachments/{reference:path}",
        responses=answers(bytes, 404),
    )
    async def the_attachment(
        reference: str,
        token: Annotated[Token, admission.of("read")],
        name: Annotated[str, Query(max_length=1000)],
    ) -> Response:
        """Hand out an attachment by its statement, and its name or SHA-256."""
        watching = admission.watching
        record = watching.record()
        entered = held(record.standing.by_reference, reference)
        found = held(lambda text: attached.named(entered, text), name)
        data = held(lambda _: attached.bytes_of(record, found), name)
        if found.name in personal.photographs(entered.body):
            await note(watching, token, entered, "attachment")
        return Response(data, 200, _HEADERS, "application/octet-stream")
