"""Bytes of attachments go to a peer after everything else (clause 9.10)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.exchange import replica, supply
from detente.exchange.piece import MAX_PIECE_BYTES, Content, Lack
from detente.exchange.replica import (
    Answered,
    Effect,
    Event,
    Failed,
    Grew,
    Heard,
    Replica,
    Send,
    Terms,
    Tick,
    Wake,
)
from detente.exchange.supply import LEAST_BYTES, Part
from detente.record.feed import FeedId

OWN, THEIRS = FeedId("NORTH", 1), FeedId("SOUTH", 1)
TABLE, FILM = Content(b"t" * 32, 100_000), Content(b"f" * 32, 50_000_000)


class Play:
    """One replica whose peer holds all of our feed, and a clock."""

    def __init__(self, have: int = 4) -> None:
        self.now_s = 0.0
        self.state = Replica("SOUTH", OWN, THEIRS, Terms(), {OWN: have, THEIRS: 0})
        self.hear()

    def do(self, event: Event, after_s: float = 0.0) -> Effect:
        """Let something happen a while later; return what comes of it."""
        self.now_s += after_s
        self.state, effect = replica.step(self.state, event, self.now_s)
        return effect

    def hear(self, *lacks: Lack, receipted: int = 4) -> None:
        """Hear the peer: what it receipts, and what it lacks."""
        heard = Heard({OWN: receipted}, receipted, lacks)
        self.state = replica.note(self.state, heard, self.now_s)

    def sent(self) -> Send:
        """Return what goes out now."""
        effect = self.do(Tick())
        assert isinstance(effect, Send), effect
        return effect


def test_what_the_peer_lacks_goes_when_no_entry_waits() -> None:
    """In the peer's own order, as much as goes at once."""
    play = Play()
    play.hear(Lack(TABLE, 99_000), Lack(FILM, 7))
    rest = LEAST_BYTES - 1_000
    parts = (Part(TABLE, 99_000, 100_000), Part(FILM, 7, 7 + rest))
    assert play.sent() == Send((), parts)


def test_entries_go_first() -> None:
    """A statement is never behind a photograph."""
    play = Play(have=5)
    play.hear(Lack(FILM, 0))
    assert play.sent() == Send(((OWN, 4),))
    play.hear(Lack(FILM, 0), receipted=5)
    effect = play.do(Answered(0.5), 0.1)
    assert isinstance(effect, Send)
    assert effect.parts


def test_a_statement_released_meanwhile_goes_with_the_next_bundle() -> None:
    """One bundle is waited for, not the whole film."""
    play = Play()
    play.hear(Lack(FILM, 0))
    play.sent()
    assert play.do(Grew(OWN, 5)) == Wake(replica.NEVER)
    play.hear(Lack(FILM, LEAST_BYTES))
    assert play.do(Answered(0.5), 0.1) == Send(((OWN, 4),))


def test_a_quick_path_carries_more_at_once_and_a_slow_one_less() -> None:
    """So that nothing waits long behind pieces, whatever the path."""
    play, at, rooms = Play(), 0, []
    for took_s in (*[0.1] * 8, 0.5, 2.0, 2.0):
        play.hear(Lack(FILM, at))
        (part,) = play.sent().parts
        rooms.append(part.end - part.start)
        at = part.end
        play.hear(Lack(FILM, at))
        play.state = replica.note(play.state, Answered(0.5), play.now_s + took_s)
        play.now_s += took_s
    most = MAX_PIECE_BYTES
    doubled = [LEAST_BYTES << step for step in range(7)]
    assert rooms == [*doubled, most, most, most, most // 2]


def test_after_a_failure_the_next_one_is_short() -> None:
    """It may go by another path, and a STOP must not wait behind half a megabyte."""
    play, rooms = Play(), []
    for failed in (False, False, True, False):
        play.hear(Lack(FILM, 0))
        play.now_s = max(play.now_s, play.state.not_before_s)
        rooms += [part.end - part.start for part in play.sent().parts]
        play.hear(Lack(FILM, 1))
        event = Failed(0.5) if failed else Answered(0.5)
        play.state = replica.note(play.state, event, play.now_s)
    least = LEAST_BYTES
    assert rooms == [least, 2 * least, 4 * least, least]


def test_a_peer_that_takes_nothing_is_sent_less_often() -> None:
    """It may say for ever that it lacks what it was sent."""
    play, times = Play(), []
    for _ in range(6):
        play.hear(Lack(TABLE, 0))
        play.now_s = max(play.now_s, play.state.supply.not_before_s)
        assert play.sent().parts
        times.append(play.now_s)
        play.hear(Lack(TABLE, 0))
        play.state = replica.note(play.state, Answered(0.5), play.now_s)
    waits = [later - time for time, later in pairwise(times)]
    assert waits == pytest.approx([0.1875 * 2**step for step in range(5)])


def test_the_wait_holds_up_no_entry() -> None:
    """Only the pieces wait."""
    play = Play()
    play.hear(Lack(TABLE, 0))
    play.sent()
    play.hear(Lack(TABLE, 0))
    assert isinstance(play.do(Answered(0.5)), Wake)
    assert play.do(Grew(OWN, 5)) == Send(((OWN, 4),))


def test_pieces_of_what_is_whole_by_now_have_moved_something() -> None:
    """The peer does not name it any more: that is the best answer."""
    play = Play()
    play.hear(Lack(TABLE, 99_000), Lack(FILM, 0))
    play.sent()
    play.hear(Lack(FILM, 0))
    assert isinstance(play.do(Answered(0.5), 0.1), Send)


lack = st.integers(0, 99_999).map(lambda held: Lack(TABLE, held))
lacks = st.lists(lack, max_size=1)
events = st.lists(
    st.tuples(st.sampled_from(("hear", "grow", "answer", "fail")), lacks), max_size=40
)


@given(events)
def test_no_piece_ever_goes_while_an_entry_waits(
    happened: list[tuple[str, list[Lack]]],
) -> None:
    """Whatever is claimed, answered and lost in between."""
    play, have = Play(), 4
    for what, lacked in happened:
        match what:
            case "hear":
                play.hear(*lacked, receipted=have if lacked else play.state.receipted)
                effect = play.do(Tick())
            case "grow":
                have += 1
                effect = play.do(Grew(OWN, have))
            case "answer" if play.state.under_way:
                effect = play.do(Answered(0.5), 0.1)
            case _ if play.state.under_way:
                effect = play.do(Failed(0.5), 0.1)
            case _:
                effect = play.do(Tick(), 1.0)
        if isinstance(effect, Send):
            assert not (effect.parts and effect.sections)
            assert not effect.parts or play.state.receipted == have
        else:
            assert effect.at_s > play.now_s


@given(st.lists(lack, max_size=20))
def test_what_goes_is_within_what_is_lacked(claims: list[Lack]) -> None:
    """And within the room that there is."""
    state, parts = supply.send(supply.Supply(tuple(claims)), 5.0)
    assert state.under_way == parts
    assert sum(part.end - part.start for part in parts) <= LEAST_BYTES
    for part in parts:
        assert 0 <= part.start < part.end <= part.content.size_bytes
