"""An alarm sounds by real programs and real servers, or says that it failed."""

import asyncio
import io
import json
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.dialogue.talk import Talk

from detente.dialogue.forms.wch import Attended, Unattended
from detente.node import sounder
from detente.node.attending import is_attended, told
from detente.node.place import (
    Channel,
    Place,
    Settings,
    add_alarms,
    check_channel,
    render_settings,
)
from detente.node.sounder import Tried, sound, tone
from detente.record.errors import Misasked

WRITES = "import os, sys; open(sys.argv[1], 'w').write(os.environ['DETENTE_ALARM'])"


def try_all(*channels: Channel, echelon: int = 3) -> list[Tried]:
    """Sound channels, and return how each went."""
    return asyncio.run(sound(channels, echelon, "acknowledge N/1."))


def test_a_command_learns_what_is_due(tmp_path: Path) -> None:
    """From its environment, so that nothing is quoted wrongly."""
    out = tmp_path / "heard"
    command = (sys.executable, "-c", WRITES, str(out))
    assert [t.trouble for t in try_all(Channel(command))] == [""]
    assert out.read_text() == "acknowledge N/1."


@pytest.mark.parametrize(
    ("command", "trouble"),
    [
        (("false",), "false ended with 1"),
        (("/nowhere/horn",), "/nowhere/horn cannot be run: No such file or directory"),
    ],
)
def test_a_command_that_fails_is_said_to(
    command: tuple[str, ...], trouble: str
) -> None:
    """A dead loudspeaker is an alarm itself."""
    [tried] = try_all(Channel(command))
    assert tried == Tried(f"command {command[0]}", trouble)


def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next alarm must not wait for it."""
    monkeypatch.setattr(sounder, "WITHIN_S", 0.05)
    [tried] = try_all(Channel(("sleep", "60")))
    assert tried.trouble.startswith("it took over")


def test_a_device_plays_beeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the player of the sound system, from its standard input."""
    player = tmp_path / "aplay"
    player.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/said\ncat > {tmp_path}/wav\n')
    player.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert [t.trouble for t in try_all(Channel(device="hw:0"))] == [""]
    assert (tmp_path / "said").read_text() == "-q -D hw:0 -\n"
    assert (tmp_path / "wav").read_bytes() == tone(3)


@pytest.mark.parametrize("echelon", [1, 2, 3])
def test_the_tone_is_three_beeps_for_each_echelon(echelon: int) -> None:
    """Half a second each, with its pause."""
    with wave.open(io.BytesIO(tone(echelon))) as file:
        assert file.getnframes() / file.getframerate() == 1.5 * echelon


@contextmanager
def webhook(status: int) -> Iterator[tuple[str, list[object]]]:
    """Serve an address that answers with a status, and keeps what it was told."""
    heard: list[object] = []

    class Pager(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(json.loads(data))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Pager)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_webhook_gets_the_alarm_as_json() -> None:
    """Whatever pages people on this side takes it from there."""
    with webhook(204) as (url, heard):
        assert [t.trouble for t in try_all(Channel(webhook=url))] == [""]
    assert heard == [{"alarm": "acknowledge N/1.", "echelon": 3}]


def test_a_webhook_that_refuses_has_failed() -> None:
    """What answers with an error has woken nobody."""
    with webhook(500) as (url, _):
        [tried] = try_all(Channel(webhook=url))
    assert tried.trouble.startswith("it did not take the alarm")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "file:///etc/passwd"])
def test_a_webhook_that_is_not_there_has_failed(url: str) -> None:
    """Nor is a file of this machine an address."""
    [tried] = try_all(Channel(webhook=url))
    assert tried.trouble


def test_an_alarm_sounds_for_its_echelon_and_those_behind_it() -> None:
    """The duty officer's bed is not for every routine matter."""
    watch, chief = Channel(("true",)), Channel(("true",), echelon=2)
    assert len(try_all(watch, chief, echelon=1)) == 1
    assert len(try_all(watch, chief, echelon=2)) == 2


# --------------------------------------------------------- what the other side learns


def test_when_all_alarms_fail_the_other_side_is_told_once() -> None:
    """And once more when one sounds again."""
    talk = Talk()
    failed, sounded = [Tried("a", "dead"), Tried("b", "dead")], [Tried("a")]
    assert told(talk.standing(), "SOUTH", failed, 5) == Unattended(since=5)
    talk.say("SOUTH", Unattended(since=5), officers=(9,))
    assert not is_attended(talk.standing(), "SOUTH")
    assert told(talk.standing(), "SOUTH", failed, 6) is None
    assert told(talk.standing(), "SOUTH", sounded, 7) == Attended(since=7)
    talk.say("SOUTH", Attended(since=7), officers=(9,))
    assert told(talk.standing(), "SOUTH", sounded, 8) is None


def test_one_alarm_that_sounds_is_enough() -> None:
    """Somebody was woken."""
    tried = [Tried("a", "dead"), Tried("b")]
    assert told(Talk().standing(), "SOUTH", tried, 5) is None


# ------------------------------------------------------------------------ settings


def test_alarms_stand_in_the_settings_and_are_added_there(tmp_path: Path) -> None:
    """What is set up is read back as it was."""
    place, settings = Place(tmp_path), Settings("NORTH", "127.0.0.1:1")
    channels = (Channel(("horn", "--loud")), Channel(device="hw:0", echelon=2))
    place.settings.write_text(render_settings(settings))
    add_alarms(place, place.load_settings(), channels)
    assert place.load_settings().alarms == channels


@pytest.mark.parametrize("channel", [Channel(), Channel(("a",), "b")])
def test_an_alarm_sounds_in_one_way(channel: Channel) -> None:
    """None or two is a slip of whoever set it up."""
    with pytest.raises(Misasked):
        check_channel(channel)
