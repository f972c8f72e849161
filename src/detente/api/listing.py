"""Decide how cases, sites, movements and the watch log are listed.

Each answer is the record of `detente.report`; the lists of sites and movements are what
both sides compare, line by line, and name the heads they are made of. Asked with
`known_at_s`, each is what it was at that moment, by what stood in our record then.
"""

from typing import Annotated, Final, Literal

from fastapi import FastAPI, Query
from fastapi.responses import Response

from detente.api.admission import Admission, held, said
from detente.api.schemas import answers
from detente.report.channel import channel_view, check_alone
from detente.report.chart import Chart
from detente.report.declared import ConflictList
from detente.report.known import Known, known
from detente.report.listed import CaseList, OneCase, list_cases, one_case
from detente.report.notices import MovementList, SiteList, movement_list, site_list
from detente.report.watchlog import WatchLog, watch_log

_LARGEST: Final = 2**53
_MOST: Final = 1_000_000
Moment = Annotated[int | None, Query(ge=0, le=_LARGEST)]


def add_lists(app: FastAPI, admission: Admission) -> None:
    """Add what lists cases, sites, movements and the lines of the watch log."""
    read = admission.of("read")

    @app.get("/v1/cases", responses=answers(CaseList), dependencies=[read])
    async def the_cases(
        family: Annotated[str, Query(max_length=40)] = "",
        *,
        only_open: Annotated[bool, Query(alias="open")] = False,
        last: Annotated[int, Query(ge=0, le=_MOST)] = 100,
        known_at_s: Moment = None,
    ) -> Response:
        """List cases, the newest first, and what has become of each."""
        record, at_s = await admission.watching.known(known_at_s)
        return said(list_cases(record, at_s, last, family, open_only=only_open))

    @app.get("/v1/cases/{id_hex}", responses=answers(OneCase, 404), dependencies=[read])
    async def the_case(id_hex: str) -> Response:
        """Show a case, what is due in it, and its statements."""
        watching = admission.watching
        now_s = await watching.now_s()
        record = watching.record()
        return said(held(lambda text: one_case(record, text, now_s), id_hex))

    @app.get("/v1/sites", responses=answers(SiteList), dependencies=[read])
    async def the_sites(at_s: Moment = None, known_at_s: Moment = None) -> Response:
        """List every site that stands, as it stands at a time."""
        record, known_s = await admission.watching.known(known_at_s)
        return said(site_list(record, known_s if at_s is None else at_s))

    @app.get("/v1/movements", responses=answers(MovementList), dependencies=[read])
    async def the_movements(known_at_s: Moment = None) -> Response:
        """List every movement that is not over."""
        record, _ = await admission.watching.known(known_at_s)
        return said(movement_list(record))

    @app.get("/v1/conflicts", responses=answers(ConflictList), dependencies=[read])
    async def the_conflicts(
        *,
        shifts: Annotated[bool, Query()] = False,
        closed: Annotated[bool, Query()] = False,
        case: Annotated[str, Query(max_length=80)] = "",
        known_at_s: Moment = None,
    ) -> Response:
        """List what conflicts among what stands declared; if asked, how to part it."""
        # It loads numpy and GEOS, which no other request needs.
        from detente.report.compared import Asked, conflict_list  # noqa: PLC0415

        record, at_s = await admission.watching.known(known_at_s)
        alerts = known_at_s is None  # what sounds now says nothing of then
        asked = Asked(at_s, shifts=shifts, closed=closed, case=case, alerts=alerts)
        return said(conflict_list(record, asked))

    @app.get("/v1/declared", responses=answers(Chart), dependencies=[read])
    async def the_declared(
        form: Annotated[Literal["", "ACT", "SITE", "MOVE"], Query()] = "",
        party: Annotated[str, Query(max_length=40)] = "",
        at_s: Moment = None,
        case: Annotated[str, Query(max_length=80)] = "",
        known_at_s: Moment = None,
    ) -> Response:
        """Draw what stands declared as GeoJSON, nothing personal in it."""
        from detente.report.charted import Wanted, chart  # noqa: PLC0415 - as above

        record, _ = await admission.watching.known(known_at_s)
        return said(chart(record, Wanted(form, party, at_s, case)))

    @app.get("/v1/known", responses=answers(Known), dependencies=[read])
    async def the_known(at_s: Moment = None) -> Response:
        """Say how far our record reached at a moment, and how old its newest was."""
        watching = admission.watching
        now_s = await watching.now_s()
        return said(known(watching.record(), now_s if at_s is None else at_s, now_s))

    @app.get("/v1/watch-log", responses=answers(WatchLog), dependencies=[read])
    async def the_watch_log(from_s: Moment = None, until_s: Moment = None) -> Response:
        """Show the watch log, from one moment on and before another."""
        record = admission.watching.record()
        check_alone(channel_view(record))
        return said(watch_log(record, from_s, until_s))
