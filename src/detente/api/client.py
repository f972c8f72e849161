"""Decide how a program speaks with the API: typed, with the records it answers in.

What comes back are the same records that the reports are made of, so that a program
and a page cannot mean two things by one word. What was refused is raised as the API
raised it, in its own words. An officer's key stays with the caller: `release` is given
signatures. By which way the API is asked is the matter of `detente.api.transport`.

    client = Client(Http("http://127.0.0.1:8080", token))
    drafted = client.draft(DraftRequest(form="MSG", ...))
    client.release(drafted, {each.credential: sign(each.message) for ...})
"""

import base64
import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar
from urllib.parse import quote, urlencode

import msgspec

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
from detente.api.refusals import Unreadable, refusal
from detente.api.requests import AttachmentRequest, DraftRequest, made
from detente.api.transport import LONGEST_S, OK, Way
from detente.dialogue.terms import Terms
from detente.node.uploading import PIECE_BYTES
from detente.record.errors import Malformed
from detente.report.channel import ChannelView
from detente.report.chart import Chart
from detente.report.chartered import CharterView
from detente.report.declared import ConflictList
from detente.report.feeds import FeedList
from detente.report.inbox import Inbox
from detente.report.keeping import Exported
from detente.report.known import Known
from detente.report.listed import CaseList, OneCase
from detente.report.notices import MovementList, SiteList
from detente.report.onesided import OneSided
from detente.report.positions import PositionList
from detente.report.posts import PostList
from detente.report.rendering import Rendering
from detente.report.stages import Progress
from detente.report.state import LineState
from detente.report.watch import TurnoverView
from detente.report.watchlog import WatchLog

_T = TypeVar("_T")
_JSON = {"Content-Type": "application/json"}


class Moved(NamedTuple):
    """An event: its place, to go on from, and the references that are new."""

    place: str
    statements: tuple[str, ...]


class _Told(msgspec.Struct):
    statements: tuple[str, ...]


