"""Decide what can be read of a line: its state, inbox, statements, counts, forms.

Each answer is the record that the command line prints with `--json`.
"""

from typing import Annotated, Any, Final

import msgspec
from fastapi import FastAPI, Query, Request
from fastapi.responses import Response, StreamingResponse

from detente.api.admission import Admission, held, said
from detente.api.events import events, read_place
from detente.api.schemas import answers
from detente.dialogue import forms
from detente.dialogue.register import Item, register
from detente.dialogue.tally import Tally, tally
from detente.report import described, filling
from detente.report.casework import CaseView, case_view
from detente.report.described import FieldShape
from detente.report.export import export
from detente.report.inbox import DueRow, Inbox, due_row, dues, inbox
from detente.report.schema import schema_of
from detente.report.shown import Shown, show
from detente.report.stages import Progress, progress
from detente.report.state import LineState, line_state

_LARGEST: Final = 2**53


class StatementView(msgspec.Struct, frozen=True):
    """A statement, how far it has come, and the case it belongs to."""

    statement: Shown
    progress: Progress
    case: CaseView


class TallyView(msgspec.Struct, frozen=True):
    """What became of every contact request, and the precondition register."""

    tally: Tally
    preconditions: tuple[Item, ...]


class FormView(msgspec.Struct, frozen=True):
    """A form's act, its fields as a person fills them in, and its JSON schema."""

    form: str
    version: int
    act: str
    title: str
    fields: tuple[FieldShape, ...]
    schema: Any


class FormList(msgspec.Struct, frozen=True):
    """Every form, by code, with its acts that an officer can release."""

    forms: dict[str, tuple[str, ...]]


class DueList(msgspec.Struct, frozen=True):
    """Everything the clocks ask of either side, soonest first; `now_s` is our clock."""

    now_s: int
    dues: tuple[DueRow, ...]


def add_state(app: FastAPI, admission: Admission) -> None:
    """Add what says how the line is, and what is due."""
    read = admission.of("read")

    @app.get(
        "/v1/line", responses=answers(LineState), dependencies=[admission.of(None)]
    )
    async def line() -> Response:
        """Show the state of the line: each path, their node, their officers, ages."""
        watching = admission.watching
        status, now_s = await watching.status(), await watching.now_s()
        return said(line_state(watching.record(), status, now_s))

    @app.get("/v1/inbox", responses=answers(Inbox), dependencies=[read])
    async def the_inbox(last: Annotated[int, Query(ge=0, le=1000)] = 20) -> Response:
        """Show what is due, what waits to be read, and what has left."""
        now_s = await admission.watching.now_s()
        return said(inbox(admission.watching.record(), now_s, last))

    @app.get("/v1/dues", responses=answers(DueList), dependencies=[read])
    async def the_dues() -> Response:
        """List everything the clocks ask of either side, soonest first."""
        now_s = await admission.watching.now_s()
        found = dues(admission.watching.record(), now_s)
        return said(DueList(now_s, tuple(due_row(each, now_s) for each in found)))

    @app.get("/v1/events", responses=answers(str, events=True), dependencies=[read])
    async def the_events(
        request: Request, after: Annotated[str, Query(max_length=2000)] = ""
    ) -> StreamingResponse:
        """Tell what comes as it comes, from the places given on."""
        place = read_place(request.headers.get("last-event-id") or after)
        stream = events(admission.watching, place)
        return StreamingResponse(stream, media_type="text/event-stream")


def add_record(app: FastAPI, admission: Admission) -> None:
    """Add what shows statements, counts and proofs."""
    read = admission.of("read")

    @app.get(
        "/v1/statements/{reference:path}",
        responses=answers(StatementView, 404),
        dependencies=[read],
    )
    async def the_statement(reference: str) -> Response:
        """Show a statement, how far it has come, and its case."""
        record = admission.watching.record()
        entered = held(record.standing.by_reference, reference)
        case = case_view(record, entered, await admission.watching.now_s())
        return said(
            StatementView(show(record, entered), progress(record, entered), case)
        )

    @app.get("/v1/tally", responses=answers(TallyView), dependencies=[read])
    async def the_tally(
        from_s: Annotated[int, Query(ge=0, le=_LARGEST)] = 0,
        until_s: Annotated[int, Query(ge=0, le=_LARGEST)] = _LARGEST,
    ) -> Response:
        """Count what became of every contact request, and show the register."""
        standing = admission.watching.record().standing
        found = tally(standing, from_s, until_s)
        return said(TallyView(found, register(standing)))

    @app.get(
        "/v1/proofs/{reference:path}",
        responses=answers(bytes, 404),
        dependencies=[admission.of("prove")],
    )
    async def the_proof(
        reference: str, *, with_body: Annotated[bool, Query()] = True
    ) -> Response:
        """Hand out the proof file of a statement, for anyone to judge offline."""
        record = admission.watching.record()
        entered = held(record.standing.by_reference, reference)
        now_s = await admission.watching.now_s()
        found = held(
            lambda _: export(record, entered, now_s, with_body=with_body), reference
        )
        return Response(found.proof, media_type="application/octet-stream")


def add_forms(app: FastAPI, admission: Admission) -> None:
    """Add what says how each form is filled in."""
    read = admission.of("read")

    @app.get("/v1/forms", responses=answers(FormList), dependencies=[read])
    async def the_forms() -> Response:
        """List every form and its acts."""
        found = {
            form.code: tuple(
                filling.act_of(body) for body in form.bodies if not body.automatic
            )
            for form in forms.FORMS.values()
        }
        return said(FormList(found))

    @app.get("/v1/forms/{code}", responses=answers(FormView, 404), dependencies=[read])
    async def the_form(
        code: str,
        act: Annotated[str, Query(max_length=40)] = "",
        language: Annotated[str, Query(max_length=35)] = "en",
    ) -> Response:
        """Show the fields and the JSON schema of a form's act, in a language."""
        form = held(described.form_of, code.upper())
        body = held(lambda text: described.body_of(form, text), act)
        shape = described.act_of(form, body, language)
        shapes = described.fields_of(body, language)
        schema = schema_of(form, body, language)
        return said(
            FormView(form.code, form.version, shape.act, shape.title, shapes, schema)
        )
