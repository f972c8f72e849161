"""Decide how a tracker's reports come in, and how it is told where things are.

Spec clauses 24.9 and 35.6. What is reported is parted into steps of the charter's rate,
put into the node, and stated with the node's own credential: no officer could sign once
a minute. What would be void is not stated at all, and the tracker is told why.
"""

import asyncio
import secrets

from fastapi import FastAPI
from fastapi.responses import Response

from detente.api.admission import Admission, held, said
from detente.api.answers import PositionsStated, StatedBatch, ToldRow
from detente.api.drafting import reserved
from detente.api.listing import Moment
from detente.api.requests import PositionsRequest
from detente.api.schemas import answers
from detente.api.watching import Watching
from detente.dialogue import batch
from detente.dialogue.case import Case
from detente.dialogue.compose import Author, Composed, Desk, Draft, answering, compose
from detente.dialogue.forms.pos import MEDIA_TYPE, Reported, step
from detente.dialogue.sharing import Share
from detente.dialogue.standing import SERIALS
from detente.node import uploading
from detente.record import keys, statement
from detente.record.credentials import Credential
from detente.record.errors import Malformed, Refused
from detente.record.statement import SALT_BYTES, Attachment
from detente.report.observed import read_status
from detente.report.positions import PositionList, position_list
from detente.report.record import Record

_PROVISIONAL = SERIALS - 1
_AT_ONCE = False  # said once it is stored here, not when they receipted it
NAME = "positions"


def add_positions(app: FastAPI, admission: Admission) -> None:
    """Add what takes positions in, and what lists them."""
    one_at_a_time = asyncio.Lock()  # else two gateways state one step twice

    @app.get(
        "/v1/positions",
        responses=answers(PositionList),
        dependencies=[admission.of("read")],
    )
    async def the_positions(known_at_s: Moment = None) -> Response:
        """List what is followed live, where it was last, and how long ago."""
        record, at_s = await admission.watching.known(known_at_s)
        alarms = known_at_s is None  # what alarms now says nothing of then
        return said(position_list(record, at_s, alarms=alarms))

    @app.post(
        "/v1/positions/reports",
        responses=answers(PositionsStated, 404, 409),
        dependencies=[admission.of("locate")],
    )
    async def some_positions(asked: PositionsRequest) -> Response:
        """State what a tracker reports: an entry for each step of the rate."""
        async with one_at_a_time:
            return said(await stated(admission.watching, asked))


async def stated(watching: Watching, asked: PositionsRequest) -> PositionsStated:
    """State a table of reports.

    Raises:
        Misasked: the case does not exist, or no node runs.
        Refused: it does not share live positions, or the charter permits none.
        Malformed: a row cannot be stated, which is named.
    """
    # It loads numpy, which only positions need.
    from detente.dialogue import intake  # noqa: PLC0415

    record = watching.record()
    opened = held(record.standing.by_reference, asked.case)
    case = record.standing.case_of(opened)
    share = _share(record, case)
    now_s = read_status(await watching.ask("status")).now_s
    terms = record.standing.under(case).charter.terms.positions
    if terms is None:
        raise Refused("The charter permits no live positions (clause 35.1).")
    before = intake.Before()
    if share.batches:
        last = share.batches[-1]
        assert isinstance(last.body, Reported)  # noqa: S101 - batches are that
        told = record.batches.told(last)
        reports = {each.object: each for each in told.reports}
        before = intake.Before(step(last.body.last, terms), reports)
    rate = intake.Rate(terms.every_s, share.shared.fastest_kmh)
    found = intake.take(
        asked.table, rate, before, now_s, asked.first, strict=asked.strict
    )
    rows = [await _state(watching, case, share, each.data) for each in found.batches]
    told_rows = tuple(ToldRow(*each) for each in found.told)
    return PositionsStated(case.opened.header.reference, tuple(rows), told_rows)


def _share(record: Record, case: Case) -> Share:
    """Return what our side shares of a case.

    Raises:
        Refused: it shares nothing.
    """
    for share in case.shares:
        if share.party == record.own and not share.ended:
            return share
    raise Refused(
        f"{case.opened.header.reference} does not share live positions: an officer "
        "releases POS shared first (clause 35.1)."
    )


async def _state(
    watching: Watching, case: Case, share: Share, data: bytes
) -> StatedBatch:
    """Put a batch into the node and have it stated.

    Raises:
        Refused: it would be void, or the node does not take it.
    """
    record = watching.record()
    content = await uploading.put(watching.ask, data)
    body = batch.stating(data, content.sha256)
    listed = Attachment(NAME, MEDIA_TYPE, content.size_bytes, content.sha256)
    header = share.by.header
    draft = answering(body, case.opened, to=header.to_post)._replace(
        precedence="R", info=header.info_posts, attachments=(listed,)
    )
    now_s = read_status(await watching.ask("status")).now_s
    salt = secrets.token_bytes(SALT_BYTES)
    desk = Desk(_PROVISIONAL, record.seen(), now_s, now_s, salt)
    # What would be void must not cost a reference.
    for fault in _composed(record, desk, draft, header.language).faults:
        if fault.voids:
            raise Refused(f"{fault.sentence} (clause {fault.clause})")
    desk = desk._replace(serial=await reserved(watching, now_s))
    made = _composed(record, desk, draft, header.language)
    payload = statement.payload(made.header)
    position = await watching.ask("state", payload, salt, made.body, _AT_ONCE)
    if not isinstance(position, int):
        raise Malformed("The node gave something else than a position.")
    return StatedBatch(made.header.reference, body.reports, body.first, body.last)


def _composed(record: Record, desk: Desk, draft: Draft, language: str) -> Composed:
    post = _node(record)
    kid = keys.thumbprint(post.public())
    by = Author(record.own, post.post, kid, (kid,), language)
    return compose(record.standing, by, desk, draft)


def _node(record: Record) -> Credential:
    """Return the node's own credential, as our key document lists it."""
    document = record.paired.channel.party(record.own).document
    found = next((each for each in document.credentials if each.node), None)
    if found is None:
        raise Refused("Our key document lists no credential of the node.")
    return found
