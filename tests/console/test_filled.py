"""What stands in a form becomes what is typed for its fields."""

from detente.console.filled import Given, Translated, typed_of
from detente.dialogue.fields import Text, Translation
from detente.dialogue.forms.stop import Requested
from detente.report.filling import choose, from_fields

STOP = choose("STOP", "stop")
BY = Translated("Watch 1", 1_767_225_600, "ru")


def typed(*sent: tuple[str, str]) -> list[tuple[str, str]]:
    """Return what is typed for the fields of a STOP, as names and texts."""
    return [
        (row["name"], row["text"]) for row in typed_of(Given.of(sent), STOP.body, BY)
    ]


def test_what_was_left_empty_was_not_filled_in() -> None:
    """An optional field without a text is none, and not an empty one."""
    assert typed(("body.contact", "  "), ("body.wanted", "hold")) == [
        ("wanted", "hold")
    ]


def test_the_header_is_no_part_of_the_body() -> None:
    """To whom, and how urgent, is said elsewhere in the request."""
    given = Given.of([("to", "SOUTH/Watch"), ("body.wanted", "hold")])

    assert given.header("to") == "SOUTH/Watch"
    assert [row["name"] for row in typed_of(given, STOP.body, BY)] == ["wanted"]


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

    found = typed_of(given, choose("CON", "request").body, BY)

    assert [row["text"] for row in found] == ["The strait", "The buoys"]


def test_a_courtesy_text_stands_beside_the_authentic_one() -> None:
    """With its language, how it was made, by whom and when."""
    given = Given.of(
        [
            ("body.happening", "Shells fall."),
            ("courtesy.happening", "Падают снаряды."),
            ("courtesy_status", "machine"),
        ]
    )

    body = from_fields(
        STOP,
        [(row["name"], row["text"]) for row in typed_of(given, STOP.body, BY)],
        {"about": "the clinic", "since": 1_767_225_600, "wanted": "hold"},
    )

    assert isinstance(body, Requested)
    assert body.happening == Text(
        text="Shells fall.",
        translations=(
            Translation("ru", "Падают снаряды.", "machine", "Watch 1", 1_767_225_600),
        ),
    )


def test_points_are_typed_a_line_each() -> None:
    """As people write them, with letters or signs, and a comma or none."""
    text = "50.5 N, 30.25 E\n-50 30\n\n12.1n 13.2w"
    given = Given.of([("points.phases.0.volumes.0.outline_polygon.vertices", text)])

    rows = typed_of(given, choose("ACT", "notice").body, BY)

    assert [row["text"] for row in rows] == [
        *("50.5 N", "30.25 E", "-50.0", "30.0", "12.1N", "13.2W"),
    ]
    assert rows[-1]["name"].endswith(".vertices.2.lon_e5")


def test_a_line_that_is_no_point_is_told_by_its_number() -> None:
    """The form then says which, and nothing is taken for a place."""
    given = Given.of([("points.phases.0.volumes.0.outline_polygon.vertices", "here")])

    [row] = typed_of(given, choose("ACT", "notice").body, BY)

    assert row == {
        "name": "phases.0.volumes.0.outline_polygon.vertices.0.lat_e5",
        "text": "here",
    }


def test_points_that_came_field_by_field_stand_as_lines() -> None:
    """A drawing of the map is shown where a person would type it."""
    given = Given.of(
        [
            *(("body.a.0.lat_e5", "50.5"), ("body.a.0.lon_e5", "30")),
            *(("body.a.1.lat_e5", "51"), ("body.a.1.lon_e5", "31")),
        ]
    )

    assert given.points("a") == "50.5, 30\n51, 31"


def test_a_list_has_room_for_what_stands_in_it_and_for_what_is_asked() -> None:
    """One record at first, one more at a press."""
    assert Given().rows("phases") == 1
    longer = Given.of([("more", "phases"), ("rows.phases", "1")]).with_more()
    assert longer is not None
    assert longer.rows("phases") == 2
    assert Given.of([("body.phases.2.number", "3")]).rows("phases") == 3
