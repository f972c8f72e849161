"""Decide which records the API answers in that no report is made of.

They stand apart from what answers them, so that who only asks loads no server.
"""

from typing import Any

import msgspec

from detente.dialogue.register import Item
from detente.dialogue.tally import Tally
from detente.dialogue.terms import Terms
from detente.node.readings import Reading
from detente.record.statement import Attachment
from detente.report.amended import Amends
from detente.report.casework import CaseView
from detente.report.described import FieldShape
from detente.report.inbox import DueRow
from detente.report.shown import Mark, Row, Shown
from detente.report.stages import HandedOver, Progress


class StatementView(msgspec.Struct, frozen=True):
    """A statement, how far it has come, and the case it belongs to.

    `handed` is for whom a path took it, since our node started; None where none runs.
    """

    statement: Shown
    progress: Progress
    case: CaseView
    handed: tuple[HandedOver, ...] | None


class StatedBatch(msgspec.Struct, frozen=True):
    """A batch of positions that was stated."""

    reference: str
    reports: int
    first: int
    last: int


class ToldRow(msgspec.Struct, frozen=True):
    """What was wrong with a row of reports; 0: not with one row alone."""

    row: int
    code: str
    sentence: str
    left_out: bool


class PositionsStated(msgspec.Struct, frozen=True):
    """The batches that were stated of a table of reports, and what is told of it."""

    case: str
    stated: tuple[StatedBatch, ...]
    told: tuple[ToldRow, ...]


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


class ReadingList(msgspec.Struct, frozen=True):
    """Who has read what is personal at this side's node, oldest first."""

    readings: tuple[Reading, ...]


class DueList(msgspec.Struct, frozen=True):
    """Everything the clocks ask of either side, soonest first; `now_s` is our clock."""

    now_s: int
    dues: tuple[DueRow, ...]


class ToSign(msgspec.Struct, frozen=True):
    """What one credential signs: thumbprint and message in base64, COSE algorithm."""

    post: str
    number: int
    credential: str
    algorithm: int
    message: str


class Delivery(msgspec.Struct, frozen=True):
    """The page of a one-sided request for a courier, with its delivery code."""

    reference: str
    code: str
    page: tuple[str, ...]


class Attendance(msgspec.Struct, frozen=True):
    """Whether an alarm can sound at a console; None: the node knows of none."""

    attended: bool | None


class SetAlarm(msgspec.Struct, frozen=True):
    """An alarm of our node, as an officer knows it, and the echelon it sounds for."""

    alarm: str
    echelon: int


class TriedAlarm(msgspec.Struct, frozen=True):
    """An alarm that was tried, and why it failed; empty: it sounded."""

    alarm: str
    trouble: str


class TrialView(msgspec.Struct, frozen=True):
    """When the alarms were last tried, and how each of them went."""

    at_s: int
    tried: tuple[TriedAlarm, ...]


class NodeSettings(msgspec.Struct, frozen=True):
    """How our node is set up: where it listens, its alarms, when they were last tried.

    `asked_s`: when a trial was asked for that has not been sounded yet.
    """

    party: str
    listen: str
    alarms: tuple[SetAlarm, ...]
    trial: TrialView | None
    asked_s: int | None


class TrialAsked(msgspec.Struct, frozen=True):
    """When a trial of the alarms was asked for."""

    asked_s: int


class Retold(msgspec.Struct, frozen=True):
    """What is said in another channel: a form, its act, and a body to draft there."""

    form: str
    act: str
    body: Any


class Signer(msgspec.Struct, frozen=True):
    """A credential that would sign: its post and number, its thumbprint in base64."""

    post: str
    number: int
    credential: str


class Signers(msgspec.Struct, frozen=True):
    """Who would sign what was filled in, the drafter first."""

    party: str
    officers: tuple[Signer, ...]


class ListedFile(msgspec.Struct, frozen=True):
    """A file that a statement lists; its digest in hex."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str

    @classmethod
    def of(cls, listed: Attachment) -> "ListedFile":
        """Return what is told of an attachment of a header."""
        name, kind = listed.name, listed.media_type
        return cls(name, kind, listed.size_bytes, listed.sha256.hex())


class Upload(msgspec.Struct, frozen=True):
    """How much of a file our node holds; the rest goes on from there."""

    sha256: str
    size_bytes: int
    held_bytes: int


class TermsInForce(msgspec.Struct, frozen=True):
    """The terms that bind our next statement, and of which version they are."""

    version: int
    terms: Terms


class DraftView(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as it will stand, what is wrong with it, and what is to be signed.

    `fields` is its body as JSON has it, bytes in hex. `payload`, `salt` and `body` are
    handed back unchanged with the signatures.
    """

    reference: str
    serial: int
    status: str
    kind: str
    precedence: str
    from_post: str
    to_post: str
    info_posts: tuple[str, ...]
    answers: tuple[str, ...]
    changes: tuple[str, ...]
    title: str
    summary: str
    rows: tuple[Row, ...]
    amends: Amends | None
    fields: Any
    attachments: tuple[ListedFile, ...]
    marks: tuple[Mark, ...]
    cautions: tuple[Mark, ...]
    payload: str
    salt: str
    body: str
    sign: tuple[ToSign, ...]


class Previewed(msgspec.Struct, frozen=True):
    """A statement as it would stand if it were released now; no reference is fixed."""

    title: str
    summary: str
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    cautions: tuple[Mark, ...]


class Released(msgspec.Struct, frozen=True):
    """A statement that stands in our feed; its id in hex."""

    reference: str
    id: str
    position: int
