"""What to send to a peer and when (clause 9.7), and what silence is (clause 9.8)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.replicas import OWN, TERMS, THEIRS, THIRD

from detente.exchange import replica
from detente.exchange.replica import (
    LONGEST_WAIT_S,
    NEVER,
    Amended,
    Answered,
    Effect,
    Event,
    Failed,
    Grew,
    Heard,
    Replica,
    Send,
    Tick,
    Wake,
)
from detente.record.feed import FeedId


class Play:
    """One replica, a clock moved by hand, and what it did last."""

    def __init__(
        self, size: int = 2, receipted: int = 0, third: int | None = None
    ) -> None:
        """Start at a time, with so much of our feed and of a third party's held."""
        have = {OWN: size, THEIRS: 0}
        if third is not None:
            have[THIRD] = third
        self.now_s = 1000.0
        self.state = Replica("SOUTH", OWN, THEIRS, TERMS, have, receipted=receipted)
        self.effect: Effect = Wake(NEVER)

    def do(self, event: Event, after_s: float = 0.0) -> Effect:
        """Let time pass and something happen; return what the replica does."""
        self.now_s += after_s
        self.state, self.effect = replica.step(self.state, event, self.now_s)
        return self.effect

    def note(self, event: Event, after_s: float = 0.0) -> None:
        """Let time pass and something happen, without asking what to do."""
        self.now_s += after_s
        self.state = replica.note(self.state, event, self.now_s)

    def answer(self, receipted: int | None = None, **wants: int) -> Effect:
        """Let the answer come: what it says, then that it came."""
        said = {FeedId(code, 1): size for code, size in wants.items()}
        known = self.state.receipted if receipted is None else receipted
        self.note(Heard(said, known), 0.01)
        return self.do(Answered(0.5))

    def until_next(self) -> Effect:
        """Let time pass until the replica wants to be asked, and ask it."""
        assert isinstance(self.effect, Wake)
        assert self.effect.at_s < NEVER
        return self.do(Tick(), self.effect.at_s - self.now_s)

    def count_sends(self, for_s: float, answer: Callable[[], Effect]) -> int:
        """Return how many bundles go out in a while, each answered at once."""
        until_s, sent = self.now_s + for_s, 0
        if isinstance(self.effect, Wake):
            self.do(Tick())
        while self.now_s < until_s:
            if isinstance(self.effect, Send):
                sent += 1
                answer()
            else:
                self.until_next()
        return sent


def starts(effect: Effect) -> dict[FeedId, int]:
    """Return from where each feed is sent."""
    assert isinstance(effect, Send), effect
    return dict(effect.sections)


def backed_off() -> Play:
    """Return a play in which thirteen bundles have failed, one after the other."""
    play = Play()
    play.do(Tick())
    for _ in range(12):
        play.do(Failed(1.0))
        play.until_next()
    play.do(Failed(1.0))
    return play


def wait_s(play: Play) -> float:
    """Return how long the replica waits."""
    assert isinstance(play.effect, Wake), play.effect
    return play.effect.at_s - play.now_s


def test_a_node_that_starts_asks_its_peer_at_once() -> None:
    """Whatever it holds: only the other side knows what it lacks."""
    assert starts(Play(receipted=2).do(Tick())) == {}
    assert starts(Play(receipted=0).do(Tick())) == {OWN: 0}


def test_own_entries_go_out_from_the_last_receipt_on() -> None:
    """Nothing that the peer has receipted is sent again."""
    play = Play(size=9, receipted=5)

    assert starts(play.do(Tick())) == {OWN: 5}


def test_one_bundle_is_under_way_at_a_time() -> None:
    """Whatever happens meanwhile waits for the answer."""
    play = Play()
    play.do(Tick())
    for event in (Tick(), Grew(OWN, 3), Heard({OWN: 0}, 0), Grew(THEIRS, 4)):
        assert play.do(event, 100.0) == Wake(NEVER)


def test_what_came_meanwhile_goes_out_with_the_answer() -> None:
    """A statement waits for one answer, not for a timer."""
    play = Play(size=2)
    play.do(Tick())
    play.note(Grew(OWN, 5))

    assert starts(play.answer(receipted=2, NORTH=2)) == {OWN: 2}


def test_a_peer_with_everything_is_left_alone_until_the_next_probe() -> None:
    """A line that is quiet is tried again after the charter's time, no sooner."""
    play = Play()
    play.do(Tick())
    play.answer(receipted=2, NORTH=2)

    assert wait_s(play) == pytest.approx(TERMS.probe_s)
    assert starts(play.until_next()) == {}


