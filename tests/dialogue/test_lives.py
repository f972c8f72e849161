"""A conflict is a case: opened, changed and closed by statements, alike on both."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue import movements, sites
from tests.dialogue.activities import CENTER, HOUR_S, area, notice, phase
from tests.dialogue.drawn import deliveries
from tests.dialogue.plans import BEGIN_S, FAR, firing, moved
from tests.dialogue.talk import Talk

from detente.dialogue.conflicts import conflicts
from detente.dialogue.declared import declared
from detente.dialogue.fold import extend
from detente.dialogue.forms import act, move, site
from detente.dialogue.life import Life
from detente.dialogue.lives import Lives, follow
from detente.dialogue.reading import Said
from detente.dialogue.standing import Standing, begin
from detente.dialogue.volume import Circle, LatLngPoint

OVER_SITE = Circle(LatLngPoint(sites.SPOT.lat_e5, sites.SPOT.lon_e5), 1_000)


def told(talk: Talk) -> list[Life]:
    """Return the lives of all conflicts."""
    return follow(talk.standing()).all()


def story(life: Life) -> tuple[bytes, list[bytes], bytes | None]:
    """Return by which statements a conflict was opened, changed and closed."""
    closed = None if life.closed is None else life.closed.id
    return life.opened.id, [each.id for each in life.changed], closed


def test_the_statement_after_which_two_stand_opens_their_conflict() -> None:
    """Whichever was notified first; it concerns the owners of both, and their posts."""
    talk = Talk()
    firing(talk, "SOUTH")
    second = firing(talk, "NORTH")
    [life] = told(talk)
    assert story(life) == (second.id, [], None)
    assert life.owners == ("NORTH", "SOUTH")
    assert life.posts == ("NORTH/Watch", "SOUTH/Watch")


def test_a_new_version_that_still_conflicts_changes_it() -> None:
    """The grade, the times or the places are others now."""
    talk = Talk()
    firing(talk, "SOUTH")
    second = firing(talk, "NORTH")
    later = moved(talk, second, phase(BEGIN_S + HOUR_S))
    open_ended = moved(talk, second, phase(BEGIN_S, time_end=None))
    both = moved(talk, second, phase(BEGIN_S, outline_circle=Circle(CENTER, 9_000)))
    [life] = told(talk)
    assert story(life) == (second.id, [later.id, open_ended.id, both.id], None)


def test_a_new_version_that_draws_the_same_changes_nothing() -> None:
    """Another purpose is no other place."""
    talk = Talk()
    firing(talk, "SOUTH")
    second = firing(talk, "NORTH")
    moved(talk, second, phase(BEGIN_S))
    body = notice(phase(BEGIN_S), designation="OTHER 26")
    talk.say("NORTH", body, changes=[second], kind="UPDATE")
    [life] = told(talk)
    assert story(life) == (second.id, [], None)


@pytest.mark.parametrize(
    "end",
    [
        lambda talk, said: moved(talk, said, phase(BEGIN_S, outline_circle=FAR)),
        lambda talk, said: talk.say("NORTH", act.Cancelled(), answers=[said]),
        lambda talk, said: talk.say("NORTH", act.Ended(at=1), answers=[said]),
    ],
    ids=["moved", "cancelled", "ended"],
)
def test_the_statement_that_ends_it_closes_it(end: Callable[..., Said]) -> None:
    """Moved apart, cancelled or over: it is told as past, and by what."""
    talk = Talk()
    firing(talk, "SOUTH")
    second = firing(talk, "NORTH")
    ended = end(talk, second)
    [life] = told(talk)
    assert story(life) == (second.id, [], ended.id)
    assert follow(talk.standing()).open() == []


def test_a_site_and_a_movement_close_with_the_word_of_their_owner() -> None:
    """Withdrawn the one, complete the other; a check-in changes nothing."""
    talk = Talk()
    hospital = sites.notify(talk)
    convoy = movements.under_way(talk)
    over_site = phase(talk.now_s + 240 * HOUR_S, outline_circle=OVER_SITE)
    first = firing(talk, "SOUTH", over_site)
    start = LatLngPoint(movements.START.lat_e5, movements.START.lon_e5)
    over_road = phase(talk.now_s + 240 * HOUR_S, outline_circle=Circle(start, 1_000))
    second = firing(talk, "SOUTH", over_road)
    movements.event(talk, convoy, move.CheckIn)
    gone = talk.say("NORTH", site.Withdrawn(), answers=[hospital])
    done = movements.event(talk, convoy, move.Complete)
    assert [story(each) for each in told(talk)] == [
        (first.id, [], gone.id),
        (second.id, [], done.id),
    ]


def test_what_never_stood_at_one_time_never_conflicted() -> None:
    """The place was free when the other side planned for it."""
    talk = Talk()
    mine = firing(talk, "NORTH")
    moved(talk, mine, phase(BEGIN_S, outline_circle=FAR))
    firing(talk, "SOUTH")
    assert told(talk) == []


def test_a_conflict_that_comes_again_bears_its_number() -> None:
    """It is another life of the same two volumes."""
    talk = Talk()
    firing(talk, "SOUTH")
    second = firing(talk, "NORTH")
    away = moved(talk, second, phase(BEGIN_S, outline_circle=FAR))
    back = moved(talk, second, phase(BEGIN_S))
    one, again = told(talk)
    assert [story(one), story(again)] == [
        (second.id, [], away.id),
        (back.id, [], None),
    ]
    assert one.number == again.number
    assert [len(group) for group in one.number.split()] == [5, 5, 5]


def test_phases_under_one_number_are_told_apart() -> None:
    """The rule that they break does not void the notice."""
    talk = Talk()
    firing(talk, "SOUTH")
    firing(talk, "NORTH", phase(BEGIN_S), phase(BEGIN_S))
    assert len({each.number for each in told(talk)}) == 2


def test_what_neither_side_had_seen_is_opened_by_the_later_in_the_order() -> None:
    """Not by whichever a node happened to receive last."""
    talk = Talk()
    before = talk.heads()
    south = firing(talk, "SOUTH", seen=before)
    firing(talk, "NORTH", seen=before)
    [life] = told(talk)
    assert life.opened.id == south.id


@st.composite
def plans(draw: st.DrawFn) -> Talk:
    """Draw a talk in which plans are notified, moved and ended, often unseen."""
    talk = Talk()
    said: list[Said] = []
    for _ in range(draw(st.integers(1, 9))):
        code = draw(st.sampled_from(["NORTH", "SOUTH"]))
        seen = {p: draw(st.integers(max(2, n - 3), n)) for p, n in talk.heads().items()}
        mine = [each for each in said if each.feed.party == code]
        kind = draw(
            st.sampled_from(["notify", "notify", "move", "move", "end", "site"])
        )
        place = draw(st.sampled_from([0, 0, 27_000, 400_000]))
        lat, lon = CENTER.lat_e5, CENTER.lon_e5 + place
        circle = Circle(LatLngPoint(lat, lon), 10_000)
        drawn = act.Phase(
            number=1,
            volumes=(area(BEGIN_S, outline_circle=circle),),
            lateral_m=draw(st.sampled_from([0, 5_000, 9_000])),
        )
        if kind == "site":
            talk.say(code, sites.notified(talk), seen=seen, to_post=_to(code))
        elif kind == "notify" or not mine:
            said.append(firing(talk, code, drawn, seen=seen))
        elif kind == "move":
            of = draw(st.sampled_from(mine))
            firing(talk, code, drawn, seen=seen, changes=[of], kind="UPDATE")
        else:
            of = draw(st.sampled_from(mine))
            talk.say(code, act.Cancelled(), answers=[of], seen=seen, to_post=_to(code))
    return talk


def _to(code: str) -> str:
    return "SOUTH/Watch" if code == "NORTH" else "NORTH/Watch"


def stories(lives: Lives) -> list[object]:
    """Return all that two nodes must tell alike."""
    return [(each.number, each.digest, *story(each)) for each in lives.all()]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_however_statements_arrive_the_same_is_told(data: st.DataObject) -> None:
    """Followed bundle by bundle, or read at once; and it is what stands conflicts."""
    talk = data.draw(plans())
    standing: Standing = begin(talk.founding)
    lives = follow(standing)
    for bundle in data.draw(deliveries(talk)):
        standing = extend(standing, bundle)
        lives = follow(standing, lives)
    whole = follow(talk.standing())
    same = stories(lives) == stories(whole)
    assert same
    now = conflicts(declared(standing))
    found = [each.conflict for each in whole.open()] == now
    assert found
