"""Watch what is followed live, and say which alarms stand for this side's watch.

Spec clauses 35.7 to 35.9. What the batches alarm is found by `dialogue.incursion`, what
of it is new by `dialogue.alarmed`; here the batches are read as they come, and what has
been told is kept over a restart: a node that starts at night must not sound again what
the watch has dealt with. Comparing takes libraries that are loaded once something is
followed, and only what is new is compared again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import is_
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from detente.dialogue.batch import Report
from detente.dialogue.case import Case
from detente.dialogue.forms.pos import Reported
from detente.dialogue.sharing import Share, followed_now
from detente.dialogue.sounding import Lasting
from detente.dialogue.standing import Standing
from detente.durable import publish
from detente.node.batches import LOOKED_AT, Batches
from detente.ports import Attachments
from detente.record.errors import StoreFailed

if TYPE_CHECKING:
    from detente.dialogue.alarmed import Alarm, Known
    from detente.dialogue.incursion import Finding, Meeting, Seen

_DECLARED: Final = ("activity", "site")


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one alarm, as it is kept."""

    key: tuple[str, ...]
    until_ms: int
    newest_ms: int
    clear_ms: int
    owners: tuple[str, ...]


class _Compared(NamedTuple):
    """What was found of a share when it was compared last, and what it was made of."""

    here: tuple[bytes, int, int]
    meeting: "Meeting"
    seen: "Seen"
    found: list["Finding"]


class Tracking:
    """What is followed live, as one node sees it."""

    def __init__(self, own: str, store: Attachments, kept: Path | None = None) -> None:
        """Watch for the party `own`; keep what was told in a file, if one is named.

        Raises:
            StoreFailed: the file cannot be read, or is none of ours.
        """
        self._own = own
        self._batches = Batches(store)
        self._kept = kept
        self._rows = _read(kept)
        self._saved = self._rows
        self._declared: tuple[object, ...] = ()
        self._meeting: Meeting | None = None
        self._compared: dict[tuple[bytes, str], _Compared] = {}
        self._looked: list[_Compared] = []
        self._alarms: tuple[Lasting, ...] = ()

    @property
    def known(self) -> tuple[Lasting, ...]:
        """The alarms that stood when the node ended, which have sounded."""
        if not self._rows:
            return ()
        from detente.dialogue.alarmed import after  # noqa: PLC0415

        known = _known(self._rows)
        others = {(key.case, key.other) for key in known}
        return self._ours(after((), known, {}, others)[0])

    def look(self, standing: Standing) -> tuple[Lasting, ...]:
        """Return the alarms that stand for our watch now.

        Raises:
            StoreFailed: the store cannot be read.
        """
        shares = followed_now(standing)
        if not shares:
            self._rows, self._compared, self._looked = (), {}, []
            return ()
        from detente.dialogue.alarmed import after  # noqa: PLC0415
        from detente.dialogue.incursion import meetings, named  # noqa: PLC0415

        meeting = self._meeting_of(standing)
        every = [self._compare(standing, *each, meeting) for each in shares]
        if len(every) == len(self._looked) and all(map(is_, every, self._looked)):
            return self._alarms
        self._looked = every
        held = {(each.id, share.party) for each, share in shares}
        self._compared = {k: v for k, v in self._compared.items() if k in held}
        found = [each for row in every for each in row.found]
        found += meetings([row.seen for row in every])
        names = [row.seen.name for row in every]
        others = {
            (row.seen.name, other)
            for row in every
            for other in (*map(named, meeting.of(row.seen)), *names)
        }
        known = _known(self._rows)
        alarms, known = after(found, known, _newest(every), others)
        self._rows = _rows(known)
        self._alarms = self._ours(alarms)
        return self._alarms

    def keep(self) -> None:
        """Keep what has been told by now; after it has sounded, never before.

        Raises:
            StoreFailed: it cannot be written.
        """
        if self._kept is not None and self._rows != self._saved:
            publish(self._kept, msgspec.json.encode(self._rows))
            self._saved = self._rows

    # -------------------------------------------------------------- what is looked at

    def _meeting_of(self, standing: Standing) -> "Meeting":
        """Return the volumes that count, drawn once for what stands declared."""
        from detente.dialogue.declared import declared  # noqa: PLC0415
        from detente.dialogue.incursion import Meeting  # noqa: PLC0415

        made_of = tuple(standing.cases.get(name) for name in _DECLARED)
        same = len(made_of) == len(self._declared) and all(
            one is other for one, other in zip(made_of, self._declared, strict=True)
        )
        if self._meeting is None or not same:
            self._declared, self._meeting = made_of, Meeting(declared(standing))
        return self._meeting

    def _compare(
        self, standing: Standing, case: Case, share: Share, meeting: "Meeting"
    ) -> _Compared:
        """Return what a share alarms; found anew only if something of it is new."""
        from detente.dialogue.incursion import foreseen, incursions  # noqa: PLC0415

        key = case.id, share.party
        told = [self._batches.told(each) for each in share.batches[-LOOKED_AT:]]
        count = sum(each.state == "here" for each in told)
        here = share.by.id, len(share.batches), count
        before = self._compared.get(key)
        if before is not None and (before.here, before.meeting) == (here, meeting):
            return before
        reports = [each for part in told for each in part.reports]
        seen = self._seen(standing, case, share, reports)
        found = [*incursions(seen, meeting), *foreseen(seen, meeting)]
        self._compared[key] = _Compared(here, meeting, seen, found)
        return self._compared[key]

    def _seen(
        self, standing: Standing, case: Case, share: Share, reports: Iterable[Report]
    ) -> "Seen":
        from detente.dialogue.incursion import WINDOW_STEPS, Seen  # noqa: PLC0415

        terms = standing.under(case).charter.terms.positions
        assert terms is not None  # noqa: S101 - else nothing of it had effect
        header = case.opened.header
        last = share.batches[-1].body if share.batches else None
        newest_s = last.last if isinstance(last, Reported) else 0
        since_ms = (newest_s - WINDOW_STEPS * terms.every_s) * 1_000
        return Seen(
            header.reference,
            share.party,
            "movement" if case.family == "movement" else "incident",
            header.status,
            terms,
            share.shared.fastest_kmh,
            tuple(_recent(reports, since_ms)),
        )

    def _ours(self, alarms: Sequence["Alarm"]) -> tuple[Lasting, ...]:
        found = [
            Lasting(each.key.kind, each.words)
            for each in alarms
            if self._own in each.owners
        ]
        return tuple(dict.fromkeys(found))


