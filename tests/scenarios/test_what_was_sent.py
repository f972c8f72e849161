"""What was sent: a message can neither be altered, nor slipped in, nor denied."""

from functools import lru_cache

from tests.verifier.judging import NORTH

import detente_verify
from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms.msg import Message
from detente.record.feed import Entry
from detente.testing.parties import World

CLAUSES = ("3.4", "4.3", "7.5")


@lru_cache
def world() -> World:
    """Return a channel of two sides; its keys are costly to make."""
    return World(seed=1986)


def letter(text: str) -> bytes:
    """Return the body of a letter."""
    return encode(Message(subject=Text("The matter"), text=Text(text)))


def play() -> None:
    """Years later somebody asks what was said, and shows a file."""
    line = world()
    trust = detente_verify.Trust(channel=line.channel)
    line.say(NORTH, letter("We shall not move before the 14th."))
    at = len(line.feeds[NORTH]) - 1
    shown = line.proof(NORTH, at)

    def verdict(data: bytes) -> int:
        return detente_verify.judge(data, trust).exit

    # Anyone who knows the channel's id can judge it, offline, and North cannot deny it.
    assert verdict(shown.render(with_body=True)) == detente_verify.PROVES

    # With one figure changed it proves nothing.
    altered = shown.entry._replace(body=letter("We shall not move before the 24th."))
    data = shown._replace(entry=altered).render(with_body=True)
    assert verdict(data) == detente_verify.DOES_NOT

    # North's officer signs another letter afterwards, under the same number and date.
    # His signature is good; but it stands nowhere under the head that South receipted.
    later: Entry = line.state(NORTH, letter("We said at once that we would move."))
    data = shown._replace(entry=later).render(with_body=True)
    assert verdict(data) == detente_verify.DOES_NOT

    # And what North wrote for itself, and South never had, North cannot hold against
    # South: without a receipt of the other side the file shows nothing.
    alone = line.proof(NORTH, at, mirrors=[])
    assert verdict(alone.render(with_body=True)) == detente_verify.DOES_NOT


def test_what_was_sent_is_settled_by_a_file() -> None:
    """No side need ask the other, and no side is believed."""
    play()
