"""What NORTH declares from files: how it is said, and what stands of it then."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.cli.program import Ended, call
from tests.cli.story import Story
from tests.report.tables.lists import GOOD, text

from detente.node.clock import SystemClock
from detente.report.words import utc

DAY_S = 86_400


def body(story: Story, reference: str) -> dict[str, Any]:
    """Return the body of a statement as it stands at NORTH, persons and all."""
    line = story.line("north")
    shown = call("show", reference, *line, "--personal", "--json").data
    found: dict[str, Any] = shown["statement"]["body"]
    return found


def stands(story: Story) -> list[str]:
    """Return what NORTH's people have sent last; its node states conflicts besides."""
    sent = call("inbox", *story.line("north"), "--json").data["sent"]
    return [each["reference"] for each in sent if "/CFL/" not in each["reference"]][:8]


def declare(story: Story, file: Path, *more: str | Path) -> Ended:
    """Declare a file as NORTH."""
    return call("declare", file, *more, *story.speaks("north"))


def listed(prefix: str, *changes: dict[str, object]) -> list[dict[str, object]]:
    """Return rows of sites far from each other, good from yesterday for ninety days."""
    now_s = SystemClock().now_s()
    fix_at, until = (utc(now_s + days * DAY_S)[:10] for days in (-1, 90))
    return [
        {
            **GOOD,
            "site_id": f"{prefix}-{number}",
            "lat": f"{36.718 + number / 1000:.5f}",
            "mgrs": "",
            "fix_at": fix_at,
            "revalidate_by": until,
            **each,
        }
        for number, each in enumerate(changes, 1)
    ]


def csv(at: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write a list down."""
    file = at / "sites.csv"
    file.write_text(text(rows))
    return file


def ours(story: Story) -> list[str]:
    """Return the numbers of the sites that stand at NORTH."""
    drawn = call("export", "--geojson", "--form", "SITE", *story.line("north")).data
    names = [each["properties"]["reference"] for each in drawn["features"]]
    return [body(story, each)["site_id"] for each in dict.fromkeys(names)]
