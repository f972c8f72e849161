"""A charter is one text with one spelling, and says only what can be kept."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.talk import charter, terms

from detente.dialogue import charter as charters
from detente.dialogue.charter import channel_id, parse, render
from detente.dialogue.terms import Counterpart, Deadlines, Versions
from detente.dialogue.theatre import Theatre
from detente.dialogue.volume import Circle, LatLngPoint, Polygon
from detente.record import wire
from detente.record.errors import Malformed, Misdirected


def theatre(**changed: object) -> Theatre:
    """Return a theatre in which 9 km are to be kept."""
    circle = Circle(LatLngPoint(0, 0), 20_000)
    usual: dict[str, object] = {
        "name": "SEA",
        "outline_circle": circle,
        "lateral_m": 9_000,
    }
    return Theatre(**{**usual, **changed})  # type: ignore[arg-type]


def corners(*points: tuple[int, int]) -> Polygon:
    """Return a polygon by its corners."""
    return Polygon(tuple(LatLngPoint(*each) for each in points))


def polygonal(area: Polygon) -> Theatre:
    """Return a theatre by a polygon."""
    return theatre(outline_circle=None, outline_polygon=area)


CODES = ("NORTH", "SOUTH")
RAW = charter(CODES, terms())


SQUARE = corners((0, 0), (0, 9), (9, 9), (9, 0))
CROSSED = corners((0, 0), (9, 9), (0, 9), (9, 0))
OFF_EARTH = corners((91 * 100_000, 0), (0, 9), (9, 9))


def mapping(value: wire.Value) -> dict[int | str, wire.Value]:
    """Return a value that is a map."""
    assert isinstance(value, dict)
    return value


def changed(raw: bytes, **fields: wire.Value) -> bytes:
    """Return a charter's bytes with these fields of the map replaced."""
    value = mapping(wire.decode(raw, max_bytes=len(raw)))
    value.update(fields)
    return wire.encode(value)


def test_a_charter_reads_back_as_it_was_written() -> None:
    """Bytes, read and written again, are the same bytes."""
    assert render(parse(RAW)) == RAW


def test_theatres_and_an_engine_read_back_as_they_were_written() -> None:
    """And a charter without them is the bytes that it was before there were any."""
    given = (theatre(), msgspec.structs.replace(polygonal(SQUARE), name="LAND"))
    raw = charter(CODES, terms(theatres=given, engine="detente-space/1"))
    assert parse(raw).terms.theatres == given
    assert render(parse(raw)) == raw
    assert "theatres" not in mapping(
        mapping(wire.decode(RAW, max_bytes=9_999))["terms"]
    )


def test_the_channel_is_the_hash_of_the_charter() -> None:
    """Two charters that differ in one term found two channels."""
    other = charter(("NORTH", "SOUTH"), terms(relay_after_s=11))
    assert len(channel_id(RAW)) == 32
    assert channel_id(RAW) != channel_id(other)


def test_parties_are_numbered_in_the_order_of_their_codes() -> None:
    """Five parties, however they were named, stand sorted and numbered from one."""
    read = parse(charter(("WEST", "EAST", "SOUTH", "NORTH", "MID"), terms()))
    assert read.codes == ("EAST", "MID", "NORTH", "SOUTH", "WEST")
    assert [party.number for party in read.parties] == [1, 2, 3, 4, 5]


def test_an_observer_does_not_speak() -> None:
    """The parties that state anything are those that are no observers."""
    read = parse(charter(("NORTH", "SOUTH", "WATCHER"), terms(observers=("WATCHER",))))
    assert read.speaking == ("NORTH", "SOUTH")
    assert read.party("WATCHER").observer


def test_a_code_that_is_no_party_is_refused() -> None:
    """Looking up a stranger names the stranger."""
    with pytest.raises(Misdirected, match="'EAST' is no party"):
        parse(RAW).party("EAST")


