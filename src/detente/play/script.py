"""Decide what a play is: a script of the format detente-play/1, as frozen records.

`examples/README.md` describes the format for those who write one. A script decides
nothing of what the line makes of it; what it expects was worked out by hand, and the
player compares. A file is read by `detente.play.reading`; that its steps fit each other
is checked by `detente.play.soundness`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

import msgspec

from detente.dialogue.cases.precondition import Status
from detente.dialogue.conflicts import Grade
from detente.dialogue.outcome import Bucket
from detente.record.errors import Malformed

FORMAT: Final = "detente-play/1"
_NAMED: Final = re.compile(
    r"object (missing required|contains unknown) field `([^`]*)`"
)


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a script: what it does not name is refused."""


class Shown(Part, frozen=True):
    """Which statement is exported at the end, and from whose store."""

    of: str
    shown_by: str


class Notice(Part, frozen=True):
    """What the two marks mean in this case."""

    documented: str
    invented: str


class Case(Part, frozen=True):
    """What is played; times are UTC."""

    id: str
    title: str
    year: int
    starts_at: datetime
    ends_at: datetime
    parts: tuple[str, ...]
    proof: Shown
    notice: Notice


class Party(Part, frozen=True):
    """One side."""

    code: str
    name: str
    language: str
    posts: tuple[str, ...]


class Deadlines(Part, frozen=True):
    """How long an answer may take, in seconds."""

    contact_s: int
    contact_crisis_s: int


class LivePositions(Part, frozen=True):
    """How often live positions are told, and how long they are kept, in seconds."""

    every_s: int
    keep_s: int


class Charter(Part, frozen=True):
    """What the two sides agree on; a counterpart is code, post, code, post.

    Without `positions` nothing is followed live.
    """

    languages: tuple[str, ...]
    paths: tuple[str, ...]
    check_hours_utc: tuple[int, ...]
    receipt_sentence: str
    counterparts: tuple[tuple[str, str, str, str], ...]
    deadlines: Deadlines
    positions: LivePositions | None = None


class Translation(Part, frozen=True):
    """A courtesy translation of the body's field `of`."""

    language: str
    text: str
    status: Literal["official", "unofficial", "machine"]
    by: str
    of: str = "text"


class Attached(Part, frozen=True):
    """A file that goes with a statement; `file` is its path from the script on."""

    name: str
    media_type: str
    file: str


class Volume(Part, frozen=True):
    """A declared volume: of which step's notice; of an activity, which part of it."""

    step: str
    phase: int = 0
    volume: int = 0

    @property
    def part(self) -> str:
        """Which part it is, as the record names it; a site or a movement has none."""
        if not (self.phase or self.volume):
            return ""
        return f"phase {self.phase}, volume {self.volume}"


class Shift(Part, frozen=True):
    """How a side may move its own of two volumes to part them (clause 34.5)."""

    moving: str
    later_s: int = 0
    higher_m: float = 0
    aside_m: int = 0
    bearing_deg: int = 0


class Conflict(Part, frozen=True):
    """Two volumes that conflict, in the record's order; `shifts` are among those found.

    Of what is found the script need not name every shift, but every conflict.
    """

    one: Volume
    other: Volume
    grade: Grade
    shifts: tuple[Shift, ...] = ()


class Stay(Part, frozen=True):
    """A track was in a declared volume, worked out by hand, to the minute."""

    track: str
    volume: Volume
    since: datetime
    until: datetime


class Buckets(Part, frozen=True):
    """A tally: all but `requested` sum to `requested`; left out, 0."""

    requested: int = 0
    held: int = 0
    scheduled: int = 0
    refused: int = 0
    refused_precondition: int = 0
    cancelled: int = 0
    no_show: int = 0
    stepped_down: int = 0
    deferred_or_countered: int = 0
    no_response: int = 0
    not_delivered: int = 0
    pending: int = 0


class Step(Part, frozen=True, tag_field="do", kw_only=True):
    """What every step says.

    It bears one of two marks: the sources that document it, or `invented`, with what
    it leans on in `basis`. `about` says that the time is approximate or chosen.
    """

    id: str
    at: datetime
    title: str
    about: bool = False
    source: tuple[str, ...] = ()
    invented: bool = False
    basis: tuple[str, ...] = ()
    part_of_case: str = ""

    @property
    def at_s(self) -> int:
        """Story time, POSIX seconds."""
        return int(self.at.timestamp())


class _Statement(Step, frozen=True, kw_only=True):
    by: str
    form: str
    precedence: Literal["Z", "O", "P", "R"]
    from_post: str
    to_post: str
    language: str
    body: dict[str, Any]
    info_posts: tuple[str, ...] = ()
    kind: Literal["NEW", "UPDATE", "CANCEL", "CORRECTION"] = "NEW"
    answers: str = ""
    changes: str = ""
    beside: str = ""
    apart_from: str = ""
    receipt: Literal["now", "later"] = "now"
    translations: tuple[Translation, ...] = ()
    attachments: tuple[Attached, ...] = ()


class State(_Statement, frozen=True, tag="state"):
    """A statement that answers none."""


class Answer(_Statement, frozen=True, tag="answer"):
    """A statement that answers the step in `answers`."""


