"""The order of the fold is that of the clause, and no late entry disturbs it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.talk import Talk, document

from detente.dialogue.fields import Text
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.forms.msg import Message
from detente.dialogue.order import CHUNK, Lane, Roll, arrange, late
from detente.dialogue.reading import Keyed, Needs, Said, Spoken
from detente.record.feed import FeedId

FEEDS = tuple(FeedId(code, 1) for code in ("A", "B", "C"))
RANKS = {feed: rank for rank, feed in enumerate(FEEDS)}
NOBODY = document("A")


def entry(feed: FeedId, position: int, needs: Mapping[FeedId, int]) -> Keyed:
    """Return an entry that has seen these heads."""
    seen = tuple(Needs(each, size) for each, size in needs.items())
    return Keyed(feed, position, f"{feed.party}{position}".encode(), NOBODY, seen)


def name(spoken: Spoken) -> str:
    """Return feed and position for reading."""
    return f"{spoken.feed.party}{spoken.position}"


def by_the_clause(entries: Sequence[Spoken]) -> list[Spoken]:
    """Return the order as clause 11.1 states it, word by word and slowly."""
    waiting, placed, out = list(entries), dict.fromkeys(FEEDS, 0), list[Spoken]()
    while True:
        ready = [
            each
            for each in waiting
            if each.position == placed[each.feed]
            and all(placed[need.feed] >= need.size for need in each.needs)
        ]
        if not ready:
            return out
        first = min(ready, key=lambda each: (RANKS[each.feed], each.position))
        waiting.remove(first)
        placed[first.feed] += 1
        out.append(first)


class History(NamedTuple):
    """Entries of three feeds, in an order in which they can have been made."""

    entries: list[Spoken]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw what three parties say, each having seen some of what stood then."""
    sizes, entries = dict.fromkeys(FEEDS, 0), list[Spoken]()
    for feed in draw(st.lists(st.sampled_from(FEEDS), max_size=14)):
        seen = {
            other: draw(st.integers(0, sizes[other]))
            for other in FEEDS
            if other != feed
        }
        entries.append(entry(feed, sizes[feed], {f: n for f, n in seen.items() if n}))
        sizes[feed] += 1
    return History(entries)


def lanes(entries: Sequence[Spoken]) -> list[Lane]:
    """Return the entries by feed."""
    return [Lane(feed, [e for e in entries if e.feed == feed]) for feed in FEEDS]


@given(histories())
def test_the_order_is_that_of_the_clause(history: History) -> None:
    """The lowest ready (party, position), one after the other."""
    found = arrange(lanes(history.entries), dict.fromkeys(FEEDS, 0))
    assert found == by_the_clause(history.entries)


@given(histories(), st.data())
def test_an_entry_waits_until_all_it_has_seen_is_held(
    history: History, data: st.DataObject
) -> None:
    """With part of each feed held, nothing is placed before what it has seen."""
    cut = {feed: data.draw(st.integers(0, 14)) for feed in FEEDS}
    held = [each for each in history.entries if each.position < cut[each.feed]]
    found = arrange(lanes(held), dict.fromkeys(FEEDS, 0))
    assert found == by_the_clause(held)
    placed = dict.fromkeys(FEEDS, 0)
    for each in found:
        assert all(placed[need.feed] >= need.size for need in each.needs)
        placed[each.feed] += 1


@given(histories(), st.data())
def test_a_late_entry_leaves_the_others_in_their_order(
    history: History, data: st.DataObject
) -> None:
    """What was placed before stands to each other as it stood."""
    cut = {feed: data.draw(st.integers(0, 14)) for feed in FEEDS}
    held = [each for each in history.entries if each.position < cut[each.feed]]
    before = by_the_clause(held)
    after = [each for each in by_the_clause(history.entries) if each in before]
    assert after == before


@given(histories(), st.data())
def test_only_the_end_of_the_roll_is_placed_anew(
    history: History, data: st.DataObject
) -> None:
    """Cutting as far back as `late` says, and arranging the rest, gives the order."""
    cut = {feed: data.draw(st.integers(0, 14)) for feed in FEEDS}
    held = by_the_clause([e for e in history.entries if e.position < cut[e.feed]])
    new = [each for each in history.entries if each not in held]
    roll, tail = (
        Roll().extended(held).cut(late(Roll().extended(held), lanes(new), RANKS))
    )
    placed = {f: sum(e.feed == f for e in roll) for f in FEEDS}
    rest = arrange(lanes([*tail, *new]), placed)
    assert list(roll.extended(rest)) == by_the_clause(history.entries)


def test_an_entry_that_has_seen_everything_goes_to_the_end() -> None:
    """The usual arrival touches nothing that stands."""
    first, second = FEEDS[:2]
    held = [entry(first, 0, {}), entry(second, 0, {first: 1})]
    new = [Lane(first, [entry(first, 1, {second: 1})])]
    assert late(Roll().extended(held), new, RANKS) == 0


def test_an_entry_of_a_lower_party_goes_before_what_it_had_not_seen() -> None:
    """Two that crossed stand by number, whichever came first."""
    first, second = FEEDS[:2]
    held = [entry(first, 0, {}), entry(second, 0, {first: 1})]
    new = [Lane(first, [entry(first, 1, {})])]
    assert late(Roll().extended(held), new, RANKS) == 1


@given(st.integers(0, 3 * CHUNK), st.data())
def test_a_roll_cut_and_extended_is_whole(size: int, data: st.DataObject) -> None:
    """Chunks are nobody's business."""
    entries = [entry(FEEDS[0], at, {}) for at in range(size)]
    roll = Roll().extended(entries)
    kept, tail = roll.cut(data.draw(st.integers(0, size)))
    assert [*kept, *tail] == entries
    assert list(kept.extended(tail)) == entries == [*roll.backwards()][::-1]
    assert kept.size == len(list(kept))


@given(st.lists(st.sampled_from(FEEDS), max_size=3 * CHUNK), st.sampled_from(FEEDS))
def test_the_entries_of_one_party_are_found_from_the_end(
    feeds: list[FeedId], wanted: FeedId
) -> None:
    """Whole chunks of others are passed over, and no entry of the party is."""
    entries = [entry(feed, at, {}) for at, feed in enumerate(feeds)]
    of_the_party = [each for each in entries if each.feed == wanted]
    roll = Roll().extended(entries)
    assert list(roll.backwards(wanted.party)) == of_the_party[::-1]


CHECK = Challenge(path="https", text="fox")
HELLO = Message(subject=Text("S"), text=Text("T"))
CLAIMS = st.tuples(st.sampled_from(["NORTH", "SOUTH"]), st.integers(0, 9))


@given(st.lists(CLAIMS, max_size=20), st.integers(0, 9), st.integers(0, 200))
def test_a_kind_is_found_as_far_back_as_a_time_of_one_party(
    claims: list[tuple[str, int]], since_s: int, more: int
) -> None:
    """Whatever times the others claim; chunks are passed over where none is older."""
    talk = Talk()
    said: list[Said] = []
    for code, released in claims:
        said.append(talk.say(code, CHECK, at=released))
        said += [talk.say("SOUTH", HELLO, at=released) for _ in range(more // 20)]
    wanted = list[Said]()
    for each in reversed(said):
        if each.feed.party == "NORTH" and each.header.released < since_s:
            break
        if isinstance(each.body, Challenge):
            wanted.append(each)
    roll = Roll().extended(said)
    assert list(roll.since(Challenge, "NORTH", since_s)) == wanted
