"""Whatever happens in whatever order, a replica keeps its promises (clause 9.7)."""

import math

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.exchange.replicas import OWN, TERMS, THEIRS, THIRD

from detente.exchange import replica
from detente.exchange.replica import (
    LONGEST_WAIT_S,
    NEVER,
    Amended,
    Answered,
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
from detente.record.feed import FeedId

jitters = st.floats(0, 1)
claims = st.sampled_from((0, 1, 2, 5, 512, 2**60, 2**64 - 1))
strangers = st.builds(FeedId, st.sampled_from(("NORTH", "WEST")), st.integers(1, 9))


class Line(RuleBasedStateMachine):
    """One replica, driven as a courier drives it, by whatever a peer or forger says."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0
        self.have = {OWN: 2, THEIRS: 0, THIRD: 0}
        self.receipted = 0
        self.under_way = False
        self.wake_s = 0.0
        self.state = Replica("SOUTH", OWN, THEIRS, TERMS, dict(self.have))

    def do(self, event: Event) -> None:
        """Let something happen, and check what comes of it."""
        self.state, effect = replica.step(self.state, event, self.now_s)
        if isinstance(effect, Send):
            assert not self.under_way, "two bundles at a time"
            self.under_way = True
            self.check_sections(effect)
            return
        assert self.under_way == (effect == Wake(NEVER)), "silent for ever"
        assert effect.at_s > self.now_s, "a time to wake that has come already"
        self.wake_s = effect.at_s

    def check_sections(self, sent: Send) -> None:
        """Check that what goes out is held, and is no feed of the peer's own."""
        starts = dict(sent.sections)
        assert len(starts) == len(sent.sections), "a feed twice"
        for feed, start in starts.items():
            assert feed in {OWN, THIRD}
            assert 0 <= start < self.have[feed]
        if OWN in starts:
            assert starts[OWN] <= self.receipted
        else:
            assert self.receipted >= self.have[OWN], "unreceipted entries left out"

    @rule(seconds=st.floats(0, 200), exactly=st.booleans())
    def wait(self, seconds: float, *, exactly: bool) -> None:
        """Time passes, often until the very moment that was asked for."""
        wake = exactly and not self.under_way and math.isfinite(self.wake_s)
        self.now_s = max(self.wake_s, self.now_s) if wake else self.now_s + seconds
        self.do(Tick())

    @rule(feed=st.sampled_from((OWN, THEIRS, THIRD)), more=st.integers(1, 600))
    def grow(self, feed: FeedId, more: int) -> None:
        """A turn brought entries."""
        self.have[feed] += more
        self.do(Grew(feed, self.have[feed]))

    @rule(
        wants=st.dictionaries(
            st.sampled_from((OWN, THEIRS, THIRD)) | strangers, claims, max_size=4
        ),
        more=st.integers(0, 600),
    )
    def hear(self, wants: dict[FeedId, int], more: int) -> None:
        """A bundle in the peer's name came: claims, and perhaps a true receipt."""
        self.receipted = min(self.receipted + more, self.have[OWN])
        self.do(Heard(wants, self.receipted))

    @rule(relay_s=st.floats(1, 100), probe_s=st.floats(1, 100))
    def amend(self, relay_s: float, probe_s: float) -> None:
        """Other terms bind us."""
        self.do(Amended(Terms(relay_s, probe_s)))

    @precondition(lambda self: self.under_way)
    @rule(jitter=jitters)
    def answer(self, jitter: float) -> None:
        """The answer to the bundle under way has come."""
        self.under_way = False
        self.do(Answered(jitter))

    @precondition(lambda self: self.under_way)
    @rule(jitter=jitters)
    def fail(self, jitter: float) -> None:
        """No answer will come."""
        self.under_way = False
        self.do(Failed(jitter))

    @precondition(lambda self: self.under_way and self.receipted < self.have[OWN])
    @rule(jitter=jitters, claim=claims)
    def answer_in_vain(self, jitter: float, claim: int) -> None:
        """A peer that answers at once and takes nothing is sent two more at most."""
        sent = 0
        while self.under_way:
            sent += 1
            assert sent < 4, "a busy loop"
            self.do(Heard({OWN: claim, THIRD: claim}, self.receipted))
            self.under_way = False
            self.do(Answered(jitter))

    @precondition(lambda self: not self.under_way)
    @rule()
    def recover(self) -> None:
        """A peer that answers and receipts gets everything within a bounded time."""
        until_s = self.now_s + 2 * LONGEST_WAIT_S
        for _ in range(200):
            if self.receipted >= self.have[OWN] and not self.under_way:
                return
            if self.under_way:
                self.receipted = min(self.receipted + 512, self.have[OWN])
                known = {OWN: self.receipted, THIRD: self.have[THIRD]}
                self.do(Heard(known, self.receipted))
                self.under_way = False
                self.do(Answered(0.5))
            else:
                self.now_s = max(self.now_s, self.wake_s)
                self.do(Tick())
            assert self.now_s < until_s
        raise AssertionError("never came to an end")

    @invariant()
    def waits_are_bounded(self) -> None:
        """No wait is longer than a probe, none for something unreceipted than 30 s."""
        if self.under_way:
            return
        assert self.wake_s <= self.now_s + max(self.state.terms.probe_s, LONGEST_WAIT_S)
        if self.receipted < self.have[OWN]:
            assert self.wake_s <= self.now_s + LONGEST_WAIT_S

    @invariant()
    def nothing_is_remembered_but_of_feeds_that_are_held(self) -> None:
        """Whatever a peer names."""
        assert set(self.state.wants) <= set(self.have)
        assert set(self.state.lacking_since_s) <= set(self.have)

    @invariant()
    def no_receipt_is_forgotten(self) -> None:
        """What is proven stays proven."""
        assert self.state.receipted == self.receipted


Line.TestCase.settings = settings(
    max_examples=150, stateful_step_count=40, deadline=None, print_blob=True
)
TestLine = Line.TestCase
