"""Decide what can be read of a line: its state, inbox, statements, counts, forms.

Each answer is the record that the command line prints with `--json`.
"""

from typing import Annotated, Final

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response, StreamingResponse

from detente.api.admission import Admission, held, said
from detente.api.answers import (
    DueList,
    FormList,
    FormView,
    StatementView,
    TallyView,
)
from detente.api.events import events, read_place
from detente.api.schemas import answers
from detente.api.tokens import Token
from detente.api.transport import LONGEST_S
from detente.api.watching import time_of
from detente.api.withholding import seen_by
from detente.dialogue import forms
from detente.dialogue.register import register
from detente.dialogue.tally import tally
from detente.report import described, filling
from detente.report.casework import case_view
from detente.report.channel import ChannelView, channel_view
from detente.report.feeds import FeedList, feed_list
from detente.report.heads import at_heads
from detente.report.inbox import Inbox, due_row, dues, inbox
from detente.report.schema import schema_of
from detente.report.shown import show
from detente.report.stages import Progress, progress
from detente.report.state import LineState, line_state
from detente.report.watch import TurnoverView, turnover_view

_LARGEST: Final = 2**53
_MOST: Final = 1_000_000
Moment = Annotated[int | None, Query(ge=0, le=_LARGEST)]


def add_state(app: FastAPI, admission: Admission) -> None:
    """Add what says how the line is, and what is due."""
    read = admission.of("read")

    @app.get(
        "/v1/line", responses=answers(LineState), dependencies=[admission.of(None)]
    )
    async def line() -> Response:
        """Show the state of the line: each path, their node, their officers, ages."""
        watching = admission.watching
        status = await watching.status()
        return said(line_state(watching.record(), status, time_of(status)))

    @app.get("/v1/turnover", responses=answers(TurnoverView), dependencies=[read])
    async def the_turnover() -> Response:
        """Show who has our watch, and what a turnover of it would list now."""
        watching = admission.watching
        status = await watching.status()
        return said(turnover_view(watching.record(), status, time_of(status)))

    @app.get("/v1/channel", responses=answers(ChannelView), dependencies=[read])
    async def the_channel() -> Response:
        """Show the channel: its id, its parties, their posts and their officers."""
        return said(channel_view(admission.watching.record()))

    @app.get("/v1/inbox", responses=answers(Inbox), dependencies=[read])
    async def the_inbox(last: Annotated[int, Query(ge=0, le=_MOST)] = 20) -> Response:
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
    """Add what shows statements and counts."""
    read = admission.of("read")

    @app.get("/v1/statements/{reference:path}", responses=answers(StatementView, 404))
    async def the_statement(
        reference: str,
        token: Annotated[Token, read],
        *,
        personal: Annotated[bool, Query()] = False,
    ) -> Response:
        """Show a statement, how far it has come, its case; if asked, all of it."""
        watching = admission.watching
        record = watching.record()
        entered = held(record.standing.by_reference, reference)
        case = case_view(record, entered, await watching.now_s())
        reached = progress(record, entered)
        ours = entered.party == record.own
        handed = await watching.handed(entered.said.position) if ours else ()
        seen = await seen_by(watching, token, entered, "show", asked=personal)
        return said(StatementView(show(record, seen), reached, case, handed))

    @app.get(
        "/v1/progress/{reference:path}",
        responses=answers(Progress, 404),
        dependencies=[read],
    )
    async def the_progress(
        reference: str, within_s: Annotated[float, Query(ge=0, le=LONGEST_S)] = 0.0
    ) -> Response:
        """Say how far a statement has come, once all have it or the time is over."""
        watching = admission.watching
        record = watching.record()
        entered = held(record.standing.by_reference, reference)
        reached = progress(record, entered)
        if reached.missing and within_s:
            await watching.receipted(entered.said.position, within_s)
            reached = progress(record, entered)
        return said(reached)

    @app.get("/v1/tally", responses=answers(TallyView), dependencies=[read])
    async def the_tally(
        from_s: Moment = None,
        until_s: Moment = None,
        heads: Annotated[list[str] | None, Query()] = None,
    ) -> Response:
        """Count what became of every contact request, and show the register.

        At the heads held, or at those named, each as `NORTH=12`.
        """
        standing = at_heads(admission.watching.record().standing, heads or ())
        return said(
            TallyView(tally(standing, from_s, until_s), tuple(register(standing)))
        )


def add_feeds(app: FastAPI, admission: Admission) -> None:
    """Add what is told of the feeds themselves."""

    @app.get(
        "/v1/feeds", responses=answers(FeedList), dependencies=[admission.of("read")]
    )
    async def the_feeds(
        heads: Annotated[list[str] | None, Query()] = None,
    ) -> Response:
        """Show each feed's head, who receipted it, and the code of these heads.

        At the heads held, or at those named, each as `NORTH=12`.
        """
        return said(feed_list(admission.watching.record(), heads or ()))


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
