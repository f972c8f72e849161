"""A conflict sounds when it is new or worse, and never for what was known (34.9)."""

from tests.dialogue.activities import CENTER, HOUR_S, notice, phase
from tests.dialogue.plans import BEGIN_S, FAR, firing, moved
from tests.dialogue.talk import Talk

from detente.dialogue.alerts import BETTER_FOR_S, Alert, Known, Now, alerts
from detente.dialogue.concerning import is_past, present, words
from detente.dialogue.forms import act
from detente.dialogue.lives import follow
from detente.dialogue.volume import Circle, LatLngPoint

NUMBER = "00001 00002 00003"
WITHIN, UNKNOWN, OVERLAP = 1, 2, 3
LESS_THAN_A_TENTH = Circle(LatLngPoint(CENTER.lat_e5, CENTER.lon_e5 + 28_400), 10_000)
"""5 km apart and a little, where 5 km are wanted."""
MORE_THAN_A_TENTH = Circle(LatLngPoint(CENTER.lat_e5, CENTER.lon_e5 + 30_000), 10_000)


def heard(*looks: tuple[int, int, bool]) -> list[bool]:
    """Return at which looks a conflict sounds: at a time, so bad, settled or not."""
    known: Known = {}
    found = []
    for now_s, severity, settled in looks:
        change = alerts({NUMBER: Now(severity, settled)}, now_s, known)
        known = change.known
        found.append(change.sounding == (NUMBER,))
    return found


def test_it_sounds_when_it_is_new_and_not_again() -> None:
    """However often a node looks."""
    assert heard((0, OVERLAP, False), (1, OVERLAP, False)) == [True, False]


def test_it_sounds_again_when_it_is_worse() -> None:
    """First too close, then in one place."""
    looks = ((0, WITHIN, False), (1, UNKNOWN, False), (2, OVERLAP, False))
    assert heard(*looks) == [True, True, True]


def test_what_was_better_for_a_moment_does_not_sound_again() -> None:
    """Two plans at the edge would ring at every amendment."""
    back = (0, OVERLAP, False), (1, 0, False), (BETTER_FOR_S, OVERLAP, False)
    assert heard(*back) == [True, False, False]


def test_what_was_better_for_ten_minutes_sounds_when_it_comes_again() -> None:
    """By then the watch has turned to something else."""
    better = (1, WITHIN, False), (1 + BETTER_FOR_S, WITHIN, False)
    back = (2 + BETTER_FOR_S, OVERLAP, False)
    assert heard((0, OVERLAP, False), *better, back) == [True, False, False, True]


def test_what_is_as_bad_again_in_between_begins_anew() -> None:
    """It was not better for ten minutes on end."""
    looks = ((1, 0, False), (500, OVERLAP, False), (501, 0, False))
    later = ((1 + BETTER_FOR_S, 0, False), (2 + BETTER_FOR_S, OVERLAP, False))
    assert heard((0, OVERLAP, False), *looks, *later)[1:] == [False] * 5


def test_what_is_settled_is_forgotten_at_once() -> None:
    """It cannot come back by a hair: when it comes, somebody has planned it anew."""
    looks = ((0, OVERLAP, False), (1, 0, True), (2, OVERLAP, False))
    assert heard(*looks) == [True, False, True]


def bad(talk: Talk, own: str = "NORTH", now_s: int = 0) -> list[tuple[int, bool]]:
    """Return how bad the conflicts are that concern a party, all known by now."""
    lives = follow(talk.standing())
    known = {each.number: Alert(OVERLAP) for each in lives.all()}
    found = present(lives, own, now_s or talk.now_s, known)
    return [(each.severity, each.settled) for each in found.values()]


def test_a_conflict_concerns_the_owners_of_both_and_nobody_else() -> None:
    """A third party hears nothing of it."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    firing(talk, "SOUTH")
    firing(talk, "NORTH")
    assert [bad(talk, each) for each in ("NORTH", "SOUTH", "EAST")] == [
        [(OVERLAP, False)],
        [(OVERLAP, False)],
        [],
    ]


def test_a_conflict_whose_times_are_over_concerns_nobody() -> None:
    """With the time minimum: until then who comes after must still wait."""
    talk = Talk()
    firing(
        talk, "SOUTH", act.Phase(number=1, volumes=phase(BEGIN_S).volumes, time_s=60)
    )
    firing(talk, "NORTH")
    end_s = BEGIN_S + 6 * HOUR_S + 60
    assert len(bad(talk, now_s=end_s)) == 1
    assert bad(talk, now_s=end_s + 1) == []


def test_an_end_that_is_not_known_is_never_past() -> None:
    """A hundred years later it may still be there."""
    talk = Talk()
    firing(talk, "SOUTH", phase(BEGIN_S, time_end=None))
    firing(talk, "NORTH", phase(BEGIN_S, time_end=None))
    [life] = follow(talk.standing()).all()
    assert not is_past(life.conflict, BEGIN_S + 100 * 8_766 * HOUR_S)


def test_what_was_moved_apart_by_a_hair_may_come_back() -> None:
    """By a tenth more than is wanted, it is settled."""
    talk = Talk()
    firing(talk, "SOUTH")
    mine = firing(talk, "NORTH")
    moved(talk, mine, phase(BEGIN_S, outline_circle=LESS_THAN_A_TENTH))
    assert follow(talk.standing()).open() == []
    assert bad(talk) == [(0, False)]
    moved(talk, mine, phase(BEGIN_S, outline_circle=MORE_THAN_A_TENTH))
    assert bad(talk) == []


def test_what_was_cancelled_is_settled() -> None:
    """There is nothing that could come back."""
    talk = Talk()
    firing(talk, "SOUTH")
    mine = firing(talk, "NORTH")
    talk.say("NORTH", act.Cancelled(), answers=[mine])
    assert bad(talk) == []
    moved(talk, mine, phase(BEGIN_S, outline_circle=FAR))
    assert bad(talk) == []


def test_an_alert_names_number_grade_and_references_and_no_content() -> None:
    """What is planned there is not for whoever hears the loudspeaker."""
    talk = Talk()
    other = firing(talk, "SOUTH")
    talk.say("NORTH", notice(phase(BEGIN_S), designation="SECRET 26"))
    [life] = follow(talk.standing()).all()
    north = life.conflict.one.reference
    south = other.header.reference
    assert words(life) == f"conflict {life.number} overlap {north} {south}"
