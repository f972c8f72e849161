"""What both sides have declared is compared, alike on both, whoever notified it."""

import pytest
from tests.dialogue import amending, movements, sites
from tests.dialogue.activities import (
    CENTER,
    DAY_S,
    EAST,
    HOUR_S,
    area,
    notice,
    phase,
)
from tests.dialogue.talk import Talk

from detente.dialogue.conflicts import Conflict, conflicts, digest
from detente.dialogue.declared import declared
from detente.dialogue.forms import act, move
from detente.dialogue.lives import follow
from detente.dialogue.theatre import Theatre
from detente.dialogue.volume import Altitude, Circle, LatLngPoint, Polygon, Recurrence
from detente.space.volume import Minima, Window

FAR = LatLngPoint(1_000_000, 1_000_000)
NEAR_EDGE = LatLngPoint(CENTER.lat_e5, CENTER.lon_e5 + 27_000)


def found(talk: Talk) -> list[Conflict]:
    """Return what conflicts by what stands."""
    return conflicts(declared(talk.standing()))


def rows(talk: Talk) -> list[tuple[str, str, str]]:
    """Return the conflicts: owner of both, and the grade."""
    return [(each.one.owner, each.other.owner, each.grade) for each in found(talk)]


def firing(talk: Talk, code: str, *phases: act.Phase, **changed: object) -> None:
    """Let a party notify a firing."""
    to = "SOUTH/Watch" if code == "NORTH" else "NORTH/Watch"
    talk.say(code, notice(*phases), to_post=to, **changed)  # type: ignore[arg-type]


def start(talk: Talk) -> int:
    """Return a time in ten days."""
    return talk.now_s + 240 * HOUR_S


def test_two_sides_in_one_place_at_one_time_conflict() -> None:
    """One side's own do not: they are its own to part."""
    talk = Talk()
    firing(talk, "NORTH", phase(start(talk)))
    firing(talk, "NORTH", phase(start(talk)))
    assert rows(talk) == []
    firing(talk, "SOUTH", phase(start(talk) + HOUR_S))
    assert rows(talk) == [("NORTH", "SOUTH", "overlap")] * 2


def test_a_conflict_tells_when_both_stand() -> None:
    """From the later beginning to the earlier end."""
    talk = Talk()
    begin = start(talk)
    firing(talk, "NORTH", phase(begin))
    firing(talk, "SOUTH", phase(begin + HOUR_S))
    [conflict] = found(talk)
    assert conflict.shared == (
        Window((begin + HOUR_S) * 1_000, (begin + 6 * HOUR_S) * 1_000),
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"outline_circle": Circle(NEAR_EDGE, 10_000)},
        {"altitude_lower": Altitude(6_400, "MSL"), "altitude_upper": None},
    ],
)
def test_what_comes_closer_than_either_wants_is_within_minima(
    changed: dict[str, object],
) -> None:
    """The wider wish of both counts, each by its own figure."""
    talk = Talk()
    firing(talk, "NORTH", phase(start(talk)))
    wanting = act.Phase(
        number=1, volumes=(area(start(talk), **changed),), vertical_m=500
    )
    firing(talk, "SOUTH", wanting)
    assert rows(talk) == [("NORTH", "SOUTH", "within minima")]
    assert found(talk)[0].minima == Minima(5_000_000, 500_000, 0)


def test_what_lies_beyond_the_minima_of_both_does_not_conflict() -> None:
    """Though a third one somewhere wants far more."""
    talk = Talk()
    far = Circle(LatLngPoint(CENTER.lat_e5, CENTER.lon_e5 + 40_000), 10_000)
    firing(talk, "NORTH", phase(start(talk)))
    firing(talk, "SOUTH", phase(start(talk), outline_circle=far))
    third = act.Phase(
        number=1,
        volumes=(area(start(talk), outline_circle=Circle(FAR, 1_000)),),
        lateral_m=90_000,
    )
    firing(talk, "SOUTH", third)
    assert rows(talk) == []


def test_an_end_that_nobody_tells_makes_the_time_unknown() -> None:
    """They may be there together, or not."""
    talk = Talk()
    firing(talk, "NORTH", phase(start(talk), time_end=None))
    firing(talk, "SOUTH", phase(start(talk), time_end=None))
    assert rows(talk) == [("NORTH", "SOUTH", "time unknown")]