class Client:
    """A way to the API of one line; not safe to use from two threads."""

    def __init__(self, way: Way, known_at_s: int | None = None) -> None:
        """Ask by this way; lists are as they were known at a moment, None: as now."""
        self._way = way
        self._known = {"known_at_s": known_at_s}

    def back_at(self, known_at_s: int) -> "Client":
        """Return a client whose lists are as they were known at a moment.

        Of cases, sites, movements, conflicts, what is declared and where things are.
        """
        return Client(self._way, known_at_s)

    def known(self, at_s: int | None = None) -> Known:
        """Return how far our record reached at a moment; None: now."""
        return self._get("/v1/known", Known, at_s=at_s)

    def line(self) -> LineState:
        """Return the state of the line."""
        return self._get("/v1/line", LineState)

    def turnover(self) -> TurnoverView:
        """Return who has our watch, and what a turnover of it would list now."""
        return self._get("/v1/turnover", TurnoverView)

    def channel(self) -> ChannelView:
        """Return the channel: its id, its parties, who may speak for us."""
        return self._get("/v1/channel", ChannelView)

    def inbox(self, last: int = 20) -> Inbox:
        """Return what is due, what waits to be read, and what has left."""
        return self._get("/v1/inbox", Inbox, last=last)

    def dues(self) -> DueList:
        """Return everything the clocks ask of either side."""
        return self._get("/v1/dues", DueList)

    def statement(self, reference: str, *, personal: bool = False) -> StatementView:
        """Return a statement, how far it has come, and its case.

        What is personal in it is withheld unless it is asked for, which is logged.
        """
        path, asked = f"/v1/statements/{quote(reference)}", str(personal).lower()
        return self._get(path, StatementView, personal=asked)

    def cases(
        self, family: str = "", *, only_open: bool = False, last: int = 100
    ) -> CaseList:
        """Return cases, the newest first."""
        opened = {"open": str(only_open).lower(), **self._known}
        return self._get("/v1/cases", CaseList, family=family, last=last, **opened)

    def case(self, id_hex: str) -> OneCase:
        """Return a case by the id of the statement that opened it."""
        return self._get(f"/v1/cases/{quote(id_hex, safe='')}", OneCase)

    def conflicts(
        self, *, shifts: bool = False, closed: bool = False, case: str = ""
    ) -> ConflictList:
        """Return what conflicts of what stands declared; if asked, how to part it.

        Args:
            shifts: whether to say how each activity may be moved.
            closed: whether to list also what conflicts no longer.
            case: only those of a notice by its reference, or the one of a number.
        """
        told = {"shifts": str(shifts).lower(), "closed": str(closed).lower()}
        return self._get(
            "/v1/conflicts", ConflictList, case=case, **told, **self._known
        )

    def declared(
        self,
        form: str = "",
        party: str = "",
        at_s: int | None = None,
        case: str = "",
    ) -> Chart:
        """Return what stands declared as GeoJSON, or a part of it."""
        wanted = {"form": form, "party": party, "at_s": at_s, "case": case}
        return self._get("/v1/declared", Chart, **wanted, **self._known)

    def sites(self, at_s: int | None = None) -> SiteList:
        """Return every site that stands."""
        return self._get("/v1/sites", SiteList, at_s=at_s, **self._known)

    def movements(self) -> MovementList:
        """Return every movement that is not over."""
        return self._get("/v1/movements", MovementList, **self._known)

    def tally(
        self,
        from_s: int | None = None,
        until_s: int | None = None,
        heads: Sequence[str] = (),
    ) -> TallyView:
        """Return what became of every contact request, and the register.

        Heads such as `NORTH=12` are those to count at; none: those held.
        """
        period = {"from_s": from_s, "until_s": until_s}
        return self._get("/v1/tally", TallyView, heads=heads, **period)

    def feeds(self, heads: Sequence[str] = ()) -> FeedList:
        """Return each feed's head, who receipted it, and the code of these heads.

        Heads such as `NORTH=12` are those of the code; none: the newest.
        """
        return self._get("/v1/feeds", FeedList, heads=heads)

    def watch_log(
        self, from_s: int | None = None, until_s: int | None = None
    ) -> WatchLog:
        """Return the lines of the watch log of a time."""
        return self._get("/v1/watch-log", WatchLog, from_s=from_s, until_s=until_s)

    def forms(self) -> FormList:
        """Return every form and its acts."""
        return self._get("/v1/forms", FormList)

    def form(self, code: str, act: str = "", language: str = "en") -> FormView:
        """Return the fields and the schema of a form's act, in a language."""
        path = f"/v1/forms/{quote(code, safe='')}"
        return self._get(path, FormView, act=act, language=language)

    def page(
        self, reference: str, languages: Sequence[str] = (), *, personal: bool = False
    ) -> Rendering:
        """Return a statement as a page and as one line.

        What is personal in it is withheld unless it is asked for, which is logged.
        """
        path, asked = f"/v1/pages/{quote(reference)}", str(personal).lower()
        return self._get(path, Rendering, language=languages, personal=asked)

    def readings(self) -> ReadingList:
        """Return who has read what is personal, oldest first."""
        return self._get("/v1/readings", ReadingList)

    def charter(self, language: str = "en") -> CharterView:
        """Return the charter in force in a language, and what is to change it."""
        return self._get("/v1/charter", CharterView, language=language)

    def posts(self) -> PostList:
        """Return each party's posts, the keys that speak for them, who is missing."""
        return self._get("/v1/posts", PostList)

    def terms(self) -> TermsInForce:
        """Return the terms that bind our next statement."""
        return self._get("/v1/terms", TermsInForce)

    def proposal(self, terms: Terms, text: str = "") -> Retold:
        """Return what proposes other terms, to be drafted."""
        asked = msgspec.json.encode({"terms": terms, "text": text})
        return self._post("/v1/proposals", asked, Retold)

    def attach(
        self, name: str, data: bytes, media_type: str = "application/octet-stream"
    ) -> AttachmentRequest:
        """Put a file into the node; return what a draft lists it by."""
        sha256 = hashlib.sha256(data).hexdigest()
        content = {"sha256": sha256, "size_bytes": len(data)}
        listed = {**content, "name": name, "media_type": media_type}
        asked = made(AttachmentRequest, listed)
        at = self._put(content)
        while at < len(data):
            rest = base64.b64encode(data[at : at + PIECE_BYTES]).decode()
            at = self._put({**content, "start": at, "data": rest})
        return asked

    def _put(self, piece: Mapping[str, object]) -> int:
        said = msgspec.json.encode(piece)
        return self._post("/v1/attachments", said, Upload).held_bytes

    def attachment(self, reference: str, name: str) -> bytes:
        """Return the bytes of an attachment, by its name or SHA-256."""
        asked = urlencode({"name": name})
        path = f"/v1/attachments/{quote(reference)}?{asked}"
        return self._answer("GET", path, b"")

    def proof(self, reference: str, *, with_body: bool = True) -> bytes:
        """Return the proof file of a statement."""
        return self.export(reference, with_body=with_body).proof

    def export(self, reference: str, *, with_body: bool = True) -> Exported:
        """Return the proof of a statement, its parts, and whose receipts it shows."""
        path, asked = f"/v1/exports/{quote(reference)}", str(with_body).lower()
        return self._get(path, Exported, with_body=asked)

    def fork(self, party: str) -> Exported:
        """Return the proof that a party signed two histories."""
        return self._get(f"/v1/forks/{quote(party, safe='')}", Exported)

    def positions(self) -> PositionList:
        """Return what is followed live, and where it was last."""
        return self._get("/v1/positions", PositionList, **self._known)

    def state_positions(
        self, case: str, table: str, first: int = 1, *, strict: bool = True
    ) -> PositionsStated:
        """State reports of a tracker, as a table in CSV whose rows begin at `first`."""
        asked = {"case": case, "table": table, "first": first, "strict": strict}
        data = msgspec.json.encode(asked)
        return self._post("/v1/positions/reports", data, PositionsStated)

    def one_sided(self) -> OneSided:
        """Return one-sided requests, and what was put of them to the other side."""
        return self._get("/v1/one-sided", OneSided)

    def delivery(self, reference: str) -> Delivery:
        """Return the page of a one-sided request for a courier."""
        return self._get(f"/v1/deliveries/{quote(reference)}", Delivery)

    def put(self, reference: str) -> Retold:
        """Return what puts a one-sided request to the other side, in another line."""
        return self._retold({"act": "put", "reference": reference})

    def moved(self, reference: str, text: str, no_duff: str) -> Retold:
        """Return what moves a real event of an exercise, in the operational line."""
        marked = {"reference": reference, "no_duff": no_duff}
        return self._retold({"act": "moved", "text": text, **marked})

    def _retold(self, asked: Mapping[str, str]) -> Retold:
        return self._post("/v1/retold", msgspec.json.encode(asked), Retold)

    def progress(self, reference: str, within_s: float = 0.0) -> Progress:
        """Return how far a statement has come, once all have it or the time is over."""
        path, until_s = f"/v1/progress/{quote(reference)}", time.monotonic() + within_s
        while True:
            left_s = max(0.0, min(LONGEST_S, until_s - time.monotonic()))
            found = self._get(path, Progress, within_s=f"{left_s:.3f}")
            if not found.missing or time.monotonic() >= until_s:
                return found

    def attend(self, *, can_sound: bool | None) -> Attendance:
        """Say whether an alarm can sound at a page; None: the console is ended.

        Raises:
            DetenteError: no node runs.
        """
        data = msgspec.json.encode({"can_sound": can_sound})
        return self._post("/v1/attendance", data, Attendance)

    def settings(self) -> NodeSettings:
        """Return how our node is set up, and how its alarms went when last tried."""
        return self._get("/v1/settings", NodeSettings)

    def try_alarms(self) -> TrialAsked:
        """Have our node sound every alarm; its settings say what came of it.

        Raises:
            DetenteError: no node runs.
        """
        return self._post("/v1/trials", b"", TrialAsked)

    def signers(self, asked: DraftRequest) -> Signers:
        """Return who would sign what is filled in; no reference is fixed."""
        return self._post("/v1/signers", _plain(asked), Signers)

    def preview(self, asked: DraftRequest) -> Previewed:
        """Return what would be marked on a statement; no reference is fixed."""
        return self._post("/v1/previews", _plain(asked), Previewed)

    def draft(self, asked: DraftRequest) -> DraftView:
        """Fix a reference; return the statement that is to be signed."""
        return self._post("/v1/drafts", _plain(asked), DraftView)

    def release(self, drafted: DraftView, signatures: Mapping[str, bytes]) -> Released:
        """Release a draft.

        Args:
            drafted: as it came.
            signatures: of each `message` in `drafted.sign`, by its `credential`.
        """
        rows = [
            {"credential": kid, "signature": base64.b64encode(value).decode()}
            for kid, value in signatures.items()
        ]
        said = {
            "payload": drafted.payload,
            "salt": drafted.salt,
            "body": drafted.body,
            "signatures": rows,
        }
        return self._post("/v1/statements", msgspec.json.encode(said), Released)

    def events(self, after: str = "") -> Iterator[Moved]:
        """Yield what comes, from a place on, until the API ends."""
        place = ""
        for line in self._way.listen("/v1/events", {"Last-Event-ID": after}):
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "id":
                place = value
            elif name == "data":
                yield Moved(place, _read(value.encode(), _Told).statements)

    def _get(
        self, path: str, kind: type[_T], **asked: str | int | Sequence[str] | None
    ) -> _T:
        given = {name: value for name, value in asked.items() if value is not None}
        query = urlencode(given, doseq=True)
        return self._ask("GET", f"{path}?{query}" if query else path, b"", kind)

    def _post(self, path: str, data: bytes, kind: type[_T]) -> _T:
        return self._ask("POST", path, data, kind)

    def _ask(self, method: str, path: str, data: bytes, kind: type[_T]) -> _T:
        """Ask, and return what was answered.

        Raises:
            DetenteError: it was refused, in the API's words.
            PathFailed: nobody answers there.
        """
        return _read(self._answer(method, path, data), kind)

    def _answer(self, method: str, path: str, data: bytes) -> bytes:
        answer = self._way.ask(method, path, _JSON, data)
        if answer.status != OK:
            raise refusal(answer.body)
        return answer.body


def _plain(asked: DraftRequest) -> bytes:
    """Return a request as JSON; what cannot be written so is refused there as here."""
    given = {name: getattr(asked, name) for name in asked.model_fields_set}
    try:
        return msgspec.json.encode(given, enc_hook=dict)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise Unreadable("body", f"it has no place in JSON, {error}") from error


def _read(data: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise Malformed(f"The API answered in another shape: {error}.") from error
