"""What is personal is withheld from whoever does not ask, and who asks is logged."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.cli.program import call
from tests.cli.story import Story

from detente.node.clock import SystemClock

SECRET = "Duty desk, +1 555 0100"
HOUR_S = 3_600


class Site(NamedTuple):
    """A site that NORTH has notified, and the story it stands in."""

    story: Story
    reference: str

    def at(self, side: str) -> tuple[str, Path]:
        """Return the options that name a side's line."""
        return self.story.line(side)

    def readings(self, side: str) -> list[tuple[str, str]]:
        """Return by which way this site was read at a side, and by whom."""
        found = call("readings", *self.at(side), "--json").data["readings"]
        return [(r["way"], r["by"]) for r in found if r["reference"] == self.reference]


@pytest.fixture(scope="module")
def site(story: Story) -> Site:
    """A clinic with a contact, in the records of both sides."""
    now_s = SystemClock().now_s()
    body = {
        "site_id": "S-1",
        "organisation": "Relief",
        "name": "Clinic",
        "local_name": "Clinic",
        "function": "clinic",
        "position": {
            "lat_e5": 3_140_000,
            "lon_e5": 3_430_000,
            "mgrs": "36RXV2358974663",
        },
        "fix_source": "GPS on the site",
        "fix_at": now_s - HOUR_S,
        "revalidate_by": now_s + HOUR_S,
        "personal": {"contact": SECRET},
    }
    file = story.at / "clinic.json"
    file.write_text(json.dumps(body))
    sent = ("send", "SITE", "--act", "notified", "--body", file, "--wait", "20")
    done = call(*sent, *story.speaks("north"))
    assert done.code == 0, done.err
    return Site(story, done.data["reference"])


@pytest.mark.parametrize("side", ["north", "south"])
@pytest.mark.parametrize("command", ["show", "print"])
@pytest.mark.parametrize("more", [(), ("--json",), ("--compact",)])
def test_who_does_not_ask_is_shown_no_word_of_it(
    site: Site, side: str, command: str, more: tuple[str, ...]
) -> None:
    """On neither side, on no page and for no program; and nothing is logged."""
    before = site.readings(side)
    shown = call(command, site.reference, *site.at(side), *more)
    assert shown.code == 0, shown.err
    assert SECRET not in shown.out
    assert "WITHHELD" in shown.out or "withheld" in shown.out
    assert site.readings(side) == before


@pytest.mark.parametrize(("command", "way"), [("show", "show"), ("print", "page")])
def test_who_asks_is_shown_it_and_is_logged(site: Site, command: str, way: str) -> None:
    """On that side, and on no other: each keeps the log of its own."""
    elsewhere = site.readings("north")
    shown = call(command, site.reference, *site.at("south"), "--personal")
    assert SECRET in shown.out
    last, by = site.readings("south")[-1]
    assert last == way
    assert by.startswith("at home, user ")
    assert site.readings("north") == elsewhere


def test_a_compact_text_is_given_to_who_asks(site: Site) -> None:
    """It reads back as the body that was signed, contact and all."""
    asked = ("print", site.reference, *site.at("south"), "--compact", "--personal")
    assert SECRET in call(*asked).out


def test_a_proof_that_shows_it_is_a_reading(site: Site, tmp_path: Path) -> None:
    """It is on its way to somebody else; one without the body is none."""
    export = ("export", site.reference, *site.at("south"))
    before = site.readings("south")
    done = call(*export, "--without-body", "--out", tmp_path / "bare.proof")
    assert done.code == 0, done.err
    assert site.readings("south") == before
    assert call(*export, "--out", tmp_path / "whole.proof").code == 0
    assert [way for way, _ in site.readings("south")][len(before) :] == ["proof"]


def test_what_cannot_be_logged_is_not_shown(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full or foreign disk opens nothing."""
    _, line = site.at("south")
    log = line / "readings.jsonl"
    kept = log.read_bytes() if log.exists() else b""
    log.unlink(missing_ok=True)
    log.mkdir()
    try:
        asked = call("show", site.reference, *site.at("south"), "--personal")
    finally:
        log.rmdir()
        log.write_bytes(kept)
    assert asked.code != 0
    assert SECRET not in asked.out + asked.err
