"""A list of sites is read row by row, and what is wrong is named by row and column."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.report.tables.lists import GOOD, read, rows, said, text

from detente.dialogue.position import Position
from detente.record.errors import Malformed
from detente.report.tables import csvtext, sites
from detente.report.tables.rejected import rejected

POSITION = Position(3_671_800, 6_886_300, mgrs="42S VF 87761 63590")


def test_a_row_is_a_site_with_all_its_fields() -> None:
    """As the form has them, without a doubt."""
    found = read(
        {
            **GOOD,
            "entrances": "Main gate; North gate",
            "persons_day": "120",
            "focal_point": "Gate office",
            "footprint": "36.718 68.863; 36.719 68.863; 36.719 68.864",
        }
    )

    [each] = found.sites
    assert (found.faults, found.doubts) == ((), ())
    assert each.row == 2
    assert each.body.position == POSITION
    assert each.body.entrances == ("Main gate", "North gate")
    assert each.body.fix_at == 1_768_867_200
    assert [corner.lat_e5 for corner in each.body.footprint] == [
        3_671_800,
        3_671_900,
        3_671_900,
    ]
    assert each.body.personal is not None
    assert each.body.personal.persons_day == 120


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("36.71800", "68.86300"),
        ("36,71800", "68,86300"),
        ("+36.718000", "68.863000°"),
        ("36°43'04.8\"N", "68°51'46.8\"E"),
        ("36-43-04.8N", "068-51-46.8E"),
        ("36 43 04.8", "68 51 46.8"),
        ("N36.71800", "E68.86300"),
    ],
)
def test_a_position_is_read_as_people_write_it(lat: str, lon: str) -> None:
    """Degrees, or with minutes and seconds; a comma for a point."""
    [each] = read({**GOOD, "lat": lat, "lon": lon}).sites

    assert each.body.position == POSITION


@pytest.mark.parametrize(
    "both", ["36.71800, 68.86300", "36.71800 68.86300", "36°43'04.8\"N 68°51'46.8\"E"]
)
def test_a_position_may_stand_in_one_column(both: str) -> None:
    """Latitude first."""
    [each] = read({**GOOD, "lat": "", "lon": "", "position": both}).sites

    assert each.body.position == POSITION


@pytest.mark.parametrize("column", ["mgrs", "position"])
def test_a_position_of_mgrs_alone_is_given_once_in_truth(column: str) -> None:
    """What was computed from it confirms nothing."""
    grid = {column: GOOD["mgrs"]}
    found = read({**GOOD, "lat": "", "lon": "", "mgrs": "", **grid})

    [each] = found.sites
    assert abs(each.body.position.lat_e5 - 3_671_800) < 10
    assert "neither confirms the other" in said(found)[0]


def test_a_bearing_from_a_named_place_is_a_second_fix() -> None:
    """As good as MGRS."""
    bearing = {
        "bearing_place": "Bridge",
        "bearing_lat": "36.70000",
        "bearing_lon": "68.86300",
        "bearing_deg": "0",
        "distance_m": "2000",
    }
    found = read({**GOOD, "mgrs": "", **bearing})

    assert found.doubts == ()
    assert found.sites[0].body.position.bearing is not None


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"mgrs": ""}, "given once"),
        ({"mgrs": "42S VF 87761 64590"}, "995 m apart"),
        ({"lat": "36.7", "lon": "68.9", "mgrs": ""}, "1 places of a degree"),
        ({"lat": "36-43.05N", "lon": "068-51.47E"}, "parts of a minute or seconds"),
    ],
)
def test_what_an_officer_should_ask_is_a_doubt_of_its_row(
    changed: dict[str, str], doubt: str
) -> None:
    """The row is taken all the same."""
    found = read({**GOOD, **changed})

    assert len(found.sites) == 1
    assert any(doubt in each and each.startswith("row 2: ") for each in said(found))


@pytest.mark.parametrize(
    "changed",
    [
        {"lat": "68.86300", "lon": "36.71800"},
        {"lat": "120.86300", "lon": "36.71800", "mgrs": ""},
    ],
)
def test_swapped_latitude_and_longitude_are_put_right_and_told(
    changed: dict[str, str],
) -> None:
    """By the second fix, or because a latitude cannot be so large."""
    found = read({**GOOD, **changed})

    assert found.sites[0].body.position.lat_e5 == 3_671_800
    assert any("look swapped" in each for each in said(found))


def test_a_row_that_lies_among_the_others_only_when_swapped_is_put_right() -> None:
    """Where no second fix tells."""
    found = read({}, {}, {}, {}, {"lat": "68.86300", "lon": "36.72100"})

    assert found.sites[4].body.position.lat_e5 == 3_672_100
    assert sum("so it lies among the others" in each for each in said(found)) == 1


def test_a_second_fix_keeps_a_far_row_where_it_is() -> None:
    """An office abroad is no slip."""
    far = {"lat": "59.33000", "lon": "18.07000", "mgrs": "33V XF 74636 80634"}
    found = read({}, {}, {}, {}, far)

    assert found.sites[4].body.position.lat_e5 == 5_933_000


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("site_id", "", "is empty"),
        ("contact", " ", "is empty"),
        ("lat", "", "is empty"),
        ("lat", "north", "no figure of degrees"),
        ("lat", "nan", "no figure of degrees"),
        ("lat", "3" * 101, "longer than 100 signs"),
        ("lat", "36.7180.1", "is no one place"),
        ("lon", "190.0", "beyond 180"),
        ("mgrs", "42S QQ 1 1", "no place of the grid"),
        ("fix_at", "20.01.2026", "write it as 2026-01-31"),
        ("fix_at", "2026-02-30", "no number, moment"),
        ("revalidate_by", "46053", "write it as 2026-01-31"),
        ("persons_day", "about 20", "no whole number"),
        ("function", "castle", "Invalid enum value"),
        ("footprint", "36.7 68.8; here", "corner 2"),
        ("bearing_place", "Bridge", "is empty"),
    ],
)
def test_a_wrong_cell_is_named_by_its_row_its_column_and_what_to_do(
    column: str, value: str, reason: str
) -> None:
    """And the row beside it is read all the same."""
    found = read({}, {"mgrs": "", column: value})

    assert [each.row for each in found.sites] == [2]
    [fault] = found.faults
    assert fault.row == 3
    assert reason in str(fault)


def test_nought_nought_is_where_empty_cells_end_up() -> None:
    """And no hospital."""
    [fault] = read({"lat": "0", "lon": "0.0"}).faults

    assert "0, 0" in fault.reason


def test_a_number_that_stands_twice_is_nobodys() -> None:
    """Each row names the others: one of them is wrong, and the list does not say."""
    found = read({"site_id": "H-1"}, {}, {"site_id": "H-1"})

    assert [each.row for each in found.sites] == [3]
    assert [str(each) for each in found.faults] == [
        "row 2, site_id: the site number H-1 stands in row 4 too",
        "row 4, site_id: the site number H-1 stands in row 2 too",
    ]


def test_two_sites_within_twenty_metres_may_be_one() -> None:
    """Twenty-one metres apart they are two."""
    spots = ["36.72000", "36.72017", "36.72037"]
    found = read(*({"lat": lat} for lat in spots))

    twice = [each for each in said(found) if "one site twice" in each]
    assert twice == ["row 3: It lies 18 m from row 2: is it one site twice?"]


def test_columns_have_many_names_and_those_nobody_reads_are_told() -> None:
    """In any order, in capitals or not."""
    row = {**GOOD, "Colour": "red"}
    names = {"lat": "Latitude", "lon": "LONGITUDE (WGS84)", "site_id": "Site No."}
    names |= {"contact": "24/7 contact", "organisation": "Organization"}
    named = {names.get(name, name): value for name, value in row.items()}
    named["Lon (WGS84)"] = named.pop("LONGITUDE (WGS84)")

    found = sites.read(csvtext.read(text([named]).encode()), {})

    assert len(found.sites) == 1
    assert found.unread == ("Colour",)


def test_two_columns_of_one_field_are_refused() -> None:
    """Nobody may guess which one was meant."""
    data = text([{**GOOD, "latitude": "1"}]).encode()

    with pytest.raises(Malformed, match="both lat"):
        sites.read(csvtext.read(data), {})


def test_a_column_that_is_missing_is_told_once_and_may_be_filled_for_all() -> None:
    """Not once a row."""
    data = text([{k: v for k, v in GOOD.items() if k != "organisation"}]).encode()

    with pytest.raises(Malformed, match="no column organisation"):
        sites.read(csvtext.read(data), {})
    found = sites.read(csvtext.read(data), {"organisation": "Relief"})
    assert found.sites[0].body.organisation == "Relief"


def test_rejected_rows_are_written_out_as_they_were_with_the_reason() -> None:
    """To be mended and given again."""
    sheet = csvtext.read(text(rows({}, {"lat": "north"})).encode())
    found = sites.read(sheet, {})

    again = csvtext.read(rejected(sheet, found.faults))

    [row] = again.rows
    assert [cell.text for cell in again.heading.cells[-2:]] == ["row", "reason"]
    assert [cell.text for cell in row.cells[:-2]] == [
        cell.text for cell in sheet.rows[1].cells
    ]
    assert row.cells[-2].text == "3"
    assert "no figure of degrees" in row.cells[-1].text


@given(st.integers(-9_000_000, 9_000_000), st.integers(-18_000_000, 18_000_000))
def test_five_places_are_read_as_they_were_written(lat_e5: int, lon_e5: int) -> None:
    """Whatever the place."""
    assume(lat_e5 or lon_e5)  # nought and nought is taken for a slip
    spot = {"lat": f"{lat_e5 / 100_000:.5f}", "lon": f"{lon_e5 / 100_000:.5f}"}
    found = read(spot)

    place = found.sites[0].body.position
    assert (place.lat_e5, place.lon_e5) == (lat_e5, lon_e5)


@given(st.binary(max_size=300))
def test_whatever_bytes_come_the_answer_is_a_table_or_one_sentence(data: bytes) -> None:
    """Nothing else is raised."""
    refusal = ""
    try:
        sites.read(csvtext.read(data), {})
    except Malformed as refused:
        refusal = str(refused)

    assert len(refusal.splitlines()) <= 1


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), CELLS))
def test_every_row_is_a_site_or_has_a_fault(changed: dict[str, str]) -> None:
    """Exactly one of both, whatever stands in its cells; and each names its row."""
    found = read(changed)

    numbers = [each.row for each in found.sites] + [each.row for each in found.faults]
    assert numbers == [2]