def test_a_volume_that_recurs_is_there_each_time() -> None:
    """And not in between."""
    talk = Talk()
    begin = start(talk)
    daily = Recurrence(24 * HOUR_S, begin + 72 * HOUR_S)
    firing(talk, "NORTH", phase(begin, recurrence=daily))
    firing(talk, "SOUTH", phase(begin + 8 * HOUR_S, time_end=begin + 16 * HOUR_S))
    assert rows(talk) == []
    firing(talk, "SOUTH", phase(begin + 50 * HOUR_S))
    assert rows(talk) == [("NORTH", "SOUTH", "overlap")]


@pytest.mark.parametrize("figure", [10**9 + 1, 10**16, 2**63 - 1])
def test_a_figure_that_nobody_can_mean_counts_as_the_widest(figure: int) -> None:
    """One side's absurd notice must not keep the other's conflicts from being found."""
    talk = Talk()
    volumes = phase(start(talk)).volumes
    firing(talk, "NORTH", phase(start(talk)))
    wanting = act.Phase(
        number=1, volumes=volumes, lateral_m=figure, vertical_m=figure, time_s=figure
    )
    firing(talk, "SOUTH", wanting)
    firing(talk, "SOUTH", phase(2**63 - 1, time_end=None))
    assert [each.minima for each in found(talk)] == [Minima(*[10**12] * 3)]


def test_what_recurs_for_ever_has_no_end() -> None:
    """It is irregular, and stands; nobody spells out every second of a century."""
    talk = Talk()
    begin = start(talk)
    daily = Recurrence(24 * HOUR_S, begin + 1_001 * 24 * HOUR_S)
    firing(talk, "NORTH", phase(begin, recurrence=daily))
    firing(talk, "SOUTH", phase(begin + 8 * HOUR_S, time_end=begin + 16 * HOUR_S))
    assert rows(talk) == [("NORTH", "SOUTH", "overlap")]


def test_what_is_cancelled_is_no_longer_in_the_way() -> None:
    """The conflict is over with it."""
    talk = Talk()
    firing(talk, "NORTH", phase(start(talk)))
    said = talk.say("SOUTH", notice(phase(start(talk))), to_post="NORTH/Watch")
    assert len(rows(talk)) == 1
    talk.say("SOUTH", act.Cancelled(), answers=[said], to_post="NORTH/Watch")
    assert rows(talk) == []


def test_an_exercise_is_not_in_the_way_of_what_is_real() -> None:
    """A test neither."""
    talk = Talk()
    firing(talk, "NORTH", phase(start(talk)))
    firing(talk, "SOUTH", phase(start(talk)), status="TEST")
    assert rows(talk) == []


def test_a_firing_over_a_site_conflicts_whoever_notified_it() -> None:
    """Also over one's own, and after its date: a site never lapses."""
    talk = Talk()
    sites.notify(talk)
    talk.now_s += 100 * DAY_S
    circle = Circle(LatLngPoint(sites.SPOT.lat_e5, sites.SPOT.lon_e5), 1_000)
    firing(talk, "NORTH", phase(start(talk), outline_circle=circle))
    firing(talk, "SOUTH", phase(start(talk), outline_circle=circle))
    kinds = [(each.one.owner, each.other.kind) for each in found(talk)]
    assert kinds.count(("NORTH", "site")) == kinds.count(("SOUTH", "site")) == 1


def test_a_movement_is_in_the_way_until_it_is_over() -> None:
    """Whatever its plan said: it may have been delayed."""
    talk = Talk()
    opened = movements.notify(talk)
    end = movements.END
    circle = Circle(LatLngPoint(end.lat_e5, end.lon_e5), 1_000)
    firing(talk, "NORTH", phase(start(talk), outline_circle=circle))
    assert [each.other.kind for each in found(talk)] == ["movement"]
    movements.event(talk, opened, move.Departed)
    movements.event(talk, opened, move.Complete)
    assert found(talk) == []


