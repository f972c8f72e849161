"""Decide how the watch log is read at the console: by days, struck lines struck (27.5).

The days stand in the address. Without any it is yesterday and today, so that a night
stands there whole. Lines are entered and struck on the pages of their forms; only who
signed a line strikes it (clause 27.3). Where others are in the channel there is no log,
and the page says where one is kept.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.console.floor import Floor
from detente.dialogue.checks import DAY_S
from detente.record.errors import Misasked
from detente.report.watchlog import Logged
from detente.report.words import moment, utc

_DAY: Final = timedelta(days=1)
_FIRST, _LAST = date(1970, 1, 2), date(9999, 12, 30)


class Days(NamedTuple):
    """The first and the last day of a period, UTC."""

    first: date
    last: date

    @property
    def from_s(self) -> int:
        """When it begins, POSIX seconds."""
        return moment(self.first.isoformat())

    @property
    def until_s(self) -> int:
        """When it is over, POSIX seconds."""
        return moment(self.last.isoformat()) + DAY_S

    @property
    def address(self) -> str:
        """The address at which it is read."""
        return f"/log?from={self.first}&until={self.last}"

    def moved(self, days: int) -> "Days":
        """Return one day so many days away: before its first, or after its last."""
        day = (self.first if days < 0 else self.last) + days * _DAY
        return Days(day, day)


def watch_logs(floor: Floor) -> list[Route]:
    """Return the address of the watch log."""

    async def log(request: Request) -> Response:
        seat = floor.seat(request)
        channel = await floor.line.ask(lambda client: client.channel())
        days = asked_days(
            request.query_params.get("from", ""),
            request.query_params.get("until", ""),
            floor.beat.now_s(),
        )
        told: dict[str, object] = {
            "days": days,
            "by_day": None,
            "signs_as": f"{channel.own.code}/{seat.post}, credential {seat.number}",
        }
        if not channel.others:
            log = await floor.line.ask(
                lambda client: client.watch_log(days.from_s, days.until_s)
            )
            told["by_day"] = _by_day(log.lines)
        return await floor.page("log", request, told)

    return [Route("/log", log, methods=["GET"])]


def asked_days(first: str, last: str, now_s: int) -> Days:
    """Return the days that are asked for; one alone is that day.

    Args:
        first: such as 2026-01-31; empty: not said.
        last: the same.
        now_s: our clock, for what is not said.

    Raises:
        Misasked: one is no day, or the last is before the first.
    """
    if not first and not last:
        today = datetime.fromtimestamp(now_s, UTC).date()
        return Days(today - _DAY, today)
    found = Days(_day(first or last), _day(last or first))
    if found.last < found.first:
        raise Misasked(f"{found.last} is before {found.first}: name the days in turn.")
    return found


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise Misasked(f"{text[:40]!r} is no day such as 2026-01-31.") from error
    if not _FIRST <= found <= _LAST:
        raise Misasked(f"No log was kept on {found}.")
    return found


def _by_day(lines: Sequence[Logged]) -> list[tuple[str, list[Logged]]]:
    """Return lines that stand in the order of time, day by day, UTC."""
    days = groupby(lines, key=lambda each: utc(each.at)[:10])
    return [(day, list(found)) for day, found in days]