def test_a_term_that_may_be_left_out_must_be() -> None:
    """A charter that spells out a default is a second spelling of the same charter."""
    agreed = mapping(mapping(wire.decode(RAW, max_bytes=len(RAW)))["terms"])
    with pytest.raises(Malformed, match="spells out"):
        parse(changed(RAW, terms={**agreed, "probe_s": 60}))


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ({"versions": Versions(2, 1)}, "speaks protocol 1"),
        ({"languages": ()}, "names languages"),
        ({"receipt_sentence": ""}, "what a receipt means"),
        ({"paths": ()}, "names its paths"),
        ({"paths": ("https", "https")}, "one thing twice"),
        ({"check_hours_utc": (18, 6)}, "hours from 0 to 23"),
        ({"check_hours_utc": (24,)}, "hours from 0 to 23"),
        ({"deadlines": Deadlines(contact_s=0)}, "below one second"),
        ({"relay_after_s": -1}, "below one second"),
        ({"observers": ("EAST",)}, "is no party"),
        ({"observers": ("NORTH",)}, "must be able to speak"),
        ({"counterparts": (Counterpart(("NORTH/Watch",)),)}, "two posts at least"),
        (
            {"counterparts": (Counterpart(("NORTH/Watch", "NORTH/Minister")),)},
            "one post of each party",
        ),
        ({"counterparts": (Counterpart(("NORTH/Watch", "EAST/Watch")),)}, "a stranger"),
        ({"counterparts": (Counterpart(("NORTH/Watch", "Watch")),)}, "is no post"),
        ({"engine": " "}, "named by blanks"),
        ({"theatres": (theatre(name=" "),)}, "no name"),
        ({"theatres": (theatre(), theatre())}, "that of another"),
        ({"theatres": (theatre(lateral_m=0),)}, "theatre SEA has no minima"),
        ({"theatres": (theatre(vertical_m=-1),)}, "theatre SEA has no minima"),
        ({"theatres": (theatre(lateral_m=5_000_001),)}, "no minima that can be kept"),
        ({"theatres": (theatre(outline_circle=None),)}, "SEA is no area: A volume has"),
        ({"theatres": (theatre(outline_polygon=SQUARE),)}, "has one outline"),
        ({"theatres": (polygonal(CROSSED),)}, "crosses or touches itself"),
        ({"theatres": (polygonal(OFF_EARTH),)}, "nowhere on the Earth"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(
    term: dict[str, object], sentence: str
) -> None:
    """Each term that contradicts itself, the parties or this release is named."""
    with pytest.raises(Malformed, match=sentence):
        parse(charter(CODES, terms(CODES, **term)))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "N orth"}, "a capital"),
        ({"keys": b"short"}, "not 32 bytes"),
        ({"name": ""}, "no name"),
        ({"number": 2}, "numbered from one"),
        ({"observer": True}, "who observes"),
        ({"code": "WEST"}, "sorted by their codes"),
    ],
)
def test_a_party_that_is_not_well_named_is_refused(
    fields: dict[str, wire.Value], sentence: str
) -> None:
    """Code, digest, name, number and part of each party are checked."""
    parties = mapping(wire.decode(RAW, max_bytes=len(RAW)))["parties"]
    assert isinstance(parties, list)
    mapping(parties[0]).update(fields)
    with pytest.raises(Malformed, match=sentence):
        parse(changed(RAW, parties=parties))


def test_an_unknown_field_is_refused() -> None:
    """A charter with a field that this release does not know binds nobody."""
    with pytest.raises(Malformed, match="not complete"):
        parse(changed(RAW, extra=1))


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    """Whatever comes in, only the typed error comes out."""
    with pytest.raises(Malformed):
        parse(data)


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_a_damaged_charter_is_refused_or_is_another(at: int, flip: int) -> None:
    """One changed byte never reads as the same charter."""
    damaged = RAW[:at] + bytes([RAW[at] ^ flip]) + RAW[at + 1 :]
    try:
        read = parse(damaged)
    except Malformed:
        return
    assert read != parse(RAW)


def test_every_deadline_of_the_clause_is_a_time_of_its_precedence() -> None:
    """FLASH ten minutes, IMMEDIATE thirty, PRIORITY three hours, ROUTINE six."""
    deadlines = Deadlines()
    times = [deadlines.acknowledge_s(each) for each in ("Z", "O", "P", "R")]
    assert times == [600, 1800, 10800, 21600]
    assert deadlines.answer_s(crisis=False) == 172800
    assert deadlines.answer_s(crisis=True) == 7200


def test_counterparts_are_posts_of_one_row() -> None:
    """A deputy stands in; a post of another row does not."""
    row = Counterpart(("NORTH/Minister", "SOUTH/Minister"), ("NORTH/Deputy",))
    agreed = msgspec.structs.replace(terms(), counterparts=(row,))
    assert agreed.are_counterparts("NORTH/Deputy", "SOUTH/Minister")
    assert not agreed.are_counterparts("NORTH/Watch", "SOUTH/Minister")
    assert agreed.row_of("NORTH/Watch") is None


def test_the_charter_names_its_format() -> None:
    """Another format is another thing."""
    assert charters.FORMAT == "detente-charter/1"
    with pytest.raises(Malformed):
        parse(changed(RAW, format="detente-charter/2"))
