"""The JSON of ASTM F3548 is read as its services send it, and written again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.space.declared import in_f3548

from detente.record.errors import Malformed, Misasked
from detente.space.files import f3548
from detente.space.volume import (
    E9,
    Circle,
    Corridor,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

CENTER = Point(50 * E9, 30 * E9)
OUTLINE = {
    "outline_circle": {
        "center": {"lat": 50, "lng": 30},
        "radius": {"value": 1500.5, "units": "M"},
    }
}
BARE = {"volume": OUTLINE}
CORNERS = [{"lat": 50, "lng": 30}, {"lat": 50, "lng": 31}, {"lat": 51, "lng": 31}]


def read(value: object) -> list[Volume]:
    """The volumes of a value of JSON."""
    return f3548.read(json.dumps(value).encode())


def refusal(value: object) -> str:
    """The sentence with which a value is refused."""
    with pytest.raises(Malformed) as caught:
        read(value)
    return caught.value.sentence


def intent(*volumes: object, **details: object) -> dict[str, object]:
    """An operational intent."""
    return {
        "reference": {"id": "OI-7", "manager": "uss1"},
        "details": {"volumes": list(volumes)} | details,
    }


def test_a_volume_has_its_outline_limits_and_window() -> None:
    """In the words of the standard."""
    height = {"value": 100.5, "reference": "W84", "units": "M"}
    found = read(
        [
            {
                "volume": OUTLINE | {"altitude_lower": height},
                "time_end": {"value": "1970-01-01T00:00:01Z", "format": "RFC3339"},
            }
        ]
    )

    assert found == [
        Volume(
            "1",
            (Circle(CENTER, 1_500_500),),
            Limit(100_500),
            windows=(Window(None, 1_000),),
        )
    ]


def test_a_polygon_is_read_with_its_first_corner_given_once_or_twice() -> None:
    """The standard says once, programs say twice."""
    once, twice = (
        read([{"volume": {"outline_polygon": {"vertices": corners}}}])
        for corners in (CORNERS, CORNERS + CORNERS[:1])
    )

    assert once == twice
    assert isinstance(once[0].areas[0], Polygon)
    assert len(once[0].areas[0].outer) == 3


def test_bare_volumes_have_their_id_or_their_number() -> None:
    """Whichever stands there."""
    assert [each.id for each in read([BARE, BARE | {"id": "X"}, BARE])] == [
        "1",
        "X",
        "3",
    ]


@pytest.mark.parametrize(
    "value",
    [
        intent(BARE),
        [intent(BARE)],
        {"operational_intent": intent(BARE)},
        {"constraint": intent(BARE)},
        {"operational_intents": [intent(BARE)]},
        {"constraints": [intent(BARE)]},
    ],
)
def test_a_declaration_gives_id_and_party(value: object) -> None:
    """Alone, in a list, or as a service answers."""
    assert read(value) == [
        Volume("OI-7", (Circle(CENTER, 1_500_500),), party="uss1"),
    ]


def test_volumes_alike_in_limits_and_time_are_areas_of_one() -> None:
    """They count together."""
    other = {"volume": {"outline_polygon": {"vertices": CORNERS}}}

    (found,) = read(intent(BARE, other))

    assert found.id == "OI-7"
    assert len(found.areas) == 2


def test_volumes_that_differ_in_time_are_numbered() -> None:
    """Each is compared by its own time."""
    late = BARE | {
        "volume": {"outline_polygon": {"vertices": CORNERS}},
        "time_start": {"value": "2026-01-01T00:00:00Z", "format": "RFC3339"},
    }

    found = read(intent(BARE, late))

    assert [each.id for each in found] == ["OI-7#1", "OI-7#2"]
    assert {each.party for each in found} == {"uss1"}


def test_what_is_off_nominal_counts_too() -> None:
    """An aircraft that strays is where it strays."""
    other = {"volume": {"outline_polygon": {"vertices": CORNERS}}}

    (found,) = read(intent(BARE, off_nominal_volumes=[other]))

    assert len(found.areas) == 2


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            [{"volume": {}}],
            "The outline of volume 1 is not one: outline_polygon or outline_circle.",
        ),
        (
            [{"volume": OUTLINE | {"outline_polygon": {"vertices": CORNERS}}}],
            "The outline of volume 1 is not one: outline_polygon or outline_circle.",
        ),
        (
            [{"volume": OUTLINE | {"altitude_lower": {"value": 1, "units": "M"}}}],
            (
                "The altitude_lower of volume 1 has not the reference W84, the only "
                "one of F3548."
            ),
        ),
        (
            [
                {
                    "volume": {
                        "outline_circle": {
                            "center": {"lat": 1, "lng": 1},
                            "radius": {"value": 1, "units": "FT"},
                        }
                    }
                }
            ],
            "The radius of volume 1 is not in the units M, which are metres.",
        ),
        (
            [{"volume": {"outline_polygon": {"vertices": [{"lat": "1", "lng": 1}]}}}],
            "Corner 1 of the outer ring of volume 1 has as lat the text '1'.",
        ),
        (
            [BARE | {"time_end": {"value": "2026-01-01T00:00:00Z"}}],
            "The time_end of volume 1 is not in the format RFC3339.",
        ),
        ([5], "Part 1 of the file is the number 5, and no object."),
        ([{}], "Part 1 of the file has neither a volume nor a reference."),
        (intent(), "OI-7 has no volumes."),
        (
            intent(BARE, 5),
            "What should be volume 2 of OI-7 is the number 5, and no object.",
        ),
    ],
)
def test_what_is_no_volume_is_refused_by_name(value: object, sentence: str) -> None:
    """One sentence, which says where to look."""
    assert refusal(value) == sentence


@given(st.lists(in_f3548, max_size=2, unique_by=lambda volume: volume.id))
def test_what_is_written_reads_back_the_same(volumes: list[Volume]) -> None:
    """With all its areas and windows."""
    assert read([f3548.declaration(each) for each in volumes]) == volumes


@pytest.mark.parametrize(
    ("volume", "reason"),
    [
        (Volume("A", (Corridor((CENTER, CENTER), 1),)), "is a corridor"),
        (Volume("A", (Polygon((CENTER,), ((CENTER,),)),)), "has a hole"),
        (Volume("A", (Circle(CENTER, 1),), Limit(1, "STD")), "is in STD"),
    ],
)
def test_what_f3548_cannot_say_is_not_written(volume: Volume, reason: str) -> None:
    """Nothing is left out silently, nor changed."""
    with pytest.raises(Misasked, match=reason):
        f3548.declaration(volume)
