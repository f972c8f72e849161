"""Talks as chance draws them, the ways they arrive, and what two nodes agree on."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import strategies as st
from tests.dialogue.talk import CONTACT_S, Talk, window

from detente.dialogue.fields import Text
from detente.dialogue.fold import extend
from detente.dialogue.form import Body
from detente.dialogue.forms import con
from detente.dialogue.forms.ack import Acknowledged, Opened
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.pre import Disputed, Stated
from detente.dialogue.reading import Said, Spoken
from detente.dialogue.register import register
from detente.dialogue.standing import Standing, begin
from detente.dialogue.tally import tally
from detente.record.feed import FeedId

HELLO = Message(subject=Text("S"), text=Text("T"))
OPENING: tuple[Body, ...] = (
    HELLO,
    Challenge(path="https", text="fox"),
    Stated(number=1, text=Text("P")),
    Stated(number=2, text=Text("P")),
)
ANSWERING: tuple[Body, ...] = (
    con.Accepted(),
    con.AcceptedLower(post="Watch"),
    con.CounterProposed(venue="Geneva"),
    con.Deferred(until=9),
    con.Refused(reason="time", text=Text("No.")),
    con.RefusedPrecondition(preconditions=(1,)),
    con.Scheduled(window=window(0)),
    con.Scheduled(window=window(0), post="Watch"),
    con.Held(window=window(0), participants=()),
    con.Held(window=window(0), participants=(), post="Watch"),
    con.Agreed(),
    con.Cancelled(reason=Text("R")),
    con.Cancelled(reason=Text("R"), post="Watch"),
    con.NoShow(absent="NORTH"),
    con.NoShow(absent="SOUTH"),
    Echo(text="fox", received=0),
    Acknowledged(read_back=Text("T")),
    Opened(),
    Disputed(),
    HELLO,
)


def views(standing: Standing) -> tuple[object, ...]:
    """Return everything that two nodes must agree on."""
    return (
        [each.id for each in standing.roll],
        {name: dict(cases) for name, cases in standing.cases.items()},
        dict(standing.entries),
        dict(standing.live),
        standing.newest,
        standing.undelivered,
        tally(standing),
        register(standing),
        {each.id for each in standing.waiting()},
        standing.heads(),
    )


@st.composite
def talks(draw: st.DrawFn, parties: Sequence[str] = ("NORTH", "SOUTH")) -> Talk:
    """Draw a talk in which each statement may have seen less than was said."""
    talk = Talk(parties)
    said: list[Said] = []
    for _ in range(draw(st.integers(0, 12))):
        code = draw(st.sampled_from(parties))
        other = draw(st.sampled_from([each for each in parties if each != code]))
        seen = {p: draw(st.integers(max(0, n - 3), n)) for p, n in talk.heads().items()}
        to_post = f"{other}/Watch"
        kind = draw(st.sampled_from(["open", "request", "lapse", "answer", "answer"]))
        asked = [each for each in said if isinstance(each.body, con.Request)]
        if kind == "request" or not said:
            said.append(talk.request(code, seen=seen, to_post=to_post))
        elif kind == "open":
            body = draw(st.sampled_from(OPENING))
            said.append(talk.say(code, body, seen=seen, to_post=to_post))
        elif kind == "lapse" and asked:
            request = draw(st.sampled_from(asked))
            stored = draw(st.none() | st.just(request.header.released + 60))
            late = draw(st.sampled_from([0, CONTACT_S]))
            at = request.header.released + CONTACT_S + 60 - late
            said.append(talk.lapse(request, stored_at=stored, seen=seen, at=at))
        else:
            to = draw(st.lists(st.sampled_from(said), min_size=1, max_size=2))
            body = draw(st.sampled_from(ANSWERING))
            said.append(talk.say(code, body, answers=to, seen=seen, to_post=to_post))
    return talk


@st.composite
def deliveries(draw: st.DrawFn, talk: Talk) -> list[list[Spoken]]:
    """Draw an order in which the feeds arrive, in bundles of any size."""
    feeds: dict[FeedId, list[Spoken]] = {}
    for each in talk.all:
        feeds.setdefault(each.feed, []).append(each)
    order = draw(st.permutations([each.feed for each in talk.all]))
    mixed = [feeds[feed].pop(0) for feed in order]
    cuts = sorted(draw(st.sets(st.integers(0, len(mixed)))))
    bounds = [0, *cuts, len(mixed)]
    return [mixed[a:b] for a, b in pairwise(bounds)]


def delivered(talk: Talk, bundles: list[list[Spoken]]) -> Standing:
    """Fold a talk bundle by bundle."""
    standing = begin(talk.founding)
    for bundle in bundles:
        standing = extend(standing, bundle)
    return standing
