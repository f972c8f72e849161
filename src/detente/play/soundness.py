"""Decide whether a script's steps fit each other, before anything is started.

A play that stops in the middle has started nodes and told half a story; so whatever can
be seen from the script alone is refused beforehand, by one sentence that names the step
and the field. Whether the line makes of it what `expected` says is seen by playing.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, TypeAlias, assert_never

from detente.dialogue.forms import act, con, lck, move, site
from detente.play import wording
from detente.play.script import (
    Answer,
    AwaitLapse,
    Buckets,
    Carry,
    Charter,
    CheckLine,
    Compare,
    Cut,
    Expect,
    Follow,
    Kill,
    Party,
    Performed,
    Replay,
    Restart,
    Restore,
    Script,
    Span,
    State,
    Statement,
    Tell,
    Volume,
)
from detente.record.credentials import PARTY_CODE
from detente.record.errors import Malformed

PATHS: Final = ("https", "folder")

_Wrong: TypeAlias = Iterator[tuple[str, str]]
"""Fields that are wrong, each with what is wrong."""


def check(script: Script) -> None:
    """Check that a script can be played as it stands.

    Raises:
        Malformed: it cannot; the sentence names the step and the field.
    """
    for field, reason in _tables(script):
        raise Malformed(f"The script, field {field}: {reason}.")
    walk = _Walk(script)
    for step in script.steps:
        for field, reason in walk.wrong(step):
            raise Malformed(f"Step {step.id!r}, field {field}: {reason}.")
    for field, reason in walk.wrong_at_the_end():
        raise Malformed(f"The script, field {field}: {reason}.")


def _tables(script: Script) -> _Wrong:
    case, codes = script.case, {party.code for party in script.parties}
    if len(codes) != len(script.parties):
        yield "party", "the two sides bear one code"
    for party in script.parties:
        yield from _party(party, script.charter)
    if not case.parts or len(set(case.parts)) != len(case.parts):
        yield "case.parts", "there is none, or one twice"
    if not (_is_utc(case.starts_at) and _is_utc(case.ends_at)):
        yield "case", "starts_at and ends_at are written in UTC, with a Z"
    if case.proof.shown_by not in codes:
        yield "case.proof.shown_by", f"{case.proof.shown_by!r} is no party"
    if not set(script.charter.paths) <= set(PATHS) or not script.charter.paths:
        yield "charter.paths", f"a play has the paths {' and '.join(PATHS)}"
    yield from _counterparts(script, codes)


def _party(party: Party, charter: Charter) -> _Wrong:
    if PARTY_CODE.fullmatch(party.code) is None:
        yield "party.code", f"{party.code!r} is no party code"
    if not party.posts or len(set(party.posts)) != len(party.posts):
        yield "party.posts", f"{party.code} has no posts, or one twice"
    if party.language not in charter.languages:
        yield "party.language", f"{party.language!r} is not in charter.languages"


def _counterparts(script: Script, codes: set[str]) -> _Wrong:
    for one, post, other, counterpart in script.charter.counterparts:
        if {one, other} != codes:
            yield "charter.counterparts", f"{one} and {other} are not the two sides"
        elif post not in script.party(one).posts:
            yield "charter.counterparts", f"{one} has no post {post!r}"
        elif counterpart not in script.party(other).posts:
            yield "charter.counterparts", f"{other} has no post {counterpart!r}"


def _is_utc(at: datetime) -> bool:
    return at.utcoffset() == timedelta(0)


class _Walk:
    """What has happened up to a step, as the script has it."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._codes = {party.code for party in script.parties}
        self._seen: dict[str, Performed] = {}
        self._reached: dict[str, datetime] = {}
        self._undelivered: dict[str, str] = {}
        self._requests: list[str] = []
        self._released: Counter[str] = Counter()
        self._cuts: list[str] = []
        self._kills: list[str] = []
        self._is_cut = False
        self._down: set[str] = set()

    def wrong(self, step: Performed) -> _Wrong:
        """Yield what is wrong with the next step."""
        yield from self._mark(step)
        yield from self._time(step)
        match step:
            case State() | Answer():
                yield from self._statement(step)
            case AwaitLapse():
                yield from self._lapse(step)
            case Cut() | Restore():
                yield from self._network(step)
            case Carry():
                yield from self._carry(step)
            case Kill() | Restart():
                yield from self._node(step)
            case CheckLine():
                yield from self._check_line(step)
            case Expect() | Compare() | Replay() | Follow():
                yield from self._found(step)
            case Tell():
                pass
            case _:
                assert_never(step)
        self._seen[step.id] = step

    def _mark(self, step: Performed) -> _Wrong:
        if not step.id or step.id in self._seen:
            yield "id", "it is empty, or another step bears it"
        if bool(step.source) == step.invented:
            yield "source", "a step has its sources or is marked invented, one of both"
        if step.basis and not step.invented:
            yield "basis", "only an invented step leans on something"
        for key in (*step.source, *step.basis):
            if key not in self._script.sources:
                yield "source", f"{key!r} is not under [sources]"
        if step.part_of_case and step.part_of_case not in self._script.case.parts:
            yield "part_of_case", f"{step.part_of_case!r} is not in case.parts"

    def _time(self, step: Performed) -> _Wrong:
        case = self._script.case
        if not _is_utc(step.at):
            yield "at", "story time is written in UTC, with a Z"
        elif not case.starts_at <= step.at <= case.ends_at:
            yield "at", "it lies outside starts_at and ends_at of the case"
        part = step.part_of_case or case.parts[0]
        if step.at < self._reached.get(part, step.at):
            yield "at", "it lies before the step that precedes it in its part"
        self._reached[part] = step.at

    def _able(self, field: str, code: str) -> _Wrong:
        if code not in self._codes:
            yield field, f"{code!r} is no party of this script"
        elif code in self._down:
            yield field, f"the node of {code} is killed"

    def _posts(self, step: Statement | CheckLine) -> _Wrong:
        script = self._script
        if step.from_post not in script.party(step.by).posts:
            yield "from_post", f"{step.by} has no post {step.from_post!r}"
        other = script.other(step.by)
        if step.to_post not in other.posts:
            yield "to_post", f"{other.code} has no post {step.to_post!r}"

    def _statement(self, step: Statement) -> _Wrong:
        yield from self._able("by", step.by)
        yield from self._posts(step)
        posts = {post for party in self._script.parties for post in party.posts}
        for post in step.info_posts:
            if post not in posts:
                yield "info_posts", f"neither side has a post {post!r}"
        if step.language not in self._script.charter.languages:
            yield "language", f"{step.language!r} is not in charter.languages"
        yield from self._citations(step)
        yield from self._receipt(step)
        if isinstance(wording.body(step), con.Request):
            self._requests.append(step.id)
        self._released[step.by] += 1

    def _citations(self, step: Statement) -> _Wrong:
        if isinstance(step, Answer) != bool(step.answers):
            yield "answers", "a step that answers names what it answers, no other does"
        if (step.kind == "NEW") == bool(step.changes):
            yield "changes", "an UPDATE, CANCEL or CORRECTION names what it changes"
        for field in ("answers", "changes", "beside", "apart_from"):
            cited = getattr(step, field)
            if cited and not isinstance(self._seen.get(cited), Statement):
                yield field, f"{cited!r} is no statement before this one"
        if step.beside and step.beside not in self._requests:
            yield "beside", f"{step.beside!r} is no request for contact"
        if step.apart_from and not isinstance(
            wording.body(step), act.SeparationProposed
        ):
            yield "apart_from", "only who proposes a separation names it"

    def _receipt(self, step: Statement) -> _Wrong:
        reachable = not self._is_cut and not self._down
        if step.receipt == "now" and not reachable:
            yield "receipt", "no receipt comes now: the line is cut or their node down"
        if step.receipt == "later":
            if reachable:
                yield "receipt", "the line is open: the receipt comes now"
            self._undelivered[step.id] = step.by

    def _lapse(self, step: AwaitLapse) -> _Wrong:
        yield from self._able("by", step.by)
        asked = self._seen.get(step.request)
        if step.request not in self._requests or not isinstance(asked, Statement):
            yield "request", f"{step.request!r} is no request before this step"
        elif asked.by != step.by:
            yield "request", f"{step.request!r} is not a request of {step.by}"
        if not step.deadline <= step.at:
            yield "deadline", "the step stands before its deadline"

    def _network(self, step: Cut | Restore) -> _Wrong:
        cuts = isinstance(step, Cut)
        if cuts == self._is_cut:
            yield "do", f"the network is {'cut already' if cuts else 'not cut'}"
        if step.path not in self._script.charter.paths:
            yield "path", f"{step.path!r} is not in charter.paths"
        self._is_cut = cuts
        if cuts:
            self._cuts.append(step.id)

    def _carry(self, step: Carry) -> _Wrong:
        if {step.from_, step.to} != self._codes:
            yield "from", "bundle files go from one of the two sides to the other"
        if step.path not in self._script.charter.paths:
            yield "path", f"{step.path!r} is not in charter.paths"
        yield from self._able("from", step.from_)
        yield from self._able("to", step.to)
        yield from self._delivers(step.delivers, step.to)

    def _delivers(self, delivers: tuple[str, ...], to: str) -> _Wrong:
        for id_ in delivers:
            if self._undelivered.pop(id_, None) != to:
                yield "delivers", f"{id_!r} is no statement of {to} without a receipt"

    def _node(self, step: Kill | Restart) -> _Wrong:
        if step.party not in self._codes:
            yield "party", f"{step.party!r} is no party of this script"
        elif (step.party in self._down) == isinstance(step, Kill):
            yield "do", f"the node of {step.party} is not in a state for that"
        elif isinstance(step, Kill):
            self._down.add(step.party)
            self._kills.append(step.id)
        else:
            self._down.discard(step.party)
            other = self._script.other(step.party).code
            yield from self._delivers(step.delivers, other)

    def _check_line(self, step: CheckLine) -> _Wrong:
        yield from self._able("by", step.by)
        yield from self._posts(step)
        if step.path not in self._script.charter.paths:
            yield "path", f"{step.path!r} is not in charter.paths"
        if step.readability not in lck.READABILITIES:
            yield "readability", "it is a figure from 1 to 5, or 0"
        if self._is_cut or self._down:
            yield "do", "nobody echoes while the line is cut or a node down"
        self._released.update(self._codes)

    def _found(self, step: Expect | Compare | Replay | Follow) -> _Wrong:
        if not isinstance(step, Expect):
            yield from self._declared(step)
            return
        if not step.on or not set(step.on) <= self._codes:
            yield "on", "it names the nodes by the codes of the two sides"
        yield from _sums("tally", step.tally)

    def _declared(self, step: Compare | Replay | Follow) -> _Wrong:
        if self._is_cut or self._down:
            yield "do", "the records are not level: the line is cut or a node down"
        if isinstance(step, Compare):
            yield from self._compare(step)
            return
        if isinstance(step, Follow):
            yield from self._follow(step)
            return
        if step.gap_s < 0:
            yield "gap_s", "it is less than nought"
        for stay in step.stays:
            yield from self._volume("stays.volume", stay.volume)
            if not (_is_utc(stay.since) and _is_utc(stay.until)):
                yield "stays", "since and until are written in UTC, with a Z"

    def _follow(self, step: Follow) -> _Wrong:
        yield from self._able("by", step.by)
        if self._script.charter.positions is None:
            yield "do", "the charter permits no live positions"
        of = self._seen.get(step.of)
        if not isinstance(of, Statement) or of.form not in {"MOVE", "INC"}:
            yield "of", f"{step.of!r} is no movement or incident before this step"
        for each in step.alarms:
            yield from self._volume("alarms.volume", each.volume)

    def _compare(self, step: Compare) -> _Wrong:
        for each in step.conflicts:
            yield from self._volume("conflicts.one", each.one)
            yield from self._volume("conflicts.other", each.other)
            for shift in each.shifts:
                if shift.moving not in self._codes:
                    said = f"{shift.moving!r} is no party of this script"
                    yield "conflicts.shifts.moving", said

    def _volume(self, field: str, named: Volume) -> _Wrong:
        parts = self._parts(named.step)
        if not parts:
            yield field, f"{named.step!r} declares no volume before this step"
        elif named.part not in parts:
            yield field, f"{named.step!r} has no {named.part or 'such volume'}"

    def _parts(self, id_: str) -> set[str]:
        """Return the parts of a notice as it was last changed; none if it is none."""
        said = [
            each
            for each in self._seen.values()
            if isinstance(each, Statement) and id_ in {each.id, each.changes}
        ]
        bodies = [wording.body(each) for each in said]
        if not bodies or said[0].id != id_:
            return set()
        if isinstance(bodies[0], site.Notified | move.Notified):
            return {""}
        notices = [each for each in bodies if isinstance(each, act.Notice)]
        return {
            Volume(id_, phase.number, nth).part
            for phase in (notices[-1].phases if notices else ())
            for nth, _ in enumerate(phase.volumes, 1)
        }

    def wrong_at_the_end(self) -> _Wrong:
        """Yield what does not come out even after the last step."""
        expected = self._script.expected
        if self._is_cut or self._down:
            yield "step", "at the end the network is cut, or a node killed"
        for id_ in self._undelivered:
            yield "step", f"no later step delivers {id_!r}"
        if not isinstance(self._seen.get(self._script.case.proof.of), Statement):
            yield "case.proof.of", "it is no statement of this script"
        counts = {
            "outages": (expected.outages, len(self._cuts)),
            "restarts": (expected.restarts, len(self._kills)),
            "released": (expected.released, dict(self._released)),
        }
        for field, (said, counted) in counts.items():
            if said != counted:
                yield f"expected.{field}", f"it is {said}, the steps make {counted}"
        if list(expected.requests) != self._requests:
            yield "expected.requests", "it does not name each request in its order"
        if not set(expected.late) <= set(self._requests):
            yield "expected.late", "it names what is no request"
        yield from _sums("expected.tally", expected.tally)
        for name, compared in expected.minutes.items():
            for span in (compared.as_it_was, compared.with_the_line):
                yield from self._minutes(name, span)

    def _minutes(self, name: str, span: Span) -> _Wrong:
        start, end = self._seen.get(span.from_), self._seen.get(span.until)
        if start is None or end is None:
            yield f"expected.minutes.{name}", "it names a step that is not there"
        elif end.at - start.at != timedelta(minutes=span.minutes):
            yield f"expected.minutes.{name}", "the steps do not lie so far apart"


def _sums(field: str, tally: Buckets) -> _Wrong:
    counts = {name: getattr(tally, name) for name in tally.__struct_fields__}
    if sum(counts.values()) != 2 * tally.requested or min(counts.values()) < 0:
        yield field, "its buckets do not sum to what was requested"