def _recent(reports: Iterable[Report], since_ms: int) -> Iterator[Report]:
    """Yield the reports since a time, and of each object the one before, however old.

    From that one leads the first leg; and of who fell silent it is all there is.
    """
    before: dict[str, Report] = {}
    for each in reports:
        if each.time_ms >= since_ms:
            yield each
        else:
            before[each.object] = max(each, before.get(each.object, each))
    yield from before.values()


def _newest(every: Sequence[_Compared]) -> Mapping[tuple[str, str], int]:
    """Return the newest report of each object, by the name of its case and its own."""
    found: dict[tuple[str, str], int] = {}
    for row in every:
        for each in row.seen.reports:
            key = row.seen.name, each.object
            found[key] = max(each.time_ms, found.get(key, 0))
    return found


# ------------------------------------------------------------------ what has been told


def _read(kept: Path | None) -> tuple[_Row, ...]:
    if kept is None or not kept.exists():
        return ()
    try:
        return msgspec.json.decode(kept.read_bytes(), type=tuple[_Row, ...])
    except (OSError, msgspec.DecodeError) as error:
        raise StoreFailed(f"{kept} cannot be used: {error}.") from error


def _known(rows: Iterable[_Row]) -> "Known":
    from detente.dialogue.alarmed import Last  # noqa: PLC0415
    from detente.dialogue.incursion import Key  # noqa: PLC0415

    return {
        msgspec.convert(each.key, Key): Last(
            each.until_ms, each.newest_ms, each.clear_ms, each.owners
        )
        for each in rows
    }


def _rows(known: "Known") -> tuple[_Row, ...]:
    return tuple(_Row(tuple(key), *last) for key, last in sorted(known.items()))
