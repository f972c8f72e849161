"""Decide how a line of the watch log is drafted, and how the log is shown."""

from typing import NamedTuple

import msgspec

from detente.cli.shell import drafting, knocking, officers, releasing
from detente.cli.shell.showing import say
from detente.dialogue.compose import Draft, cite
from detente.dialogue.due import DAY_S
from detente.dialogue.fields import Text
from detente.dialogue.forms.log import Correction, Entry
from detente.node.place import Place
from detente.record.errors import Misasked
from detente.report.record import Record
from detente.report.watchlog import watch_log, watch_log_page
from detente.report.words import moment


class Written(NamedTuple):
    """What was typed for a line: text, when, about what, and what it strikes."""

    text: str
    at: str
    about: str
    strike: str


def own_channel(record: Record) -> None:
    """Check that a line is a channel of our own.

    Raises:
        Misasked: others are in it, and would read what is written for ourselves.
    """
    if record.others:
        others = ", ".join(record.others)
        raise Misasked(
            f"{others} would read it: this is for a channel of our own. Found one with "
            "`detente init` and `detente pair --alone`."
        )


def draft(record: Record, post: str | None, written: Written) -> Draft:
    """Return the draft of a line of the log, or of its correction.

    Raises:
        Misasked: others are in the channel, no node runs, or the line is not held.
    """
    own_channel(record)
    document = record.paired.channel.party(record.own).document
    to = f"{record.own}/{officers.post_of(document, post)}"
    status = drafting.status_of(record, test=False)
    text = Text(written.text) if written.text else None
    if written.strike:
        if written.at or written.about:
            raise Misasked("A correction has neither --at nor --about of its own.")
        struck = record.standing.by_reference(written.strike)
        changes = (cite(struck),)
        body = Correction(text=text)
        return Draft(body, to, status=status, kind="CORRECTION", changes=changes)
    now_s = knocking.status(record.place).now_s
    at_s = moment(written.at) if written.at else now_s
    entry = Entry(at=at_s, text=text or Text(""), about=written.about)
    return Draft(entry, to, status=status)


def read(place: Place, day: str, *, as_json: bool) -> None:
    """Show the log of a day; empty: all of it.

    Raises:
        Misasked: others are in the channel, or the day is none.
        DetenteError: the record cannot be read.
    """
    from_s = moment(day) if day else None
    until_s = None if from_s is None else from_s + DAY_S
    with releasing.opened(place) as record:
        own_channel(record)
        log = watch_log(record, from_s, until_s)
    say(msgspec.to_builtins(log), watch_log_page(log), as_json=as_json)
