"""A file is read by what is in it, and one that is wrong is refused in one sentence."""

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record.errors import Malformed
from detente.space.files import reading

CIRCLE = {
    "type": "Feature",
    "id": "A12",
    "properties": {"radius_m": 5},
    "geometry": {"type": "Point", "coordinates": [30, 50]},
}
F3548 = {
    "volume": {
        "outline_circle": {
            "center": {"lat": 50, "lng": 30},
            "radius": {"value": 5, "units": "M"},
        }
    },
    "id": "A12",
}


def refusal(data: bytes) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Malformed) as caught:
        reading.volumes(data)
    return caught.value.sentence


def test_both_formats_say_the_same() -> None:
    """Told apart by what is in them."""
    one = reading.volumes(json.dumps(CIRCLE).encode())
    other = reading.volumes(json.dumps([F3548]).encode())

    assert one == other
    assert one[0].id == "A12"


def test_a_file_of_nothing_has_no_volumes() -> None:
    """That is no error: nothing is declared."""
    assert reading.volumes(b'{"type": "FeatureCollection", "features": []}') == []


def test_a_mark_of_byte_order_is_passed_over() -> None:
    """Some programs write one."""
    assert reading.volumes(b"\xef\xbb\xbf" + json.dumps(CIRCLE).encode())


def test_two_volumes_of_one_id_are_refused() -> None:
    """Nobody would know which is meant."""
    value = {"type": "FeatureCollection", "features": [CIRCLE, CIRCLE]}

    assert refusal(json.dumps(value).encode()) == "Two volumes have the id A12."


def test_a_volume_that_makes_no_sense_is_refused() -> None:
    """A circle of nothing."""
    data = json.dumps(CIRCLE).replace('"radius_m": 5', '"radius_m": 0').encode()

    assert refusal(data) == (
        "The radius of volume A12 is not above 0 and at most 5,000 km."
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff", "The file is no text in UTF-8: byte 1 is wrong."),
        (
            b'{\n"a" 1}',
            "The file is no JSON: in line 2, column 5, expecting ':' delimiter.",
        ),
        (b"[NaN]", "The file is no JSON: NaN is no number."),
        (b"[-Infinity]", "The file is no JSON: -Infinity is no number."),
        (b'{"id": 1, "id": 1}', "The name 'id' stands twice in one object."),
        (b"[" * 100_000, "The file is no such JSON: its lists lie too deep."),
        (b"[" + b"9" * 5_000 + b"]", "The file has a number too long for any place."),
        (
            b"[1e" + b"9" * 50 + b"]",
            "The file has a number too long for any place.",
        ),
        (
            b'{"type": "Topology"}',
            (
                "The file is neither a Feature or FeatureCollection of GeoJSON, nor "
                "volumes, operational intents or constraints of ASTM F3548."
            ),
        ),
    ],
)
def test_what_is_neither_is_refused(data: bytes, sentence: str) -> None:
    """By what is wrong with it, and where."""
    assert refusal(data) == sentence


@pytest.mark.parametrize("figure", ["1e3", "1e999999999", "-1e999999", "9" * 4_000])
def test_a_figure_beyond_all_measure_costs_no_time(figure: str) -> None:
    """It is refused as any other place that is nowhere."""
    data = json.dumps(CIRCLE).replace("50]", f"{figure}]").encode()

    assert "beyond 90 degrees" in refusal(data)


def test_the_examples_of_the_page_are_read() -> None:
    """As they stand in docs/space.md."""
    page = (Path(__file__).parents[2] / "docs" / "space.md").read_text()
    examples = re.findall(r"```json\n(.*?)```", page, re.DOTALL)

    found = [reading.volumes(each.encode()) for each in examples]

    assert [[volume.id for volume in each] for each in found] == [
        ["A12", "B3"],
        ["OI-7"],
    ]


NAMES = (
    *("type", "features", "properties", "geometry", "coordinates", "id", "crs"),
    *("volume", "reference", "details", "volumes", "outline_circle", "center"),
    *("radius", "time_end", "recurrence", "radius_m", "value", "units"),
)
WORDS = ("Feature", "FeatureCollection", "Point", "Polygon", "M", "RFC3339")
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
values = st.recursive(
    plain | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
)


@given(values)
def test_whatever_a_file_holds_is_read_or_refused(value: object) -> None:
    """No other error comes out of it."""
    with suppress(Malformed):
        assert isinstance(reading.volumes(json.dumps(value).encode()), list)
