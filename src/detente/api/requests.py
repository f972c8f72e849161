"""Decide what a request may bear: strictly, before anything looks at the line.

Unknown fields are refused and nothing is converted: a number in quotes is no number.
Bytes travel as base64. What a form's body may hold is said by the form.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from detente.api.refusals import Unreadable

_Request = TypeVar("_Request", bound=BaseModel)

Base64 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]*={0,2}$", max_length=90_000)]
Reference = Annotated[str, Field(max_length=80)]
Post = Annotated[str, Field(max_length=160)]

Piece = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]*={0,2}$", max_length=350_000)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Size = Annotated[int, Field(ge=1, le=2**48)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class AttachmentRequest(_Strict):
    """A file that a statement lists; our node holds it already."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    media_type: Annotated[str, Field(max_length=120)] = "application/octet-stream"
    size_bytes: Size
    sha256: Sha256


class UploadRequest(_Strict):
    """Bytes of a file from `start` on; without any it only asks how much is held."""

    sha256: Sha256
    size_bytes: Size
    start: Annotated[int, Field(ge=0, le=2**48)] = 0
    data: Piece = ""


class ProposalRequest(_Strict):
    """The terms that are to be, whole, by the names of clause 10.8; and why."""

    terms: dict[str, Any]
    text: Annotated[str, Field(max_length=60_000)] = ""


class PositionsRequest(_Strict):
    """Reports of a tracker as a table in CSV, of one case; `first` numbers its rows.

    What cannot be stated refuses all of it, or, not `strict`, is left out and told.
    """

    case: Reference
    table: Annotated[str, Field(max_length=1_000_000)]
    first: Annotated[int, Field(ge=1, le=2**48)] = 1
    strict: bool = True


class AttendanceRequest(_Strict):
    """Whether an alarm can sound at a page; None: the console is ended."""

    can_sound: bool | None


class Typed(_Strict):
    """A field as a person types it: `48 h`, `2026-01-31T12:00Z`, a list by repeating.

    It replaces the field of this name in `body`.
    """

    name: Annotated[str, Field(max_length=80)]
    text: Annotated[str, Field(max_length=90_000)]


class DraftRequest(_Strict):
    """What an officer has filled in, to be reviewed; nothing is released by it.

    What is left out is as usual: the first of our posts, the only addressee, the first
    officer, ROUTINE. Without a `form` it is the answer by this act to the first of
    `answers`: from the post that was put to, to the post that released it, in its
    precedence. Some bodies say something by themselves, such as an echo. `serial` is
    one that was given and not used. What is `alone` is written for ourselves, to the
    post that writes it, and is refused where others would read it.
    """

    form: Annotated[str, Field(max_length=40, examples=["MSG"])] = ""
    act: Annotated[str, Field(max_length=80)] = ""
    body: dict[str, Any] = {}
    typed: Annotated[list[Typed], Field(max_length=4096)] = []
    to: Post = ""
    from_post: Post = ""
    officers: Annotated[list[int], Field(min_length=1, max_length=8)] = [1]
    precedence: Literal["Z", "O", "P", "R"] | None = None
    test: bool = False
    kind: Literal["NEW", "UPDATE", "CANCEL", "CORRECTION"] = "NEW"
    info: Annotated[list[Post], Field(max_length=16)] = []
    answers: Annotated[list[Reference], Field(max_length=16)] = []
    changes: Annotated[list[Reference], Field(max_length=16)] = []
    language: Annotated[str, Field(max_length=35)] = ""
    valid_from: Annotated[int, Field(ge=0, le=2**53)] | None = None
    valid_until: Annotated[int, Field(ge=0, le=2**53)] | None = None
    reply_by: Annotated[int, Field(ge=0, le=2**53)] | None = None
    handling: Literal["confidential", "releasable", "public"] = "confidential"
    releasable_to: Annotated[list[str], Field(max_length=16)] = []
    attachments: Annotated[list[AttachmentRequest], Field(max_length=64)] = []
    serial: Annotated[int, Field(ge=1, le=999_999_999)] | None = None
    alone: bool = False


class RetoldRequest(_Strict):
    """What of this channel is to be said in another one (clauses 26.6 and 28.4).

    What is moved says `text`, and has a proof where `no_duff` is the mark on it.
    """

    act: Literal["moved", "put"]
    reference: Reference = ""
    text: Annotated[str, Field(max_length=60_000)] = ""
    no_duff: Reference = ""


class Signed(_Strict):
    """A signature by one credential, over what the draft gave to sign."""

    credential: Base64
    signature: Base64


class ReleaseRequest(_Strict):
    """A draft, signed at home by the officers it names."""

    payload: Base64
    salt: Base64
    body: Base64
    signatures: Annotated[list[Signed], Field(min_length=1, max_length=8)]


def draft_request(**fields: object) -> DraftRequest:
    """Return a request for a draft.

    Raises:
        Unreadable: a field is of another shape.
    """
    return made(DraftRequest, fields)


def made(kind: type[_Request], fields: Mapping[str, object]) -> _Request:
    """Return a request with these fields.

    Raises:
        Unreadable: a field is of another shape.
    """
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise unreadable([dict(each) for each in error.errors()]) from error


def unreadable(faults: Sequence[Any], skip: int = 0) -> Unreadable:
    """Return the error that the first of pydantic's faults is.

    `skip` parts of a fault's place are not the request's own.
    """
    where = ".".join(str(part) for part in faults[0]["loc"][skip:]) or "body"
    return Unreadable(where, str(faults[0]["msg"]))