def test_a_new_entry_goes_out_at_once() -> None:
    """No timer stands between a release and the line."""
    play = Play()
    play.do(Tick())
    play.answer(receipted=2, NORTH=2)

    assert starts(play.do(Grew(OWN, 3), 1.0)) == {OWN: 2}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_path_that_fails_is_tried_ever_more_rarely_up_to_a_bound(
    jitters: list[float],
) -> None:
    """The wait doubles from an eighth of a second, and never exceeds half a minute."""
    play = Play()
    play.do(Tick())
    for number, jitter in enumerate(jitters):
        play.do(Failed(jitter))
        longest = min(0.25 * 2**number, LONGEST_WAIT_S)
        assert longest / 2 <= wait_s(play) + 1e-9
        assert wait_s(play) <= longest + 1e-9
        assert starts(play.until_next()) == {OWN: 0}


def test_a_peer_that_is_heard_is_tried_at_once() -> None:
    """Whoever is heard can be reached: what failed before need not wait longer."""
    play = backed_off()
    assert wait_s(play) == LONGEST_WAIT_S

    assert starts(play.do(Heard({}, 0), 0.1)) == {OWN: 0}


def test_a_statement_does_not_wait_for_one_that_did_not_get_through() -> None:
    """A FLASH released in a long back-off goes out at once, not in half a minute."""
    play = backed_off()

    assert starts(play.do(Grew(OWN, 3), 0.1)) == {OWN: 0}


def test_a_peer_that_answers_and_receipts_nothing_is_not_flooded() -> None:
    """Its answers are no reason to send the same again without a pause."""
    play = Play(size=600)
    sent = play.count_sends(600.0, lambda: play.answer(receipted=0, NORTH=0))

    assert sent <= 8 + 600 / (LONGEST_WAIT_S / 2)


def test_a_peer_that_holds_and_receipts_nothing_is_not_flooded() -> None:
    """Nor where it says that it has all of it: a frozen feed gets no receipts."""
    play = Play(size=600)
    sent = play.count_sends(600.0, lambda: play.answer(receipted=0, NORTH=600))

    assert sent <= 8 + 600 / (LONGEST_WAIT_S / 2)


def test_two_peers_that_answer_and_receipt_nothing_do_not_race() -> None:
    """Each hears the other knock: that is no reason to knock at once."""
    play = Play(size=600)

    def both() -> Effect:
        play.answer(receipted=0, NORTH=0)
        return play.do(Heard({OWN: 0}, 0), 0.01)

    assert play.count_sends(60.0, both) <= 20


def test_a_receipt_ends_the_wait() -> None:
    """What the peer takes after all is followed by the rest at once."""
    play = Play(size=600)
    play.do(Tick())
    for _ in range(9):
        play.answer(receipted=0, NORTH=0)
        play.until_next()
    play.answer(receipted=0, NORTH=0)

    assert starts(play.do(Heard({OWN: 512}, 512), 0.1)) == {OWN: 512}


# --- wants are claims -------------------------------------------------------------


@pytest.mark.parametrize("size", [3, 1000, 2**60, 2**64 - 1])
def test_a_want_beyond_what_we_hold_moves_nothing(size: int) -> None:
    """The last receipt stays where we go on from."""
    play = Play(size=5, receipted=3)

    assert starts(play.do(Heard({OWN: size}, 3))) == {OWN: 3}


def test_a_want_in_the_peers_name_cannot_keep_new_entries_back() -> None:
    """Anyone can say that the peer lacks everything, and say so after every bundle.

    Ten thousand receipted entries lie between the start of the feed and what is new: if
    each bundle began where the forger says, the new one would never go out.
    """
    play = Play(size=10_001, receipted=10_000)
    seen: list[int] = []
    play.note(Heard({OWN: 0}, 0))
    play.do(Tick())
    while len(seen) < 4:
        if isinstance(play.effect, Send):
            seen.append(starts(play.effect)[OWN])
            play.note(Heard({OWN: 10_000}, 0), 0.01)
            play.do(Answered(0.5))
        if isinstance(play.effect, Wake):
            play.do(Heard({OWN: 0}, 0), 0.01)
        assert play.now_s < 1100, seen

    assert 10_000 in seen


