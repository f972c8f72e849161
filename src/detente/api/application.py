"""Decide what the API of a line is made of, and how it describes itself (clause 24).

Nothing is loaded from elsewhere and no page of documentation is served: `detente
openapi` prints the document, whose schemas are drawn from the records themselves.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

from fastapi import FastAPI

from detente.api.admission import Admission, fail_in_words
from detente.api.amending import add_amending
from detente.api.answers import (
    Attendance,
    Delivery,
    DraftView,
    DueList,
    FormList,
    FormView,
    NodeSettings,
    PositionsStated,
    Previewed,
    ReadingList,
    Released,
    Retold,
    Signers,
    StatementView,
    TallyView,
    TermsInForce,
    TrialAsked,
    Upload,
)
from detente.api.attaching import add_attachments
from detente.api.handing import add_pages, add_proofs, add_readings
from detente.api.listing import add_lists
from detente.api.locating import add_positions
from detente.api.pace import Pace
from detente.api.reading import add_feeds, add_forms, add_record, add_state
from detente.api.retelling import add_retelling
from detente.api.schemas import Problems, components
from detente.api.speaking import add_speaking
from detente.api.trying import add_trials
from detente.api.watching import Watching
from detente.report.channel import ChannelView
from detente.report.chart import Chart
from detente.report.chartered import CharterView
from detente.report.feeds import FeedList
from detente.report.inbox import Inbox
from detente.report.keeping import Exported
from detente.report.listed import CaseList, OneCase
from detente.report.notices import MovementList, SiteList
from detente.report.onesided import OneSided
from detente.report.positions import PositionList
from detente.report.posts import PostList
from detente.report.rendering import Rendering
from detente.report.stages import Progress
from detente.report.state import LineState
from detente.report.watchlog import WatchLog

VERSION: Final = "1"
ANSWERED: Final = (
    *(LineState, Inbox, DueList, StatementView, TallyView, FormList, FormView),
    *(CaseList, OneCase, SiteList, MovementList, Chart, WatchLog, ReadingList),
    *(ChannelView, Progress, Rendering, Exported, OneSided, Delivery, Retold),
    *(TermsInForce, Upload, Signers, DraftView, Previewed, Released, Problems),
    *(PositionList, PositionsStated, Attendance, FeedList, NodeSettings, TrialAsked),
    *(CharterView, PostList),
)
"""The records that answers hold."""


def application(
    watching: Watching | None, pace: Pace | None = None, *, at_home: bool = False
) -> FastAPI:
    """Return the API of a line; without a line it only describes itself.

    Args:
        watching: the line; closed when the application ends.
        pace: how often one token may ask; None: as clause 24.4 has it.
        at_home: whether it is called in the process of who asks (clause 24.8).
    """
    app = FastAPI(
        title="Detente",
        version=VERSION,
        summary="One side's view of a line, and its officers' way to speak on it.",
        docs_url=None,
        redoc_url=None,
        telemetry={"auto_configure": False},  # nothing is told to anybody else
        lifespan=_closing(watching),
    )
    admission = Admission(watching, None if at_home else pace or Pace())
    fail_in_words(app)
    add_state(app, admission)
    add_record(app, admission)
    add_feeds(app, admission)
    add_lists(app, admission)
    add_positions(app, admission)
    add_pages(app, admission)
    add_readings(app, admission)
    add_proofs(app, admission)
    add_retelling(app, admission)
    add_amending(app, admission)
    add_forms(app, admission)
    add_attachments(app, admission)
    add_speaking(app, admission)
    add_trials(app, admission)
    _describe(app)
    return app


def _closing(
    watching: Watching | None,
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        if watching is not None:
            watching.close()

    return lifespan


def _describe(app: FastAPI) -> None:
    """Lay the records' own schemas into the document; take out what is never said."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        document = plain()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(components(ANSWERED))
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        for path in document["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
        return document

    app.openapi = described  # type: ignore[method-assign]