def test_a_movement_is_not_in_the_way_before_it_leaves() -> None:
    """It is elsewhere."""
    talk = Talk()
    movements.notify(talk)
    end = movements.END
    circle = Circle(LatLngPoint(end.lat_e5, end.lon_e5), 1_000)
    firing(talk, "NORTH", phase(talk.now_s + HOUR_S, outline_circle=circle))
    assert found(talk) == []


def test_what_cannot_be_drawn_is_told() -> None:
    """A ring that crosses itself has no inside."""
    talk = Talk()
    bow = tuple(
        LatLngPoint(CENTER.lat_e5 + lat, CENTER.lon_e5 + lon)
        for lat, lon in ((0, 0), (1_000, 1_000), (1_000, 0), (0, 1_000))
    )
    firing(
        talk,
        "NORTH",
        phase(start(talk), outline_circle=None, outline_polygon=Polygon(bow)),
    )
    firing(talk, "SOUTH", phase(start(talk)))
    [undrawn] = [each for each in declared(talk.standing()) if each.fault]
    assert (undrawn.owner, undrawn.part) == ("NORTH", "phase 1, volume 1")
    assert found(talk) == []


def test_both_sides_have_one_digest_and_another_one_of_other_conflicts() -> None:
    """Which two officers can read to each other."""
    talk = Talk()
    firing(talk, "NORTH", phase(start(talk)))
    firing(talk, "SOUTH", phase(start(talk)))
    one = digest(found(talk))
    assert one == digest(found(talk))
    firing(talk, "SOUTH", phase(start(talk), outline_circle=Circle(EAST, 200_000)))
    assert digest(found(talk)) != one


# ------------------------------------------------------------------------- theatres

AROUND = Circle(CENTER, 20_000)
APART = Circle(LatLngPoint(CENTER.lat_e5, CENTER.lon_e5 + 30_000), 10_000)
"""Some 6.7 km beside the place of a firing, where 5 km are wanted."""


def theatre(**changed: object) -> Theatre:
    """Return a theatre around the firing, in which 9 km are to be kept."""
    usual: dict[str, object] = {
        "name": "SEA",
        "outline_circle": AROUND,
        "lateral_m": 9_000,
    }
    return Theatre(**{**usual, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "grades"),
    [
        ((), []),
        ((theatre(),), ["within minima"]),
        ((theatre(outline_circle=Circle(FAR, 20_000)),), []),
        ((theatre(lateral_m=4_000),), []),
        ((theatre(lateral_m=1), theatre(name="AIR")), ["within minima"]),
    ],
    ids=["none", "around it", "elsewhere", "narrower", "the wider of two"],
)
def test_in_a_theatre_its_minima_count_where_they_are_wider(
    given: tuple[Theatre, ...], grades: list[str]
) -> None:
    """Also for the volume beside it that does not touch it itself."""
    talk = Talk(theatres=given)
    firing(talk, "NORTH", phase(start(talk)))
    firing(talk, "SOUTH", phase(start(talk), outline_circle=APART))
    assert [each.grade for each in found(talk)] == grades
    assert [each.conflict for each in follow(talk.standing()).open()] == found(talk)


def test_a_site_in_a_theatre_has_its_minima() -> None:
    """A site wants nothing by itself."""
    talk = Talk(theatres=(theatre(lateral_m=20_000),))
    sites.notify(talk)
    wanting_nothing = act.Phase(
        number=1, volumes=(area(start(talk), outline_circle=APART),)
    )
    firing(talk, "SOUTH", wanting_nothing)
    assert [each.minima.lateral_mm for each in found(talk)] == [20_000_000]


def test_a_case_keeps_the_theatres_that_it_opened_under() -> None:
    """Clause 10.14: what was notified before is judged as it was then."""
    talk = Talk()
    firing(talk, "NORTH", phase(start(talk)))
    firing(talk, "SOUTH", phase(start(talk), outline_circle=APART))
    proposed = talk.say("NORTH", amending.proposal(talk, theatres=(theatre(),)))
    amending.accept(talk, "SOUTH", proposed)
    assert rows(talk) == []
    firing(talk, "NORTH", phase(start(talk)), charter_version=2)
    assert rows(talk) == [("NORTH", "SOUTH", "within minima")]
