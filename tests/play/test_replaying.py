"""Replaying tracks against what stands declared: both sides, and the script's times."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.play.six import SIX, Told

from detente.node.place import Place
from detente.play import reading, replaying
from detente.play.replaying import Found
from detente.play.script import Replay
from detente.record.errors import Failed, Malformed, Misasked
from detente.report.record import reading as record_of
from detente.report.screening import screened
from detente.space.files import rows
from detente.space.tracking.tracks import Terms

REFERENCES = {"areas": "N/1", "transit": "S/1"}


def _step() -> Replay:
    step = reading.load(SIX).step("replay")
    assert isinstance(step, Replay)
    return step


def _found(volume: int = 4, minute: int = 52, second: int = 1) -> Found:
    since = datetime(2022, 8, 5, 6, minute, second, tzinfo=UTC).isoformat()
    until = "2022-08-05T08:16:01.288Z"
    return Found("BALLOON", f"N/1 phase 1, volume {volume}", since, until)


def test_both_nodes_find_the_balloon_in_one_area(told: Told) -> None:
    """It was in area 4 for an hour and a half, and in no other volume."""
    assert told.text.count("→ BALLOON was in PRC/2022/0002/ACT/1/E phase 1, ") == 1
    assert "volume 4 from 2022-08-05T06:52:01" in told.text
    assert "The same on both nodes: 1 of 1 tracks in a volume, 4 reports" in told.text


def test_a_gap_is_told_and_not_swept(told: Told) -> None:
    """With the usual quarter of an hour nobody knows where an hourly report was."""
    tracks, _ = rows.tracks(SIX.with_name("tracks.csv").read_bytes())
    with record_of(Place(told.root / "USA")) as record:
        volumes = replaying.drawn(record)
    hits, problems = screened(tracks, volumes, Terms())
    assert len(volumes) == 7
    assert {each.code for each in problems} == {"gap"}
    assert all(since == until for hit in hits for since, until in hit.intervals)


def test_what_is_found_is_expected_to_the_minute() -> None:
    """The script's times are worked out by hand, the node's to the millisecond."""
    replaying.check(_step(), [_found()], REFERENCES)


SPOILED = {
    "another minute": (
        [_found(minute=53)],
        "BALLOON was not in N/1 phase 1, volume 4 at the times expected.",
    ),
    "nothing": (
        [],
        "BALLOON was not in N/1 phase 1, volume 4 at the times expected.",
    ),
    "another volume too": (
        [_found(), _found(volume=3)],
        "BALLOON was in N/1 phase 1, volume 3, which was not expected.",
    ),
}


@pytest.mark.parametrize(("found", "sentence"), SPOILED.values(), ids=SPOILED)
def test_other_times_than_expected_end_the_play(
    found: list[Found], sentence: str
) -> None:
    """The sentence names track and volume."""
    with pytest.raises(Failed) as failed:
        replaying.check(_step(), found, REFERENCES)
    assert failed.value.sentence == sentence


def test_two_lists_end_the_play() -> None:
    """A second's difference is one of the programs'."""
    with pytest.raises(Failed, match="The nodes do not find the same"):
        replaying.same({"NORTH": [_found()], "SOUTH": [_found(second=2)]})
    replaying.same({"NORTH": [_found()], "SOUTH": [_found()]})


def test_a_file_of_tracks_lies_beside_the_script(tmp_path: Path) -> None:
    """It is read before anything is started."""
    path = tmp_path / "script.toml"
    path.write_bytes(SIX.read_bytes())
    for name in ("notice.txt", "toward.csv", "within.csv"):
        (tmp_path / name).write_bytes(b"A file.")
    with pytest.raises(Misasked, match=r"tracks\.csv cannot be read"):
        reading.load(path)


def test_a_stay_in_what_is_not_declared_is_one_sentence() -> None:
    """It is refused with step and field before anything is started."""
    old = 'volume = { step = "areas", phase = 1, volume = 4 }'
    text = SIX.read_text()
    assert old in text
    with pytest.raises(Malformed) as refused:
        reading.parse(text.replace(old, 'volume = { step = "noted" }').encode())
    assert refused.value.sentence == (
        "Step 'replay', field stays.volume: 'noted' declares no volume before this "
        "step."
    )
