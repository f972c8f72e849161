"""Decide what to send to a peer and when: one state machine a peer.

Spec clause 9.7: (state, event, now) -> (state, effects). Own entries go out from the
peer's last receipt on, or from its want where that is lower; another party's entries
are relayed once the peer has lacked them for `relay_after_s`. One bundle is under way
at a time. What fails, or brings no receipt nearer, is tried again after a back-off that
doubles up to a bound, jittered so that two nodes do not knock in step. Bytes of
attachments go when no entry does (`detente.exchange.supply`). Silence is only counted
here; nothing calls it anything.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias, assert_never

from detente.exchange import supply
from detente.exchange.piece import Lack
from detente.exchange.quota import Bounds
from detente.exchange.supply import Part, Supply
from detente.record.feed import FeedId

FIRST_WAIT_S: Final = 0.25
LONGEST_WAIT_S: Final = 30.0
NEVER: Final = float("inf")


class Terms(NamedTuple):
    """What the charter says of the exchange; seconds on the monotonic clock.

    Without bounds for attachments their bytes do not travel.
    """

    relay_after_s: float = 10.0
    probe_s: float = 60.0
    receipt_withheld_s: float = 120.0
    attachments: Bounds | None = None


class Replica(NamedTuple):
    """What we know of one peer, and what is under way to it."""

    peer: str
    own: FeedId
    theirs: FeedId
    terms: Terms
    have: Mapping[FeedId, int]
    receipted: int = 0
    wants: Mapping[FeedId, int] = {}
    lacking_since_s: Mapping[FeedId, float] = {}
    unreceipted_since_s: float = NEVER
    under_way: bool = False
    stalled: bool = False
    rewinds: bool = False
    asked: tuple[FeedId, ...] = ()
    reach: int = 0
    goal: int = 0
    failures: int = 0
    not_before_s: float = 0.0
    answered_at_s: float = -NEVER
    probe_at_s: float = 0.0
    supply: Supply = Supply()


class Grew(NamedTuple):
    """We hold more of a feed than before."""

    feed: FeedId
    size: int


class Heard(NamedTuple):
    """A bundle of the peer came: its wants, and its receipt for our feed.

    `lacks` are the attachments that it lacks and that we can hand to it.
    """

    wants: Mapping[FeedId, int]
    receipted: int
    lacks: tuple[Lack, ...] = ()


class Answered(NamedTuple):
    """The bundle under way was answered; `jitter` is drawn from 0 to 1."""

    jitter: float


class Failed(NamedTuple):
    """No answer came: no path, a lost bundle, or a one-way path; `jitter` 0 to 1."""

    jitter: float


class Tick(NamedTuple):
    """Time has passed."""


class Amended(NamedTuple):
    """Other terms bind us from now on (clause 10.16)."""

    terms: Terms


Event: TypeAlias = Grew | Heard | Answered | Failed | Tick | Amended


class Send(NamedTuple):
    """Hand over a bundle with these feeds, each from its start on, or these parts."""

    sections: tuple[tuple[FeedId, int], ...]
    parts: tuple[Part, ...] = ()


class Wake(NamedTuple):
    """Nothing to do before this time, unless something happens."""

    at_s: float


Effect: TypeAlias = Send | Wake


def step(state: Replica, event: Event, now_s: float) -> tuple[Replica, Effect]:
    """Return the next state and what to do.

    Args:
        state: what we know of the peer.
        event: what happened.
        now_s: the monotonic clock.
    """
    return _next(note(state, event, now_s), now_s)


def note(state: Replica, event: Event, now_s: float) -> Replica:
    """Return the state after an event, without asking yet what to do."""
    match event:
        case Grew(feed, size):
            state = state._replace(have={**state.have, feed: size})
            if feed == state.own:
                # What was just released does not wait for what did not get through.
                state = state._replace(not_before_s=min(state.not_before_s, now_s))
            return _mark_lacks(state, now_s)
        case Heard(wants, receipted, lacks):
            state = state._replace(supply=state.supply._replace(lacks=lacks))
            return _mark_lacks(_hear(state, wants, receipted, now_s), now_s)
        case Answered(jitter):
            given = supply.answered(state.supply, jitter, now_s)
            state = state._replace(supply=given)
            if state.own in state.asked:
                state = state._replace(answered_at_s=now_s)
            nearer = state.receipted >= state.goal
            if nearer or _reach(state, state.asked) > state.reach:
                return state._replace(
                    under_way=False,
                    stalled=False,
                    failures=0,
                    not_before_s=now_s,
                    probe_at_s=now_s + state.terms.probe_s,
                )
            return _back_off(state, jitter, now_s)._replace(stalled=True)
        case Failed(jitter):
            state = state._replace(supply=supply.failed(state.supply))
            return _back_off(state, jitter, now_s)._replace(stalled=False)
        case Tick():
            return state
        case Amended(terms):
            # A probe that is near is not put off by a longer time between them.
            probe_at_s = min(state.probe_at_s, now_s + terms.probe_s)
            return state._replace(terms=terms, probe_at_s=probe_at_s)
        case _:
            assert_never(event)


def _hear(
    state: Replica, wants: Mapping[FeedId, int], receipted: int, now_s: float
) -> Replica:
    # Feeds that nobody has would be remembered for ever.
    known = {feed: size for feed, size in wants.items() if feed in state.have}
    news = receipted > state.receipted
    state = state._replace(
        wants={**state.wants, **known},
        receipted=max(receipted, state.receipted),
        unreceipted_since_s=NEVER if news else state.unreceipted_since_s,
    )
    if not news and (state.stalled or state.under_way):
        # It answers and takes nothing: that it is heard once more is no news.
        return state
    # Whoever is heard can be reached: what waits need not wait longer.
    return state._replace(failures=0, not_before_s=now_s, stalled=False)


def _mark_lacks(state: Replica, now_s: float) -> Replica:
    since = {
        feed: state.lacking_since_s.get(feed, now_s)
        for feed, size in state.have.items()
        if feed not in {state.own, state.theirs} and state.wants.get(feed, size) < size
    }
    unreceipted_s = NEVER
    if state.receipted < state.have.get(state.own, 0):
        unreceipted_s = min(state.unreceipted_since_s, now_s)
    return state._replace(lacking_since_s=since, unreceipted_since_s=unreceipted_s)


def _back_off(state: Replica, jitter: float, now_s: float) -> Replica:
    wait_s = min(FIRST_WAIT_S * 2**state.failures, LONGEST_WAIT_S)
    return state._replace(
        under_way=False,
        failures=min(state.failures + 1, 20),
        not_before_s=now_s + wait_s * (0.5 + jitter / 2),
    )


def _next(state: Replica, now_s: float) -> tuple[Replica, Effect]:
    if state.under_way:
        return state, Wake(NEVER)
    if now_s < state.not_before_s:
        return state, Wake(state.not_before_s)
    sections = _sections(state, now_s)
    if not sections and now_s >= supply.wait_s(state.supply):
        given, parts = supply.send(state.supply, now_s)
        state = state._replace(under_way=True, asked=(), reach=0, goal=0, supply=given)
        return state, Send((), parts)
    if not sections and now_s < state.probe_at_s:
        return state, Wake(_next_s(state))
    asked = tuple(feed for feed, _ in sections)
    reach = _reach(state, asked)
    rewinds = state.own in asked and not state.rewinds
    # A receipt is headway whatever is claimed besides; nothing sent needs none.
    goal = state.receipted + 1 if asked else 0
    state = state._replace(
        under_way=True, rewinds=rewinds, asked=asked, reach=reach, goal=goal
    )
    return state, Send(sections)


def _reach(state: Replica, feeds: tuple[FeedId, ...]) -> int:
    """Return how far the peer wants these feeds from, and how far it receipts."""
    return sum(
        state.wants.get(feed, 0) + state.receipted * (feed == state.own)
        for feed in feeds
    )


def _sections(state: Replica, now_s: float) -> tuple[tuple[FeedId, int], ...]:
    sections = []
    start = _own_start(state)
    if start is not None:
        sections.append((state.own, start))
    for feed, since_s in sorted(state.lacking_since_s.items()):
        if now_s >= since_s + state.terms.relay_after_s:
            sections.append((feed, state.wants[feed]))
    return tuple(sections)


def _own_start(state: Replica) -> int | None:
    """Return from where our own entries go out, or None where none need to.

    A receipt is proof and a want is not: anyone can say in the peer's name that it
    lacks what it receipted. So where the two go apart (a peer with an old store, or a
    forger) every other bundle goes on from the receipt.
    """
    have = state.have.get(state.own, 0)
    want = state.wants.get(state.own, state.receipted)
    waits = state.receipted < have
    if want < state.receipted and (state.rewinds or not waits):
        return want
    return state.receipted if waits else None


def _next_s(state: Replica) -> float:
    """Return when there may be something to do by itself: relay, supply, or probe."""
    times = [
        since + state.terms.relay_after_s for since in state.lacking_since_s.values()
    ]
    return min([state.probe_at_s, supply.wait_s(state.supply), *times])


def suspected(state: Replica, now_s: float) -> bool:
    """Tell whether receipts were withheld beyond the charter's time (clause 9.8).

    True only where the peer answered a bundle with our entries after the wait began: a
    path that is down is no suspicion, and a bundle in its name proves nothing.
    """
    waited_s = now_s - state.unreceipted_since_s
    return (
        waited_s > state.terms.receipt_withheld_s
        and state.answered_at_s > state.unreceipted_since_s
    )
