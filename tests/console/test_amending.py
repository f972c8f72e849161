"""A page of terms becomes terms again: what was not touched stays as it is in force."""

import msgspec
import pytest

from detente.console.amending import as_typed, edited
from detente.console.filled import Given
from detente.dialogue.terms import (
    AttachmentBounds,
    Counterpart,
    Deadlines,
    PositionTerms,
    Terms,
    Versions,
)
from detente.dialogue.theatre import Theatre
from detente.dialogue.volume import Circle, LatLngPoint, Polygon
from detente.record.errors import Misasked
from detente.report.filling import Unfilled
from detente.report.proposing import Unamendable

CORNERS = tuple(LatLngPoint(*each) for each in ((1, 2), (-50_000, 3), (5, -17_900_001)))
TERMS = Terms(
    versions=Versions(1, 1),
    languages=("en", "zh"),
    receipt_sentence="Held.",
    counterparts=(
        Counterpart(
            ("NORTH/One", "SOUTH/One"), ("NORTH/Deputy", "SOUTH/Deputy"), "One"
        ),
        Counterpart(("NORTH/Two", "SOUTH/Two")),
    ),
    deadlines=Deadlines(echo_s=601),
    check_hours_utc=(9, 21),
    attachments=AttachmentBounds(),
    positions=PositionTerms(),
    theatres=(
        Theatre(name="Bay", outline_polygon=Polygon(CORNERS), lateral_m=900, time_s=0),
        Theatre(name="Cape", outline_circle=Circle(CORNERS[1], 5_000), time_s=120),
    ),
)


def with_typed(**changed: str) -> Terms:
    """Return the terms once these fields read otherwise; dots are two underscores."""
    typed = dict(as_typed(TERMS, 1).fields)
    typed |= {f"body.{name.replace('__', '.')}": text for name, text in changed.items()}
    return edited(Given(tuple(typed.items())), TERMS)


def test_what_nobody_touches_is_as_before() -> None:
    """Every term, whatever it holds."""
    assert edited(as_typed(TERMS, 1), TERMS) == TERMS


def test_a_term_that_a_page_does_not_send_is_as_before() -> None:
    """It was not there to be emptied."""
    cut = Given(as_typed(TERMS, 1).fields[:3])
    assert edited(cut, TERMS) == TERMS


def test_times_are_typed_as_people_say_them() -> None:
    """Shown in their largest whole unit, and read so."""
    typed = dict(as_typed(TERMS, 1).fields)
    assert typed["body.deadlines.contact_s"] == "2 d"
    assert typed["body.deadlines.echo_s"] == "601 s"
    assert with_typed(probe_s="2 min").probe_s == 120


def test_a_figure_that_is_emptied_stays_and_a_list_is_emptied() -> None:
    """Nobody can have meant a deadline of nothing."""
    assert with_typed(probe_s="", deadlines__echo_s="") == TERMS
    assert with_typed(check_hours_utc="").check_hours_utc == ()


def test_a_row_that_is_emptied_is_gone_and_the_next_moves_up() -> None:
    """The order of the counterpart table is a rank."""
    gone = {"counterparts__0__posts": "", "counterparts__0__deputies": ""}
    changed = with_typed(**gone, counterparts__0__level="")
    assert changed.counterparts == TERMS.counterparts[1:]


def test_a_row_that_is_added_stands_last() -> None:
    """Its posts a line each."""
    changed = with_typed(counterparts__2__posts="NORTH/Three\nSOUTH/Three")
    assert changed.counterparts[2] == Counterpart(("NORTH/Three", "SOUTH/Three"))


def test_what_may_be_left_out_is_left_out_by_emptying_it() -> None:
    """Then nothing of it travels."""
    emptied = {f"positions__{name}": "" for name in PositionTerms.__struct_fields__}
    assert with_typed(**emptied).positions is None


def test_what_cannot_be_read_is_named() -> None:
    """By its field, so that the page can show where."""
    with pytest.raises(Unfilled) as found:
        with_typed(probe_s="soon")
    assert found.value.field == "probe_s"
    with pytest.raises((Unfilled, Unamendable)):
        with_typed(check_hours_utc="noon")


def test_lists_longer_than_a_page_are_left_to_the_command() -> None:
    """A page that showed a part of them would propose to drop the rest."""
    rows = tuple(Counterpart((f"NORTH/{at}", f"SOUTH/{at}")) for at in range(65))
    with pytest.raises(Misasked, match="detente amend"):
        as_typed(msgspec.structs.replace(TERMS, counterparts=rows), 1)