def test_a_want_beyond_what_we_hold_slows_nothing_that_is_receipted() -> None:
    """Whoever says in the peer's name that it holds all cannot make headway look none.

    A catch-up of ten thousand would pause after every other bundle.
    """
    play, held = Play(size=10_000), 0
    play.do(Tick())
    while held < 10_000:
        assert starts(play.effect) == {OWN: held}
        held = min(held + 512, 10_000)
        play.note(Heard({OWN: held}, held), 0.01)
        if held // 512 % 2:
            play.note(Heard({OWN: 2**60}, held))
        play.do(Answered(0.5))


def test_a_peer_that_lost_what_it_receipted_gets_it_back() -> None:
    """Its store is an older copy: it receipted ten and asks from four on."""
    play = Play(size=10, receipted=10)
    play.do(Tick())

    assert starts(play.answer(NORTH=4)) == {OWN: 4}


def test_a_peer_that_lost_much_gets_all_of_it_back_without_pauses() -> None:
    """Every bundle brings it further, so none waits for a back-off."""
    play = Play(size=5000, receipted=5000)
    play.do(Tick())
    play.answer(NORTH=0)
    held = 0
    while held < 5000:
        assert starts(play.effect) == {OWN: held}
        held = min(held + 512, 5000)
        play.answer(NORTH=held)
    assert wait_s(play) > 1


def test_wants_for_feeds_that_nobody_has_are_not_remembered() -> None:
    """Any bundle may name sixty-four more; memory must not grow with them."""
    play = Play()
    for number in range(1, 50):
        strangers = {FeedId(f"X{number}", each): 5 for each in range(1, 65)}
        play.note(Heard(strangers, 0), 0.01)

    assert set(play.state.wants) <= {OWN, THEIRS, THIRD}


def test_an_older_receipt_takes_nothing_back() -> None:
    """A bundle that was overtaken says less than we know."""
    play = Play(size=9, receipted=7)
    play.note(Heard({}, 3))

    assert starts(play.do(Tick())) == {OWN: 7}


# --- relays -----------------------------------------------------------------------


def test_a_peer_that_lacks_a_third_partys_entries_gets_them_from_us() -> None:
    """Not at once, for their own party comes first; but after the charter's time."""
    play = Play(receipted=2, third=9)
    play.do(Tick())
    play.answer(EAST=4)
    assert wait_s(play) == pytest.approx(TERMS.relay_after_s)

    assert starts(play.until_next()) == {THIRD: 4}
    play.answer(EAST=9)
    assert wait_s(play) == pytest.approx(TERMS.probe_s)


def test_a_peer_gets_nothing_of_its_own_feed() -> None:
    """It is the one that has it."""
    play = Play(receipted=2)
    play.do(Tick())
    play.note(Grew(THEIRS, 9))
    play.answer(SOUTH=0)

    assert wait_s(play) == pytest.approx(TERMS.probe_s)


def test_a_relay_that_brings_nothing_nearer_is_not_repeated_without_a_pause() -> None:
    """The peer may be catching up elsewhere, or have frozen that feed."""
    play = Play(receipted=2, third=900)
    play.do(Tick())
    play.answer(EAST=4)
    play.until_next()

    assert play.count_sends(600.0, lambda: play.answer(EAST=4)) <= 60


def test_a_relay_that_makes_no_headway_delays_no_statement_of_ours() -> None:
    """A third party's backlog is no reason to keep a FLASH waiting."""
    play = Play(receipted=2, third=900)
    play.do(Tick())
    play.answer(EAST=4)
    play.until_next()
    for _ in range(8):
        play.answer(EAST=4)
        play.until_next()
    play.answer(EAST=4)

    assert starts(play.do(Grew(OWN, 3), 0.01))[OWN] == 2


@given(st.floats(0, 2000), st.floats(0.001, 100))
def test_the_time_to_wake_is_a_time_at_which_something_is_done(
    start_s: float, relay_after_s: float
) -> None:
    """Adding and subtracting the same seconds need not agree in the last bit."""
    terms = TERMS._replace(relay_after_s=relay_after_s)
    state = Replica("SOUTH", OWN, THEIRS, terms, {OWN: 0, THIRD: 9}, probe_at_s=1e9)
    state, effect = replica.step(state, Heard({THIRD: 4}, 0), start_s)
    assert isinstance(effect, Wake)
    assert effect.at_s > start_s
    state, effect = replica.step(state, Tick(), effect.at_s)

    assert effect == Send(((THIRD, 4),))


# --- silence ----------------------------------------------------------------------


