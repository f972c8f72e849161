"""Decide what a request may hold: strict models, at this edge and nowhere else.

Unknown fields are refused and nothing is converted: a number in quotes is no number.
Bytes travel as base64. What a form's body may hold is said by the form.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

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


class DraftRequest(_Strict):
    """What an officer has filled in, to be reviewed; nothing is released by it."""

    form: Annotated[str, Field(max_length=8, examples=["MSG"])]
    act: Annotated[str, Field(max_length=40)] = ""
    body: dict[str, Any]
    to: Post
    from_post: Annotated[str, Field(max_length=120)]
    officers: Annotated[list[int], Field(min_length=1, max_length=8)] = [1]
    precedence: Literal["Z", "O", "P", "R"] = "R"
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
