"""Which positions an acknowledgement names, and that none of them holds it up."""

from detente.console.filled import Given
from detente.console.reading_back import names_of, only_read, to_read

HERE = {"lat_e5": 1, "lon_e5": 2}


def test_each_position_of_a_statement_is_named_as_the_clause_does() -> None:
    """A STOP has one, a movement its stops, a notice one a volume with an outline."""
    volumes = [{"outline_circle": {"center": HERE}}, {}, {"outline_polygon": {}}]
    volumes[2] = {"outline_polygon": {"vertices": [HERE]}}
    notice = {"phases": [{"number": 2, "volumes": volumes}]}
    move = {"origin": HERE, "destination": HERE, "waypoints": [{"position": HERE}]}

    assert names_of({"position": HERE}) == ("position",)
    assert names_of(move) == ("origin", "destination", "waypoint_1")
    assert names_of(notice) == ("phase_2_volume_1", "phase_2_volume_3")
    assert names_of({"position": None}) == names_of(None) == ()


def test_a_position_that_nobody_entered_is_not_read_back() -> None:
    """What was entered moves up: a list is numbered without a gap."""
    given = to_read(("origin", "destination"))
    entered = (
        ("body.positions.1.lat_e5", "57.0 N"),
        ("body.positions.1.lon_e5", "19.0 E"),
        ("body.read_back", "Understood."),
    )

    found = only_read(Given((*given.fields, *entered)))

    assert found.body("positions.0.name") == "destination"
    assert found.body("positions.0.lon_e5") == "19.0 E"
    assert found.rows("positions") == 1
    assert found.body("read_back") == "Understood."
    assert only_read(given) == Given()
