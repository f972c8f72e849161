"""Decide how a line of the watch log is drafted, and how the log is shown."""

from typing import NamedTuple

import msgspec

from detente.api.requests import DraftRequest
from detente.cli.shell import releasing
from detente.cli.shell.showing import say
from detente.cli.shell.voice import Voice
from detente.dialogue.checks import DAY_S
from detente.record.errors import Misasked
from detente.report.watchlog import watch_log_page
from detente.report.words import moment


class Written(NamedTuple):
    """What was typed for a line: text, when, about what, and what it strikes."""

    text: str
    at: str
    about: str
    strike: str


def asked(voice: Voice, written: Written) -> DraftRequest:
    """Return what is to be said: a line of the log, or its correction.

    It goes to the post that writes it, in a channel of our own alone.

    Raises:
        Misasked: a correction says more than one does.
    """
    text = {"text": written.text}
    if not written.strike:
        body: dict[str, object] = {"text": text, "about": written.about}
        if written.at:
            body["at"] = moment(written.at)
        return releasing.asked(voice, form="LOG", act="entry", body=body, alone=True)
    if written.at or written.about:
        raise Misasked("A correction has neither --at nor --about of its own.")
    return releasing.asked(
        voice,
        form="LOG",
        act="correction",
        body={"text": text} if written.text else {},
        kind="CORRECTION",
        changes=[written.strike],
        alone=True,
    )


def read(voice: Voice, day: str) -> None:
    """Show the log of a day; empty: all of it.

    Raises:
        Misasked: others are in the channel, or the day is none.
        DetenteError: the record cannot be read.
    """
    from_s = moment(day) if day else None
    until_s = None if from_s is None else from_s + DAY_S
    with voice.client() as client:
        log = client.watch_log(from_s, until_s)
    say(msgspec.to_builtins(log), watch_log_page(log), as_json=voice.as_json)
