"""Looking back, one sees what a node saw that held no more, whichever way one goes."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue.drawn import views
from tests.dialogue.plans import firing
from tests.dialogue.talk import Talk
from tests.dialogue.test_lives import plans, stories

from detente.dialogue.fold import extend
from detente.dialogue.lives import Lives, follow
from detente.dialogue.recalled import recalled
from detente.dialogue.standing import begin
from detente.record.feed import FeedId


def then(talk: Talk, heads: dict[FeedId, int]) -> Lives:
    """Return what a node finds that holds these entries, and never held more."""
    held = [each for each in talk.all if each.position < heads[each.feed]]
    return follow(extend(begin(talk.founding), held))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_moment_follows_whatever_moment_it_is_as_it_was(
    data: st.DataObject,
) -> None:
    """Forwards from the last one, backwards, or to heads that hold more and less."""
    talk = data.draw(plans())
    now, last = follow(talk.standing()), None
    for _ in range(3):
        heads = {of: data.draw(st.integers(2, size)) for of, size in talk.sizes.items()}
        last = recalled(now, heads, last)
        was = then(talk, heads)
        assert last.standing.heads() == was.standing.heads()
        assert views(last.standing)[:8] == views(was.standing)[:8]
        assert stories(last) == stories(was)


def test_a_conflict_whose_second_notice_had_not_come_is_not_there() -> None:
    """It stands now, and stood for nobody who had heard one side alone."""
    talk = Talk()
    before = {**talk.sizes}
    firing(talk, "NORTH")
    half = {**talk.sizes}
    firing(talk, "SOUTH")
    now = follow(talk.standing())

    found = [len(recalled(now, each, None).open()) for each in (before, half)]

    assert (found, len(now.open())) == ([0, 0], 1)


def test_the_same_moment_is_not_folded_again() -> None:
    """A page asks for several lists of it."""
    talk = Talk()
    firing(talk, "NORTH")
    now = follow(talk.standing())
    last = recalled(now, talk.sizes, None)

    assert recalled(now, talk.sizes, last) is last


def test_what_was_compared_is_not_compared_again() -> None:
    """Measuring is what costs; what is found of two volumes is the very same."""
    talk = Talk()
    firing(talk, "NORTH")
    firing(talk, "SOUTH")
    heads = {**talk.sizes}
    firing(talk, "NORTH")
    now = follow(talk.standing())

    [then_open] = recalled(now, heads, None).open()

    assert any(then_open.conflict is each.conflict for each in now.open())
