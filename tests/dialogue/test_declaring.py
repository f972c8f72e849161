"""What stands declared is drawn once for as long as its case stands as it does."""

from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.activities import HOUR_S, phase
from tests.dialogue.plans import BEGIN_S, firing, moved
from tests.dialogue.talk import Talk

from detente.dialogue.declared import Declaring, declared


@given(st.lists(st.sampled_from(["NORTH", "SOUTH", "moved"]), max_size=6))
def test_who_has_looked_before_sees_what_a_newcomer_sees(said: list[str]) -> None:
    """After each statement, whatever was drawn before it."""
    talk, declaring = Talk(), Declaring()
    last = firing(talk, "NORTH")
    for each in said:
        if each == "moved":
            last = moved(talk, last, phase(BEGIN_S + HOUR_S))
        else:
            last = firing(talk, each)
        standing = talk.standing()
        assert declaring.all(standing) == declared(standing)


def test_a_case_that_has_not_changed_is_not_drawn_anew() -> None:
    """The very same volumes are returned: to judge an outline takes time."""
    talk, declaring = Talk(), Declaring()
    firing(talk, "NORTH")
    standing = talk.standing()
    [before] = declaring.all(standing)

    [after] = declaring.all(standing)

    assert after is before
