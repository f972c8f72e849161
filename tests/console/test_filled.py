"""What stands in a form becomes what is typed for its fields."""

from detente.console.filled import Given, typed_of
from detente.report.filling import choose

STOP = choose("STOP", "stop")


def typed(*sent: tuple[str, str]) -> list[tuple[str, str]]:
    """Return what is typed for the fields of a STOP, as names and texts."""
    return [(row["name"], row["text"]) for row in typed_of(Given.of(sent), STOP)]


def test_what_was_left_empty_was_not_filled_in() -> None:
    """An optional field without a text is none, and not an empty one."""
    assert typed(("body.contact", "  "), ("body.wanted", "hold")) == [
        ("wanted", "hold")
    ]


def test_the_header_is_no_part_of_the_body() -> None:
    """To whom, and how urgent, is said elsewhere in the request."""
    given = Given.of([("to", "SOUTH/Watch"), ("body.wanted", "hold")])

    assert given.header("to") == "SOUTH/Watch"
    assert [row["name"] for row in typed_of(given, STOP)] == ["wanted"]


def test_whole_degrees_are_degrees() -> None:
    """Fifty is not fifty hundred-thousandths of a degree."""
    assert typed(
        ("body.position.lat_e5", "50"), ("body.position.lon_e5", "30.5 W")
    ) == [
        ("position.lat_e5", "50.0"),
        ("position.lon_e5", "30.5 W"),
    ]


def test_a_list_is_typed_a_line_an_item() -> None:
    """Each line is one, empty ones are none."""
    given = Given.of([("body.agenda", "The strait\n\nThe buoys")])

    found = typed_of(given, choose("CON", "request"))

    assert [row["text"] for row in found] == ["The strait", "The buoys"]