class AwaitLapse(Step, frozen=True, tag="await_lapse", kw_only=True):
    """The clock moves past a deadline, and the asker's node enters LAPSE by itself."""

    by: str
    request: str
    deadline: datetime
    outcome: Literal["NO RESPONSE", "NOT DELIVERED"]


class Cut(Step, frozen=True, tag="cut", kw_only=True):
    """The sockets of a path are blocked, both ways."""

    path: Literal["https"]


class Restore(Step, frozen=True, tag="restore", kw_only=True):
    """The sockets of a path open again."""

    path: Literal["https"]


class Carry(Step, frozen=True, tag="carry", kw_only=True):
    """Bundle files go by hand from one side's outbox to the other's inbox."""

    from_: str = msgspec.field(name="from")
    to: str
    path: Literal["folder"]
    delivers: tuple[str, ...] = ()


class Kill(Step, frozen=True, tag="kill", kw_only=True):
    """A node is killed without warning."""

    party: str


class Restart(Step, frozen=True, tag="restart", kw_only=True):
    """A killed node starts again unattended; `delivers` is then receipted."""

    party: str
    delivers: tuple[str, ...] = ()


class CheckLine(Step, frozen=True, tag="check_line", kw_only=True):
    """One watch checks the line, the other echoes: two statements."""

    by: str
    from_post: str
    to_post: str
    path: str
    readability: int
    expected: Literal["echoed"]


class Expect(Step, frozen=True, tag="expect", kw_only=True):
    """The tally on these nodes must be this."""

    on: tuple[str, ...]
    tally: Buckets


class Compare(Step, frozen=True, tag="compare", kw_only=True):
    """Both nodes find these conflicts in what stands declared, and no others."""

    conflicts: tuple[Conflict, ...]


class Replay(Step, frozen=True, tag="replay", kw_only=True):
    """Both nodes find that the tracks of a file were in these volumes, and no others.

    `tracks` is the file's path from the script on; across more than `gap_s` between two
    reports nothing is swept.
    """

    tracks: str
    stays: tuple[Stay, ...]
    gap_s: int = 900


class Alarmed(Part, frozen=True):
    """What live positions alarm: in which declared volume something is, or will be."""

    kind: Literal["incursion", "predicted incursion"]
    volume: Volume


class Follow(Step, frozen=True, tag="follow", kw_only=True):
    """A tracker's reports are stated by one side; both nodes alarm this and no more.

    `of` is the step whose movement or incident it is, `reports` the file's path from
    the script on.
    """

    by: str
    of: str
    reports: str
    alarms: tuple[Alarmed, ...]


class Tell(Step, frozen=True, tag="tell", kw_only=True):
    """Told on the screen; nothing passes on the line."""

    text: str


Statement: TypeAlias = State | Answer
Performed: TypeAlias = (
    State
    | Answer
    | AwaitLapse
    | Cut
    | Restore
    | Carry
    | Kill
    | Restart
    | CheckLine
    | Expect
    | Compare
    | Replay
    | Follow
    | Tell
)


class Span(Part, frozen=True):
    """The minutes of story time from one step to another."""

    from_: str = msgspec.field(name="from")
    until: str
    minutes: int


class Compared(Part, frozen=True):
    """What something took as it was, and with the line."""

    as_it_was: Span
    with_the_line: Span


class Expected(Part, frozen=True):
    """What must come out, worked out by hand before the line does."""

    outages: int
    restarts: int
    lapses: int
    not_delivered_then_delivered: int
    late: tuple[str, ...]
    tally: Buckets
    cancelled_by: dict[str, int]
    requests: dict[str, Bucket]
    preconditions: dict[str, Status]
    released: dict[str, int]
    minutes: dict[str, Compared] = {}


class Script(msgspec.Struct, frozen=True):
    """A whole play; `files` are the bytes of the files that its steps name, by path."""

    case: Case
    parties: tuple[Party, Party]
    charter: Charter
    sources: Mapping[str, str]
    steps: tuple[Performed, ...]
    expected: Expected
    files: Mapping[str, bytes] = {}

    def party(self, code: str) -> Party:
        """Return the party of a code; `soundness` has checked that there is one."""
        one, other = self.parties
        return one if one.code == code else other

    def other(self, code: str) -> Party:
        """Return the party that is not this one."""
        one, other = self.parties
        return other if one.code == code else one

    def statements(self) -> Iterator[Statement]:
        """Yield the steps that are statements in the script's own words."""
        return (each for each in self.steps if isinstance(each, State | Answer))

    def step(self, id_: str) -> Performed:
        """Return a step by its id; `soundness` has checked that there is one."""
        return next(each for each in self.steps if each.id == id_)


def unfit(where: str, said: str) -> Malformed:
    """Return the one sentence that names step and field of what msgspec found."""
    reason, _, path = said.partition(" - at `$")
    field, reason = path.rstrip("`").lstrip("."), reason[:1].lower() + reason[1:]
    named = _NAMED.fullmatch(reason)
    if named is not None:
        field = f"{field}.{named[2]}" if field else named[2]
        reason = "it is missing" if named[1] == "missing required" else "it is unknown"
    at = f", field {field}" if field else ""
    return Malformed(f"{where}{at}: {reason}.")