def answered(play: Play, times: int, every_s: float) -> None:
    """Let the peer answer bundles with our entries, and receipt nothing."""
    for _ in range(times):
        play.note(Heard({OWN: 0}, 0), every_s)
        play.do(Tick())
        if play.state.under_way:
            play.note(Answered(0.5))


def test_a_peer_that_answers_and_withholds_receipts_is_suspected() -> None:
    """Not before the charter's time is over."""
    play = Play()
    play.note(Grew(OWN, 3))
    play.do(Tick())
    answered(play, 11, 10.0)
    assert not replica.suspected(play.state, play.now_s)
    answered(play, 2, 10.0)
    assert replica.suspected(play.state, play.now_s)


def test_a_path_that_is_down_is_no_suspicion() -> None:
    """Silence alone proves nothing of the other side."""
    play = Play()
    play.note(Grew(OWN, 3))
    play.do(Tick())
    for _ in range(40):
        play.do(Failed(1.0))
        play.until_next()

    assert play.now_s > 1000 + TERMS.receipt_withheld_s
    assert not replica.suspected(play.state, play.now_s)


def test_bundles_in_the_peers_name_make_no_suspicion_while_its_path_is_down() -> None:
    """Anyone can send them, or keep old ones back and let them come late."""
    play = Play()
    play.note(Grew(OWN, 3))
    play.do(Tick())
    for _ in range(40):
        play.do(Failed(1.0))
        play.note(Heard({OWN: 0}, 0), 10.0)
        play.do(Tick())

    assert not replica.suspected(play.state, play.now_s)


def test_a_peer_that_receipts_promptly_is_never_suspected_under_load() -> None:
    """There is always something that is not receipted yet, for hours."""
    play = Play(size=2, receipted=2)
    play.do(Tick())
    for number in range(3, 4000):
        play.note(Grew(OWN, number), 0.1)
        play.answer(receipted=number - 1, NORTH=number - 1)
        assert not replica.suspected(play.state, play.now_s)
    assert play.now_s > 1000 + 3 * TERMS.receipt_withheld_s


def test_a_line_that_was_quiet_for_hours_is_no_ground_for_suspicion() -> None:
    """The wait begins with the entry, not with the last receipt."""
    play = Play(size=2, receipted=2)
    play.do(Tick())
    play.answer(NORTH=2)
    for _ in range(100):
        play.note(Heard({OWN: 2}, 2), 60.0)
    play.note(Grew(OWN, 3))
    play.do(Tick())
    answered(play, 5, 10.0)

    assert not replica.suspected(play.state, play.now_s)


def test_a_receipt_ends_the_suspicion() -> None:
    """It is of the present, and no verdict."""
    play = Play()
    play.note(Grew(OWN, 3))
    play.do(Tick())
    answered(play, 20, 10.0)
    assert replica.suspected(play.state, play.now_s)

    play.note(Heard({OWN: 3}, 3), 1.0)
    assert not replica.suspected(play.state, play.now_s)


@pytest.mark.parametrize(
    ("probe_s", "waits_s"), [(20.0, [20.0, 20.0]), (90.0, [50.0, 90.0])]
)
def test_amended_terms_move_the_next_probe_and_those_after_it(
    probe_s: float, waits_s: list[float]
) -> None:
    """Clause 10.16: a shorter time begins now, a longer one after the next probe."""
    play = Play(size=2, receipted=2)
    play.do(Tick())
    play.answer()
    play.do(Amended(TERMS._replace(probe_s=probe_s)), 10.0)
    waits = [wait_s(play)]
    play.until_next()
    play.answer()
    assert [*waits, wait_s(play)] == pytest.approx(waits_s, abs=0.1)


def test_amended_terms_change_when_a_third_partys_entries_are_relayed() -> None:
    """What is lacked already counts from when it was lacked."""
    play = Play(size=2, receipted=2, third=5)
    play.do(Tick())
    play.answer(EAST=3)
    play.do(Amended(TERMS._replace(relay_after_s=4.0)), 1.0)
    assert wait_s(play) == pytest.approx(3.0)
    assert starts(play.until_next()) == {THIRD: 3}


def test_amended_terms_change_after_what_time_a_receipt_counts_as_withheld() -> None:
    """Without waiting anew."""
    play = Play(size=3, receipted=2)
    play.do(Tick())
    play.answer()
    play.until_next()
    play.answer()
    play.note(Tick(), 30.0)
    assert not replica.suspected(play.state, play.now_s)
    play.note(Amended(TERMS._replace(receipt_withheld_s=20.0)))
    assert replica.suspected(play.state, play.now_s)
