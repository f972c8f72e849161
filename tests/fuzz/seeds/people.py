"""Good bytes of what a person hands in: scripts, terms, bodies as files and words."""

import json
import re
import tomllib
from functools import cache
from pathlib import Path

from tests.report.tables import lists
from tests.space.files import drawings as drawn

from detente.cli.shell.terms import USUAL
from detente.play.script import FORMAT
from detente.space.files.cot_written import document
from detente.space.volume import Circle, Limit, Point, Volume, Window

_EXAMPLES = Path(__file__).parents[3] / "examples"


@cache
def scripts() -> tuple[bytes, ...]:
    """Return the scripts of the examples."""
    found = tuple(each.read_bytes() for each in sorted(_EXAMPLES.glob("*/*.toml")))
    return tuple(each for each in found if FORMAT.encode() in each)


def tables() -> tuple[bytes, ...]:
    """Return tables: that of the examples, and one with every kind of field."""
    found = (_EXAMPLES / "evidence" / "components.csv").read_bytes()
    return found, 'a,"b, ""c"""\n"",\nЯ,中\n'.encode()


def claims() -> tuple[bytes, ...]:
    """Return claims over a table as JSON files."""
    return ((_EXAMPLES / "evidence" / "claim.json").read_bytes(),)


def terms() -> tuple[bytes, ...]:
    """Return files of terms: one that changes little, and one that changes more."""
    sentence = USUAL["receipt_sentence"]
    return (
        b'languages = ["en", "fr"]\n',
        f'receipt_sentence = "{sentence}"\ncheck_hours_utc = [3]\n[deadlines]\n'
        "contact_s = 3600\n[[counterparts]]\n"
        'posts = ["NORTH/Watch", "SOUTH/Watch"]\n'.encode(),
    )


def toml_bodies() -> tuple[bytes, ...]:
    """Return a body as a TOML file."""
    return (_TOML.encode(),)


def json_bodies() -> tuple[bytes, ...]:
    """Return a body as a JSON file."""
    return (json.dumps(tomllib.loads(_TOML)).encode(),)


def typed() -> tuple[bytes, ...]:
    """Return a body as fields that a person types, one a line."""
    return (_TYPED.strip().encode(),)


def volumes() -> tuple[bytes, ...]:
    """Return files of volumes: those that the page of the formats shows."""
    page = (_EXAMPLES.parent / "docs" / "space.md").read_text()
    return tuple(each.encode() for each in re.findall(r"(?s)```json\n(.*?)```", page))


def drawings() -> tuple[bytes, ...]:
    """Return drawings of Cursor on Target: each kind, and one that Detente wrote."""
    ring = (*drawn.RING, drawn.RING[0])
    alike = drawn.event("u-d-f", drawn.links(*ring)) + drawn.event(
        "u-d-c-c", drawn.circle(), "a2"
    )
    area = Circle(Point(50_000_000_000, 30_000_000_000), 5_000_000)
    volume = Volume("a", (area,), Limit(0), None, (Window(0, 1), Window(5, 6)), "N")
    return alike.encode(), document([volume], 1_900_000_000_000)


def positions() -> tuple[bytes, ...]:
    """Return reports of Cursor on Target."""
    return (drawn.report("N-1", "2026-01-31T12:00:00Z", "50.5", "30.5").encode(),)


def site_lists() -> tuple[bytes, ...]:
    """Return lists of sites, in Unicode and not."""
    rows = lists.rows({}, {"lat": "36-43-04.8N", "lon": "068-51-46.8E"})
    russian = lists.rows({"local_name": "Больница"})
    return lists.text(rows).encode(), lists.text(russian, ";").encode("cp1251")


def site_workbooks() -> tuple[bytes, ...]:
    """Return a list of sites as a workbook."""
    return (lists.book(lists.rows({}, {"fix_at": 46042})),)


_TOML = """
level_sought = "SOUTH/Minister"
own_principal = "the Minister"
mode = "voice"
agenda = [{text = "The incident"}]
answer_by_s = 1767225600

[purpose]
text = "A call"

[[windows]]
from_s = 1767225600
until_s = 1767229200
"""
_TYPED = """
level_sought=SOUTH/Minister
own_principal=the Minister
mode=voice
purpose=A call
agenda=One
agenda=Two
duration_min=30
windows=2026-01-31T12:00Z/2026-01-31T13:00Z
answer_by_s=48 h
"""
