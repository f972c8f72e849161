"""Decide how a program speaks with the API: typed, with the records it answers in.

What comes back are the same records that the reports are made of, so that a program
and a page cannot mean two things by one word. What was refused is raised in the API's
own words. An officer's key stays with the caller: `release` is given signatures.

    client = Client("http://127.0.0.1:8080", token)
    drafted = client.draft(DraftRequest(form="MSG", ...))
    client.release(drafted, {each.credential: sign(each.message) for ...})
"""

import base64
import hashlib
import http.client
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from detente.api.attaching import Upload
from detente.api.drafting import DraftView, Released
from detente.api.reading import DueList, FormList, FormView, StatementView, TallyView
from detente.api.requests import AttachmentRequest, DraftRequest, UploadRequest
from detente.api.schemas import Problem, Problems
from detente.node.uploading import PIECE_BYTES
from detente.record.errors import DetenteError, Malformed, Misasked, PathFailed
from detente.report.inbox import Inbox
from detente.report.state import LineState

_WITHIN_S: Final = 60.0
_OK: Final = 200
_T = TypeVar("_T")


class Unwelcome(DetenteError):
    """The API does not do what was asked, in its own words.

    `status` is that of HTTP; `problem` holds the code, the sentence, and the field and
    clause where they are known.
    """

    code = "unwelcome"

    def __init__(
        self, sentence: str, problem: Problem | None = None, status: int = 0
    ) -> None:
        super().__init__(sentence)
        self.problem = problem or Problem(self.code, sentence)
        self.status = status


class Moved(NamedTuple):
    """An event: its place, to go on from, and the references that are new."""

    place: str
    statements: tuple[str, ...]


class _Told(msgspec.Struct):
    statements: tuple[str, ...]


class Client:
    """One token's way to the API of one line; not safe to use from two threads."""

    def __init__(self, address: str, token: str) -> None:
        """Speak with the API at an address such as http://127.0.0.1:8080.

        Raises:
            Misasked: it is no such address.
        """
        parts = urlsplit(address)
        if parts.scheme != "http" or not parts.hostname:
            raise Misasked(f"{address[:80]!r} is no address such as http://HOST:PORT.")
        self._place = (parts.hostname, parts.port or 80)
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }

    def line(self) -> LineState:
        """Return the state of the line."""
        return self._get("/v1/line", LineState)

    def inbox(self, last: int = 20) -> Inbox:
        """Return what is due, what waits to be read, and what has left."""
        return self._get("/v1/inbox", Inbox, last=last)

    def dues(self) -> DueList:
        """Return everything the clocks ask of either side."""
        return self._get("/v1/dues", DueList)

    def statement(self, reference: str) -> StatementView:
        """Return a statement, how far it has come, and its case."""
        return self._get(f"/v1/statements/{quote(reference)}", StatementView)

    def tally(self, from_s: int = 0, until_s: int = 2**53) -> TallyView:
        """Return what became of every contact request, and the register."""
        return self._get("/v1/tally", TallyView, from_s=from_s, until_s=until_s)

    def forms(self) -> FormList:
        """Return every form and its acts."""
        return self._get("/v1/forms", FormList)

    def form(self, code: str, act: str = "", language: str = "en") -> FormView:
        """Return the fields and the schema of a form's act, in a language."""
        path = f"/v1/forms/{quote(code, safe='')}"
        return self._get(path, FormView, act=act, language=language)

    def proof(self, reference: str, *, with_body: bool = True) -> bytes:
        """Return the proof file of a statement."""
        asked = urlencode({"with_body": str(with_body).lower()})
        return self._ask("GET", f"/v1/proofs/{quote(reference)}?{asked}")

    def attach(
        self, name: str, data: bytes, media_type: str = "application/octet-stream"
    ) -> AttachmentRequest:
        """Put a file into the node; return what a draft lists it by."""
        sha256, at = hashlib.sha256(data).hexdigest(), 0
        while at < len(data):
            rest = base64.b64encode(data[at : at + PIECE_BYTES]).decode()
            asked = UploadRequest(
                sha256=sha256, size_bytes=len(data), start=at, data=rest
            )
            said = self._ask(
                "POST", "/v1/attachments", asked.model_dump_json().encode()
            )
            at = _read(said, Upload).held_bytes
        return AttachmentRequest(
            name=name, media_type=media_type, size_bytes=len(data), sha256=sha256
        )

    def attachment(self, reference: str, name: str) -> bytes:
        """Return the bytes of an attachment, by its name or SHA-256."""
        asked = urlencode({"name": name})
        return self._ask("GET", f"/v1/attachments/{quote(reference)}?{asked}")

    def draft(self, asked: DraftRequest) -> DraftView:
        """Fix a reference; return the statement that is to be signed."""
        data = asked.model_dump_json().encode()
        return _read(self._ask("POST", "/v1/drafts", data), DraftView)

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
        data = msgspec.json.encode(said)
        return _read(self._ask("POST", "/v1/statements", data), Released)

    def events(self, after: str = "") -> Iterator[Moved]:
        """Yield what comes, from a place on, until the API ends."""
        connection = self._connect()
        try:
            headers = {**self._headers, "Last-Event-ID": after}
            connection.request("GET", "/v1/events", headers=headers)
            answer = connection.getresponse()
            if answer.status != _OK:
                raise _refusal(answer.status, answer.read())
            place = ""
            for line in answer:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "id":
                    place = value
                elif name == "data":
                    yield Moved(place, _read(value.encode(), _Told).statements)
        except (OSError, http.client.HTTPException) as error:
            raise PathFailed(f"The API has stopped: {error}.") from error
        finally:
            connection.close()

    def _get(self, path: str, kind: type[_T], **asked: str | int) -> _T:
        query = f"?{urlencode(asked)}" if asked else ""
        return _read(self._ask("GET", path + query), kind)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(*self._place, timeout=_WITHIN_S)

    def _ask(self, method: str, path: str, data: bytes | None = None) -> bytes:
        """Ask, and return the answer's body.

        Raises:
            Unwelcome: it was refused, in the API's words.
            PathFailed: nobody answers there.
        """
        connection = self._connect()
        try:
            connection.request(method, path, data, self._headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise PathFailed(f"The API does not answer: {error}.") from error
        finally:
            connection.close()
        if answer.status != _OK:
            raise _refusal(answer.status, body)
        return body


def _read(data: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise Malformed(f"The API answered in another shape: {error}.") from error


def _refusal(status: int, data: bytes) -> Unwelcome:
    problem = _read(data, Problems).error
    return Unwelcome(problem.sentence, problem, status)
