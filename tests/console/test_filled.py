"""What stands in a form becomes what is typed for its fields."""

from detente.console.filled import Given, Translated, typed_of
from detente.dialogue.fields import Text, Translation
from detente.dialogue.forms.stop import Requested
from detente.report.filling import choose, from_fields

STOP = choose("STOP", "stop")
BY = Translated("Watch 1", 1_767_225_600, "ru")


def typed(*sent: tuple[str, str]) -> list[tuple[str, str]]:
    """Return what is typed for the fields of a STOP, as names and texts."""
    return [(row["name"], row["text"]) for row in typed_of(Given.of(sent), STOP, BY)]


def test_what_was_left_empty_was_not_filled_in() -> None:
    """An optional field without a text is none, and not an empty one."""
    assert typed(("body.contact", "  "), ("body.wanted", "hold")) == [
        ("wanted", "hold")
    ]


def test_the_header_is_no_part_of_the_body() -> None:
    """To whom, and how urgent, is said elsewhere in the request."""
    given = Given.of([("to", "SOUTH/Watch"), ("body.wanted", "hold")])

    assert given.header("to") == "SOUTH/Watch"
    assert [row["name"] for row in typed_of(given, STOP, BY)] == ["wanted"]


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

    found = typed_of(given, choose("CON", "request"), BY)

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
        [(row["name"], row["text"]) for row in typed_of(given, STOP, BY)],
        {"about": "the clinic", "since": 1_767_225_600, "wanted": "hold"},
    )

    assert isinstance(body, Requested)
    assert body.happening == Text(
        text="Shells fall.",
        translations=(
            Translation("ru", "Падают снаряды.", "machine", "Watch 1", 1_767_225_600),
        ),
    )
