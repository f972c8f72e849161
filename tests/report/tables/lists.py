"""Lists as people keep them: rows of good cells, and files made of them."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl

from detente.report.tables import csvtext, sites, workbook
from detente.report.tables.sites import Sites

GOOD: Mapping[str, object] = {
    "site_id": "H-7",
    "organisation": "Relief",
    "name": "Trauma Centre",
    "local_name": "Trauma Centre",
    "function": "hospital",
    "lat": "36.71800",
    "lon": "68.86300",
    "mgrs": "42S VF 87761 63590",
    "fix_source": "GPS at the gate",
    "fix_at": "2026-01-20",
    "revalidate_by": "2026-06-01",
    "contact": "Operations desk, +1 555 0100",
}


WHOLE = {
    "organisations": "Kitchen; Relief",
    "purpose": "delivery",
    "check_in": "30 min",
    "lost_contact_action": "Halt.",
    "persons": "4",
    "leader": "Convoy lead",
    "communications": "Radio, channel 4",
}
SPOT = {"lat": "36.71800", "lon": "68.86300", "mgrs": "42SVF8776163590"}
STOPS: tuple[Mapping[str, str], ...] = (
    {"stop": "Depot", "leaves_at": "2026-03-01T06:00Z", **WHOLE},
    {"stop": "Bridge", "arrives_at": "2026-03-01T07:00Z"},
    {"stop": "Hall", "arrives_at": "2026-03-01T08:00Z"},
)


def stops(
    number: str = "M-1", changed: Mapping[int, Mapping[str, str]] | None = None
) -> list[dict[str, str]]:
    """Return the rows of a movement, some of them changed."""
    return [
        {"movement_id": number, **SPOT, **row, **(changed or {}).get(at, {})}
        for at, row in enumerate(STOPS)
    ]


def rows(*changed: Mapping[str, object]) -> list[dict[str, object]]:
    """Return a good row for each change, with numbers of their own, far apart."""
    found = []
    for number, each in enumerate(changed, 1):
        own = {"site_id": f"H-{number}", "lat": f"{36.718 + number / 1000:.5f}"}
        found.append({**GOOD, **own, "mgrs": "", **each})
    return found


def text(listed: Sequence[Mapping[str, object]], separator: str = ",") -> str:
    """Return a list as CSV."""
    heading = list(dict.fromkeys(name for row in listed for name in row))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(heading)
    writer.writerows([row.get(name, "") for name in heading] for row in listed)
    return out.getvalue()


def book(
    listed: Sequence[Mapping[str, object]],
    change: Callable[[Any], object] = bool,
) -> bytes:
    """Return a list as a workbook, its sheet changed by whoever wants."""
    made = openpyxl.Workbook()
    sheet = made.active
    heading = list(dict.fromkeys(name for row in listed for name in row))
    sheet.append(heading)
    for row in listed:
        sheet.append([row.get(name) for name in heading])
    change(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(*changed: Mapping[str, object], **filled: str) -> Sites:
    """Read good rows with these changes, from CSV."""
    return sites.read(csvtext.read(text(rows(*changed)).encode()), filled)


def read_book(data: bytes) -> Sites:
    """Read a workbook."""
    return sites.read(workbook.read(data), {})


def said(found: Sites) -> list[str]:
    """Return the doubts of a list as sentences."""
    return [str(each) for each in found.doubts]
