"""The alarms of a watch are tried when that is asked for, once, and it is kept."""

import asyncio
from pathlib import Path

import pytest

from detente.node.attending import Attending
from detente.node.place import Channel, Place
from detente.node.sounder import Tried
from detente.node.trial import Trial, Trials, keep, last, sound_all
from detente.record.errors import Misasked
from detente.testing.alarms import Alarms

PARTY, NOW_S = "NORTH", 1_769_860_800


def horn(at: Path, echelon: int = 1) -> Channel:
    """Return an alarm that writes down what it sounds."""
    script = f'echo "$DETENTE_ALARM" >> {at / "heard"}'
    return Channel(command=("sh", "-c", script), echelon=echelon)


def look(trials: Trials, asked_s: int | None) -> None:
    """Let the duty look once."""
    asyncio.run(trials.look(PARTY, asked_s, NOW_S))


def test_a_trial_sounds_the_alarms_of_every_echelon(tmp_path: Path) -> None:
    """The one for the third echelon would else be tried by the night it is needed."""
    trials = Trials(Place(tmp_path), [horn(tmp_path), horn(tmp_path, 3)])

    look(trials, NOW_S - 1)

    assert (tmp_path / "heard").read_text() == "Trial of the alarm of NORTH.\n" * 2


def test_a_trial_that_was_asked_for_sounds_once(tmp_path: Path) -> None:
    """Also where the process that sounds it was started anew in between."""
    place, horns = Place(tmp_path), [horn(tmp_path)]
    trials = Trials(place, horns)

    for asked_s in (None, NOW_S - 9, NOW_S - 9):
        look(trials, asked_s)
    look(Trials(place, horns), NOW_S - 9)

    assert (tmp_path / "heard").read_text().count("\n") == 1
    look(trials, NOW_S - 1)
    assert (tmp_path / "heard").read_text().count("\n") == 2


def test_how_each_alarm_went_is_kept(tmp_path: Path) -> None:
    """With why one failed."""
    place = Place(tmp_path)
    assert last(place) is None

    look(Trials(place, [Channel(("true",)), Channel(("false",))]), NOW_S - 1)

    tried = Tried("command true"), Tried("command false", "false ended with 1")
    assert last(place) == Trial(NOW_S - 1, NOW_S, tried)


def test_where_no_alarm_is_set_up_it_is_kept_that_nothing_sounded(
    tmp_path: Path,
) -> None:
    """Whoever asked must not wait for ever."""
    look(Trials(Place(tmp_path), []), NOW_S - 1)

    assert last(Place(tmp_path)) == Trial(NOW_S - 1, NOW_S, ())
    with pytest.raises(Misasked, match="No alarm is set up"):
        asyncio.run(sound_all([], PARTY))


def test_a_trial_that_cannot_be_kept_leaves_the_watch_its_alarms(
    tmp_path: Path,
) -> None:
    """The log says so, and whoever sounds goes on."""
    log, gone = Alarms(), Place(tmp_path / "gone")
    trials = Trials(gone, [horn(tmp_path)])
    attending = Attending(PARTY, (), log, trials=trials)

    asyncio.run(attending.try_alarms(NOW_S - 1, NOW_S))

    assert (tmp_path / "heard").exists()
    [said] = log.sounded
    assert said[0] == "trial"


def test_a_damaged_file_keeps_no_alarm_from_being_tried(tmp_path: Path) -> None:
    """It is written anew by the next trial."""
    place = Place(tmp_path)
    keep(place, Trial(NOW_S, NOW_S, ()))
    place.trial.write_bytes(b"{")

    assert last(place) is None
    look(Trials(place, [horn(tmp_path)]), NOW_S - 1)
    assert (tmp_path / "heard").exists()
